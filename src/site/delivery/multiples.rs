//! Teams side by side: one small line each, all on the same scale.

use super::{Five, trends};
use crate::portal::Portal;
use crate::portal::delivery::{Rollup, Span};
use crate::site::charts::frame::Point;
use crate::site::charts::sparkline;
use crate::site::links::{Links, path_segment};
use crate::site::wording;
use serde::Serialize;

/// So many teams are drawn, those with the most services: three rows of nine.
pub const MOST_TEAMS: usize = 27;

/// A team among the others.
#[derive(Debug, Serialize)]
pub struct TeamView {
    name: String,
    href: String,
    value: String,
    raw: i64,
    services: String,
    line: Option<String>,
}

/// The address of a team's Delivery page.
pub fn team_address(slug: &str) -> String {
    format!("delivery/teams/{}/", path_segment(slug))
}

/// The largest teams that have a value, by name. Teams are not ranked: their services are too different.
pub fn teams(portal: &Portal, five: &Five, span: Span, links: &Links) -> Vec<TeamView> {
    let delivery = &portal.measurements.delivery;
    let mut found: Vec<(&crate::portal::Team, &Rollup, i64, Vec<Point<f64>>)> = Vec::new();
    for team in &portal.catalog.teams {
        let Some(rollup) = delivery.teams.get(&team.reference) else { continue };
        let Some(median) = rollup.get(span, five.id).and_then(|distribution| distribution.median) else { continue };
        found.push((team, rollup, median, trends::medians(five, rollup)));
    }
    found.sort_by_key(|(team, rollup, ..)| (std::cmp::Reverse(rollup.services), team.slug.clone()));
    found.truncate(MOST_TEAMS);
    found.sort_by_cached_key(|(team, ..)| team.name.to_lowercase());
    let shown = found.iter().flat_map(|(.., values)| values.iter().rev().take(13)).filter_map(Point::value);
    let range = shown.fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), value| (least.min(value), most.max(value)));
    let view = |(team, rollup, median, values): &(&crate::portal::Team, &Rollup, i64, Vec<Point<f64>>)| TeamView {
        name: team.name.clone(),
        href: links.to(&team_address(&team.slug)),
        value: five.unit().text(*median),
        raw: *median,
        services: wording::counted(u64::from(rollup.services), "service", "services"),
        line: sparkline::multiple(values, range),
    };
    found.iter().map(view).collect()
}
