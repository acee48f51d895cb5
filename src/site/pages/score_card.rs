//! One scorecard: what it asks for, how far services are, and which rules fail most.

use super::scorecards::{CampaignRow, LevelShare, at_target, campaign_row, levels};
use super::{Page, Sheet, Shown};
use crate::portal::scorecards::{CampaignScore, CardScore, RuleScore};
use crate::site::Site;
use crate::site::charts::frame::{Point, Size};
use crate::site::charts::mix::LevelMix;
use crate::site::charts::standing::Standing;
use crate::site::delivery::trends::Panel;
use crate::site::layout::Head;
use crate::site::links::Links;
use crate::site::rows::Linked;
use crate::site::scorecards::share::Share;
use crate::site::scorecards::{card_address, matrix_address, rule_address};
use crate::site::weights::Weights;
use crate::site::wording;
use milepost_model::Window;
use serde::Serialize;
use tera::Value;

/// `/scorecards/<card>/`
pub struct ScoreCard;

/// Teams with fewer services are listed apart: one service would make all the difference.
const FEWEST: usize = 3;
/// How many teams the page lists; the first page of services by rule leads to all.
const MOST_TEAMS: usize = 50;

#[derive(Serialize)]
struct View {
    title: String,
    about: Option<String>,
    owner: Option<Linked>,
    scope: Option<String>,
    target: Option<String>,
    at_target: Option<Share>,
    levels: Vec<LevelShare>,
    trend: Panel,
    mix: Panel,
    campaigns: Vec<CampaignRow>,
    columns: Vec<String>,
    rows: Vec<Category>,
    teams: Vec<TeamRow>,
    small_teams: Vec<TeamRow>,
    more_teams: Option<Linked>,
    failing: Vec<RuleRow>,
    json: String,
    csv: String,
}

/// A row of the rubric.
#[derive(Serialize)]
struct Category {
    name: String,
    cells: Vec<Vec<RuleRow>>,
}

#[derive(Serialize)]
struct RuleRow {
    title: String,
    href: String,
    level: String,
    share: Share,
    fails: u64,
    fails_words: String,
    later: Option<String>,
}

#[derive(Serialize)]
struct TeamRow {
    name: String,
    href: String,
    share: Share,
    before: Option<String>,
    levels: Vec<(String, u64)>,
}

impl Page for ScoreCard {
    fn template(&self) -> &'static str {
        "pages/score-card.html"
    }

    fn sheets(&self, site: &Site<'_>) -> Vec<Sheet> {
        let all = site.portal.scores.cards.iter().enumerate();
        all.map(|(which, card)| Sheet { address: card_address(&card.card.id), which }).collect()
    }

    fn show(&self, site: &Site<'_>, sheet: &Sheet, links: &Links, _: &Weights) -> Shown {
        let card = &site.portal.scores.cards[sheet.which];
        let head = Head {
            title: format!("{}, scorecard", card.card.title),
            description: card
                .card
                .about
                .clone()
                .unwrap_or_else(|| format!("The scorecard {}: its rules, levels and teams.", card.card.title)),
            crumbs: vec![
                ("Home".to_owned(), Some(String::new())),
                ("Scorecards".to_owned(), Some("scorecards/".to_owned())),
                (card.card.title.clone(), None),
            ],
            nav: Some("Scorecards"),
            is_global: true,
            styles: vec!["scorecards"],
            ..Head::default()
        };
        Shown { head, view: Value::from_serializable(&view(site, card, sheet.which, links)) }
    }
}

fn view(site: &Site<'_>, card: &CardScore, place: usize, links: &Links) -> View {
    let now = card.mix.len().saturating_sub(1);
    let target = card.card.target.clone().or_else(|| card.card.levels.first().map(|level| level.name.clone()));
    let (teams, small_teams): (Vec<_>, Vec<_>) = teams(site, card, place, links).into_iter().partition(|(count, _)| *count >= FEWEST);
    let left_out = (teams.len() + small_teams.len()).saturating_sub(MOST_TEAMS) as u64;
    let (first, left) = (teams.first().or(small_teams.first()), MOST_TEAMS.saturating_sub(teams.len()));
    let more_teams = first
        .filter(|_| left_out > 0)
        .map(|(_, row)| Linked { text: wording::counted(left_out, "more team", "more teams"), href: Some(format!("{}#others", row.href)) });
    let rows = |all: Vec<(usize, TeamRow)>, most: usize| all.into_iter().take(most).map(|(_, row)| row).collect();
    let mut failing: Vec<RuleRow> = card.rules.iter().map(|(rule, level)| rule_row(site, card, (*rule, *level), links)).collect();
    failing.retain(|row| row.fails > 0);
    failing.sort_by(|a, b| b.fails.cmp(&a.fails).then_with(|| a.title.cmp(&b.title)));
    failing.truncate(10);
    View {
        title: card.card.title.clone(),
        about: card.card.about.clone(),
        owner: card.card.owner.as_ref().map(|owner| site.linked(owner, links)),
        scope: card.card.scope.clone(),
        at_target: at_target(card, now).map(|(num, den)| Share::new(num, den)),
        levels: levels(card),
        trend: trend(site, card, target.as_deref()),
        mix: mix(site, card),
        campaigns: campaigns(site, card, links),
        target,
        columns: card.card.levels.iter().map(|level| level.name.clone()).collect(),
        rows: rubric(site, card, links),
        teams: rows(teams, MOST_TEAMS),
        small_teams: rows(small_teams, left),
        more_teams,
        failing,
        json: links.to("data/scorecards.json"),
        csv: links.to("data/scorecards.csv"),
    }
}

/// The share of services at the target, week by week.
fn trend(site: &Site<'_>, card: &CardScore, target: Option<&str>) -> Panel {
    let weeks = weeks(site);
    let rank = card.target().unwrap_or(1);
    let value = |mix: &crate::portal::scorecards::Mix| {
        // Where most levels are not certain, the rest says nothing of all.
        let (all, least) = (mix.all(), mix.levels.iter().skip(usize::from(rank)).sum::<u32>());
        if all == 0 || mix.uncertain * 2 > all { Point::Unknown } else { Point::Known((u64::from(least), u64::from(all))) }
    };
    let values: Vec<Point<(u64, u64)>> = card.mix.iter().take(weeks.len()).map(value).collect();
    let what = format!("Services at {} or above", target.unwrap_or("the lowest level"));
    let chart = Standing { id: "level-chart", what: &what, weeks: &weeks, values: &values }.draw(&[Size::HALF, Size::NARROW]);
    Panel::new("level-chart", chart, "in no week of half a year most levels are certain")
}

/// How many services had which level, week by week.
fn mix(site: &Site<'_>, card: &CardScore) -> Panel {
    let weeks = weeks(site);
    let levels: Vec<String> = card.card.levels.iter().map(|level| level.name.clone()).collect();
    let counts: Vec<Vec<u32>> =
        card.mix.iter().take(weeks.len()).map(|mix| mix.levels.iter().copied().chain([mix.uncertain]).collect()).collect();
    let chart = LevelMix { id: "mix-chart", levels: &levels, weeks: &weeks, counts: &counts }.draw(&[Size::WIDE, Size::NARROW]);
    Panel::new("mix-chart", chart, "no week of the year has a service that it is for")
}

/// The campaigns that ask a rule of the scorecard.
fn campaigns(site: &Site<'_>, card: &CardScore, links: &Links) -> Vec<CampaignRow> {
    let is_ours = |campaign: &&CampaignScore| campaign.rules.iter().any(|rule| card.rules.iter().any(|(own, _)| own == rule));
    site.portal.scores.campaigns.iter().filter(is_ours).map(|campaign| campaign_row(campaign, links)).collect()
}

/// The complete weeks that histories follow.
pub fn weeks(site: &Site<'_>) -> Vec<Window> {
    let ends = &site.portal.scores.instants;
    let complete = &ends[..ends.len().saturating_sub(1)];
    complete.iter().map(|end| Window { from: *end - chrono::Duration::weeks(1), to: *end }).collect()
}

fn rubric(site: &Site<'_>, card: &CardScore, links: &Links) -> Vec<Category> {
    let rules = &site.portal.scores.rules;
    let name = |rule: usize| rules[rule].rule.category.clone().unwrap_or_else(|| "Other".to_owned());
    let mut categories: Vec<Category> = Vec::new();
    for (rule, level) in &card.rules {
        let name = name(*rule);
        let place = categories.iter().position(|category| category.name == name).unwrap_or_else(|| {
            categories.push(Category { name, cells: card.card.levels.iter().map(|_| Vec::new()).collect() });
            categories.len() - 1
        });
        categories[place].cells[*level].push(rule_row(site, card, (*rule, *level), links));
    }
    categories
}

fn rule_row(site: &Site<'_>, card: &CardScore, (rule, level): (usize, usize), links: &Links) -> RuleRow {
    let score: &RuleScore = &site.portal.scores.rules[rule];
    let tally = score.tally.last().copied().unwrap_or_default();
    RuleRow {
        title: score.rule.title.clone(),
        href: links.to(&rule_address(&score.rule.id)),
        level: card.card.levels[level].name.clone(),
        share: Share::new(u64::from(tally.pass), u64::from(tally.decided())),
        fails: u64::from(tally.fail),
        fails_words: wording::counted(u64::from(tally.fail), "service", "services"),
        later: crate::site::scorecards::fix::later(score.rule.starts_on, score.counts),
    }
}

/// Every team with services on the scorecard: the most at the target first, ties by name.
fn teams(site: &Site<'_>, card: &CardScore, place: usize, links: &Links) -> Vec<(usize, TeamRow)> {
    let target = card.target().unwrap_or(1);
    let mut rows: Vec<(usize, u64, TeamRow)> = Vec::new();
    for (group, services) in super::score_matrix::groups(site, place) {
        let standings: Vec<_> =
            services.iter().filter_map(|facts| site.portal.scores.services.get(&facts.service.reference)?.card(place)).collect();
        let at = |instant: usize| {
            standings.iter().filter(|standing| standing.history[instant].is_some_and(|reached| reached.level >= target)).count() as u64
        };
        let now = card.mix.len().saturating_sub(1);
        let (share, before) = (at(now), now.checked_sub(4).map(at));
        let level = |rank: u8| standings.iter().filter(|standing| standing.reached.level == rank).count() as u64;
        let levels = (0..=card.card.levels.len())
            .rev()
            .map(|rank| u8::try_from(rank).unwrap_or(u8::MAX))
            .map(|rank| (card.level_name(rank).unwrap_or("No level").to_owned(), level(rank)));
        let row = TeamRow {
            name: group.name,
            href: links.to(&matrix_address(&card.card.id, &group.slug)),
            share: Share::new(share, standings.len() as u64),
            before: before.filter(|before| *before != share).map(|before| match share.cmp(&before) {
                std::cmp::Ordering::Greater => format!("{} more than four weeks ago", share - before),
                _ => format!("{} fewer than four weeks ago", before - share),
            }),
            levels: levels.filter(|(_, count)| *count > 0).collect(),
        };
        rows.push((standings.len(), wording::percent(share, standings.len() as u64).unwrap_or_default(), row));
    }
    rows.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.2.name.cmp(&b.2.name)));
    rows.into_iter().map(|(count, _, row)| (count, row)).collect()
}
