//! What every page about scorecards shares: verdicts, levels, shares, and where things are.

pub mod fix;
pub mod level;
pub mod share;
pub mod verdict;

use super::links::path_segment;

/// The address of a scorecard.
pub fn card_address(card: &str) -> String {
    format!("scorecards/{}/", path_segment(card))
}

/// The address of the table of a scorecard's services and rules, of one team or of those without one.
pub fn matrix_address(card: &str, team: &str) -> String {
    format!("{}matrix/{}/", card_address(card), path_segment(team))
}

/// The address of a rule.
pub fn rule_address(rule: &str) -> String {
    format!("scorecards/checks/{}/", path_segment(rule))
}

/// What a rule of a scorecard is known by on a service's own page.
pub fn check_id(card: &str, rule: &str) -> String {
    format!("check-{}-{}", path_segment(card), path_segment(rule))
}

/// The address of a campaign.
pub fn campaign_address(campaign: &str) -> String {
    format!("campaigns/{}/", path_segment(campaign))
}
