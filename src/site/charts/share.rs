//! A share of services week by week, with the share that it should reach.

use super::frame::{self, Cell, Drawing, Drawn, Plane, Point, Size, Table, TableRow, gaps, line, months, newest, stretches, write};
use super::marks;
use super::rate::Part;
use super::themed;
use super::unit::{Axis, Unit};
use crate::site::wording;
use milepost_model::{Instant, Window};
use plotters::prelude::*;
use plotters::style::text_anchor::HPos;
use std::fmt::Write as _;

/// What is drawn.
pub struct ShareTrend<'a> {
    /// What the chart is known by on its page.
    pub id: &'a str,
    /// What the share is of, such as `Services on a golden path`.
    pub what: &'a str,
    /// The weeks, oldest first; the last may not be over.
    pub weeks: &'a [Window],
    /// The share at the end of each.
    pub values: &'a [Point<Part>],
    /// The share that is wanted, in tenths of a percent.
    pub target: Option<i64>,
    /// What happened on the way; those that come first are drawn first, and the rest stand in the table.
    pub marks: &'a [Mark],
}

/// Something that happened on the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// When.
    pub at: Instant,
    /// What, in a few words.
    pub text: String,
    /// Its place beside others of the same weight.
    pub order: usize,
}

/// The most marks that the description says; the table has all.
const MOST_SAID: usize = 6;

/// The sizes of a panel of two thirds.
pub const SIZES: [Size; 2] = [Size::WIDE, Size::NARROW];

impl ShareTrend<'_> {
    /// The chart; none where no week is known.
    pub fn draw(&self, sizes: &[Size]) -> Option<Drawn> {
        let (weeks, parts) = newest(self.weeks, self.values);
        let values: Vec<Point<i64>> = parts.iter().map(tenths).collect();
        values.iter().find_map(Point::value)?;
        let axis = Unit::Percent.axis(values.iter().filter_map(Point::value).chain(self.target));
        let drawings = sizes.iter().map(|size| {
            let content = frame::sheet(*size, weeks.len() as f64, &axis, |chart| self.paint(chart, weeks, &values, *size, &axis))?;
            Some(Drawing::new(*size, content))
        });
        Some(Drawn {
            legend: None,
            id: self.id.to_owned(),
            title: format!("{}, week by week", self.what),
            description: self.description(weeks, parts, &values),
            drawings: drawings.collect::<Option<_>>()?,
            table: table(weeks, parts, &values, self.marks),
        })
    }

    fn paint(&self, chart: &mut Plane<'_, '_>, weeks: &[Window], values: &[Point<i64>], size: Size, axis: &Axis) -> Option<()> {
        if let Some(target) = self.target.map(|target| target as f64) {
            line(chart, vec![(0.0, target), (weeks.len() as f64, target)], themed::TARGET)?;
            let words = if size.is_roomy { "Target " } else { "" };
            let words = format!("{words}{}", Unit::Percent.text(self.target?).replace(".0%", "%"));
            // Beside the end of its line, unless the newest share stands there.
            let newest = values.iter().rev().find_map(Point::value).map(|value| value as f64);
            let is_taken = newest.is_some_and(|newest| (target - newest).abs() < (axis.high - axis.low) * 0.07);
            let (at, aside) = if is_taken { ((0.0, target), (4, -9)) } else { ((weeks.len() as f64, target), (6, 0)) };
            write(chart, at, aside, &words, themed::WORDS, HPos::Left)?;
        }
        for (start, stretch) in stretches(values) {
            let places: Vec<(f64, f64)> =
                stretch.iter().enumerate().map(|(week, value)| ((start + week + 1) as f64, *value as f64)).collect();
            let (first, last) = (places.first()?.0, places.last()?.0);
            let mut area = places.clone();
            area.extend([(last, axis.low), (first, axis.low)]);
            chart.draw_series([Polygon::new(area, themed::GOLD_AREA)]).ok()?;
            line(chart, places, themed::GOLD)?;
        }
        gaps(chart, values, size, axis)?;
        months(chart, weeks, size, axis.low)?;
        for mark in marks::placed(self.marks, weeks, values, size) {
            marks::draw(chart, &mark, axis, size)?;
        }
        let (last, value) = values.iter().enumerate().rev().find_map(|(place, point)| Some((place, point.value()?)))?;
        let at = ((last + 1) as f64, value as f64);
        chart.draw_series([Circle::new(at, 50, themed::GOLD_POINT.filled())]).ok()?;
        write(chart, at, (10, 0), &Unit::Percent.text(value), themed::BIG, HPos::Left)
    }

    fn description(&self, weeks: &[Window], parts: &[Point<Part>], values: &[Point<i64>]) -> String {
        let known: Vec<i64> = values.iter().filter_map(Point::value).collect();
        let (Some(from), Some(first), Some(last)) = (weeks.first(), known.first(), known.last()) else { return String::new() };
        let text = |value: i64| Unit::Percent.text(value);
        let mut sentence = format!("From {} in the week of {} to {}", text(*first), wording::day(from.from), text(*last));
        if let Some(part) = parts.iter().rev().find_map(Point::value) {
            let _ = write!(sentence, ", {} of {} services", wording::number(part.num), wording::number(part.den));
        }
        if let Some(most) = known.iter().max() {
            let _ = write!(sentence, "; highest {}", text(*most));
        }
        if let Some(target) = self.target {
            let _ = write!(sentence, "; target {}", text(target));
        }
        sentence.push('.');
        let shown: Vec<String> = self
            .marks
            .iter()
            .filter(|mark| weeks.iter().any(|week| week.contains(mark.at)))
            .take(MOST_SAID)
            .map(|mark| format!("{} on {}", mark.text, wording::day(mark.at)))
            .collect();
        if !shown.is_empty() {
            let _ = write!(sentence, " Released: {}.", shown.join(", "));
        }
        sentence
    }
}

fn tenths(part: &Point<Part>) -> Point<i64> {
    match part {
        Point::Known(part) if part.den > 0 => Point::Known(i64::try_from((2000 * part.num + part.den) / (2 * part.den)).unwrap_or(1000)),
        Point::Known(_) | Point::Empty => Point::Empty,
        Point::Unknown => Point::Unknown,
    }
}

fn table(weeks: &[Window], parts: &[Point<Part>], values: &[Point<i64>], marks: &[Mark]) -> Table {
    let happened = |week: &Window| {
        let texts: Vec<&str> = marks.iter().filter(|mark| week.contains(mark.at)).map(|mark| mark.text.as_str()).collect();
        Cell::words(&texts.join(", "))
    };
    let has_marks = marks.iter().any(|mark| weeks.iter().any(|week| week.contains(mark.at)));
    let row = |((week, part), value): ((&Window, &Point<Part>), &Point<i64>)| {
        let mut cells = match (value, part) {
            (Point::Known(value), Point::Known(part)) => vec![
                Cell::known(value, Unit::Percent.text(*value)),
                Cell::known(part.num, wording::number(part.num)),
                Cell::known(part.den, wording::number(part.den)),
            ],
            (other, _) => vec![Cell::words(other.words()), Cell::words(""), Cell::words("")],
        };
        if has_marks {
            cells.push(happened(week));
        }
        TableRow { iso: Some(week.from.format("%Y-%m-%d").to_string()), label: wording::day(week.from), cells }
    };
    let mut heads = ["Share", "On a path", "Eligible"].map(str::to_owned).to_vec();
    if has_marks {
        heads.push("Released".to_owned());
    }
    Table { first: "Week of", heads, rows: weeks.iter().zip(parts).zip(values).rev().map(row).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_drawing_names_the_newest_share_and_the_target() {
        let as_of = "2026-11-20T06:40:00Z".parse().expect("because the test wrote a valid instant");
        let weeks = Window::last_weeks(30, as_of);
        let values: Vec<Point<Part>> = (0..30).map(|week| Point::Known(Part { num: 20 + week, den: 72 })).collect();
        let trend =
            ShareTrend { id: "share", what: "Services on a golden path", weeks: &weeks, values: &values, target: Some(750), marks: &[] };
        let chart = trend.draw(&SIZES).expect("because every week is known");
        assert!(chart.drawings[0].content.contains(">68.1%<") && chart.drawings[0].content.contains(">Target 75%<"));
        assert!(chart.drawings[0].content.len() < 6_000);
        assert_eq!(chart.table.rows.len(), 26);
        assert!(chart.description.contains("to 68.1%, 49 of 72 services; highest 68.1%; target 75.0%."), "{}", chart.description);
    }

    #[test]
    fn a_week_without_an_eligible_service_has_no_share() {
        assert_eq!(tenths(&Point::Known(Part { num: 0, den: 0 })), Point::Empty);
        assert_eq!(tenths(&Point::Known(Part { num: 1, den: 3 })), Point::Known(333));
    }
}
