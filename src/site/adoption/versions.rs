//! The versions of a path that services are on, from new to old.

use super::version_address;
use crate::portal::adoption::{Adoption, State, Version};
use crate::site::links::Links;
use crate::site::wording;
use serde::Serialize;
use std::collections::BTreeMap;

/// How wide a bar is drawn.
const WIDTH: u64 = 600;

/// The services on each version of a path.
#[derive(Debug, Clone, Serialize)]
pub struct VersionsView {
    /// The segments of the bar.
    pub segments: Vec<Segment>,
    /// What it shows, in words.
    pub spoken: String,
    /// What is new, such as `4.3 out since 17 Nov 2026 · 5 behind`.
    pub note: String,
}

/// One version, or all that are past support.
#[derive(Debug, Clone, Serialize)]
pub struct Segment {
    class: &'static str,
    x: u64,
    width: u64,
    /// The version.
    pub version: String,
    /// How many services are on it.
    pub count: u32,
    href: Option<String>,
    words: &'static str,
}

/// How many services are on each version at an instant, from new to old, with the state that they are in.
pub fn counted(adoption: &Adoption, path: usize, at: usize) -> Vec<(String, u32, State)> {
    let mut found: BTreeMap<String, (u32, State)> = BTreeMap::new();
    for moment in adoption.services.iter().filter_map(|service| service.on(path)?.moments.get(at)) {
        if moment.state.is_on() || moment.state == State::Unsupported {
            let version = moment.version.as_deref().unwrap_or("not known").to_owned();
            found.entry(version).or_insert((0, moment.state)).0 += 1;
        }
    }
    let mut all: Vec<(String, u32, State)> = found.into_iter().map(|(version, (count, state))| (version, count, state)).collect();
    all.sort_by(|a, b| {
        let key = |text: &str| Version::parse(text);
        key(&b.0).cmp(&key(&a.0)).then_with(|| a.0.cmp(&b.0))
    });
    all
}

impl VersionsView {
    /// The bar of a path at an instant.
    pub fn new(adoption: &Adoption, path: usize, at: usize, links: &Links) -> Self {
        let about = &adoption.paths[path];
        let counts = counted(adoption, path, at);
        let all: u64 = counts.iter().map(|(_, count, _)| u64::from(*count)).sum();
        let (mut segments, mut x) = (Vec::new(), 0);
        for (version, count, state) in &counts {
            let width = u64::from(*count) * WIDTH / all.max(1);
            let (class, words) = match state {
                State::Current => ("s-current", "current"),
                State::On => ("s-on", "on the path"),
                State::Unsupported => ("s-past", "past support"),
                _ => ("s-behind", "older"),
            };
            let is_release = Version::parse(version).is_some_and(|parsed| about.releases.of(&parsed).is_some());
            let href = is_release.then(|| links.to(&version_address(&about.settings.id, version)));
            // A gap of two between segments, so that two of one colour can be told apart.
            segments.push(Segment {
                class,
                x,
                width: width.saturating_sub(2).max(2),
                version: version.clone(),
                count: *count,
                href,
                words,
            });
            x += width;
        }
        let spoken: Vec<String> = segments.iter().map(|one| format!("{} on {}", wording::number(one.count.into()), one.version)).collect();
        let instant = adoption.instants.get(at).copied();
        let latest = instant.and_then(|instant| about.releases.latest(instant));
        let behind: u32 =
            counts.iter().filter(|(_, _, state)| matches!(state, State::Behind | State::Unsupported)).map(|(_, count, _)| count).sum();
        let mut note: Vec<String> =
            latest.map(|release| format!("{} out since {}", release.version, wording::day(release.at))).into_iter().collect();
        if behind > 0 {
            note.push(format!("{} behind", wording::number(behind.into())));
        }
        Self { segments, spoken: format!("{}: {}", about.settings.title, spoken.join(", ")), note: note.join(" · ") }
    }
}
