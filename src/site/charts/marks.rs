//! What happened on the way of a line: a dot on it, a stem, and words below.

use super::frame::{Plane, Point, Size, line, write};
use super::share::Mark;
use super::themed;
use super::unit::Axis;
use milepost_model::Window;
use plotters::prelude::*;
use plotters::style::text_anchor::HPos;

/// The most that a chart shows; its table has the rest.
const MOST: usize = 4;

/// So wide a letter of 11 pixels is, with a little room.
const LETTER: f64 = 6.2;

/// How far below the line the words of each row stand.
const ROWS: [i32; 2] = [30, 50];

/// A mark where it is drawn.
pub struct Placed<'a> {
    mark: &'a Mark,
    at: (f64, f64),
    row: usize,
}

/// The marks for which there is room, each on the line.
pub fn placed<'a>(marks: &'a [Mark], weeks: &[Window], values: &[Point<i64>], size: Size) -> Vec<Placed<'a>> {
    let width = size.plane() / weeks.len().max(1) as f64;
    let mut taken: Vec<(usize, f64, f64)> = Vec::new();
    let mut found: Vec<Placed<'a>> = Vec::new();
    for mark in marks {
        let Some(at) = place(mark, weeks, values) else { continue };
        let half = mark.text.chars().count() as f64 * LETTER / 2.0;
        let (from, to) = (at.0 * width - half, at.0 * width + half);
        // A dot that touches another says nothing of either.
        let is_free = |row: usize| {
            from > 0.0
                && to < size.plane() - 8.0
                && taken.iter().all(|(other, start, end)| *other != row || to < *start || from > *end)
                && found.iter().all(|other| (other.at.0 - at.0).abs() * width > 12.0)
        };
        let Some(row) = (0..ROWS.len()).find(|row| is_free(*row)) else { continue };
        taken.push((row, from, to));
        found.push(Placed { mark, at, row });
        if found.len() == MOST {
            break;
        }
    }
    found
}

/// Where a mark lies on the line; none outside of what is shown, or where the line is not known.
fn place(mark: &Mark, weeks: &[Window], values: &[Point<i64>]) -> Option<(f64, f64)> {
    let week = weeks.iter().position(|week| week.contains(mark.at))?;
    let (from, to) = (values.get(week.checked_sub(1)?)?.value()?, values[week].value()?);
    let length = (weeks[week].to - weeks[week].from).num_seconds().max(1);
    let part = (mark.at - weeks[week].from).num_seconds() as f64 / length as f64;
    Some((week as f64 + part, (to - from) as f64 * part + from as f64))
}

/// Draws a mark.
pub fn draw(chart: &mut Plane<'_, '_>, placed: &Placed<'_>, axis: &Axis, size: Size) -> Option<()> {
    let (x, y) = placed.at;
    let pixel = (axis.high - axis.low) / f64::from(size.height - 48);
    let below = ROWS[placed.row];
    // Where the line runs low, the words stand above it.
    let is_low = y - f64::from(below + 8) * pixel < axis.low;
    let way = if is_low { -1 } else { 1 };
    line(chart, vec![(x, y), (x, y - f64::from(way * (below - 9)) * pixel)], themed::STEM)?;
    chart.draw_series([Circle::new((x, y), 36, themed::MARKED.filled())]).ok()?;
    write(chart, (x, y), (0, way * below), &placed.mark.text, themed::WORDS, HPos::Center)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Duration;

    #[test]
    fn marks_lie_on_the_line_and_do_not_touch_one_another() {
        let as_of = "2026-11-20T06:40:00Z".parse().expect("because the test wrote a valid instant");
        let weeks = Window::last_weeks(26, as_of);
        let values: Vec<Point<i64>> = (0..26).map(|week| Point::Known(400 + week * 10)).collect();
        let mark = |days: i64, order| Mark { at: weeks[0].from + Duration::days(days), text: format!("rust-service {order}"), order };
        let marks = [mark(80, 1), mark(81, 2), mark(94, 3), mark(130, 4), mark(2, 5), mark(400, 6), mark(140, 7), mark(110, 8)];
        let shown = placed(&marks, &weeks, &values, Size::WIDE);
        let places: Vec<(usize, usize)> = shown.iter().map(|one| (one.mark.order, one.row)).collect();
        // The second touches the first; the fifth has no line before it; the sixth is outside.
        assert_eq!(places, [(1, 0), (3, 1), (4, 0), (7, 1)]);
        assert!((shown[0].at.0 - 80.0 / 7.0).abs() < 0.01 && shown[0].at.1 > 500.0 && shown[0].at.1 < 520.0);
    }
}
