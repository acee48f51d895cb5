//! Which version ran in which environment, day by day: a lane for each environment.

use super::frame::{self, Cell, Drawing, Drawn, Plane, Size, Table, TableRow, write};
use super::themed;
use super::unit::Axis;
use crate::site::wording;
use milepost_model::{Instant, Window};
use plotters::prelude::*;
use plotters::style::text_anchor::HPos;
use std::fmt::Write as _;

/// The most lanes that are drawn; the table holds the others, too.
pub const MOST: usize = 5;
/// How wide a letter is, about.
const LETTER: f64 = 6.3;
/// The height of a lane in pixels.
const LANE: i32 = 54;

/// What ran in an environment.
#[derive(Debug, Clone)]
pub struct Lane {
    /// Its name.
    pub name: String,
    /// The versions, oldest first; the first may have come before the stretch that is shown.
    pub stays: Vec<Stay>,
}

/// A version from when it came.
#[derive(Debug, Clone)]
pub struct Stay {
    /// When it came.
    pub at: Instant,
    /// What people call it.
    pub version: String,
}

/// What is drawn.
pub struct Lanes<'a> {
    /// What the chart is known by on its page.
    pub id: &'a str,
    /// The stretch of time.
    pub window: Window,
    /// The environments, in their order.
    pub all: &'a [Lane],
}

impl Lanes<'_> {
    /// The chart; none where nothing is known.
    pub fn draw(&self) -> Option<Drawn> {
        let shown = &self.all[..self.all.len().min(MOST)];
        if shown.iter().all(|lane| lane.stays.is_empty()) {
            return None;
        }
        let height = LANE * i32::try_from(shown.len()).unwrap_or_default() + 48;
        let sizes = [Size { height, right: 12, ..Size::WIDE }, Size { height, right: 8, ..Size::NARROW }];
        let axis = Axis { low: 0.0, high: shown.len() as f64, ticks: Vec::new(), has_base: false };
        let drawings = sizes.iter().map(|size| {
            let content = frame::sheet(*size, self.days(), &axis, |chart| self.paint(chart, shown, *size))?;
            Some(Drawing::new(*size, content))
        });
        Some(Drawn {
            id: self.id.to_owned(),
            title: "What ran where".to_owned(),
            description: self.description(shown),
            drawings: drawings.collect::<Option<_>>()?,
            legend: None,
            table: self.table(),
        })
    }

    /// Whether what is known of any lane begins later than the stretch that is shown.
    pub fn is_cut(&self) -> bool {
        self.all.iter().any(|lane| lane.stays.first().is_some_and(|first| first.at > self.window.from))
    }

    fn days(&self) -> f64 {
        (self.window.to - self.window.from).num_seconds().max(1) as f64 / 86_400.0
    }

    fn x(&self, at: Instant) -> f64 {
        ((at - self.window.from).num_seconds() as f64 / 86_400.0).clamp(0.0, self.days())
    }

    fn paint(&self, chart: &mut Plane<'_, '_>, lanes: &[Lane], size: Size) -> Option<()> {
        let pixels_a_day = size.plane() / self.days();
        let letters = (size.plane() / LETTER) as usize;
        for (place, lane) in lanes.iter().enumerate() {
            let top = (lanes.len() - place) as f64;
            let (high, low) = (top - 0.36, top - 0.56);
            write(chart, (0.0, top), (0, 10), &cut(&lane.name, letters), themed::BIG, HPos::Left)?;
            // The newest always has its name; where there is no room on its right, the others leave it some on its left.
            let pieces = self.pieces(lane);
            let width = |version: &str| (version.chars().count() + 1) as f64 * LETTER / pixels_a_day;
            let newest = pieces.last().map_or(self.days(), |(start, _, version, _)| start.min(self.days() - width(version)));
            for (start, end, version, is_current) in pieces {
                let ink = if is_current { themed::STAGE_LONGEST } else { themed::STAGE };
                // A gap of a pixel tells one version from the next.
                let drawn = (end - 1.2 / pixels_a_day).max(start + 0.8 / pixels_a_day);
                chart.draw_series([Rectangle::new([(start, high), (drawn, low)], ink.filled())]).ok()?;
                let has_room = start + width(version) <= end;
                if is_current {
                    let (at, across) = if has_room { (start, HPos::Left) } else { (self.days(), HPos::Right) };
                    write(chart, (at, low), (0, 10), version, themed::BIG, across)?;
                } else if has_room && !version.is_empty() && start + width(version) <= newest {
                    write(chart, (start, low), (0, 10), version, themed::WORDS, HPos::Left)?;
                }
            }
        }
        let step = if size.is_roomy { 5 } else { 10 };
        let days = self.days() as i64;
        for day in (0..=days).step_by(step) {
            let across = match day {
                0 => HPos::Left,
                day if day == days => HPos::Right,
                _ => HPos::Center,
            };
            let at = self.window.from + chrono::Duration::days(day);
            write(chart, (day as f64, 0.0), (0, 14), &wording::day_of_year(at), themed::WORDS, across)?;
        }
        Some(())
    }

    /// From when to when what ran: the last piece is what runs.
    fn pieces<'l>(&self, lane: &'l Lane) -> Vec<(f64, f64, &'l str, bool)> {
        let mut found = Vec::new();
        for (place, stay) in lane.stays.iter().enumerate() {
            let is_last = place + 1 == lane.stays.len();
            let end = lane.stays.get(place + 1).map_or(self.days(), |next| self.x(next.at));
            let start = self.x(stay.at);
            if end > start || is_last {
                found.push((start, end, stay.version.as_str(), is_last));
            }
        }
        found
    }

    fn description(&self, shown: &[Lane]) -> String {
        let mut sentence = format!("From {} to {}.", wording::day(self.window.from), wording::day(self.window.to));
        for lane in shown {
            let came = lane.stays.iter().filter(|stay| self.window.contains(stay.at)).count() as u64;
            let Some(now) = lane.stays.last() else { continue };
            let _ = write!(sentence, " {}: {}, now {}.", lane.name, wording::counted(came, "arrival", "arrivals"), now.version);
        }
        sentence
    }

    fn table(&self) -> Table {
        let mut rows: Vec<(Instant, &str, &str)> =
            self.all.iter().flat_map(|lane| lane.stays.iter().map(|stay| (stay.at, lane.name.as_str(), stay.version.as_str()))).collect();
        rows.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(b.1)));
        let row = |(at, name, version): (Instant, &str, &str)| TableRow {
            iso: Some(wording::iso(at)),
            label: wording::minute(at),
            cells: vec![Cell::words(name), Cell::words(version)],
        };
        Table {
            first: "Since, UTC",
            heads: vec!["Environment".to_owned(), "Version".to_owned()],
            rows: rows.into_iter().map(row).collect(),
        }
    }
}

/// A name that fits.
fn cut(name: &str, room: usize) -> String {
    if name.chars().count() <= room { name.to_owned() } else { name.chars().take(room.saturating_sub(1)).chain(['…']).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: i64) -> Instant {
        let start: Instant = "2026-10-21T06:40:00Z".parse().expect("because the test wrote an instant");
        start + chrono::Duration::days(day)
    }

    fn lane(name: &str, days: &[i64]) -> Lane {
        let stay = |day: &i64| Stay { at: at(*day), version: format!("v{day}") };
        Lane { name: name.to_owned(), stays: days.iter().map(stay).collect() }
    }

    #[test]
    fn each_version_has_its_stretch_and_each_arrival_its_row() {
        let lanes = [lane("production", &[-8, 6, 20]), lane("<b>staging", &[28])];
        let window = Window { from: at(0), to: at(30) };
        let chart = Lanes { id: "lanes", window, all: &lanes }.draw().expect("because something ran");
        let svg = &chart.drawings[0].content;
        assert_eq!((svg.matches("class=\"stage\"").count(), svg.matches("class=\"stage top\"").count()), (2, 2), "{svg}");
        assert!(svg.contains("&lt;b&gt;staging") && svg.contains(">v6<") && svg.contains(">v20<") && svg.contains(">v28<"));
        assert_eq!(chart.table.rows.len(), 4);
        assert_eq!(chart.description, "From 21 Oct 2026 to 20 Nov 2026. production: 2 arrivals, now v20. <b>staging: 1 arrival, now v28.");
        assert!(Lanes { id: "lanes", window, all: &[] }.draw().is_none());
    }

    #[test]
    fn a_busy_lane_stays_small() {
        let days: Vec<i64> = (0..40).map(|n| n * 3 / 4).collect();
        let lanes: Vec<Lane> = (0..9).map(|n| lane(&format!("e{n}"), &days)).collect();
        let chart = Lanes { id: "lanes", window: Window { from: at(0), to: at(30) }, all: &lanes }.draw().expect("because something ran");
        let svg = &chart.drawings[0].content;
        assert!(svg.len() < 14_000, "{}", svg.len());
        assert_eq!(chart.table.rows.len(), 360);
    }
}
