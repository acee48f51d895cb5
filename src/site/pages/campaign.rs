//! One campaign: how far it is, by week and by team, and who is left.

use super::scorecards::pace;
use super::{Page, Sheet, Shown};
use crate::portal::scorecards::{CampaignScore, Pace};
use crate::site::Site;
use crate::site::charts::burn_down::BurnDown;
use crate::site::charts::frame::Size;
use crate::site::delivery::trends::Panel;
use crate::site::facts::{ServiceFacts, distinct_name};
use crate::site::layout::Head;
use crate::site::links::Links;
use crate::site::rows::{self, Linked, service_address};
use crate::site::scorecards::share::Share;
use crate::site::scorecards::verdict::Found;
use crate::site::scorecards::{campaign_address, card_address, rule_address};
use crate::site::weights::Weights;
use crate::site::wording;
use serde::Serialize;
use std::collections::BTreeMap;
use tera::Value;

/// `/campaigns/<campaign>/`
pub struct Campaign;

/// The most services that the page lists.
const MOST: usize = 100;

#[derive(Serialize)]
struct View {
    title: String,
    why: String,
    owner: Option<Linked>,
    starts: String,
    ends: String,
    share: Share,
    done: String,
    of: String,
    pace: String,
    pace_tone: &'static str,
    rules: Vec<Linked>,
    promotes_to: Option<Linked>,
    burn_down: Panel,
    has_forecast: bool,
    teams: Vec<(String, Share)>,
    left: Vec<Row>,
    left_words: String,
    more: u64,
    reminder: String,
}

#[derive(Serialize)]
struct Row {
    name: String,
    href: String,
    owner: Option<Linked>,
    found: Vec<Found>,
}

impl Page for Campaign {
    fn template(&self) -> &'static str {
        "pages/campaign.html"
    }

    fn sheets(&self, site: &Site<'_>) -> Vec<Sheet> {
        let all = site.portal.scores.campaigns.iter().enumerate();
        all.map(|(which, score)| Sheet { address: campaign_address(&score.campaign.id), which }).collect()
    }

    fn show(&self, site: &Site<'_>, sheet: &Sheet, links: &Links, _: &Weights) -> Shown {
        let score = &site.portal.scores.campaigns[sheet.which];
        let head = Head {
            title: format!("{}, campaign", score.campaign.title),
            description: score.campaign.why.clone(),
            crumbs: vec![
                ("Home".to_owned(), Some(String::new())),
                ("Scorecards".to_owned(), Some("scorecards/".to_owned())),
                (score.campaign.title.clone(), None),
            ],
            nav: Some("Scorecards"),
            is_global: true,
            styles: vec!["scorecards"],
            ..Head::default()
        };
        Shown { head, view: Value::from_serializable(&view(site, score, links)) }
    }
}

fn view(site: &Site<'_>, score: &CampaignScore, links: &Links) -> View {
    let (pace, pace_tone) = pace(score);
    let campaign = &score.campaign;
    let card = |id: &String| {
        let card = site.portal.scores.cards.iter().find(|card| card.card.id == *id)?;
        Some(Linked { text: card.card.title.clone(), href: Some(links.to(&card_address(id))) })
    };
    let rule = |place: &usize| {
        let rule = &site.portal.scores.rules[*place].rule;
        Linked { text: rule.title.clone(), href: Some(links.to(&rule_address(&rule.id))) }
    };
    let waiting: Vec<&ServiceFacts<'_>> =
        score.services.iter().filter(|(_, is_done)| !is_done).filter_map(|(name, _)| site.facts_of(name)).collect();
    View {
        title: campaign.title.clone(),
        why: campaign.why.clone(),
        owner: campaign.owner.as_ref().map(|owner| site.linked(owner, links)),
        starts: wording::date(campaign.starts_on),
        ends: wording::date(campaign.ends_on),
        share: Share::new(u64::from(score.done()), score.services.len() as u64),
        done: wording::number(u64::from(score.done())),
        of: wording::counted(score.services.len() as u64, "service", "services"),
        pace,
        pace_tone,
        rules: score.rules.iter().map(rule).collect(),
        promotes_to: campaign.promotes_to.as_ref().and_then(card),
        burn_down: burn_down(score),
        has_forecast: matches!(score.pace, Pace::On(_)),
        teams: teams(site, score),
        left_words: wording::counted(waiting.len() as u64, "service", "services"),
        more: waiting.len().saturating_sub(MOST) as u64,
        left: waiting.into_iter().take(MOST).map(|facts| row(site, score, facts, links)).collect(),
        reminder: reminder(site, score),
    }
}

/// How many were left at the end of each week since it began, against even steps to the last day.
fn burn_down(score: &CampaignScore) -> Panel {
    let left: Vec<_> = score.left.iter().map(|stand| (stand.at, stand.left)).collect();
    let done_on = match score.pace {
        Pace::On(day) => Some(day),
        _ => None,
    };
    let campaign = &score.campaign;
    let chart = BurnDown { id: "left-chart", starts: campaign.starts_on, ends: campaign.ends_on, left: &left, done_on }
        .draw(&[Size::HALF, Size::NARROW]);
    Panel::new("left-chart", chart, "no week has ended since it began")
}

/// How far each team is, by name.
fn teams(site: &Site<'_>, score: &CampaignScore) -> Vec<(String, Share)> {
    let mut teams: BTreeMap<String, (u64, u64)> = BTreeMap::new();
    for (name, is_done) in &score.services {
        let owner = site.facts_of(name).and_then(|facts| facts.owner).map_or("No team", |owner| owner.name);
        let entry = teams.entry(owner.to_owned()).or_default();
        *entry = (entry.0 + u64::from(*is_done), entry.1 + 1);
    }
    teams.into_iter().map(|(name, (done, all))| (name, Share::new(done, all))).collect()
}

fn row(site: &Site<'_>, score: &CampaignScore, facts: &ServiceFacts<'_>, links: &Links) -> Row {
    let own = site.portal.scores.services.get(&facts.service.reference);
    let results = score.rules.iter().filter_map(|rule| own?.result(*rule)).filter(|result| !result.verdict.allows_level());
    Row {
        name: distinct_name(facts),
        href: links.to(&if super::tab_scorecard::shown(site, facts).is_some() {
            format!("{}scorecard/", service_address(&facts.service.slug))
        } else {
            service_address(&facts.service.slug)
        }),
        owner: rows::owner(facts, links),
        found: results.map(Found::new).collect(),
    }
}

/// Text to paste into a chat: plain, and blaming nobody.
fn reminder(site: &Site<'_>, score: &CampaignScore) -> String {
    const NAMED: usize = 12;
    let left: Vec<String> =
        score.services.iter().filter(|(_, is_done)| !is_done).filter_map(|(name, _)| Some(distinct_name(site.facts_of(name)?))).collect();
    let more = left.len().saturating_sub(NAMED);
    let mut names = left.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
    if more > 0 {
        names = format!("{names} and {more} more");
    }
    let campaign = &score.campaign;
    let done = format!("{} of {} services are done", score.done(), score.services.len());
    if left.is_empty() {
        format!("{}: all {} services are done. Thank you.", campaign.title, score.services.len())
    } else {
        format!("{}, by {}: {done}. Left: {names}.", campaign.title, wording::date(campaign.ends_on))
    }
}
