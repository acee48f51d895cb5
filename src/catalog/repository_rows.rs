//! Several sources describe one repository: their descriptions become one.

use milepost_model::Instant;
use milepost_model::record::Repository;
use std::collections::BTreeMap;

/// What was known of each repository at the instant, by all of its sources together.
///
/// Of each source the description last observed by then counts, else its first. Where two sources say
/// something about one field, the one that was observed later is believed; where one is silent, the
/// other speaks for it.
pub fn unite(rows: Vec<Repository>, as_of: Instant) -> Vec<Repository> {
    let mut by_source: BTreeMap<(String, String), Repository> = BTreeMap::new();
    for row in rows {
        let key = (row.repo.to_string(), row.provenance.collector.clone());
        match by_source.get(&key) {
            Some(held) if !takes_its_place(&row, held, as_of) => {}
            _ => {
                by_source.insert(key, row);
            }
        }
    }
    let mut by_repository: BTreeMap<String, Vec<Repository>> = BTreeMap::new();
    for ((repo, _), row) in by_source {
        by_repository.entry(repo).or_default().push(row);
    }
    by_repository.into_values().filter_map(one_of).collect()
}

/// Whether a row counts in place of another of the same source.
fn takes_its_place(row: &Repository, held: &Repository, as_of: Instant) -> bool {
    match (row.observed_at <= as_of, held.observed_at <= as_of) {
        (true, true) => (row.observed_at, row.rev) > (held.observed_at, held.rev),
        (true, false) => true,
        (false, true) => false,
        (false, false) => (row.observed_at, row.rev) < (held.observed_at, held.rev),
    }
}

fn one_of(mut rows: Vec<Repository>) -> Option<Repository> {
    rows.sort_by(|a, b| (b.observed_at, &b.provenance.collector).cmp(&(a.observed_at, &a.provenance.collector)));
    rows.into_iter().reduce(completed)
}

/// The newer description, completed by what only the older one says.
fn completed(newer: Repository, older: Repository) -> Repository {
    let or_list = |newer: Vec<String>, older| if newer.is_empty() { older } else { newer };
    let mut extra = older.extra;
    extra.extend(newer.extra);
    Repository {
        full_name: if newer.host.is_none() && older.host.is_some() { older.full_name } else { newer.full_name },
        host: newer.host.or(older.host),
        url: newer.url.or(older.url),
        default_branch: newer.default_branch.or(older.default_branch),
        head: newer.head.or(older.head),
        description: newer.description.or(older.description),
        created_at: earlier(newer.created_at, older.created_at),
        pushed_at: newer.pushed_at.or(older.pushed_at),
        archived_at: newer.archived_at.or(older.archived_at),
        is_archived: newer.is_archived.or(older.is_archived),
        is_fork: newer.is_fork.or(older.is_fork),
        is_template: newer.is_template.or(older.is_template),
        is_shallow: newer.is_shallow.or(older.is_shallow),
        visibility: newer.visibility.or(older.visibility),
        template: newer.template.or(older.template),
        license: newer.license.or(older.license),
        environments: newer.environments.or(older.environments),
        languages: if newer.languages.is_empty() { older.languages } else { newer.languages },
        topics: or_list(newer.topics, older.topics),
        properties: if newer.properties.is_empty() { older.properties } else { newer.properties },
        renamed_from: or_list(newer.renamed_from, older.renamed_from),
        aliases: or_list(newer.aliases, older.aliases),
        extra,
        id: newer.id,
        rev: newer.rev,
        observed_at: newer.observed_at,
        provenance: newer.provenance,
        repo: newer.repo,
    }
}

/// A clone knows the first commit, a host when the repository was made there: the earlier is the beginning.
fn earlier(a: Option<Instant>, b: Option<Instant>) -> Option<Instant> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use milepost_model::Provenance;

    fn row(collector: &str, observed: &str, description: Option<&str>, head: Option<&str>) -> Repository {
        Repository {
            id: format!("r:{collector}"),
            repo: "r".into(),
            full_name: "lumenfreight/r".to_owned(),
            observed_at: observed.parse().expect("because the test wrote an instant"),
            provenance: Provenance::of(collector),
            description: description.map(str::to_owned),
            head: head.map(str::to_owned),
            ..Repository::default()
        }
    }

    #[test]
    fn a_clone_and_a_host_describe_one_repository_together() {
        let rows = vec![row("git", "2026-11-20T06:00:00Z", None, Some("aa")), row("host", "2026-11-19T06:00:00Z", Some("Labels"), None)];
        let united = unite(rows, "2026-11-20T07:00:00Z".parse().expect("an instant"));
        assert_eq!(united.len(), 1);
        assert_eq!((united[0].description.as_deref(), united[0].head.as_deref()), (Some("Labels"), Some("aa")));
    }

    #[test]
    fn what_was_observed_later_than_asked_for_counts_only_where_nothing_else_does() {
        let rows = vec![row("git", "2026-01-01T00:00:00Z", Some("old"), None), row("git", "2026-06-01T00:00:00Z", Some("new"), None)];
        for (as_of, expected) in [("2025-01-01T00:00:00Z", "old"), ("2026-03-01T00:00:00Z", "old"), ("2026-07-01T00:00:00Z", "new")] {
            let united = unite(rows.clone(), as_of.parse().expect("an instant"));
            assert_eq!(united[0].description.as_deref(), Some(expected), "{as_of}");
        }
    }
}
