//! A median per week with the middle half around it: of changes, or of services.

use super::frame::{self, Cell, Drawing, Drawn, Plane, Point, Size, Table, TableRow, gaps, line, middle, months, newest, stretches, write};
use super::themed;
use super::unit::{Axis, Unit};
use crate::site::wording;
use milepost_model::Window;
use plotters::prelude::*;
use plotters::style::text_anchor::HPos;
use std::fmt::Write as _;

/// The median of a week and the middle half around it, in the chart's unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Middle {
    /// A quarter is at most this.
    pub p25: i64,
    /// Half is at most this.
    pub p50: i64,
    /// Three quarters are at most this.
    pub p75: i64,
    /// Of how many.
    pub n: u64,
}

/// What is drawn.
pub struct SpreadTrend<'a> {
    /// What the chart is known by on its page.
    pub id: &'a str,
    /// What is measured, such as `Change lead time`.
    pub what: &'a str,
    /// What the half is of, such as `changes`.
    pub of: &'a str,
    /// What the values are counted in.
    pub unit: Unit,
    /// The weeks, oldest first.
    pub weeks: &'a [Window],
    /// The values, one a week.
    pub values: &'a [Point<Middle>],
}

impl SpreadTrend<'_> {
    /// The chart; none where no week has a value.
    pub fn draw(&self, sizes: &[Size]) -> Option<Drawn> {
        let (weeks, values) = newest(self.weeks, self.values);
        let known: Vec<Middle> = values.iter().filter_map(Point::value).collect();
        known.first()?;
        let axis = self.unit.axis(known.iter().flat_map(|value| [value.p25, value.p75]));
        let drawings = sizes.iter().map(|size| {
            let content = frame::sheet(*size, weeks.len() as f64, &axis, |chart| self.paint(chart, weeks, values, *size, &axis))?;
            Some(Drawing::new(*size, content))
        });
        Some(Drawn {
            legend: None,
            id: self.id.to_owned(),
            title: format!("{} per week", self.what),
            description: self.description(weeks, values, &known),
            drawings: drawings.collect::<Option<_>>()?,
            table: self.table(weeks, values),
        })
    }

    fn paint(&self, chart: &mut Plane<'_, '_>, weeks: &[Window], values: &[Point<Middle>], size: Size, axis: &Axis) -> Option<()> {
        let place = |value: i64| self.unit.place(value);
        for (start, stretch) in stretches(values) {
            // A single week has no width of its own: its half stands upright.
            if let [only] = stretch[..] {
                let x = middle(start);
                let half = Rectangle::new([(x - 0.25, place(only.p75)), (x + 0.25, place(only.p25))], themed::RIBBON.filled());
                chart.draw_series([half]).ok()?;
                chart.draw_series([Circle::new((x, place(only.p50)), 26, themed::DOT.filled())]).ok()?;
                continue;
            }
            let along = |pick: fn(&Middle) -> i64| {
                stretch.iter().enumerate().map(move |(week, value)| (middle(start + week), place(pick(value)))).collect::<Vec<_>>()
            };
            let mut outline = along(|value| value.p75);
            outline.extend(along(|value| value.p25).into_iter().rev());
            chart.draw_series([Polygon::new(outline, themed::RIBBON)]).ok()?;
            line(chart, along(|value| value.p50), themed::LINE)?;
        }
        gaps(chart, values, size, axis)?;
        months(chart, weeks, size, axis.low)?;
        self.ends(chart, values, size)
    }

    /// The dot of the newest value, and what the three lines are worth there.
    fn ends(&self, chart: &mut Plane<'_, '_>, values: &[Point<Middle>], size: Size) -> Option<()> {
        let (last, value) = values.iter().enumerate().rev().find_map(|(place, point)| Some((place, point.value()?)))?;
        let at = |value: i64| (middle(last), self.unit.place(value));
        chart.draw_series([Circle::new(at(value.p50), 50, themed::POINT.filled())]).ok()?;
        if last + 1 != values.len() {
            return Some(());
        }
        write(chart, at(value.p50), (16, 0), &self.unit.text(value.p50), themed::BIG, HPos::Left)?;
        // Labels of lines that lie close would run into each other; the table has all three.
        let pixel = |value: i64| -> i32 { chart.backend_coord(&at(value)).1 / themed::SCALE };
        let (low, mid, high) = (pixel(value.p25), pixel(value.p50), pixel(value.p75));
        let words = if size.is_roomy { [", one in four", ", three in four"] } else { ["", ""] };
        if low - mid >= 14 {
            write(chart, at(value.p25), (16, 0), &format!("{}{}", self.unit.text(value.p25), words[0]), themed::WORDS, HPos::Left)?;
        }
        if mid - high >= 14 {
            write(chart, at(value.p75), (16, 0), &format!("{}{}", self.unit.text(value.p75), words[1]), themed::WORDS, HPos::Left)?;
        }
        Some(())
    }

    fn description(&self, weeks: &[Window], values: &[Point<Middle>], known: &[Middle]) -> String {
        let (Some(from), Some(to), Some(first), Some(last)) = (weeks.first(), weeks.last(), known.first(), known.last()) else {
            return String::new();
        };
        let text = |value: i64| self.unit.text(value);
        let mut sentence = format!("Weeks of {} to {}.", wording::day(from.from), wording::day(to.from));
        let _ = write!(sentence, " Median from {} to {}", text(first.p50), text(last.p50));
        let most =
            values.iter().enumerate().filter_map(|(place, point)| Some((place, point.value()?))).rev().max_by_key(|(_, value)| value.p50);
        if let Some((place, value)) = most {
            let _ = write!(sentence, ", highest {} in the week of {}", text(value.p50), wording::day(weeks[place].from));
        }
        let _ = write!(sentence, "; in the newest, half of the {} lie between {} and {}", self.of, text(last.p25), text(last.p75));
        if let Some(trend) = frame::trend(&known.iter().map(|value| value.p50 as f64).collect::<Vec<_>>()) {
            let _ = write!(sentence, "; {trend}");
        }
        let unknown = values.iter().filter(|point| matches!(point, Point::Unknown)).count() as u64;
        if unknown > 0 {
            let _ = write!(sentence, "; {} not known", wording::counted(unknown, "week is", "weeks are"));
        }
        sentence.push('.');
        sentence
    }

    fn table(&self, weeks: &[Window], values: &[Point<Middle>]) -> Table {
        let cell = |value: i64| Cell::known(value, self.unit.text(value));
        let row = |(week, point): (&Window, &Point<Middle>)| TableRow {
            iso: Some(week.from.format("%Y-%m-%d").to_string()),
            label: wording::day(week.from),
            cells: match point {
                Point::Known(value) => {
                    vec![cell(value.p50), cell(value.p25), cell(value.p75), Cell::known(value.n, wording::number(value.n))]
                }
                other => vec![Cell::words(other.words()), Cell::words(""), Cell::words(""), Cell::words("")],
            },
        };
        let of = wording::capitalised(self.of);
        Table {
            first: "Week of",
            heads: vec!["Median".to_owned(), "One in four up to".to_owned(), "Three in four up to".to_owned(), of],
            rows: weeks.iter().zip(values).rev().map(row).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(values: &[Point<Middle>]) -> Option<Drawn> {
        let as_of = "2026-11-20T06:40:00Z".parse().expect("because the test wrote a valid instant");
        let weeks = Window::last_weeks(53, as_of);
        let trend = SpreadTrend { id: "lead", what: "Change lead time", of: "changes", unit: Unit::Duration, weeks: &weeks, values };
        trend.draw(&[Size::WIDE, Size::NARROW])
    }

    fn week(hours: i64) -> Point<Middle> {
        Point::Known(Middle { p25: hours * 1800, p50: hours * 3600, p75: hours * 9000, n: 7 })
    }

    #[test]
    fn the_ribbon_lies_around_the_line_and_the_table_holds_both() {
        let values: Vec<_> = (0..53).map(|place| week(60 - place)).collect();
        let chart = drawn(&values).expect("because there are weeks");
        let content = &chart.drawings[0].content;
        assert_eq!((content.matches("class=\"rib\"").count(), content.matches("class=\"l l1\"").count()), (1, 1));
        assert!(content.contains(">8.0 h<") && content.contains("20 h, three in four"), "{content}");
        assert!(content.len() < 6_000, "{} bytes", content.len());
        assert_eq!(chart.table.rows.len(), 26);
        let newest: Vec<&str> = chart.table.rows[0].cells.iter().map(|cell| cell.text.as_str()).collect();
        assert_eq!(newest, ["8.0 h", "4.0 h", "20 h", "7"]);
        assert!(
            chart.description.contains("Median from 1.4 d to 8.0 h, highest 1.4 d in the week of 18 May 2026"),
            "{}",
            chart.description
        );
        assert!(chart.description.ends_with("falling."), "{}", chart.description);
    }

    #[test]
    fn weeks_that_are_not_known_are_gaps_and_the_table_says_so() {
        let mut values: Vec<_> = (0..26).map(|_| week(9)).collect();
        values[4..10].fill(Point::Unknown);
        values[20] = Point::Empty;
        values[22] = Point::Empty;
        let chart = drawn(&values).expect("because there are weeks");
        let content = &chart.drawings[0].content;
        assert!(content.contains(">not known<"));
        // Three stretches, and the week between two empty ones alone.
        assert_eq!((content.matches("class=\"l l1\"").count(), content.matches("class=\"f1\"").count()), (3, 1), "{content}");
        let words: Vec<&str> =
            chart.table.rows.iter().filter(|row| row.cells[0].value.is_none()).map(|row| row.cells[0].text.as_str()).collect();
        assert_eq!(words, ["none", "none", "not known", "not known", "not known", "not known", "not known", "not known"]);
        assert!(chart.description.contains("6 weeks are not known."), "{}", chart.description);
        assert!(drawn(&[Point::Unknown; 26]).is_none());
    }
}
