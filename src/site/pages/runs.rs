//! The runs of an action, and those of all of them.

use super::{Page, Sheet, Shown};
use crate::portal::actions::{Action, Run};
use crate::site::Site;
use crate::site::actions::{Names, RecentView, RunRow, action_address, history_address};
use crate::site::charts::sparkline;
use crate::site::exports::runs_path;
use crate::site::layout::Head;
use crate::site::links::Links;
use crate::site::rows::Linked;
use crate::site::weights::Weights;
use crate::site::wording;
use serde::Serialize;
use tera::Value;

/// So many of the newest runs of all actions stand on one page.
const MOST: usize = 120;

/// `/actions/history/` and `/actions/<action>/history/`
pub struct ActionHistory;

#[derive(Serialize)]
struct View {
    title: String,
    lede: String,
    /// The only action, on the page of one.
    action: Option<Linked>,
    summary: Vec<SummaryRow>,
    rows: Vec<RunRow>,
    has_people: bool,
    has_approvals: bool,
    shown: String,
    csv: String,
    /// How many runs of the only action have a hash, and the last one.
    chain: Option<Chain>,
    convention: bool,
}

#[derive(Serialize)]
struct Chain {
    runs: String,
    head: String,
}

#[derive(Serialize)]
struct SummaryRow {
    slug: String,
    action: Linked,
    recent: RecentView,
    spark: Option<String>,
}

impl Page for ActionHistory {
    fn template(&self) -> &'static str {
        "pages/runs.html"
    }

    fn sheets(&self, site: &Site<'_>) -> Vec<Sheet> {
        let all = Sheet { address: "actions/history/".to_owned(), which: usize::MAX };
        let each = site.portal.actions.iter().enumerate().map(|(which, action)| Sheet { address: history_address(&action.slug), which });
        std::iter::once(all).chain(each).collect()
    }

    fn show(&self, site: &Site<'_>, sheet: &Sheet, links: &Links, _: &Weights) -> Shown {
        let one = site.portal.actions.get(sheet.which);
        let actions: Vec<&Action> = one.map_or_else(|| site.portal.actions.iter().collect(), |action| vec![action]);
        let mut runs: Vec<(&Action, &Run)> =
            actions.iter().flat_map(|action| action.runs.newest.iter().map(move |run| (*action, run))).collect();
        runs.sort_by(|a, b| b.1.at.cmp(&a.1.at).then_with(|| a.0.slug.cmp(&b.0.slug)).then_with(|| a.1.run_id.cmp(&b.1.run_id)));
        let known: u64 = actions.iter().map(|action| action.runs.total).sum();
        runs.truncate(MOST);
        let newest = runs.first().map(|(_, run)| run.at);
        let names = Names::of(site);
        let title = one.map_or_else(|| "Action history".to_owned(), |action| format!("History of “{}”", action.title));
        let view = View {
            lede: lede(&actions),
            action: one.map(|action| Linked { text: action.title.clone(), href: Some(links.to(&action_address(&action.slug))) }),
            summary: summary(&actions, links),
            has_people: runs.iter().any(|(_, run)| run.actor.is_some()),
            has_approvals: runs.iter().any(|(_, run)| run.approvals.as_ref().is_some_and(|approvals| !approvals.is_empty())),
            shown: shown(runs.len() as u64, known),
            convention: runs.iter().all(|(_, run)| run.inputs.is_empty()),
            rows: runs.iter().map(|(action, run)| RunRow::new(&names, action, run, links)).collect(),
            csv: links.to(&one.map_or_else(|| "data/action-runs.csv".to_owned(), |action| runs_path(&action.slug))),
            chain: one.and_then(chain),
            title: title.clone(),
        };
        let mut crumbs = vec![("Home".to_owned(), Some(String::new())), ("Actions".to_owned(), Some("actions/".to_owned()))];
        crumbs.extend(one.map(|action| (action.title.clone(), Some(action_address(&action.slug)))));
        crumbs.push(("History".to_owned(), None));
        let head = Head {
            title,
            description: "Who ran what, when, with which inputs, and how it ended.".to_owned(),
            crumbs,
            nav: Some("Actions"),
            newest,
            is_global: one.is_none(),
            styles: vec!["actions"],
            scripts: vec!["actions"],
            ..Head::default()
        };
        Shown { head, view: Value::from_serializable(&view) }
    }
}

fn chain(action: &Action) -> Option<Chain> {
    Some(Chain { runs: wording::counted(action.runs.chained, "run", "runs"), head: action.runs.head.clone()? })
}

fn lede(actions: &[&Action]) -> String {
    let (ended, succeeded) = actions
        .iter()
        .map(|action| action.runs.recent)
        .fold((0, 0), |(ended, succeeded), recent| (ended + recent.ended(), succeeded + recent.succeeded));
    match wording::percent(succeeded, ended) {
        Some(share) => format!("{share}% of {} in the last 90 days succeeded.", wording::counted(ended, "run", "runs")),
        None => "No run of the last 90 days is known.".to_owned(),
    }
}

fn shown(shown: u64, known: u64) -> String {
    if shown < known {
        format!(
            "The newest {} of {}; the file has up to 200 of each action",
            wording::number(shown),
            wording::counted(known, "run", "runs")
        )
    } else {
        format!("All {} that are known", wording::counted(known, "run", "runs"))
    }
}

fn summary(actions: &[&Action], links: &Links) -> Vec<SummaryRow> {
    let mut ran: Vec<&&Action> = actions.iter().filter(|action| action.runs.total > 0).collect();
    // The platform team mends first what fails most.
    let failing = |action: &Action| {
        let recent = action.runs.recent;
        (recent.failed * 1_000).checked_div(recent.ended()).unwrap_or_default()
    };
    ran.sort_by(|a, b| failing(b).cmp(&failing(a)).then_with(|| a.title.cmp(&b.title)).then_with(|| a.slug.cmp(&b.slug)));
    ran.into_iter()
        .map(|action| {
            let weeks: Vec<u32> = action.runs.weeks.iter().map(|(ok, failed)| ok + failed).collect();
            SummaryRow {
                slug: action.slug.clone(),
                action: Linked { text: action.title.clone(), href: Some(links.to(&history_address(&action.slug))) },
                recent: RecentView::of(action),
                spark: sparkline::draw(&weeks),
            }
        })
        .collect()
}
