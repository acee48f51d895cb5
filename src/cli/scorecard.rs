//! `milepost scorecard`: levels and verdicts without the pages.

use super::args::{MetricsFormat, Scorecard};
use super::failure::Failure;
use super::settings;
use super::{Context, Ended};
use crate::pipeline;
use crate::scorecards::{Scores, ServiceScore, Verdict, json};
use milepost_model::entity_ref::DEFAULT_NAMESPACE;
use milepost_model::{EntityRef, Instant};
use std::fmt::Write as _;

pub(super) fn run(options: &Scorecard, context: &Context<'_>) -> Result<Ended, Failure> {
    let config = settings::config(context)?;
    let store = settings::store(context, Some(&config))?;
    let as_of = options.as_of.unwrap_or(context.surroundings.now);
    let mut scores = pipeline::scores(&config, &store, as_of)?;
    if scores.rules.is_empty() {
        return Err(Failure::with_help("the configuration has no rules", "docs/reference/scorecards.md has some to begin with"));
    }
    choose(&mut scores, &options.service)?;
    let text = match options.format {
        MetricsFormat::Json => as_json(&scores, as_of),
        MetricsFormat::Csv => as_csv(&scores)?,
        MetricsFormat::Table => as_table(&scores),
    };
    // What was asked for is no chatter, so that --quiet does not take it away.
    let _ = std::io::Write::write_all(&mut anstream::stdout(), text.as_bytes());
    Ok(Ended::Done)
}

/// Leaves the services that were named; what all of them add up to stays.
fn choose(scores: &mut Scores, names: &[String]) -> Result<(), Failure> {
    if names.is_empty() {
        return Ok(());
    }
    let mut wanted = Vec::new();
    for name in names {
        let reference = EntityRef::parse(name, Some("component"), DEFAULT_NAMESPACE).ok();
        let Some(reference) = reference.filter(|reference| scores.services.contains_key(reference)) else {
            return Err(Failure::with_help(
                format!("no scorecard is for a service “{name}”"),
                "milepost scorecard without --service lists all that there are",
            ));
        };
        wanted.push(reference);
    }
    scores.services.retain(|name, _| wanted.contains(name));
    Ok(())
}

fn as_json(scores: &Scores, as_of: Instant) -> String {
    let mut all = json::of_all(scores);
    all["schema"] = "milepost/scorecards/1".into();
    all["as_of"] = as_of.to_rfc3339_opts(chrono::SecondsFormat::Secs, true).into();
    let sorted = crate::metrics::delivery::json::sorted(all);
    let text = serde_json::to_string_pretty(&sorted).expect("because data are maps with texts as keys");
    format!("{text}\n")
}

fn as_csv(scores: &Scores) -> Result<String, Failure> {
    let broken = |error: csv::Error| Failure::with_help(error.to_string(), "this is a bug; please report it");
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(json::COLUMNS).map_err(broken)?;
    for row in json::rows(scores, scores.services.iter()) {
        out.write_record(&row).map_err(broken)?;
    }
    let bytes = out.into_inner().map_err(|error| Failure::with_help(error.to_string(), "this is a bug; please report it"))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn as_table(scores: &Scores) -> String {
    let mut out = String::new();
    for (name, score) in &scores.services {
        let _ = writeln!(out, "{name}: {}", levels(scores, score));
        for result in score.results.iter().filter(|result| result.verdict != Verdict::NotApplicable) {
            let rule = &scores.rules[result.rule];
            let sign = match result.verdict {
                Verdict::Pass => "pass",
                Verdict::Fail => "FAIL",
                Verdict::Exempt => "exempt",
                _ => "?",
            };
            let later = if rule.counts { "" } else { " (does not count yet)" };
            let found = if result.evidence.is_empty() { String::new() } else { format!("  {}", result.evidence) };
            let _ = writeln!(out, "  {sign:6}  {}{later}{found}", rule.rule.title);
        }
        out.push('\n');
    }
    out
}

fn levels(scores: &Scores, score: &ServiceScore) -> String {
    let one = |standing: &crate::scorecards::CardStanding| {
        let card = &scores.cards[standing.card];
        let level = card.level_name(standing.reached.level).unwrap_or("no level");
        let least = if standing.reached.is_certain() { "" } else { "at least " };
        format!("{} {least}{level}, {} of {} pass", card.card.title, standing.passed, standing.decided)
    };
    let all: Vec<String> = score.cards.iter().map(one).collect();
    if all.is_empty() { "on no scorecard".to_owned() } else { all.join("; ") }
}
