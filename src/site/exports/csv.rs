//! `data/*.csv`: tables for spreadsheets.

use crate::portal::ByWeek;
use crate::site::glance::Lead;
use crate::site::{Site, wording};

/// Every service in a line.
pub fn catalog(site: &Site<'_>) -> String {
    let mut out = String::new();
    line(
        &mut out,
        &[
            "name",
            "description",
            "owner",
            "system",
            "type",
            "lifecycle",
            "tier",
            "level",
            "golden_path",
            "lead_time_seconds",
            "language",
            "has",
            "repository",
            "changed_at",
            "deployed_at",
            "version",
        ],
    );
    for facts in &site.facts {
        let has = facts.has.words().collect::<Vec<_>>().join(" ");
        let changed = facts.changed.map(wording::iso).unwrap_or_default();
        let deployed = facts.deployed.map(|(since, _)| wording::iso(since)).unwrap_or_default();
        let lead = facts.lead.and_then(Lead::seconds).map(|seconds| seconds.to_string()).unwrap_or_default();
        let text = |value: Option<&str>| value.unwrap_or_default().to_owned();
        let cells = [
            facts.name.to_owned(),
            text(facts.description),
            text(facts.owner.map(|owner| owner.name)),
            text(facts.system),
            text(facts.kind),
            text(facts.lifecycle),
            text(facts.tier),
            text(facts.level.map(|(name, _)| name)),
            text(facts.path.map(|path| path.word)),
            lead,
            text(facts.language),
            has,
            text(facts.repository.map(|repository| repository.full_name.as_str())),
            changed,
            deployed,
            text(facts.deployed.and_then(|(_, version)| version)),
        ];
        line(&mut out, &cells);
    }
    out
}

/// The organisation's counts in a line a week, each with of how many repositories it is known; an empty cell is unknown.
pub fn activity(site: &Site<'_>) -> String {
    let mut out = String::new();
    line(&mut out, &["week", "changes", "changes_of_repositories", "deployments", "deployments_of_repositories"]);
    let activity = &site.portal.measurements.organisation;
    for (place, week) in site.portal.measurements.weeks.iter().enumerate() {
        let cells = |weeks: &ByWeek| {
            let count = weeks.counts.get(place).copied().flatten().map(|count| count.to_string());
            let of = weeks.known_of.get(place).map(u32::to_string);
            [count.unwrap_or_default(), of.unwrap_or_default()]
        };
        let [changes, changes_of] = cells(&activity.changes_by_week);
        let [deployments, deployments_of] = cells(&activity.deployments_by_week);
        line(&mut out, &[week.from.format("%Y-%m-%d").to_string(), changes, changes_of, deployments, deployments_of]);
    }
    out
}

/// Adds a line.
pub fn line<T: AsRef<str>>(out: &mut String, cells: &[T]) {
    for (place, cell) in cells.iter().enumerate() {
        if place > 0 {
            out.push(',');
        }
        out.push_str(&quoted(cell.as_ref()));
    }
    out.push_str("\r\n");
}

/// A cell as RFC 4180 writes it.
///
/// Spreadsheets run a cell that starts with one of `= + - @` as a formula, and these texts are other people's: such a
/// cell gets an apostrophe, which spreadsheets do not show. One that begins as if it had one already gets another, so
/// that taking one off always gives what was meant.
fn quoted(cell: &str) -> String {
    let is_formula = cell.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r']);
    let cell = if is_formula { format!("'{cell}") } else { cell.to_owned() };
    if cell.contains(['"', ',', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_and_formulas_are_disarmed() {
        for (cell, expected) in [
            ("a", "a"),
            ("a,b", "\"a,b\""),
            ("say \"x\"", "\"say \"\"x\"\"\""),
            ("=1+1", "'=1+1"),
            ("-x\n", "\"'-x\n\""),
            ("'=1", "''=1"),
            ("'s", "'s"),
        ] {
            assert_eq!(quoted(cell), expected);
        }
    }
}
