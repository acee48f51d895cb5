//! The order of the stages: the function to read first.
//!
//! Facts come in, are kept, are judged as of an instant, and become pages. No stage reaches back, and
//! this file knows no vendor, no figure and no page: it only says what comes after what.

mod buckets;
mod clones;
mod collect;
mod error;
mod explain;
mod facts;
mod files;
mod histories;
mod measure;
mod own;
mod own_reports;
mod score;
mod stage;
mod stopwatch;
mod strangers;

use crate::actions;
use crate::adoption;
use crate::catalog;
use crate::config::{BandTable, Config, Source};
use crate::docs::markdown::Remembered;
use crate::docs::{KeptPages, TakeCommits};
use crate::portal::{Parts, Portal};
use crate::site::{self, Bands, Locale, SiteSettings, Written};
use crate::store::{Compaction, Store};
use facts::Facts;
use histories::Histories;
use milepost_model::{Diagnostics, Instant, RepoId};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::Duration;

pub use clones::{git_directories, look_at_clones};
pub use collect::{Collected, Wanted};
pub use error::PipelineError;
pub use facts::catalog_settings;
pub use measure::{Asked, adopt, measure};
pub use score::scores;
pub use stage::{Unseen, Watch, run as watched};

/// The stage that reads the sources, which alone takes long and can be gone on with.
pub const COLLECT: &str = "collect";

/// What the store keeps highlighted code under.
const HIGHLIGHTED: &str = "highlighted";

/// What it keeps rendered pages of documentation under.
const RENDERED: &str = "rendered";

/// Every run adds parts; with more of them than this a store is slower to read than to rewrite.
const PARTS_PER_BUCKET: usize = 8;

/// Whoever reads a manifest that was just replaced has so long to finish before what it names may go.
pub const COMPACTION_GRACE: Duration = Duration::from_hours(24);

/// Everything that a run needs besides its configuration.
pub struct World<'a> {
    /// The instant that this run observes.
    pub now: Instant,
    /// The state of the world that the portal shows.
    pub as_of: Instant,
    /// Where records are kept.
    pub store: &'a Store,
    /// Where pages go.
    pub out: PathBuf,
    /// Whether the figures are those of the example organisation.
    pub is_example: bool,
    /// Whether pages may be written beside files of somebody else.
    pub is_forced: bool,
    /// Who watches.
    pub watch: &'a dyn Watch,
}

/// What a build made.
#[derive(Debug)]
pub struct Built {
    /// What was written.
    pub written: Written,
    /// How many services it shows.
    pub services: usize,
    /// How many teams it shows.
    pub teams: usize,
    /// How many repositories were found.
    pub repositories: u64,
    /// What is wrong with people's files.
    pub notes: Vec<milepost_model::Diagnostic>,
}

/// Runs every stage in order. Stages take values and return values; this order is the whole design.
///
/// Nothing is built of a run that somebody interrupted. What was collected is told though nothing can be built of it.
pub fn run(config: &Config, world: &World<'_>) -> Result<(Collected, Result<Option<Built>, PipelineError>), PipelineError> {
    let collected = collect(config, world, Wanted::default())?;
    let built = if collected.is_interrupted { Ok(None) } else { build(config, world).map(Some) };
    Ok((collected, built))
}

/// What the sources would be asked, before they are.
pub fn explain(config: &Config, store: &Store, wanted: Wanted<'_>) -> Result<Vec<String>, PipelineError> {
    explain::explain(&chosen(config, wanted.only)?, store, wanted.asked)
}

/// Reads the sources into the store: all of them, or those with these ids.
pub fn collect(config: &Config, world: &World<'_>, wanted: Wanted<'_>) -> Result<Collected, PipelineError> {
    let sources = chosen(config, wanted.only)?;
    let collected = stage::run(
        world.watch,
        COLLECT,
        || collect::collect(&sources, world.store, world.now, wanted.asked, world.watch),
        |collected| (collected.committed.records, format!("new records, {} as they were", collected.committed.unchanged)),
    )?;
    if !collected.is_interrupted && world.store.statistics()?.parts_per_bucket() > PARTS_PER_BUCKET as u64 {
        // Half as many, so that the next run does not find the rest of them.
        let how = Compaction { now: world.now, grace: COMPACTION_GRACE, at_most: PARTS_PER_BUCKET / 2 };
        stage::run(
            world.watch,
            "compact",
            || world.store.compact(how),
            |done| (done.rewritten as u64, format!("parts made {}", done.written)),
        )?;
    }
    Ok(collected)
}

/// Judges what the store knows, and turns it into pages.
pub fn build(config: &Config, world: &World<'_>) -> Result<Built, PipelineError> {
    let portal = portal(config, world)?;
    let written = stage::run(
        world.watch,
        "render",
        || site::render(&portal, &site_settings(config, world), &world.out),
        |written| {
            (
                written.pages,
                format!("pages: {} files written, {} as they were, {} removed", written.written, written.unchanged, written.removed),
            )
        },
    )?;
    let (services, teams) = (portal.catalog.services.len(), portal.catalog.teams.len());
    let notes = written.notes.iter().cloned().chain(portal.health.diagnostics).collect();
    Ok(Built { written, services, teams, repositories: portal.health.repositories_known, notes })
}

/// Judges what the store knows.
pub fn portal(config: &Config, world: &World<'_>) -> Result<Portal, PipelineError> {
    let watch = world.watch;
    let snapshot = world.store.snapshot(world.as_of)?;
    let memory = world.store.memory()?;
    let mut notes: Diagnostics = collect::remembered(&memory).into_iter().collect();

    let statistics = world.store.statistics()?;
    let mut facts = stage::run(watch, "read", || Facts::gather(&snapshot, &statistics, config), Facts::counted)?;
    if facts.counted().0 == 0 {
        return Err(PipelineError::NothingToShow);
    }
    let catalog = stage::run(
        watch,
        "catalog",
        || Ok::<_, PipelineError>(catalog::build(&facts.for_catalog(&|id| facts.content(id)), &catalog_settings(config), &mut notes)),
        |catalog| (catalog.services.len() as u64, format!("services, {} teams", catalog.teams.len())),
    )?;
    let commits = |of: &BTreeSet<RepoId>, take: &TakeCommits<'_>| facts::commits(&snapshot, of, take);
    let offered = stage::run(
        watch,
        "discover",
        || {
            let offer = actions::discover(&catalog, &facts.for_catalog(&|id| facts.content(id)), &config.actions, world.as_of, &mut notes);
            facts.runs(offer, &snapshot, config)
        },
        |actions| (actions.len() as u64, "actions that people may start".to_owned()),
    )?;
    let documents = stage::run(
        watch,
        "document",
        || {
            let highlighter = Remembered::new(world.store.derived(HIGHLIGHTED).as_deref());
            let pages = KeptPages::new(&highlighter, world.store.derived(RENDERED).map(Into::into));
            let content = |id: &str| facts.content(id);
            let library = facts.for_docs(&content, &commits, (&highlighter, &pages));
            let documents = own::documents(&config.site, &catalog, library, &mut notes);
            keep(world.store, [(HIGHLIGHTED, highlighter.to_keep()), (RENDERED, pages.to_keep())]);
            Ok::<_, PipelineError>(documents)
        },
        |documents| (documents.page_count(), format!("pages, {} described APIs", documents.apis.len())),
    )?;
    let (removed, handed_over) = facts.changed(&catalog, &snapshot, config)?;
    // Nothing after this reads a file, and what stands in them is much.
    facts.forget_contents();
    let measurements = stage::run(
        watch,
        "measure",
        || measure::all(config, &snapshot, &facts, &catalog),
        |measured| (measured.weeks.len() as u64, format!("weeks of {} services", measured.services.len())),
    )?;
    let adoption = stage::run(
        watch,
        "adopt",
        || {
            let histories = Histories::of(&snapshot, facts.admitted(), !facts.counts_collectors());
            adoption::assess(&catalog, &histories, &facts.adoption_clock(config, &measurements.delivery)).map_err(PipelineError::Records)
        },
        |adoption| (adoption.paths.len() as u64, format!("golden paths, {} services judged", adoption.services.len())),
    )?;
    let scores = stage::run(
        watch,
        "score",
        || {
            let settings = catalog_settings(config);
            score::score(config, &snapshot, &facts.for_scores((&catalog, &settings), &measurements, &adoption, &notes), &offered)
        },
        |scores| (scores.services.len() as u64, format!("services by {} rules", scores.rules.len())),
    )?;
    stage::run(
        watch,
        "assemble",
        || {
            let parts = facts.parts(config, world.is_example, (catalog, documents, removed, offered), measurements, notes);
            let reports = collect::reports(&memory, config.site.audience);
            let configured = collect::configured(config);
            Ok::<_, PipelineError>(Portal::assemble(Parts { adoption, handed_over, scores, reports, configured, ..parts }))
        },
        |portal| (portal.health.diagnostics.len() as u64, "things to correct".to_owned()),
    )
}

/// Keeps what the next build need not compute again.
fn keep(store: &Store, derived: [(&str, Option<Vec<u8>>); 2]) {
    for (name, content) in derived {
        if let Some(content) = content {
            store.keep_derived(name, content);
        }
    }
}

fn chosen<'a>(config: &'a Config, only: &[String]) -> Result<Vec<&'a Source>, PipelineError> {
    if let Some(unknown) = only.iter().find(|id| !config.sources.iter().any(|source| source.id == **id)) {
        let known = config.sources.iter().map(|source| source.id.clone()).collect();
        return Err(PipelineError::NoSuchSource { id: unknown.clone(), known });
    }
    Ok(config.sources.iter().filter(|source| only.is_empty() || only.contains(&source.id)).collect())
}

/// The named bands that the configuration asks for.
fn bands(config: &Config) -> Option<Bands> {
    match config.site.bands {
        BandTable::Unnamed => None,
        BandTable::Dora2023 => Some(Bands::dora_2023()),
        BandTable::Dora2024 => Some(Bands::dora_2024()),
        BandTable::Custom => {
            let own = config.bands.iter().map(|band| (band.metric.clone(), band.word.clone(), band.limit));
            Some(Bands::custom(format!("{}’s own table", config.organisation.name), own))
        }
    }
}

fn site_settings(config: &Config, world: &World<'_>) -> SiteSettings {
    SiteSettings {
        title: config.site.title.clone(),
        site_url: config.site.url.clone(),
        base_path: config.site.base_path.clone(),
        file_urls: config.site.file_urls,
        templates: config.site.templates.clone(),
        theme_style: config.site.own.theme_style.clone(),
        bands: bands(config),
        is_forced: world.is_forced,
        run_here: config.actions.run_here,
        api: config.actions.api.clone(),
        manifests: config.actions.manifests.clone(),
        synonyms: config.search.synonyms.clone(),
        ask: config.search.ask.clone(),
        locale: Locale::of_tag(&config.site.locale).unwrap_or_default(),
        logo: own::logo(&config.site),
        navigation: own::navigation(config),
        environment_links: own::environment_links(config),
        start: own::start(config),
        feedback: own::feedback(config),
        pages_folder: own::folder(&config.site),
    }
}
