//! All services on one line, by their own value: one picture for each metric, which every service's page shares.
//!
//! The picture is a file of its own, so that a page that only adds the mark of its service stays the same, byte for
//! byte, when other services change. Its axis never moves for the same reason.

use super::frame::{Drawing, Size};
use super::themed::{self, SCALE};
use super::unit::Unit;
use crate::site::wording;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

/// The picture for wide screens.
pub const WIDE: Size = Size { class: "chart wide", suffix: "w", width: 600, height: 84, right: 12, is_roomy: true };
/// The picture for phones: narrower, with letters of the same size.
pub const NARROW: Size = Size { class: "chart narrow", suffix: "n", width: 320, height: 84, right: 6, is_roomy: false };
const LEFT: f64 = 12.0;
const RIGHT: f64 = 588.0;
const TOP: i32 = 30;
const BOTTOM: i32 = 56;
/// How wide a bin is: two pixels can still be told apart.
const BIN: f64 = 2.0;

/// Where a value lies in the wide picture, in which services are counted.
fn x(unit: Unit, value: i64) -> f64 {
    LEFT + (RIGHT - LEFT) * unit.share(value)
}

/// Where a value lies in a picture of that size.
pub fn place(size: Size, unit: Unit, value: i64) -> f64 {
    x(unit, value) * narrowed(size)
}

/// How much narrower than the wide picture another is.
fn narrowed(size: Size) -> f64 {
    f64::from(size.width) / f64::from(WIDE.width)
}

/// A bin: how many services have a value that is drawn there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bin {
    /// Its place from the left.
    pub place: usize,
    /// How many services.
    pub count: u32,
    /// The least of their values.
    pub least: i64,
    /// The greatest of their values.
    pub most: i64,
}

/// The bins that hold any of the values, which come sorted.
pub fn bins(unit: Unit, values: &[i64]) -> Vec<Bin> {
    let mut found: Vec<Bin> = Vec::new();
    for value in values {
        let place = ((x(unit, *value) - LEFT) / BIN) as usize;
        match found.last_mut() {
            Some(bin) if bin.place == place => {
                bin.count += 1;
                bin.most = *value;
            }
            _ => found.push(Bin { place, count: 1, least: *value, most: *value }),
        }
    }
    found
}

/// The picture as a file.
pub fn file(size: Size, what: &str, unit: Unit, values: &[i64], median: Option<i64>) -> Option<String> {
    let content = themed::standalone(&picture(size, unit, values, median)?);
    let (width, height) = (size.width, size.height);
    let what = super::escaped(what);
    Some(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" font-family=\"system-ui,sans-serif\" font-size=\"12\"><title>{what} of {}</title>{content}</svg>\n",
        wording::counted(values.len() as u64, "service", "services")
    ))
}

/// The pictures within a page, of which it shows the one that fits.
pub fn inline(unit: Unit, values: &[i64], median: Option<i64>) -> Option<Vec<Drawing>> {
    let drawing = |size| Some(Drawing::new(size, themed::themed(&picture(size, unit, values, median)?)));
    [WIDE, NARROW].into_iter().map(drawing).collect()
}

fn picture(size: Size, unit: Unit, values: &[i64], median: Option<i64>) -> Option<String> {
    let mut svg = String::new();
    {
        let sheet = ((size.width * SCALE).unsigned_abs(), (size.height * SCALE).unsigned_abs());
        let root = SVGBackend::with_string(&mut svg, sheet).into_drawing_area();
        let scaled = |x: f64| (x * narrowed(size) * f64::from(SCALE)).round() as i32;
        let words = |ink: RGBColor, across| ("sans-serif", 11 * SCALE).into_font().color(&ink).pos(Pos::new(across, VPos::Center));
        root.draw(&Rectangle::new([(scaled(LEFT), TOP * SCALE), (scaled(RIGHT), BOTTOM * SCALE)], themed::FIELD.filled())).ok()?;
        let bins = bins(unit, values);
        // Four shades, darker where more services share a place; the bins of a shade are one path.
        for (least, ink) in [(1, themed::TICK_ONE), (2, themed::TICK_TWO), (4, themed::TICK_FOUR), (8, themed::TICK_EIGHT)] {
            for bin in bins.iter().filter(|bin| bin.count >= least && (bin.count < least * 2 || least == 8)) {
                let x = LEFT + bin.place as f64 * BIN;
                let mark = [(scaled(x), (TOP + 3) * SCALE), (scaled(x + BIN - 0.4), (BOTTOM - 3) * SCALE)];
                root.draw(&Rectangle::new(mark, ink.filled())).ok()?;
            }
        }
        if let Some(median) = median {
            let x = x(unit, median);
            let mark = [(scaled(x - 1.0), (TOP - 6) * SCALE), (scaled(x + 1.0), (BOTTOM + 4) * SCALE)];
            root.draw(&Rectangle::new(mark, themed::MARK.filled())).ok()?;
            let label = format!("median of {}: {}", wording::counted(values.len() as u64, "service", "services"), unit.text(median));
            let room = (label.chars().count() as f64 * 3.2 / narrowed(size)).min((RIGHT - LEFT) / 2.0);
            let at = x.clamp(LEFT + room, RIGHT - room);
            root.draw(&Text::new(label, (scaled(at), 12 * SCALE), words(themed::WORDS, HPos::Center))).ok()?;
        }
        let ticks = unit.strip_ticks();
        for (place, (value, label)) in ticks.iter().enumerate() {
            let across = match place {
                0 => HPos::Left,
                place if place + 1 == ticks.len() => HPos::Right,
                _ => HPos::Center,
            };
            let label = if size.is_roomy { (*label).to_owned() } else { label.replace("months", "mo") };
            root.draw(&Text::new(label, (scaled(x(unit, *value)), (BOTTOM + 16) * SCALE), words(themed::WORDS, across))).ok()?;
        }
        root.present().ok()?;
    }
    Some(svg)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn services_of_one_place_share_a_mark_that_is_darker() {
        let values = [3600, 3600, 3601, 86_400, 900_000];
        let bins = bins(Unit::Duration, &values);
        assert_eq!(
            bins.iter().map(|bin| (bin.count, bin.least, bin.most)).collect::<Vec<_>>(),
            [(3, 3600, 3601), (1, 86_400, 86_400), (1, 900_000, 900_000)]
        );
        let svg = file(WIDE, "Change lead time", Unit::Duration, &values, Some(3601)).expect("because plotters draws it");
        assert!(svg.contains("median of 5 services: 1.0 h") && svg.contains("<title>Change lead time of 5 services</title>"), "{svg}");
        assert!(!svg.contains("class=") && svg.contains("fill=\"#"), "{svg}");
    }

    #[test]
    fn a_phone_has_the_same_marks_closer_together_with_letters_of_the_same_size() {
        for unit in [Unit::Duration, Unit::Percent, Unit::PerWeek] {
            let value = unit.strip_ticks()[1].0;
            let [wide, narrow] = [WIDE, NARROW].map(|size| place(size, unit, value) / f64::from(size.width));
            assert!((wide - narrow).abs() < 1e-9, "{unit:?}");
            let drawings = inline(unit, &[value], Some(value)).expect("because plotters draws it");
            assert_eq!(drawings.len(), 2);
            assert_eq!(drawings[0].content.matches("<text").count(), drawings[1].content.matches("<text").count());
        }
    }

    #[test]
    fn five_thousand_services_are_no_heavier_than_the_bins() {
        let mut values: Vec<i64> = (0..5_000).map(|place| 60 + place * place).collect();
        values.sort_unstable();
        let svg = file(WIDE, "Change lead time", Unit::Duration, &values, Some(values[2_500])).expect("because plotters draws it");
        assert!(svg.len() < 14_000, "{} bytes", svg.len());
    }

    #[test]
    fn a_mark_stays_where_it_is_when_others_change() {
        assert!((x(Unit::Percent, 0) - LEFT).abs() < 1e-9 && (x(Unit::Percent, 1000) - RIGHT).abs() < 1e-9);
        assert!(x(Unit::PerWeek, 0) < x(Unit::PerWeek, 100) && x(Unit::PerWeek, 1_000_000) <= RIGHT);
    }
}
