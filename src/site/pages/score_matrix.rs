//! Services by rule, a page for each team.

use super::{Page, Sheet, Shown};
use crate::portal::scorecards::{CardScore, Verdict};
use crate::site::Site;
use crate::site::facts::ServiceFacts;
use crate::site::layout::Head;
use crate::site::links::Links;
use crate::site::paging::{Paging, of_sheet, title_suffix};
use crate::site::rows::{Linked, service_address};
use crate::site::scorecards::level::LevelView;
use crate::site::scorecards::verdict::VerdictView;
use crate::site::scorecards::{card_address, check_id, matrix_address, rule_address};
use crate::site::weights::Weights;
use crate::site::wording;
use serde::Serialize;
use std::collections::BTreeMap;
use tera::Value;

/// `/scorecards/<card>/matrix/<team>/`, with further pages of services below
pub struct ScoreMatrix;

/// How many services a page holds.
const ROWS: usize = 100;

/// The services of a team, or those without one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Group {
    /// Its name for people.
    pub name: String,
    /// Its place in addresses.
    pub slug: String,
}

#[derive(Serialize)]
struct View {
    title: String,
    team: String,
    place: String,
    groups: Vec<ColumnGroup>,
    columns: Vec<Column>,
    rows: Vec<Row>,
    pages: Vec<Linked>,
    teams: Vec<Linked>,
    legend: Vec<VerdictView>,
}

#[derive(Serialize)]
struct ColumnGroup {
    name: String,
    columns: usize,
}

#[derive(Serialize)]
struct Column {
    title: String,
    href: String,
    is_first: bool,
}

#[derive(Serialize)]
struct Row {
    name: String,
    href: String,
    level: LevelView,
    cells: Vec<Cell>,
    passed: u32,
    decided: u32,
}

#[derive(Serialize)]
struct Cell {
    verdict: VerdictView,
    /// The rule on the service's own page, where the evidence stands.
    href: Option<String>,
    is_first: bool,
}

/// The services of a scorecard by team, the teams in order.
pub fn groups<'s, 'a>(site: &'s Site<'a>, card: usize) -> BTreeMap<Group, Vec<&'s ServiceFacts<'a>>> {
    let mut groups: BTreeMap<Group, Vec<&ServiceFacts<'a>>> = BTreeMap::new();
    for facts in &site.facts {
        let is_on = site.portal.scores.services.get(&facts.service.reference).is_some_and(|score| score.card(card).is_some());
        if !is_on {
            continue;
        }
        let owner = facts.owner.and_then(|owner| Some(Group { name: owner.name.to_owned(), slug: owner.slug?.to_owned() }));
        let group = owner.unwrap_or_else(|| Group { name: "No team".to_owned(), slug: "-".to_owned() });
        groups.entry(group).or_default().push(facts);
    }
    groups
}

impl Page for ScoreMatrix {
    fn template(&self) -> &'static str {
        "pages/score-matrix.html"
    }

    fn sheets(&self, site: &Site<'_>) -> Vec<Sheet> {
        let mut sheets = Vec::new();
        for (card, score) in site.portal.scores.cards.iter().enumerate() {
            for (place, (group, services)) in groups(site, card).into_iter().enumerate() {
                let paging = Paging { rows: services.len(), per_page: ROWS };
                let list = card << LIST_BITS | place;
                sheets.extend(paging.sheets(&matrix_address(&score.card.id, &group.slug), list));
            }
        }
        sheets
    }

    fn show(&self, site: &Site<'_>, sheet: &Sheet, links: &Links, _: &Weights) -> Shown {
        let (list, page) = of_sheet(sheet);
        let (place, team) = (list >> LIST_BITS, list & ((1 << LIST_BITS) - 1));
        let card = &site.portal.scores.cards[place];
        let all = groups(site, place);
        let (group, services) = all.iter().nth(team).expect("because a sheet was made for it");
        let head = Head {
            title: format!("{} by rule, {}{}", group.name, card.card.title, title_suffix(page)),
            description: format!("Which rules of {} the services of {} pass.", card.card.title, group.name),
            crumbs: vec![
                ("Home".to_owned(), Some(String::new())),
                ("Scorecards".to_owned(), Some("scorecards/".to_owned())),
                (card.card.title.clone(), Some(card_address(&card.card.id))),
                (group.name.clone(), None),
            ],
            nav: Some("Scorecards"),
            is_global: true,
            styles: vec!["scorecards"],
            ..Head::default()
        };
        let paging = Paging { rows: services.len(), per_page: ROWS };
        let ordered = order(site, card);
        let view = View {
            title: card.card.title.clone(),
            team: group.name.clone(),
            place: wording::counted(services.len() as u64, "service", "services"),
            groups: column_groups(&ordered),
            columns: columns(site, &ordered, links),
            rows: most_failing(site, place, services)[paging.range(page)]
                .iter()
                .filter_map(|facts| row(site, (card, place), &ordered, facts, links))
                .collect(),
            pages: paging.links(&matrix_address(&card.card.id, &group.slug), page, links),
            teams: all
                .keys()
                .map(|other| Linked {
                    text: other.name.clone(),
                    href: (other != group).then(|| links.to(&matrix_address(&card.card.id, &other.slug))),
                })
                .collect(),
            legend: [Verdict::Pass, Verdict::Fail, Verdict::Exempt, Verdict::NotApplicable, Verdict::Unknown].map(VerdictView::new).into(),
        };
        Shown { head, view: Value::from_serializable(&view) }
    }
}

/// Bits of a list's number that are the team's; the others are the scorecard's.
const LIST_BITS: u32 = 24;

/// The rules of a scorecard by category, each category at the place of its first rule.
fn order(site: &Site<'_>, card: &CardScore) -> Vec<(usize, String)> {
    let name = |rule: usize| site.portal.scores.rules[rule].rule.category.clone().unwrap_or_else(|| "Other".to_owned());
    let mut names: Vec<String> = Vec::new();
    for (rule, _) in &card.rules {
        let name = name(*rule);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let of = |category: &String| {
        card.rules.iter().map(|(rule, _)| (*rule, name(*rule))).filter(|(_, name)| name == category).collect::<Vec<_>>()
    };
    names.iter().flat_map(of).collect()
}

fn is_first(ordered: &[(usize, String)], place: usize) -> bool {
    place == 0 || ordered[place - 1].1 != ordered[place].1
}

fn column_groups(ordered: &[(usize, String)]) -> Vec<ColumnGroup> {
    let mut groups: Vec<ColumnGroup> = Vec::new();
    for (_, name) in ordered {
        match groups.last_mut().filter(|last| last.name == *name) {
            Some(last) => last.columns += 1,
            None => groups.push(ColumnGroup { name: name.clone(), columns: 1 }),
        }
    }
    groups
}

fn columns(site: &Site<'_>, ordered: &[(usize, String)], links: &Links) -> Vec<Column> {
    let column = |(place, (rule, _)): (usize, &(usize, String))| {
        let rule = &site.portal.scores.rules[*rule].rule;
        Column { title: rule.title.clone(), href: links.to(&rule_address(&rule.id)), is_first: is_first(ordered, place) }
    };
    ordered.iter().enumerate().map(column).collect()
}

/// The services, those that fail most first.
fn most_failing<'s, 'a>(site: &Site<'_>, card: usize, services: &[&'s ServiceFacts<'a>]) -> Vec<&'s ServiceFacts<'a>> {
    let fails = |facts: &ServiceFacts<'_>| {
        let standing = site.portal.scores.services.get(&facts.service.reference).and_then(|score| score.card(card));
        standing.map_or(0, |standing| standing.decided - standing.passed)
    };
    let mut sorted = services.to_vec();
    sorted.sort_by_cached_key(|facts| (std::cmp::Reverse(fails(facts)), facts.name.to_lowercase(), facts.service.slug.clone()));
    sorted
}

fn row(
    site: &Site<'_>,
    (card, place): (&CardScore, usize),
    ordered: &[(usize, String)],
    facts: &ServiceFacts<'_>,
    links: &Links,
) -> Option<Row> {
    let score = site.portal.scores.services.get(&facts.service.reference)?;
    let standing = score.card(place)?;
    let page = format!("{}scorecard/", service_address(&facts.service.slug));
    let cell = |(column, (rule, _)): (usize, &(usize, String))| {
        let verdict = score.result(*rule).map_or(Verdict::NotApplicable, |result| result.verdict);
        let id = check_id(&card.card.id, &site.portal.scores.rules[*rule].rule.id);
        Cell {
            verdict: VerdictView::new(verdict),
            href: (verdict != Verdict::NotApplicable).then(|| links.to(&format!("{page}#{id}"))),
            is_first: is_first(ordered, column),
        }
    };
    Some(Row {
        name: facts.name.to_owned(),
        href: links.to(&page),
        level: LevelView::new(card, standing.reached),
        cells: ordered.iter().enumerate().map(cell).collect(),
        passed: standing.passed,
        decided: standing.decided,
    })
}
