//! The portal becomes pages.
//!
//! A page is a struct in `pages/` and a template: the struct says which addresses there are and what the
//! template may show, the template says how. Charts are drawn here too. Nothing in this module computes a
//! figure, and nothing in it knows the time.

mod actions;
mod adoption;
mod apis;
mod assets;
mod charts;
pub mod content_type;
mod delivery;
mod docs;
mod environments;
mod error;
mod exports;
mod facts;
mod feedback;
mod glance;
mod graph;
mod icons;
mod layout;
mod leaving;
mod links;
mod locale;
pub mod order;
mod output;
mod own;
pub mod pages;
mod paging;
mod people;
mod places;
pub mod report;
mod rows;
mod scorecards;
pub mod search;
mod settings;
mod start;
mod templates;
mod told;
mod weights;
mod wording;

pub use actions::quoted as shell_word;
pub use delivery::bands::Bands;
pub use environments::LinkTemplate;
pub use error::SiteError;
pub use exports::{entity_path, files as data_files};
pub use feedback::Feedback;
pub use locale::Locale;
pub use output::{Written, built_files};
pub use own::{Logo, OwnLink, Sign};
pub use settings::SiteSettings;
pub use start::{Helper, StartStep};
pub use templates::FILES as TEMPLATE_FILES;

use crate::portal::{Portal, Team, safe_url, source_links};
use apis::Apis;
use assets::Assets;
use docs::Docs;
use environments::Environments;
use facts::{ServiceFacts, display_name};
use graph::Graph;
use links::Links;
use milepost_model::record::Repository;
use milepost_model::{Diagnostic, EntityRef, Place};
use output::Output;
use pages::{PAGES, Page, Sheet};
use places::Places;
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use templates::Templates;
use tera::{Context, Tera};
use weights::Weights;

/// Everything that pages are made from.
pub struct Site<'a> {
    /// What is shown.
    pub portal: &'a Portal,
    /// Where it will live.
    pub settings: &'a SiteSettings,
    /// What tables know of every service, by its name.
    pub facts: Vec<ServiceFacts<'a>>,
    rows: HashMap<&'a EntityRef, usize>,
    complaints: BTreeMap<&'a str, Vec<&'a Diagnostic>>,
    assets: Assets,
    index: exports::Index,
    /// Who needs whom.
    pub graph: Graph<'a>,
    /// The references of APIs.
    pub apis: Apis<'a>,
    /// The pages of documentation.
    pub docs: Docs<'a>,
    /// What runs where.
    pub environments: Environments<'a>,
    /// Where every entity has its page.
    pub places: Places<'a>,
    /// The entities with plain pages, as their sheets number them.
    pub plain: Vec<&'a EntityRef>,
    /// Which services have which owner, system and so on.
    pub values: pages::Values,
    /// Which services have gaps in who answers for them.
    pub gaps: pages::Gaps,
    repositories: HashMap<&'a str, &'a Repository>,
    teams: HashMap<&'a EntityRef, &'a Team>,
    /// Everything that people may look for by name.
    pub named: Vec<search::Group<'a>>,
}

impl<'a> Site<'a> {
    fn new(portal: &'a Portal, settings: &'a SiteSettings, templates: &Templates) -> Result<Self, SiteError> {
        let mut facts: Vec<_> = portal.catalog.services.par_iter().map(|service| ServiceFacts::gather(portal, service)).collect();
        facts.sort_by_cached_key(|facts| (facts.name.to_lowercase(), facts.service.slug.clone()));
        let rows = facts.iter().enumerate().map(|(place, facts)| (&facts.service.reference, place)).collect();
        let mut complaints: BTreeMap<&str, Vec<&Diagnostic>> = BTreeMap::new();
        for diagnostic in &portal.health.diagnostics {
            if let Some(repo) = diagnostic.place.as_ref().and_then(|place| place.repo.as_deref()) {
                complaints.entry(repo).or_default().push(diagnostic);
            }
        }
        let places = Places::of(portal);
        let index = exports::Index::of(portal, &facts);
        let sign = settings.logo.as_ref().map_or("", |_| own::LOGO_STYLE);
        let style = format!("{}{sign}", settings.theme_style.as_deref().unwrap_or_default());
        let apis = Apis::of(portal, &facts);
        let mut site = Self {
            portal,
            settings,
            rows,
            complaints,
            assets: Assets::prepare(templates, &style)?,
            index,
            apis,
            docs: Docs::of(portal, &places),
            environments: Environments::of(portal, &facts),
            graph: Graph::of(portal),
            values: pages::values(&facts),
            gaps: pages::gaps(portal, &facts),
            facts,
            teams: portal.catalog.teams.iter().map(|team| (&team.reference, team)).collect(),
            named: Vec::new(),
            plain: pages::plain(&places),
            places,
            repositories: portal.catalog.repositories.values().map(|repository| (repository.full_name.as_str(), repository)).collect(),
        };
        // What has a page is known only now.
        site.named = search::gather(&site);
        Ok(site)
    }

    /// What tables know of a service.
    pub fn facts_of(&self, reference: &EntityRef) -> Option<&ServiceFacts<'a>> {
        self.rows.get(reference).map(|place| &self.facts[*place])
    }

    /// The place of a service among all.
    pub fn place_of(&self, facts: &ServiceFacts<'_>) -> usize {
        self.rows.get(&facts.service.reference).copied().unwrap_or_default()
    }

    /// A team by its reference.
    pub fn team(&self, reference: &EntityRef) -> Option<&'a Team> {
        self.teams.get(reference).copied()
    }

    /// The name of an entity for people, with a link to its page where it has one.
    pub fn linked(&self, reference: &EntityRef, links: &Links) -> rows::Linked {
        let href = self.places.address(reference).map(|address| links.to(address));
        rows::Linked { text: display_name(self.portal, reference).to_owned(), href }
    }

    /// A place in a file, with a link to where people see it.
    pub fn place_linked(&self, place: &Place) -> rows::Linked {
        let repository = place.repo.as_deref().and_then(|name| self.repositories.get(name));
        let text = place.path_and_line();
        rows::Linked { text, href: repository.and_then(|repository| source_links::file(repository, &place.path, place.line)) }
    }

    /// What is wrong with the files of a repository.
    pub fn complaints_about(&self, repository: &str) -> &[&'a Diagnostic] {
        self.complaints.get(repository).map_or(&[], Vec::as_slice)
    }
}

/// Writes the whole site: pages in parallel, each to disk as soon as it is made.
pub fn render(portal: &Portal, settings: &SiteSettings, out: &Path) -> Result<Written, SiteError> {
    let templates = Templates::load(settings.templates.as_deref())?;
    settings.locale.write(|| {
        let site = Site::new(portal, settings, &templates)?;
        let Some(corrected) = own::corrected(&site) else { return write(&site, &templates, out) };
        drop(site);
        let site = Site::new(&corrected.portal, &corrected.settings, &templates)?;
        Ok(Written { notes: corrected.notes, ..write(&site, &templates, out)? })
    })
}

/// Writes every file of a site whose links were looked at.
fn write(site: &Site<'_>, templates: &Templates, out: &Path) -> Result<Written, SiteError> {
    let mut tera = templates.engine()?;
    layout::put_constants(site, tera.global_context());
    let output = Output::open(out, site.settings.is_forced)?;
    site.assets.write(&output)?;
    own::write_signs(site, &output)?;
    let search = search::write(site, &output)?;
    exports::write_all(site, &output, &search)?;
    tera.global_context().insert("freshness", &exports::freshness(site, &search));
    apis::write_raw(site, &output)?;
    docs::write_pictures(site, &output)?;
    let weights = Weights::default();
    let pages = AtomicU64::new(0);
    // Platform health weighs the other pages, so it comes when they are there.
    let (last, first): (Vec<&dyn Page>, Vec<&dyn Page>) = PAGES.iter().copied().partition(|page| page.weighs_others());
    let mut addresses = Vec::new();
    for page in first.into_iter().chain(last) {
        let sheets = page.sheets(site);
        sheets.par_iter().try_for_each(|sheet| {
            pages.fetch_add(1, Ordering::Relaxed);
            write_page(site, &tera, page, sheet, &weights, &output)
        })?;
        addresses.extend(sheets.into_iter().map(|sheet| sheet.address).filter(|address| page.is_listed() && is_folder(address)));
    }
    exports::write_addresses(site, &output, &addresses)?;
    output.finish(pages.into_inner())
}

fn write_page(site: &Site<'_>, tera: &Tera, page: &dyn Page, sheet: &Sheet, weights: &Weights, output: &Output) -> Result<(), SiteError> {
    let is_anywhere = !is_folder(&sheet.address);
    let links = if is_anywhere {
        Links::absolute(&site.settings.base_path, site.settings.file_urls)
    } else {
        Links::from(&sheet.address, site.settings.file_urls)
    };
    let shown = page.show(site, sheet, &links, weights);
    let mut context = Context::new();
    context.insert("page", &layout::Layout::of(site, sheet, &shown.head, &links, is_anywhere));
    context.insert_value("view", shown.view);
    let html = tera.render(page.template(), &context).map_err(|error| SiteError::template(&error))?;
    let html = icons::place(html);
    let path = if is_anywhere { sheet.address.clone() } else { format!("{}index.html", sheet.address) };
    weights.note(page.template(), &sheet.address, html.as_bytes());
    output.write(&path, html.as_bytes())
}

/// Whether an address is that of a folder, as all pages' are but the one for unknown addresses.
fn is_folder(address: &str) -> bool {
    address.is_empty() || address.ends_with('/')
}
