//! Joins what the stages found into one portal.

use super::{Organisation, Portal, health};
use crate::actions::Action;
use crate::adoption::Adoption;
use crate::catalog::{Catalog, HandedOver, Removed};
use crate::docs::Documents;
use crate::metrics::{Measurements, Tally};
use crate::scorecards::Scores;
use milepost_model::record::{Coverage, Incident, OnCall, Slo};
use milepost_model::{Diagnostics, Instant, RunReport};

/// What the stages found.
#[derive(Debug, Default)]
pub struct Parts {
    /// Whose portal it is.
    pub organisation: Organisation,
    /// The state of the world that it shows.
    pub as_of: Instant,
    /// Whether its figures are those of the example organisation.
    pub is_example: bool,
    /// Everything that the organisation has.
    pub catalog: Catalog,
    /// What its repositories document.
    pub documents: Documents,
    /// What people may start.
    pub actions: Vec<Action>,
    /// The figures.
    pub measurements: Measurements,
    /// Where everybody stands on the golden paths.
    pub adoption: Adoption,
    /// Who is on call, at `as_of`.
    pub on_call: Vec<OnCall>,
    /// Service level objectives as they were measured last.
    pub objectives: Vec<Slo>,
    /// What was described a while ago and is not any more.
    pub removed: Vec<Removed>,
    /// What has another owner than a while ago.
    pub handed_over: Vec<HandedOver>,
    /// Incidents that are open at `as_of`.
    pub open_incidents: Vec<Incident>,
    /// What was really read.
    pub coverage: Vec<Coverage>,
    /// Records that were read beside those that were measured, such as files.
    pub tally: Tally,
    /// What is wrong with people's files.
    pub notes: Diagnostics,
    /// What every scorecard says of every service.
    pub scores: Scores,
    /// What the last run over each source used and met.
    pub reports: Vec<RunReport>,
    /// The sources that the configuration names, where the portal's readers may know of them.
    pub configured: Vec<String>,
}

impl Portal {
    /// Joins the parts. Nothing is computed here but what Platform health tells of them.
    pub fn assemble(parts: Parts) -> Self {
        let health = health::examine(&parts);
        Self {
            organisation: parts.organisation,
            as_of: parts.as_of,
            is_example: parts.is_example,
            version: env!("CARGO_PKG_VERSION"),
            catalog: parts.catalog,
            documents: parts.documents,
            actions: parts.actions,
            measurements: parts.measurements,
            adoption: parts.adoption,
            removed: parts.removed,
            handed_over: parts.handed_over,
            on_call: parts.on_call,
            objectives: parts.objectives,
            open_incidents: parts.open_incidents,
            scores: parts.scores,
            health,
        }
    }
}
