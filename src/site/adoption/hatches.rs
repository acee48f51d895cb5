//! Escape hatches in use: who need not be on a path for a while, and who said so.

use super::path_address;
use crate::portal::adoption::State;
use crate::site::Site;
use crate::site::links::Links;
use crate::site::rows::Linked;
use crate::site::wording;
use serde::Serialize;

/// A service that is exempt from a path.
#[derive(Debug, Serialize)]
pub struct Hatch {
    service: Linked,
    owner: Option<Linked>,
    path: Linked,
    why: String,
    by: String,
    /// The last day, for machines and for people.
    until_day: String,
    until: String,
}

/// Every exemption that holds now, those that end first first.
pub fn rows(site: &Site<'_>, links: &Links) -> Vec<Hatch> {
    let adoption = &site.portal.adoption;
    let mut rows: Vec<Hatch> = Vec::new();
    for service in &adoption.services {
        for (path, standing) in &service.paths {
            let is_exempt = standing.moments.last().is_some_and(|moment| moment.state == State::Exempt);
            let Some(exemption) = standing.exemption.as_ref().filter(|_| is_exempt) else { continue };
            let settings = &adoption.paths[*path].settings;
            rows.push(Hatch {
                service: site.linked(&service.reference, links),
                owner: service.owner.as_ref().map(|owner| site.linked(owner, links)),
                path: Linked { text: settings.title.clone(), href: Some(links.to(&path_address(&settings.id))) },
                why: exemption.why.clone(),
                by: exemption.by.clone(),
                until: exemption.until.parse().map_or_else(|_| exemption.until.clone(), wording::date),
                until_day: exemption.until.clone(),
            });
        }
    }
    rows.sort_by(|a, b| (&a.until_day, &a.service.text, &a.path.text).cmp(&(&b.until_day, &b.service.text, &b.path.text)));
    rows
}
