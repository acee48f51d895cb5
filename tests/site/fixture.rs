//! A portal made by hand, one made up to any size, and a hostile one.

use chrono::{Duration, TimeZone, Utc};
use milepost::catalog::{Catalog, PathScope, Pipeline, RunHint, Service, ServiceFiles, Team};
use milepost::metrics::{Activity, Deployed, Event, EventKind, Measurements, ServiceFigures, WEEKS};
use milepost::portal::{Completeness, Health, NotRead, Organisation, Portal, SourceHealth};
use milepost_model::record::{Incident, OnCall, Release, Repository};
use milepost_model::{
    Diagnostic, Entity, EntityRef, FieldSource, Instant, Link, Measurement, Outcome, Place, Relation, RelationKind, RepoId, Unknown, Window,
};
use std::collections::BTreeMap;

/// Fri 20 Nov 2026, 06:40 UTC: the instant of the drawings.
pub fn as_of() -> Instant {
    Utc.with_ymd_and_hms(2026, 11, 20, 6, 40, 0).single().expect("because the calendar has it")
}

/// A service in a line: name, owner, system, lifecycle, tier, type, language, description.
type Line<'a> = (&'a str, &'a str, &'a str, &'a str, &'a str, &'a str, &'a str, &'a str);

const LINES: &[Line<'static>] = &[
    ("billing-ledger", "Billing", "Money", "production", "1", "service", "Rust", "Double-entry ledger for invoices"),
    ("carrier-rates", "Carriers", "Carrier network", "production", "1", "service", "Go", "Quotes and caches carrier prices"),
    ("carrier-sync", "Tracking", "Shipment visibility", "production", "1", "service", "Rust", "Pulls status events from 38 carriers and turns them into one shipment timeline."),
    ("checkout-api", "Checkout", "Money", "production", "1", "service", "Java", "Turns a basket into a booked shipment"),
    ("customs-gateway", "Tracking", "Shipment visibility", "production", "1", "service", "Go", "Files declarations with four authorities"),
    ("dock-scheduler", "Warehouse", "Warehouse", "production", "2", "service", "Go", "Books loading docks by the quarter hour"),
    ("eta-model", "Tracking", "Shipment visibility", "experimental", "3", "model", "Python", "Predicts arrival windows, nightly"),
    ("label-printer", "Tracking", "Shipment visibility", "production", "2", "service", "Rust", "Renders and queues shipping labels"),
    ("notify-hub", "Tracking", "", "production", "2", "service", "TypeScript", "E-mail, text message and push for every status"),
    ("returns-api", "Checkout", "Money", "experimental", "2", "service", "TypeScript", "Takes parcels back"),
    ("route-planner", "", "", "production", "1", "service", "Python", "Plans the last mile for 900 vans"),
    ("shipment-tracker", "Tracking", "Shipment visibility", "production", "1", "service", "Rust", "Live position and ETA for every parcel"),
    ("warehouse-web", "Warehouse", "Warehouse", "deprecated", "", "website", "TypeScript", "Screens for pickers and packers"),
];

/// Lumen Freight, as far as a dozen services show it.
pub fn small() -> Portal {
    let mut portal = empty("Lumen Freight");
    for (place, line) in LINES.iter().enumerate() {
        add_service(&mut portal, place, *line);
    }
    add_relations(&mut portal);
    add_carrier_sync(&mut portal);
    add_unlucky(&mut portal);
    finish(portal)
}

/// As many services as asked for, with names, owners and figures that differ.
pub fn generated(count: usize) -> Portal {
    let mut portal = empty("Lumen Freight");
    let words = ["carrier", "route", "label", "dock", "customs", "parcel", "invoice", "depot", "fleet", "quote"];
    for place in 0..count {
        let name = format!("{}-{}-{place}", words[place % 10], words[place / 10 % 10]);
        let owner = if place % 37 == 0 { String::new() } else { format!("Team {}", place % 211) };
        let system = format!("System {}", place % 97);
        let language = ["Rust", "Go", "Java", "Python", "TypeScript"][place % 5];
        let lifecycle = ["production", "production", "experimental", "deprecated"][place % 4];
        let description = format!("Handles part {place} of what every depot asks of the {} desk", words[place % 7]);
        add_service(&mut portal, place, (&name, &owner, &system, lifecycle, ["1", "2", "3"][place % 3], "service", language, &description));
        let other = EntityRef::new("component", &format!("{}-{}-{}", words[(place / 2) % 10], words[place / 20 % 10], place / 2));
        let me = EntityRef::new("component", &name);
        relate(&mut portal, &me, RelationKind::DependsOn, &other, false);
    }
    finish(portal)
}

/// A portal in which every text was written by an enemy.
pub fn hostile() -> Portal {
    let mut portal = empty("<b>Org</b> & \"Sons\"");
    let markup = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>";
    let rtl = "\u{202e}مرحبا evil\u{202c}";
    let long = "very-long-name-without-a-space-".repeat(20);
    for (place, text) in [markup, rtl, long.as_str(), "{{ 7*7 }}{% raw %}", "--><!--icons-->", "..", "con"].into_iter().enumerate() {
        add_service(&mut portal, place, (text, text, text, text, text, text, text, text));
    }
    for service in &mut portal.catalog.services {
        let name = service.reference.name.clone();
        service.how_to_run = vec![RunHint { command: format!("echo {name}"), comment: Some(name.clone()), path: "../../etc/passwd".to_owned() }];
        service.files.docs = vec![(name.clone(), name.clone())];
        service.files.apis = vec![(name.clone(), "a.yaml".to_owned())];
        service.pipelines = vec![Pipeline { path: "x.yml".to_owned(), name: name.clone(), triggers: vec![name.clone()], environments: vec![name.clone()] }];
    }
    for entity in portal.catalog.entities.values_mut() {
        let bad = ["javascript:alert(1)", "data:text/html,<script>alert(1)</script>", "https://example.org/\"onmouseover=\"alert(1)"];
        entity.links = bad.iter().map(|url| Link { kind: "dashboard".to_owned(), title: markup.to_owned(), url: (*url).to_owned() }).collect();
        entity.links.push(Link { kind: "docs".to_owned(), title: "docs".to_owned(), url: "javascript:alert(2)".to_owned() });
        let nowhere = Relation { kind: RelationKind::DependsOn, target: EntityRef::new("resource", markup), dangling: true };
        entity.relations.push(nowhere);
        entity.sources.insert(markup.to_owned(), FieldSource { importer: markup.to_owned(), place: Some(Place::file(markup).at(1, 1)) });
    }
    for repository in portal.catalog.repositories.values_mut() {
        repository.url = Some("javascript:alert(3)".to_owned());
        repository.license = Some(markup.to_owned());
    }
    let names: Vec<String> = portal.catalog.repositories.values().map(|repository| repository.full_name.clone()).collect();
    for name in names {
        let place = Place::in_repo(name, markup).at(3, 1);
        portal.health.diagnostics.push(Diagnostic::error("x/y", markup).at(place).help(markup).source_line(markup));
    }
    portal.health.not_read.push(NotRead { name: markup.to_owned(), is_partial: true, reason: markup.to_owned(), help: Some(markup.to_owned()), since: None });
    for event in &mut portal.measurements.events {
        event.detail = Some(markup.to_owned());
        event.url = Some("javascript:alert(4)".to_owned());
    }
    finish(portal)
}

/// A portal of an organisation that has nothing yet.
pub fn empty(name: &str) -> Portal {
    let as_of = as_of();
    Portal {
        organisation: Organisation { name: name.to_owned(), url: Some("https://github.com/lumenfreight".to_owned()) },
        as_of,
        is_example: true,
        version: "0.1.0",
        catalog: Catalog::default(),
        measurements: Measurements { weeks: Window::last_weeks(WEEKS as i64, as_of), ..Measurements::default() },
        on_call: Vec::new(),
        open_incidents: Vec::new(),
        health: Health::default(),
    }
}

fn add_service(portal: &mut Portal, place: usize, line: Line<'_>) {
    let (name, owner, system, lifecycle, tier, kind, language, description) = line;
    let reference = EntityRef::new("component", name);
    let repo = RepoId(format!("gh:github.com:{}", 1000 + place));
    let mut entity = Entity::new(reference.clone(), name);
    let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    entity.description = some(description);
    entity.entity_type = some(kind);
    entity.lifecycle = some(lifecycle);
    entity.tier = some(tier);
    entity.repo = Some(repo.clone());
    entity.tags = vec!["freight".to_owned(), language.to_lowercase()];
    if !owner.is_empty() {
        entity.owners = vec![EntityRef::new("group", owner)];
        let source = FieldSource { importer: "codeowners".to_owned(), place: Some(Place::file("CODEOWNERS").at(1, 1)) };
        entity.sources.insert("owner".to_owned(), source);
        own(portal, owner, &reference);
    }
    if !system.is_empty() {
        let target = EntityRef::new("system", system);
        portal.catalog.entities.entry(target.clone()).or_insert_with(|| Entity::new(target.clone(), system));
        entity.relations.push(Relation { kind: RelationKind::PartOf, target, dangling: false });
    }
    portal.catalog.entities.insert(reference.clone(), entity);
    portal.catalog.repositories.insert(repo.clone(), repository(&repo, name, language, place));
    portal.catalog.services.push(service(&reference, repo, place));
    portal.measurements.services.insert(reference, figures(place));
}

fn own(portal: &mut Portal, owner: &str, service: &EntityRef) {
    let reference = EntityRef::new("group", owner);
    if let Some(team) = portal.catalog.teams.iter_mut().find(|team| team.reference == reference) {
        team.services.push(service.clone());
        return;
    }
    let mut entity = Entity::new(reference.clone(), owner);
    entity.description = Some(format!("Looks after what {owner} needs"));
    portal.catalog.entities.insert(reference.clone(), entity);
    let slug = owner.to_lowercase().replace(' ', "-");
    let members = ["Ines Varga", "Sam Adeyemi", "Mina Osei"].map(str::to_owned).to_vec();
    portal.catalog.teams.push(Team { reference, slug, name: owner.to_owned(), is_described: true, members, services: vec![service.clone()] });
}

fn repository(id: &RepoId, name: &str, language: &str, place: usize) -> Repository {
    let as_of = as_of();
    Repository {
        id: id.to_string(),
        observed_at: as_of,
        repo: id.clone(),
        full_name: format!("lumenfreight/{name}"),
        host: Some("github.com".to_owned()),
        url: Some(format!("https://github.com/lumenfreight/{}", name.replace(|c: char| !c.is_ascii_alphanumeric() && c != '-', "-"))),
        default_branch: Some("main".to_owned()),
        head: Some(format!("{:08x}{:032x}", place + 0x4c7a_19e0, place)),
        created_at: Some(as_of - Duration::days(400 + place as i64)),
        license: Some("Apache-2.0".to_owned()),
        languages: BTreeMap::from([(language.to_owned(), 81_000), ("Shell".to_owned(), 9_000), ("Dockerfile".to_owned(), 4_000)]),
        topics: vec!["logistics".to_owned()],
        ..Repository::default()
    }
}

fn service(reference: &EntityRef, repo: RepoId, place: usize) -> Service {
    let has = |every: usize| place % every != 0;
    Service {
        reference: reference.clone(),
        slug: reference.name.clone(),
        repo: Some(repo),
        folder: String::new(),
        scope: PathScope::default(),
        is_inferred: !has(5),
        how_to_run: if has(4) { vec![hint("just up", "postgres, nats", "justfile"), hint("just run", ":8080", "justfile")] } else { Vec::new() },
        files: ServiceFiles {
            descriptor: has(5).then(|| "milepost.yaml".to_owned()),
            readme: Some("README.md".to_owned()),
            runbook: has(3).then(|| "docs/runbook.md".to_owned()),
            changelog: has(2).then(|| "CHANGELOG.md".to_owned()),
            codeowners: Some("CODEOWNERS".to_owned()),
            docs: if has(3) { vec![("How carriers are onboarded".to_owned(), "docs/onboarding.md".to_owned())] } else { Vec::new() },
            apis: if has(2) { vec![("Carrier events API v2".to_owned(), "api/openapi.yaml".to_owned())] } else { Vec::new() },
        },
        pipelines: vec![Pipeline {
            path: ".github/workflows/deploy.yml".to_owned(),
            name: "Deploy".to_owned(),
            triggers: vec!["push".to_owned(), "workflow_dispatch".to_owned()],
            environments: vec!["staging".to_owned(), "production".to_owned()],
        }],
    }
}

fn hint(command: &str, comment: &str, path: &str) -> RunHint {
    RunHint { command: command.to_owned(), comment: Some(comment.to_owned()), path: path.to_owned() }
}

/// Counts that go up and down in the same way for the same place.
fn series(place: usize, scale: u32) -> Vec<u32> {
    (0..WEEKS).map(|week| ((week * 7 + place * 13) % 11) as u32 * scale + (week / 6) as u32).collect()
}

fn figures(place: usize) -> ServiceFigures {
    let as_of = as_of();
    let changed = as_of - Duration::hours(14 + (place as i64 * 37) % 4000);
    let deployed = |environment: &str, tier: &str, version: &str, hours: i64, attempt| Deployed {
        environment: environment.to_owned(),
        tier: tier.to_owned(),
        version: Some(version.to_owned()),
        sha: format!("{:08x}{:032x}", place * 977 + 0x4c7a_19e0, place),
        since: as_of - Duration::hours(hours),
        actor: Some("ivarga".to_owned()),
        url: Some("https://track.example.org/".to_owned()),
        newest_attempt: attempt,
    };
    let known = |values: Vec<u32>| Measurement::Known { n: values.iter().map(|value| u64::from(*value)).sum(), value: values };
    let is_deployed = place % 6 != 5;
    ServiceFigures {
        activity: Activity {
            changes: known(series(place, 1)),
            deployments: if is_deployed { known(series(place + 3, 1)) } else { Measurement::Unknown(Unknown::NoEventsInWindow) },
        },
        deployed: if is_deployed {
            vec![
                deployed("production", "production", "v1.18.3", 38 + place as i64 * 29 % 2000, None),
                deployed("staging", "staging", "v1.19.0-rc2", 2, Some((Outcome::Failure, as_of - Duration::hours(1)))),
                deployed("dev", "development", "main", 1, None),
            ]
        } else {
            Vec::new()
        },
        releases: (0..3)
            .map(|release| Release {
                tag: format!("v1.{}.0", 18 - release),
                sha: "4c7a19e".to_owned(),
                published_at: as_of - Duration::days(4 + release * 9),
                url: Some("https://github.com/lumenfreight/x/releases".to_owned()),
                is_prerelease: Some(release == 0),
                ..Release::default()
            })
            .collect(),
        last_change_at: Some(changed),
        newest_record_at: Some(changed + Duration::hours(1)),
    }
}

fn relate(portal: &mut Portal, from: &EntityRef, kind: RelationKind, to: &EntityRef, dangling: bool) {
    for (from, kind, to, dangling) in [(from, kind, to, dangling), (to, kind.opposite(), from, false)] {
        if let Some(entity) = portal.catalog.entities.get_mut(from) {
            entity.relations.push(Relation { kind, target: to.clone(), dangling });
        }
    }
}

fn add_relations(portal: &mut Portal) {
    for (kind, name) in [("api", "carrier-events"), ("resource", "rates-db")] {
        let reference = EntityRef::new(kind, name);
        portal.catalog.entities.insert(reference.clone(), Entity::new(reference, name));
    }
    let component = |name| EntityRef::new("component", name);
    let api = EntityRef::new("api", "carrier-events");
    let me = component("carrier-sync");
    relate(portal, &me, RelationKind::ProvidesApi, &api, false);
    for name in ["notify-hub", "returns-api"] {
        relate(portal, &component(name), RelationKind::ConsumesApi, &api, false);
    }
    relate(portal, &component("shipment-tracker"), RelationKind::DependsOn, &me, false);
    relate(portal, &me, RelationKind::DependsOn, &EntityRef::new("resource", "rates-db"), false);
    relate(portal, &me, RelationKind::DependsOn, &component("customs-gateway"), false);
    relate(portal, &me, RelationKind::DependsOn, &component("legacy-edi"), true);
    relate(portal, &component("label-printer"), RelationKind::DependsOn, &me, false);
}

fn add_carrier_sync(portal: &mut Portal) {
    let as_of = as_of();
    let entity = portal.catalog.entities.get_mut(&EntityRef::new("component", "carrier-sync")).expect("because it was added");
    let link = |kind: &str, title: &str, url: &str| Link { kind: kind.to_owned(), title: title.to_owned(), url: url.to_owned() };
    entity.links = vec![
        link("dashboard", "Dashboard", "https://grafana.example.org/d/carrier-sync"),
        link("logs", "Logs", "https://logs.example.org/carrier-sync"),
        link("chat", "#tracking-alerts", "https://chat.example.org/c/tracking-alerts"),
        link("other", "Wiki", "https://wiki.example.org/carrier-sync"),
        link("other", "Not a link", "javascript:alert(1)"),
    ];
    let duty = |team: &str, person: &str, days| OnCall {
        from: as_of - Duration::days(4),
        to: as_of + Duration::days(days),
        team: Some(team.to_owned()),
        person: Some(person.to_owned()),
        ..OnCall::default()
    };
    portal.on_call = vec![duty("Tracking", "Ines Varga", 3), duty("Checkout", "Sam Adeyemi", 2), duty("Billing", "Gone Already", -1)];
}

fn add_unlucky(portal: &mut Portal) {
    let as_of = as_of();
    let incident = Incident {
        opened_at: as_of - Duration::hours(3),
        title: Some("Declarations are queued".to_owned()),
        severity: Some("2".to_owned()),
        url: Some("https://incidents.example.org/42".to_owned()),
        services: vec!["customs-gateway".to_owned()],
        ..Incident::default()
    };
    portal.open_incidents = vec![incident];
    let seen = |days| Some(as_of - Duration::days(days));
    let not_read = |name: &str, reason: &str, help: &str, days| NotRead {
        name: name.to_owned(),
        is_partial: false,
        reason: reason.to_owned(),
        help: Some(help.to_owned()),
        since: seen(days),
    };
    portal.health.not_read = vec![
        not_read("lumenfreight/customs-forms-eu", "403: the app is not installed on it", "Install milepost-reader on it", 9),
        not_read("lumenfreight/legacy-edi", "404: moved or deleted", "Mark it retired", 0),
    ];
    let at = |repo: &str, line| Place::in_repo(format!("lumenfreight/{repo}"), "milepost.yaml").at(line, 3);
    portal.health.diagnostics = vec![
        Diagnostic::error("catalog/bad-value", "tier: “one” is not 1, 2 or 3").at(at("dock-scheduler", 14)).help("write `tier: 1`").source_line("  tier: one"),
        Diagnostic::warning("catalog/unknown-key", "unknown key “on_call”").at(at("carrier-sync", 22)).help("is it `oncall`?").source_line("  on_call: ines"),
    ];
}

/// What follows from the rest: the organisation's sums, the feed and the health.
fn finish(mut portal: Portal) -> Portal {
    let as_of = as_of();
    let sum = |pick: fn(&Activity) -> &Measurement<Vec<u32>>| {
        let mut total = vec![0; WEEKS];
        for figures in portal.measurements.services.values() {
            for (week, value) in pick(&figures.activity).value().into_iter().flatten().enumerate() {
                total[week] += value;
            }
        }
        Measurement::Known { n: total.iter().map(|value| u64::from(*value)).sum(), value: total }
    };
    portal.measurements.organisation = Activity { changes: sum(|activity| &activity.changes), deployments: sum(|activity| &activity.deployments) };
    let kinds = [EventKind::Released, EventKind::Deployed, EventKind::DeploymentFailed, EventKind::Created, EventKind::IncidentOpened, EventKind::Archived];
    let event = |(place, service): (usize, &Service)| Event {
        at: as_of - Duration::hours(5 + place as i64 * 9),
        kind: kinds[place % kinds.len()],
        service: service.reference.clone(),
        detail: (place % 3 == 0).then(|| "v2.41.0".to_owned()),
        url: Some("https://github.com/lumenfreight/x/releases/1".to_owned()),
    };
    portal.measurements.events = portal.catalog.services.iter().take(12).enumerate().map(event).collect();
    let of = portal.catalog.services.len() as u64;
    let unread = portal.health.not_read.len() as u64;
    portal.health.observed_at = Some(as_of);
    portal.health.repositories_known = of + unread;
    portal.health.repositories_read = of;
    portal.health.sources = vec![SourceHealth {
        id: "clones".to_owned(),
        observed_at: Some(as_of),
        records: BTreeMap::from([("commit", 18_204), ("repository", of), ("release", 341)]),
        problems: unread,
    }];
    let part = |what, percent: u64| Completeness { what, have: of * percent / 100, of };
    portal.health.completeness = vec![part("Owner", 97), part("Description", 94), part("Deploy events", 91), part("Docs", 83), part("Runbook", 71), part("API described", 64)];
    portal.catalog.teams.sort_by(|a, b| a.reference.cmp(&b.reference));
    portal
}
