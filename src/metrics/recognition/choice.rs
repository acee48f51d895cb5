//! Which rule counts where nobody said.

use super::Means;
use crate::metrics::coverage::Covered;
use crate::metrics::delivery::Rule;
use chrono::Duration;
use milepost_model::Unknown;
use milepost_model::window::start_of_day;

/// A rule is chosen once for a service, by what was there in so long a time.
pub(super) const YEAR: Duration = Duration::days(365);

/// The first rule that found something. A lower rule holds only where the higher ones were not asked, or
/// were read whole and found nothing: a source that refused may well have had some.
pub(super) fn first_with_events(seen: &[u32; 5], means: &Means<'_>) -> Result<Rule, Unknown> {
    let [deployments, runs, releases] = means.covered;
    if seen[Rule::External as usize] > 0 && seen[Rule::Deployment as usize] == 0 {
        return Ok(Rule::External);
    }
    let mut was_asked = false;
    for (rule, covered) in [(Rule::Deployment, deployments), (Rule::Run, runs), (Rule::Release, releases), (Rule::Tag, releases)] {
        if seen[rule as usize] > 0 {
            return Ok(rule);
        }
        if covered.was_asked && !is_empty(covered, means) {
            return Err(covered.reason(means.is_shallow));
        }
        was_asked |= covered.was_asked;
    }
    Err(if was_asked { Unknown::NoEventsInWindow } else { Unknown::NotConfigured })
}

/// Whether everything of the last year was read, so that finding nothing means that there is nothing.
fn is_empty(covered: &Covered, means: &Means<'_>) -> bool {
    let end = start_of_day(means.as_of);
    let year = end - YEAR;
    covered.is_any() && covered.covers(means.created_at.map_or(year, |created| created.max(year)), end)
}
