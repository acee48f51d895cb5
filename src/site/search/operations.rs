//! The operations of all APIs, in files by the words of their paths: whoever looks for `/payments/{id}` loads one of them.

use super::fold;
use super::shards::{MOST_BYTES, Shards};
use crate::site::apis::FoundOperation;
use crate::site::output::Output;
use crate::site::rows::team_address;
use crate::site::{Site, SiteError};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// How many letters of a summary a row shows.
const SHOWN_LETTERS: usize = 90;
/// What a row has besides its texts.
const ROW_BYTES: usize = 24;

/// What one file holds.
#[derive(Debug, Default, Serialize)]
struct Shard<'a> {
    /// The pages that the operations stand on: API, address, owner, the address of the owner's page.
    pages: Vec<(&'a str, &'a str, &'a str, String)>,
    /// Page, verb, path, anchor, summary, id.
    operations: Vec<(usize, &'a str, &'a str, &'a str, String, &'a str)>,
}

/// Writes the files; the list says from which word on each of them goes.
pub fn write(site: &Site<'_>, output: &Output) -> Result<Shards, SiteError> {
    let all: Vec<FoundOperation<'_>> = site.apis.operations().collect();
    let mut by_word: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for (place, found) in all.iter().enumerate() {
        for word in keys(found) {
            by_word.entry(word).or_default().insert(place);
        }
    }
    let mut shards = Shards::default();
    let mut held: BTreeSet<usize> = BTreeSet::new();
    let (mut first, mut bytes) = (String::new(), 0);
    for (word, places) in by_word {
        for place in places {
            if bytes > MOST_BYTES {
                shards.add(output, "search-operations", &first, &shard(site, &all, &held))?;
                held.clear();
                bytes = 0;
            }
            if held.is_empty() {
                first.clone_from(&word);
            }
            if held.insert(place) {
                bytes += weight(&all[place]);
            }
        }
    }
    if !held.is_empty() {
        shards.add(output, "search-operations", &first, &shard(site, &all, &held))?;
    }
    Ok(shards)
}

/// The words that an operation is found by: the first part of its path and the last word of it that name something, and
/// its own name. The words of the first part are joined, since many operations share each of them.
fn keys(found: &FoundOperation<'_>) -> BTreeSet<String> {
    let path = without_parameters(within_package(&found.operation.path));
    let last = fold::words(&path).into_iter().rfind(|word| !is_everywhere(word));
    let first = path.split(['/', '.']).find_map(|part| {
        let words = fold::words(part);
        let is_named = words.iter().any(|word| !is_everywhere(word));
        is_named.then(|| if part.is_ascii() { words.concat() } else { words[0].clone() })
    });
    let id = found.operation.id.as_deref().map(|id| fold::words(id).concat());
    let mut keys: BTreeSet<String> = first.into_iter().chain(last).chain(id).collect();
    fold::each_part(named_last(&found.operation.path), |part| keys.extend([part.to_owned()]));
    keys.retain(|key| !key.is_empty());
    keys
}

/// The path without what callers put into it, such as `{id}`.
fn without_parameters(path: &str) -> String {
    let mut depth = 0_u32;
    let outside = |sign: char| match sign {
        '{' => {
            depth += 1;
            ' '
        }
        '}' => {
            depth = depth.saturating_sub(1);
            ' '
        }
        _ if depth > 0 => ' ',
        sign => sign,
    };
    path.chars().map(outside).collect()
}

/// A procedure's path without the package, which all procedures of an organisation may share.
fn within_package(path: &str) -> &str {
    let slash = path.find('/').filter(|at| *at > 0);
    slash.and_then(|slash| path[..slash].rfind('.')).map_or(path, |dot| &path[dot + 1..])
}

fn named_last(path: &str) -> &str {
    path.rsplit(['/', '.']).find(|part| !part.is_empty() && !part.contains('{')).unwrap_or_default()
}

/// Whether a word stands in so many paths that it names nothing: `api`, `v2`.
fn is_everywhere(word: &str) -> bool {
    word == "api" || word.strip_prefix('v').is_some_and(|rest| rest.bytes().next().is_some_and(|byte| byte.is_ascii_digit()))
}

fn shard<'s>(site: &'s Site<'_>, all: &'s [FoundOperation<'_>], held: &BTreeSet<usize>) -> Shard<'s> {
    let mut shard = Shard::default();
    let mut pages: BTreeMap<&str, usize> = BTreeMap::new();
    for place in held {
        let found = &all[*place];
        let (address, anchor) = found.address.split_once('#').unwrap_or((&found.address, ""));
        let page = *pages.entry(address).or_insert_with(|| {
            let service = found.api.service.as_ref().and_then(|service| site.facts_of(service));
            let owner = service.and_then(|facts| facts.owner);
            let owner_page = owner.and_then(|owner| owner.slug).map(team_address).unwrap_or_default();
            shard.pages.push((&found.api.title, address, owner.map_or("", |owner| owner.name), owner_page));
            shard.pages.len() - 1
        });
        let operation = found.operation;
        let id = operation.id.as_deref().unwrap_or_default();
        shard.operations.push((page, &operation.verb, &operation.path, anchor, cut(operation.summary.as_deref().unwrap_or_default()), id));
    }
    shard
}

fn weight(found: &FoundOperation<'_>) -> usize {
    let operation = found.operation;
    let summary = operation.summary.as_ref().map_or(0, |summary| summary.len().min(SHOWN_LETTERS));
    ROW_BYTES
        + operation.verb.len()
        + operation.path.len()
        + operation.anchor.len()
        + summary
        + operation.id.as_ref().map_or(0, String::len)
}

fn cut(text: &str) -> String {
    text.chars().take(SHOWN_LETTERS).map(|sign| if sign.is_control() { ' ' } else { sign }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::portal::api::{ApiReference, Format, Operation};

    #[test]
    fn an_operation_is_found_by_the_words_of_its_path_and_by_its_name() {
        let api = ApiReference {
            service: None,
            entity: None,
            slug: "x".to_owned(),
            title: "X".to_owned(),
            format: Format::OpenApi,
            repo: None,
            files: Vec::new(),
            described: Err(Vec::new()),
        };
        for (path, id, expected) in [
            ("/api/v2/carriers/{carrierId}/rollback", "rollBack", vec!["carriers", "rollback"]),
            ("/payments/{id}", "getPayment", vec!["getpayment", "payments"]),
            ("lumen.shop.v1.Shop/BuyOne", "BuyOne", vec!["buy", "buyone", "one", "shop"]),
            ("north_sensor_registry.zone-requests.v1", "", vec!["northsensorregistry", "requests"]),
            ("/v2/cold-chain/{id}/readings", "", vec!["coldchain", "readings"]),
            ("/{id", "", vec![]),
        ] {
            let operation = Operation { path: path.to_owned(), id: Some(id.to_owned()), ..Operation::default() };
            let found = FoundOperation { api: &api, operation: &operation, address: String::new() };
            assert_eq!(keys(&found).into_iter().collect::<Vec<_>>(), expected, "{path}");
        }
    }
}
