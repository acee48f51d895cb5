//! What all charts share: the sizes, the page's view of a chart, the axis of weeks.

use super::themed::{self, SCALE};
use super::unit::Axis;
use crate::site::wording;
use chrono::Datelike;
use milepost_model::Window;
use plotters::coord::types::RangedCoordf64;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use serde::Serialize;

/// A chart as its template sees it.
#[derive(Debug, Clone, Serialize)]
pub struct Drawn {
    /// What it is known by on its page.
    pub id: String,
    /// Its name, such as `Changes merged per week`.
    pub title: String,
    /// What it shows, in words: first and last value, the extreme, the trend.
    pub description: String,
    /// The drawings: for wide screens and narrow ones, or one for both.
    pub drawings: Vec<Drawing>,
    /// What the marks mean that only some weeks have.
    pub legend: Option<String>,
    /// The same values as a table.
    pub table: Table,
}

/// One drawing of a chart.
#[derive(Debug, Clone, Serialize)]
pub struct Drawing {
    class: &'static str,
    suffix: &'static str,
    width: i32,
    height: i32,
    /// The content of the SVG.
    pub content: String,
}

impl Drawing {
    /// A drawing of that size.
    pub fn new(size: Size, content: String) -> Self {
        Self { class: size.class, suffix: size.suffix, width: size.width, height: size.height, content }
    }
}

/// The values of a chart.
#[derive(Debug, Clone, Serialize)]
pub struct Table {
    /// The head of the first column.
    pub first: &'static str,
    /// The heads of the others, which hold figures.
    pub heads: Vec<String>,
    /// The rows, newest first where they are weeks.
    pub rows: Vec<TableRow>,
}

/// A row of a chart's table.
#[derive(Debug, Clone, Serialize)]
pub struct TableRow {
    /// Its day for machines, where it is about one.
    pub iso: Option<String>,
    /// What it is about.
    pub label: String,
    /// Its figures.
    pub cells: Vec<Cell>,
}

/// A figure in a table: what people read, and what was drawn.
#[derive(Debug, Clone, Serialize)]
pub struct Cell {
    /// For machines; none where there is no figure.
    pub value: Option<String>,
    /// For people.
    pub text: String,
}

impl Cell {
    /// A figure.
    pub fn known(value: impl std::fmt::Display, text: String) -> Self {
        Self { value: Some(format!("{value}")), text }
    }

    /// Words in place of a figure.
    pub fn words(text: &str) -> Self {
        Self { value: None, text: text.to_owned() }
    }
}

/// One size of a drawing, with the room around its plane.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// Its classes.
    pub class: &'static str,
    /// What ends its ids.
    pub suffix: &'static str,
    /// Its width in pixels.
    pub width: i32,
    /// Its height in pixels.
    pub height: i32,
    /// The room on the right for the labels of line ends.
    pub right: i32,
    /// Whether there is room for long labels.
    pub is_roomy: bool,
}

impl Size {
    /// For a panel that takes two thirds of a screen.
    pub const WIDE: Self = Self { class: "chart wide", suffix: "w", width: 800, height: 300, right: 128, is_roomy: true };
    /// For half a screen.
    pub const HALF: Self = Self { class: "chart wide", suffix: "w", width: 600, height: 220, right: 60, is_roomy: false };
    /// For a phone.
    pub const NARROW: Self = Self { class: "chart narrow", suffix: "n", width: 350, height: 230, right: 50, is_roomy: false };

    /// How wide the plane is.
    pub fn plane(self) -> f64 {
        f64::from(self.width - LEFT - self.right)
    }
}

/// A week of a series.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Point<T> {
    /// Not everything was read.
    Unknown,
    /// All was read, and nothing happened.
    Empty,
    /// What happened.
    Known(T),
}

impl<T: Copy> Point<T> {
    /// The value, if there is one.
    pub fn value(&self) -> Option<T> {
        match self {
            Self::Known(value) => Some(*value),
            Self::Unknown | Self::Empty => None,
        }
    }

    /// What stands in a table where there is no value.
    pub fn words(&self) -> &'static str {
        match self {
            Self::Unknown => "not known",
            Self::Empty => "none",
            Self::Known(_) => "",
        }
    }
}

/// How many weeks a chart shows; the tables of the data hold more.
pub const SHOWN: usize = 26;
/// The room for the labels of the values.
pub const LEFT: i32 = 36;
const TOP: i32 = 24;
const BOTTOM: i32 = 24;

/// The plane that a chart is drawn on.
pub type Plane<'a, 'b> = ChartContext<'a, SVGBackend<'b>, Cartesian2d<RangedCoordf64, RangedCoordf64>>;

/// Draws on a plane of that size; none where plotters refuses.
pub fn sheet(size: Size, across: f64, axis: &Axis, paint: impl FnOnce(&mut Plane<'_, '_>) -> Option<()>) -> Option<String> {
    let mut svg = String::new();
    {
        let pixels = ((size.width * SCALE).unsigned_abs(), (size.height * SCALE).unsigned_abs());
        let root = SVGBackend::with_string(&mut svg, pixels).into_drawing_area();
        let mut builder = ChartBuilder::on(&root);
        builder.margin_left(LEFT * SCALE).margin_right(size.right * SCALE).margin_top(TOP * SCALE).margin_bottom(BOTTOM * SCALE);
        let mut chart = builder.build_cartesian_2d(0.0..across, axis.low..axis.high).ok()?;
        grid(&mut chart, across, axis)?;
        paint(&mut chart)?;
        root.present().ok()?;
    }
    Some(themed::themed(&svg))
}

/// Words of 11 pixels.
pub fn words(ink: RGBColor, across: HPos) -> TextStyle<'static> {
    ("sans-serif", 11 * SCALE).into_font().color(&ink).pos(Pos::new(across, VPos::Center))
}

/// Writes words beside a place of the plane.
pub fn write(chart: &mut Plane<'_, '_>, at: (f64, f64), by: (i32, i32), text: &str, ink: RGBColor, across: HPos) -> Option<()> {
    let label = Text::new(text.to_owned(), (by.0 * SCALE, by.1 * SCALE), words(ink, across));
    chart.draw_series([EmptyElement::at(at) + label]).ok()?;
    Some(())
}

/// Draws a line through places of the plane.
pub fn line(chart: &mut Plane<'_, '_>, places: Vec<(f64, f64)>, ink: RGBColor) -> Option<()> {
    chart.draw_series([PathElement::new(places, ink.stroke_width(2))]).ok()?;
    Some(())
}

fn grid(chart: &mut Plane<'_, '_>, across: f64, axis: &Axis) -> Option<()> {
    for (y, label) in &axis.ticks {
        let is_base = axis.has_base && (*y - axis.low).abs() < f64::EPSILON;
        line(chart, vec![(0.0, *y), (across, *y)], if is_base { themed::BASE } else { themed::GRID })?;
        write(chart, (0.0, *y), (-8, 0), label, themed::WORDS, HPos::Right)?;
    }
    Some(())
}

/// The names of the months below the weeks, and the day on which the last one began.
pub fn months(chart: &mut Plane<'_, '_>, weeks: &[Window], size: Size, bottom: f64) -> Option<()> {
    let Some(last) = weeks.len().checked_sub(1) else { return Some(()) };
    let width = size.plane() / weeks.len() as f64;
    // A month's name needs 34 pixels beside the next, and the last week's date needs 70.
    let mut free_from = 0.0;
    for (place, week) in weeks.iter().enumerate() {
        let is_new = place == 0 || week.from.month() != weeks[place - 1].from.month();
        let x = place as f64 * width;
        if !is_new || x < free_from || (last - place) as f64 * width < 70.0 {
            continue;
        }
        free_from = x + 34.0;
        write(chart, (place as f64, bottom), (0, 14), wording::short_month(week.from), themed::WORDS, HPos::Left)?;
    }
    let date = wording::day_of_year(weeks[last].from);
    write(chart, (weeks.len() as f64, bottom), (0, 14), &date, themed::WORDS, HPos::Right)
}

/// The middle of a week on the axis.
pub fn middle(place: usize) -> f64 {
    place as f64 + 0.5
}

/// The stretches of known values: where each begins, and the values themselves.
pub fn stretches<T: Copy>(values: &[Point<T>]) -> Vec<(usize, Vec<T>)> {
    let mut found: Vec<(usize, Vec<T>)> = Vec::new();
    let mut is_open = false;
    for (place, point) in values.iter().enumerate() {
        match point.value() {
            Some(value) if is_open => {
                if let Some((_, stretch)) = found.last_mut() {
                    stretch.push(value);
                }
            }
            Some(value) => found.push((place, vec![value])),
            None => {}
        }
        is_open = point.value().is_some();
    }
    found
}

/// Says where a wide gap is what it is: a gap of two weeks or fewer explains itself in the table.
pub fn gaps<T: Copy>(chart: &mut Plane<'_, '_>, values: &[Point<T>], size: Size, axis: &Axis) -> Option<()> {
    let is_unknown = |point: &Point<T>| matches!(point, Point::Unknown);
    let mut place = 0;
    while place < values.len() {
        let length = values[place..].iter().take_while(|point| is_unknown(point)).count();
        // “not known” takes 58 pixels.
        if length as f64 * size.plane() / values.len() as f64 > 58.0 {
            let at = (place as f64 + length as f64 / 2.0, f64::midpoint(axis.low, axis.high));
            write(chart, at, (0, 0), "not known", themed::WORDS, HPos::Center)?;
        }
        place += length.max(1);
    }
    Some(())
}

/// The newest weeks with their values; both lists end together.
pub fn newest<'a, T>(weeks: &'a [Window], values: &'a [T]) -> (&'a [Window], &'a [T]) {
    let count = weeks.len().min(values.len()).min(SHOWN);
    (&weeks[weeks.len() - count..], &values[values.len() - count..])
}

/// Whether a series goes up or down by more than a tenth between its first and last four values.
pub fn trend(values: &[f64]) -> Option<&'static str> {
    if values.len() < 8 {
        return None;
    }
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let (early, late) = (mean(&values[..4]), mean(&values[values.len() - 4..]));
    Some(if late > early * 1.1 {
        "rising"
    } else if late < early * 0.9 {
        "falling"
    } else {
        "level"
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_divides_a_line() {
        let values = [Point::Known(1), Point::Known(2), Point::Unknown, Point::Empty, Point::Known(3)];
        assert_eq!(stretches(&values), [(0, vec![1, 2]), (4, vec![3])]);
        assert_eq!(stretches::<u8>(&[Point::Empty]), []);
    }

    #[test]
    fn a_trend_needs_eight_values() {
        assert_eq!(trend(&[1.0; 7]), None);
        assert_eq!(trend(&[1.0; 8]), Some("level"));
        assert_eq!(trend(&[1.0, 1.0, 1.0, 1.0, 2.0, 2.0, 2.0, 2.0]), Some("rising"));
    }
}
