//! One golden path: what tells that a service is on it, its versions, and every service that it is for.

use super::{Page, Sheet, Shown};
use crate::portal::adoption::{
    PathAdoption, Ratio, ServiceAdoption, SignalKind, Standing, State, drift, first_deployments, funnel, origins, per_signal,
};
use crate::portal::delivery::Span;
use crate::site::Site;
use crate::site::adoption::forecast::{self, Target};
use crate::site::adoption::helping::{self, HelpRow};
use crate::site::adoption::share::{self, Panel, ShareView};
use crate::site::adoption::standing::{StateView, name};
use crate::site::adoption::steps::{NO_DEPLOYMENT, NONE_CREATED, figure};
use crate::site::adoption::versions::{VersionsView, counted};
use crate::site::adoption::{offer, path_address, steps, version_address};
use crate::site::delivery::FIVE;
use crate::site::layout::Head;
use crate::site::links::Links;
use crate::site::rows::Linked;
use crate::site::safe_url;
use crate::site::weights::Weights;
use crate::site::wording::{self, When};
use serde::Serialize;
use tera::Value;

/// `/golden-paths/<path>/`
pub struct GoldenPath;

/// How many services a page lists; the data hold all.
const SERVICES: usize = 250;

/// How many who might be helped are listed.
const HELPED: usize = 25;

#[derive(Serialize)]
struct View {
    title: String,
    lede: String,
    docs: Option<String>,
    owner: Option<Linked>,
    csv: String,
    create: Option<Linked>,
    share: ShareView,
    panel: Panel,
    forecast: Option<String>,
    facts: Vec<(&'static str, String)>,
    signals: Vec<SignalRow>,
    funnel: Vec<steps::Step>,
    loss: Option<String>,
    versions: VersionsView,
    releases: Vec<ReleaseRow>,
    no_releases: Option<String>,
    figures: Vec<(String, String, String)>,
    beside: Vec<BesideRow>,
    has_offer: bool,
    help: Vec<HelpRow>,
    help_count: usize,
    formula: &'static str,
    states: Vec<(&'static str, u32)>,
    services: Vec<ServiceRow>,
    services_more: usize,
}

#[derive(Serialize)]
struct SignalRow {
    id: String,
    what: String,
    holds: String,
}

#[derive(Serialize)]
struct ReleaseRow {
    version: Linked,
    tag: String,
    out: When,
    count: u32,
    state: &'static str,
}

/// A measure of the services on the path and off it.
#[derive(Serialize)]
struct BesideRow {
    name: &'static str,
    on: String,
    on_n: usize,
    off: String,
    off_n: usize,
}

#[derive(Serialize)]
struct ServiceRow {
    service: Linked,
    owner: Option<Linked>,
    state: StateView,
    shown_by: Vec<String>,
    days: Option<String>,
    note: Option<String>,
}

impl Page for GoldenPath {
    fn template(&self) -> &'static str {
        "pages/golden-path.html"
    }

    fn sheets(&self, site: &Site<'_>) -> Vec<Sheet> {
        let paths = site.portal.adoption.paths.iter().enumerate();
        paths.map(|(which, path)| Sheet { address: path_address(&path.settings.id), which }).collect()
    }

    fn show(&self, site: &Site<'_>, sheet: &Sheet, links: &Links, _: &Weights) -> Shown {
        let path = &site.portal.adoption.paths[sheet.which];
        let head = Head {
            title: format!("{}, golden path", path.settings.title),
            description: format!("Who is on the golden path {}, on which version, and how one can tell.", path.settings.title),
            crumbs: vec![
                ("Home".to_owned(), Some(String::new())),
                ("Golden paths".to_owned(), Some("golden-paths/".to_owned())),
                (path.settings.title.clone(), None),
            ],
            nav: Some("Golden paths"),
            is_global: true,
            styles: vec!["adoption"],
            ..Head::default()
        };
        Shown { head, view: Value::from_serializable(&view(site, sheet.which, path, links)) }
    }
}

fn view(site: &Site<'_>, which: usize, path: &PathAdoption, links: &Links) -> View {
    let adoption = &site.portal.adoption;
    let (now, settings) = (adoption.now(), &path.settings);
    let found = funnel(adoption, Some(which));
    let count = path.counts.get(now).copied().unwrap_or_default();
    let (help, help_count) = helping::rows(site, now, Some(which), HELPED, links);
    let (services, services_more) = services(site, which, links);
    let needs = if settings.signals.len() == 1 {
        "its signal holds".to_owned()
    } else {
        format!("{} of its {} signals hold", settings.needs, settings.signals.len())
    };
    let supported = if settings.supported.is_empty() {
        String::new()
    } else {
        format!(", on version {} or one below it", settings.supported.join(", "))
    };
    View {
        title: settings.title.clone(),
        lede: format!("A service is on this path when {needs}{supported}."),
        docs: settings.docs.as_deref().and_then(safe_url::href),
        owner: settings.owner.as_ref().map(|owner| site.linked(owner, links)),
        csv: links.to("data/adoption.csv"),
        create: offer::create(site, which, links),
        share: ShareView::new(&path.counts, now),
        panel: share::panel(adoption, "share", Some(which), settings.target, now),
        forecast: settings
            .target
            .and_then(|share| forecast::sentence(&path.counts, now, site.portal.as_of, Target { share, by: settings.by })),
        facts: facts(site, which, path),
        signals: signals(site, which, path),
        loss: steps::largest_loss(&found),
        funnel: steps::of(&found),
        versions: VersionsView::new(adoption, which, now, links),
        releases: releases(site, which, path, links),
        no_releases: path.releases.all().is_empty().then(|| no_releases(path)),
        figures: figures(site, which, path),
        beside: beside(site, which),
        has_offer: help.iter().any(|row| row.offer.is_some()),
        help,
        help_count,
        formula: crate::portal::adoption::FORMULA,
        states: [
            (name(State::Current), count.current),
            (name(State::On), count.on),
            (name(State::Behind), count.behind),
            (name(State::Unsupported), count.unsupported),
            (name(State::Drifted), count.drifted),
            (name(State::Left), count.left),
            (name(State::Off), count.off),
            (name(State::Exempt), count.exempt),
            ("Not known", count.unknown),
        ]
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .collect(),
        services,
        services_more,
    }
}

fn no_releases(path: &PathAdoption) -> String {
    match (&path.repository, path.is_repository_known) {
        (Some(name), true) => format!("{name} has no release or tag that is a version."),
        (Some(name), false) => format!("{name} was not read, so its versions are not known. Add it to a source to see who is behind."),
        (None, _) => "No signal names a repository with versions. `repository` of the path may.".to_owned(),
    }
}

fn facts(site: &Site<'_>, which: usize, path: &PathAdoption) -> Vec<(&'static str, String)> {
    let adoption = &site.portal.adoption;
    let latest = path.releases.latest(site.portal.as_of);
    let drift = drift(adoption, which, adoption.now());
    let mut facts = vec![(
        "Current version",
        path.settings.current.clone().or(latest.map(|release| release.version.to_string())).unwrap_or_else(|| "Not known".to_owned()),
    )];
    facts.extend(latest.map(|release| ("Out since", wording::day(release.at))));
    if let Some(versions) = drift.versions {
        facts.push(("Versions behind, median and p90", format!("{} · {}", versions.p50, versions.p90)));
    }
    if let Some(days) = drift.days {
        facts.push((
            "Days behind, median and p90",
            format!("{} · {}", wording::number(days.p50.unsigned_abs()), wording::number(days.p90.unsigned_abs())),
        ));
    }
    if drift.unplaced > 0 {
        facts.push(("On a branch or an unreleased commit", wording::number(drift.unplaced.into())));
    }
    facts
}

fn signals(site: &Site<'_>, which: usize, path: &PathAdoption) -> Vec<SignalRow> {
    let ratios = per_signal(&site.portal.adoption, which);
    let row = |(signal, ratio): (&crate::portal::adoption::Signal, Ratio)| SignalRow {
        id: signal.id.clone(),
        what: what(&signal.kind),
        holds: match ratio.percent() {
            Some(percent) => format!("{percent}%, {} of {}", wording::number(ratio.num.into()), wording::number(ratio.den.into())),
            None => "not known".to_owned(),
        },
    };
    path.settings.signals.iter().zip(ratios).map(row).collect()
}

/// What a signal looks at, as a sentence.
fn what(kind: &SignalKind) -> String {
    let of = |directory: &Option<String>| directory.as_ref().map(|directory| format!(", {directory}")).unwrap_or_default();
    match kind {
        SignalKind::Workflow { uses } => format!("A workflow calls {uses}."),
        SignalKind::ExecutedWorkflow { uses, days } => format!("A run of the last {days} days executed {uses}."),
        SignalKind::TemplateRepository { template } => format!("The repository was created from {template}."),
        SignalKind::Copier { template, directory } => format!("Copier’s answers name {template}{}.", of(directory)),
        SignalKind::Cruft { template, directory } => format!("Cruft’s stamp names {template}{}.", of(directory)),
        SignalKind::SourceTemplate { template } => format!("The descriptor says that it came from {template}."),
        SignalKind::File { path, matches: None } => format!("There is a file {}.", path.patterns().join(" or ")),
        SignalKind::File { path, matches: Some(regex) } => format!("A file {} holds {}.", path.patterns().join(" or "), regex.as_str()),
        SignalKind::Cel { when } => when.clone(),
    }
}

fn releases(site: &Site<'_>, which: usize, path: &PathAdoption, links: &Links) -> Vec<ReleaseRow> {
    let adoption = &site.portal.adoption;
    let counts = counted(adoption, which, adoption.now());
    let latest = path.releases.latest(site.portal.as_of).map(|release| release.version.clone());
    let row = |release: &crate::portal::adoption::Release| {
        let version = release.version.to_string();
        let on = counts.iter().find(|(found, ..)| *found == version);
        ReleaseRow {
            version: Linked { href: Some(links.to(&version_address(&path.settings.id, &version))), text: version },
            tag: release.tag.clone(),
            out: When::new(release.at),
            count: on.map_or(0, |(_, count, _)| *count),
            state: match on {
                Some((_, _, State::Unsupported)) => "past support",
                _ if latest.as_ref() == Some(&release.version) => "newest",
                _ => "",
            },
        }
    };
    path.releases.all().iter().rev().filter(|release| release.at <= site.portal.as_of).take(50).map(row).collect()
}

fn figures(site: &Site<'_>, which: usize, path: &PathAdoption) -> Vec<(String, String, String)> {
    let adoption = &site.portal.adoption;
    let found = origins(adoption, Some(which), adoption.now());
    let through = Ratio { num: path.through.path, den: path.through.all() };
    let (first, waiting) = first_deployments(adoption, Some(which));
    let took = first.map_or_else(|| "Not known".to_owned(), |first| wording::duration(first.p50));
    let of = first.map_or(0, |first| first.n);
    let waits =
        if waiting > 0 { format!("; {} not yet", wording::counted(waiting.into(), "service was", "services were")) } else { String::new() };
    vec![
        figure("Its services’ deployments through the path", through, "successful deployments to production in 90 days", NO_DEPLOYMENT),
        figure("Creation rate", found.creation, "services that were created in the last 90 days began on it", NONE_CREATED),
        figure(
            "Stickiness",
            found.stickiness,
            "services that began on it 90 to 180 days ago are on it now",
            "no service began on it 90 to 180 days ago",
        ),
        figure("Re-entry", found.re_entry, "services that were off it 90 days ago are on it now", "no service was off it 90 days ago"),
        (
            "Time to the first deployment".to_owned(),
            took,
            format!("median of {} created in the last year{waits}", wording::counted(of.into(), "service", "services")),
        ),
    ]
}

/// How those on the path and those off it are delivered, with how many each is.
fn beside(site: &Site<'_>, which: usize) -> Vec<BesideRow> {
    let adoption = &site.portal.adoption;
    let delivery = &site.portal.measurements.delivery;
    let standing = |service: &ServiceAdoption| service.on(which).and_then(|standing| Some(standing.moments.last()?.state));
    let row = |five: &crate::site::delivery::Five| {
        let value = |is_on: bool| {
            let wanted = adoption
                .services
                .iter()
                .filter(|service| standing(service).is_some_and(|state| state.is_eligible() && state.is_on() == is_on));
            let figures = wanted.filter_map(|service| delivery.service(&service.reference)?.figure(Span::Days90, five.id)?.headline());
            let values: Vec<i64> = figures.collect();
            (
                crate::portal::adoption::Quartiles::of(values.clone()).map_or_else(|| "–".to_owned(), |found| five.unit().text(found.p50)),
                values.len(),
            )
        };
        let ((on, on_n), (off, off_n)) = (value(true), value(false));
        BesideRow { name: five.name, on, on_n, off, off_n }
    };
    FIVE.iter().map(row).filter(|row| row.on_n > 0 && row.off_n > 0).collect()
}

fn services(site: &Site<'_>, which: usize, links: &Links) -> (Vec<ServiceRow>, usize) {
    let adoption = &site.portal.adoption;
    let mut found: Vec<(&ServiceAdoption, &Standing)> = adoption
        .services
        .iter()
        .filter_map(|service| Some((service, service.on(which)?)))
        .filter(|(_, standing)| is_listed(standing))
        .collect();
    found.sort_by_key(|(service, standing)| {
        let moment = standing.moments.last();
        (moment.map_or(u8::MAX, |moment| moment.state.rank()), moment.and_then(|moment| moment.behind), service.reference.clone())
    });
    let more = found.len().saturating_sub(SERVICES);
    (found.into_iter().take(SERVICES).filter_map(|(service, standing)| row(site, which, service, standing, links)).collect(), more)
}

/// Whether a service is worth a line: it counts, or it is not known why it should.
fn is_listed(standing: &Standing) -> bool {
    standing.moments.last().is_some_and(|moment| !matches!(moment.state, State::Outside(_)))
}

fn row(site: &Site<'_>, which: usize, service: &ServiceAdoption, standing: &Standing, links: &Links) -> Option<ServiceRow> {
    let moment = standing.moments.last()?;
    let signals = &site.portal.adoption.paths[which].settings.signals;
    let shown = signals.iter().zip(&standing.signals).map(|(signal, reading)| {
        let holds = match reading.holds {
            Some(true) => "✓",
            Some(false) => "–",
            None => "?",
        };
        match reading.version.as_deref() {
            Some(version) => format!("{holds} {} {version}", signal.id),
            None => format!("{holds} {}", signal.id),
        }
    });
    let exemption = standing.exemption.as_ref().map(|found| format!("{} ({}, until {})", found.why, found.by, found.until));
    let acknowledged = standing.is_acknowledged.then(|| "its people know".to_owned());
    Some(ServiceRow {
        service: site.linked(&service.reference, links),
        owner: service.owner.as_ref().map(|owner| site.linked(owner, links)),
        state: StateView::new(moment),
        shown_by: shown.collect(),
        days: moment.days_behind.filter(|days| *days > 0).map(|days| wording::counted(days.into(), "day", "days")),
        note: exemption.or(acknowledged),
    })
}
