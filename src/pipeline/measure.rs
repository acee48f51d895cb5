//! The stages as far as the figures: what `milepost metrics` prints.

use super::PipelineError;
use super::buckets::Buckets;
use super::facts::{self, Facts};
use crate::catalog;
use crate::config::Config;
use crate::metrics::{self, Clock, Delivery};
use crate::store::Store;
use milepost_model::{Diagnostics, Instant, Window};

/// How services are delivered, as a build would say it, and in a window that somebody asks for.
pub fn measure(config: &Config, store: &Store, as_of: Instant, asked: Option<Window>) -> Result<Delivery, PipelineError> {
    let snapshot = store.snapshot(as_of)?;
    let facts = Facts::gather(&snapshot, &store.statistics()?, config)?;
    if facts.counted().0 == 0 {
        return Err(PipelineError::NothingToShow);
    }
    let content = |id: &str| facts.content(id);
    let catalog = catalog::build(&facts.for_catalog(&content), &facts::catalog_settings(config), &mut Diagnostics::default());
    let clock = Clock { asked, ..facts.clock(&config.delivery) };
    Ok(metrics::measure(&catalog, &Buckets::of(&snapshot, facts.counts_collectors()), &clock).map_err(PipelineError::Records)?.delivery)
}
