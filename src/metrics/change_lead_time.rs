//! Change lead time.

use super::case::Case;
use super::delivery::evidence::NoLeadTime;
use super::delivery::survey::Scale;
use super::delivery::{Figure, Flag};
use super::metric::{About, Family, Metric, Unit};
use milepost_model::{Measurement, Unknown, Window};

/// Longer than so many seconds is worth a word.
const YEAR: i64 = 365 * 86_400;

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

    fn measure(&self, case: &Case<'_>, window: Window) -> Figure {
        let mut figure = case.of_changes(self.about(), window, |_, change| change.lead_time.filter(|_| change.left_out.is_none()));
        let left_out = |why: NoLeadTime| case.changes_in(window).filter(|(_, change)| change.left_out == Some(why)).count() as u64;
        let year = case.changes_in(window).filter(|(_, change)| change.lead_time.is_some_and(|seconds| seconds > YEAR)).count() as u64;
        let (squashed, skewed) = (left_out(NoLeadTime::SquashWithoutApi), left_out(NoLeadTime::ClockSkew));
        if figure.covered_since.is_some() {
            figure.flags.extend((squashed > 0).then_some(Flag::SquashWithoutApi(squashed)));
            figure.flags.extend((skewed > 0).then_some(Flag::ClockSkew(skewed)));
            figure.flags.extend((year > 0).then_some(Flag::LongerThanAYear(year)));
            figure.flags.sort_unstable();
        }
        if squashed > 0 && figure.value.reason() == Some(Unknown::NoEventsInWindow) {
            figure.value = Measurement::Unknown(Unknown::SquashWithoutApi);
        }
        figure
    }
}
