//! A rate over four weeks with the interval that so few deployments allow.

use super::frame::{self, Cell, Drawing, Drawn, Plane, Point, Size, Table, TableRow, gaps, line, middle, months, newest, stretches, write};
use super::themed;
use super::unit::{Axis, Unit};
use crate::site::wording;
use milepost_model::Window;
use plotters::prelude::*;
use plotters::style::text_anchor::HPos;
use std::fmt::Write as _;

/// A part of a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// The part.
    pub num: u64,
    /// The whole.
    pub den: u64,
}

/// What is drawn.
pub struct RateTrend<'a> {
    /// What the chart is known by on its page.
    pub id: &'a str,
    /// What is measured, such as `Change fail rate`.
    pub what: &'a str,
    /// What the whole is, such as `deployments`.
    pub of: &'a str,
    /// The weeks, oldest first.
    pub weeks: &'a [Window],
    /// The parts of each single week.
    pub values: &'a [Point<Part>],
}

/// A rate over four weeks, in tenths of a percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Rate {
    part: Part,
    value: i64,
    low: i64,
    high: i64,
}

/// The quantile of the normal distribution that leaves 5% on each side.
const Z90: f64 = 1.644_853_626_951_472_2;

impl RateTrend<'_> {
    /// The chart; none where no four weeks are known.
    pub fn draw(&self, sizes: &[Size]) -> Option<Drawn> {
        let rates: Vec<Point<Rate>> =
            (0..self.values.len()).map(|end| four_weeks(&self.values[(end + 1).saturating_sub(4)..=end])).collect();
        let (weeks, rates) = newest(self.weeks, &rates);
        let known: Vec<Rate> = rates.iter().filter_map(Point::value).collect();
        known.first()?;
        let axis = Unit::Percent.axis(known.iter().map(|rate| rate.high));
        let drawings = sizes.iter().map(|size| {
            let content = frame::sheet(*size, weeks.len() as f64, &axis, |chart| paint(chart, weeks, rates, *size, &axis))?;
            Some(Drawing::new(*size, content))
        });
        Some(Drawn {
            legend: None,
            id: self.id.to_owned(),
            title: format!("{} over four weeks", self.what),
            description: self.description(weeks, &known),
            drawings: drawings.collect::<Option<_>>()?,
            table: self.table(weeks, rates),
        })
    }

    fn description(&self, weeks: &[Window], known: &[Rate]) -> String {
        let (Some(from), Some(to), Some(first), Some(last)) = (weeks.first(), weeks.last(), known.first(), known.last()) else {
            return String::new();
        };
        let text = |value| Unit::Percent.text(value);
        let number = wording::number;
        let mut sentence = format!(
            "Four weeks each, ending with the weeks of {} to {}. From {} to {}, {} of {} {}; interval {} to {}",
            wording::day(from.from),
            wording::day(to.from),
            text(first.value),
            text(last.value),
            number(last.part.num),
            number(last.part.den),
            self.of,
            text(last.low),
            text(last.high)
        );
        if let Some(trend) = frame::trend(&known.iter().map(|rate| rate.value as f64).collect::<Vec<_>>()) {
            let _ = write!(sentence, "; {trend}");
        }
        sentence.push('.');
        sentence
    }

    fn table(&self, weeks: &[Window], rates: &[Point<Rate>]) -> Table {
        let cell = |value: i64| Cell::known(value, Unit::Percent.text(value));
        let row = |(week, point): (&Window, &Point<Rate>)| TableRow {
            iso: Some(week.from.format("%Y-%m-%d").to_string()),
            label: wording::day(week.from),
            cells: match point {
                Point::Known(rate) => {
                    let parts = format!("{} of {}", wording::number(rate.part.num), wording::number(rate.part.den));
                    vec![cell(rate.value), Cell::words(&parts), cell(rate.low), cell(rate.high)]
                }
                other => vec![Cell::words(other.words()), Cell::words(""), Cell::words(""), Cell::words("")],
            },
        };
        let of = wording::capitalised(self.of);
        Table {
            first: "Four weeks to the week of",
            heads: vec!["Rate".to_owned(), of, "At least".to_owned(), "At most".to_owned()],
            rows: weeks.iter().zip(rates).rev().map(row).collect(),
        }
    }
}

fn paint(chart: &mut Plane<'_, '_>, weeks: &[Window], rates: &[Point<Rate>], size: Size, axis: &Axis) -> Option<()> {
    for (start, stretch) in stretches(rates) {
        let along = |pick: fn(&Rate) -> i64| {
            stretch.iter().enumerate().map(move |(week, rate)| (middle(start + week), pick(rate) as f64)).collect::<Vec<_>>()
        };
        if stretch.len() == 1 {
            chart.draw_series([Circle::new((middle(start), stretch[0].value as f64), 26, themed::DOT.filled())]).ok()?;
            continue;
        }
        let mut outline = along(|rate| rate.high);
        outline.extend(along(|rate| rate.low).into_iter().rev());
        chart.draw_series([Polygon::new(outline, themed::RIBBON)]).ok()?;
        line(chart, along(|rate| rate.value), themed::LINE)?;
    }
    gaps(chart, rates, size, axis)?;
    months(chart, weeks, size, axis.low)?;
    let (last, rate) = rates.iter().enumerate().rev().find_map(|(place, point)| Some((place, point.value()?)))?;
    let at = (middle(last), rate.value as f64);
    chart.draw_series([Circle::new(at, 50, themed::POINT.filled())]).ok()?;
    if last + 1 == rates.len() {
        write(chart, at, (16, 0), &Unit::Percent.text(rate.value), themed::BIG, HPos::Left)?;
    }
    Some(())
}

/// The rates over four weeks each, for a bare line.
pub fn shares(weeks: &[Point<Part>]) -> Vec<Point<f64>> {
    let share = |end: usize| match four_weeks(&weeks[(end + 1).saturating_sub(4)..=end]) {
        Point::Known(rate) => Point::Known(rate.part.num as f64 / rate.part.den as f64),
        Point::Empty => Point::Empty,
        Point::Unknown => Point::Unknown,
    };
    (0..weeks.len()).map(share).collect()
}

/// Weeks add up: the rate of four is the sum of their parts by that of their wholes.
fn four_weeks(weeks: &[Point<Part>]) -> Point<Rate> {
    if weeks.len() < 4 || weeks.iter().any(|week| matches!(week, Point::Unknown)) {
        return Point::Unknown;
    }
    let parts = weeks.iter().filter_map(Point::value);
    let part = parts.fold(Part { num: 0, den: 0 }, |sum, part| Part { num: sum.num + part.num, den: sum.den + part.den });
    if part.den == 0 {
        return Point::Empty;
    }
    let (low, high) = wilson(part);
    let value = (2000 * part.num + part.den) / (2 * part.den);
    Point::Known(Rate { part, value: i64::try_from(value).unwrap_or(1000), low, high })
}

/// Wilson's interval of a rate at 90%, in tenths of a percent.
fn wilson(part: Part) -> (i64, i64) {
    let (n, p) = (part.den as f64, part.num as f64 / part.den as f64);
    let z2 = Z90 * Z90;
    let centre = (p + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let reach = Z90 / (1.0 + z2 / n) * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt();
    let tenths = |share: f64| (share.clamp(0.0, 1.0) * 1000.0).round() as i64;
    (tenths(centre - reach), tenths(centre + reach))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_is_wilson_s() {
        // The values of the design's own example, and the ends, by hand.
        for (num, den, expected) in [(79, 1165, (57, 81)), (0, 10, (0, 213)), (10, 10, (787, 1000)), (1, 3, (78, 746))] {
            assert_eq!(wilson(Part { num, den }), expected, "{num}/{den}");
        }
    }

    #[test]
    fn four_weeks_add_up_and_one_unknown_week_makes_them_unknown() {
        let week = |num, den| Point::Known(Part { num, den });
        let Point::Known(rate) = four_weeks(&[week(1, 4), Point::Empty, week(0, 5), week(1, 1)]) else { panic!("known") };
        assert_eq!((rate.value, rate.part), (200, Part { num: 2, den: 10 }));
        assert_eq!(four_weeks(&[week(1, 4), Point::Unknown, week(0, 5), week(1, 1)]), Point::Unknown);
        assert_eq!(four_weeks(&[Point::Empty; 4]), Point::Empty);
        assert_eq!(four_weeks(&[week(1, 4); 3]), Point::Unknown);
    }

    #[test]
    fn the_drawing_is_small_and_names_the_newest_rate() {
        let as_of = "2026-11-20T06:40:00Z".parse().expect("because the test wrote a valid instant");
        let weeks = Window::last_weeks(53, as_of);
        let values: Vec<Point<Part>> = (0..53).map(|week| Point::Known(Part { num: week % 3, den: 12 })).collect();
        let trend = RateTrend { id: "cfr", what: "Change fail rate", of: "deployments", weeks: &weeks, values: &values };
        let chart = trend.draw(&[Size::HALF, Size::NARROW]).expect("because every week is known");
        assert!(chart.drawings[0].content.contains(">8.3%<") && chart.drawings[0].content.len() < 6_000);
        assert_eq!(chart.table.rows[0].cells[1].text, "4 of 48");
        assert!(chart.description.contains("to 8.3%, 4 of 48 deployments; interval 3.8% to 17.3%"), "{}", chart.description);
    }
}
