//! Platform health: what was read, what was not, and what to correct.

use super::service_parts::Complaint;
use super::{Page, Sheet, Shown};
use crate::portal::{KnownSince, SourceHealth};
use crate::site::Site;
use crate::site::layout::Head;
use crate::site::links::Links;
use crate::site::safe_url;
use crate::site::told::{Span, told};
use crate::site::weights::{Weights, gzipped};
use crate::site::wording::{self, When};
use milepost_model::RunReport;
use serde::Serialize;
use std::collections::BTreeMap;
use tera::Value;

/// How many complaints and repositories the page lists; the data hold all.
const MOST: usize = 200;

/// What the HTML of each page may weigh, compressed: portal.md 6.
const BUDGETS: &[(&str, &str, u64)] = &[
    ("pages/home.html", "Home", 14_000),
    ("pages/catalog.html", "Catalog", 120_000),
    ("pages/service.html", "Service, heaviest", 40_000),
    ("pages/team.html", "Team, heaviest", 40_000),
    ("pages/teams.html", "Teams", 40_000),
];

/// `/health/`
pub struct Health;

/// One sentence that says how far the data can be trusted.
#[derive(Serialize)]
pub struct Verdict {
    tone: &'static str,
    icon: &'static str,
    title: String,
    text: String,
}

impl Verdict {
    /// The verdict on what was read.
    pub fn of(site: &Site<'_>) -> Self {
        let health = &site.portal.health;
        let (read, known) = (health.repositories_read, health.repositories_known);
        let unread = known.saturating_sub(read);
        let when = health.observed_at.map(|at| format!(" Collected {}.", wording::full(at))).unwrap_or_default();
        let shown = format!(" The pages show the state of {}.", wording::full(site.portal.as_of));
        if known == 0 {
            let text = "No repository was found. Name a folder of clones or a source in metrics-config.toml.".to_owned();
            return Self { tone: "bad", icon: "fail", title: "There is nothing to show yet.".to_owned(), text };
        }
        if unread == 0 {
            let begins = health.known_since.iter().map(|known| known.since).max();
            let since = begins.map(|at| format!(" Some records begin on {}: their source keeps no older ones.", wording::day(at)));
            let title = if since.is_some() { "The data is complete, as far as its sources keep it." } else { "The data is complete." };
            let read = wording::counted(known, "repository was", "repositories were");
            let text = format!("{read} read, none left out.{}{when}{shown}", since.unwrap_or_default());
            return Self { tone: "ok", icon: "pass", title: title.to_owned(), text };
        }
        let text = format!(
            "{} of {} could not be read, or not whole; figures that rest on them are shown as unknown, never as smaller.{when}{shown}",
            wording::number(unread),
            wording::counted(known, "repository", "repositories")
        );
        // Half is where a reader should stop trusting what is not said of a single service.
        let (tone, icon, title) = if read * 2 < known {
            ("bad", "fail", "Most of the data is missing.")
        } else {
            ("warn", "warn", "The data is usable, with gaps.")
        };
        Self { tone, icon, title: title.to_owned(), text }
    }
}

#[derive(Serialize)]
struct View {
    verdict: Verdict,
    sources: Vec<SourceView>,
    coverage: Vec<Coverage>,
    coverage_words: String,
    not_read: Vec<NotReadView>,
    not_read_count: String,
    not_read_more: u64,
    complaints: Vec<Group>,
    complaints_count: String,
    complaints_more: u64,
    incidents: Vec<Incident>,
    budgets: Vec<Budget>,
    json: String,
}

#[derive(Serialize)]
struct SourceView {
    id: String,
    last: Option<When>,
    /// When it was last read to its end.
    success: Option<When>,
    /// Whether that was when it was last read.
    is_success: bool,
    records: String,
    /// The sources that these records are of as well.
    together: Option<String>,
    kinds: String,
    problems: u64,
    problems_words: String,
    /// What the last run used and met, a sentence each.
    lines: Vec<String>,
    /// Whether that run ended before it was done.
    ended: bool,
    /// Whether that run read nothing at all.
    unread: bool,
}

#[derive(Serialize)]
struct Coverage {
    what: &'static str,
    share: Option<u64>,
    width: u64,
    words: String,
}

#[derive(Serialize)]
struct NotReadView {
    name: String,
    is_partial: bool,
    reason: Vec<Span>,
    help: Option<Vec<Span>>,
    since: Option<When>,
}

#[derive(Serialize)]
struct Group {
    repository: String,
    complaints: Vec<Complaint>,
}

#[derive(Serialize)]
struct Incident {
    title: String,
    since: When,
    href: Option<String>,
}

#[derive(Serialize)]
struct Budget {
    page: &'static str,
    html: String,
    first_view: String,
    most: String,
    tone: &'static str,
    icon: &'static str,
    state: String,
}

impl Page for Health {
    fn template(&self) -> &'static str {
        "pages/health.html"
    }

    fn sheets(&self, _: &Site<'_>) -> Vec<Sheet> {
        Sheet::only("health/")
    }

    fn weighs_others(&self) -> bool {
        true
    }

    fn show(&self, site: &Site<'_>, _: &Sheet, links: &Links, weights: &Weights) -> Shown {
        let health = &site.portal.health;
        let not_read = health.not_read.iter().take(MOST).map(|repository| NotReadView {
            name: repository.name.clone(),
            is_partial: repository.is_partial,
            reason: told(&repository.reason),
            help: repository.help.as_deref().map(told),
            since: repository.since.map(When::new),
        });
        let incidents = site.portal.open_incidents.iter().map(|incident| Incident {
            title: incident.title.clone().unwrap_or_else(|| "An incident without a title".to_owned()),
            since: When::new(incident.opened_at),
            href: incident.url.as_deref().and_then(safe_url::href),
        });
        let view = View {
            verdict: Verdict::of(site),
            sources: health.sources.iter().map(|one| source(one, &health.known_since)).collect(),
            coverage: coverage(site),
            coverage_words: coverage_words(site),
            not_read: not_read.collect(),
            not_read_count: wording::number(health.not_read.len() as u64),
            not_read_more: health.not_read.len().saturating_sub(MOST) as u64,
            complaints: complaints(site),
            complaints_count: wording::number(health.diagnostics.len() as u64),
            complaints_more: health.diagnostics.len().saturating_sub(MOST) as u64,
            incidents: incidents.take(MOST).collect(),
            budgets: budgets(site, weights),
            json: links.to("data/health.json"),
        };
        let head = Head {
            title: "Platform health".to_owned(),
            description: "How the data on these pages came about, and what is missing from them.".to_owned(),
            crumbs: vec![("Home".to_owned(), Some(String::new())), ("Platform health".to_owned(), None)],
            nav: Some("Platform health"),
            is_global: true,
            ..Head::default()
        };
        Shown { head, view: Value::from_serializable(&view) }
    }
}

fn source(source: &SourceHealth, known_since: &[KnownSince]) -> SourceView {
    let mut kinds: Vec<(&&str, &u64)> = source.records.iter().collect();
    kinds.sort_by(|a, b| b.1.cmp(a.1).then_with(|| a.0.cmp(b.0)));
    let kinds: Vec<String> =
        kinds.into_iter().take(4).map(|(kind, count)| format!("{} {}", kind.replace('_', " "), wording::number(*count))).collect();
    SourceView {
        id: if source.id.is_empty() { "Records without a collector’s name".to_owned() } else { source.id.clone() },
        last: source.observed_at.map(When::new),
        success: source.last_success.map(When::new),
        is_success: source.last_success.is_some() && source.last_success == source.observed_at,
        records: wording::number(source.records.values().sum()),
        together: (!source.together_with.is_empty())
            .then(|| format!("with {}", source.together_with.iter().map(String::as_str).collect::<Vec<_>>().join(", "))),
        kinds: kinds.join(", "),
        problems: source.problems,
        problems_words: wording::counted(source.problems, "repository not whole", "repositories not whole"),
        lines: source
            .report
            .iter()
            .flat_map(used)
            .chain(known_since.iter().filter(|known| known.source == source.id).map(begins))
            .collect(),
        ended: source.report.as_ref().is_some_and(|report| report.ended.is_some()),
        unread: source
            .report
            .as_ref()
            .is_some_and(|report| report.unread.is_some() || (report.last_success != Some(report.observed_at) && report.repositories == 0)),
    }
}

/// From when on records are complete of which the source keeps no older ones.
fn begins(known: &KnownSince) -> String {
    let some = if known.first < known.since { format!(", in some since {}", wording::day(known.first)) } else { String::new() };
    format!(
        "{}: complete since {} in {}{some}. {}.",
        known.kinds.join(", "),
        wording::day(known.since),
        wording::counted(known.repositories, "repository", "repositories"),
        wording::capitalised(&known.reason)
    )
}

/// What a run used and met, in sentences.
fn used(report: &RunReport) -> Vec<String> {
    let failed = || match (&report.unread, &report.ended) {
        (Some(why), _) => vec![format!("It could not be read at all: {why}")],
        (None, ended) => ended.iter().map(|why| format!("It was not read to its end: {why}")).collect(),
    };
    // What lies on this machine is asked nothing.
    if report.requests == 0 && report.repositories == 0 {
        return failed();
    }
    let requests = wording::counted(report.requests, "request", "requests");
    let share = wording::percent(report.unchanged, report.requests).map(|share| format!(", {share}% unchanged")).unwrap_or_default();
    let budget = match report.most {
        Some(most) => format!("; {} of {} counted", wording::number(report.counted), wording::number(most)),
        None => format!("; {} counted", wording::number(report.counted)),
    };
    let mut lines = vec![format!("{requests}{share}{budget}")];
    let repositories = wording::counted(report.repositories, "repository", "repositories");
    lines.push(match report.repositories {
        0 if report.unread.is_some() => String::new(),
        0 => "No repository was read".to_owned(),
        _ => format!("{} of {repositories} read whole", wording::number(report.whole)),
    });
    lines.extend(failed());
    lines.retain(|line| !line.is_empty());
    lines
}

fn coverage(site: &Site<'_>) -> Vec<Coverage> {
    let bar = |part: &crate::portal::Completeness| {
        let share = wording::percent(part.have, part.of);
        let words = format!("{} of {}", wording::number(part.have), wording::number(part.of));
        Coverage { what: part.what, share, width: share.unwrap_or_default() * 2, words }
    };
    site.portal.health.completeness.iter().map(bar).collect()
}

fn coverage_words(site: &Site<'_>) -> String {
    let parts = &site.portal.health.completeness;
    let of = parts.iter().map(|part| part.of).max().unwrap_or_default();
    let weakest = parts.iter().filter(|part| part.of > 0 && part.have < part.of).min_by_key(|part| part.have * 1000 / part.of);
    let mut services = wording::counted(of, "service", "services");
    if of < site.portal.catalog.services.len() as u64 {
        services.push_str(" that are not archived");
    }
    match weakest {
        Some(part) => format!("Share of {services}. Weakest: {}.", part.what),
        None => format!("Share of {services}."),
    }
}

/// The complaints by repository, worst first as they come.
fn complaints(site: &Site<'_>) -> Vec<Group> {
    let repositories: BTreeMap<&str, _> =
        site.portal.catalog.repositories.values().map(|repository| (repository.full_name.as_str(), repository)).collect();
    let mut groups: Vec<Group> = Vec::new();
    for diagnostic in site.portal.health.diagnostics.iter().take(MOST) {
        let name = diagnostic.place.as_ref().and_then(|place| place.repo.as_deref()).unwrap_or_default();
        let complaint = Complaint::new(diagnostic, repositories.get(name).copied());
        match groups.iter_mut().find(|group| group.repository == name) {
            Some(group) => group.complaints.push(complaint),
            None => groups.push(Group { repository: name.to_owned(), complaints: vec![complaint] }),
        }
    }
    groups
}

fn budgets(site: &Site<'_>, weights: &Weights) -> Vec<Budget> {
    let style = gzipped(site.assets.style_text().as_bytes());
    let beside = style + site.assets.core_and_fonts();
    let row = |(template, page, budget): &(&str, &'static str, u64)| {
        let html = weights.heaviest(template)?.gzipped();
        let (tone, icon, state) = if html > *budget {
            ("bad", "fail", format!("{} over", wording::bytes(html - budget)))
        } else if html * 10 > budget * 9 {
            ("warn", "warn", format!("{}% of budget", html * 100 / budget))
        } else {
            ("ok", "pass", "In budget".to_owned())
        };
        Some(Budget {
            page,
            html: wording::bytes(html),
            first_view: wording::bytes(html + beside),
            most: wording::bytes(*budget),
            tone,
            icon,
            state,
        })
    };
    BUDGETS.iter().filter_map(row).collect()
}
