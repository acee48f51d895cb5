//! Where the time of a change goes: one bar of stages.

use super::frame::{Cell, Drawing, Drawn, Size, Table, TableRow};
use super::themed::{self, SCALE};
use crate::site::wording;
use milepost_model::Seconds;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

/// One stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    /// Its name, such as `To merge`.
    pub name: &'static str,
    /// How long half of the changes take at most.
    pub median: Seconds,
    /// Of how many.
    pub n: u64,
}

const WIDE: Size = Size { class: "chart wide", suffix: "w", width: 560, height: 74, right: 0, is_roomy: true };
const NARROW: Size = Size { class: "chart narrow", suffix: "n", width: 350, height: 74, right: 0, is_roomy: false };
/// The least width of a stage, so that what is there can be seen.
const LEAST: f64 = 3.0;
const GAP: f64 = 2.0;
/// The width of a letter of 11 pixels, on average, with some room.
const LETTER: f64 = 6.4;

/// The bar; none where no stage takes any time.
pub fn draw(id: &str, of: &str, stages: &[Stage]) -> Option<Drawn> {
    let total: Seconds = stages.iter().map(|stage| stage.median.max(0)).sum();
    if total == 0 {
        return None;
    }
    let drawings = [WIDE, NARROW].into_iter().map(|size| Some(Drawing::new(size, content(stages, total, size)?)));
    let longest = stages.iter().rev().max_by_key(|stage| stage.median)?;
    let parts = stages.iter().map(|stage| format!("{} {}", wording::lowered(stage.name), wording::duration(stage.median)));
    let row = |stage: &Stage| TableRow {
        iso: None,
        label: stage.name.to_owned(),
        cells: vec![Cell::known(stage.median, wording::duration(stage.median)), Cell::known(stage.n, wording::number(stage.n))],
    };
    Some(Drawn {
        legend: None,
        id: id.to_owned(),
        title: "Lead time by stage".to_owned(),
        description: format!(
            "Medians of the stages: {}. The longest is {}.",
            parts.collect::<Vec<_>>().join(", "),
            wording::lowered(longest.name)
        ),
        drawings: drawings.collect::<Option<_>>()?,
        table: Table { first: "Stage", heads: vec!["Median".to_owned(), wording::capitalised(of)], rows: stages.iter().map(row).collect() },
    })
}

fn content(stages: &[Stage], total: Seconds, size: Size) -> Option<String> {
    let mut svg = String::new();
    {
        let pixels = ((size.width * SCALE).unsigned_abs(), (size.height * SCALE).unsigned_abs());
        let root = SVGBackend::with_string(&mut svg, pixels).into_drawing_area();
        let room = f64::from(size.width) - (GAP + LEAST) * stages.len() as f64;
        let longest = stages.iter().map(|stage| stage.median).max()?;
        let scaled = |x: f64| (x * f64::from(SCALE)).round() as i32;
        let words = |ink: RGBColor| ("sans-serif", 11 * SCALE).into_font().color(&ink).pos(Pos::new(HPos::Left, VPos::Center));
        let mut x = 0.0;
        for stage in stages {
            let width = LEAST + room * stage.median.max(0) as f64 / total as f64;
            let ink = if stage.median == longest { themed::STAGE_LONGEST } else { themed::STAGE };
            root.draw(&Rectangle::new([(scaled(x), 26 * SCALE), (scaled(x + width), 52 * SCALE)], ink.filled())).ok()?;
            // What does not fit is in the table below.
            let value = wording::duration(stage.median);
            if stage.name.len() as f64 * LETTER < width {
                root.draw(&Text::new(stage.name, (scaled(x), 14 * SCALE), words(themed::WORDS))).ok()?;
            }
            if value.chars().count() as f64 * LETTER < width {
                root.draw(&Text::new(value, (scaled(x), 65 * SCALE), words(themed::WORDS))).ok()?;
            }
            x += width + GAP;
        }
        root.present().ok()?;
    }
    Some(themed::themed(&svg))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stages_are_as_wide_as_they_take_and_small_ones_leave_their_words_to_the_table() {
        let stage = |name, median| Stage { name, median, n: 9 };
        let all = [stage("To pull request", 7_920), stage("To merge", 17_280), stage("Waiting", 60), stage("Deploying", 6_480)];
        let chart = draw("s", "changes", &all).expect("because they take time");
        let content = &chart.drawings[0].content;
        assert!(content.contains(">To merge<") && content.contains(">4.8 h<") && !content.contains(">Waiting<"), "{content}");
        assert_eq!(content.matches("class=\"stage top\"").count(), 1);
        assert_eq!(chart.table.rows.len(), 4);
        assert!(chart.description.ends_with("The longest is to merge."), "{}", chart.description);
        assert!(draw("s", "changes", &[stage("To merge", 0)]).is_none());
    }
}
