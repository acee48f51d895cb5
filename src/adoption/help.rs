//! Whom to help next: what it is worth, divided by what it takes.

use super::Adoption;
use super::state::State;

/// What it takes, in hours, by what is to be done. An estimate, and said to be one wherever it is shown.
const FIRST_VERSION: u32 = 1;
const TWO_VERSIONS_MORE: u32 = 1;
const SIGNAL: u32 = 4;
const FROM_NOTHING: u32 = 8;
const NO_OWNER: u32 = 8;

/// A service that the platform team might help, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Help {
    /// The service, by its place among the services.
    pub service: usize,
    /// The path, by its place.
    pub path: usize,
    /// Where it stands.
    pub state: State,
    /// What keeps it from being on the current version.
    pub blocked: Vec<String>,
    /// How many services need it.
    pub dependants: u32,
    /// What its tier multiplies that by.
    pub weight: u32,
    /// What it takes, in hours.
    pub hours: u32,
}

impl Help {
    /// What it is worth for each hour, in hundredths: (dependants + 1) × weight ÷ hours.
    pub fn value(&self) -> u64 {
        u64::from(self.dependants + 1) * u64::from(self.weight) * 100 / u64::from(self.hours.max(1))
    }
}

/// The formula in words, for everybody who is shown its results.
pub const FORMULA: &str = "(dependants + 1) × tier weight ÷ estimated hours. Tier 1 weighs 4, tier 2 weighs 2, everything else 1. One version behind takes 1 h and every two more another; each signal that is missing 4 h; a service that was never on the path 8 h more, and one without an owner 8 h more. The hours are an estimate.";

/// Everybody who is not on the current version of a path, the most worthwhile first.
pub fn help(adoption: &Adoption, at: usize) -> Vec<Help> {
    let mut found: Vec<Help> = Vec::new();
    for (place, service) in adoption.services.iter().enumerate() {
        let Some((path, moment)) = service.best(at) else { continue };
        let is_candidate = moment.state.is_eligible() && !matches!(moment.state, State::Current | State::On);
        let Some(standing) = service.on(path).filter(|standing| is_candidate && !standing.is_acknowledged) else { continue };
        let signals = &adoption.paths[path].settings.signals;
        // What each signal says is known of now only.
        let is_now = at == adoption.now();
        let missing: Vec<&str> = signals
            .iter()
            .zip(&standing.signals)
            .filter(|(_, reading)| is_now && reading.holds == Some(false))
            .map(|(signal, _)| signal.id.as_str())
            .collect();
        let mut blocked = Vec::new();
        let hours = match moment.state {
            State::Behind | State::Unsupported => {
                let behind = moment.behind.unwrap_or(1);
                blocked.push(if behind == 1 { "1 version behind".to_owned() } else { format!("{behind} versions behind") });
                FIRST_VERSION + behind.saturating_sub(1) / 2 * TWO_VERSIONS_MORE
            }
            state => {
                if !missing.is_empty() {
                    blocked.push(format!("lacks {}", missing.join(", ")));
                }
                let count = u32::try_from(missing.len()).unwrap_or(u32::MAX).max(1);
                count.saturating_mul(SIGNAL) + if state == State::Off { FROM_NOTHING } else { 0 }
            }
        };
        if service.owner.is_none() {
            blocked.push("nobody owns it".to_owned());
        }
        let weight = match service.tier.as_deref() {
            Some("1") => 4,
            Some("2") => 2,
            _ => 1,
        };
        let hours = hours + if service.owner.is_none() { NO_OWNER } else { 0 };
        found.push(Help { service: place, path, state: moment.state, blocked, dependants: service.dependants, weight, hours });
    }
    found.sort_by_key(|help| (std::cmp::Reverse(help.value()), help.service));
    found
}
