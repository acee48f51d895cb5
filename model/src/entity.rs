//! A thing in the catalog: a service, an API, a team, a system.

use crate::{EntityRef, Place, RepoId};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The kinds of entities that milepost knows by name; others are kept under their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EntityKind;

impl EntityKind {
    /// A piece of software; what pages call a service.
    pub const COMPONENT: &'static str = "component";
    /// An interface between components.
    pub const API: &'static str = "api";
    /// Something that a component needs to run, such as a database.
    pub const RESOURCE: &'static str = "resource";
    /// Components that belong together.
    pub const SYSTEM: &'static str = "system";
    /// Systems that belong together.
    pub const DOMAIN: &'static str = "domain";
    /// A team.
    pub const GROUP: &'static str = "group";
    /// A person.
    pub const USER: &'static str = "user";
    /// All of them.
    pub const ALL: [&'static str; 7] = [Self::COMPONENT, Self::API, Self::RESOURCE, Self::SYSTEM, Self::DOMAIN, Self::GROUP, Self::USER];
}

/// A thing in the catalog.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entity {
    /// Its name.
    #[serde(rename = "ref")]
    pub reference: EntityRef,
    /// The name as its descriptor writes it, for people.
    pub name: String,
    /// A longer name for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What it is, in a sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// What kind of component or API it is, such as `service`.
    #[serde(default, rename = "type", skip_serializing_if = "Option::is_none")]
    pub entity_type: Option<String>,
    /// How far it is: experimental, production, deprecated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lifecycle: Option<String>,
    /// How much depends on it; 1 is the most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tier: Option<String>,
    /// Who owns it; the first is the one to ask.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub owners: Vec<EntityRef>,
    /// The repository that it is made in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repo: Option<RepoId>,
    /// The globs of its paths in that repository; none means all of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub paths: Vec<String>,
    /// Its tags.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Its labels.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub labels: BTreeMap<String, String>,
    /// Its annotations.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub annotations: BTreeMap<String, String>,
    /// Links that it declares.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Link>,
    /// How it relates to others, in both directions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub relations: Vec<Relation>,
    /// Where each field came from, by the field's name; `tags/java` is an item that another file added to a list.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub sources: BTreeMap<String, FieldSource>,
    /// What other descriptors say otherwise, and does not count.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub overruled: Vec<Overruled>,
    /// What the descriptor said beyond that.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub extra: Map<String, Value>,
}

impl Entity {
    /// An entity of which nothing is known but its name.
    pub fn new(reference: EntityRef, name: impl Into<String>) -> Self {
        Self {
            reference,
            name: name.into(),
            title: None,
            description: None,
            entity_type: None,
            lifecycle: None,
            tier: None,
            owners: Vec::new(),
            repo: None,
            paths: Vec::new(),
            tags: Vec::new(),
            labels: BTreeMap::new(),
            annotations: BTreeMap::new(),
            links: Vec::new(),
            relations: Vec::new(),
            sources: BTreeMap::new(),
            overruled: Vec::new(),
            extra: Map::new(),
        }
    }
}

/// A link that an entity declares.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Link {
    /// What it leads to: runbook, dashboard, chat, oncall, logs, metrics, traces, docs, repository, other.
    pub kind: String,
    /// Its text for people.
    pub title: String,
    /// Where it leads. Not yet judged safe: pages allow https, http and mailto only.
    pub url: String,
}

/// How an entity relates to another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Relation {
    /// How.
    pub kind: RelationKind,
    /// To which.
    pub target: EntityRef,
    /// Whether the catalog lacks that entity.
    pub dangling: bool,
    /// Which file says so, at whichever end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<FieldSource>,
}

impl Relation {
    /// A relation to an entity of the catalog, of which no file tells.
    pub fn new(kind: RelationKind, target: EntityRef) -> Self {
        Self { kind, target, dangling: false, source: None }
    }
}

/// The relations, by Backstage's names where it has one, each with its opposite.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "each variant is its own name")]
pub enum RelationKind {
    OwnedBy,
    OwnerOf,
    PartOf,
    HasPart,
    ProvidesApi,
    ApiProvidedBy,
    ConsumesApi,
    ApiConsumedBy,
    DependsOn,
    DependencyOf,
    MemberOf,
    HasMember,
    ChildOf,
    ParentOf,
    ReplacedBy,
    Replaces,
}

impl RelationKind {
    /// The relation's name, as Backstage writes its own.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::OwnedBy => "ownedBy",
            Self::OwnerOf => "ownerOf",
            Self::PartOf => "partOf",
            Self::HasPart => "hasPart",
            Self::ProvidesApi => "providesApi",
            Self::ApiProvidedBy => "apiProvidedBy",
            Self::ConsumesApi => "consumesApi",
            Self::ApiConsumedBy => "apiConsumedBy",
            Self::DependsOn => "dependsOn",
            Self::DependencyOf => "dependencyOf",
            Self::MemberOf => "memberOf",
            Self::HasMember => "hasMember",
            Self::ChildOf => "childOf",
            Self::ParentOf => "parentOf",
            Self::ReplacedBy => "replacedBy",
            Self::Replaces => "replaces",
        }
    }

    /// The same relation seen from the other end.
    #[must_use]
    pub fn opposite(self) -> Self {
        match self {
            Self::OwnedBy => Self::OwnerOf,
            Self::OwnerOf => Self::OwnedBy,
            Self::PartOf => Self::HasPart,
            Self::HasPart => Self::PartOf,
            Self::ProvidesApi => Self::ApiProvidedBy,
            Self::ApiProvidedBy => Self::ProvidesApi,
            Self::ConsumesApi => Self::ApiConsumedBy,
            Self::ApiConsumedBy => Self::ConsumesApi,
            Self::DependsOn => Self::DependencyOf,
            Self::DependencyOf => Self::DependsOn,
            Self::MemberOf => Self::HasMember,
            Self::HasMember => Self::MemberOf,
            Self::ChildOf => Self::ParentOf,
            Self::ParentOf => Self::ChildOf,
            Self::ReplacedBy => Self::Replaces,
            Self::Replaces => Self::ReplacedBy,
        }
    }
}

/// Where a field of an entity came from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FieldSource {
    /// The importer, such as `backstage` or `codeowners`.
    pub importer: Cow<'static, str>,
    /// The place, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
}

/// What a less trusted descriptor says of a field, where a more trusted one says something else.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Overruled {
    /// The field's name, as in [`Entity::sources`].
    pub field: String,
    /// What it says.
    pub value: String,
    /// Where it says so.
    pub source: FieldSource,
}
