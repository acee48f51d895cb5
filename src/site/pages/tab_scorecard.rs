//! Where a service stands on its scorecards, and what to do next.

use super::service_head::{ServiceHead, tab_head};
use super::{Page, Sheet, Shown};
use crate::portal::scorecards::{CardScore, CardStanding, RuleResult, ServiceScore, Verdict};
use crate::site::Site;
use crate::site::exports::{badge_path, badge_picture};
use crate::site::facts::ServiceFacts;
use crate::site::layout::{Head, canonical};
use crate::site::links::{Links, path_segment};
use crate::site::rows::{Linked, service_address};
use crate::site::scorecards::fix::{Fix, effort, effort_of, later};
use crate::site::scorecards::level::LevelView;
use crate::site::scorecards::share::Share;
use crate::site::scorecards::verdict::{Found, VerdictView};
use crate::site::scorecards::{campaign_address, card_address, check_id, rule_address};
use crate::site::weights::Weights;
use crate::site::wording::{self, When};
use milepost_model::EntityRef;
use serde::Serialize;
use tera::Value;

/// `/catalog/<slug>/scorecard/`
pub struct TabScorecard;

#[derive(Serialize)]
struct View {
    head: ServiceHead,
    cards: Vec<CardView>,
    campaigns: Vec<Linked>,
    json: String,
    badge: String,
    badge_picture: String,
    badge_code: Option<String>,
}

#[derive(Serialize)]
struct CardView {
    id: String,
    title: String,
    href: String,
    level: LevelView,
    lede: String,
    /// The level that is next, and what stands between.
    next: Option<String>,
    next_words: String,
    fixes: Vec<Fix>,
    rungs: Vec<Rung>,
    passed: String,
    points: Option<Share>,
    categories: Vec<(String, LevelView)>,
    turns: Vec<Turn>,
}

/// A level with its rules.
#[derive(Serialize)]
struct Rung {
    name: String,
    share: Share,
    rules: Vec<Check>,
}

#[derive(Serialize)]
struct Check {
    id: String,
    title: String,
    href: String,
    verdict: VerdictView,
    is_bad: bool,
    found: Found,
    later: Option<String>,
}

/// A week in which the level changed.
#[derive(Serialize)]
struct Turn {
    words: String,
    at: When,
    is_up: bool,
}

/// What the scorecards say of a service, where any is for it.
pub fn shown<'a>(site: &'a Site<'_>, facts: &ServiceFacts<'_>) -> Option<&'a ServiceScore> {
    site.portal.scores.services.get(&facts.service.reference).filter(|score| !score.cards.is_empty())
}

/// How many rules of its first scorecard pass, of how many.
pub fn count(site: &Site<'_>, facts: &ServiceFacts<'_>) -> Option<String> {
    let standing = shown(site, facts)?.cards.first()?;
    Some(format!("{}/{}", standing.passed, standing.decided))
}

/// The level of a service as its overview shows it.
#[derive(Serialize)]
pub struct Summary {
    href: String,
    level: LevelView,
    title: String,
    next: Option<String>,
    passed: String,
    ladder: Vec<Step>,
    fixes: Vec<First>,
    more: usize,
}

/// A level and how much of it holds.
#[derive(Serialize)]
struct Step {
    name: String,
    num: u64,
    den: u64,
    /// How long the bar is, of 100.
    width: u64,
}

/// A rule to begin with.
#[derive(Serialize)]
struct First {
    link: Linked,
    verdict: VerdictView,
    evidence: String,
    effort: Option<String>,
}

/// The level on the first scorecard that is for a service, and the first steps to the next; none where no scorecard is.
pub fn summary(site: &Site<'_>, facts: &ServiceFacts<'_>, links: &Links) -> Option<Summary> {
    const MOST: usize = 3;
    let score = shown(site, facts)?;
    let standing = score.cards.first()?;
    let card = &site.portal.scores.cards[standing.card];
    let page = format!("{}scorecard/", service_address(&facts.service.slug));
    let first = |result: &RuleResult| {
        let rule = &site.portal.scores.rules[result.rule].rule;
        let href = links.to(&format!("{page}#{}", check_id(&card.card.id, &rule.id)));
        First {
            link: Linked { text: rule.title.clone(), href: Some(href) },
            verdict: VerdictView::new(result.verdict),
            evidence: result.evidence.clone(),
            effort: rule.minutes.map(effort),
        }
    };
    let step = |level: usize| {
        let (num, den) = passing(&of_level(card, score, level));
        let width = wording::percent(num, den).unwrap_or_default();
        Step { name: card.card.levels[level].name.clone(), num, den, width }
    };
    Some(Summary {
        href: links.to(&page),
        level: LevelView::new(card, standing.reached),
        title: card.card.title.clone(),
        next: card.level_name(standing.reached.level + 1).map(str::to_owned),
        passed: format!("{} of {} rules", standing.passed, standing.decided),
        ladder: (0..card.card.levels.len()).map(step).collect(),
        more: standing.next.len().saturating_sub(MOST),
        fixes: standing.next.iter().take(MOST).filter_map(|rule| score.result(*rule)).map(first).collect(),
    })
}

/// What the rules of a level say of a service.
fn of_level<'a>(card: &CardScore, score: &'a ServiceScore, level: usize) -> Vec<&'a RuleResult> {
    card.rules.iter().filter(|(_, at)| *at == level).filter_map(|(rule, _)| score.result(*rule)).collect()
}

/// How many pass, of those that do or do not.
fn passing(results: &[&RuleResult]) -> (u64, u64) {
    let count = |verdict: Verdict| results.iter().filter(|result| result.verdict == verdict).count() as u64;
    (count(Verdict::Pass), count(Verdict::Pass) + count(Verdict::Fail))
}

/// Where the evidence of a rule stands for a service: on its scorecard, else on its overview.
pub fn evidence_address(site: &Site<'_>, facts: &ServiceFacts<'_>, rule: usize) -> String {
    let home = service_address(&facts.service.slug);
    let Some(score) = shown(site, facts) else { return home };
    let rules = &site.portal.scores.rules;
    let card = rules[rule].cards.iter().find(|(card, _)| score.card(*card).is_some());
    let id = card.map(|(card, _)| check_id(&site.portal.scores.cards[*card].card.id, &rules[rule].rule.id));
    id.map_or_else(|| format!("{home}scorecard/"), |id| format!("{home}scorecard/#{id}"))
}

impl Page for TabScorecard {
    fn template(&self) -> &'static str {
        "pages/tab-scorecard.html"
    }

    fn sheets(&self, site: &Site<'_>) -> Vec<Sheet> {
        let all = site.facts.iter().enumerate().filter(|(_, facts)| shown(site, facts).is_some());
        all.map(|(which, facts)| Sheet { address: format!("{}scorecard/", service_address(&facts.service.slug)), which }).collect()
    }

    fn show(&self, site: &Site<'_>, sheet: &Sheet, links: &Links, _: &Weights) -> Shown {
        let facts = &site.facts[sheet.which];
        let score = shown(site, facts).expect("because a sheet was made for it");
        let head = tab_head(site, facts, "Scorecard", format!("The levels of {}, and what to do next.", facts.name));
        let head = Head { styles: vec!["scorecards"], ..head };
        let campaigns = site
            .portal
            .scores
            .campaigns
            .iter()
            .filter(|campaign| campaign.services.iter().any(|(name, is_done)| !is_done && *name == facts.service.reference));
        let campaign = |one: &crate::portal::scorecards::CampaignScore| Linked {
            text: format!("{}, by {}", one.campaign.title, wording::date(one.campaign.ends_on)),
            href: Some(links.to(&campaign_address(&one.campaign.id))),
        };
        let view = View {
            head: ServiceHead::new(site, facts, "Scorecard", links),
            cards: score.cards.iter().map(|standing| card(site, &facts.service.reference, score, standing, links)).collect(),
            campaigns: campaigns.map(campaign).collect(),
            json: links.to("data/scorecards.json"),
            badge: links.to(&badge_path(&facts.service.slug)),
            badge_picture: badge_picture(site, facts).unwrap_or_default(),
            badge_code: badge_code(site, facts),
        };
        Shown { head, view: Value::from_serializable(&view) }
    }
}

/// What to write into a README; none where nothing says where the portal is.
fn badge_code(site: &Site<'_>, facts: &ServiceFacts<'_>) -> Option<String> {
    let url = site.settings.site_url.as_deref()?;
    let page = canonical(url, &format!("{}scorecard/", service_address(&facts.service.slug)));
    Some(format!("[![Level]({})]({page})", canonical(url, &badge_path(&facts.service.slug))))
}

fn card(site: &Site<'_>, service: &EntityRef, score: &ServiceScore, standing: &CardStanding, links: &Links) -> CardView {
    let card = &site.portal.scores.cards[standing.card];
    let next = card.level_name(standing.reached.level + 1).map(str::to_owned);
    let fixes: Vec<Fix> =
        standing.next.iter().filter_map(|rule| score.result(*rule)).map(|result| Fix::new(site, card, result, service, links)).collect();
    let together = effort_of(&site.portal.scores, &standing.next);
    let checks = wording::counted(fixes.len() as u64, "rule", "rules");
    let words = |effort: Option<String>| effort.map_or_else(|| checks.clone(), |effort| format!("{checks}, together {effort}"));
    let level = LevelView::new(card, standing.reached);
    let between = next.as_ref().filter(|_| !fixes.is_empty()).map(|next| {
        format!(
            " {} between it and {next}, together {}.",
            stand(fixes.len()),
            together.clone().unwrap_or_else(|| "of unknown effort".to_owned())
        )
    });
    let at_least = if standing.reached.is_certain() { "" } else { "At least " };
    CardView {
        id: path_segment(&card.card.id),
        title: card.card.title.clone(),
        href: links.to(&card_address(&card.card.id)),
        lede: format!("{at_least}{}.{}", level.name, between.unwrap_or_default()),
        level,
        next,
        next_words: words(together),
        fixes,
        rungs: card.card.levels.iter().enumerate().map(|(place, _)| rung(site, card, score, (place, &standing.next), links)).collect(),
        passed: format!("{} of {} pass", standing.passed, standing.decided),
        points: standing.points.map(|(num, den)| Share::new(num, den)),
        categories: standing.categories.iter().map(|(name, reached)| (name.clone(), LevelView::new(card, *reached))).collect(),
        turns: turns(site, card, standing),
    }
}

fn stand(count: usize) -> String {
    let verb = if count == 1 { "stands" } else { "stand" };
    format!("{} {verb}", wording::counted(count as u64, "rule", "rules"))
}

fn rung(site: &Site<'_>, card: &CardScore, score: &ServiceScore, (level, next): (usize, &[usize]), links: &Links) -> Rung {
    let check = |result: &RuleResult| {
        let rule = &site.portal.scores.rules[result.rule];
        Check {
            // What is next has its anchor where it is explained.
            id: if next.contains(&result.rule) { String::new() } else { check_id(&card.card.id, &rule.rule.id) },
            title: rule.rule.title.clone(),
            href: links.to(&rule_address(&rule.rule.id)),
            verdict: VerdictView::new(result.verdict),
            is_bad: result.verdict == Verdict::Fail,
            found: Found::new(result),
            later: later(rule.rule.starts_on, rule.counts),
        }
    };
    let results = of_level(card, score, level);
    let (num, den) = passing(&results);
    Rung { name: card.card.levels[level].name.clone(), share: Share::new(num, den), rules: results.into_iter().map(check).collect() }
}

/// The weeks in which the level changed, the newest first; weeks that are not certain are passed over.
fn turns(site: &Site<'_>, card: &CardScore, standing: &CardStanding) -> Vec<Turn> {
    const MOST: usize = 6;
    let certain: Vec<(usize, u8)> = standing
        .history
        .iter()
        .enumerate()
        .filter_map(|(place, reached)| Some((place, reached.filter(|reached| reached.is_certain())?.level)))
        .collect();
    let turn = |pair: &[(usize, u8)]| {
        let [(_, before), (place, after)] = pair else { return None };
        let name = |level: u8| card.level_name(level).unwrap_or("any level").to_owned();
        let words = match before.cmp(after) {
            std::cmp::Ordering::Less => format!("Reached {}", name(*after)),
            std::cmp::Ordering::Greater => format!("Lost {}", name(*before)),
            std::cmp::Ordering::Equal => return None,
        };
        Some(Turn { words, at: When::new(site.portal.scores.instants[*place]), is_up: after > before })
    };
    certain.windows(2).rev().filter_map(turn).take(MOST).collect()
}
