//! Everything that people may start, by what they want.

use super::{Page, Sheet, Shown};
use crate::portal::actions::{Action, Intent};
use crate::site::Site;
use crate::site::actions::{RecentView, action_address, guard_words};
use crate::site::layout::Head;
use crate::site::links::Links;
use crate::site::rows::Linked;
use crate::site::weights::Weights;
use crate::site::wording;
use serde::Serialize;
use tera::Value;

/// `/actions/`
pub struct Actions;

#[derive(Serialize)]
struct View {
    lede: String,
    groups: Vec<Group>,
    history: String,
    has_runs: bool,
    data: String,
}

#[derive(Serialize)]
struct Group {
    id: &'static str,
    heading: &'static str,
    rows: Vec<ActionRow>,
}

/// An action as lists show it.
#[derive(Serialize)]
pub struct ActionRow {
    title: String,
    href: String,
    icon: String,
    description: Option<String>,
    owner: Option<Linked>,
    repository: String,
    recent: RecentView,
    guards: Vec<String>,
    /// What the filter looks through, in small letters.
    words: String,
}

impl ActionRow {
    /// The row as seen from a page; `query` is what its form is to hold.
    pub fn new(site: &Site<'_>, action: &Action, query: &str, links: &Links) -> Self {
        let owner = action.owner.as_ref().map(|owner| site.linked(owner, links));
        let words = [action.title.as_str(), action.description.as_deref().unwrap_or_default(), &action.id, &action.repository];
        let owner_words = owner.as_ref().map(|owner| owner.text.clone()).unwrap_or_default();
        Self {
            title: action.title.clone(),
            href: links.to(&format!("{}{query}", action_address(&action.slug))),
            icon: crate::site::icons::known(action.icon_name()).unwrap_or_else(|| action.intent.icon()).to_owned(),
            description: action.description.clone(),
            repository: action.repository.clone(),
            recent: RecentView::of(action),
            guards: guard_words(site, action),
            words: format!("{} {owner_words}", words.join(" ")).to_lowercase(),
            owner,
        }
    }
}

impl Page for Actions {
    fn template(&self) -> &'static str {
        "pages/actions.html"
    }

    fn sheets(&self, _: &Site<'_>) -> Vec<Sheet> {
        Sheet::only("actions/")
    }

    fn show(&self, site: &Site<'_>, _: &Sheet, links: &Links, _: &Weights) -> Shown {
        let actions = &site.portal.actions;
        let group = |intent: Intent| {
            let mut own: Vec<&Action> = actions.iter().filter(|action| action.intent == intent).collect();
            // Those that are run most come first; what a file describes comes before what only a workflow says.
            own.sort_by_key(|action| (!action.is_described, std::cmp::Reverse(action.runs.recent.asked), action.title.to_lowercase()));
            let rows = own.into_iter().map(|action| ActionRow::new(site, action, "", links)).collect();
            Group { id: intent.word(), heading: intent.heading(), rows }
        };
        let asked: u64 = actions.iter().map(|action| action.runs.recent.asked).sum();
        let lede = format!(
            "{} that you can start yourself: no ticket, and nobody in between.{}",
            if actions.is_empty() { "Workflows".to_owned() } else { wording::counted(actions.len() as u64, "thing", "things") },
            if asked == 0 { String::new() } else { format!(" They ran {} in the last 90 days.", wording::counted(asked, "time", "times")) }
        );
        let view = View {
            lede,
            groups: Intent::ALL.into_iter().map(group).filter(|group| !group.rows.is_empty()).collect(),
            history: links.to("actions/history/"),
            has_runs: actions.iter().any(|action| action.runs.total > 0),
            data: links.to("data/actions.json"),
        };
        let head = Head {
            title: "Actions".to_owned(),
            description: format!("What people of {} can start themselves.", site.portal.organisation.name),
            crumbs: vec![("Home".to_owned(), Some(String::new())), ("Actions".to_owned(), None)],
            nav: Some("Actions"),
            is_global: true,
            styles: vec!["actions"],
            scripts: vec!["actions"],
            ..Head::default()
        };
        Shown { head, view: Value::from_serializable(&view) }
    }
}
