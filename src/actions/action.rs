//! A self-service action: what it is, what it asks, and what must hold before it runs.

use super::guardrail::Guardrail;
use super::runs::Runs;
use crate::reading::dispatch::InputKind;
use crate::reading::workflow::RunsIn;
use crate::rules::{About, Rule, Tier};
use milepost_model::{EntityRef, Place, RepoId};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Something that people may start.
#[derive(Debug, Clone, Default)]
pub struct Action {
    /// Its name in its repository: that of its file, or of its workflow's.
    pub id: String,
    /// Its place in URLs: `/actions/<slug>/`.
    pub slug: String,
    /// What it does, beginning with a verb.
    pub title: String,
    /// What happens, in a sentence.
    pub description: Option<String>,
    /// The group that it stands in.
    pub intent: Intent,
    /// The icon that its file asks for.
    pub icon: Option<String>,
    /// Whom to ask about it.
    pub owner: Option<EntityRef>,
    /// How long it usually takes, where its file says so.
    pub minutes: Option<u64>,
    /// The repository that holds its workflow.
    pub repo: RepoId,
    /// That repository's full name.
    pub repository: String,
    /// How it is started.
    pub means: Means,
    /// The file that does it: a workflow’s, a pipeline’s, or that of what the platform promises.
    pub workflow: String,
    /// The branch or tag whose workflow is started, where one is known.
    pub git_ref: Option<String>,
    /// The services on whose pages it stands; all of them without a list.
    pub visible_to: Option<BTreeSet<EntityRef>>,
    /// What it asks, in the order of the form.
    pub fields: Vec<Field>,
    /// Groups of fields; those in none come last.
    pub sections: Vec<Section>,
    /// What must hold.
    pub guardrails: Vec<Guardrail>,
    /// A question before the run, with `{input}` for an input's value.
    pub confirm: Option<String>,
    /// An issue form that asks for the same.
    pub request: Option<Request>,
    /// Whether a file describes it, or only its workflow speaks.
    pub is_described: bool,
    /// How its runs are called, as its workflow writes it.
    pub run_name: Option<String>,
    /// The environments that its workflow's jobs run in, as far as the workflow says.
    pub environments: Vec<RunsIn>,
    /// The file that says most of it.
    pub source: Place,
    /// What became of it so far.
    pub runs: Runs,
}

impl Action {
    /// The name of the workflow's file, such as `rollback.yml`.
    pub fn workflow_file(&self) -> &str {
        self.workflow.rsplit('/').next().unwrap_or_default()
    }

    /// The field that says which service it is about.
    pub fn service_field(&self) -> Option<&Field> {
        self.fields.iter().find(|field| field.format == Some(Format::Service))
    }

    /// How the field for services writes a service.
    pub fn service_value(&self, service: &EntityRef) -> String {
        self.service_field().map_or_else(|| service.name.clone(), |field| field.written(service))
    }

    /// The icon that stands before its name.
    pub fn icon_name(&self) -> &str {
        self.icon.as_deref().unwrap_or_else(|| self.intent.icon())
    }

    /// Whether it stands on the page of a service.
    pub fn is_shown_to(&self, service: &EntityRef) -> bool {
        self.visible_to.as_ref().is_none_or(|shown| shown.contains(service))
    }

    /// What its guardrails ask of a service: the names of facts, each once.
    pub fn asks(&self) -> BTreeSet<&'static str> {
        let is_of_service = |about: &&About| !matches!(about.tier, Tier::Now | Tier::Inputs | Tier::Actor);
        let rules = self.guardrails.iter().filter_map(Guardrail::rule);
        rules.flat_map(Rule::facts).filter(is_of_service).map(|about| about.name).collect()
    }

    /// The field of that name. GitHub does not tell capitals from small letters.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name.eq_ignore_ascii_case(name))
    }
}

/// How an action is started.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Means {
    /// A workflow is started by hand.
    #[default]
    Workflow,
    /// A pipeline is started on its host’s own page, which takes values in its address.
    Pipeline,
    /// A manifest is given to the platform.
    Manifest(Manifest),
}

/// What stands at the head of a manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    /// The version of its API.
    pub api_version: String,
    /// Its kind.
    pub kind: String,
    /// What a form cannot ask for, by its path.
    pub left_out: Vec<String>,
}

/// What somebody who starts an action wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Intent {
    /// To begin something new.
    Start,
    /// To change what runs.
    #[default]
    Change,
    /// To get what a service needs.
    Get,
    /// To mend or remove something.
    Fix,
}

impl Intent {
    /// All of them, in the order of the page.
    pub const ALL: [Self; 4] = [Self::Start, Self::Change, Self::Get, Self::Fix];

    /// The word that files use.
    pub fn word(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Change => "change",
            Self::Get => "get",
            Self::Fix => "fix",
        }
    }

    /// The heading of its group.
    pub fn heading(self) -> &'static str {
        match self {
            Self::Start => "Start something",
            Self::Change => "Change what runs",
            Self::Get => "Get resources",
            Self::Fix => "Fix and clean up",
        }
    }

    /// The icon of an action that asks for none.
    pub fn icon(self) -> &'static str {
        match self {
            Self::Start => "plus",
            Self::Change => "rocket",
            Self::Get => "system",
            Self::Fix => "undo",
        }
    }
}

/// A field of a form, and the input that it fills.
#[derive(Debug, Clone, Default)]
pub struct Field {
    /// The input's name.
    pub name: String,
    /// What the workflow takes.
    pub kind: InputKind,
    /// What stands above it.
    pub label: String,
    /// What stands below it.
    pub help: Option<String>,
    /// An example inside the empty field.
    pub placeholder: Option<String>,
    /// What it holds at first.
    pub default: Option<String>,
    /// Whether it must be filled in.
    pub is_required: bool,
    /// What the catalog offers for it.
    pub format: Option<Format>,
    /// The values of a choice, or those that are offered for a text.
    pub options: Vec<Choice>,
    /// What a value must match, whole.
    pub pattern: Option<String>,
    /// The same in words.
    pub pattern_says: Option<String>,
    /// The least number, or length of a text.
    pub min: Option<f64>,
    /// The most.
    pub max: Option<f64>,
    /// What stands behind a number.
    pub unit: Option<String>,
    /// The fields that must be filled first.
    pub depends_on: Vec<String>,
    /// Whether it is there at all.
    pub only_when: Option<Arc<Rule>>,
    /// Why it should not be used any more.
    pub deprecation: Option<String>,
    /// Whether it is a text of several lines.
    pub is_long: bool,
    /// Whether each line of it is a value.
    pub is_list: bool,
    /// Whether nobody is asked, and it is always sent as its default.
    pub is_fixed: bool,
    /// Whether what the catalog offers is written with its kind and namespace: `component:default/x`.
    pub writes_reference: bool,
    /// Where it stands in a manifest, from the root; nothing for a workflow’s inputs.
    pub path: Vec<String>,
}

impl Field {
    /// How it writes something of the catalog.
    pub fn written(&self, entity: &EntityRef) -> String {
        if self.writes_reference { entity.to_string() } else { entity.name.clone() }
    }

    /// The name in a value that it wrote.
    pub fn name_in<'v>(&self, value: &'v str) -> &'v str {
        let is_reference = self.writes_reference && value.contains([':', '/']);
        if is_reference { value.rsplit([':', '/']).next().unwrap_or(value) } else { value }
    }
}

/// A value on offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The value.
    pub value: String,
    /// What follows from it.
    pub says: Option<String>,
}

/// What the catalog offers for a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// The services.
    Service,
    /// The teams.
    Team,
    /// The releases of the service that is chosen.
    Release,
    /// The branches that are known: the default one.
    Branch,
    /// The environments.
    Environment,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Service, Self::Team, Self::Release, Self::Branch, Self::Environment];

    /// The word that files use.
    pub fn word(self) -> &'static str {
        match self {
            Self::Service => "service",
            Self::Team => "team",
            Self::Release => "release",
            Self::Branch => "branch",
            Self::Environment => "environment",
        }
    }
}

/// A group of fields with a heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Its heading.
    pub title: String,
    /// The names of its fields.
    pub inputs: Vec<String>,
}

/// An issue form that asks for the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The form's file in `.github/ISSUE_TEMPLATE/`.
    pub template: String,
    /// Which input fills which of the form's fields.
    pub fields: Vec<(String, String)>,
}
