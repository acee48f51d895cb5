//! Where services stop on the way onto a path, and single shares with what they rest on.

use crate::portal::adoption::{Funnel, Ratio};
use crate::site::wording;
use serde::Serialize;

/// A step of the way.
#[derive(Debug, Clone, Serialize)]
pub struct Step {
    what: &'static str,
    count: String,
    percent: String,
    width: u64,
}

/// The steps as bars of at most 200.
pub fn of(funnel: &Funnel) -> Vec<Step> {
    let all = funnel.steps.first().map_or(0, |(_, count)| *count);
    let step = |(what, count): &(&'static str, u32)| Step {
        what,
        count: wording::number((*count).into()),
        percent: Ratio { num: *count, den: all }.percent().map(|percent| format!("{percent}%")).unwrap_or_default(),
        width: u64::from(*count) * 200 / u64::from(all.max(1)),
    };
    funnel.steps.iter().map(step).collect()
}

/// Between which two steps most services stop, as a sentence.
pub fn largest_loss(funnel: &Funnel) -> Option<String> {
    let losses = funnel.steps.windows(2).map(|pair| (pair[0].1.saturating_sub(pair[1].1), pair[0].0, pair[1].0));
    let (count, passed, failed) = losses.max_by_key(|(count, ..)| *count).filter(|(count, ..)| *count > 0)?;
    let services = wording::counted(count.into(), "service passes", "services pass");
    Some(format!("Largest loss: {services} “{}” and not “{}”.", wording::lowered(passed), wording::lowered(failed)))
}

/// Why there is no share of deployments.
pub const NO_DEPLOYMENT: &str = "no successful deployment in 90 days";
/// Why there is no share of new services.
pub const NONE_CREATED: &str = "no service was created in the last 90 days";

/// A share with its name and what it rests on; of nothing there is none, and `none` says so.
pub fn figure(name: &str, ratio: Ratio, of: &str, none: &str) -> (String, String, String) {
    let percent = ratio.percent().map_or_else(|| "Not known".to_owned(), |percent| format!("{percent}%"));
    let rests = if ratio.den == 0 {
        none.to_owned()
    } else {
        format!("{} of {} {of}", wording::number(ratio.num.into()), wording::number(ratio.den.into()))
    };
    (name.to_owned(), percent, rests)
}
