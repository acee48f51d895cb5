//! Counts per week as bars, with their mean over four weeks.

use super::frame::{self, Cell, Drawing, Drawn, Plane, Point, Size, Table, TableRow, gaps, line, middle, months, newest, write};
use super::themed;
use super::unit::{self, Axis};
use crate::site::wording;
use milepost_model::{Instant, Window};
use plotters::prelude::*;
use plotters::style::text_anchor::HPos;
use std::fmt::Write as _;

/// What is drawn.
pub struct Weekly<'a> {
    /// What the chart is known by on its page.
    pub id: &'a str,
    /// What is counted, such as `Changes merged`.
    pub what: &'a str,
    /// The weeks, oldest first.
    pub weeks: &'a [Window],
    /// The counts, one a week.
    pub values: &'a [Point<u32>],
    /// The portal's instant: a week that ends later is not over.
    pub as_of: Instant,
    /// Of how many each week is known, for counts over several.
    pub of: Option<Of<'a>>,
}

/// Of how many things each week is known.
#[derive(Clone, Copy)]
pub struct Of<'a> {
    /// The counts, one a week.
    pub counts: &'a [u32],
    /// What they are, such as `services`.
    pub noun: &'static str,
}

impl<'a> Of<'a> {
    fn newest(self, weeks: &'a [Window]) -> Self {
        Self { counts: newest(weeks, self.counts).1, ..self }
    }

    /// The most of any week: a week that tells of fewer is only partly known.
    fn most(self, values: &[Point<u32>]) -> u32 {
        self.known(values).max().unwrap_or_default()
    }

    fn known(self, values: &[Point<u32>]) -> impl Iterator<Item = u32> + use<'a, '_> {
        values.iter().zip(self.counts).filter(|(point, _)| point.value().is_some()).map(|(_, count)| *count)
    }
}

const WIDE: Size = Size { class: "chart wide", suffix: "w", width: 600, height: 220, right: 12, is_roomy: true };
const NARROW: Size = Size { class: "chart narrow", suffix: "n", width: 350, height: 210, right: 12, is_roomy: false };
const HALF: Size = Size { class: "chart", suffix: "h", width: 380, height: 170, right: 12, is_roomy: false };

impl Weekly<'_> {
    /// Two drawings for a panel of its own; none without a week that is known.
    pub fn draw(&self) -> Option<Drawn> {
        self.drawn(&[WIDE, NARROW])
    }

    /// One small drawing that fits half a panel and a phone alike.
    pub fn draw_half(&self) -> Option<Drawn> {
        self.drawn(&[HALF])
    }

    fn drawn(&self, sizes: &[Size]) -> Option<Drawn> {
        let (weeks, values) = newest(self.weeks, self.values);
        let most = values.iter().filter_map(Point::value).max()?;
        let axis = unit::counts(u64::from(most));
        let of = self.of.map(|of| of.newest(self.weeks));
        let is_partly = partly(values, of);
        let drawings = sizes.iter().map(|size| {
            let content =
                frame::sheet(*size, values.len() as f64, &axis, |chart| self.paint(chart, (weeks, values, &is_partly), *size, &axis))?;
            Some(Drawing::new(*size, content))
        });
        let row = |(place, (week, point)): (usize, (&Window, &Point<u32>))| {
            let figure = match point {
                Point::Known(value) if is_partly[place] => {
                    Cell::known(value, format!("{}, partly known", wording::number(u64::from(*value))))
                }
                Point::Known(value) => Cell::known(value, wording::number(u64::from(*value))),
                other => Cell::words(other.words()),
            };
            let of = of.map(|of| Cell::known(of.counts[place], wording::number(u64::from(of.counts[place]))));
            TableRow {
                iso: Some(week.from.format("%Y-%m-%d").to_string()),
                label: wording::day(week.from),
                cells: std::iter::once(figure).chain(of).collect(),
            }
        };
        let heads = std::iter::once(self.what.to_owned()).chain(of.map(|of| format!("Of so many {}", of.noun))).collect();
        Some(Drawn {
            id: self.id.to_owned(),
            title: format!("{} per week", self.what),
            description: self.description(weeks, values, of),
            legend: of.filter(|_| is_partly.contains(&true)).map(|of| legend(values, of)),
            drawings: drawings.collect::<Option<_>>()?,
            table: Table { first: "Week of", heads, rows: weeks.iter().zip(values).enumerate().rev().map(row).collect() },
        })
    }

    fn paint(
        &self,
        chart: &mut Plane<'_, '_>,
        (weeks, values, is_partly): (&[Window], &[Point<u32>], &[bool]),
        size: Size,
        axis: &Axis,
    ) -> Option<()> {
        draw_bars(chart, (weeks, values, is_partly), self.as_of)?;
        draw_mean(chart, values)?;
        gaps(chart, values, size, axis)?;
        months(chart, weeks, size, axis.low)?;
        let Some(value) = values.last().and_then(Point::value) else { return Some(()) };
        let is_open = weeks.last().is_some_and(|week| week.to > self.as_of);
        let words = format!("{} {}", wording::number(u64::from(value)), if is_open { "this week so far" } else { "in the last week" });
        // Above the topmost line, where neither a bar nor the mean can run through it.
        write(chart, (weeks.len() as f64, axis.high), (0, -13), &words, themed::BIG, HPos::Right)
    }

    fn description(&self, weeks: &[Window], values: &[Point<u32>], of: Option<Of<'_>>) -> String {
        let number = |value: u32| wording::number(u64::from(value));
        let known: Vec<(usize, u32)> = values.iter().enumerate().filter_map(|(place, point)| Some((place, point.value()?))).collect();
        let (Some(from), Some(to), Some(first), Some(last)) = (weeks.first(), weeks.last(), known.first(), known.last()) else {
            return String::new();
        };
        let mut text = format!("{} per week, weeks of {} to {}.", self.what, wording::day(from.from), wording::day(to.from));
        let _ = write!(text, " From {} to {}", number(first.1), number(last.1));
        if let Some((place, value)) = known.iter().rev().max_by_key(|(_, value)| *value) {
            let _ = write!(text, "; highest {} in the week of {}", number(*value), wording::day(weeks[*place].from));
        }
        if let Some(trend) = frame::trend(&known.iter().map(|(_, value)| f64::from(*value)).collect::<Vec<_>>()) {
            let _ = write!(text, "; {trend}");
        }
        let unknown = (values.len() - known.len()) as u64;
        if unknown > 0 {
            let _ = write!(text, "; {} not known", wording::counted(unknown, "week is", "weeks are"));
        }
        text.push('.');
        text.push_str(&of.map(|of| fewer(values, of)).unwrap_or_default());
        text
    }
}

/// Which weeks are known of fewer than the fullest one.
fn partly(values: &[Point<u32>], of: Option<Of<'_>>) -> Vec<bool> {
    let Some(of) = of else { return vec![false; values.len()] };
    let most = of.most(values);
    values.iter().zip(of.counts).map(|(point, count)| point.value().is_some() && *count < most).collect()
}

/// What the marks of such weeks mean.
fn legend(values: &[Point<u32>], of: Of<'_>) -> String {
    format!("Outlined: partly known, of fewer than {} {}.", wording::number(u64::from(of.most(values))), of.noun)
}

/// Which weeks tell of fewer than the fullest one, as a sentence: there a low bar may be a gap in what was read.
fn fewer(values: &[Point<u32>], of: Of<'_>) -> String {
    let most = of.most(values);
    let partly = of.known(values).filter(|count| *count < most).count() as u64;
    if partly == 0 {
        return String::new();
    }
    let least = of.known(values).min().unwrap_or_default();
    let weeks = if partly == 1 { "One week tells".to_owned() } else { format!("{} weeks tell", wording::number(partly)) };
    format!(" {weeks} of fewer {} than the others, at least {least} of {most}.", of.noun)
}

fn draw_bars(chart: &mut Plane<'_, '_>, (weeks, values, is_partly): (&[Window], &[Point<u32>], &[bool]), as_of: Instant) -> Option<()> {
    let bar = |(week, value): (usize, u32)| {
        let ink = match (week + 1 == values.len(), weeks[week].to > as_of) {
            (true, true) => themed::OPEN,
            _ if is_partly[week] => themed::PARTLY,
            (true, false) => themed::LAST,
            (false, _) => themed::BAR,
        };
        let x = week as f64;
        Rectangle::new([(x + 0.16, f64::from(value)), (x + 0.84, 0.0)], ink.filled())
    };
    let known = values.iter().enumerate().filter_map(|(week, point)| Some((week, point.value()?)));
    chart.draw_series(known.filter(|(_, value)| *value > 0).map(bar)).ok()?;
    Some(())
}

/// The mean of each week and the three before it, where all four are known; too short a series has none.
fn draw_mean(chart: &mut Plane<'_, '_>, values: &[Point<u32>]) -> Option<()> {
    if values.len() < 8 {
        return Some(());
    }
    let mean = |four: &[Point<u32>]| -> Point<f64> {
        let known: Vec<u32> = four.iter().filter_map(Point::value).collect();
        if known.len() == 4 { Point::Known(f64::from(known.iter().sum::<u32>()) / 4.0) } else { Point::Unknown }
    };
    let means: Vec<Point<f64>> = values.windows(4).map(mean).collect();
    for (start, stretch) in frame::stretches(&means).into_iter().filter(|(_, stretch)| stretch.len() > 1) {
        let places = stretch.into_iter().enumerate().map(|(week, value)| (middle(start + week + 3), value)).collect();
        line(chart, places, themed::MEAN)?;
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::charts::frame::SHOWN;

    fn drawn(values: &[u32]) -> Option<Drawn> {
        let as_of = "2026-11-20T06:40:00Z".parse().expect("because the test wrote a valid instant");
        let weeks = Window::last_weeks(53, as_of);
        let values: Vec<Point<u32>> = values.iter().map(|value| Point::Known(*value)).collect();
        Weekly { id: "changes", what: "Changes merged", weeks: &weeks, values: &values, as_of, of: None }.draw()
    }

    #[test]
    fn the_table_holds_what_the_bars_show() {
        let values: Vec<u32> = (0..53).collect();
        let chart = drawn(&values).expect("because there are weeks");
        assert_eq!(chart.table.rows.len(), SHOWN);
        assert_eq!((chart.table.rows[0].cells[0].text.as_str(), chart.table.rows[0].label.as_str()), ("52", "9 Nov 2026"));
        assert_eq!(chart.table.rows[25].cells[0].text, "27");
        assert_eq!(chart.drawings.len(), 2);
        // 25 ordinary bars share a path, the last one has its own.
        assert_eq!(chart.drawings[0].content.matches("h-").count(), SHOWN);
        assert!(chart.description.contains("From 27 to 52; highest 52 in the week of 9 Nov 2026; rising."), "{}", chart.description);
        assert!(chart.drawings[0].content.len() < 6_000, "{} bytes", chart.drawings[0].content.len());
    }

    #[test]
    fn a_week_that_is_not_known_has_neither_bar_nor_mean() {
        let as_of = "2026-11-20T06:40:00Z".parse().expect("because the test wrote a valid instant");
        let weeks = Window::last_weeks(26, as_of);
        let mut values = vec![Point::Known(3); 26];
        values[3..12].fill(Point::Unknown);
        let chart =
            Weekly { id: "c", what: "Changes", weeks: &weeks, values: &values, as_of, of: None }.draw().expect("because some are known");
        let content = &chart.drawings[0].content;
        assert_eq!((content.matches("h-").count(), content.matches("class=\"l mean\"").count()), (17, 1), "{content}");
        assert!(content.contains(">not known<") && chart.description.ends_with("9 weeks are not known."), "{}", chart.description);
    }

    #[test]
    fn a_week_that_tells_of_fewer_services_says_so() {
        let as_of = "2026-11-20T06:40:00Z".parse().expect("because the test wrote a valid instant");
        let weeks = Window::last_weeks(26, as_of);
        let values = vec![Point::Known(3); 26];
        let mut services = vec![40; 26];
        services[5] = 31;
        let chart = Weekly {
            id: "c",
            what: "Deployments",
            weeks: &weeks,
            values: &values,
            as_of,
            of: Some(Of { counts: &services, noun: "services" }),
        };
        let drawn = chart.draw().expect("because all are known");
        assert!(
            drawn.description.ends_with(" One week tells of fewer services than the others, at least 31 of 40."),
            "{}",
            drawn.description
        );
        assert_eq!((drawn.table.heads.len(), drawn.table.rows[20].cells[1].text.as_str()), (2, "31"));
        let texts: Vec<&str> = drawn.table.rows[19..22].iter().map(|row| row.cells[0].text.as_str()).collect();
        assert_eq!(texts, ["3", "3, partly known", "3"]);
        assert_eq!(drawn.drawings[0].content.matches("class=\"bar part\"").count(), 1);
        assert_eq!(drawn.legend.as_deref(), Some("Outlined: partly known, of fewer than 40 services."));
        let all = vec![40; 26];
        let chart = Weekly { of: Some(Of { counts: &all, noun: "services" }), ..chart };
        assert_eq!(chart.draw().expect("because all are known").legend, None);
    }

    #[test]
    fn no_weeks_give_no_chart() {
        assert!(drawn(&[]).is_none());
    }
}
