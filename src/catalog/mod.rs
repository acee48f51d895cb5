//! Descriptors become entities, entities become one graph.
//!
//! [`build()`] is the whole stage: read every repository's descriptors, say which component is made
//! where, merge what several files say of one thing, look at what each service's repository holds,
//! and draw the relations. It knows no store: it is given the current files and a way to their contents.

mod apart;
mod build;
mod cycles;
mod descriptors;
mod division;
mod draft;
mod facts;
mod handed_over;
mod how_to_run;
mod identity;
pub mod importers;
mod inferred;
mod likeness;
mod merge;
mod moved;
mod owner_names;
mod ownership;
mod past;
mod pipelines;
mod placement;
pub mod reference;
mod relations;
mod removed;
pub mod repository_rows;
pub mod rules;
pub mod safe_url;
mod scope;
mod service;
mod service_files;
mod slug;
pub mod source_links;
mod standing;
mod subject;
mod teams;
mod trust;

pub use build::build;
pub use division::is_divided;
pub use facts::{CatalogFacts, CatalogSettings, CurrentFile, FormerFile, RepositoryFacts};
pub use handed_over::{HandedOver, handed_over};
pub use past::{Described, PastFile, RepositoryPast, past};
pub use pipelines::is_about;
pub use removed::{Removed, removed};
pub use slug::of as slug_of;
pub use subject::{entity_part, owner_of};
pub use trust::Trust;

use milepost_model::record::Repository;
use milepost_model::{Entity, EntityRef, RepoId};
use std::collections::BTreeMap;

/// Everything that the organisation has, and how it hangs together.
#[derive(Debug, Clone, Default)]
pub struct Catalog {
    /// Every entity, by its name.
    pub entities: BTreeMap<EntityRef, Entity>,
    /// Every component that is made in a repository, by its name.
    pub services: Vec<Service>,
    /// Every group, and every owner that is named without being described, by its name.
    pub teams: Vec<Team>,
    /// Every repository that is in the portal, by its id.
    pub repositories: BTreeMap<RepoId, Repository>,
    /// Slugs that several services would have had or once had, and the services that they may mean.
    pub ambiguous: BTreeMap<String, Vec<EntityRef>>,
    /// Slugs that services no longer have, and the service that had each.
    pub moved: BTreeMap<String, EntityRef>,
}

/// A component together with what its repository shows of it.
#[derive(Debug, Clone)]
pub struct Service {
    /// Its entity.
    pub reference: EntityRef,
    /// Its place in URLs: `/catalog/<slug>/`.
    pub slug: String,
    /// The repository that it is made in.
    pub repo: Option<RepoId>,
    /// The folder of its descriptor, or of the repository's root when it has none: `""` or `services/a`.
    pub folder: String,
    /// Which paths of the repository are its own.
    pub scope: PathScope,
    /// Whether no descriptor describes it, so that it was inferred from what its repository holds.
    pub is_inferred: bool,
    /// How to run it, taken from what its repository says.
    pub how_to_run: Vec<RunHint>,
    /// The files that people look for.
    pub files: ServiceFiles,
    /// How its workflows and environments deploy it, taken from its workflows.
    pub pipelines: Vec<Pipeline>,
}

/// The paths of a repository that belong to a service.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PathScope {
    /// Globs; none means the whole repository.
    pub include: Vec<String>,
    /// Globs that belong to other services of the same repository.
    pub exclude: Vec<String>,
}

/// A command that runs the service on one's own machine, and where the repository says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunHint {
    /// The command, such as `just run`.
    pub command: String,
    /// What it does, where the file says.
    pub comment: Option<String>,
    /// The file that says so, such as `README.md` or `justfile`.
    pub path: String,
}

/// A workflow of the service's repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pipeline {
    /// Its path.
    pub path: String,
    /// Its name.
    pub name: String,
    /// What starts it, such as `push`, `schedule`, `workflow_dispatch`.
    pub triggers: Vec<String>,
    /// The environments that its jobs deploy to.
    pub environments: Vec<String>,
}

/// The files of a service that people look for, as paths in its repository.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ServiceFiles {
    /// The descriptor that describes it.
    pub descriptor: Option<String>,
    /// Its README.
    pub readme: Option<String>,
    /// Its runbook.
    pub runbook: Option<String>,
    /// Its changelog.
    pub changelog: Option<String>,
    /// The CODEOWNERS file that speaks of it.
    pub codeowners: Option<String>,
    /// Its documentation, without the README and the runbook: title and path.
    pub docs: Vec<(String, String)>,
    /// Its descriptions of APIs: title and path.
    pub apis: Vec<(String, String)>,
}

/// A team.
#[derive(Debug, Clone)]
pub struct Team {
    /// Its entity, which is in the catalog where `is_described`.
    pub reference: EntityRef,
    /// Its place in URLs: `/teams/<slug>/`.
    pub slug: String,
    /// Its name for people.
    pub name: String,
    /// Whether something describes it, or it is only named as an owner.
    pub is_described: bool,
    /// Its people, by name or login; empty where unknown or hidden.
    pub members: Vec<String>,
    /// The services that it owns.
    pub services: Vec<EntityRef>,
    /// The group that it is a part of.
    pub parent: Option<EntityRef>,
    /// The groups that are parts of it.
    pub children: Vec<EntityRef>,
    /// Whether anybody is there to be asked.
    pub standing: Standing,
}

/// Whether anybody is there to be asked about what a team owns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// People are known in it, or in a group below it; or it is a person.
    Staffed,
    /// Nothing says who is in it, and nothing says that nobody is.
    Unknown,
    /// It is only named, though the organisation describes its groups.
    Missing,
    /// It is described, and nobody is in it or below it, though others have people.
    Empty,
    /// All that it owns is archived.
    Retired,
}
