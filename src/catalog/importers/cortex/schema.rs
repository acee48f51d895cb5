//! What Cortex's manual says that a descriptor holds.

use crate::catalog::importers::reader::Reader;
use crate::catalog::importers::shape::{self, Object, Shape, may, needs};
use crate::reading::bounds;
use crate::yaml::{Mapping, Node};
use milepost_model::Severity;

/// The keys of `info` that have a field of their own, and those that name people.
pub(super) const TAKEN: [&str; 19] = [
    "title",
    "description",
    "version",
    "x-cortex-tag",
    "x-cortex-type",
    "x-cortex-description",
    "x-cortex-groups",
    "x-cortex-service-groups",
    "x-cortex-owners",
    "x-cortex-git",
    "x-cortex-link",
    "x-cortex-dependency",
    "x-cortex-parents",
    "x-cortex-children",
    "x-cortex-domain-parents",
    "x-cortex-team",
    "x-cortex-custom-metadata",
    "x-cortex-custom-data",
    "contact",
];

/// Keys that are kept as they stand.
const KEPT: [&str; 23] = [
    "x-cortex-alerts",
    "x-cortex-apm",
    "x-cortex-aws",
    "x-cortex-azure",
    "x-cortex-circle-ci",
    "x-cortex-dashboards",
    "x-cortex-definition",
    "x-cortex-infra",
    "x-cortex-issues",
    "x-cortex-k8s",
    "x-cortex-launch-darkly",
    "x-cortex-microsoft-teams",
    "x-cortex-on-call",
    "x-cortex-oncall",
    "x-cortex-relationships",
    "x-cortex-rollbar",
    "x-cortex-sentry",
    "x-cortex-servicenow",
    "x-cortex-slack",
    "x-cortex-slos",
    "x-cortex-snyk",
    "x-cortex-static-analysis",
    "x-cortex-bugsnag",
];

const TAGS: Shape = Shape::List(&Shape::Object(&TARGET));

pub(super) static FILE: Object =
    Object { what: "a descriptor", keys: &[needs("openapi", Shape::Text), needs("info", Shape::Object(&INFO))], is_open: true, also: &[] };

static INFO: Object = Object {
    what: "info",
    keys: &[
        needs("title", Shape::Filled),
        needs("x-cortex-tag", Shape::Filled),
        may("x-cortex-type", Shape::Filled),
        may("x-cortex-description", Shape::Text),
        may("x-cortex-groups", Shape::List(&Shape::Text)),
        may("x-cortex-service-groups", Shape::List(&Shape::Text)),
        may("x-cortex-owners", Shape::List(&Shape::Object(&OWNER))),
        may("x-cortex-git", Shape::Map(&Shape::Map(&Shape::Any))),
        may("x-cortex-link", Shape::List(&Shape::Object(&LINK))),
        may("x-cortex-dependency", Shape::Either(&[Shape::List(&Shape::Object(&TARGET)), Shape::Map(&Shape::Any)])),
        may("x-cortex-parents", TAGS),
        may("x-cortex-children", TAGS),
        may("x-cortex-domain-parents", TAGS),
        may("x-cortex-relationships", Shape::List(&Shape::Object(&RELATIONSHIP))),
        may("x-cortex-custom-metadata", OWN_DATA),
        may("x-cortex-custom-data", OWN_DATA),
        may("x-cortex-definition", Shape::Map(&Shape::Any)),
        may("x-cortex-team", Shape::Object(&TEAM)),
    ],
    is_open: true,
    also: &[],
};

const OWN_DATA: Shape = Shape::Either(&[Shape::Map(&Shape::Any), Shape::List(&Shape::Object(&PAIR))]);

static PAIR: Object = Object { what: "a pair", keys: &[needs("key", Shape::Filled), may("value", Shape::Any)], is_open: true, also: &[] };

static TARGET: Object = Object { what: "a target", keys: &[needs("tag", Shape::Filled)], is_open: true, also: &[] };

static RELATIONSHIP: Object = Object {
    what: "a relationship",
    keys: &[needs("type", Shape::Filled), needs("destinations", Shape::List(&Shape::Object(&TARGET)))],
    is_open: true,
    also: &[],
};

static LINK: Object = Object {
    what: "a link",
    keys: &[needs("name", Shape::Filled), needs("type", Shape::Filled), needs("url", Shape::Filled), may("description", Shape::Text)],
    is_open: true,
    also: &[],
};

static TEAM: Object = Object {
    what: "a team",
    keys: &[may("members", Shape::List(&Shape::Map(&Shape::Any))), may("groups", Shape::List(&Shape::Any))],
    is_open: true,
    also: &[],
};

static OWNER: Object = Object {
    what: "an owner",
    keys: &[
        needs(
            "type",
            Shape::Like(|text| matches!(text.to_lowercase().as_str(), "group" | "email" | "slack" | "team"), "one of group, email, slack"),
        ),
        may("name", Shape::Filled),
        may("email", Shape::Filled),
        may("channel", Shape::Filled),
    ],
    is_open: true,
    also: &[|node| {
        let kind = node.get("type")?.text()?.to_lowercase();
        let key = match kind.as_str() {
            "group" | "team" => "name",
            "email" => "email",
            "slack" => "channel",
            _ => return None,
        };
        let is_missing = node.get(key).is_none_or(Node::is_null);
        is_missing.then(|| (key, format!("an owner of type {kind} has no “{key}”"), format!("write {key}:")))
    }],
};

/// Tells keys that are probably misspelt; any other is kept, since integrations bring their own.
pub(super) fn unknown(reader: &mut Reader<'_>, info: &Node) {
    for entry in info.mapping().map(Mapping::entries).unwrap_or_default() {
        let key = entry.key.text.as_str();
        let known = || TAKEN.into_iter().chain(KEPT).filter(|known| known.starts_with("x-cortex-"));
        if !key.starts_with("x-cortex") || known().any(|known| known == key) {
            continue;
        }
        let bare = key.trim_start_matches("x-cortex-");
        let near = shape::nearest(bare, known().map(|known| known.trim_start_matches("x-cortex-")));
        let Some(near) = near.filter(|near| info.get(&format!("x-cortex-{near}")).is_none()) else { continue };
        let message = format!("“{}” is not a key that Cortex knows, and is kept", bounds::cut(key, 60));
        let place = entry.key.place(&reader.whole());
        reader.complain(Severity::Warning, "unknown-key", message, place, format!("did you mean “x-cortex-{near}”?"));
    }
}
