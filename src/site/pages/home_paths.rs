//! The share of services on a golden path, and who moved this week, for Home.

use crate::site::Site;
use crate::site::adoption::forecast;
use crate::site::adoption::moving::{self, MoverView};
use crate::site::adoption::path_address;
use crate::site::adoption::share::{self, Panel, ShareView};
use crate::site::links::Links;
use crate::site::report::{self, shared_target};
use crate::site::rows::Linked;
use crate::site::scorecards::share::Share;
use serde::Serialize;

/// How many who moved are listed.
const MOVED: usize = 5;

/// How many paths are listed.
const PATHS: usize = 5;

/// What Home shows of golden paths.
#[derive(Serialize)]
pub struct PathsPanel {
    href: String,
    weekly: Option<String>,
    share: ShareView,
    panel: Panel,
    forecast: Option<String>,
    movers: Vec<MoverView>,
    more: usize,
    /// Each path with its own share, where there are several.
    paths: Vec<(Linked, Share)>,
}

impl PathsPanel {
    /// The panel; none where no path is described.
    pub fn new(site: &Site<'_>, links: &Links) -> Option<Self> {
        let adoption = &site.portal.adoption;
        let now = adoption.now();
        let target = shared_target(site.portal);
        let moved = (!adoption.paths.is_empty()).then(|| moving::between(site, now.saturating_sub(1), now, links))?;
        Some(Self {
            href: links.to("golden-paths/"),
            weekly: report::weeks(site.portal).last().map(|(_, week)| links.to(&report::address(*week))),
            share: ShareView::new(&adoption.overall, now),
            panel: share::panel(adoption, "share", None, target.map(|target| target.share), now),
            forecast: target.and_then(|target| forecast::sentence(&adoption.overall, now, site.portal.as_of, target)),
            paths: if adoption.paths.len() > 1 { paths(site, now, links) } else { Vec::new() },
            more: moved.len().saturating_sub(MOVED),
            movers: moved.into_iter().take(MOVED).map(|(_, view)| view).collect(),
        })
    }
}

/// The paths that are for any service, each with how many are on it.
fn paths(site: &Site<'_>, now: usize, links: &Links) -> Vec<(Linked, Share)> {
    let row = |path: &crate::portal::adoption::PathAdoption| {
        let count = path.counts.get(now).filter(|count| count.eligible() > 0)?;
        let to = Linked { text: path.settings.title.clone(), href: Some(links.to(&path_address(&path.settings.id))) };
        Some((to, Share::new(count.covered().into(), count.eligible().into())))
    };
    site.portal.adoption.paths.iter().filter_map(row).take(PATHS).collect()
}
