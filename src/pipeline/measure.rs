//! The stages as far as the figures: what `milepost metrics` and `milepost adoption` print.

use super::PipelineError;
use super::buckets::Buckets;
use super::facts::{self, Facts};
use super::histories::Histories;
use crate::adoption::{self, Adoption};
use crate::catalog::{self, Catalog};
use crate::config::Config;
use crate::metrics::{self, Clock, Delivery, Measurements};
use crate::store::{Snapshot, Store};
use milepost_model::{Diagnostics, Instant, Window};

/// What figures are asked for beyond those of a build.
#[derive(Debug, Clone, Copy, Default)]
pub struct Asked {
    /// A window besides the usual ones.
    pub window: Option<Window>,
    /// The records behind the figures, too.
    pub records: bool,
}

/// How services are delivered, as a build would say it, and as somebody asks for.
pub fn measure(config: &Config, store: &Store, as_of: Instant, asked: Asked) -> Result<Delivery, PipelineError> {
    let snapshot = store.snapshot(as_of)?;
    let facts = Facts::gather(&snapshot, &store.statistics()?, config)?;
    if facts.counted().0 == 0 {
        return Err(PipelineError::NothingToShow);
    }
    let content = |id: &str| facts.content(id);
    let catalog = catalog::build(&facts.for_catalog(&content), &facts::catalog_settings(config), &mut Diagnostics::default());
    let clock = Clock { asked: asked.window, keeps_records: asked.records, ..facts.clock(&config.delivery) };
    Ok(metrics::measure(&catalog, &Buckets::of(&snapshot, facts.counts_collectors()), &clock).map_err(PipelineError::Records)?.delivery)
}

/// All figures that pages show, with those that hosts reckoned themselves beside them.
pub(super) fn all(config: &Config, snapshot: &Snapshot, facts: &Facts, catalog: &Catalog) -> Result<Measurements, PipelineError> {
    let buckets = Buckets::of(snapshot, facts.counts_collectors());
    let mut measured = metrics::measure(catalog, &buckets, &facts.clock(&config.delivery)).map_err(PipelineError::Records)?;
    measured.delivery.cross_checks = metrics::cross_check(facts.host_figures(), &measured.delivery, catalog);
    Ok(measured)
}

/// Where everybody stands on the golden paths, as a build would say it.
pub fn adopt(config: &Config, store: &Store, as_of: Instant) -> Result<Adoption, PipelineError> {
    let snapshot = store.snapshot(as_of)?;
    let facts = Facts::gather(&snapshot, &store.statistics()?, config)?;
    if facts.counted().0 == 0 {
        return Err(PipelineError::NothingToShow);
    }
    let content = |id: &str| facts.content(id);
    let catalog = catalog::build(&facts.for_catalog(&content), &facts::catalog_settings(config), &mut Diagnostics::default());
    let buckets = Buckets::of(&snapshot, facts.counts_collectors());
    let delivery = metrics::measure(&catalog, &buckets, &facts.clock(&config.delivery)).map_err(PipelineError::Records)?.delivery;
    let histories = Histories::of(&snapshot, facts.admitted(), !facts.counts_collectors());
    adoption::assess(&catalog, &histories, &facts.adoption_clock(config, &delivery)).map_err(PipelineError::Records)
}
