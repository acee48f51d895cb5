//! The form of an action: a control for each input, with what the catalog offers, and what the browser checks.

use super::protection;
use crate::portal::actions::{Action, Choice, Field, Format, InputKind, shows_cards};
use crate::site::Site;
use crate::site::facts::ServiceFacts;
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// With more services than this a field is typed into, and the list comes from the portal's own index.
const MOST_LISTED: usize = 300;

/// So many releases of a service are offered.
const RELEASES: usize = 10;

/// Environments that are shown side by side.
const CARDS: usize = 4;

/// A form.
#[derive(Serialize)]
pub struct Form {
    /// Its fields in groups, each with a heading where it has one.
    pub groups: Vec<Group>,
    /// What the browser checks, for the scripts.
    pub rules: String,
    /// What the catalog knows of each service, for the scripts.
    pub services: Option<String>,
    /// How many inputs there are.
    pub count: u64,
    /// Whether a list is taken from the portal's index.
    #[serde(skip)]
    pub needs_index: bool,
}

/// A group of fields.
#[derive(Serialize)]
pub struct Group {
    title: Option<String>,
    fields: Vec<FieldView>,
}

/// A field, as the page shows it.
#[derive(Serialize)]
pub struct FieldView {
    id: String,
    name: String,
    label: String,
    /// `cards`, `select`, `check`, `number`, `area` or `text`.
    control: &'static str,
    hint: Option<String>,
    note: String,
    is_required: bool,
    value: String,
    placeholder: Option<String>,
    unit: Option<String>,
    min_length: Option<String>,
    max_length: Option<String>,
    options: Vec<OptionView>,
    /// Suggestions for what is typed.
    list: Vec<OptionView>,
    has_list: bool,
    deprecation: Option<String>,
    is_conditional: bool,
}

#[derive(Serialize)]
struct OptionView {
    value: String,
    label: String,
    says: Option<String>,
    /// What must happen before a job runs there, of an environment.
    asks: Option<String>,
    is_chosen: bool,
}

impl Form {
    /// The form of an action.
    pub fn of(site: &Site<'_>, action: &Action) -> Self {
        let wants = |format: Format| action.fields.iter().any(|field| field.format == Some(format));
        let is_listed = site.facts.len() <= MOST_LISTED;
        let views = |names: &[String]| {
            names
                .iter()
                .filter_map(|name| action.field(name))
                .filter(|field| !field.is_fixed)
                .map(|field| view(site, action, field))
                .collect::<Vec<_>>()
        };
        let mut groups: Vec<Group> =
            action.sections.iter().map(|section| Group { title: Some(section.title.clone()), fields: views(&section.inputs) }).collect();
        let grouped: BTreeSet<&String> = action.sections.iter().flat_map(|section| &section.inputs).collect();
        let others: Vec<FieldView> = action
            .fields
            .iter()
            .filter(|field| !field.is_fixed && !grouped.contains(&field.name))
            .map(|field| view(site, action, field))
            .collect();
        groups.retain(|group| !group.fields.is_empty());
        if !others.is_empty() {
            groups.push(Group { title: None, fields: others });
        }
        let services = (wants(Format::Service) && is_listed).then(|| {
            let all: Map<String, Value> =
                site.facts.iter().map(|facts| (action.service_value(&facts.service.reference), known(site, action, facts))).collect();
            Value::from(all).to_string()
        });
        Self {
            groups,
            rules: rules(action).to_string(),
            services,
            count: action.fields.iter().filter(|field| !field.is_fixed).count() as u64,
            needs_index: wants(Format::Service) && !is_listed,
        }
    }
}

/// What is known of a service that a form can use: whose it is, how much depends on it, what runs where, its releases,
/// and what the guardrails ask of it.
fn known(site: &Site<'_>, action: &Action, facts: &ServiceFacts<'_>) -> Value {
    let mut known = Map::new();
    let figures = site.portal.figures(facts.service);
    if let Some(owner) = facts.owner {
        known.insert("owner".to_owned(), json!(owner.name));
    }
    if let Some(tier) = facts.tier {
        known.insert("tier".to_owned(), json!(tier));
    }
    let runs: Map<String, Value> = figures
        .iter()
        .flat_map(|figures| &figures.deployed)
        .map(|deployed| {
            (deployed.environment.clone(), json!(deployed.version.clone().unwrap_or_else(|| deployed.sha.chars().take(7).collect())))
        })
        .collect();
    if !runs.is_empty() {
        known.insert("runs".to_owned(), Value::from(runs));
    }
    let releases: Vec<&str> = figures
        .iter()
        .flat_map(|figures| &figures.releases)
        .filter(|release| release.is_draft != Some(true))
        .take(RELEASES)
        .map(|release| release.tag.as_str())
        .collect();
    if !releases.is_empty() {
        known.insert("releases".to_owned(), json!(releases));
    }
    let asked = action.asks();
    let told = site.portal.scores.told.get(&facts.service.reference).into_iter().flatten();
    let told: Map<String, Value> = told
        .filter(|(name, value)| asked.contains(name.as_str()) && !value.is_of_time())
        .map(|(name, value)| (name.clone(), value.to_json()))
        .collect();
    if !told.is_empty() {
        known.insert("facts".to_owned(), Value::from(told));
    }
    Value::from(known)
}

/// What the browser checks before anything is started. The workflow checks it again.
fn rules(action: &Action) -> Value {
    let fields: Map<String, Value> = action
        .fields
        .iter()
        .map(|field| {
            let rule = json!({
                "id": id(&field.name),
                "kind": field.kind.word(),
                "label": field.label,
                "required": field.is_required,
                "format": field.format.map(Format::word),
                "pattern": field.pattern,
                "says": field.pattern_says,
                "example": field.placeholder,
                "min": field.min,
                "max": field.max,
                "unit": field.unit,
                "options": field.options.iter().map(|option| option.value.as_str()).collect::<Vec<_>>(),
                "needs": field.depends_on,
                "when": field.only_when.as_ref().map(|rule| rule.portable()),
                "default": field.default,
                "fixed": field.is_fixed,
                "path": field.path,
                "list": field.is_list,
            });
            (field.name.clone(), rule)
        })
        .collect();
    let order: Vec<&str> = action.fields.iter().map(|field| field.name.as_str()).collect();
    json!({ "fields": fields, "order": order, "service": action.service_field().map(|field| field.name.as_str()) })
}

fn id(name: &str) -> String {
    format!("in-{}", crate::site::links::path_segment(name))
}

fn view(site: &Site<'_>, action: &Action, field: &Field) -> FieldView {
    let value = field.default.clone().unwrap_or_default();
    let option = |choice: &Choice| OptionView {
        is_chosen: choice.value == value,
        label: choice.value.clone(),
        value: choice.value.clone(),
        says: choice.says.clone(),
        asks: None,
    };
    let mut options: Vec<OptionView> = field.options.iter().map(option).collect();
    let mut list = Vec::new();
    let mut control = match field.kind {
        InputKind::Boolean => "check",
        InputKind::Number => "number",
        _ if shows_cards(field) => "cards",
        InputKind::Choice => "select",
        _ if !options.is_empty() => "select",
        _ if field.is_long => "area",
        _ => "text",
    };
    if options.is_empty() {
        match field.format {
            Some(Format::Service) if site.facts.len() <= MOST_LISTED && !site.facts.is_empty() => {
                control = "select";
                options = site.facts.iter().map(|facts| service(field, facts, &value)).collect();
            }
            Some(Format::Team) if !site.portal.catalog.teams.is_empty() && site.portal.catalog.teams.len() <= MOST_LISTED => {
                control = "select";
                options = teams(site, field, &value);
            }
            Some(Format::Environment) => {
                let known = environments(site, &value);
                if !known.is_empty() {
                    control = if known.len() <= CARDS { "cards" } else { "select" };
                    options = known;
                }
            }
            Some(Format::Branch) => list = branches(site),
            _ => {}
        }
    }
    for option in &mut options {
        option.asks = protection::words(site, action, &field.name, &option.value);
    }
    let length = |bound: Option<f64>| bound.filter(|_| field.kind == InputKind::Text).map(|bound| bound.to_string());
    FieldView {
        id: id(&field.name),
        name: field.name.clone(),
        label: field.label.clone(),
        control,
        hint: field.help.clone(),
        note: note(field),
        is_required: field.is_required,
        value,
        placeholder: field.placeholder.clone(),
        unit: field.unit.clone(),
        min_length: length(field.min),
        max_length: length(field.max),
        has_list: !list.is_empty() || matches!(field.format, Some(Format::Release | Format::Service | Format::Team)) && control == "text",
        options,
        list,
        deprecation: field.deprecation.clone(),
        is_conditional: field.only_when.is_some(),
    }
}

/// What stands behind a label: “required, 10 to 200 characters”.
fn note(field: &Field) -> String {
    let mut parts = vec![if field.is_required { "required".to_owned() } else { "optional".to_owned() }];
    if field.kind == InputKind::Boolean {
        let is_on = field.default.as_deref() == Some("true");
        return format!("optional, {} by default", if is_on { "on" } else { "off" });
    }
    let unit = match (field.kind, &field.unit) {
        (_, Some(unit)) => format!(" {unit}"),
        (InputKind::Number, None) => String::new(),
        _ => " characters".to_owned(),
    };
    match (field.min, field.max) {
        (Some(min), Some(max)) => parts.push(format!("{min} to {max}{unit}")),
        (Some(min), None) => parts.push(format!("at least {min}{unit}")),
        (None, Some(max)) => parts.push(format!("at most {max}{unit}")),
        (None, None) => {}
    }
    parts.join(", ")
}

fn service(field: &Field, facts: &ServiceFacts<'_>, chosen: &str) -> OptionView {
    let value = field.written(&facts.service.reference);
    let mut says = Vec::new();
    says.extend(facts.owner.map(|owner| owner.name.to_owned()));
    says.extend(facts.tier.map(|tier| format!("tier {tier}")));
    let says = says.join(", ");
    let label = if says.is_empty() { facts.name.to_owned() } else { format!("{} — {says}", facts.name) };
    OptionView { is_chosen: value == chosen, value, label, says: None, asks: None }
}

fn teams(site: &Site<'_>, field: &Field, chosen: &str) -> Vec<OptionView> {
    let mut teams: Vec<OptionView> = site
        .portal
        .catalog
        .teams
        .iter()
        .map(|team| {
            let value = field.written(&team.reference);
            OptionView { is_chosen: value == chosen, label: team.name.clone(), value, says: None, asks: None }
        })
        .collect();
    teams.sort_by_cached_key(|team| (team.label.to_lowercase(), team.value.clone()));
    teams.dedup_by(|a, b| a.value == b.value);
    teams
}

fn environments(site: &Site<'_>, chosen: &str) -> Vec<OptionView> {
    let names = environment_names(site).into_iter();
    names.map(|name| OptionView { is_chosen: name == chosen, label: name.clone(), value: name, says: None, asks: None }).collect()
}

/// The environments that anything was deployed to, production first.
pub fn environment_names(site: &Site<'_>) -> Vec<String> {
    let rank = |tier: &str| ["production", "staging", "testing", "development"].iter().position(|known| *known == tier).unwrap_or(9);
    let mut found: BTreeSet<(usize, String)> = BTreeSet::new();
    for figures in site.portal.measurements.services.values() {
        found.extend(figures.deployed.iter().map(|deployed| (rank(&deployed.tier), deployed.environment.clone())));
    }
    let mut names: Vec<String> = Vec::new();
    for (_, name) in found {
        if !names.contains(&name) && names.len() < MOST_LISTED {
            names.push(name);
        }
    }
    names
}

fn branches(site: &Site<'_>) -> Vec<OptionView> {
    let names: BTreeSet<&String> =
        site.portal.catalog.repositories.values().filter_map(|repository| repository.default_branch.as_ref()).collect();
    let option = |name: &String| OptionView { value: name.clone(), label: name.clone(), says: None, asks: None, is_chosen: false };
    names.into_iter().take(20).map(option).collect()
}
