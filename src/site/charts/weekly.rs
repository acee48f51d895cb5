//! Counts per week as bars, with their mean over four weeks.

use super::themed::{self, SCALE};
use crate::site::wording;
use chrono::Datelike;
use milepost_model::{Instant, Window};
use plotters::coord::types::RangedCoordf64;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use serde::Serialize;
use std::fmt::Write as _;

/// How many weeks a chart shows; the tables of the data hold more.
pub const SHOWN: usize = 26;

/// What is drawn.
pub struct Weekly<'a> {
    /// What the chart is known by on its page.
    pub id: &'a str,
    /// What is counted, such as `Changes merged`.
    pub what: &'a str,
    /// The weeks, oldest first.
    pub weeks: &'a [Window],
    /// The counts, one a week.
    pub values: &'a [u32],
    /// The portal's instant: a week that ends later is not over.
    pub as_of: Instant,
}

/// A chart as its template sees it.
#[derive(Debug, Clone, Serialize)]
pub struct Drawn {
    id: String,
    what: String,
    description: String,
    /// The drawings: for wide screens and narrow ones, or one for both.
    drawings: Vec<Drawing>,
    rows: Vec<TableRow>,
}

#[derive(Debug, Clone, Serialize)]
struct Drawing {
    class: &'static str,
    suffix: &'static str,
    width: i32,
    height: i32,
    content: String,
}

#[derive(Debug, Clone, Serialize)]
struct TableRow {
    iso: String,
    week: String,
    value: String,
}

/// One size of a drawing.
#[derive(Clone, Copy)]
struct Size {
    class: &'static str,
    suffix: &'static str,
    width: i32,
    height: i32,
}

const WIDE: Size = Size { class: "chart wide", suffix: "w", width: 600, height: 220 };
const NARROW: Size = Size { class: "chart narrow", suffix: "n", width: 350, height: 210 };
const HALF: Size = Size { class: "chart", suffix: "h", width: 380, height: 170 };

const LEFT: i32 = 34;
const RIGHT: i32 = 12;
const TOP: i32 = 24;
const BOTTOM: i32 = 24;

impl Weekly<'_> {
    /// Two drawings for a panel of its own; none without a week.
    pub fn draw(&self) -> Option<Drawn> {
        self.drawn(&[WIDE, NARROW])
    }

    /// One small drawing that fits half a panel and a phone alike.
    pub fn draw_half(&self) -> Option<Drawn> {
        self.drawn(&[HALF])
    }

    fn drawn(&self, sizes: &[Size]) -> Option<Drawn> {
        let (weeks, values) = self.shown();
        values.last()?;
        let drawings = sizes.iter().map(|size| {
            Some(Drawing { class: size.class, suffix: size.suffix, width: size.width, height: size.height, content: self.content(*size)? })
        });
        let row = |(week, value): (&Window, &u32)| TableRow {
            iso: week.from.format("%Y-%m-%d").to_string(),
            week: wording::day(week.from),
            value: wording::number(u64::from(*value)),
        };
        Some(Drawn {
            id: self.id.to_owned(),
            what: self.what.to_owned(),
            description: self.description(weeks, values),
            drawings: drawings.collect::<Option<_>>()?,
            rows: weeks.iter().zip(values).rev().map(row).collect(),
        })
    }

    /// The newest weeks with their counts; both lists end together.
    fn shown(&self) -> (&[Window], &[u32]) {
        let count = self.weeks.len().min(self.values.len()).min(SHOWN);
        (&self.weeks[self.weeks.len() - count..], &self.values[self.values.len() - count..])
    }

    fn description(&self, weeks: &[Window], values: &[u32]) -> String {
        let number = |value: u32| wording::number(u64::from(value));
        let (Some(first), Some(last)) = (weeks.first(), weeks.last()) else { return String::new() };
        let highest = values.iter().enumerate().rev().max_by_key(|(_, value)| **value);
        let mut text = format!("{} per week, weeks of {} to {}.", self.what, wording::day(first.from), wording::day(last.from));
        let _ = write!(text, " From {} to {}", number(values[0]), number(values[values.len() - 1]));
        if let Some((place, value)) = highest {
            let _ = write!(text, "; highest {} in the week of {}", number(*value), wording::day(weeks[place].from));
        }
        let mean = |values: &[u32]| values.iter().map(|value| f64::from(*value)).sum::<f64>() / values.len() as f64;
        if values.len() >= 8 {
            let (early, late) = (mean(&values[..4]), mean(&values[values.len() - 4..]));
            let trend = if late > early * 1.1 {
                "rising"
            } else if late < early * 0.9 {
                "falling"
            } else {
                "level"
            };
            let _ = write!(text, "; {trend}");
        }
        text.push('.');
        text
    }

    fn content(&self, size: Size) -> Option<String> {
        let (weeks, values) = self.shown();
        let most = values.iter().copied().max().unwrap_or_default();
        let (step, top) = ticks(most);
        let mut svg = String::new();
        {
            let pixels = ((size.width * SCALE).unsigned_abs(), (size.height * SCALE).unsigned_abs());
            let root = SVGBackend::with_string(&mut svg, pixels).into_drawing_area();
            let mut builder = ChartBuilder::on(&root);
            builder.margin_left(LEFT * SCALE).margin_right(RIGHT * SCALE).margin_top(TOP * SCALE).margin_bottom(BOTTOM * SCALE);
            let mut chart = builder.build_cartesian_2d(0.0..values.len() as f64, 0.0..f64::from(top)).ok()?;
            draw_grid(&mut chart, values.len(), step, top)?;
            draw_bars(&mut chart, weeks, values, self.as_of)?;
            draw_mean(&mut chart, values)?;
            draw_words(&mut chart, (weeks, values), size, top, self.as_of)?;
            root.present().ok()?;
        }
        Some(themed::themed(&svg))
    }
}

type Chart<'a, 'b> = ChartContext<'a, SVGBackend<'b>, Cartesian2d<RangedCoordf64, RangedCoordf64>>;

fn words(ink: RGBColor, across: HPos) -> TextStyle<'static> {
    ("sans-serif", 11 * SCALE).into_font().color(&ink).pos(Pos::new(across, VPos::Center))
}

fn draw_grid(chart: &mut Chart<'_, '_>, weeks: usize, step: u32, top: u32) -> Option<()> {
    for tick in (0..=top).step_by(step as usize) {
        let ink = if tick == 0 { themed::BASE } else { themed::GRID };
        let (y, end) = (f64::from(tick), weeks as f64);
        chart.draw_series([PathElement::new(vec![(0.0, y), (end, y)], ink)]).ok()?;
        let label = Text::new(wording::number(u64::from(tick)), (-8 * SCALE, 0), words(themed::WORDS, HPos::Right));
        chart.draw_series([EmptyElement::at((0.0, y)) + label]).ok()?;
    }
    Some(())
}

fn draw_bars(chart: &mut Chart<'_, '_>, weeks: &[Window], values: &[u32], as_of: Instant) -> Option<()> {
    let bar = |(week, value): (usize, &u32)| {
        let ink = match (week + 1 == values.len(), weeks[week].to > as_of) {
            (true, true) => themed::OPEN,
            (true, false) => themed::LAST,
            (false, _) => themed::BAR,
        };
        let x = week as f64;
        Rectangle::new([(x + 0.16, f64::from(*value)), (x + 0.84, 0.0)], ink.filled())
    };
    chart.draw_series(values.iter().enumerate().filter(|(_, value)| **value > 0).map(bar)).ok()?;
    Some(())
}

/// The mean of each week and the three before it; too short a series has none.
fn draw_mean(chart: &mut Chart<'_, '_>, values: &[u32]) -> Option<()> {
    if values.len() >= 8 {
        let mean = |(week, four): (usize, &[u32])| (week as f64 + 3.5, f64::from(four.iter().sum::<u32>()) / 4.0);
        chart.draw_series(LineSeries::new(values.windows(4).enumerate().map(mean), themed::MEAN.stroke_width(2))).ok()?;
    }
    Some(())
}

fn draw_words(chart: &mut Chart<'_, '_>, (weeks, values): (&[Window], &[u32]), size: Size, top: u32, as_of: Instant) -> Option<()> {
    let last = values.len() - 1;
    let is_open = weeks[last].to > as_of;
    let value = format!("{} {}", wording::number(u64::from(values[last])), if is_open { "this week so far" } else { "in the last week" });
    // Above the topmost line, where neither a bar nor the mean can run through it.
    let label = Text::new(value, (0, -13 * SCALE), words(themed::BIG, HPos::Right));
    chart.draw_series([EmptyElement::at((weeks.len() as f64, f64::from(top))) + label]).ok()?;
    let week_width = f64::from(size.width - LEFT - RIGHT) / weeks.len() as f64;
    // A month's name needs 34 pixels beside the next, and the last week's date needs 70.
    let mut free_from = 0.0;
    for (place, week) in weeks.iter().enumerate() {
        let is_new = place == 0 || week.from.month() != weeks[place - 1].from.month();
        let x = place as f64 * week_width;
        if !is_new || x < free_from || (last - place) as f64 * week_width < 70.0 {
            continue;
        }
        free_from = x + 34.0;
        let label = Text::new(week.from.format("%b").to_string(), (0, 14 * SCALE), words(themed::WORDS, HPos::Left));
        chart.draw_series([EmptyElement::at((place as f64, 0.0)) + label]).ok()?;
    }
    let date = weeks[last].from.format("%-d %b").to_string();
    let label = Text::new(date, (0, 14 * SCALE), words(themed::WORDS, HPos::Right));
    chart.draw_series([EmptyElement::at((weeks.len() as f64, 0.0)) + label]).ok()?;
    Some(())
}

/// The distance between lines and the topmost one: three to five lines at round figures.
fn ticks(most: u32) -> (u32, u32) {
    let steps = (0..10).flat_map(|power| [1, 2, 5].map(|digit| digit * 10_u64.pow(power)));
    let most = u64::from(most.max(2));
    let step = steps.into_iter().find(|step| most.div_ceil(*step) <= 4).unwrap_or(most);
    let top = most.div_ceil(step) * step;
    (u32::try_from(step).unwrap_or(u32::MAX), u32::try_from(top).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(values: &[u32]) -> Option<Drawn> {
        let as_of = "2026-11-20T06:40:00Z".parse().expect("because the test wrote a valid instant");
        let weeks = Window::last_weeks(53, as_of);
        Weekly { id: "changes", what: "Changes merged", weeks: &weeks, values, as_of }.draw()
    }

    #[test]
    fn the_table_holds_what_the_bars_show() {
        let values: Vec<u32> = (0..53).collect();
        let chart = drawn(&values).expect("because there are weeks");
        assert_eq!(chart.rows.len(), SHOWN);
        assert_eq!((chart.rows[0].value.as_str(), chart.rows[0].week.as_str()), ("52", "9 Nov 2026"));
        assert_eq!(chart.rows[25].value, "27");
        assert_eq!(chart.drawings.len(), 2);
        // 25 ordinary bars share a path, the last one has its own.
        assert_eq!(chart.drawings[0].content.matches("h-").count(), SHOWN);
        assert!(chart.description.contains("From 27 to 52; highest 52 in the week of 9 Nov 2026; rising."), "{}", chart.description);
        assert!(chart.drawings[0].content.len() < 6_000, "{} bytes", chart.drawings[0].content.len());
    }

    #[test]
    fn lines_stand_at_round_figures() {
        for (most, expected) in [
            (0, (1, 2)),
            (1, (1, 2)),
            (4, (1, 4)),
            (5, (2, 6)),
            (37, (10, 40)),
            (412, (200, 600)),
            (u32::MAX, (2_000_000_000, 4_294_967_295)),
        ] {
            assert_eq!(ticks(most), expected, "{most}");
        }
    }

    #[test]
    fn no_weeks_give_no_chart() {
        assert!(drawn(&[]).is_none());
    }
}
