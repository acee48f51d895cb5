//! One rule: what it asks exactly, how many pass, who does not, and how to.

use super::score_card::weeks;
use super::{Page, Sheet, Shown};
use crate::portal::scorecards::{RuleResult, RuleScore, Tally, Verdict};
use crate::site::Site;
use crate::site::charts::frame::{Point, Size};
use crate::site::charts::standing::Standing;
use crate::site::delivery::trends::Panel;
use crate::site::facts::{ServiceFacts, distinct_name};
use crate::site::layout::Head;
use crate::site::links::Links;
use crate::site::rows::{self, Linked};
use crate::site::scorecards::fix::{effort, later};
use crate::site::scorecards::share::Share;
use crate::site::scorecards::verdict::Found;
use crate::site::scorecards::{campaign_address, card_address, rule_address};
use crate::site::weights::Weights;
use crate::site::wording;
use serde::Serialize;
use tera::Value;

/// `/scorecards/checks/<rule>/`
pub struct ScoreCheck;

/// The most services that one list holds; `data/scorecards.csv` has all.
const MOST: usize = 250;

#[derive(Serialize)]
struct View {
    title: String,
    why: String,
    how: Option<String>,
    effort: Option<String>,
    owner: Option<Linked>,
    category: Option<String>,
    later: Option<String>,
    pass: String,
    scope: Option<String>,
    asked_by: Vec<Linked>,
    share: Share,
    trend: Panel,
    lists: Vec<List>,
    passing: String,
    not_applicable: String,
    csv: String,
}

/// The services of which a rule says the same.
#[derive(Serialize)]
struct List {
    id: &'static str,
    title: &'static str,
    count: String,
    rows: Vec<Row>,
    more: u64,
}

#[derive(Serialize)]
struct Row {
    name: String,
    href: String,
    owner: Option<Linked>,
    found: Found,
}

impl Page for ScoreCheck {
    fn template(&self) -> &'static str {
        "pages/score-check.html"
    }

    fn sheets(&self, site: &Site<'_>) -> Vec<Sheet> {
        let all = site.portal.scores.rules.iter().enumerate();
        all.map(|(which, rule)| Sheet { address: rule_address(&rule.rule.id), which }).collect()
    }

    fn show(&self, site: &Site<'_>, sheet: &Sheet, links: &Links, _: &Weights) -> Shown {
        let rule = &site.portal.scores.rules[sheet.which];
        let head = Head {
            title: format!("{}, rule", rule.rule.title),
            description: rule.rule.why.clone(),
            crumbs: vec![
                ("Home".to_owned(), Some(String::new())),
                ("Scorecards".to_owned(), Some("scorecards/".to_owned())),
                (rule.rule.title.clone(), None),
            ],
            nav: Some("Scorecards"),
            is_global: true,
            styles: vec!["scorecards"],
            ..Head::default()
        };
        Shown { head, view: Value::from_serializable(&view(site, rule, sheet.which, links)) }
    }
}

fn view(site: &Site<'_>, score: &RuleScore, place: usize, links: &Links) -> View {
    let rule = &score.rule;
    let tally = score.tally.last().copied().unwrap_or_default();
    let services = |count: u32| wording::counted(u64::from(count), "service", "services");
    let lists = [
        (Verdict::Fail, "fails", "Who fails"),
        (Verdict::Unknown, "unknown", "Not known"),
        (Verdict::Exempt, "exempt", "Exempt for a while"),
    ];
    View {
        title: rule.title.clone(),
        why: rule.why.clone(),
        how: rule.fix.as_deref().map(crate::portal::prose),
        effort: rule.minutes.map(effort),
        owner: owner(site, score, links),
        category: rule.category.clone(),
        later: later(rule.starts_on, score.counts),
        pass: rule.pass.clone(),
        scope: rule.scope.clone(),
        asked_by: asked_by(site, score, place, links),
        share: Share::new(u64::from(tally.pass), u64::from(tally.decided())),
        trend: trend(site, score),
        lists: lists.into_iter().filter_map(|(verdict, id, title)| list(site, place, (verdict, id, title), links)).collect(),
        passing: services(tally.pass),
        not_applicable: services(tally.not_applicable),
        csv: links.to("data/scorecards.csv"),
    }
}

fn owner(site: &Site<'_>, score: &RuleScore, links: &Links) -> Option<Linked> {
    let of_card = || score.cards.iter().find_map(|(card, _)| site.portal.scores.cards[*card].card.owner.as_ref());
    score.rule.owner.as_ref().or_else(of_card).map(|owner| site.linked(owner, links))
}

/// The scorecards and campaigns that ask it.
fn asked_by(site: &Site<'_>, score: &RuleScore, place: usize, links: &Links) -> Vec<Linked> {
    let scores = &site.portal.scores;
    let card = |(card, level): &(usize, usize)| {
        let card = &scores.cards[*card].card;
        Linked { text: format!("{}, {}", card.title, card.levels[*level].name), href: Some(links.to(&card_address(&card.id))) }
    };
    let campaigns = scores.campaigns.iter().filter(|campaign| campaign.rules.contains(&place));
    let campaign = |one: &crate::portal::scorecards::CampaignScore| Linked {
        text: format!("Campaign: {}", one.campaign.title),
        href: Some(links.to(&campaign_address(&one.campaign.id))),
    };
    score.cards.iter().map(card).chain(campaigns.map(campaign)).collect()
}

/// The share of services that pass, week by week.
fn trend(site: &Site<'_>, score: &RuleScore) -> Panel {
    let weeks = weeks(site);
    let value = |tally: &Tally| {
        let decided = tally.decided();
        // Where most is not known, the rest says nothing of all.
        if decided == 0 || tally.unknown > decided { Point::Unknown } else { Point::Known((u64::from(tally.pass), u64::from(decided))) }
    };
    let values: Vec<Point<(u64, u64)>> = score.tally.iter().take(weeks.len()).map(value).collect();
    let chart = Standing { id: "pass-chart", what: "Services that pass", weeks: &weeks, values: &values }.draw(&[Size::HALF, Size::NARROW]);
    Panel::new("pass-chart", chart, "in no week of half a year was it known of most services")
}

fn list(site: &Site<'_>, place: usize, (verdict, id, title): (Verdict, &'static str, &'static str), links: &Links) -> Option<List> {
    let of = |facts: &&ServiceFacts<'_>| {
        let result = site.portal.scores.services.get(&facts.service.reference)?.result(place)?;
        (result.verdict == verdict).then(|| result.clone())
    };
    let all: Vec<(&ServiceFacts<'_>, RuleResult)> = site.facts.iter().filter_map(|facts| Some((facts, of(&facts)?))).collect();
    let row = |(facts, result): &(&ServiceFacts<'_>, RuleResult)| Row {
        name: distinct_name(facts),
        href: links.to(&super::tab_scorecard::evidence_address(site, facts, place)),
        owner: rows::owner(facts, links),
        found: Found::new(result),
    };
    (!all.is_empty()).then(|| List {
        id,
        title,
        count: wording::counted(all.len() as u64, "service", "services"),
        more: all.len().saturating_sub(MOST) as u64,
        rows: all.iter().take(MOST).map(row).collect(),
    })
}
