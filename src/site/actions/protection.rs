//! What the environments that an action runs in ask for, as far as the host tells and the workflow says where it runs.

use super::guards::GuardView;
use crate::portal::actions::{Action, Means, RunsIn};
use crate::site::Site;
use milepost_model::record::Repository;
use milepost_model::record::repository::{Environment, Environments};
use serde_json::{Value, json};

/// So many environments are told of one action.
const MOST: usize = 10;

/// What nobody told.
const UNKNOWN: &str = "Whether somebody must approve it, or it waits, is not known here";

/// What the environments of the action's repository ask for; nothing where nobody looked.
fn known<'a>(site: &Site<'a>, action: &Action) -> Option<&'a Environments> {
    site.portal.catalog.repositories.get(&action.repo)?.environments.as_ref()
}

/// Its environments as guardrails: those that ask for something, and those of which nothing is known.
pub(super) fn guards(site: &Site<'_>, action: &Action) -> Vec<GuardView> {
    if action.means != Means::Workflow {
        return Vec::new();
    }
    let known = known(site, action);
    let mut found: Vec<GuardView> = action.environments.iter().flat_map(|place| of(action, place, known)).collect();
    found.truncate(MOST);
    found
}

fn of(action: &Action, place: &RunsIn, known: Option<&Environments>) -> Vec<GuardView> {
    let unknown =
        |title: String| vec![GuardView::new(title, UNKNOWN.to_owned(), &json!({ "kind": "environment", "rule": null, "waits": null }))];
    match (place, known) {
        (RunsIn::Named(name), Some(known)) => match known.named(name) {
            Some(environment) => vec![guard(environment, &json!(true))],
            None if known.are_more => unknown(format!("Runs in environment {name}")),
            None => Vec::new(),
        },
        (RunsIn::Named(name), None) => unknown(format!("Runs in environment {name}")),
        (RunsIn::Chosen(input), Some(known)) => {
            let name = action.field(input).map_or(input.as_str(), |field| field.name.as_str());
            let chosen = |environment: &Environment| json!(["==", ["lowerAscii", ["input", name]], environment.name.to_ascii_lowercase()]);
            offered(action, input, known).into_iter().map(|environment| guard(environment, &chosen(environment))).collect()
        }
        (RunsIn::Chosen(input), None) => {
            let label = action.field(input).map_or(input.as_str(), |field| field.label.as_str());
            unknown(format!("Runs in the environment of “{label}”"))
        }
        (RunsIn::Reckoned, Some(known)) if !known.are_more && known.protected.is_empty() => Vec::new(),
        (RunsIn::Reckoned, _) => unknown("Runs in an environment that its workflow reckons".to_owned()),
    }
}

/// An environment that asks for something; `rule` says in which runs.
fn guard(environment: &Environment, rule: &Value) -> GuardView {
    let waits = match (environment.needs_approval, environment.wait_minutes) {
        (true, _) => Some("Waits for somebody".to_owned()),
        (false, 1..) => Some(format!("Waits {} min", environment.wait_minutes)),
        (false, 0) => None,
    };
    let rule = json!({ "kind": "environment", "rule": rule, "waits": waits });
    GuardView::new(format!("Environment {}", environment.name), says(environment), &rule)
}

/// What an environment asks for, in a sentence.
fn says(environment: &Environment) -> String {
    let mut parts = Vec::new();
    if environment.needs_approval {
        let own = if environment.forbids_own_approval { ", and nobody approves a run of their own" } else { "" };
        parts.push(format!("Its reviewers are asked after you start{own}"));
    }
    if environment.wait_minutes > 0 {
        parts.push(format!("Every job waits {} min first", environment.wait_minutes));
    }
    if environment.is_for_some_branches {
        parts.push("Only some branches or tags may run there".to_owned());
    }
    parts.join(". ")
}

/// What a choice of environment asks for, in a few words, where a job runs in what this field names.
pub(super) fn words(site: &Site<'_>, action: &Action, field: &str, name: &str) -> Option<String> {
    let is_where = action.environments.iter().any(|place| matches!(place, RunsIn::Chosen(input) if input.eq_ignore_ascii_case(field)));
    in_words(known(site, action).filter(|_| is_where)?.named(name)?)
}

/// What an environment of a repository asks for, in a few words; none where it asks for nothing, or nobody looked.
pub fn protected(repository: Option<&Repository>, name: &str) -> Option<String> {
    in_words(repository?.environments.as_ref()?.named(name)?)
}

fn in_words(environment: &Environment) -> Option<String> {
    let approval = environment.needs_approval.then(|| "needs approval".to_owned());
    let wait = (environment.wait_minutes > 0).then(|| format!("waits {} min", environment.wait_minutes));
    let branches = environment.is_for_some_branches.then(|| "some branches only".to_owned());
    let words: Vec<String> = [approval, wait, branches].into_iter().flatten().collect();
    (!words.is_empty()).then(|| crate::site::wording::capitalised(&words.join(", ")))
}

/// Whether a run of it may have to be approved because of where it runs.
pub(super) fn asks_for_approval(site: &Site<'_>, action: &Action) -> bool {
    let Some(known) = known(site, action) else { return false };
    action.environments.iter().any(|place| match place {
        RunsIn::Named(name) => known.named(name).is_some_and(|environment| environment.needs_approval),
        RunsIn::Chosen(input) => offered(action, input, known).iter().any(|environment| environment.needs_approval),
        RunsIn::Reckoned => false,
    })
}

/// The protected environments that an input may name.
fn offered<'a>(action: &Action, input: &str, known: &'a Environments) -> Vec<&'a Environment> {
    let Some(field) = action.field(input) else { return Vec::new() };
    let is_offered = |environment: &&Environment| {
        field.options.is_empty() || field.options.iter().any(|option| option.value.eq_ignore_ascii_case(&environment.name))
    };
    known.protected.iter().filter(is_offered).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::portal::actions::{Choice, Field};

    fn environments() -> Environments {
        let production =
            Environment { name: "Production".to_owned(), needs_approval: true, forbids_own_approval: true, ..Environment::default() };
        let slow = Environment { name: "slow".to_owned(), wait_minutes: 30, is_for_some_branches: true, ..Environment::default() };
        Environments { protected: vec![production, slow], are_more: false }
    }

    fn told(options: &[&str], place: &RunsIn, known: Option<&Environments>) -> Vec<String> {
        let option = |value: &&str| Choice { value: (*value).to_owned(), says: None };
        let field =
            Field { name: "to".to_owned(), label: "Where".to_owned(), options: options.iter().map(option).collect(), ..Field::default() };
        let action = Action { fields: vec![field], ..Action::default() };
        of(&action, place, known).iter().map(|guard| format!("{guard:?}")).collect()
    }

    #[test]
    fn what_protects_an_environment_is_told_and_what_is_unknown_is_said_to_be() {
        let (named, chosen) = (|name: &str| RunsIn::Named(name.to_owned()), RunsIn::Chosen("TO".to_owned()));
        let known = environments();
        let [production] = &told(&[], &named("production"), Some(&known))[..] else { panic!("one environment") };
        assert!(
            production.contains("asked after you start, and nobody approves a run of their own")
                && production.contains("Waits for somebody")
        );
        let [slow] = &told(&[], &named("slow"), Some(&known))[..] else { panic!("one environment") };
        assert!(slow.contains("Every job waits 30 min first. Only some branches") && slow.contains("Waits 30 min"));
        assert_eq!(told(&[], &named("dev"), Some(&known)).len(), 0, "what is not protected asks for nothing");
        for (place, known) in [
            (named("dev"), Some(Environments { are_more: true, ..environments() })),
            (named("dev"), None),
            (chosen.clone(), None),
            (RunsIn::Reckoned, Some(environments())),
            (RunsIn::Reckoned, None),
        ] {
            let [unknown] = &told(&[], &place, known.as_ref())[..] else { panic!("{place:?}") };
            assert!(unknown.contains("is not known here"), "{unknown}");
        }
        assert_eq!(told(&[], &RunsIn::Reckoned, Some(&Environments::default())).len(), 0);
        assert_eq!(told(&[], &chosen, Some(&known)).len(), 2);
        let [only] = &told(&["production", "staging"], &chosen, Some(&known))[..] else { panic!("one is offered") };
        assert!(only.contains("lowerAscii") && only.contains("Environment Production"), "{only}");
        assert_eq!(told(&[], &RunsIn::Chosen("none".to_owned()), Some(&known)).len(), 0);
    }
}
