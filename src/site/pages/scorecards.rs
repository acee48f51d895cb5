//! Every scorecard with its levels, and the campaigns.

use super::{Page, Sheet, Shown};
use crate::portal::scorecards::{CampaignScore, CardScore, Pace};
use crate::site::Site;
use crate::site::charts::frame::Point;
use crate::site::charts::sparkline;
use crate::site::layout::Head;
use crate::site::links::Links;
use crate::site::rows::Linked;
use crate::site::scorecards::share::Share;
use crate::site::scorecards::{campaign_address, card_address};
use crate::site::weights::Weights;
use crate::site::wording;
use serde::Serialize;
use tera::Value;

/// `/scorecards/`
pub struct Scorecards;

#[derive(Serialize)]
struct View {
    lede: String,
    cards: Vec<CardRow>,
    campaigns: Vec<CampaignRow>,
    json: String,
    csv: String,
}

#[derive(Serialize)]
struct CardRow {
    title: String,
    href: String,
    about: Option<String>,
    owner: Option<Linked>,
    target: Option<String>,
    at_target: Option<Share>,
    levels: Vec<LevelShare>,
    spark: Option<String>,
    services: String,
}

/// How many services have a level.
#[derive(Debug, Serialize)]
pub struct LevelShare {
    name: String,
    share: Share,
}

/// A campaign as lists show it.
#[derive(Debug, Serialize)]
pub struct CampaignRow {
    title: String,
    href: String,
    why: String,
    share: Share,
    ends: String,
    pace: String,
    pace_tone: &'static str,
}

impl Page for Scorecards {
    fn template(&self) -> &'static str {
        "pages/scorecards.html"
    }

    fn sheets(&self, _: &Site<'_>) -> Vec<Sheet> {
        Sheet::only("scorecards/")
    }

    fn show(&self, site: &Site<'_>, _: &Sheet, links: &Links, _: &Weights) -> Shown {
        let scores = &site.portal.scores;
        let counted = |count: usize, one, many| wording::counted(count as u64, one, many);
        let view = View {
            lede: if scores.rules.is_empty() {
                "Rules over services, and the levels that they add up to.".to_owned()
            } else {
                format!(
                    "{} and {} over {}.",
                    counted(scores.cards.len(), "scorecard", "scorecards"),
                    counted(scores.rules.len(), "rule", "rules"),
                    counted(scores.services.len(), "service", "services")
                )
            },
            cards: scores.cards.iter().map(|card| row(site, card, links)).collect(),
            campaigns: scores.campaigns.iter().map(|campaign| campaign_row(campaign, links)).collect(),
            json: links.to("data/scorecards.json"),
            csv: links.to("data/scorecards.csv"),
        };
        let head = Head {
            title: "Scorecards".to_owned(),
            description: format!("What should hold of the services of {}, and what does.", site.portal.organisation.name),
            crumbs: vec![("Home".to_owned(), Some(String::new())), ("Scorecards".to_owned(), None)],
            nav: Some("Scorecards"),
            is_global: true,
            styles: vec!["scorecards"],
            ..Head::default()
        };
        Shown { head, view: Value::from_serializable(&view) }
    }
}

fn row(site: &Site<'_>, card: &CardScore, links: &Links) -> CardRow {
    let all = u64::from(card.mix.last().map_or(0, crate::portal::scorecards::Mix::all));
    CardRow {
        title: card.card.title.clone(),
        href: links.to(&card_address(&card.card.id)),
        about: card.card.about.clone(),
        owner: card.card.owner.as_ref().map(|owner| site.linked(owner, links)),
        target: card.card.target.clone(),
        at_target: at_target(card, card.mix.len().saturating_sub(1)).map(|(num, den)| Share::new(num, den)),
        levels: levels(card),
        spark: spark(card),
        services: wording::counted(all, "service", "services"),
    }
}

/// The share of services at the target, week by week; weeks in which most is not certain are gaps.
fn spark(card: &CardScore) -> Option<String> {
    let value = |at: usize| match at_target(card, at).filter(|(_, all)| *all > 0 && u64::from(card.mix[at].uncertain) * 2 <= *all) {
        Some((num, all)) => Point::Known(num as f64 / all as f64),
        None => Point::Unknown,
    };
    sparkline::tile(&(0..card.mix.len()).map(value).collect::<Vec<_>>())
}

/// How many services have which level, the highest first; those that something unknown decides of come last.
pub fn levels(card: &CardScore) -> Vec<LevelShare> {
    let Some(mix) = card.mix.last() else { return Vec::new() };
    let all = u64::from(mix.all());
    let level = |(rank, count): (usize, &u32)| LevelShare {
        name: card.level_name(u8::try_from(rank).unwrap_or(u8::MAX)).unwrap_or("No level").to_owned(),
        share: Share::new(u64::from(*count), all),
    };
    let uncertain =
        (mix.uncertain > 0).then(|| LevelShare { name: "Not certain".to_owned(), share: Share::new(u64::from(mix.uncertain), all) });
    mix.levels.iter().enumerate().rev().map(level).chain(uncertain).collect()
}

/// How many services had the target level or more for certain, of how many, at an instant.
pub fn at_target(card: &CardScore, instant: usize) -> Option<(u64, u64)> {
    let (target, mix) = (usize::from(card.target()?), card.mix.get(instant)?);
    Some((u64::from(mix.levels.iter().skip(target).sum::<u32>()), u64::from(mix.all())))
}

/// A campaign as lists show it.
pub fn campaign_row(score: &CampaignScore, links: &Links) -> CampaignRow {
    let (pace, pace_tone) = pace(score);
    CampaignRow {
        title: score.campaign.title.clone(),
        href: links.to(&campaign_address(&score.campaign.id)),
        why: score.campaign.why.clone(),
        share: Share::new(u64::from(score.done()), score.services.len() as u64),
        ends: wording::date(score.campaign.ends_on),
        pace,
        pace_tone,
    }
}

/// When a campaign will be over, in words, and whether that is good.
pub fn pace(score: &CampaignScore) -> (String, &'static str) {
    match score.pace {
        Pace::Done => ("Done".to_owned(), "ok"),
        Pace::NotBegun => (format!("Starts {}", wording::date(score.campaign.starts_on)), "off"),
        Pace::Standing => ("Nobody finished in the last four weeks".to_owned(), "warn"),
        Pace::Over => (format!("Over, {} left", score.left_now()), "bad"),
        Pace::On(day) => {
            let days = (score.campaign.ends_on - day).num_days();
            let told = match days {
                0 => "on the day".to_owned(),
                1.. => format!("{} early", wording::counted(days.unsigned_abs(), "day", "days")),
                _ => format!("{} late", wording::counted(days.unsigned_abs(), "day", "days")),
            };
            (format!("At this pace done {}, {told}", wording::date(day)), if days >= 0 { "ok" } else { "warn" })
        }
    }
}
