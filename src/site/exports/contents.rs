//! `data/index.json`: what lies here, in which form and version, and how new it is.

use super::files::FILES;
use crate::site::{Site, wording};
use serde_json::{Value, json};

/// The file's content.
pub fn of(site: &Site<'_>) -> Value {
    let portal = site.portal;
    json!({
        "$schema": "schema/index.json",
        "schema": "milepost/index/1",
        "title": site.settings.title,
        "organisation": portal.organisation.name,
        "site_url": site.settings.site_url,
        "as_of": wording::iso(portal.as_of),
        "observed_at": portal.health.observed_at.map(wording::iso),
        "example": portal.is_example,
        "version": portal.version,
        "files": FILES.iter().map(|file| json!({
            "path": file.path,
            "schema": file.schema.map(|(name, version)| format!("milepost/{name}/{version}")),
            "what": file.what,
        })).collect::<Vec<_>>(),
    })
}
