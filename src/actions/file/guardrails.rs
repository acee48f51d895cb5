//! The guardrails of an action's file.

use super::reader::Reader;
use crate::actions::guardrail::{Approver, FreezeWindow, Guard, Guardrail, Quota, Span};
use crate::reading::bounds;
use crate::rules::Vocabulary;
use crate::yaml::{Mapping, Node};
use milepost_model::Instant;
use std::collections::BTreeSet;

const KEYS: [&str; 9] = ["id", "title", "message", "deny", "freeze", "when", "quota", "approve", "by"];

/// The keys of which a guardrail has one.
const GUARDS: [&str; 4] = ["deny", "freeze", "quota", "approve"];

pub(super) fn read(reader: &mut Reader<'_>, node: Option<&Node>) -> Vec<Guardrail> {
    let mut found: Vec<Guardrail> = Vec::new();
    let mut ids = BTreeSet::new();
    if node.is_some_and(|node| !node.is_null() && node.items().is_none()) {
        found.push(unread("guardrails".to_owned()));
    }
    for (at, node) in reader.items("guardrails", node).iter().enumerate() {
        // What somebody wrote to hold runs back must not let them all through, because of a mistake in it.
        let guardrail = one(reader, node).unwrap_or_else(|| unread(format!("guardrail-{}", at + 1)));
        if ids.insert(guardrail.id.clone()) {
            found.push(guardrail);
        } else {
            let message = format!("two guardrails have the id “{}”", guardrail.id);
            reader.error("guardrail-twice", message, node, "give one of them another id");
            found.push(unread(format!("guardrail-{}", at + 1)));
        }
    }
    found
}

/// A guardrail that refuses every run until somebody corrects it.
fn unread(id: String) -> Guardrail {
    let title = "A guardrail that cannot be read".to_owned();
    let message = "Every run is refused until its file is corrected; milepost check says where.".to_owned();
    Guardrail { id, title, message: Some(message), guard: Guard::Unread }
}

fn one(reader: &mut Reader<'_>, node: &Node) -> Option<Guardrail> {
    let mapping = reader.map("guardrails", Some(node))?;
    reader.known(mapping, &KEYS, "guardrails.");
    let id = reader.line("guardrails.id", mapping.get("id"), 40);
    let is_id =
        |id: &String| id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-') && !id.starts_with('-');
    let Some(id) = id.filter(is_id) else {
        let help = "write id: with small letters, digits and -";
        reader.error("bad-guardrail", "a guardrail needs an “id”".to_owned(), node, help);
        return None;
    };
    let written: Vec<&str> = GUARDS.into_iter().filter(|key| mapping.get(key).is_some_and(|node| !node.is_null())).collect();
    let [kind] = written.as_slice() else {
        let message = if written.is_empty() {
            format!("the guardrail “{id}” says nothing that must hold")
        } else {
            format!("the guardrail “{id}” says {} at once", written.join(" and "))
        };
        reader.error("bad-guardrail", message, node, format!("write one of {}", GUARDS.join(", ")));
        return None;
    };
    let message = reader.line("guardrails.message", mapping.get("message"), bounds::SENTENCE);
    if message.is_none() && matches!(*kind, "deny" | "quota") {
        let text = format!("the guardrail “{id}” has no “message”");
        reader.error("bad-guardrail", text, node, "write what the person reads, and what to do instead");
        return None;
    }
    let guard = match *kind {
        "deny" => Guard::Deny(reader.rule("deny", mapping.get("deny"), Vocabulary::GUARDRAILS)?),
        "freeze" => freeze(reader, mapping)?,
        "quota" => Guard::Quota(quota(reader, mapping.get("quota"))?),
        _ => approve(reader, mapping, node)?,
    };
    let title = reader.line("guardrails.title", mapping.get("title"), bounds::NAME).unwrap_or_else(|| id.clone());
    Some(Guardrail { id, title, message, guard })
}

fn freeze(reader: &mut Reader<'_>, mapping: &Mapping) -> Option<Guard> {
    let mut windows = Vec::new();
    let mut is_whole = mapping.get("freeze").is_some_and(|node| node.items().is_some());
    for node in reader.items("freeze", mapping.get("freeze")) {
        let Some(keys) = reader.map("freeze", Some(node)) else {
            is_whole = false;
            continue;
        };
        reader.known(keys, &["from", "until", "why"], "freeze.");
        let (from, until) =
            (instant(reader, "freeze.from", keys.get("from"), node), instant(reader, "freeze.until", keys.get("until"), node));
        let why = reader.line("freeze.why", keys.get("why"), bounds::SENTENCE);
        let (Some(from), Some(until)) = (from, until) else {
            is_whole = false;
            continue;
        };
        if until <= from {
            reader.error("bad-freeze", "this freeze ends before it begins".to_owned(), node, "write an “until” after “from”");
            is_whole = false;
            continue;
        }
        windows.push(FreezeWindow { from, until, why });
    }
    windows.sort_by_key(|window| (window.from, window.until));
    let when = mapping.get("when").filter(|node| !node.is_null());
    // A condition that cannot be read must not freeze everything, nor nothing.
    let when = match when {
        Some(_) => Some(reader.rule("when", when, Vocabulary::GUARDRAILS)?),
        None => None,
    };
    is_whole.then_some(Guard::Freeze { windows, when })
}

/// An instant, or a day, whose first instant in UTC is meant.
fn instant(reader: &mut Reader<'_>, key: &str, node: Option<&Node>, whole: &Node) -> Option<Instant> {
    let text = node.and_then(Node::text).unwrap_or_default();
    let day = || text.parse::<chrono::NaiveDate>().ok().map(|day| day.and_time(chrono::NaiveTime::MIN).and_utc());
    let found = text.parse::<Instant>().ok().or_else(day);
    if found.is_none() {
        let help = "write 2026-12-18, or an instant with its zone such as 2026-12-18T18:00:00+01:00";
        reader.error("bad-freeze", format!("“{key}” is no day and no instant"), node.unwrap_or(whole), help);
    }
    found
}

fn quota(reader: &mut Reader<'_>, node: Option<&Node>) -> Option<Quota> {
    let mapping = reader.map("quota", node)?;
    reader.known(mapping, &["count", "per", "by"], "quota.");
    let count = reader.count("quota.count", mapping.get("count"));
    let per = reader.word("quota.per", mapping.get("per"), &Span::ALL, Span::word);
    let by = reader.line("quota.by", mapping.get("by"), bounds::NAME);
    if let (Some(count), Some(per)) = (count, per) {
        return Some(Quota { count, per, by });
    }
    if let Some(node) = node {
        reader.error("bad-guardrail", "a quota needs “count” and “per”".to_owned(), node, "write quota: {count: 5, per: day}");
    }
    None
}

fn approve(reader: &mut Reader<'_>, mapping: &Mapping, node: &Node) -> Option<Guard> {
    let rule = reader.rule("approve", mapping.get("approve"), Vocabulary::GUARDRAILS)?;
    let by = match reader.line("guardrails.by", mapping.get("by"), bounds::NAME) {
        Some(by) if by == "owner" => Approver::OwnerOfService,
        Some(by) => Approver::Named(by),
        None => {
            let help = "write by: owner for the service’s owner, or by: with a team’s name";
            reader.error("bad-guardrail", "“approve” needs “by”".to_owned(), node, help);
            return None;
        }
    };
    Some(Guard::Approve { rule, by })
}
