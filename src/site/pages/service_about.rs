//! The panel of a service's page that says what else there is to know about it.

use super::service::filter;
use super::service_parts;
use crate::site::Site;
use crate::site::facts::ServiceFacts;
use crate::site::graph::system_of;
use crate::site::leaving;
use crate::site::links::Links;
use crate::site::rows::Linked;
use crate::site::wording::{self, When};
use crate::site::{safe_url, source_links};
use milepost_model::FieldSource;
use milepost_model::record::{Repository, Slo};
use serde::Serialize;

/// What there is to know about a service besides.
#[derive(Serialize)]
pub struct About {
    owner_source: Option<String>,
    members: u64,
    system: Option<Linked>,
    replaces: Vec<Linked>,
    repository: Option<Linked>,
    folder: Option<String>,
    data_class: Option<String>,
    objectives: Vec<Objective>,
    chat: Option<Linked>,
    languages: Vec<LanguageView>,
    licence: Option<String>,
    topics: Vec<Linked>,
    created: Option<When>,
    links: Vec<Linked>,
    changelog: Option<Linked>,
    descriptor: Option<Linked>,
    edit: Option<String>,
}

#[derive(Serialize)]
struct LanguageView {
    name: String,
    share: u64,
    x: String,
    width: String,
    class: usize,
}

/// What is known of it.
pub fn about(site: &Site<'_>, facts: &ServiceFacts<'_>, links: &Links) -> About {
    let repository = facts.repository;
    let members = facts.owner.and_then(|owner| owner.slug).and_then(|slug| site.portal.catalog.teams.iter().find(|team| team.slug == slug));
    let source = facts.entity.and_then(|entity| entity.sources.get("owner").or_else(|| entity.sources.get("owners")));
    let shown_above = ["runbook", "dashboard", "logs", "metrics", "traces", "oncall", "chat"];
    let other = facts.entity.map(|entity| entity.links.as_slice()).unwrap_or_default();
    About {
        owner_source: source.filter(|_| facts.owner.is_some()).map(source_words),
        members: members.map_or(0, |team| team.members.len() as u64),
        system: facts.entity.and_then(system_of).map(|system| site.linked(system, links)),
        replaces: leaving::replaces(site, facts.entity, links),
        repository: repository.map(|repository| Linked { text: repository.full_name.clone(), href: source_links::repository(repository) }),
        folder: Some(facts.service.folder.clone()).filter(|folder| !folder.is_empty()),
        data_class: facts.data_class.map(str::to_owned),
        objectives: objectives(site, facts),
        chat: other
            .iter()
            .find(|link| link.kind == "chat")
            .map(|link| Linked { text: link.title.clone(), href: safe_url::href(&link.url) }),
        languages: repository.map(languages).unwrap_or_default(),
        licence: repository.and_then(|repository| repository.license.clone()),
        topics: facts.tags.iter().map(|tag| Linked { text: (*tag).to_owned(), href: Some(filter(links, "tag", tag)) }).collect(),
        created: repository.and_then(|repository| repository.created_at).map(When::new),
        links: other
            .iter()
            .filter(|link| !shown_above.contains(&link.kind.as_str()))
            .map(|link| Linked { text: link.title.clone(), href: safe_url::href(&link.url) })
            .collect(),
        changelog: facts.service.files.changelog.as_deref().map(|path| service_parts::document_link(site, facts, "Changelog", path, links)),
        descriptor: facts.service.files.descriptor.as_deref().map(|path| service_parts::file_link(repository, path, path)),
        edit: repository.zip(facts.service.files.descriptor.as_deref()).and_then(|(repository, path)| source_links::edit(repository, path)),
    }
}

/// A promise and how it stands, in words.
#[derive(Serialize)]
pub struct Objective {
    link: Linked,
    reached: Option<String>,
    is_missed: bool,
    measured: When,
}

/// The service level objectives of a service, by name.
pub fn objectives(site: &Site<'_>, facts: &ServiceFacts<'_>) -> Vec<Objective> {
    let names = [&facts.service.reference.name, &facts.service.slug];
    let is_its = |slo: &&Slo| names.iter().any(|name| name.eq_ignore_ascii_case(&slo.service));
    let view = |slo: &Slo| Objective {
        link: Linked { text: format!("{} {}", slo.name, share(slo.target)), href: slo.url.as_deref().and_then(safe_url::href) },
        reached: slo.actual.map(|actual| match slo.window_days {
            Some(days) => format!("{} over {}", share(actual), wording::counted(days, "day", "days")),
            None => format!("{} reached", share(actual)),
        }),
        is_missed: slo.actual.is_some_and(|actual| actual < slo.target),
        measured: When::new(slo.measured_at),
    };
    site.portal.objectives.iter().filter(is_its).map(view).collect()
}

/// A share of one in per cent, with up to three decimals: what is promised differs far behind the point.
fn share(value: f64) -> String {
    let text = format!("{:.3}", value * 100.0);
    format!("{}%", text.trim_end_matches('0').trim_end_matches('.'))
}

/// The five languages with the most bytes; the bar is 200 wide.
fn languages(repository: &Repository) -> Vec<LanguageView> {
    let total: u64 = repository.languages.values().sum();
    let mut sorted: Vec<(&String, u64)> = repository.languages.iter().map(|(name, bytes)| (name, *bytes)).collect();
    sorted.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    let mut x = 0.0;
    let view = |(place, (name, bytes)): (usize, (&String, u64))| {
        let width = bytes as f64 / total.max(1) as f64 * 200.0;
        let view = LanguageView {
            name: name.clone(),
            share: wording::percent(bytes, total).unwrap_or_default(),
            x: format!("{x:.1}"),
            width: format!("{:.1}", (width - 1.0).max(0.6)),
            class: [1, 2, 3, 5, 6][place],
        };
        x += width;
        view
    };
    sorted.into_iter().filter(|(_, bytes)| *bytes > 0).take(5).enumerate().map(view).collect()
}

fn source_words(source: &FieldSource) -> String {
    source.place.as_ref().map_or_else(|| source.importer.to_string(), milepost_model::Place::path_and_line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_promise_keeps_its_decimals_and_no_others() {
        for (value, expected) in [(0.999, "99.9%"), (0.9999, "99.99%"), (0.95, "95%"), (1.0, "100%"), (0.999_63, "99.963%"), (0.0, "0%")] {
            assert_eq!(share(value), expected);
        }
    }
}
