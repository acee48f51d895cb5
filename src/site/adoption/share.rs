//! A share of services: its figure, its change in a week, and its line.

use super::releases;
use crate::portal::adoption::{Adoption, Count, Ratio};
use crate::site::charts::frame::{Drawn, Point};
use crate::site::charts::rate::Part;
use crate::site::charts::share::{SIZES, ShareTrend};
use crate::site::charts::sparkline;
use crate::site::wording;
use milepost_model::Window;
use serde::Serialize;

/// A share as people read it.
#[derive(Debug, Clone, Serialize)]
pub struct ShareView {
    /// In per cent, without the sign; none where nothing is eligible.
    pub percent: Option<String>,
    /// Such as `128 of 187 eligible services`.
    pub of: String,
    /// The change since the week before.
    pub delta: Option<DeltaView>,
    /// Services that count neither way, in words.
    pub beside: String,
}

/// A change as people read it.
#[derive(Debug, Clone, Serialize)]
pub struct DeltaView {
    /// `good`, `poor` or `flat`.
    pub tone: &'static str,
    /// Such as `+1.2 points`.
    pub text: String,
}

/// A chart, or why there is none.
#[derive(Debug, Serialize)]
pub struct Panel {
    id: String,
    chart: Option<Drawn>,
    unknown: &'static str,
}

/// The share of those on the path.
pub fn ratio(count: &Count) -> Ratio {
    Ratio { num: count.covered(), den: count.eligible() }
}

/// A change in tenths of a percent, in points.
pub fn points(tenths: i64) -> DeltaView {
    let tone = match tenths {
        0 => "flat",
        1.. => "good",
        _ => "poor",
    };
    let sign = sign(tenths);
    let size = tenths.unsigned_abs();
    DeltaView { tone, text: format!("{sign}{}", wording::with_tenths(size)) }
}

fn sign(change: i64) -> &'static str {
    match change {
        0 => "",
        1.. => "+",
        _ => wording::MINUS,
    }
}

/// A change of a count.
pub fn more(change: i64) -> DeltaView {
    let tone = match change {
        0 => "flat",
        1.. => "good",
        _ => "poor",
    };
    let sign = sign(change);
    DeltaView { tone, text: format!("{sign}{}", wording::number(change.unsigned_abs())) }
}

impl ShareView {
    /// The share at an instant, by its place.
    pub fn new(counts: &[Count], at: usize) -> Self {
        let count = counts.get(at).copied().unwrap_or_default();
        let now = ratio(&count);
        let before = at.checked_sub(1).and_then(|before| ratio(counts.get(before)?).tenths());
        let mut beside = Vec::new();
        if count.exempt > 0 {
            beside.push(format!("{} exempt", wording::number(count.exempt.into())));
        }
        if count.unknown > 0 {
            beside.push(format!("{} not known", wording::number(count.unknown.into())));
        }
        Self {
            percent: now.percent().map(|percent| percent.to_string()),
            of: format!(
                "{} of {}",
                wording::number(now.num.into()),
                wording::counted(now.den.into(), "eligible service", "eligible services")
            ),
            delta: now.tenths().zip(before).map(|(now, before)| points(now - before)),
            beside: beside.join(", "),
        }
    }
}

/// The weeks of the series, and at last the one that is not over.
pub fn weeks(adoption: &Adoption) -> Vec<Window> {
    let open = adoption.weeks.last().zip(adoption.instants.last()).map(|(last, now)| Window { from: last.to, to: *now });
    adoption.weeks.iter().copied().chain(open).collect()
}

/// The share week by week, up to an instant: of one path or of all.
pub fn panel(adoption: &Adoption, id: &str, path: Option<usize>, target: Option<u64>, until: usize) -> Panel {
    let counts = path.map_or(&adoption.overall, |path| &adoption.paths[path].counts);
    let marks = releases::marks(adoption, path);
    let weeks = weeks(adoption);
    let values: Vec<Point<Part>> = counts.iter().take(until + 1).map(point).collect();
    let target = target.map(|target| i64::try_from(target / 10).unwrap_or(1000));
    let trend = ShareTrend {
        id,
        what: "Services on a golden path",
        weeks: &weeks[..values.len().min(weeks.len())],
        values: &values,
        target,
        marks: &marks,
    };
    Panel { id: id.to_owned(), chart: trend.draw(&SIZES), unknown: "no week has an eligible service" }
}

fn point(count: &Count) -> Point<Part> {
    match (count.eligible(), count.unknown) {
        (0, 0) => Point::Empty,
        (0, _) => Point::Unknown,
        (den, _) => Point::Known(Part { num: count.covered().into(), den: den.into() }),
    }
}

/// The line of a share over its area, from nought to all.
pub fn spark(counts: &[Count]) -> Option<String> {
    let values: Vec<Point<f64>> = counts
        .iter()
        .map(|count| match point(count) {
            Point::Known(part) => Point::Known(part.num as f64 / part.den as f64),
            Point::Empty => Point::Empty,
            Point::Unknown => Point::Unknown,
        })
        .collect();
    sparkline::share(&values)
}
