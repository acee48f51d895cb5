//! The list of weekly reports: a year at a glance, and what each week brought.

use super::{Page, Sheet, Shown};
use crate::portal::adoption::{Move, movers};
use crate::site::Site;
use crate::site::adoption::share::{self, DeltaView, Panel, points};
use crate::site::layout::Head;
use crate::site::links::Links;
use crate::site::report::{LevelMove, address, level_moves, shared_target, span, title, weeks};
use crate::site::rows::Linked;
use crate::site::weights::Weights;
use crate::site::wording;
use milepost_model::Window;
use serde::Serialize;
use tera::Value;

/// `/weekly/`
pub struct WeeklyList;

#[derive(Serialize)]
struct View {
    panel: Option<Panel>,
    count: String,
    year: Vec<(&'static str, String)>,
    newest: Option<Linked>,
    months: Vec<Month>,
}

/// The weeks that began in a month, the newest first.
#[derive(Serialize)]
struct Month {
    name: String,
    weeks: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    week: Linked,
    span: String,
    width: u64,
    percent: String,
    delta: Option<DeltaView>,
    /// Joined, upgraded, drifted or out of support, left, levels reached, levels lost; empty where nobody did.
    counts: [String; 7],
    #[serde(skip)]
    sums: [usize; 7],
    is_quiet: bool,
}

impl Page for WeeklyList {
    fn template(&self) -> &'static str {
        "pages/weeks.html"
    }

    fn sheets(&self, _: &Site<'_>) -> Vec<Sheet> {
        Sheet::only("weekly/")
    }

    fn show(&self, site: &Site<'_>, _: &Sheet, links: &Links, _: &Weights) -> Shown {
        let all = weeks(site.portal);
        let adoption = &site.portal.adoption;
        let target = shared_target(site.portal).map(|target| target.share);
        let mut months: Vec<Month> = Vec::new();
        for (at, week) in all.iter().rev() {
            let name = wording::month(week.from);
            let row = row(site, *at, *week, links);
            match months.last_mut().filter(|month| month.name == name) {
                Some(month) => month.weeks.push(row),
                None => months.push(Month { name, weeks: vec![row] }),
            }
        }
        let view = View {
            panel: (!all.is_empty()).then(|| share::panel(adoption, "share", None, target, adoption.now())),
            count: wording::counted(all.len() as u64, "week", "weeks"),
            year: year(site, &all, &months),
            newest: all.last().map(|(_, week)| Linked { text: title(*week), href: Some(links.to(&address(*week))) }),
            months,
        };
        let head = Head {
            title: "Weekly reports".to_owned(),
            description: format!("Every week of a year at {}.", site.portal.organisation.name),
            crumbs: vec![("Home".to_owned(), Some(String::new())), ("Weekly report".to_owned(), None)],
            is_global: true,
            styles: vec!["adoption"],
            ..Head::default()
        };
        Shown { head, view: Value::from_serializable(&view) }
    }
}

/// What the weeks add up to.
fn year(site: &Site<'_>, weeks: &[(usize, Window)], months: &[Month]) -> Vec<(&'static str, String)> {
    let share = |at: Option<&(usize, Window)>| {
        let count = site.portal.adoption.overall.get(at?.0.saturating_sub(1))?;
        share::ratio(count).percent().map(|percent| format!("{percent}%"))
    };
    let names = ["Joined a path", "Upgrades", "Drifted", "Fell out of support", "Left a path", "Levels reached", "Levels lost"];
    let sum = |place: usize| months.iter().flat_map(|month| &month.weeks).map(|row| row.sums[place]).sum::<usize>();
    let before = share(weeks.first()).map(|share| ("Share a year ago", share));
    let sums = names.into_iter().enumerate().map(|(place, name)| (name, wording::number(sum(place) as u64)));
    before.into_iter().chain(sums).collect()
}

fn row(site: &Site<'_>, at: usize, week: Window, links: &Links) -> Row {
    let adoption = &site.portal.adoption;
    let share_at = |at: usize| share::ratio(&adoption.overall.get(at).copied().unwrap_or_default());
    let (now, before) = (share_at(at), share_at(at.saturating_sub(1)));
    let moved = movers(adoption, at.saturating_sub(1), at);
    let count = |what: Move| moved.iter().filter(|mover| mover.what == what).count();
    let levels: Vec<LevelMove> = level_moves(site.portal, at, week);
    let higher = levels.iter().filter(|one| one.is_higher).count();
    let counts = [
        count(Move::Joined),
        count(Move::Upgraded),
        count(Move::Drifted),
        count(Move::FellOutOfSupport),
        count(Move::Left),
        higher,
        levels.len() - higher,
    ];
    Row {
        week: Linked { text: title(week), href: Some(links.to(&address(week))) },
        span: span(week),
        width: u64::from(now.num) * 200 / u64::from(now.den.max(1)),
        percent: now.percent().map_or_else(|| "–".to_owned(), |percent| format!("{percent}%")),
        delta: now.tenths().zip(before.tenths()).map(|(now, before)| points(now - before)),
        is_quiet: counts.iter().all(|count| *count == 0),
        sums: counts,
        counts: counts.map(|count| if count == 0 { String::new() } else { wording::number(count as u64) }),
    }
}
