//! What is left of a campaign: the steps so far, the straight line to the deadline, and where the pace leads.

use super::frame::{self, Cell, Drawing, Drawn, Plane, Size, Table, TableRow, line, months, write};
use super::themed;
use super::unit::{self, Axis};
use crate::site::wording;
use chrono::{Duration, NaiveDate, NaiveTime};
use milepost_model::{Instant, Window};
use plotters::prelude::*;
use plotters::style::text_anchor::HPos;

/// What is drawn.
pub struct BurnDown<'a> {
    /// What the chart is known by on its page.
    pub id: &'a str,
    /// The first day of the campaign.
    pub starts: NaiveDate,
    /// Its last day.
    pub ends: NaiveDate,
    /// How many were left when, in order; the last is now.
    pub left: &'a [(Instant, u32)],
    /// When nobody is left at the pace of the last weeks.
    pub done_on: Option<NaiveDate>,
}

/// A forecast is drawn for so many times the campaign's own length at most; its words tell the rest.
const LONGEST: i32 = 2;
/// The length of a dot of the forecast, and of the room before the next, in weeks.
const DOT: f64 = 0.12;

impl BurnDown<'_> {
    /// The chart; none where no week has ended since the campaign began.
    pub fn draw(&self, sizes: &[Size]) -> Option<Drawn> {
        let (first, now) = (self.left.first()?, self.left.last()?);
        if self.left.len() < 2 {
            return None;
        }
        let most = self.left.iter().map(|(_, left)| *left).max()?;
        let axis = unit::counts(u64::from(most));
        let weeks = self.weeks(now.0);
        let drawings = sizes.iter().map(|size| {
            let content = frame::sheet(*size, weeks.len() as f64, &axis, |chart| self.paint(chart, &weeks, *size, &axis))?;
            Some(Drawing::new(*size, content))
        });
        Some(Drawn {
            id: self.id.to_owned(),
            title: "Services left by week".to_owned(),
            description: self.description(first.1, *now),
            legend: None,
            drawings: drawings.collect::<Option<_>>()?,
            table: self.table(),
        })
    }

    /// Weeks from the first day to whatever ends last: the campaign, its forecast, or today.
    fn weeks(&self, now: Instant) -> Vec<Window> {
        let longest = (self.ends - self.starts) * LONGEST;
        let forecast = self.done_on.map(|day| day.min(self.starts + longest));
        let end = [Some(self.ends), forecast, Some(now.date_naive())].into_iter().flatten().max().unwrap_or(self.ends);
        let count = ((end - self.starts).num_days().max(1) + 6) / 7;
        let from = self.starts.and_time(NaiveTime::MIN).and_utc();
        (0..count).map(|week| Window { from: from + Duration::weeks(week), to: from + Duration::weeks(week + 1) }).collect()
    }

    /// The place of an instant on the axis of weeks.
    fn place(&self, at: Instant) -> f64 {
        let from = self.starts.and_time(NaiveTime::MIN).and_utc();
        ((at - from).num_seconds().max(0)) as f64 / 604_800.0
    }

    fn place_of_day(&self, day: NaiveDate) -> f64 {
        self.place(day.and_time(NaiveTime::MIN).and_utc())
    }

    fn paint(&self, chart: &mut Plane<'_, '_>, weeks: &[Window], size: Size, axis: &Axis) -> Option<()> {
        let (first, now) = (self.left.first()?, self.left.last()?);
        let end = self.place_of_day(self.ends);
        line(chart, vec![(self.place(first.0), f64::from(first.1)), (end, 0.0)], themed::TARGET)?;
        line(chart, vec![(end, axis.low), (end, axis.high)], themed::STEM)?;
        let (aside, across) = if end > weeks.len() as f64 * 0.7 { (-4, HPos::Right) } else { (4, HPos::Left) };
        write(chart, (end, axis.high), (aside, 8), "Deadline", themed::WORDS, across)?;
        if let Some(day) = self.done_on {
            paint_forecast(chart, (self.place(now.0), f64::from(now.1)), self.place_of_day(day), weeks.len() as f64)?;
        }
        let mut steps: Vec<(f64, f64)> = Vec::with_capacity(self.left.len() * 2);
        for (at, left) in self.left {
            let before = steps.last().map(|(_, height)| *height);
            steps.extend(before.map(|height| (self.place(*at), height)));
            steps.push((self.place(*at), f64::from(*left)));
        }
        line(chart, steps, themed::LINE)?;
        months(chart, weeks, size, axis.low)?;
        let at = (self.place(now.0), f64::from(now.1));
        chart.draw_series([Circle::new(at, 50, themed::POINT.filled())]).ok()?;
        write(chart, at, (9, -9), &wording::number(u64::from(now.1)), themed::BIG, HPos::Left)
    }

    /// How many would be left at an instant in even steps to the deadline.
    fn ideal(&self, at: Instant) -> Option<u64> {
        let (start, first) = self.left.first()?;
        let (from, end) = (self.place(*start), self.place_of_day(self.ends));
        let share = if end > from { ((end - self.place(at)) / (end - from)).clamp(0.0, 1.0) } else { 0.0 };
        Some((f64::from(*first) * share).round() as u64)
    }

    fn description(&self, first: u32, now: (Instant, u32)) -> String {
        let number = |count: u32| wording::number(u64::from(count));
        let mut text = format!("{} left at first, {} now", number(first), number(now.1));
        if let Some(ideal) = self.ideal(now.0) {
            text = format!("{text}; in even steps it would be {}", wording::number(ideal));
        }
        if let Some(day) = self.done_on {
            text = format!("{text}; at this pace done {}", wording::date(day));
        }
        format!("{text}. The last day is {}.", wording::date(self.ends))
    }

    fn table(&self) -> Table {
        let row = |(at, left): &(Instant, u32)| {
            let ideal = self.ideal(*at).map_or_else(|| Cell::words(""), |count| Cell::known(count, wording::number(count)));
            TableRow {
                iso: Some(at.format("%Y-%m-%d").to_string()),
                label: wording::day(*at),
                cells: vec![Cell::known(left, wording::number(u64::from(*left))), ideal],
            }
        };
        let heads = ["Left", "In even steps"].map(str::to_owned).to_vec();
        Table { first: "At", heads, rows: self.left.iter().rev().map(row).collect() }
    }
}

/// Dots from where it stands to the day on which nobody is left, as far as the chart goes.
fn paint_forecast(chart: &mut Plane<'_, '_>, now: (f64, f64), done: f64, edge: f64) -> Option<()> {
    let height = |x: f64| now.1 * (done - x) / (done - now.0);
    let mut x = now.0;
    while x < done.min(edge) && done > now.0 {
        let next = (x + DOT).min(done).min(edge);
        line(chart, vec![(x, height(x)), (next, height(next))], themed::MEAN)?;
        x = next + DOT;
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: &str) -> Instant {
        format!("{day}T00:00:00Z").parse().expect("because the test wrote a day")
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("because the test wrote a day")
    }

    #[test]
    fn the_steps_the_even_line_and_the_forecast_are_drawn_and_told() {
        let left = [(at("2026-10-12"), 40), (at("2026-10-19"), 30), (at("2026-11-02"), 20)];
        let chart = BurnDown { id: "b", starts: day("2026-10-05"), ends: day("2026-11-23"), left: &left, done_on: Some(day("2026-11-30")) };
        let drawn = chart.draw(&[Size::HALF, Size::NARROW]).expect("because weeks have ended");
        assert_eq!(drawn.drawings.len(), 2);
        assert_eq!(
            drawn.description,
            "40 left at first, 20 now; in even steps it would be 20; at this pace done 30 Nov 2026. The last day is 23 Nov 2026."
        );
        let cells: Vec<_> = drawn.table.rows.iter().map(|row| (row.cells[0].text.as_str(), row.cells[1].text.as_str())).collect();
        assert_eq!(cells, [("20", "20"), ("30", "33"), ("40", "40")]);
        assert!(drawn.drawings[0].content.contains("Deadline"));
    }

    #[test]
    fn a_forecast_far_away_does_not_squeeze_the_campaign_and_one_week_is_no_line() {
        let left = [(at("2026-10-12"), 40), (at("2026-10-19"), 39)];
        let chart = BurnDown { id: "b", starts: day("2026-10-05"), ends: day("2026-11-23"), left: &left, done_on: Some(day("2031-01-01")) };
        assert_eq!(chart.weeks(at("2026-10-19")).len(), 14);
        assert!(chart.draw(&[Size::HALF]).is_some());
        assert!(BurnDown { left: &left[..1], ..chart }.draw(&[Size::HALF]).is_none());
    }
}
