//! The site as a folder: what is in it, whether its links lead somewhere, and whether strangers' texts stay texts.

mod actions;
mod agreement;
mod atom;
mod catalog;
mod feed;
mod fixture;
mod html;
mod own;
mod reports;
mod search;
mod start;
mod words;

use html::{Tag, tags};
use milepost::portal::Portal;
use milepost::site::{self, SiteSettings};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Every file below a folder by its path, with its content.
fn files(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in walkdir::WalkDir::new(root) {
        let entry = entry.expect("because the folder is ours");
        if entry.file_type().is_file() {
            let path = entry.path().strip_prefix(root).expect("because it is below").to_string_lossy().replace('\\', "/");
            found.insert(path, fs::read(entry.path()).expect("because the file is ours"));
        }
    }
    found
}

fn render(portal: &Portal, settings: &SiteSettings) -> (tempfile::TempDir, BTreeMap<String, Vec<u8>>) {
    let folder = tempfile::tempdir().expect("a folder");
    site::render(portal, settings, folder.path()).expect("because the portal can be rendered");
    let found = files(folder.path());
    (folder, found)
}

fn pages(files: &BTreeMap<String, Vec<u8>>) -> impl Iterator<Item = (&str, String)> {
    let is_page = |path: &&String| Path::new(path).extension().is_some_and(|extension| extension == "html");
    files.keys().filter(is_page).map(|path| (path.as_str(), String::from_utf8(files[path].clone()).expect("because pages are UTF-8")))
}

fn portals() -> [(&'static str, Portal); 4] {
    [("small", fixture::small()), ("hostile", fixture::hostile()), ("empty", fixture::empty("Nobody yet")), ("many", fixture::thin(510))]
}

/// The file that a link from a page leads to, and its fragment; none for links to elsewhere.
fn target(page: &str, link: &str, base: &str, file_urls: bool) -> Option<(String, Option<String>)> {
    if ["https:", "http:", "mailto:", "data:"].iter().any(|scheme| link.starts_with(scheme)) {
        return None;
    }
    let (path, fragment) = link.split_once('#').map_or((link, None), |(path, fragment)| (path, Some(fragment.to_owned())));
    let path = path.split('?').next().unwrap_or_default();
    let mut parts: Vec<&str> = Vec::new();
    let path = if let Some(absolute) = path.strip_prefix(base) {
        absolute
    } else {
        assert!(!path.starts_with('/'), "{page}: {link} leaves {base}");
        parts = page.split('/').collect();
        if !path.is_empty() {
            parts.pop();
        }
        path
    };
    for part in path.split('/') {
        match part {
            ".." => assert!(parts.pop().is_some(), "{page}: {link} climbs out of the site"),
            "." | "" => {}
            part => parts.push(part),
        }
    }
    let mut file = parts.join("/");
    if path.ends_with('/') || path == "." || path.is_empty() && file.is_empty() {
        assert!(!file_urls, "{page}: {link} does not end in a file");
        file = if file.is_empty() { "index.html".to_owned() } else { format!("{file}/index.html") };
    }
    Some((file, fragment))
}

fn ids(tags: &[Tag]) -> BTreeSet<&str> {
    tags.iter().filter_map(|tag| tag.get("id")).collect()
}

#[test]
fn every_internal_link_leads_somewhere_under_any_path_and_from_a_folder() {
    for (name, portal) in portals() {
        // Of many services the lists are what is new, and these lead to the same pages in each way.
        let ways = if name == "many" { 2..3 } else { 0..3 };
        for (base_path, file_urls) in &[("/", false), ("/a/b/", false), ("/", true)][ways] {
            let settings = SiteSettings { base_path: (*base_path).to_owned(), file_urls: *file_urls, ..SiteSettings::default() };
            let (_folder, files) = render(&portal, &settings);
            let pages: BTreeMap<&str, String> = pages(&files).collect();
            let parsed: BTreeMap<&str, Vec<Tag>> = pages.iter().map(|(path, html)| (*path, tags(html))).collect();
            let known: BTreeMap<&str, BTreeSet<&str>> = parsed.iter().map(|(path, tags)| (*path, ids(tags))).collect();
            for (page, tags) in &parsed {
                for tag in tags {
                    for link in ["href", "src", "action", "data-index", "data-health"].iter().filter_map(|name| tag.get(name)) {
                        // Icons, and the empty links that scripts fill.
                        if tag.name == "use" || link == "#" {
                            continue;
                        }
                        let Some((file, fragment)) = target(page, link, base_path, *file_urls) else { continue };
                        assert!(files.contains_key(&file), "{name}: {page} links to {link}, and there is no {file}");
                        if let (Some(fragment), Some(ids)) = (fragment, known.get(file.as_str())) {
                            assert!(ids.contains(fragment.as_str()), "{name}: {page} links to {link}, and {file} has no such id");
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn pages_are_well_formed_and_obey_their_own_policy() {
    for (name, portal) in portals() {
        let (_folder, files) = render(&portal, &SiteSettings::default());
        for (path, html) in pages(&files) {
            let tags = tags(&html);
            html::is_balanced(&tags).unwrap_or_else(|why| panic!("{name}: {path}: {why}"));
            let mut seen = BTreeSet::new();
            for tag in &tags {
                if let Some(id) = tag.get("id") {
                    assert!(seen.insert(id), "{name}: {path} has two #{id}");
                }
                for (attribute, value) in &tag.attributes {
                    assert!(attribute != "style", "{name}: {path} has an inline style on {}", tag.name);
                    assert!(!attribute.starts_with("on"), "{name}: {path} has an inline handler {attribute}");
                    let is_link = ["href", "src", "action"].contains(&attribute.as_str());
                    assert!(!is_link || !value.trim().to_lowercase().starts_with("javascript:"), "{name}: {path}: {value}");
                }
            }
            let ids = ids(&tags);
            for tag in &tags {
                let named = ["aria-labelledby", "for"].iter().filter_map(|attribute| tag.get(attribute));
                for id in named.flat_map(str::split_whitespace) {
                    assert!(ids.contains(id), "{name}: {path} names #{id}, which it has not");
                }
                if tag.name == "use" {
                    let icon = tag.get("href").unwrap_or_default().trim_start_matches('#');
                    assert!(ids.contains(icon), "{name}: {path} uses the icon {icon}, which it has not");
                }
            }
            assert_eq!(tags.iter().filter(|tag| tag.name == "h1").count(), 1, "{name}: {path}");
            let levels: Vec<u8> = tags.iter().filter_map(|tag| tag.name.strip_prefix('h')?.parse().ok()).collect();
            assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{name}: {path} skips a level: {levels:?}");
            let inline = tags.iter().filter(|tag| tag.name == "script" && tag.get("src").is_none()).count();
            assert_eq!(inline, 1, "{name}: {path} has one inline script, whose hash the policy names");
            assert!(tags.iter().filter(|tag| tag.name == "style").count() == usize::from(path == "404.html"));
            let policy = tags.iter().find(|tag| tag.get("http-equiv").is_some()).and_then(|tag| tag.get("content")).expect("a policy");
            assert!(policy.starts_with("default-src 'none';") && !policy.contains("unsafe"), "{policy}");
        }
    }
}

#[test]
fn texts_of_strangers_stay_texts() {
    let (_folder, files) = render(&fixture::hostile(), &SiteSettings::default());
    for (path, html) in pages(&files) {
        for part in ["<script>alert", "<img src=x", "onerror=alert(1)>", "<b>Org"] {
            assert!(!html.contains(part), "{path} holds {part}");
        }
        assert!(!html.contains(">49<") && html.matches("<svg class=\"sprite\"").count() == 1, "{path}");
    }
    let service = pages(&files).find(|(path, _)| path.starts_with("catalog/~7b~7b")).expect("the service with a template's words").1;
    assert!(service.contains("{{ 7*7 }}"));
    for path in files.keys() {
        assert!(!path.contains("..") && path.len() < 400, "{path}");
    }
}

#[test]
fn the_same_portal_gives_the_same_bytes_with_any_number_of_threads() {
    let portal = fixture::generated(60);
    let settings = SiteSettings { site_url: Some("https://portal.example.org".to_owned()), ..SiteSettings::default() };
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
        pool.install(|| render(&portal, &settings).1)
    };
    let (one, two) = (with(1), with(2));
    assert_eq!(one.keys().collect::<Vec<_>>(), two.keys().collect::<Vec<_>>());
    for (path, content) in &one {
        assert!(two[path] == *content, "{path} differs");
    }
    assert!(String::from_utf8_lossy(&one["sitemap.xml"]).contains("<loc>https://portal.example.org/teams/</loc>"));
}

#[test]
fn a_second_build_writes_nothing_and_a_removed_service_takes_its_pages_along() {
    let folder = tempfile::tempdir().expect("a folder");
    let settings = SiteSettings::default();
    let mut portal = fixture::small();
    let first = site::render(&portal, &settings, folder.path()).expect("because the portal can be rendered");
    let second = site::render(&portal, &settings, folder.path()).expect("because the portal can be rendered");
    assert_eq!((second.written, second.removed, second.unchanged), (0, 0, first.written));
    assert_eq!(second.bytes, first.bytes);
    let page = folder.path().join("catalog/eta-model/index.html");
    let data = folder.path().join("data/entities/component/default/eta-model.json");
    assert!(page.exists() && data.exists());
    let gone = portal.catalog.services.iter().position(|service| service.slug == "eta-model").expect("because it is in the portal");
    let service = portal.catalog.services.remove(gone);
    portal.catalog.entities.remove(&service.reference);
    let third = site::render(&portal, &settings, folder.path()).expect("because the portal can be rendered");
    assert!(!page.exists() && !page.parent().is_some_and(Path::exists) && !data.exists());
    assert!(third.removed >= 2 && third.written < first.written, "{third:?}");
}

#[test]
fn a_service_page_does_not_change_when_others_do() {
    let mut portal = fixture::small();
    let (_first, before) = render(&portal, &SiteSettings::default());
    let later = fixture::as_of() + chrono::Duration::hours(2);
    portal.as_of = later;
    portal.health.observed_at = Some(later);
    portal.health.repositories_known += 40;
    let (_second, after) = render(&portal, &SiteSettings::default());
    let page = "catalog/billing-ledger/index.html";
    assert!(before[page] == after[page]);
    assert!(before["freshness.js"] != after["freshness.js"]);
}

#[test]
fn a_service_without_owner_says_how_to_get_one_and_unknown_is_never_nought() {
    let (_folder, files) = render(&fixture::small(), &SiteSettings::default());
    let text = |path: &str| String::from_utf8(files[path].clone()).expect("because pages are UTF-8");
    let orphan = text("catalog/route-planner/index.html");
    assert!(orphan.contains("Nobody owns") && orphan.contains("Add an owner to milepost.yaml, or a line for * to CODEOWNERS."));
    let silent = text("catalog/shipment-tracker/index.html");
    assert!(silent.contains("Not known: nothing happened in this window."));
    assert!(silent.contains("No deployment seen: nothing happened in this window."));
    let health = text("health/index.html");
    assert!(health.contains("milepost.yaml:14") && health.contains("403: the app is not installed on it"));
    assert!(health.contains("In budget"));
}

#[test]
fn each_chart_has_a_name_and_a_table_with_as_many_figures_as_it_draws() {
    let (_folder, files) = render(&fixture::small(), &SiteSettings::default());
    let html = String::from_utf8(files["index.html"].clone()).expect("because pages are UTF-8");
    let tags = tags(&html);
    let charts: Vec<&Tag> = tags.iter().filter(|tag| tag.name == "svg" && tag.get("role") == Some("img")).collect();
    assert_eq!(charts.len(), 2, "one chart, for wide and for narrow screens");
    assert!(charts.iter().all(|chart| chart.get("aria-labelledby").is_some()));
    assert_eq!(html.matches("The 26 figures as a table").count(), 1);
    // The share with its two counts, and what was released.
    let table = html.split("data-chart=").nth(1).and_then(|rest| rest.split("</table>").next()).expect("a table");
    assert_eq!(table.matches("<td>").count(), 26 * 5);
}

#[test]
fn data_files_hold_what_their_schemas_ask_for() {
    let (_folder, files) = render(&fixture::small(), &SiteSettings::default());
    let json = |path: &str| -> serde_json::Value { serde_json::from_slice(&files[path]).expect("because data are JSON") };
    for (data, schema) in [
        ("data/catalog.json", "data/schema/catalog.json"),
        ("data/graph.json", "data/schema/graph.json"),
        ("data/health.json", "data/schema/health.json"),
        ("data/metrics.json", "data/schema/metrics.json"),
        ("data/scorecards.json", "data/schema/scorecards.json"),
        ("data/entities/component/default/carrier-sync.json", "data/schema/entity.json"),
    ] {
        let (value, schema) = (json(data), json(schema));
        let has: BTreeSet<&String> = value.as_object().expect("an object").keys().collect();
        let known: BTreeSet<&String> = schema["properties"].as_object().expect("properties").keys().collect();
        assert!(has.is_subset(&known), "{data} says more than its schema: {:?}", has.difference(&known));
        for required in schema["required"].as_array().expect("a list") {
            assert!(has.contains(&required.as_str().expect("a name").to_owned()), "{data} lacks {required}");
        }
    }
    let service = &json("data/catalog.json")["services"][2];
    let schema = &json("data/schema/catalog.json")["$defs"]["service"];
    let names = |value: &serde_json::Value| value.as_object().expect("an object").keys().cloned().collect::<BTreeSet<_>>();
    assert_eq!(names(service), names(&schema["properties"]));
    assert_eq!(service["owner"], "Tracking");
}

#[test]
fn every_api_has_its_page_and_its_file_beside_it() {
    let (_folder, files) = render(&fixture::small(), &SiteSettings::default());
    let text = |path: &str| String::from_utf8(files[path].clone()).unwrap_or_else(|_| panic!("{path} is UTF-8"));
    let of = |format: &str| {
        let is_meant = |(path, html): &(&str, String)| {
            path.ends_with("/api/first/index.html") && html.contains(&format!("<span class=\"chip\">{format}"))
        };
        pages(&files).find(is_meant).unwrap_or_else(|| panic!("a page of {format}"))
    };
    let (path, html) = of("OpenAPI 3.1.0");
    for part in [
        "id=\"op-get-parcel\"",
        "Its id",
        "id=\"type-new-parcel\"",
        "It goes away on 2027-01-31.",
        "openapi.yaml.txt",
        "told apart by kind",
    ] {
        assert!(html.contains(part), "{path} lacks {part}");
    }
    let raw = path.replace("index.html", "openapi.yaml.txt");
    assert_eq!(text(&raw), include_str!("../api/golden/openapi-3.1.yaml"));
    assert!(of("AsyncAPI 3.0.0").1.contains("rates.asked"));
    assert!(of("GraphQL SDL").1.contains("query($id: ID!)"));
    assert!(of("Protobuf proto3").1.contains("POST /v1/orders"));
    let broken = pages(&files).find(|(_, html)| html.contains("This description could not be read")).expect("the broken one").1;
    assert!(broken.contains("<strong>") && broken.contains("openapi.yaml.txt"));
    let groups = files.keys().filter(|path| path.contains("/api/first/t") && path.ends_with("/index.html")).count();
    assert_eq!(groups, 3, "an API that is too heavy for one page has a page for each group");
}

#[test]
fn an_own_template_takes_the_place_of_ours() {
    let own = tempfile::tempdir().expect("a folder");
    fs::create_dir(own.path().join("pages")).expect("a folder");
    let page = "{% extends \"layouts/base.html\" %}{% block main %}<h1>Lost at {{ organisation }}</h1>{% endblock %}";
    fs::write(own.path().join("pages/not-found.html"), page).expect("a file");
    let settings = SiteSettings { templates: Some(PathBuf::from(own.path())), ..SiteSettings::default() };
    let (_folder, files) = render(&fixture::small(), &settings);
    assert!(String::from_utf8_lossy(&files["404.html"]).contains("<h1>Lost at Lumen Freight</h1>"));
    fs::write(own.path().join("pages/not-found.html"), "{{ nothing.here }}").expect("a file");
    let folder = tempfile::tempdir().expect("a folder");
    let error = site::render(&fixture::small(), &settings, folder.path()).expect_err("because nothing is there").to_string();
    assert!(error.contains("pages/not-found.html"), "{error}");
}

#[test]
fn an_old_address_leads_on_and_one_of_several_services_lets_choose() {
    let settings = SiteSettings { site_url: Some("https://portal.example/".to_owned()), ..SiteSettings::default() };
    let (_folder, files) = render(&fixture::small(), &settings);
    let page = |path: &str| String::from_utf8(files[path].clone()).expect("because pages are UTF-8");
    let old = page("catalog/formerly/index.html");
    assert!(old.contains("<meta http-equiv=\"refresh\" content=\"0; url=../../catalog/billing-ledger/\">"), "{old}");
    assert!(old.contains("<link rel=\"canonical\" href=\"https://portal.example/catalog/billing-ledger/\">"), "{old}");
    let either = page("catalog/either/index.html");
    assert!(either.contains("catalog/billing-ledger/\"") && either.contains("catalog/carrier-rates/\""), "{either}");
    let sitemap = page("sitemap.xml");
    assert!(sitemap.contains("/catalog/billing-ledger/") && !sitemap.contains("formerly") && !sitemap.contains("either"), "{sitemap}");
}

#[test]
fn what_pages_load_stays_within_the_budgets() {
    let (_folder, files) = render(&fixture::thin(620), &SiteSettings::default());
    let gzip = |bytes: &[u8]| {
        // Hosts compress with zlib, whose usual level takes what this encoder's best does.
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        std::io::Write::write_all(&mut encoder, bytes).expect("because it is in memory");
        encoder.finish().expect("because it is in memory").len()
    };
    let named = |start: &str, end: &str| {
        let path = files.keys().find(|path| path.starts_with(start) && path.ends_with(end)).expect("the asset");
        gzip(&files[path])
    };
    for (what, size, most) in [
        ("style", named("assets/style.", ".css"), 12_000),
        ("core", named("assets/core-page.", ".js"), 6_000),
        // The catalog's bundle holds the core too: two budgets in one request, and what waits for the tags, whose absence
        // saves the index a hundred times as much.
        ("catalog's script", named("assets/catalog-page.", ".js"), 6_000 + 6_000 + 200),
        ("home", gzip(&files["index.html"]), 14_000),
        ("catalog of 500", gzip(&files["catalog/index.html"]), 120_000),
        ("service", gzip(&files["catalog/label-carrier-102/index.html"]), 40_000),
    ] {
        assert!(size <= most, "{what}: {size} bytes of {most}");
    }
}
