//! Whom to help next, as tables show it.

use super::standing::StateView;
use super::{offer, path_address};
use crate::portal::adoption::{Help, help};
use crate::site::Site;
use crate::site::links::Links;
use crate::site::rows::Linked;
use crate::site::scorecards::level::LevelView;
use crate::site::wording;
use milepost_model::EntityRef;
use serde::Serialize;

/// A service that the platform team might help.
#[derive(Debug, Clone, Serialize)]
pub struct HelpRow {
    /// The service.
    pub service: Linked,
    /// Who owns it.
    pub owner: Option<Linked>,
    /// The path.
    pub path: Linked,
    /// Where it stands.
    pub state: StateView,
    /// What keeps it.
    pub blocked: String,
    /// Why it comes first.
    pub why: String,
    /// What it takes, about.
    pub effort: String,
    /// What it is worth an hour, in words.
    pub value: String,
    /// Its level on the first scorecard that is for it.
    pub level: Option<LevelView>,
    /// The action that upgrades it.
    pub offer: Option<Linked>,
}

/// Everybody who might be helped at an instant, the most worthwhile first; on one path or on all.
pub fn rows(site: &Site<'_>, at: usize, path: Option<usize>, most: usize, links: &Links) -> (Vec<HelpRow>, usize) {
    let all = help(&site.portal.adoption, at);
    let wanted = || all.iter().filter(|help| path.is_none_or(|path| help.path == path));
    (wanted().take(most).filter_map(|help| row(site, help, at, links)).collect(), wanted().count())
}

fn row(site: &Site<'_>, help: &Help, at: usize, links: &Links) -> Option<HelpRow> {
    let adoption = &site.portal.adoption;
    let service = &adoption.services[help.service];
    let settings = &adoption.paths[help.path].settings;
    let tier = service.tier.as_deref().map(|tier| format!("tier {tier}"));
    let dependants = (help.dependants > 0).then(|| wording::counted(help.dependants.into(), "dependant", "dependants"));
    let why: Vec<String> = dependants.into_iter().chain(tier).collect();
    let value = help.value();
    Some(HelpRow {
        service: site.linked(&service.reference, links),
        owner: service.owner.as_ref().map(|owner| site.linked(owner, links)),
        path: Linked { text: settings.title.clone(), href: Some(links.to(&path_address(&settings.id))) },
        state: StateView::new(service.on(help.path)?.moments.get(at)?),
        blocked: help.blocked.join(", "),
        why: if why.is_empty() { "nobody depends on it".to_owned() } else { why.join(", ") },
        effort: hours(help.hours),
        value: wording::with_tenths(value / 10),
        level: level(site, &service.reference),
        offer: offer::upgrade(site, help.path, &service.reference, links),
    })
}

/// The level of a service on the first scorecard that is for it.
pub fn level(site: &Site<'_>, service: &EntityRef) -> Option<LevelView> {
    let standing = site.portal.scores.services.get(service)?.cards.first()?;
    Some(LevelView::new(&site.portal.scores.cards[standing.card], standing.reached))
}

/// Hours of work in hours, or in days of eight.
pub fn hours(hours: u32) -> String {
    if hours < 8 { format!("≈ {hours} h") } else { format!("≈ {} d", hours.div_ceil(8)) }
}
