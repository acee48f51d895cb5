//! The catalog's pages: graphs that stay readable, lists that hold everything once, fixes that can be copied.

use super::{fixture, html, render};
use milepost::catalog::{Removed, Standing, Team};
use milepost::portal::Portal;
use milepost::site::SiteSettings;
use milepost_model::{EntityRef, Place, Relation, RelationKind};
use std::collections::BTreeMap;

type Files = BTreeMap<String, Vec<u8>>;

fn text(files: &Files, path: &str) -> String {
    let bytes = files.get(path).unwrap_or_else(|| panic!("there is no {path}: {:?}", files.keys().collect::<Vec<_>>()));
    String::from_utf8(bytes.clone()).expect("because pages are UTF-8")
}

/// A portal whose services are all in one system, each needing two others.
fn one_system(count: usize, owners: usize) -> Portal {
    let mut portal = fixture::generated(count);
    let system = EntityRef::new("system", "System 0");
    let services: Vec<EntityRef> = portal.catalog.services.iter().map(|service| service.reference.clone()).collect();
    let mut parts = Vec::new();
    for (place, service) in services.iter().enumerate() {
        let entity = portal.catalog.entities.get_mut(service).expect("because each service has an entity");
        entity.relations.retain(|relation| relation.kind != RelationKind::PartOf);
        entity.relations.push(Relation::new(RelationKind::PartOf, system.clone()));
        let other = services[(place * 7 + 13) % count].clone();
        entity.relations.push(Relation::new(RelationKind::DependsOn, other));
        entity.owners = vec![EntityRef::new("group", &format!("Team {}", place % owners))];
        parts.push(Relation::new(RelationKind::HasPart, service.clone()));
    }
    portal.catalog.entities.get_mut(&system).expect("because the first service is in it").relations = parts;
    portal
}

#[test]
fn a_system_of_three_hundred_services_stays_readable() {
    for (count, owners, folded) in [(40, 12, false), (300, 12, true), (120, 1, true), (120, 100, true)] {
        let (_folder, files) = render(&one_system(count, owners), &SiteSettings::default());
        let page = text(&files, "systems/system~200/index.html");
        let boxes = page.matches("data-node=").count();
        let arrows = page.matches("data-from=").count();
        assert!((1..=60).contains(&boxes), "{count} services of {owners} owners make {boxes} boxes");
        assert!(arrows > 0 && arrows <= 160, "{arrows} arrows");
        assert_eq!(page.contains("too many for one picture"), folded, "{count} of {owners}");
        let table = page.split("Who needs whom, table").nth(1).and_then(|rest| rest.split("</table>").next()).expect("the table");
        assert_eq!(table.matches("<tr>").count() - 1, arrows, "the table says what the picture shows");
        assert!(page.contains("All 300") == (count == 300), "{count}");
    }
}

#[test]
fn what_would_notice_a_failure_is_counted_through_others() {
    let (_folder, files) = render(&fixture::small(), &SiteSettings::default());
    let page = text(&files, "catalog/carrier-sync/dependencies/index.html");
    // Two use its API, two depend on it; nothing else needs those.
    assert!(page.contains("4 services of"), "{page}");
    assert!(page.contains("directly or through others"));
    assert!(page.contains("Not in the catalog") && page.contains("legacy-edi"));
    let overview = text(&files, "catalog/carrier-sync/index.html");
    assert!(overview.contains("All 7, as a table") && overview.contains("aria-current=\"page\">Overview"));
    assert!(!files.contains_key("catalog/eta-model/dependencies/index.html"), "a tab with nothing behind it has no page");
    assert!(text(&files, "catalog/eta-model/index.html").contains("href=\"../../catalog/eta-model/#dp\""));
}

#[test]
fn each_list_without_scripts_holds_every_service_once() {
    let (_folder, files) = render(&fixture::generated(510), &SiteSettings::default());
    for key in ["owner", "system", "level", "path", "lifecycle", "tier", "type", "lang"] {
        let start = format!("catalog/by/{key}/");
        let pages = files.keys().filter(|path| path.starts_with(&start) && path.matches('/').count() >= 4);
        let rows: usize = pages.map(|path| text(&files, path).matches("<a class=\"name\"").count()).sum();
        assert_eq!(rows, 510, "{key}");
    }
    let orphans = text(&files, "catalog/by/owner/~none/index.html");
    assert!(orphans.contains("No owner") && orphans.contains("14 services."));
}

#[test]
fn every_gap_in_ownership_comes_with_its_fix() {
    let mut portal = fixture::small();
    for team in portal.catalog.teams.iter_mut().filter(|team| team.name == "Billing") {
        team.standing = Standing::Empty;
    }
    let (_folder, files) = render(&portal, &SiteSettings::default());
    let page = text(&files, "ownership/index.html");
    assert!(page.contains("<h2 id=\"no-owner\">No owner <small>1</small></h2>"), "{page}");
    assert!(page.contains("route-planner") && page.contains("<code dir=\"auto\">"));
    assert!(page.contains("Add members to the team, or name another one in the descriptor:"));
    assert!(page.contains("<h2 id=\"codeowners\">An owner only from CODEOWNERS <small>"));
    assert!(text(&files, "teams/billing/index.html").contains("Nobody can be asked here."));
}

#[test]
fn everything_in_the_catalog_has_a_page_and_a_place_in_a_list() {
    let (_folder, files) = render(&fixture::small(), &SiteSettings::default());
    let catalog: serde_json::Value = serde_json::from_slice(&files["data/catalog.json"]).expect("because it is JSON");
    for entity in catalog["entities"].as_array().expect("a list") {
        let page = entity["page"].as_str().expect("because everything has a page").split('#').next().unwrap_or_default();
        assert!(files.contains_key(&format!("{page}index.html")), "{entity}");
        assert!(files.contains_key(entity["data"].as_str().expect("an address")), "{entity}");
    }
    assert!(text(&files, "resources/index.html").contains("rates-db"));
    assert!(text(&files, "resources/rates-db/index.html").contains("carrier-sync"));
    assert!(text(&files, "entities/index.html").contains("href=\"../systems/\""));
}

#[test]
fn what_is_gone_is_told_with_its_commit() {
    let mut portal = fixture::small();
    let gone = |name: &str, now: Option<&str>| Removed {
        reference: EntityRef::new("component", name),
        name: name.to_owned(),
        place: Place::in_repo("lumenfreight/carrier-sync", "milepost.yaml"),
        repo: portal.catalog.services[0].repo.clone().expect("because it has a repository"),
        at: fixture::as_of(),
        commit: Some("4c7a19e0c0ffee00".to_owned()),
        now: now.map(|now| EntityRef::new("component", now)),
    };
    let all = vec![gone("edi-gate", None), gone("sync-old", Some("carrier-sync")), gone("<b>bold</b>", None)];
    portal.removed = all;
    let (_folder, files) = render(&portal, &SiteSettings::default());
    let page = text(&files, "removed/index.html");
    assert!(page.contains("3 things were described") && page.contains("4c7a19e") && page.contains("/commit/4c7a19e0c0ffee00"));
    assert!(page.contains("href=\"../catalog/carrier-sync/\"") && !page.contains("<b>bold"));
    let tags = html::tags(&page);
    assert!(html::is_balanced(&tags).is_ok());
}

#[test]
fn a_long_list_of_teams_has_pages_and_each_team_stands_on_one() {
    let mut portal = fixture::small();
    let template = portal.catalog.teams[0].clone();
    for place in 0..450 {
        let reference = EntityRef::new("group", &format!("guild-{place:03}"));
        let slug = reference.name.clone();
        portal.catalog.teams.push(Team { name: slug.clone(), slug, reference, services: Vec::new(), ..template.clone() });
    }
    let count = portal.catalog.teams.len();
    let (_folder, files) = render(&portal, &SiteSettings::default());
    let pages = ["teams/index.html", "teams/by/page/2/index.html", "teams/by/page/3/index.html"].map(|path| text(&files, path));
    let rows = |page: &str| page.matches("<tr><td><a class=\"name\"").count();
    assert_eq!(pages.iter().map(|page| rows(page)).collect::<Vec<_>>(), [200, 200, count - 400]);
    assert!(pages.iter().all(|page| page.contains(&format!("{count} teams of"))), "{}", pages[0]);
    assert!(pages[1].contains("aria-current=\"page\" href=\"#main\"") && pages[1].contains("<title>Teams (page 2)"));
}
