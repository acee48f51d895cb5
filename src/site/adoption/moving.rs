//! Who moved in a week, as lists show it.

use super::path_address;
use crate::portal::adoption::{Move, Mover, movers};
use crate::site::Site;
use crate::site::links::Links;
use crate::site::rows::Linked;
use crate::site::wording::When;
use serde::Serialize;

/// Somebody who moved.
#[derive(Debug, Clone, Serialize)]
pub struct MoverView {
    /// The service.
    pub service: Linked,
    /// Which way, for the icon: `good`, `bad` or `warn`.
    pub tone: &'static str,
    /// The icon.
    pub icon: &'static str,
    /// What happened, such as `joined`.
    pub verb: &'static str,
    /// The path, with its version where there is one.
    pub path: Linked,
    /// Who owns it.
    pub owner: Option<String>,
    /// What more is to be said, such as `now 2 behind`.
    pub detail: Option<String>,
    /// When the file changed that made it so.
    pub at: Option<When>,
}

/// Everything that moved between two instants, in the order of what matters.
pub fn between(site: &Site<'_>, from: usize, to: usize, links: &Links) -> Vec<(Mover, MoverView)> {
    let adoption = &site.portal.adoption;
    movers(adoption, from, to).into_iter().map(|mover| (mover.clone(), view(site, &mover, links))).collect()
}

fn view(site: &Site<'_>, mover: &Mover, links: &Links) -> MoverView {
    let adoption = &site.portal.adoption;
    let service = &adoption.services[mover.service];
    let path = &adoption.paths[mover.path].settings;
    let (tone, icon, verb) = match mover.what {
        Move::Joined => ("good", "up", "joined"),
        Move::Upgraded => ("good", "up", "upgraded on"),
        Move::BecameEligible => ("", "plus", "became eligible for"),
        Move::Drifted => ("warn", "warn", "drifted on"),
        Move::FellOutOfSupport => ("warn", "warn", "fell out of support on"),
        Move::Left => ("bad", "fail", "left"),
    };
    let detail = match (mover.what, &mover.from, mover.behind) {
        (Move::Upgraded, Some(from), _) => Some(format!("from {from}")),
        (Move::Left | Move::Drifted, Some(from), _) => Some(format!("was on {from}")),
        (Move::Joined, _, Some(behind @ 1..)) => Some(format!("{behind} behind")),
        _ => None,
    };
    let text = match &mover.version {
        Some(version) => format!("{} {version}", path.title),
        None => path.title.clone(),
    };
    MoverView {
        service: site.linked(&service.reference, links),
        tone,
        icon,
        verb,
        path: Linked { text, href: Some(links.to(&path_address(&path.id))) },
        owner: service.owner.as_ref().map(|owner| site.linked(owner, links).text),
        detail,
        at: mover.at.map(When::new),
    }
}
