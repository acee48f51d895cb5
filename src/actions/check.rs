//! Whether an action may run with these inputs, now, for this person: its guardrails, asked where it runs.
//!
//! What cannot be told refuses the run: a guardrail that nobody could answer must not let everything through.

use super::action::{Action, Field};
use super::guardrail::{Approver, Guard, Guardrail, Quota};
use super::{InputKind, run_title};
use crate::rules::{Answer, EntityPart, FactValue, Facts, Reading, Rule, Subject, Tier, Vocabulary};
use milepost_model::{Entity, EntityRef, Instant, Unknown};
use std::collections::BTreeMap;

/// What is asked.
#[derive(Debug)]
pub struct Asked<'a> {
    /// The values of the inputs.
    pub inputs: BTreeMap<String, String>,
    /// The service that it is about, where it was found.
    pub entity: Option<&'a Entity>,
    /// What the portal publishes of it besides: facts by their names.
    pub facts: &'a BTreeMap<String, FactValue>,
    /// When.
    pub now: Instant,
    /// Who asks, where that is known.
    pub actor: Option<&'a str>,
    /// Earlier runs, where they are known.
    pub runs: Option<&'a [Earlier]>,
}

/// Nothing is published of what nobody found.
static NO_FACTS: BTreeMap<String, FactValue> = BTreeMap::new();

impl Asked<'_> {
    /// Nothing but the inputs.
    fn nothing() -> Self {
        Self { inputs: BTreeMap::new(), entity: None, facts: &NO_FACTS, now: Instant::MIN_UTC, actor: None, runs: None }
    }
}

/// An earlier run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Earlier {
    /// When it was asked for.
    pub at: Instant,
    /// What it is called.
    pub title: String,
}

/// What a guardrail says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It holds.
    Holds,
    /// It refuses the run, and says this.
    Refuses(String),
    /// Somebody must approve: who.
    Waits(String),
    /// It cannot be told, for this reason, and so refuses the run.
    Unknown(String),
}

impl Verdict {
    /// Whether the run may go on.
    pub fn lets_run(&self) -> bool {
        matches!(self, Self::Holds | Self::Waits(_))
    }
}

/// A guardrail, and what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// The guardrail's name.
    pub id: String,
    /// What it asks for.
    pub title: String,
    /// What it says.
    pub verdict: Verdict,
}

/// What every guardrail says, the inputs themselves first.
pub fn judge(action: &Action, asked: &Asked<'_>) -> Vec<Judged> {
    let inputs = values(action, &asked.inputs);
    let of_input =
        |(name, problem): (String, String)| Judged { id: format!("input-{name}"), title: name, verdict: Verdict::Refuses(problem) };
    let mut found: Vec<Judged> = problems(action, &asked.inputs, &inputs).into_iter().map(of_input).collect();
    found.extend(action.guardrails.iter().map(|guardrail| Judged {
        id: guardrail.id.clone(),
        title: guardrail.title.clone(),
        verdict: verdict(action, guardrail, asked, &inputs),
    }));
    found
}

/// Every input with its value, given or by default.
fn values(action: &Action, given: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let value = |field: &Field| {
        let given = given.iter().find(|(name, _)| name.eq_ignore_ascii_case(&field.name)).map(|(_, value)| value.clone());
        // The host sends a box that nobody ticked as `false`.
        let blank = || if field.kind == InputKind::Boolean { "false".to_owned() } else { String::new() };
        (field.name.clone(), given.or_else(|| field.default.clone()).unwrap_or_else(blank))
    };
    action.fields.iter().map(value).collect()
}

/// What is wrong with the values, by the input's name.
fn problems(action: &Action, given: &BTreeMap<String, String>, inputs: &BTreeMap<String, String>) -> Vec<(String, String)> {
    let unknown = given.keys().filter(|name| action.field(name).is_none());
    let mut found: Vec<(String, String)> = unknown.map(|name| (name.clone(), format!("the action has no input “{name}”"))).collect();
    for field in &action.fields {
        let is_there =
            field.only_when.as_ref().is_none_or(|rule| ask(rule, Vocabulary::of_forms(), &Asked::nothing(), inputs) != Answer::No);
        if let Some(problem) = problem(field, &inputs[&field.name]).filter(|_| is_there) {
            found.push((field.name.clone(), problem));
        }
    }
    found
}

/// What is wrong with a value; `assets/js/action-check.js` asks the same of a form.
fn problem(field: &Field, value: &str) -> Option<String> {
    let shown = super::mask::shown(&field.name, value);
    if value.trim().is_empty() {
        return field.is_required.then(|| format!("“{}” is required", field.name));
    }
    let is_outside = |measure: f64| field.min.is_some_and(|min| measure < min) || field.max.is_some_and(|max| measure > max);
    match field.kind {
        InputKind::Boolean if !matches!(value, "true" | "false") => return Some(format!("“{shown}” is neither true nor false")),
        InputKind::Number => match value.trim().parse::<f64>() {
            Ok(number) if number.is_finite() && !is_outside(number) => {}
            Ok(_) => return Some(format!("{shown} is out of range")),
            Err(_) => return Some(format!("“{shown}” is no number")),
        },
        InputKind::Text if is_outside(value.chars().count() as f64) => return Some(format!("“{shown}” is too short or too long")),
        _ => {}
    }
    if !field.options.is_empty() && !field.options.iter().any(|option| option.value == value) {
        return Some(format!("“{shown}” is none of the options"));
    }
    let pattern = field.pattern.as_ref().and_then(|pattern| regex::Regex::new(&format!("^(?:{pattern})$")).ok());
    let says = || field.pattern_says.clone().or_else(|| field.pattern.clone()).unwrap_or_default();
    pattern.filter(|pattern| !pattern.is_match(value)).map(|_| format!("“{shown}” is not {}", says()))
}

fn verdict(action: &Action, guardrail: &Guardrail, asked: &Asked<'_>, inputs: &BTreeMap<String, String>) -> Verdict {
    let message = || guardrail.message.clone().unwrap_or_else(|| guardrail.title.clone());
    let answer = |rule: &Rule| ask(rule, Vocabulary::GUARDRAILS, asked, inputs);
    match &guardrail.guard {
        Guard::Deny(rule) => told(answer(rule), || Verdict::Refuses(message())),
        Guard::Approve { rule, by } => told(answer(rule), || Verdict::Waits(approver(by, asked.entity))),
        Guard::Freeze { windows, when } => {
            let Some(window) = windows.iter().find(|window| window.holds(asked.now)) else { return Verdict::Holds };
            let refuses = || Verdict::Refuses(format!("{} (until {})", message(), window.until.format("%-d %b %Y, %H:%M UTC")));
            when.as_ref().map_or_else(refuses, |rule| told(answer(rule), refuses))
        }
        Guard::Quota(quota) => counted(action, quota, asked, inputs, message),
        Guard::Unread => Verdict::Refuses(message()),
    }
}

fn told(answer: Answer, yes: impl FnOnce() -> Verdict) -> Verdict {
    match answer {
        Answer::Yes => yes(),
        Answer::No => Verdict::Holds,
        Answer::Unknown(missing) => {
            let names: Vec<&str> = missing.iter().map(|missing| missing.fact.as_str()).collect();
            Verdict::Unknown(format!("it asks for {}, which is not known here", names.join(", ")))
        }
        Answer::Broken(reason) => Verdict::Unknown(reason),
    }
}

fn approver(by: &Approver, entity: Option<&Entity>) -> String {
    match (by, entity.and_then(|entity| entity.owners.first())) {
        (Approver::OwnerOfService, Some(owner)) => owner.name.clone(),
        _ => by.words().to_owned(),
    }
}

fn counted(action: &Action, quota: &Quota, asked: &Asked<'_>, inputs: &BTreeMap<String, String>, message: impl Fn() -> String) -> Verdict {
    let Some(runs) = asked.runs else { return Verdict::Unknown("earlier runs are not known here: give them with --runs".to_owned()) };
    let names: Vec<&str> = action.fields.iter().map(|field| field.name.as_str()).collect();
    let field = quota.by.as_ref().and_then(|by| action.field(by));
    let is_counted = |run: &&Earlier| {
        run.at > asked.now - quota.per.length()
            && field.is_none_or(|field| {
                let told = run_title::inputs(&run.title, action.run_name.as_deref(), &names);
                // A run whose title does not tell counts for everybody, or nobody would notice that it does not.
                told.get(&field.name).is_none_or(|value| *value == inputs[&field.name])
            })
    };
    let count = runs.iter().filter(is_counted).count() as u64;
    if count >= quota.count { Verdict::Refuses(message()) } else { Verdict::Holds }
}

/// What a rule answers. A fact that is published with the service counts as it is published.
fn ask(rule: &Rule, vocabulary: Vocabulary, asked: &Asked<'_>, inputs: &BTreeMap<String, String>) -> Answer {
    let nobody = Entity::new(EntityRef::new("component", ""), "");
    let part = EntityPart {
        entity: asked.entity.unwrap_or(&nobody),
        owner_exists: Err(Unknown::NotCollected),
        owner_members: Err(Unknown::NotCollected),
        on_call: Err(Unknown::NotCollected),
        is_inferred: false,
        problems: Err(Unknown::NotCollected),
    };
    let subject = Subject::new(part, asked.now);
    let facts = vocabulary.facts();
    let known = Facts::read(vocabulary, &(), |place| {
        let about = facts[place].about();
        match about.tier {
            Tier::Inputs => Reading::from(inputs.clone()),
            Tier::Actor => asked.actor.map_or(Reading::Unknown(Unknown::NotCollected), Reading::from),
            Tier::Now => facts[place].read(&subject),
            _ => match asked.facts.get(about.name) {
                Some(value) => Reading::Known(value.clone()),
                None if asked.entity.is_none() => Reading::Unknown(Unknown::NotCollected),
                None => facts[place].read(&subject),
            },
        }
    });
    rule.ask(&known)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actions::guardrail::{FreezeWindow, Span};
    use crate::actions::{Choice, Format};
    use std::sync::Arc;

    fn at(text: &str) -> Instant {
        text.parse().expect("an instant")
    }

    fn rule(text: &str) -> Arc<Rule> {
        Arc::new(Rule::compile(text, Vocabulary::GUARDRAILS).expect("a rule"))
    }

    fn guarded(guard: Guard) -> Action {
        let field = |name: &str| Field { name: name.to_owned(), label: name.to_owned(), ..Field::default() };
        let guardrail = Guardrail { id: "g".to_owned(), title: "G".to_owned(), message: Some("no".to_owned()), guard };
        Action {
            id: "a".to_owned(),
            title: "A".to_owned(),
            repository: "o/r".to_owned(),
            workflow: ".github/workflows/a.yml".to_owned(),
            fields: vec![Field { format: Some(Format::Service), is_required: true, ..field("service") }, field("environment")],
            guardrails: vec![guardrail],
            is_described: true,
            ..Action::default()
        }
    }

    fn verdict_of(action: &Action, asked: &Asked<'_>) -> Verdict {
        judge(action, asked).pop().expect("a guardrail").verdict
    }

    fn asked<'a>(environment: &str, entity: Option<&'a Entity>, runs: Option<&'a [Earlier]>) -> Asked<'a> {
        let inputs = [("service".to_owned(), "x".to_owned()), ("environment".to_owned(), environment.to_owned())].into();
        Asked { inputs, entity, facts: &NO_FACTS, now: at("2026-12-20T12:00:00Z"), actor: Some("ada"), runs }
    }

    #[test]
    fn a_rule_refuses_where_it_holds_and_where_it_cannot_be_told() {
        let mut entity = Entity::new(EntityRef::new("component", "x"), "x");
        entity.tier = Some("1".to_owned());
        let refused = || Verdict::Refuses("no".to_owned());
        for (text, known, expected) in [
            ("inputs.environment == \"production\"", false, refused()),
            ("inputs.environment == \"dev\"", false, Verdict::Holds),
            ("entity.tier == \"1\"", true, refused()),
            ("entity.tier == \"2\"", true, Verdict::Holds),
            ("actor.login == \"ada\"", false, refused()),
            ("now.getHours() > 16", false, Verdict::Holds),
            ("inputs.environment == \"dev\" && entity.tier == \"1\"", false, Verdict::Holds),
        ] {
            let found = verdict_of(&guarded(Guard::Deny(rule(text))), &asked("production", Some(&entity).filter(|_| known), None));
            assert_eq!(found, expected, "{text}");
        }
        for text in ["entity.tier == \"1\"", "int(inputs.environment) > 3"] {
            let found = verdict_of(&guarded(Guard::Deny(rule(text))), &asked("production", None, None));
            assert!(matches!(found, Verdict::Unknown(_)) && !found.lets_run(), "{text}: {found:?}");
        }
    }

    #[test]
    fn files_scorecards_and_deliveries_are_asked_as_they_were_published() {
        let entity = Entity::new(EntityRef::new("component", "x"), "x");
        let published: BTreeMap<String, FactValue> = [
            ("files.runbook".to_owned(), FactValue::Bool(false)),
            ("files.base_images".to_owned(), FactValue::Texts(vec!["docker.io/node".to_owned()])),
            ("scorecards.levels".to_owned(), FactValue::Named([("ready".to_owned(), "Bronze".to_owned())].into())),
            ("scorecards.failing".to_owned(), FactValue::Texts(vec!["has-runbook".to_owned()])),
            ("delivery.fail_rate".to_owned(), FactValue::Number(0.3)),
            ("entity.on_call".to_owned(), FactValue::Bool(true)),
        ]
        .into();
        for (text, is_refused) in [
            ("!files.runbook", true),
            ("files.base_images.exists(i, i.startsWith(\"docker.io/\"))", true),
            ("scorecards.levels[\"ready\"] in [\"Silver\", \"Gold\"]", false),
            ("\"has-runbook\" in scorecards.failing && inputs.environment == \"production\"", true),
            ("delivery.fail_rate > 0.5", false),
            ("!entity.on_call", false),
        ] {
            let action = guarded(Guard::Deny(rule(text)));
            let found = verdict_of(&action, &Asked { facts: &published, ..asked("production", Some(&entity), None) });
            assert_eq!(found == Verdict::Refuses("no".to_owned()), is_refused, "{text}: {found:?}");
            assert!(is_refused || found == Verdict::Holds, "{text}: {found:?}");
            let unpublished = verdict_of(&action, &asked("production", Some(&entity), None));
            assert!(matches!(unpublished, Verdict::Unknown(_)), "{text}: {unpublished:?}");
        }
    }

    #[test]
    fn a_freeze_holds_only_in_its_window_and_for_what_it_is_about() {
        let window = FreezeWindow { from: at("2026-12-18T00:00:00Z"), until: at("2027-01-04T00:00:00Z"), why: None };
        let action = guarded(Guard::Freeze { windows: vec![window], when: Some(rule("inputs.environment == \"production\"")) });
        assert!(matches!(verdict_of(&action, &asked("production", None, None)), Verdict::Refuses(said) if said.contains("4 Jan 2027")));
        assert_eq!(verdict_of(&action, &asked("dev", None, None)), Verdict::Holds);
        let later = Asked { now: at("2027-01-04T00:00:00Z"), ..asked("production", None, None) };
        assert_eq!(verdict_of(&action, &later), Verdict::Holds);
    }

    #[test]
    fn a_quota_counts_the_runs_of_its_span_for_its_value() {
        let action = guarded(Guard::Quota(Quota { count: 2, per: Span::Day, by: Some("service".to_owned()) }));
        let run =
            |hours: i64, title: &str| Earlier { at: at("2026-12-20T12:00:00Z") - chrono::Duration::hours(hours), title: title.to_owned() };
        for (runs, expected) in [
            (vec![run(1, "a service=x"), run(2, "a service=y"), run(30, "a service=x")], true),
            (vec![run(1, "a service=x"), run(2, "a service=x")], false),
            (vec![run(1, "untold"), run(2, "a service=x")], false),
            (vec![], true),
        ] {
            assert_eq!(verdict_of(&action, &asked("dev", None, Some(&runs))).lets_run(), expected, "{runs:?}");
        }
        assert!(!verdict_of(&action, &asked("dev", None, None)).lets_run(), "runs that nobody knows are not none");
    }

    #[test]
    fn approval_is_asked_of_the_owner_and_lets_the_run_go_on() {
        let mut entity = Entity::new(EntityRef::new("component", "x"), "x");
        entity.owners = vec![EntityRef::new("group", "tracking")];
        let action = guarded(Guard::Approve { rule: rule("inputs.environment == \"production\""), by: Approver::OwnerOfService });
        assert_eq!(verdict_of(&action, &asked("production", Some(&entity), None)), Verdict::Waits("tracking".to_owned()));
        assert_eq!(verdict_of(&action, &asked("dev", None, None)), Verdict::Holds);
    }

    #[test]
    fn values_are_checked_as_the_form_checks_them() {
        let base = || Field { name: "x".to_owned(), label: "X".to_owned(), ..Field::default() };
        let options = vec![Choice { value: "a".to_owned(), says: None }];
        for (field, value, is_fine) in [
            (Field { is_required: true, ..base() }, " ", false),
            (base(), "", true),
            (Field { kind: InputKind::Boolean, ..base() }, "yes", false),
            (Field { kind: InputKind::Number, max: Some(5.0), ..base() }, "6", false),
            (Field { kind: InputKind::Number, ..base() }, "NaN", false),
            (Field { kind: InputKind::Number, ..base() }, "1.5", true),
            (Field { kind: InputKind::Choice, options, ..base() }, "b", false),
            (Field { min: Some(3.0), ..base() }, "ab", false),
            (Field { pattern: Some("a|b".to_owned()), ..base() }, "ab", false),
            (Field { pattern: Some("[a-z]+".to_owned()), ..base() }, "ab", true),
        ] {
            assert_eq!(problem(&field, value).is_none(), is_fine, "{value}");
        }
    }
}
