//! A rule that a service does not pass, with all that helps to pass it.

use super::verdict::{Found, VerdictView};
use super::{check_id, rule_address};
use crate::portal::prose as markdown;
use crate::portal::scorecards::{CardScore, RuleResult, Scores};
use crate::site::Site;
use crate::site::adoption::offer;
use crate::site::links::Links;
use crate::site::rows::Linked;
use crate::site::wording;
use milepost_model::EntityRef;
use serde::Serialize;

/// A rule that a service does not pass.
#[derive(Debug, Serialize)]
pub struct Fix {
    id: String,
    title: String,
    href: String,
    verdict: VerdictView,
    level: String,
    found: Found,
    why: String,
    how: Option<String>,
    effort: Option<String>,
    owner: Option<Linked>,
    action: Option<Linked>,
    later: Option<String>,
}

impl Fix {
    /// The rule of a service's result, as a scorecard asks for it.
    pub fn new(site: &Site<'_>, card: &CardScore, result: &RuleResult, service: &EntityRef, links: &Links) -> Self {
        let score = &site.portal.scores.rules[result.rule];
        let rule = &score.rule;
        let level = card.rules.iter().find(|(place, _)| *place == result.rule).map(|(_, level)| card.card.levels[*level].name.clone());
        let owner = rule.owner.as_ref().or(card.card.owner.as_ref());
        Self {
            id: check_id(&card.card.id, &rule.id),
            title: rule.title.clone(),
            href: links.to(&rule_address(&rule.id)),
            verdict: VerdictView::new(result.verdict),
            level: level.unwrap_or_default(),
            found: Found::new(result),
            why: rule.why.clone(),
            how: rule.fix.as_deref().map(markdown),
            effort: rule.minutes.map(effort),
            owner: owner.map(|owner| site.linked(owner, links)),
            action: rule.action.as_deref().and_then(|action| offer::filled(site, action, service, links)),
            later: later(rule.starts_on, score.counts),
        }
    }
}

/// From when on a rule counts, where it does not yet.
pub fn later(starts_on: Option<chrono::NaiveDate>, counts: bool) -> Option<String> {
    starts_on.filter(|_| !counts).map(|day| format!("counts from {}", wording::date(day)))
}

/// So many minutes as people say them.
pub fn effort(minutes: u64) -> String {
    format!("about {}", wording::duration(i64::try_from(minutes).unwrap_or(i64::MAX / 60) * 60))
}

/// How long several rules take together; nothing where none says.
pub fn effort_of(scores: &Scores, rules: &[usize]) -> Option<String> {
    let minutes: u64 = rules.iter().filter_map(|rule| scores.rules[*rule].rule.minutes).sum();
    (minutes > 0).then(|| effort(minutes))
}
