//! The same facts for scripts: JSON with its schemas, CSV, and the lists that browsers and crawlers load.

mod actions;
mod adoption;
mod badge;
mod catalog;
mod contacts;
mod contents;
mod csv;
mod delivery;
mod entity;
mod environments;
mod feed;
pub mod files;
mod graph;
mod health;
mod index;
mod llms;
mod metrics;
pub mod packed;
mod scorecards;

pub use actions::runs_path;
pub use badge::{path as badge_path, picture as badge_picture};
pub use delivery::deployments_path;
pub use feed::ADDRESS as FEED;
pub use index::Index;

use super::output::Output;
use super::search::Addresses;
use super::wording;
use super::{Site, SiteError, layout};
use rayon::prelude::*;
use serde::Serialize;
use serde_json::json;
use std::fmt::Write as _;

/// The schemas of the data, by the name that the data refer to.
pub const SCHEMAS: &[(&str, &str)] = &[
    ("actions", include_str!("schema/actions.json")),
    ("adoption", include_str!("schema/adoption.json")),
    ("catalog", include_str!("schema/catalog.json")),
    ("entity", include_str!("schema/entity.json")),
    ("environments", include_str!("schema/environments.json")),
    ("graph", include_str!("schema/graph.json")),
    ("health", include_str!("schema/health.json")),
    ("index", include_str!("schema/index.json")),
    ("metrics", include_str!("schema/metrics.json")),
    ("scorecards", include_str!("schema/scorecards.json")),
];

/// Writes everything that does not need the pages.
pub fn write_all(site: &Site<'_>, output: &Output, search: &Addresses) -> Result<(), SiteError> {
    for script in site.index.scripts() {
        output.write(&script.path, script.text.as_bytes())?;
    }
    let facts = freshness(site, search);
    output.write("freshness.js", format!("(globalThis.milepost ??= {{}}).fresh = {facts};\n").as_bytes())?;
    actions::write(site, output)?;
    output.write("data/adoption.json", &text(&adoption::of(site)))?;
    output.write("data/adoption.csv", adoption::lines(site).as_bytes())?;
    for (path, text) in adoption::reports(site) {
        output.write(&path, text.as_bytes())?;
    }
    output.write("data/catalog.json", &text(&catalog::of(site)))?;
    output.write("data/environments.json", &text(&environments::of(site)))?;
    output.write("data/environments.csv", environments::lines(site).as_bytes())?;
    output.write("data/graph.json", &text(&graph::of(site)))?;
    output.write("data/health.json", &text(&health::of(site)))?;
    output.write("data/index.json", &text(&contents::of(site)))?;
    output.write("llms.txt", llms::text(site).as_bytes())?;
    output.write("data/metrics.json", metrics::of(site).as_bytes())?;
    output.write("data/scorecards.json", &text(&scorecards::of(site)))?;
    for (path, picture) in badge::all(site) {
        output.write(&path, picture.as_bytes())?;
    }
    output.write("data/scorecards.csv", scorecards::table(site).as_bytes())?;
    output.write("data/catalog.csv", csv::catalog(site).as_bytes())?;
    output.write("data/activity.csv", csv::activity(site).as_bytes())?;
    output.write("data/delivery.csv", delivery::figures(site).as_bytes())?;
    for (address, picture) in super::delivery::strips::files(site.portal) {
        output.write(&address, picture.as_bytes())?;
    }
    let delivered: Vec<_> = site.facts.iter().filter_map(|facts| Some((facts, super::pages::delivery_shown(site, facts)?))).collect();
    delivered
        .par_iter()
        .try_for_each(|(facts, found)| output.write(&deployments_path(&facts.service.slug), delivery::deployments(found).as_bytes()))?;
    for (name, schema) in SCHEMAS {
        output.write(&format!("data/schema/{name}.json"), schema.as_bytes())?;
    }
    let entities: Vec<_> = site.portal.catalog.entities.values().filter(|entity| site.places.has_page(&entity.reference)).collect();
    entities.par_iter().try_for_each(|entity| output.write(&entity::path(&entity.reference), &text(&entity::of(site, entity))))
}

/// The address of an entity's data.
pub fn entity_path(reference: &milepost_model::EntityRef) -> String {
    entity::path(reference)
}

/// Writes what lists the pages.
pub fn write_addresses(site: &Site<'_>, output: &Output, addresses: &[String]) -> Result<(), SiteError> {
    if let Some(text) = feed::text(site) {
        output.write(feed::ADDRESS, text.as_bytes())?;
    }
    let Some(url) = &site.settings.site_url else {
        return output.write("robots.txt", b"User-agent: *\nDisallow:\n");
    };
    let mut sitemap =
        String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    let mut sorted: Vec<&String> = addresses.iter().collect();
    sorted.sort();
    // A site map holds at most 50 000 addresses; services come before what sorts after them.
    for address in sorted.into_iter().take(50_000) {
        let address = layout::canonical(url, address).replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
        let _ = writeln!(sitemap, "<url><loc>{address}</loc></url>");
    }
    sitemap.push_str("</urlset>\n");
    output.write("sitemap.xml", sitemap.as_bytes())?;
    let robots = format!("User-agent: *\nDisallow:\nSitemap: {}\n", layout::canonical(url, "sitemap.xml"));
    output.write("robots.txt", robots.as_bytes())
}

/// How new everything is, and where to search it: the one file that changes with every collection, so that unchanged
/// pages need not.
pub fn freshness(site: &Site<'_>, search: &Addresses) -> String {
    let health = &site.portal.health;
    json!({
        "observed": health.observed_at.map(wording::iso),
        "text": health.observed_at.map(wording::full),
        "read": wording::number(health.repositories_read),
        "known": wording::number(health.repositories_known),
        "whole": health.repositories_read == health.repositories_known,
        "example": site.portal.is_example,
        "search": search,
        "keys": site.assets.script("keys-list"),
    })
    .to_string()
}

fn text<T: Serialize>(value: &T) -> Vec<u8> {
    let mut text = serde_json::to_vec(value).expect("because data are maps with texts as keys");
    text.push(b'\n');
    text
}
