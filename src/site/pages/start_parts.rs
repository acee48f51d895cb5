//! Parts of Your first deploy: steps, what waits here, where services begin, and how long newcomers take.

use crate::portal::delivery::Span;
use crate::portal::{NEWCOMERS, prose, safe_url};
use crate::site::adoption::{offer, path_address};
use crate::site::delivery::five;
use crate::site::links::Links;
use crate::site::rows::Linked;
use crate::site::wording::{self, When};
use crate::site::{Helper, Site, StartStep};
use milepost_model::EntityKind;
use serde::Serialize;
use std::collections::BTreeSet;

/// A step.
#[derive(Serialize)]
pub struct StepView {
    id: String,
    title: String,
    /// HTML that is safe.
    text: String,
    links: Vec<Linked>,
    waits: Vec<Wait>,
    paths: Vec<PathRow>,
    minutes: Option<String>,
    helps: Option<Linked>,
    /// HTML that is safe.
    works: Option<String>,
    newest: Option<When>,
}

/// How long the median service waits for something.
#[derive(Clone, Serialize)]
pub struct Wait {
    what: &'static str,
    value: String,
    of: String,
    href: String,
}

/// A golden path, how many are on it, and what begins one.
#[derive(Serialize)]
pub struct PathRow {
    path: Linked,
    covered: String,
    eligible: String,
    create: Option<Linked>,
}

/// How long newcomers take.
#[derive(Serialize)]
pub struct Newcomer {
    name: &'static str,
    value: Option<String>,
    n: Option<u32>,
    unknown: Option<String>,
    waiting: Option<u32>,
    until: Option<When>,
    definition: String,
}

/// What waits on the way, and the metric that tells it.
const WAITS: [(&str, &str); 3] =
    [("First review", "pickup_time"), ("From proposal to merge", "review_time"), ("From merge to production", "merge_to_deploy_time")];

/// Who helps or reads, with a link where they have a page.
pub fn helper(site: &Site<'_>, helper: &Helper, links: &Links) -> Linked {
    match helper {
        Helper::Known(reference) => site.linked(reference, links),
        Helper::Words(words) => Linked { text: words.clone(), href: None },
    }
}

/// The median services of 90 days.
pub fn waits(site: &Site<'_>, links: &Links) -> Vec<Wait> {
    WAITS.iter().filter_map(|(what, id)| wait(site, what, id, links)).collect()
}

fn wait(site: &Site<'_>, what: &'static str, id: &str, links: &Links) -> Option<Wait> {
    let found = site.portal.measurements.delivery.organisation.get(Span::Days90, id)?;
    Some(Wait {
        what,
        value: wording::duration(found.median?),
        of: format!("median of {}", wording::counted(found.ranked.len() as u64, "service", "services")),
        href: links.to(&format!("delivery/method/#{}", five::about(id).id)),
    })
}

/// Where services begin.
pub fn paths(site: &Site<'_>, links: &Links) -> Vec<PathRow> {
    (0..site.portal.adoption.paths.len()).map(|path| path_row(site, path, links)).collect()
}

fn path_row(site: &Site<'_>, path: usize, links: &Links) -> PathRow {
    let adoption = &site.portal.adoption;
    let about = &adoption.paths[path];
    let count = about.counts.get(adoption.now()).copied().unwrap_or_default();
    PathRow {
        path: Linked { text: about.settings.title.clone(), href: Some(links.to(&path_address(&about.settings.id))) },
        covered: wording::number(count.covered().into()),
        eligible: wording::counted(count.eligible().into(), "service", "services"),
        create: offer::create(site, path, links),
    }
}

/// How long newcomers take, or why that is not known.
pub fn newcomers(site: &Site<'_>, links: &Links) -> Newcomer {
    let found = &site.portal.measurements.delivery.newcomers;
    Newcomer {
        name: NEWCOMERS.name,
        value: found.found.ok().map(|found| wording::duration(found.median)),
        n: found.found.ok().map(|found| found.n),
        unknown: found.found.err().map(|why| wording::capitalised(why.words())),
        waiting: found.waiting,
        until: found.window.map(|window| When::new(window.to)),
        definition: links.to(&format!("delivery/method/#{}", NEWCOMERS.id)),
    }
}

/// The organisation's own steps.
pub fn own_steps(site: &Site<'_>, links: &Links) -> Vec<StepView> {
    let mut taken = BTreeSet::new();
    site.settings.start.iter().map(|step| own_step(site, step, &mut taken, links)).collect()
}

fn own_step(site: &Site<'_>, step: &StartStep, taken: &mut BTreeSet<String>, links: &Links) -> StepView {
    let place = site.portal.adoption.paths.iter().position(|path| Some(&path.settings.id) == step.path.as_ref());
    let mut found = Vec::new();
    if let Some(link) = &step.link {
        let href = step.inside().map_or_else(|| safe_url::href(link), |address| Some(links.to(address)));
        found.push(Linked { text: step.link_text(), href });
    }
    let create = place.and_then(|place| offer::create(site, place, links));
    let action = step.action.as_deref().and_then(|id| offer::titled(site, id, links));
    // A path's own action is the same form, already filled in.
    let is_same = |link: &Linked| create.as_ref().is_some_and(|create| create.text == link.text);
    found.extend(action.filter(|link| !is_same(link)));
    StepView {
        id: id_of(&step.title, taken),
        title: step.title.clone(),
        text: step.text.as_deref().map(prose).unwrap_or_default(),
        links: found,
        waits: Vec::new(),
        paths: place.map(|place| path_row(site, place, links)).into_iter().collect(),
        minutes: step.minutes.and_then(|minutes| i64::try_from(minutes).ok()).map(|minutes| wording::duration(minutes * 60)),
        helps: step.helps.as_ref().map(|helps| helper(site, helps, links)),
        works: step.works.as_deref().map(prose),
        newest: None,
    }
}

/// What a browser knows a step by: its title, so that it stays ticked when others come before it.
fn id_of(title: &str, taken: &mut BTreeSet<String>) -> String {
    let plain: String = title.to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let words: Vec<&str> = plain.split('-').filter(|word| !word.is_empty()).collect();
    let stem = if words.is_empty() { "step".to_owned() } else { words.join("-") };
    let mut id = stem.clone();
    let mut number = 2;
    while !taken.insert(id.clone()) {
        id = format!("{stem}-{number}");
        number += 1;
    }
    id
}

/// The steps that the portal knows of by itself.
pub fn default_steps(site: &Site<'_>, links: &Links) -> Vec<StepView> {
    let to = |text: &str, address: &str| Linked { text: text.to_owned(), href: Some(links.to(address)) };
    let step = |id: &str, title: &str, text: String| StepView {
        id: id.to_owned(),
        title: title.to_owned(),
        text: prose(&text),
        links: Vec::new(),
        waits: Vec::new(),
        paths: Vec::new(),
        minutes: None,
        helps: None,
        works: None,
        newest: None,
    };
    let portal = site.portal;
    let home = portal.organisation.url.as_deref().and_then(safe_url::href);
    let code = home.map(|href| Linked { text: without_scheme(&href).to_owned(), href: Some(href) });
    let services = wording::counted(site.facts.len() as u64, "service", "services");
    let apis = portal.catalog.entities.keys().filter(|reference| reference.kind == EntityKind::API).count() as u64;
    let exists = if apis > 0 { format!("{services} and {}", wording::counted(apis, "API", "APIs")) } else { services };
    let mut steps = vec![
        StepView {
            links: code.into_iter().collect(),
            ..step(
                "code",
                "Get the code",
                format!(
                    "The portal knows {}. The page of each service links to its own, and says how to run it where its README does.",
                    wording::counted(portal.health.repositories_known, "repository", "repositories")
                ),
            )
        },
        StepView {
            links: vec![to("Catalog", "catalog/"), to("APIs", "apis/"), to("Docs", "docs/")],
            ..step("look", "See what is there already", format!("The catalog has {exists}."))
        },
    ];
    let begin = paths(site, links);
    if !begin.is_empty() {
        let text = "A golden path is a way of building and running services that the platform team supports.".to_owned();
        steps.push(StepView { paths: begin, ..step("path", "Begin on a golden path", text) });
    }
    let known = |ids: &[usize]| ids.iter().filter_map(|place| wait(site, WAITS[*place].0, WAITS[*place].1, links)).collect::<Vec<_>>();
    steps.push(StepView {
        waits: known(&[0, 1]),
        ..step("propose", "Propose a change", "Somebody who owns the code reviews it; the page of a service names its owner.".to_owned())
    });
    steps.push(StepView {
        waits: known(&[2]),
        links: vec![to("Actions", "actions/")],
        ..step(
            "deploy",
            "Deploy it",
            "The page of a service says how it is deployed, as far as its repository tells, and links to the actions that do it."
                .to_owned(),
        )
    });
    steps.push(StepView {
        links: vec![to("Catalog", "catalog/"), to("Platform health", "health/")],
        newest: portal.health.observed_at.map(When::new),
        ..step("find", "Find it here", "A service, and each deployment of it, is here after the run that first reads them.".to_owned())
    });
    steps
}

fn without_scheme(url: &str) -> &str {
    url.split_once("://").map_or(url, |(_, rest)| rest).trim_end_matches('/')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_is_known_by_its_title_and_two_by_a_number() {
        let mut taken = BTreeSet::new();
        let ids: Vec<String> =
            ["Get access", "Get access!", "  ", "日本", "a\" onclick=x"].iter().map(|title| id_of(title, &mut taken)).collect();
        assert_eq!(ids, ["get-access", "get-access-2", "step", "step-2", "a-onclick-x"]);
    }
}
