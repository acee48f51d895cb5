//! What the platform team says of its platform, beside what the records say: how far it is, and what comes next.

use super::platform::Tile;
use crate::portal::adoption::{Assessed, Maturity};
use crate::portal::delivery::Span;
use crate::portal::prose;
use crate::site::Site;
use crate::site::wording;
use serde::Serialize;

/// How far the platform team thinks that it is.
#[derive(Serialize)]
pub struct Assessment {
    said: String,
    rows: Vec<AspectRow>,
}

#[derive(Serialize)]
struct AspectRow {
    name: String,
    /// The level, of how many, and its name; none where nothing was said.
    level: Option<(u64, usize, &'static str)>,
    why: Option<String>,
    next: Option<String>,
    hints: Vec<String>,
}

impl Assessment {
    /// What was said, with hints from the page's own tiles.
    pub fn new(site: &Site<'_>, maturity: &Maturity, tiles: &[Tile]) -> Self {
        let on = maturity.assessed_on.map_or_else(String::new, |day| format!(" on {}", wording::date(day)));
        let by = maturity.assessed_by.as_ref().map_or_else(String::new, |by| format!(" by {by}"));
        let row = |aspect: &&str| {
            let said = maturity.aspects.iter().find(|one| one.aspect == *aspect);
            row(aspect, said, maturity.model.levels(), hints(site, aspect, tiles))
        };
        Self { said: format!("Said{on}{by}, in {}.", maturity.model.name()), rows: maturity.model.aspects().iter().map(row).collect() }
    }
}

fn row(aspect: &str, said: Option<&Assessed>, levels: &'static [&'static str], hints: Vec<String>) -> AspectRow {
    let level = said.and_then(|one| {
        let place = usize::try_from(one.level).ok()?.checked_sub(1)?;
        Some((one.level, levels.len(), *levels.get(place)?))
    });
    let html = |text: Option<&String>| text.map(|text| prose(text));
    AspectRow {
        name: capitalised(aspect),
        level,
        why: html(said.and_then(|one| one.why.as_ref())),
        next: html(said.and_then(|one| one.next.as_ref())),
        hints,
    }
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// What the records say that has to do with an aspect. It is no grade.
fn hints(site: &Site<'_>, aspect: &str, tiles: &[Tile]) -> Vec<String> {
    let labels: &[&str] = match aspect {
        "adoption" => &["On a golden path", "First deployment"],
        "interfaces" => &["Self-service"],
        "operations" => &["Provisioning time", "Tickets", "Open alerts"],
        _ => &[],
    };
    let of_tiles = tiles.iter().filter(|tile| labels.contains(&tile.label.as_str())).filter_map(Tile::sentence);
    of_tiles.chain(counts(site, aspect)).collect()
}

fn counts(site: &Site<'_>, aspect: &str) -> Vec<String> {
    let portal = site.portal;
    let number = |count: usize| wording::number(count as u64);
    match aspect {
        "interfaces" => vec![format!("{} offered here", wording::counted(portal.actions.len() as u64, "action is", "actions are"))],
        "governance" => {
            let (rules, cards) = (portal.scores.rules.len(), portal.scores.cards.len());
            vec![format!(
                "{} in {}, and {}",
                wording::counted(rules as u64, "rule", "rules"),
                wording::counted(cards as u64, "scorecard", "scorecards"),
                wording::counted(portal.scores.campaigns.len() as u64, "campaign", "campaigns")
            )]
        }
        "measurement" => {
            let organisation = &portal.measurements.delivery.organisation;
            let known = organisation.get(Span::Days90, "deployment_frequency").map_or(0, |found| found.ranked.len());
            let waves: usize = portal.adoption.surveys.iter().map(|question| question.waves.len()).sum();
            vec![
                format!(
                    "How often they are deployed is known of {} of {}",
                    number(known),
                    wording::counted(organisation.services.into(), "service", "services")
                ),
                format!("{} of surveys", wording::counted(waves as u64, "wave", "waves")),
            ]
        }
        _ => Vec::new(),
    }
}
