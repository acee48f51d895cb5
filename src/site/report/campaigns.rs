//! How campaigns stood at the end of a week.

use crate::portal::Portal;
use crate::portal::scorecards::{CampaignScore, Pace};
use crate::site::wording;
use chrono::NaiveDate;
use milepost_model::Instant;

/// A campaign at the end of a week.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CampaignWeek {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its last day.
    pub ends_on: NaiveDate,
    /// How many services were asked.
    pub asked: u32,
    /// How many of them were done.
    pub done: u32,
    /// How many finished in the week; fewer than none where some fell back. None in its first week.
    pub finished: Option<i64>,
    /// How it goes, such as `on track`.
    pub pace: String,
    /// `good`, `poor` or `flat`.
    pub tone: &'static str,
}

/// The campaigns that had begun by the end of the week and were not over when it began.
pub(super) fn running(portal: &Portal, from: Instant, to: Instant) -> Vec<CampaignWeek> {
    let week = |score: &CampaignScore| {
        let campaign = &score.campaign;
        let is_running = campaign.starts_on <= to.date_naive() && campaign.ends_on >= from.date_naive();
        let (now, pace) = score.at(to).filter(|_| is_running)?;
        let before = score.at(from).map(|(before, _)| before);
        let (pace, tone) = words(score, pace, before.is_none());
        Some(CampaignWeek {
            id: campaign.id.clone(),
            title: campaign.title.clone(),
            ends_on: campaign.ends_on,
            asked: now.asked,
            done: now.asked - now.left,
            finished: before.map(|before| i64::from(before.left) - i64::from(now.left)),
            pace,
            tone,
        })
    };
    portal.scores.campaigns.iter().filter_map(week).collect()
}

fn words(score: &CampaignScore, pace: Pace, is_first: bool) -> (String, &'static str) {
    match pace {
        Pace::Done => ("done".to_owned(), "good"),
        Pace::NotBegun => ("not begun".to_owned(), "flat"),
        Pace::Over => ("past its deadline".to_owned(), "poor"),
        _ if is_first => ("first week".to_owned(), "flat"),
        Pace::Standing => ("standing still".to_owned(), "poor"),
        Pace::On(day) => match (day - score.campaign.ends_on).num_days() {
            late @ 1.. => (format!("late by {}", wording::counted(late.unsigned_abs(), "day", "days")), "poor"),
            _ => ("on track".to_owned(), "good"),
        },
    }
}
