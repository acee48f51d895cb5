//! `data/adoption.json` and `data/adoption.csv`: where everybody stands on the golden paths.

use super::csv::line;
use crate::portal::adoption::{Help, Mover, help, json, movers, table};
use crate::site::report::{Report, address, markdown, weeks};
use crate::site::{Site, wording};
use serde_json::{Value, json as object};

/// For so many weeks it is told who moved.
const MOVING_WEEKS: usize = 4;

/// Everything.
pub fn of(site: &Site<'_>) -> Value {
    let mut all = json::of_all(&site.portal.adoption, None);
    all["$schema"] = "schema/adoption.json".into();
    all["help"] = help(&site.portal.adoption, site.portal.adoption.now()).iter().map(|help| helped(site, help)).collect();
    all["moved"] = moved(site);
    all["as_of"] = wording::iso(site.portal.as_of).into();
    all["example"] = site.portal.is_example.into();
    crate::portal::delivery::json::sorted(all)
}

/// A service that might be helped next, as the pages order them.
fn helped(site: &Site<'_>, help: &Help) -> Value {
    let adoption = &site.portal.adoption;
    let path = &adoption.paths[help.path].settings;
    object!({
        "service": adoption.services[help.service].reference,
        "path": path.id,
        "state": help.state.word(),
        "blocked": help.blocked,
        "dependants": help.dependants,
        "weight": help.weight,
        "hours": help.hours,
        "action": path.upgrades,
    })
}

/// Who moved in the last weeks, the newest first.
fn moved(site: &Site<'_>) -> Value {
    let adoption = &site.portal.adoption;
    let now = adoption.now();
    let weeks = (now.saturating_sub(MOVING_WEEKS)..now).rev();
    weeks
        .flat_map(|from| movers(adoption, from, from + 1).into_iter().map(move |mover| (from + 1, mover)))
        .map(|(to, mover)| mover_of(site, to, &mover))
        .collect()
}

fn mover_of(site: &Site<'_>, to: usize, mover: &Mover) -> Value {
    let adoption = &site.portal.adoption;
    object!({
        "service": adoption.services[mover.service].reference,
        "path": adoption.paths[mover.path].settings.id,
        "what": mover.what.word(),
        "version": mover.version.as_deref(),
        "from": mover.from.as_deref(),
        "behind": mover.behind,
        "at": mover.at.map(wording::iso),
        "week_to": wording::iso(adoption.instants[to]),
    })
}

/// A line for each service and each path that is for it.
pub fn lines(site: &Site<'_>) -> String {
    let mut out = String::new();
    line(&mut out, &table::COLUMNS);
    for cells in table::lines(&site.portal.adoption, None) {
        line(&mut out, &cells);
    }
    out
}

/// The text of each week's report, beside its page.
pub fn reports(site: &Site<'_>) -> Vec<(String, String)> {
    let of = |(at, week)| {
        let report = Report::of(site.portal, at, week);
        (format!("{}report.md", address(week)), markdown(site.portal, &report, site.settings.site_url.as_deref()))
    };
    weeks(site.portal).into_iter().map(of).collect()
}
