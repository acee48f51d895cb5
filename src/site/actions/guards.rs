//! The guardrails of an action as its page shows them: what is known at build time, and what the browser can tell.

use super::protection;
use crate::portal::actions::{Action, Guard, Guardrail};
use crate::site::Site;
use crate::site::wording;
use serde::Serialize;
use serde_json::{Value, json};

/// A guardrail, as the page shows it.
#[derive(Debug, Serialize)]
pub struct GuardView {
    title: String,
    says: String,
    /// What the browser can tell from what is filled in, for the scripts.
    rule: String,
}

/// The guardrails of an action.
pub fn guards(site: &Site<'_>, action: &Action) -> Vec<GuardView> {
    let own = action.guardrails.iter().map(|guardrail| view(site, action, guardrail));
    own.chain(protection::guards(site, action)).collect()
}

impl GuardView {
    /// A guardrail that only shows what another one does.
    pub(super) fn new(title: String, says: String, rule: &Value) -> Self {
        Self { title, says, rule: rule.to_string() }
    }
}

fn view(site: &Site<'_>, action: &Action, guardrail: &Guardrail) -> GuardView {
    let message = guardrail.message.clone().unwrap_or_default();
    let (says, rule) = match &guardrail.guard {
        Guard::Deny(rule) => (message.clone(), json!({ "kind": "deny", "rule": rule.portable(), "message": message })),
        Guard::Freeze { windows, when } => {
            let coming = windows.iter().find(|window| window.until > site.portal.as_of);
            let says = match coming {
                None => "No freeze is planned".to_owned(),
                Some(window) => {
                    let why = window.why.as_ref().map(|why| format!(": {why}")).unwrap_or_default();
                    let word = if window.holds(site.portal.as_of) { "Now" } else { "Next" };
                    format!("{word}: {} to {}{why}", wording::day(window.from), wording::day(window.until))
                }
            };
            let list: Vec<Value> = windows
                .iter()
                .map(|window| json!({ "from": wording::iso(window.from), "until": wording::iso(window.until), "end": wording::full(window.until) }))
                .collect();
            (says, json!({ "kind": "freeze", "windows": list, "when": when.as_ref().map(|rule| rule.portable()), "message": message }))
        }
        Guard::Unread => (message, json!({ "kind": "unread" })),
        Guard::Quota(quota) => {
            let by = quota.by.as_ref().and_then(|by| action.field(by)).map(|field| format!(" for each {}", wording::lowered(&field.label)));
            let times = if quota.count == 1 { "Once".to_owned() } else { format!("At most {} times", quota.count) };
            let says = format!("{times} per {}{}", quota.per.word(), by.unwrap_or_default());
            (says, json!({ "kind": "quota" }))
        }
        Guard::Approve { rule, by } => {
            let says = if message.is_empty() { format!("Asked after you start, from {}", by.words()) } else { message.clone() };
            (says, json!({ "kind": "approve", "rule": rule.portable(), "message": message, "by": by.words() }))
        }
    };
    GuardView { title: guardrail.title.clone(), says, rule: rule.to_string() }
}

/// What an action's guardrails ask for, each kind in a word or two.
pub fn guard_words(site: &Site<'_>, action: &Action) -> Vec<String> {
    let mut words = Vec::new();
    let mut say = |holds: bool, word: &str| {
        if holds {
            words.push(word.to_owned());
        }
    };
    let any = |test: fn(&Guard) -> bool| action.guardrails.iter().any(|guardrail| test(&guardrail.guard));
    say(any(|guard| matches!(guard, Guard::Approve { .. })) || protection::asks_for_approval(site, action), "Approval");
    say(any(|guard| matches!(guard, Guard::Freeze { .. })), "Freezes");
    say(any(|guard| matches!(guard, Guard::Quota(_))), "Quota");
    say(any(|guard| matches!(guard, Guard::Deny(_))), "Checked");
    words
}
