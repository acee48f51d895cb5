//! The share of all that stood somewhere at the end of each week.

use super::frame::{self, Cell, Drawing, Drawn, Plane, Point, Size, Table, TableRow, gaps, line, middle, months, newest, stretches, write};
use super::themed;
use super::unit::{Axis, Unit};
use crate::site::wording;
use milepost_model::Window;
use plotters::prelude::*;
use plotters::style::text_anchor::HPos;
use std::fmt::Write as _;

/// How many of how many, where that is known.
pub type Parts = Point<(u64, u64)>;

/// What is drawn.
pub struct Standing<'a> {
    /// What the chart is known by on its page.
    pub id: &'a str,
    /// What stands there, such as `Services at Silver or above`.
    pub what: &'a str,
    /// The weeks, oldest first.
    pub weeks: &'a [Window],
    /// How many of how many at the end of each.
    pub values: &'a [Parts],
}

impl Standing<'_> {
    /// The chart; none where no week is known.
    pub fn draw(&self, sizes: &[Size]) -> Option<Drawn> {
        let (weeks, values) = newest(self.weeks, self.values);
        let known: Vec<i64> = values.iter().filter_map(Point::value).map(tenths).collect();
        known.first()?;
        let axis = Unit::Percent.axis(known.iter().copied());
        let drawings = sizes.iter().map(|size| {
            let content = frame::sheet(*size, weeks.len() as f64, &axis, |chart| paint(chart, (weeks, values), *size, &axis))?;
            Some(Drawing::new(*size, content))
        });
        Some(Drawn {
            legend: None,
            id: self.id.to_owned(),
            title: format!("{} by week", self.what),
            description: self.description(weeks, &known),
            drawings: drawings.collect::<Option<_>>()?,
            table: Self::table(weeks, values),
        })
    }

    fn description(&self, weeks: &[Window], known: &[i64]) -> String {
        let (Some(from), Some(to), Some(first), Some(last)) = (weeks.first(), weeks.last(), known.first(), known.last()) else {
            return String::new();
        };
        let (from, to) = (wording::day(from.from), wording::day(to.from));
        let mut text = format!(
            "{}, at the ends of the weeks of {from} to {to}. From {} to {}",
            self.what,
            Unit::Percent.text(*first),
            Unit::Percent.text(*last)
        );
        if let Some(trend) = frame::trend(&known.iter().map(|value| *value as f64).collect::<Vec<_>>()) {
            let _ = write!(text, "; {trend}");
        }
        text.push('.');
        text
    }

    fn table(weeks: &[Window], values: &[Parts]) -> Table {
        let row = |(week, point): (&Window, &Parts)| TableRow {
            iso: Some(week.from.format("%Y-%m-%d").to_string()),
            label: wording::day(week.from),
            cells: match point.value() {
                Some((num, den)) => vec![
                    Cell::known(tenths((num, den)), Unit::Percent.text(tenths((num, den)))),
                    Cell::words(&format!("{} of {}", wording::number(num), wording::number(den))),
                ],
                None => vec![Cell::words(point.words()), Cell::words("")],
            },
        };
        Table {
            first: "Week of",
            heads: vec!["Share".to_owned(), "Services".to_owned()],
            rows: weeks.iter().zip(values).rev().map(row).collect(),
        }
    }
}

fn paint(chart: &mut Plane<'_, '_>, (weeks, values): (&[Window], &[Parts]), size: Size, axis: &Axis) -> Option<()> {
    for (start, stretch) in stretches(values) {
        let places: Vec<(f64, f64)> =
            stretch.iter().enumerate().map(|(week, value)| (middle(start + week), tenths(*value) as f64)).collect();
        if let [only] = places.as_slice() {
            chart.draw_series([Circle::new(*only, 26, themed::DOT.filled())]).ok()?;
            continue;
        }
        line(chart, places, themed::LINE)?;
    }
    gaps(chart, values, size, axis)?;
    months(chart, weeks, size, axis.low)?;
    let (last, value) = values.iter().enumerate().rev().find_map(|(place, point)| Some((place, point.value()?)))?;
    let at = (middle(last), tenths(value) as f64);
    chart.draw_series([Circle::new(at, 50, themed::POINT.filled())]).ok()?;
    write(chart, at, (16, 0), &Unit::Percent.text(tenths(value)), themed::BIG, HPos::Left)
}

fn tenths((num, den): (u64, u64)) -> i64 {
    let tenths = (num * 2000 + den).checked_div(den * 2).unwrap_or_default();
    i64::try_from(tenths).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::charts::frame::SHOWN;

    #[test]
    fn shares_are_drawn_with_their_table_and_unknown_weeks_are_gaps() {
        let weeks = Window::last_weeks(53, "2026-11-20T06:40:00Z".parse().expect("because the test wrote a valid instant"));
        let mut values: Vec<Point<(u64, u64)>> = (0..53).map(|week| Point::Known((week, 53))).collect();
        values[30] = Point::Unknown;
        let chart = Standing { id: "c", what: "Done", weeks: &weeks, values: &values }.draw(&[Size::HALF]).expect("a chart");
        assert_eq!(chart.table.rows.len(), SHOWN);
        assert_eq!(chart.table.rows[0].cells[0].text, "98.1%");
        assert_eq!(chart.table.rows[SHOWN - 4].cells[0].value, None);
        assert!(chart.description.contains("to 98.1%; rising."), "{}", chart.description);
        assert!(Standing { id: "c", what: "Done", weeks: &weeks, values: &[] }.draw(&[Size::HALF]).is_none());
    }
}
