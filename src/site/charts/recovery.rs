//! Each recovery from a failed deployment as a dot, with the median of each window as a step.

use super::frame::{self, Cell, Drawing, Drawn, Plane, Size, Table, TableRow, line, months, write};
use super::themed;
use super::unit::{Axis, Unit};
use crate::site::wording;
use milepost_model::{Instant, Seconds, Window};
use plotters::prelude::*;
use plotters::style::text_anchor::HPos;
use std::fmt::Write as _;

/// One recovery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recovery {
    /// When users were well again.
    pub at: Instant,
    /// How long it had taken.
    pub after: Seconds,
    /// What had failed, in words, such as a version.
    pub what: String,
}

/// The median over a stretch of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// The stretch.
    pub window: Window,
    /// The median of the recoveries in it.
    pub median: Seconds,
}

/// What is drawn.
pub struct Recoveries<'a> {
    /// What the chart is known by on its page.
    pub id: &'a str,
    /// The weeks that are shown, oldest first.
    pub weeks: &'a [Window],
    /// The recoveries, in any order.
    pub events: &'a [Recovery],
    /// The medians, oldest first.
    pub steps: &'a [Step],
}

impl Recoveries<'_> {
    /// The chart; none where nothing recovered in its weeks.
    pub fn draw(&self, sizes: &[Size]) -> Option<Drawn> {
        let weeks = &self.weeks[self.weeks.len().saturating_sub(frame::SHOWN)..];
        let whole = Window { from: weeks.first()?.from, to: weeks.last()?.to };
        let mut shown: Vec<&Recovery> = self.events.iter().filter(|one| whole.contains(one.at)).collect();
        shown.sort_by(|a, b| (a.at, &a.what).cmp(&(b.at, &b.what)));
        shown.first()?;
        let axis = Unit::Duration.axis(shown.iter().map(|one| one.after).chain(self.steps.iter().map(|step| step.median)));
        let drawings = sizes.iter().map(|size| {
            let content = frame::sheet(*size, weeks.len() as f64, &axis, |chart| self.paint(chart, weeks, &shown, *size, &axis))?;
            Some(Drawing::new(*size, content))
        });
        Some(Drawn {
            legend: None,
            id: self.id.to_owned(),
            title: "Recoveries from failed deployments".to_owned(),
            description: self.description(&shown),
            drawings: drawings.collect::<Option<_>>()?,
            table: table(&shown),
        })
    }

    fn paint(&self, chart: &mut Plane<'_, '_>, weeks: &[Window], shown: &[&Recovery], size: Size, axis: &Axis) -> Option<()> {
        let x = |at: Instant| {
            let week = 7.0 * 86_400.0;
            ((at - weeks[0].from).num_seconds() as f64 / week).clamp(0.0, weeks.len() as f64)
        };
        // A dot is 4 pixels: of hundreds in one place the first tells as much.
        let dots = shown.iter().take(400).map(|one| Circle::new((x(one.at), Unit::Duration.place(one.after)), 34, themed::EVENT.filled()));
        chart.draw_series(dots).ok()?;
        let steps: Vec<(f64, f64)> = self
            .steps
            .iter()
            .flat_map(|step| [step.window.from, step.window.to].map(|at| (x(at), Unit::Duration.place(step.median))))
            .collect();
        if !steps.is_empty() {
            line(chart, steps, themed::LINE)?;
        }
        if let Some(step) = self.steps.last() {
            let at = (x(step.window.to), Unit::Duration.place(step.median));
            write(chart, at, (8, 0), &Unit::Duration.text(step.median), themed::BIG, HPos::Left)?;
        }
        months(chart, weeks, size, axis.low)
    }

    fn description(&self, shown: &[&Recovery]) -> String {
        let mut sentence = wording::counted(shown.len() as u64, "recovery", "recoveries");
        if let Some(step) = self.steps.last() {
            let _ = write!(
                sentence,
                ", median {} from {} to {}",
                wording::duration(step.median),
                wording::day(step.window.from),
                wording::day(step.window.to - chrono::Duration::days(1))
            );
        }
        if let Some(longest) = shown.iter().max_by_key(|one| one.after) {
            let _ = write!(sentence, ", longest {} on {}", wording::duration(longest.after), wording::day(longest.at));
        }
        sentence.push('.');
        sentence
    }
}

fn table(shown: &[&Recovery]) -> Table {
    let row = |one: &&Recovery| TableRow {
        iso: Some(wording::iso(one.at)),
        label: wording::minute(one.at),
        cells: vec![Cell::known(one.after, wording::duration(one.after)), Cell::words(&one.what)],
    };
    Table {
        first: "Well again",
        heads: vec!["After".to_owned(), "What had failed".to_owned()],
        rows: shown.iter().rev().map(row).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_recovery_is_a_dot_and_a_row() {
        let at = |text: &str| -> Instant { text.parse().expect("because the test wrote an instant") };
        let as_of = at("2026-11-20T06:40:00Z");
        let weeks = Window::last_weeks(53, as_of);
        let recovery = |day: &str, after| Recovery { at: at(&format!("{day}T10:00:00Z")), after, what: "v1".to_owned() };
        let all = [recovery("2026-11-03", 32_400), recovery("2026-10-03", 2_880), recovery("2025-12-01", 60)];
        let steps = [Step { window: Window::last_days(90, as_of), median: 17_640 }];
        let chart = Recoveries { id: "r", weeks: &weeks, events: &all, steps: &steps }.draw(&[Size::HALF]).expect("because there are two");
        assert_eq!(chart.drawings[0].content.matches("<circle class=\"ev\"").count(), 2);
        assert_eq!(chart.table.rows.len(), 2);
        assert_eq!(chart.description, "2 recoveries, median 4.9 h from 22 Aug 2026 to 19 Nov 2026, longest 9.0 h on 3 Nov 2026.");
        assert!(Recoveries { id: "r", weeks: &weeks, events: &all[2..], steps: &[] }.draw(&[Size::HALF]).is_none());
    }
}
