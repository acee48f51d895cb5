//! What each of Backstage's kinds may say, as its schemas have it.

use milepost_model::RelationKind;

/// A kind, and what stands under its `spec`.
pub(super) struct KindRules {
    pub(super) kind: &'static str,
    /// The versions that Backstage's catalog reads.
    pub(super) versions: &'static [&'static str],
    pub(super) fields: &'static [Field],
}

/// A field of `spec`.
pub(super) struct Field {
    pub(super) key: &'static str,
    pub(super) is_required: bool,
    pub(super) shape: Shape,
}

/// What a field holds.
#[derive(Clone, Copy)]
pub(super) enum Shape {
    /// Text that is not empty.
    Text,
    /// A list of such texts.
    Texts,
    /// A map.
    Map,
    /// A map of texts that are not empty.
    MapOfTexts,
    /// A list of maps, each with these texts.
    Maps(&'static [&'static str]),
    /// A map, or a list of maps.
    Forms,
    /// An API's description.
    Definition,
    /// Another entity.
    Points(Pointer),
    /// Other entities.
    PointsToSeveral(Pointer),
}

/// How a field relates its entity to others.
#[derive(Clone, Copy)]
pub(super) struct Pointer {
    pub(super) relation: RelationKind,
    /// The kind of what it points at, where a text names none.
    pub(super) default_kind: Option<&'static str>,
}

const fn to(relation: RelationKind, kind: &'static str) -> Pointer {
    Pointer { relation, default_kind: Some(kind) }
}

const fn must(key: &'static str, shape: Shape) -> Field {
    Field { key, is_required: true, shape }
}

const fn may(key: &'static str, shape: Shape) -> Field {
    Field { key, is_required: false, shape }
}

const OWNER: Shape = Shape::Points(to(RelationKind::OwnedBy, "group"));
const SYSTEM: Field = may("system", Shape::Points(to(RelationKind::PartOf, "system")));
const DEPENDS_ON: Field = may("dependsOn", Shape::PointsToSeveral(Pointer { relation: RelationKind::DependsOn, default_kind: None }));
const DEPENDENCY_OF: Field =
    may("dependencyOf", Shape::PointsToSeveral(Pointer { relation: RelationKind::DependencyOf, default_kind: None }));

const CORE: &[&str] = &["backstage.io/v1alpha1", "backstage.io/v1beta1"];

/// The kinds, sorted.
pub(super) const KINDS: &[KindRules] = &[
    KindRules {
        kind: "AiResource",
        versions: &["backstage.io/v1alpha1"],
        fields: &[must("type", Shape::Text), must("lifecycle", Shape::Text), must("owner", OWNER), SYSTEM, DEPENDS_ON],
    },
    KindRules {
        kind: "API",
        versions: &["backstage.io/v1alpha1", "backstage.io/v1beta1", "backstage.io/v1alpha2"],
        fields: &[must("type", Shape::Text), must("lifecycle", Shape::Text), must("owner", OWNER), SYSTEM],
    },
    KindRules {
        kind: "Component",
        versions: CORE,
        fields: &[
            must("type", Shape::Text),
            must("lifecycle", Shape::Text),
            must("owner", OWNER),
            SYSTEM,
            may("subcomponentOf", Shape::Points(to(RelationKind::PartOf, "component"))),
            may("providesApis", Shape::PointsToSeveral(to(RelationKind::ProvidesApi, "api"))),
            may("consumesApis", Shape::PointsToSeveral(to(RelationKind::ConsumesApi, "api"))),
            DEPENDS_ON,
            DEPENDENCY_OF,
        ],
    },
    KindRules {
        kind: "Domain",
        versions: CORE,
        fields: &[must("owner", OWNER), may("subdomainOf", Shape::Points(to(RelationKind::PartOf, "domain"))), may("type", Shape::Text)],
    },
    KindRules {
        kind: "Group",
        versions: CORE,
        fields: &[
            must("type", Shape::Text),
            must("children", Shape::PointsToSeveral(to(RelationKind::ParentOf, "group"))),
            may("parent", Shape::Points(to(RelationKind::ChildOf, "group"))),
            may("members", Shape::PointsToSeveral(to(RelationKind::HasMember, "user"))),
            may("profile", Shape::MapOfTexts),
        ],
    },
    KindRules {
        kind: "Location",
        versions: CORE,
        fields: &[may("type", Shape::Text), may("target", Shape::Text), may("targets", Shape::Texts)],
    },
    KindRules {
        kind: "Resource",
        versions: CORE,
        fields: &[must("type", Shape::Text), must("owner", OWNER), SYSTEM, DEPENDS_ON, DEPENDENCY_OF],
    },
    KindRules {
        kind: "System",
        versions: CORE,
        fields: &[must("owner", OWNER), may("domain", Shape::Points(to(RelationKind::PartOf, "domain"))), may("type", Shape::Text)],
    },
    KindRules {
        kind: "Template",
        versions: &["scaffolder.backstage.io/v1beta3"],
        fields: &[
            must("type", Shape::Text),
            must("steps", Shape::Maps(&["action"])),
            may("owner", OWNER),
            may("lifecycle", Shape::Text),
            may("parameters", Shape::Forms),
            may("output", Shape::Map),
        ],
    },
    KindRules {
        kind: "User",
        versions: CORE,
        fields: &[must("memberOf", Shape::PointsToSeveral(to(RelationKind::MemberOf, "group"))), may("profile", Shape::MapOfTexts)],
    },
];

/// What some types of a kind say beyond the kind: kind, type and fields.
const TYPES: &[(&str, &str, &[Field])] = &[
    ("API", "mcp-server", REMOTES),
    ("API", MODEL_SERVER, SERVER),
    (
        "AiResource",
        "skill",
        &[
            may("disciplines", Shape::Texts),
            may("categories", Shape::Texts),
            may("agents", Shape::Texts),
            may("allowedTools", Shape::Texts),
            may("license", Shape::Text),
            may("compatibility", Shape::Text),
        ],
    ),
    ("AiResource", "rule", &[must("category", Shape::Text), must("rationale", Shape::Text), may("disciplines", Shape::Texts)]),
    ("AiResource", "plugin", &[must("skills", Shape::Texts), may("version", Shape::Text)]),
    ("AiResource", "marketplace", &[must("plugins", Shape::Texts), may("version", Shape::Text)]),
];

/// A type whose schema changed while it was new: it had remotes first, and then an address.
const MODEL_SERVER: &str = "ai-model-server";
const SERVER: &[Field] =
    &[must("serverType", Shape::Text), must("serverUrl", Shape::Text), may("apiEntityRef", Shape::Text), may("models", Shape::Map)];
const REMOTES: &[Field] = &[must("remotes", Shape::Maps(&["type", "url"]))];
const DEFINITION: &[Field] = &[must("definition", Shape::Definition)];

/// The rules of a kind, whatever its case.
pub(super) fn of(kind: &str) -> Option<&'static KindRules> {
    KINDS.iter().find(|rules| rules.kind.eq_ignore_ascii_case(kind))
}

impl KindRules {
    /// What an entity of this kind and type, with remotes or without, may say beyond what its kind says.
    pub(super) fn of_type(&self, entity_type: Option<&str>, has_remotes: bool) -> &'static [Field] {
        if has_remotes && self.kind == "API" && entity_type == Some(MODEL_SERVER) {
            return REMOTES;
        }
        let special = TYPES.iter().find(|(kind, of, _)| *kind == self.kind && Some(*of) == entity_type);
        match special {
            Some((_, _, fields)) => fields,
            None if self.kind == "API" => DEFINITION,
            None => &[],
        }
    }
}

/// What to write where a required field is missing.
pub(super) fn example(key: &str) -> &'static str {
    match key {
        "type" => "a type such as service, website, library or team",
        "lifecycle" => "a lifecycle: experimental, production, deprecated",
        "owner" => "an owner such as team-tracking or user:ada, or has CODEOWNERS name one",
        "children" => "the list of child groups; write children: [] where there are none",
        "memberOf" => "the list of groups; write memberOf: [] where there are none",
        "definition" => "the API's definition as text, or $text: with its path",
        "remotes" => "a list of remotes, each with type and url",
        "serverType" => "the kind of its interface, such as openai-v1",
        "serverUrl" => "the address at which it answers",
        "steps" => "a list of steps, each with an action",
        "skills" | "plugins" => "a list of references",
        "category" => "the rule's category",
        "rationale" => "the reason for the rule",
        _ => "it",
    }
}
