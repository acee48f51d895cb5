//! Who is on call, as pages say it.

use crate::portal::Portal;
use milepost_model::Instant;
use milepost_model::record::OnCall;
use serde::Serialize;

use super::safe_url;
use super::wording::When;

/// Somebody who is on call.
#[derive(Debug, Clone, Serialize)]
pub struct OnCallView {
    /// Who, or the schedule where nobody is named.
    pub who: String,
    /// Until when.
    pub until: When,
    /// The same instant.
    #[serde(skip)]
    pub until_at: Instant,
    /// Where people see it.
    pub href: Option<String>,
}

/// Those on call at the portal's instant for a service of one of these names, or for its team.
pub fn on_call(portal: &Portal, services: &[&str], teams: &[&str]) -> Vec<OnCallView> {
    let is_meant = |duty: &OnCall| {
        duty.services.iter().any(|service| is_one_of(service, services))
            || duty.services.is_empty() && duty.team.as_ref().is_some_and(|team| is_one_of(team, teams))
    };
    portal
        .on_call
        .iter()
        .filter(|duty| duty.from <= portal.as_of && portal.as_of < duty.to && is_meant(duty))
        .filter_map(|duty| {
            let who = duty.person.clone().or_else(|| duty.schedule.clone())?;
            Some(OnCallView { who, until: When::new(duty.to), until_at: duty.to, href: duty.url.as_deref().and_then(safe_url::href) })
        })
        .collect()
}

/// Names come from other systems, which write them with a kind before them or in capitals.
fn is_one_of(name: &str, names: &[&str]) -> bool {
    let bare = name.rsplit([':', '/']).next().unwrap_or(name);
    names.iter().any(|known| known.eq_ignore_ascii_case(name) || known.eq_ignore_ascii_case(bare))
}
