//! The five tiles: of one service, or of the median of many.

use super::bands::BandView;
use super::five::about;
use super::meter::{Meter, median_bucket};
use super::reading::{Delta, Read, Reading, remedy};
use super::{FIVE, Five, trends};
use crate::portal::delivery::survey::{Scale, Standing};
use crate::portal::delivery::{Distribution, Rollup, ServiceDelivery, Span};
use crate::site::charts::sparkline;
use crate::site::{Site, wording};
use milepost_model::Unknown;
use serde::Serialize;

/// A tile.
#[derive(Debug, Serialize)]
pub struct Tile {
    id: &'static str,
    label: &'static str,
    href: String,
    known: Option<Reading>,
    small: String,
    of: String,
    unknown: Option<&'static str>,
    remedy: Option<&'static str>,
    too_few: Option<String>,
    spark: Option<String>,
    meter: Option<Meter>,
    band: Option<BandView>,
    delta: Option<Delta>,
}

/// The stretch of time before.
pub fn before(span: Span) -> Span {
    if span == Span::Days28 { Span::Before28 } else { Span::Before90 }
}

/// The tiles of a service; each leads to its section of the page at an address.
pub fn of_service(site: &Site<'_>, delivery: &ServiceDelivery, span: Span, href: impl Fn(&Five) -> String) -> Vec<Tile> {
    let tile = |five: &Five| {
        let figure = delivery.figure(span, five.id);
        let read = Read::new(five, figure);
        let about = about(five.id);
        let placed = figure.filter(|figure| !figure.is_too_few);
        Tile {
            id: five.id,
            label: five.short,
            href: href(five),
            small: if read.known.is_some() { five.small.to_owned() } else { String::new() },
            meter: placed.and_then(|figure| figure.standing).map(|standing| Meter::new(about, standing)),
            band: placed.and_then(|figure| site.settings.bands.as_ref()?.of(five.id, about.scale, figure.headline()?)),
            delta: Delta::between(five, delivery.figure(before(span), five.id), figure),
            spark: delivery.weekly.get(five.id).and_then(|weeks| trends::spark(five, weeks)).filter(|_| read.known.is_some()),
            known: read.known,
            of: read.of,
            unknown: read.unknown,
            remedy: read.remedy,
            too_few: read.too_few,
        }
    };
    said_once(FIVE.iter().map(tile).collect())
}

/// The tiles with each remedy only where it stands first: five times the same advice helps nobody.
fn said_once(mut tiles: Vec<Tile>) -> Vec<Tile> {
    let mut said: Vec<&str> = Vec::new();
    for tile in &mut tiles {
        tile.remedy = tile.remedy.filter(|remedy| !said.contains(remedy));
        said.extend(tile.remedy);
    }
    tiles
}

/// The tiles of many services: the median service of each metric.
pub fn of_many(rollup: &Rollup, span: Span, href: impl Fn(&Five) -> String) -> Vec<Tile> {
    let tile = |five: &Five| {
        let distribution = rollup.get(span, five.id);
        let median = distribution.and_then(|distribution| distribution.median);
        let unknown = if median.is_none() { Some(distribution.map_or(Unknown::NotCollected, most_frequent)) } else { None };
        let about = about(five.id);
        Tile {
            id: five.id,
            label: five.name,
            href: href(five),
            small: if median.is_some() && five.unit() == crate::site::charts::unit::Unit::PerWeek {
                "a week".to_owned()
            } else {
                String::new()
            },
            known: median.map(|median| Reading::new(five.unit(), median)),
            of: distribution.map(|distribution| format!("median of {}", services(distribution))).unwrap_or_default(),
            unknown: unknown.map(Unknown::words),
            remedy: unknown.map(remedy),
            too_few: None,
            spark: sparkline::tile(&trends::medians(five, rollup)).filter(|_| median.is_some()),
            meter: distribution.and_then(standing).map(|standing| Meter::new(about, standing)),
            band: None,
            delta: rollup
                .get(before(span), five.id)
                .and_then(|earlier| earlier.median)
                .and_then(|earlier| Some(Delta::new(five, earlier, median?))),
        }
    };
    said_once(FIVE.iter().map(tile).collect())
}

/// The same under their short names, for where five of them share a column.
pub fn briefly(mut tiles: Vec<Tile>) -> Vec<Tile> {
    for tile in &mut tiles {
        tile.label = FIVE.iter().find(|five| five.id == tile.id).map_or(tile.label, |five| five.short);
    }
    tiles
}

/// The tiles of a part of the catalog over 90 days, each leading to a place of its page; none where none of the five is known.
pub fn of_group(rollup: Option<&Rollup>, place: &str) -> Vec<Tile> {
    let has_figures =
        |rollup: &&Rollup| FIVE.iter().any(|five| rollup.get(Span::Days90, five.id).is_some_and(|found| found.median.is_some()));
    rollup.filter(has_figures).map(|rollup| of_many(rollup, Span::Days90, |_| place.to_owned())).unwrap_or_default()
}

/// `187 services`
pub fn services(distribution: &Distribution) -> String {
    wording::counted(distribution.ranked.len() as u64, "service", "services")
}

/// Where the median service stands.
pub fn standing(distribution: &Distribution) -> Option<Standing> {
    match about(distribution.metric).scale? {
        Scale::Percentage => Standing::of_share(u64::try_from(distribution.median?).ok()?, 1000),
        _ => median_bucket(&distribution.buckets).map(Standing::of_bucket),
    }
}

fn most_frequent(distribution: &Distribution) -> Unknown {
    distribution.unknown.first().map_or(Unknown::NotCollected, |(why, _)| *why)
}
