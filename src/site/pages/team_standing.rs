//! What a team's services still lack: on golden paths, on scorecards, and for campaigns.

use crate::portal::Team;
use crate::portal::scorecards::Verdict;
use crate::site::Site;
use crate::site::links::Links;
use crate::site::rows::Linked;
use crate::site::scorecards::fix::effort;
use crate::site::scorecards::share::Share;
use crate::site::scorecards::{campaign_address, rule_address};
use crate::site::wording;
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// How many rules are listed before a sentence tells of the rest.
const MOST_RULES: usize = 6;

/// What a team's services still lack.
#[derive(Debug, Serialize)]
pub struct Standing {
    /// How many of its eligible services are on a golden path, and the share of all.
    paths: Option<(Share, String)>,
    rules: Vec<RuleRow>,
    rules_more: usize,
    /// How long all of it takes together.
    effort: Option<String>,
    campaigns: Vec<CampaignRow>,
    paths_href: String,
}

/// A rule that some of its services do not pass.
#[derive(Debug, Serialize)]
struct RuleRow {
    rule: Linked,
    /// How many services, and how long each takes.
    words: String,
}

/// A campaign that waits for some of its services.
#[derive(Debug, Serialize)]
struct CampaignRow {
    campaign: Linked,
    words: String,
    share: Share,
}

/// What the services of a team lack.
pub fn standing(site: &Site<'_>, team: &Team, links: &Links) -> Standing {
    let (rules, minutes) = rules(site, team);
    let row = |(place, count): &(usize, u64)| {
        let rule = &site.portal.scores.rules[*place].rule;
        let each = rule.minutes.map(|minutes| format!(", {} each", effort(minutes))).unwrap_or_default();
        RuleRow {
            rule: Linked { text: rule.title.clone(), href: Some(links.to(&rule_address(&rule.id))) },
            words: format!("{}{each}", wording::counted(*count, "service", "services")),
        }
    };
    Standing {
        paths: paths(site, team),
        rules: rules.iter().take(MOST_RULES).map(row).collect(),
        rules_more: rules.len().saturating_sub(MOST_RULES),
        effort: (minutes > 0).then(|| effort(minutes)),
        campaigns: campaigns(site, team, links),
        paths_href: links.to("golden-paths/"),
    }
}

/// The rules that fail and count, those of most services first, and how many minutes all of it takes.
fn rules(site: &Site<'_>, team: &Team) -> (Vec<(usize, u64)>, u64) {
    let scores = &site.portal.scores;
    let standing = team.services.iter().filter_map(|reference| scores.services.get(reference));
    let mut failing: BTreeMap<usize, u64> = BTreeMap::new();
    for result in standing.flat_map(|score| &score.results) {
        if result.verdict == Verdict::Fail && scores.rules[result.rule].counts {
            *failing.entry(result.rule).or_default() += 1;
        }
    }
    let minutes = failing.iter().map(|(rule, count)| scores.rules[*rule].rule.minutes.unwrap_or_default() * count).sum();
    let mut rules: Vec<(usize, u64)> = failing.into_iter().collect();
    rules.sort_by_key(|(rule, count)| (Reverse(*count), *rule));
    (rules, minutes)
}

/// How many services are on a path, of those that one is for, beside the share of the whole organisation.
fn paths(site: &Site<'_>, team: &Team) -> Option<(Share, String)> {
    let adoption = &site.portal.adoption;
    let now = adoption.now();
    let (_, counts) = adoption.teams.iter().find(|(owner, _)| *owner == team.reference)?;
    let own = counts.get(now).filter(|count| count.eligible() > 0)?;
    let all = adoption.overall.get(now)?;
    let whole = wording::percent(all.covered().into(), all.eligible().into()).unwrap_or_default();
    Some((Share::new(own.covered().into(), own.eligible().into()), format!("{whole}% of all services are")))
}

/// The campaigns that still wait for some of its services, the nearest deadline first.
fn campaigns(site: &Site<'_>, team: &Team, links: &Links) -> Vec<CampaignRow> {
    let today = site.portal.as_of.date_naive();
    let mut waiting: Vec<_> = site.portal.scores.campaigns.iter().filter(|score| score.campaign.starts_on <= today).collect();
    waiting.sort_by_key(|score| (score.campaign.ends_on, score.campaign.id.clone()));
    let row = |score: &&crate::portal::scorecards::CampaignScore| {
        let own: Vec<bool> = score.services.iter().filter(|(name, _)| team.services.contains(name)).map(|(_, is_done)| *is_done).collect();
        let done = own.iter().filter(|is_done| **is_done).count();
        (done < own.len()).then(|| CampaignRow {
            campaign: Linked { text: score.campaign.title.clone(), href: Some(links.to(&campaign_address(&score.campaign.id))) },
            words: format!("by {}", wording::date(score.campaign.ends_on)),
            share: Share::new(done as u64, own.len() as u64),
        })
    };
    waiting.iter().filter_map(row).collect()
}
