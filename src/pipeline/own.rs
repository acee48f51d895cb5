//! What an organisation adds to the portal itself, from its configuration to where it is shown.

use crate::catalog::Catalog;
use crate::config::{Config, People, Site};
use crate::docs::books::{self, OwnPages};
use crate::docs::{self, Documents, Library};
use crate::site::{Feedback, Helper, LinkTemplate, Logo, OwnLink, Sign, StartStep};
use bytes::Bytes;
use milepost_model::entity_ref::DEFAULT_NAMESPACE;
use milepost_model::{Diagnostics, EntityKind, EntityRef};
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

/// The steps to a first deployment.
pub(super) fn start(config: &Config) -> Vec<StartStep> {
    let step = |one: &crate::config::Start| StartStep {
        title: one.title.clone(),
        text: one.text.clone(),
        link: one.link.clone(),
        label: one.label.clone(),
        action: one.action.clone(),
        path: one.path.clone(),
        minutes: one.minutes,
        helps: one.helps.as_deref().and_then(|text| helper(text, config.people)),
        works: one.works.clone(),
        place: one.place.clone(),
    };
    config.start.iter().map(step).collect()
}

/// Where readers say what is wrong with a page.
pub(super) fn feedback(config: &Config) -> Option<Feedback> {
    let own = config.feedback.as_ref()?;
    Some(Feedback {
        address: own.address.clone(),
        has_description: own.has_description,
        template: own.template.clone(),
        labels: own.labels.clone(),
        page_field: own.page_field.clone(),
        build_field: own.build_field.clone(),
        browser_field: own.browser_field.clone(),
        readers: own.readers.as_deref().and_then(|text| helper(text, config.people)),
    })
}

/// Who a text means; nobody where it is a person and none is named.
fn helper(text: &str, people: People) -> Option<Helper> {
    let is_reference = ["group:", "user:"].iter().any(|kind| text.starts_with(kind));
    let Some(known) = EntityRef::parse(text, None, DEFAULT_NAMESPACE).ok().filter(|_| is_reference) else {
        return Some(Helper::Words(text.to_owned()));
    };
    let is_hidden = people == People::Hidden && known.kind == EntityKind::USER;
    (!is_hidden).then_some(Helper::Known(known))
}
