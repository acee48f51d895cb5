//! A campaign: who is done, who is left, and when it will be over at this pace.

use super::ServiceScore;
use super::aggregate::is_done;
use super::ground::Ground;
use super::rubric::AskedCampaign;
use super::verdict::Verdict;
use crate::config::Campaign;
use chrono::{Duration, NaiveDate};
use milepost_model::{EntityRef, Instant};
use std::collections::BTreeMap;

/// For so many weeks back the pace is taken.
const PACE_WEEKS: i64 = 4;

/// A campaign, and how far it is.
#[derive(Debug, Clone)]
pub struct CampaignScore {
    /// What it asks for.
    pub campaign: Campaign,
    /// Its rules, by their places.
    pub rules: Vec<usize>,
    /// Whom it asks, by name, and whether each is done.
    pub services: Vec<(EntityRef, bool)>,
    /// How far it was at the end of each week since it started, and now.
    pub left: Vec<Stand>,
    /// When it will be over.
    pub pace: Pace,
}

/// How far a campaign was at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stand {
    /// When.
    pub at: Instant,
    /// How many services were left.
    pub left: u32,
    /// How many were asked: those that it is for today and that existed then.
    pub asked: u32,
}

/// When a campaign will be over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// Nobody is left.
    Done,
    /// It has not begun.
    NotBegun,
    /// On this day, if as many finish as in the last weeks.
    On(NaiveDate),
    /// Nobody finished in the last weeks.
    Standing,
    /// Its deadline has passed.
    Over,
}

impl CampaignScore {
    /// How many are done.
    pub fn done(&self) -> u32 {
        self.services.iter().filter(|(_, is_done)| *is_done).count() as u32
    }

    /// How many are left.
    pub fn left_now(&self) -> u32 {
        self.services.len() as u32 - self.done()
    }

    /// How far it was at an instant, and when it would have been over at the pace of the weeks before.
    pub fn at(&self, at: Instant) -> Option<(Stand, Pace)> {
        let place = self.left.binary_search_by_key(&at, |stand| stand.at).ok()?;
        Some((self.left[place], pace(&self.campaign, &self.left[..=place], at)))
    }
}

/// How far a campaign is. It asks the services that it is for today.
pub(super) fn of(
    asked: &AskedCampaign,
    ground: &Ground<'_>,
    instants: &[Instant],
    services: &BTreeMap<EntityRef, ServiceScore>,
) -> CampaignScore {
    let all = |score: &ServiceScore, at: usize| {
        let results = asked.rules.iter().filter_map(|rule| score.result(*rule));
        is_done(results.map(|result| result.history[at]))
    };
    let now = instants.len() - 1;
    // Where every rule is not applicable, nothing is asked.
    let is_asked = |score: &ServiceScore| {
        score.campaigns.contains(&asked.settings.id)
            && asked.rules.iter().filter_map(|rule| score.result(*rule)).any(|result| result.verdict != Verdict::NotApplicable)
    };
    let members: Vec<(&EntityRef, &ServiceScore)> = services.iter().filter(|(_, score)| is_asked(score)).collect();
    let starts = asked.settings.starts_on;
    // A service that did not exist yet was not left.
    let was_there = |score: &ServiceScore, at: usize| {
        let mut results = asked.rules.iter().filter_map(|rule| score.result(*rule));
        results.any(|result| result.history[at] != Verdict::Outside)
    };
    let stand = |(place, at): (usize, &Instant)| {
        let there = || members.iter().filter(|(_, score)| was_there(score, place));
        Stand { at: *at, left: there().filter(|(_, score)| !all(score, place)).count() as u32, asked: there().count() as u32 }
    };
    let since = instants.iter().enumerate().filter(|(place, at)| at.date_naive() >= starts || *place == now);
    let left: Vec<Stand> = since.map(stand).collect();
    CampaignScore {
        pace: pace(&asked.settings, &left, ground.as_of),
        services: members.iter().map(|(name, score)| ((*name).clone(), all(score, now))).collect(),
        left,
        rules: asked.rules.clone(),
        campaign: asked.settings.clone(),
    }
}

fn pace(campaign: &Campaign, left: &[Stand], as_of: Instant) -> Pace {
    let Some(now) = left.last().map(|stand| stand.left) else { return Pace::Standing };
    let today = as_of.date_naive();
    if now == 0 {
        return Pace::Done;
    }
    if today < campaign.starts_on {
        return Pace::NotBegun;
    }
    if today > campaign.ends_on {
        return Pace::Over;
    }
    let since = as_of - Duration::weeks(PACE_WEEKS);
    let Some(first) = left.iter().find(|stand| stand.at >= since) else { return Pace::Standing };
    let (finished, seconds) = (i64::from(first.left) - i64::from(now), (as_of - first.at).num_seconds());
    if finished <= 0 || seconds <= 0 {
        return Pace::Standing;
    }
    let needed = i64::from(now) * seconds / finished;
    Duration::try_seconds(needed).and_then(|needed| as_of.checked_add_signed(needed)).map_or(Pace::Standing, |at| Pace::On(at.date_naive()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn campaign() -> Campaign {
        Campaign {
            id: "c".into(),
            title: "C".into(),
            why: "so".into(),
            owner: None,
            rules: vec![],
            scope: None,
            starts_on: "2026-10-05".parse().unwrap(),
            ends_on: "2026-12-11".parse().unwrap(),
            promotes_to: None,
        }
    }

    #[test]
    fn the_pace_of_the_last_four_weeks_tells_the_day() {
        let at = |text: &str| format!("{text}T00:00:00Z").parse::<Instant>().unwrap();
        for (left, as_of, expected) in [
            (&[("2026-10-12", 40), ("2026-11-02", 30), ("2026-11-16", 16)][..], "2026-11-16", Pace::On("2026-12-02".parse().unwrap())),
            (&[("2026-11-02", 30), ("2026-11-16", 30)], "2026-11-16", Pace::Standing),
            (&[("2026-11-02", 30), ("2026-11-16", 31)], "2026-11-16", Pace::Standing),
            (&[("2026-11-16", 0)], "2026-11-16", Pace::Done),
            (&[("2026-09-16", 3)], "2026-09-16", Pace::NotBegun),
            (&[("2026-12-12", 3)], "2026-12-12", Pace::Over),
            (&[("2026-11-16", 3)], "2026-11-16", Pace::Standing),
        ] {
            let left: Vec<Stand> = left.iter().map(|(day, count)| Stand { at: at(day), left: *count, asked: 40 }).collect();
            assert_eq!(pace(&campaign(), &left, at(as_of)), expected, "{left:?}");
        }
    }
}
