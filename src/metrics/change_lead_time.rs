//! Change lead time.

use super::delivery::survey::Scale;
use super::metric::{About, Family, Metric, Unit};

/// How long a change takes from its first commit until it runs in production.
#[derive(Debug)]
pub struct ChangeLeadTime;

impl Metric for ChangeLeadTime {
    fn about(&self) -> &'static About {
        &About {
            id: "change_lead_time",
            name: "Change lead time",
            family: Family::Throughput,
            unit: Unit::Duration,
            definition: "How long a change takes from its first commit until it runs in production.",
            formula: "`finished − first commit authored` of each change that a forward deployment of the window brought, where the first commit is the earliest of the change's own commits; p25, p50, p75 and p90 over these changes. A commit that is dated after its merge or its deployment counts by its committer's date; one that is still too late is left out and counted as `clock_skew`.",
            sources: &["change", "commit", "deployment"],
            counts_by: "the deployment's end",
            limits: "The first deployment that is known brings an unknown amount and has no lead times. From clones alone a squashed change hides when its work began: it is left out and counted as `squash_without_api`. Bots are left out unless `bots = true`.",
            dora: Some("The amount of time it takes for a change to go from committed to version control to deployed in production."),
            scale: Some(Scale::Duration),
        }
    }
}
