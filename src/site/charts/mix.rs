//! How many services had which level, week by week: areas on top of one another, the highest level at the bottom.

use super::frame::{self, Cell, Drawing, Drawn, Plane, Size, Table, TableRow, middle, months, write};
use super::themed;
use super::unit::{self, Axis};
use crate::site::wording;
use milepost_model::Window;
use plotters::prelude::*;
use plotters::style::text_anchor::HPos;

/// What is drawn.
pub struct LevelMix<'a> {
    /// What the chart is known by on its page.
    pub id: &'a str,
    /// The names of the levels, the lowest first; what has none of them is the first of the counts.
    pub levels: &'a [String],
    /// The weeks, oldest first.
    pub weeks: &'a [Window],
    /// How many services had none, the lowest level and so on, and last how many were uncertain, at the end of each week.
    pub counts: &'a [Vec<u32>],
}

/// An area: its name, its shade, and its count in each week.
struct Layer {
    name: String,
    shade: usize,
    counts: Vec<u32>,
}

/// So far apart the labels of areas stand at least, in pixels.
const APART: f64 = 14.0;

impl LevelMix<'_> {
    /// The chart; none where no week has a service.
    pub fn draw(&self, sizes: &[Size]) -> Option<Drawn> {
        let all = |week: &Vec<u32>| week.iter().sum::<u32>();
        let first = self.counts.iter().position(|week| all(week) > 0)?;
        let count = self.weeks.len().min(self.counts.len());
        let (weeks, counts) = (self.weeks.get(first..count)?, self.counts.get(first..count)?);
        let axis = unit::counts(counts.iter().map(all).max().unwrap_or_default().into());
        let layers = self.layers(counts);
        let drawings = sizes.iter().map(|size| {
            let content = frame::sheet(*size, weeks.len() as f64, &axis, |chart| paint(chart, weeks, &layers, *size, &axis))?;
            Some(Drawing::new(*size, content))
        });
        Some(Drawn {
            legend: None,
            id: self.id.to_owned(),
            title: "Services by level, week by week".to_owned(),
            description: description(weeks, &layers),
            drawings: drawings.collect::<Option<_>>()?,
            table: table(weeks, &layers),
        })
    }

    /// The areas from the bottom up: the highest level first, then none, then what is not certain.
    fn layers(&self, counts: &[Vec<u32>]) -> Vec<Layer> {
        let of = |place: usize| counts.iter().map(|week| week.get(place).copied().unwrap_or_default()).collect::<Vec<u32>>();
        let top = self.levels.len();
        let level = |rank: usize| Layer {
            name: if rank == 0 { "No level".to_owned() } else { self.levels[rank - 1].clone() },
            shade: shade(rank, top),
            counts: of(rank),
        };
        let uncertain = Layer { name: "Not certain".to_owned(), shade: 0, counts: of(top + 1) };
        (0..=top).rev().map(level).chain([uncertain]).filter(|layer| layer.counts.iter().any(|count| *count > 0)).collect()
    }
}

/// The shade of a level among so many, darker the higher it is; 0 is none.
pub fn shade(rank: usize, top: usize) -> usize {
    if rank == 0 { 1 } else { 2 + (rank * 3).div_ceil(top.max(1)).saturating_sub(1).min(2) }
}

fn paint(chart: &mut Plane<'_, '_>, weeks: &[Window], layers: &[Layer], size: Size, axis: &Axis) -> Option<()> {
    let mut below = vec![0_u32; weeks.len()];
    let mut labels: Vec<(f64, String)> = Vec::new();
    for layer in layers {
        let above: Vec<u32> = below.iter().zip(&layer.counts).map(|(below, count)| below + count).collect();
        let at = |(week, height): (usize, &u32)| (middle(week), f64::from(*height));
        let mut area: Vec<(f64, f64)> = above.iter().enumerate().map(at).collect();
        area.extend(below.iter().enumerate().rev().map(at));
        chart.draw_series([Polygon::new(area, themed::MIX[layer.shade])]).ok()?;
        if let Some((top, count)) = above.last().zip(layer.counts.last()).filter(|(_, count)| **count > 0) {
            let text = if size.is_roomy { format!("{} {count}", layer.name) } else { count.to_string() };
            labels.push((f64::from(*top) - f64::from(*count) / 2.0, text));
        }
        below = above;
    }
    months(chart, weeks, size, axis.low)?;
    // A label that would touch the one below it moves up.
    let pixel = (axis.high - axis.low) / f64::from(size.height - 48);
    let mut free_from = f64::NEG_INFINITY;
    for (height, text) in labels {
        let height = height.max(free_from);
        free_from = height + APART * pixel;
        write(chart, (weeks.len() as f64 - 0.5, height), (8, 0), &text, themed::WORDS, HPos::Left)?;
    }
    Some(())
}

fn description(weeks: &[Window], layers: &[Layer]) -> String {
    let (Some(from), Some(to)) = (weeks.first(), weeks.last()) else { return String::new() };
    let change = |layer: &Layer| {
        let (first, last) = (layer.counts.first()?, layer.counts.last()?);
        Some(format!("{} from {} to {}", layer.name, wording::number((*first).into()), wording::number((*last).into())))
    };
    let all: Vec<String> = layers.iter().filter_map(change).collect();
    format!("Services by level at the ends of the weeks of {} to {}. {}.", wording::day(from.from), wording::day(to.from), all.join("; "))
}

fn table(weeks: &[Window], layers: &[Layer]) -> Table {
    let row = |(place, week): (usize, &Window)| TableRow {
        iso: Some(week.from.format("%Y-%m-%d").to_string()),
        label: wording::day(week.from),
        cells: layers.iter().map(|layer| layer.counts[place]).map(|count| Cell::known(count, wording::number(count.into()))).collect(),
    };
    Table {
        first: "Week of",
        heads: layers.iter().map(|layer| layer.name.clone()).collect(),
        rows: weeks.iter().enumerate().rev().map(row).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn areas_stand_on_one_another_and_the_highest_level_is_at_the_bottom() {
        let weeks = Window::last_weeks(53, "2026-11-20T06:40:00Z".parse().expect("because the test wrote a valid instant"));
        let levels = ["Bronze", "Silver", "Gold"].map(str::to_owned);
        let mut counts: Vec<Vec<u32>> = (0..53).map(|week| vec![60 - week, 10, 5, week, 0]).collect();
        counts[0] = vec![0; 5];
        let chart = LevelMix { id: "m", levels: &levels, weeks: &weeks, counts: &counts }.draw(&[Size::WIDE]).expect("a chart");
        assert_eq!(chart.table.heads, ["Gold", "Silver", "Bronze", "No level"]);
        assert_eq!((chart.table.rows.len(), chart.table.rows[0].cells[0].text.as_str()), (52, "52"));
        assert!(chart.description.ends_with("Gold from 1 to 52; Silver from 5 to 5; Bronze from 10 to 10; No level from 59 to 8."));
        let shades: Vec<Option<usize>> = (0..5).map(|shade| chart.drawings[0].content.find(&format!("class=\"m{shade}\""))).collect();
        assert!(shades[0].is_none() && shades[4] < shades[3] && shades[3] < shades[2] && shades[2] < shades[1], "{shades:?}");
        assert!(chart.drawings[0].content.contains(">No level 8<") && chart.drawings[0].content.len() < 14_000);
        assert!(LevelMix { id: "m", levels: &levels, weeks: &weeks, counts: &[vec![0; 5]] }.draw(&[Size::WIDE]).is_none());
    }
}
