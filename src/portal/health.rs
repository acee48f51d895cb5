//! What was read, what was not and what to do about it.

use super::assemble::Parts;
use super::{Health, KnownSince, NotRead, SourceHealth, completeness};
use crate::metrics::Tally;
use milepost_model::record::Coverage;
use milepost_model::{CoverageState, Diagnostic, Diagnostics, RepoId};
use std::collections::{BTreeMap, BTreeSet};

/// What reasons speak of, and what to do about each; the first that fits is shown.
const HELP: [(&[&str], &str); 17] = [
    (&["was not reached"], "check host, and api where the source has one, and that this machine reaches it"),
    (&["last fetched"], "fetch the clone before every run: git fetch, or git remote update in a mirror"),
    (&["shallow", "cut short", "unshallow"], "fetch its whole history: git fetch --unshallow, or a checkout of full depth in CI"),
    (
        &["max_requests", "its deadline", "was interrupted"],
        "nothing: the next run goes on; larger max_requests or deadline_minutes read more at once",
    ),
    (&["must be enabled", "not enabled"], "switch it on at the host, or leave it out in the configuration"),
    (&["not shown to this token"], "give the token a role that may see it; until then the figures that rest on it are unknown"),
    (
        &["rate limit", "429", "too many requests"],
        "the next run goes on where this one stopped; a token with a larger budget reads more at once",
    ),
    (&["401", "unauthori", "bad credentials", "expired"], "give milepost a valid token: this one was not accepted"),
    (&["dubious ownership", "safe.directory"], "add the folder to git's safe.directory, or run milepost as its owner"),
    (&["os error 13", "cannot be opened", "permission denied"], "let the account that runs milepost read the folder"),
    (&["403", "forbidden", "permission", "not allowed"], "give the token read access to it, or leave it out in the configuration"),
    (&["404", "not found", "no such"], "check that it still exists and that the token may see it"),
    (&["timed out", "timeout", "connection", "502", "503"], "the source did not answer; the next run tries again"),
    (
        &["missing object", "missing blob", "partial clone", "promisor"],
        "bring in what the clone lacks: git fetch --refetch, or clone it without --filter",
    ),
    (&["corrupt", "damaged", "broken", "invalid object", "does not appear to be"], "run git fsck in the clone, or clone it anew"),
    (&["more than", "at most", "too large", "limit"], "raise the limit in the source's settings, or leave out what is not needed"),
    (&["no commit", "empty", "unborn", "nothing was committed"], "nothing; it appears once something is committed"),
];

/// Tells what was read.
pub(super) fn examine(parts: &Parts) -> Health {
    let mut tally = parts.measurements.tally.clone();
    tally.add(parts.tally.clone());
    let problems = unread(parts);
    let not_read = not_read(&problems, parts);
    let unmade = problems.iter().filter(|row| repository_name(row, parts).is_some_and(|(_, is_known)| !is_known));
    let unmade: BTreeSet<&str> = unmade.filter_map(|row| row.name.as_deref()).collect();
    let known = (parts.catalog.repositories.len() + unmade.len()) as u64;
    // That something could not be read makes nothing newer.
    let read = parts.coverage.iter().filter(|row| row.state != CoverageState::NotObserved);
    let observed_at = tally.observed_at().max(read.map(|row| row.observed_at).max());
    let mut diagnostics = parts.notes.clone();
    diagnostics.extend(whole_sources(&problems));
    Health {
        observed_at,
        repositories_known: known,
        repositories_read: known.saturating_sub(not_read.len() as u64),
        known_since: known_since(parts),
        sources: sources(parts, &tally, &problems),
        not_read,
        diagnostics: Diagnostics::sorted(diagnostics).into_iter().collect(),
        completeness: completeness::count(parts),
    }
}

/// The rows of what was not read whole, and was not read whole by another row either.
///
/// What the source itself has no more is not among them: all that there is was read.
fn unread(parts: &Parts) -> Vec<&Coverage> {
    let mut complete: BTreeMap<(Option<&RepoId>, &str), Vec<&Coverage>> = BTreeMap::new();
    for row in parts.coverage.iter().filter(|row| row.state == CoverageState::Complete) {
        complete.entry((row.repo.as_ref(), row.of.as_str())).or_default().push(row);
    }
    let is_made_good = |row: &Coverage| {
        let rows = complete.get(&(row.repo.as_ref(), row.of.as_str()));
        rows.into_iter().flatten().any(|good| good.from <= row.from && row.to <= good.to)
    };
    let is_open = |row: &&Coverage| row.state != CoverageState::Complete && row.is_gone != Some(true);
    parts.coverage.iter().filter(is_open).filter(|row| !is_made_good(row)).collect()
}

/// Since when records are complete that their sources keep for some time only. Repositories that are not in the portal count nowhere.
fn known_since(parts: &Parts) -> Vec<KnownSince> {
    // Of several rows about one list the newest is true.
    let mut lists: BTreeMap<(&str, &RepoId, &str), &Coverage> = BTreeMap::new();
    let gone = parts.coverage.iter().filter(|row| row.is_gone == Some(true));
    for (row, repo) in gone.filter_map(|row| Some((row, row.repo.as_ref().filter(|repo| parts.catalog.repositories.contains_key(repo))?))) {
        let known = lists.entry((&row.source, repo, &row.of)).or_insert(row);
        if (row.observed_at, row.to) > (known.observed_at, known.to) {
            *known = row;
        }
    }
    let mut groups: BTreeMap<(&str, String), Vec<&Coverage>> = BTreeMap::new();
    for ((source, ..), row) in lists {
        groups.entry((source, reason(row))).or_default().push(row);
    }
    let one = |((source, reason), rows): ((&str, String), Vec<&Coverage>)| {
        let kinds: BTreeSet<String> = rows.iter().map(|row| row.of.replace('_', " ")).collect();
        Some(KnownSince {
            source: source.to_owned(),
            reason,
            kinds: kinds.into_iter().collect(),
            repositories: rows.iter().filter_map(|row| row.repo.as_ref()).collect::<BTreeSet<_>>().len() as u64,
            first: rows.iter().map(|row| row.to).min()?,
            since: rows.iter().map(|row| row.to).max()?,
        })
    };
    groups.into_iter().filter_map(one).collect()
}

/// The name of the repository that a row speaks of, and whether the portal has it.
///
/// A row about a repository that is not in the portal names nothing: it may be one that its readers must not know of.
fn repository_name<'a>(row: &'a Coverage, parts: &'a Parts) -> Option<(&'a str, bool)> {
    let known = row.repo.as_ref().and_then(|repo| parts.catalog.repositories.get(repo));
    known.map(|repository| (repository.full_name.as_str(), true)).or_else(|| row.name.as_deref().map(|name| (name, false)))
}

fn not_read(problems: &[&Coverage], parts: &Parts) -> Vec<NotRead> {
    let mut by_name: BTreeMap<(&str, bool), Vec<&Coverage>> = BTreeMap::new();
    for row in problems {
        if let Some(name) = repository_name(row, parts) {
            by_name.entry(name).or_default().push(row);
        }
    }
    let read: BTreeSet<&RepoId> =
        parts.coverage.iter().filter(|row| row.state == CoverageState::Complete).filter_map(|row| row.repo.as_ref()).collect();
    let mut found: Vec<NotRead> = by_name
        .into_iter()
        .map(|((name, is_known), rows)| {
            let reasons: BTreeSet<String> = rows.iter().map(|row| reason(row)).collect();
            let is_partial = is_known
                && rows.iter().any(|row| row.state == CoverageState::Partial || row.repo.as_ref().is_some_and(|repo| read.contains(repo)));
            NotRead {
                name: name.to_owned(),
                is_partial,
                help: remedies(&reasons),
                reason: reasons.into_iter().collect::<Vec<_>>().join("; "),
                since: rows.iter().map(|row| row.observed_at).max(),
            }
        })
        .collect();
    found.sort();
    found
}

fn reason(row: &Coverage) -> String {
    row.reason.clone().unwrap_or_else(|| {
        let how = if row.state == CoverageState::Partial { "not all" } else { "none" };
        format!("{how} of its {} records were read", row.of.replace('_', " "))
    })
}

/// What to do about several reasons, each remedy once.
fn remedies(reasons: &BTreeSet<String>) -> Option<String> {
    let mut found: Vec<&str> = Vec::new();
    for remedy in reasons.iter().filter_map(|reason| help(reason)) {
        if !found.contains(&remedy) {
            found.push(remedy);
        }
    }
    (!found.is_empty()).then(|| found.join("; "))
}

/// What to do about a reason.
fn help(reason: &str) -> Option<&'static str> {
    let reason = reason.to_lowercase();
    HELP.iter().find(|(words, _)| words.iter().any(|word| reason.contains(word))).map(|(_, help)| *help)
}

/// What could not be read of a whole source.
fn whole_sources(problems: &[&Coverage]) -> Vec<Diagnostic> {
    let rows = problems.iter().filter(|row| row.repo.is_none() && row.name.is_none());
    let found = rows.map(|row| {
        let message = format!("the source “{}” gave not all of its {} records: {}", row.source, row.of.replace('_', " "), reason(row));
        let found = Diagnostic::warning("source/not-read", message);
        match help(&reason(row)) {
            Some(text) => found.help(text),
            None => found,
        }
    });
    found.collect()
}

/// What each source gave. Records name their collector; coverage names both, and so joins the two.
fn sources(parts: &Parts, tally: &Tally, problems: &[&Coverage]) -> Vec<SourceHealth> {
    let mut sources: BTreeMap<&str, SourceHealth> = BTreeMap::new();
    let mut of_collector: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for row in &parts.coverage {
        of_collector.entry(&row.provenance.collector).or_default().insert(&row.source);
        let source = sources.entry(&row.source).or_insert_with(|| empty(&row.source));
        source.observed_at = source.observed_at.max(Some(row.observed_at));
        if row.state == CoverageState::Complete {
            source.last_success = source.last_success.max(Some(row.observed_at));
        }
    }
    for (collector, collected) in &tally.collectors {
        let of_itself = BTreeSet::from([collector.as_str()]);
        let ids = of_collector.get(collector.as_str()).unwrap_or(&of_itself);
        for id in ids {
            let source = sources.entry(id).or_insert_with(|| empty(id));
            if ids.len() == 1 {
                source.observed_at = source.observed_at.max(collected.observed_at);
                source.last_success = source.last_success.max(collected.observed_at);
            }
            // Of a collector with several sources the records do not tell which one gave them.
            source.together_with.extend(ids.iter().filter(|other| *other != id).map(|other| (*other).to_owned()));
            for (kind, count) in &collected.records {
                *source.records.entry(kind).or_default() += count;
            }
        }
    }
    for report in &parts.reports {
        let source = sources.entry(&report.source).or_insert_with(|| empty(&report.source));
        source.observed_at = source.observed_at.max(Some(report.observed_at));
        // Where a run tells of itself, it knows best whether it came to its end.
        source.last_success = report.last_success;
        source.report = Some(report.clone());
    }
    for id in &parts.configured {
        sources.entry(id).or_insert_with(|| empty(id));
    }
    for source in sources.values_mut() {
        let own = problems.iter().filter(|row| row.source == source.id).filter_map(|row| repository_name(row, parts));
        source.problems = own.collect::<BTreeSet<_>>().len() as u64;
    }
    sources.into_values().collect()
}

fn empty(id: &str) -> SourceHealth {
    SourceHealth { id: id.to_owned(), ..SourceHealth::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use milepost_model::record::Repository;

    fn row(repo: Option<&str>, name: Option<&str>, of: &str, state: CoverageState, reason: Option<&str>) -> Coverage {
        Coverage {
            repo: repo.map(RepoId::from),
            name: name.map(str::to_owned),
            of: of.into(),
            source: "clones".into(),
            state,
            reason: reason.map(str::to_owned),
            ..Coverage::default()
        }
    }

    fn parts(coverage: Vec<Coverage>) -> Parts {
        let mut parts = Parts { coverage, ..Parts::default() };
        for name in ["a", "b", "c"] {
            let repository = Repository { repo: name.into(), full_name: format!("o/{name}"), ..Repository::default() };
            parts.catalog.repositories.insert(name.into(), repository);
        }
        parts
    }

    #[test]
    fn what_was_not_read_has_a_reason_and_a_remedy_and_hidden_repositories_have_no_name() {
        use CoverageState::{Complete, NotObserved, Partial};
        let health = examine(&parts(vec![
            row(Some("a"), None, "commit", Complete, None),
            row(Some("b"), None, "commit", Partial, Some("the clone is shallow")),
            row(Some("b"), None, "file", NotObserved, Some("the clone was last fetched on 2026-01-01")),
            row(Some("c"), None, "deployment", NotObserved, None),
            row(None, None, "finding", NotObserved, Some("403: not allowed with this token: it must be enabled")),
            row(Some("secret"), None, "commit", NotObserved, Some("403")),
            row(None, Some("x/broken"), "repository", NotObserved, Some("HEAD is damaged")),
            row(None, None, "oncall", NotObserved, Some("it timed out")),
        ]));
        assert_eq!((health.repositories_known, health.repositories_read), (4, 1));
        let shown: Vec<_> = health.not_read.iter().map(|n| (n.name.as_str(), n.is_partial, n.help.is_some())).collect();
        assert_eq!(shown, [("o/b", true, true), ("o/c", false, false), ("x/broken", false, true)]);
        assert_eq!(health.not_read[1].reason, "none of its deployment records were read");
        let remedy = health.not_read[0].help.as_deref().unwrap_or_default();
        assert!(remedy.contains("--unshallow") && remedy.contains("before every run"), "{remedy}");
        assert_eq!(health.diagnostics.len(), 2);
        assert!(health.diagnostics.iter().any(|one| one.help.as_deref().is_some_and(|help| help.starts_with("switch it on"))));
        assert_eq!((health.sources.len(), health.sources[0].problems), (1, 3));
        assert!(!format!("{health:?}").contains("secret"));
    }

    #[test]
    fn the_last_success_is_told_whatever_became_of_the_run_after_it() {
        let at = |text: &str| Some(text.parse().expect("because it is an instant"));
        let (first, second) = (at("2026-01-01T00:00:00Z"), at("2026-01-02T00:00:00Z"));
        let seen = |row: Coverage, when: Option<milepost_model::Instant>| Coverage { observed_at: when.unwrap_or_default(), ..row };
        let mut parts = parts(vec![
            seen(row(Some("a"), None, "commit", CoverageState::Complete, None), first),
            seen(row(Some("a"), None, "file", CoverageState::NotObserved, None), second),
        ]);
        let run = |source: &str, last_success| milepost_model::RunReport {
            source: source.to_owned(),
            observed_at: second.unwrap_or_default(),
            last_success,
            ..milepost_model::RunReport::default()
        };
        parts.reports = vec![run("failed", first), run("good", second), run("never", None)];
        parts.configured = vec!["good".to_owned(), "unread".to_owned()];
        let health = examine(&parts);
        assert_eq!(health.observed_at, first, "nothing was read after that");
        let told: Vec<_> = health.sources.iter().map(|one| (one.id.as_str(), one.observed_at, one.last_success)).collect();
        assert_eq!(
            told,
            [
                ("clones", second, first),
                ("failed", second, first),
                ("good", second, second),
                ("never", second, None),
                ("unread", None, None)
            ]
        );
    }

    #[test]
    fn what_several_sources_gave_by_one_collector_stands_at_each_of_them_with_the_others() {
        let of = |source: &str| Coverage { source: source.into(), ..row(Some("a"), None, "change", CoverageState::Complete, None) };
        let coverage = vec![of("cloud"), of("own")].into_iter().map(|mut row| {
            row.provenance.collector = "github".into();
            row
        });
        let mut parts = parts(coverage.collect());
        let collected = crate::metrics::Collected { records: BTreeMap::from([("change", 7)]), observed_at: None };
        parts.tally.collectors.insert("github".to_owned(), collected);
        let told: Vec<_> = examine(&parts)
            .sources
            .into_iter()
            .map(|one| (one.id, one.records["change"], one.together_with.into_iter().collect::<Vec<_>>()))
            .collect();
        assert_eq!(told, [("cloud".into(), 7, vec!["own".to_owned()]), ("own".into(), 7, vec!["cloud".to_owned()])]);
    }

    #[test]
    fn what_a_source_keeps_no_more_is_no_fault_and_its_first_day_is_told() {
        let at = |day: u32| format!("2026-08-{day:02}T00:00:00Z").parse::<milepost_model::Instant>().expect("because it is an instant");
        let gone = |repo: &str, of: &str, day: u32, seen: u32| Coverage {
            to: at(day),
            observed_at: at(seen),
            is_gone: Some(true),
            ..row(Some(repo), None, of, CoverageState::Partial, Some("they go after 90 days"))
        };
        let health = examine(&parts(vec![
            gone("a", "pipeline_run", 3, 28),
            gone("a", "dispatch", 3, 28),
            // An earlier run, with other settings, had said otherwise.
            gone("b", "pipeline_run", 20, 27),
            gone("b", "pipeline_run", 5, 28),
            gone("secret", "pipeline_run", 1, 28),
        ]));
        assert_eq!((health.repositories_known, health.repositories_read, health.not_read.len(), health.sources[0].problems), (3, 3, 0, 0));
        let since = KnownSince {
            source: "clones".into(),
            reason: "they go after 90 days".into(),
            kinds: vec!["dispatch".into(), "pipeline run".into()],
            repositories: 2,
            first: at(3),
            since: at(5),
        };
        assert_eq!(health.known_since, [since]);
    }

    #[test]
    fn a_later_complete_reading_makes_good_an_earlier_one() {
        let bad = row(Some("a"), None, "commit", CoverageState::NotObserved, None);
        let good = Coverage {
            to: "2026-01-01T00:00:00Z".parse().expect("because it is an instant"),
            ..row(Some("a"), None, "commit", CoverageState::Complete, None)
        };
        let health = examine(&parts(vec![bad, good]));
        assert_eq!(health.not_read, []);
        assert_eq!(health.repositories_read, 3);
    }
}
