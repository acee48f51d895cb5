//! What an organisation adds to the portal itself, from its configuration to where it is shown.

use crate::catalog::Catalog;
use crate::config::{Config, Site};
use crate::docs::books::{self, OwnPages};
use crate::docs::{self, Documents, Library};
use crate::site::{LinkTemplate, Logo, OwnLink, Sign};
use bytes::Bytes;
use milepost_model::Diagnostics;
use std::path::Path;

/// What repositories document, and the portal's own pages beside it.
pub(super) fn documents(site: &Site, catalog: &Catalog, library: Library<'_>, notes: &mut Diagnostics) -> Documents {
    docs::read_with_own(catalog, library, pages(site).as_ref(), notes)
}

/// The pages of its own; none where no folder was read.
fn pages(site: &Site) -> Option<OwnPages> {
    let file = |(path, content): (&String, &Vec<u8>)| (path.clone(), Bytes::copy_from_slice(content));
    let files = &site.own.pages;
    (!files.is_empty()).then(|| OwnPages { folder: folder(site), files: files.iter().map(file).collect() })
}

/// The name of their folder. Where it lies on this machine is nobody's business.
pub(super) fn folder(site: &Site) -> String {
    let name = site.pages.as_deref().and_then(Path::file_name);
    name.map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// The sign in the top bar.
pub(super) fn logo(site: &Site) -> Option<Logo> {
    let sign = |content: &Option<Vec<u8>>, name: &str| {
        let (picture, size) = books::image(name, &Bytes::copy_from_slice(content.as_deref()?))?;
        Some(Sign { picture, size })
    };
    Some(Logo { light: sign(&site.own.logo, "logo.x")?, dark: sign(&site.own.logo_dark, "logo-dark.x") })
}

/// The links of its own.
pub(super) fn navigation(config: &Config) -> Vec<OwnLink> {
    let link = |one: &crate::config::Navigation| OwnLink {
        label: one.label.clone(),
        to: one.to.clone(),
        in_bar: one.in_bar,
        place: one.place.clone(),
    };
    config.navigation.iter().map(link).collect()
}

/// Where to look further into what runs in an environment.
pub(super) fn environment_links(config: &Config) -> Vec<LinkTemplate> {
    let links = &config.environment_links;
    let all = [("Logs", &links.logs), ("Metrics", &links.metrics), ("Traces", &links.traces)];
    all.into_iter().filter_map(|(label, to)| Some(LinkTemplate { label: label.to_owned(), to: to.clone()? })).collect()
}
