//! Releases and tags.

use super::event::{Event, Sifted};
use super::{Means, RepositoryRecords};
use crate::metrics::delivery::evidence::Sha;
use crate::metrics::delivery::{Rule, Unfit};
use milepost_model::Outcome;
use milepost_model::record::Release;
use std::borrow::Cow;

/// Words that a version tag may begin with whatever it is of.
const PREFIXES: [&str; 4] = ["release", "rel", "version", "ver"];

/// Sorts releases and tags: a provider says of a release whether it is a draft, of a tag nobody does.
pub(super) fn sift<'a>(records: &'a RepositoryRecords, service: usize, means: &Means<'a>, by_rule: &mut [Sifted<'a>; 5]) {
    for (record, belonging) in records.releases.iter().zip(&means.owners.releases) {
        if !belonging.services.contains(&service) {
            continue;
        }
        let rule = if record.is_draft.is_some() { Rule::Release } else { Rule::Tag };
        let sifted = &mut by_rule[rule as usize];
        match fit(record, rule, service, means) {
            Ok(()) => {
                sifted.is_shared |= belonging.is_shared;
                sifted.events.push(event(record, rule));
            }
            Err(why) => sifted.left_out.add(why, &record.id, record.published_at),
        }
    }
}

fn fit(record: &Release, rule: Rule, service: usize, means: &Means<'_>) -> Result<(), Unfit> {
    let (pattern, _) = means.owners.pattern(service);
    let is_meant = match &pattern.tags {
        Some(tags) => tags.is_match(&record.tag),
        None => rule == Rule::Release || is_version(&record.tag, means.owners.names(service)),
    };
    if !is_meant {
        return Err(Unfit::NotMeant);
    }
    if record.is_draft == Some(true) || (record.is_prerelease == Some(true) && !pattern.prereleases) {
        return Err(Unfit::NotFinal);
    }
    Ok(())
}

fn event(record: &Release, rule: Rule) -> Event<'_> {
    Event {
        id: Cow::Borrowed(&record.id),
        rule,
        sha: Sha::of(&record.sha),
        environment: "",
        started: None,
        finished: record.published_at,
        has_end: true,
        outcome: Outcome::Success,
        run: None,
        version: Some(&record.tag),
        reference: None,
        url: record.url.as_deref(),
    }
}

/// Whether a tag is a version, alone or after one of these names: `v1.2`, `payments-v1.2`, `release/2024.05`.
fn is_version(tag: &str, names: &[String]) -> bool {
    let tag = tag.to_lowercase();
    let tag = tag.strip_prefix('@').and_then(|tag| tag.split_once('/')).map_or(tag.as_str(), |(_, tag)| tag);
    let after = |name: &str| tag.strip_prefix(name)?.strip_prefix(['-', '_', '/', '@', '.']);
    let names = names.iter().map(String::as_str).chain(PREFIXES);
    let longest = names.filter_map(after).min_by_key(|rest| rest.len());
    [Some(tag), longest].into_iter().flatten().any(begins_with_a_version)
}

/// Two numbers at least: `v1` is a tag that moves.
fn begins_with_a_version(text: &str) -> bool {
    let text = text.strip_prefix('v').unwrap_or(text);
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = text[digits..].strip_prefix(['.', '_', '-']);
    digits > 0 && rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_of_something_else_is_not_one_of_the_service() {
        let names = ["loki".to_owned(), "tokio".to_owned()];
        for (tag, expected) in [
            ("v1.2.3", true),
            ("3.0", true),
            ("tokio-1.40.0", true),
            ("tokio-util-0.7.1", false),
            ("helm-loki-5.0.1", false),
            ("loki/v2.9.0", true),
            ("release-2024.05", true),
            ("REL_15_1", true),
            ("@scope/loki@1.0.0", true),
            ("v1", false),
            ("k200", false),
            ("nightly", false),
            ("2024-05-01", true),
            ("", false),
        ] {
            assert_eq!(is_version(tag, &names), expected, "{tag}");
        }
    }
}
