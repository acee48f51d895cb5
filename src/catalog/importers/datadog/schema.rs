//! What Datadog's published JSON schemas allow, version by version.

use crate::catalog::importers::link_kind;
use crate::catalog::importers::shape::{Also, Key, Object, Shape, may, needs};
use crate::yaml::Node;

/// The shape of a document of this version and kind; nothing where Datadog has no such version.
pub(super) fn of(version: &str, kind: Option<&str>) -> Option<Shape> {
    let object = match version {
        "v2" => &V2,
        "v2.1" => &V21,
        "v2.2" => &V22,
        "v3" => match kind.unwrap_or_default() {
            "service" => &SERVICE,
            "system" => &SYSTEM,
            "api" => &API,
            "datastore" | "queue" | "repository" => &DATASTORE,
            "application" => &APPLICATION,
            _ => &CUSTOM,
        },
        _ => return None,
    };
    Some(Shape::Object(object))
}

const TEXTS: Shape = Shape::List(&Shape::Text);
const URI: Shape = Shape::Like(link_kind::is_address, "an address such as https://example.com");
const FREE: Shape = Shape::Map(&Shape::Any);

const fn closed(what: &'static str, keys: &'static [Key]) -> Object {
    Object { what, keys, is_open: false, also: &[] }
}

static V2: Object = closed(
    "a service of v2",
    &[
        needs("schema-version", Shape::Word(&["v2"])),
        needs("dd-service", Shape::Filled),
        may("team", Shape::Filled),
        may("dd-team", Shape::Like(|text| text.contains(|c: char| c != ' ' && !c.is_ascii_uppercase()), "text in lower case")),
        may("contacts", Shape::List(&Shape::Object(&STRICT_CONTACT))),
        may(
            "links",
            Shape::List(&Shape::Object(&closed(
                "a link",
                &[
                    needs("name", Shape::Filled),
                    needs("type", Shape::Word(&["doc", "wiki", "runbook", "url", "repo", "dashboard", "oncall", "code", "link"])),
                    needs("url", URI),
                ],
            ))),
        ),
        may("repos", Shape::List(&Shape::Object(&REPO))),
        may("docs", Shape::List(&Shape::Object(&REPO))),
        may("tags", TEXTS),
        may("integrations", Shape::Object(&closed("integrations", &[may("pagerduty", PAGER), may("opsgenie", Shape::Object(&OPSGENIE))]))),
        may("extensions", FREE),
    ],
);

static REPO: Object =
    closed("a repository or a document", &[needs("name", Shape::Filled), may("provider", Shape::Filled), needs("url", URI)]);

static V21: Object = closed(
    "a service of v2.1",
    &[
        needs("schema-version", Shape::Word(&["v2.1"])),
        needs("dd-service", Shape::Text),
        may("team", Shape::Text),
        may("application", Shape::Text),
        may("description", Shape::Text),
        may("tier", Shape::Text),
        may("lifecycle", Shape::Text),
        may("contacts", Shape::List(&Shape::Object(&STRICT_CONTACT))),
        may(
            "links",
            Shape::List(&Shape::Object(&closed(
                "a link",
                &[
                    needs("name", Shape::Text),
                    needs("type", Shape::Word(&["doc", "runbook", "repo", "dashboard", "other"])),
                    needs("url", URI),
                    may("provider", Shape::Text),
                ],
            ))),
        ),
        may("tags", TEXTS),
        may("integrations", Shape::Object(&INTEGRATIONS_2)),
        may("extensions", FREE),
    ],
);

static V22: Object = closed(
    "a service of v2.2",
    &[
        needs("schema-version", Shape::Word(&["v2.2"])),
        needs("dd-service", Shape::Text),
        may("team", Shape::Text),
        may("application", Shape::Text),
        may("description", Shape::Text),
        may("tier", Shape::Text),
        may("lifecycle", Shape::Text),
        may("type", Shape::Word(&["web", "db", "cache", "function", "browser", "mobile", "custom"])),
        may("languages", TEXTS),
        may("contacts", Shape::List(&Shape::Object(&Object { what: "a contact", keys: CONTACT, is_open: false, also: &[EMAIL, ADDRESS] }))),
        may("links", Shape::List(&Shape::Object(&LINK))),
        may("tags", TEXTS),
        may("integrations", Shape::Object(&INTEGRATIONS_2)),
        may("extensions", FREE),
        may("ci-pipeline-fingerprints", TEXTS),
    ],
);

static LINK: Object =
    closed("a link", &[needs("name", Shape::Text), needs("type", Shape::Text), needs("url", URI), may("provider", Shape::Text)]);

const CONTACT: &[Key] = &[
    may("name", Shape::Like(|text| text.chars().count() >= 2, "text of two letters or more")),
    needs("type", Shape::Text),
    needs("contact", Shape::Text),
];

static STRICT_CONTACT: Object = Object {
    what: "a contact",
    keys: &[
        may("name", Shape::Like(|text| text.chars().count() >= 2, "text of two letters or more")),
        needs("type", Shape::Word(&["email", "slack", "microsoft-teams"])),
        needs("contact", Shape::Text),
    ],
    is_open: false,
    also: &[EMAIL, SLACK],
};

const EMAIL: Also = |node| contact(node, |kind| kind == "email", is_email, "an address such as team@example.com");
const SLACK: Also = |node| {
    contact(node, |kind| kind == "slack", |text| text.len() > 8 && text.starts_with("https://"), "an address that begins with https://")
};
const ADDRESS: Also = |node| contact(node, |kind| kind != "email", link_kind::is_address, "an address such as https://example.com");

fn contact(node: &Node, applies: fn(&str) -> bool, holds: fn(&str) -> bool, rule: &str) -> Option<(&'static str, String, String)> {
    let kind = node.get("type")?.text().filter(|kind| applies(kind))?;
    let found = node.get("contact")?;
    let text = found.text()?;
    (!holds(text))
        .then(|| ("contact", format!("the contact of type {kind} must be {rule}, and this is {}", found.found()), format!("write {rule}")))
}

fn is_email(text: &str) -> bool {
    text.split_once('@').is_some_and(|(name, host)| !name.is_empty() && !host.is_empty() && !host.contains('@'))
        && !text.contains(char::is_whitespace)
}

const PAGER: Shape =
    Shape::Like(|text| is_page(text, ".pagerduty.com/service-directory/", "P"), "https://….pagerduty.com/service-directory/P…");

static OPSGENIE: Object = closed(
    "opsgenie",
    &[
        needs("service-url", Shape::Like(|text| is_page(text, ".opsgenie.com/service/", ""), "https://….opsgenie.com/service/…")),
        may("region", Shape::Word(&["US", "EU"])),
    ],
);

static INTEGRATIONS_2: Object = closed(
    "integrations",
    &[may("pagerduty", Shape::Object(&closed("pagerduty", &[needs("service-url", PAGER)]))), may("opsgenie", Shape::Object(&OPSGENIE))],
);

/// `^(https?://)?[a-zA-Z\d_\-.]+MARK(FIRST[a-zA-Z\d_\-]+)/?$`
fn is_page(text: &str, mark: &str, first: &str) -> bool {
    let bare = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or(text);
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    bare.split_once(mark).is_some_and(|(host, rest)| {
        let id = rest.strip_suffix('/').unwrap_or(rest).strip_prefix(first);
        !host.is_empty() && host.chars().all(|c| is_word(c) || c == '.') && id.is_some_and(|id| !id.is_empty() && id.chars().all(is_word))
    })
}

static METADATA: Object = closed(
    "metadata",
    &[
        may("id", Shape::Filled),
        may("inheritFrom", Shape::Text),
        may("managed", FREE),
        may("owner", Shape::Text),
        may("additionalOwners", Shape::List(&Shape::Object(&closed("an owner", &[needs("name", Shape::Text), may("type", Shape::Text)])))),
        needs("name", Shape::Filled),
        may("description", Shape::Text),
        may("displayName", Shape::Text),
        may("tags", TEXTS),
        may("contacts", Shape::List(&Shape::Object(&Object { what: "a contact", keys: CONTACT, is_open: false, also: &[EMAIL] }))),
        may("links", Shape::List(&Shape::Object(&LINK))),
    ],
);

static INTEGRATIONS_3: Object = closed(
    "integrations",
    &[
        may("pagerduty", Shape::Object(&closed("pagerduty", &[needs("serviceURL", Shape::Filled)]))),
        may("opsgenie", Shape::Object(&closed("opsgenie", &[needs("serviceURL", Shape::Filled), may("region", Shape::Filled)]))),
        may("jiraServiceManagementOps", FREE),
        may("sentry", FREE),
        may("terraform", FREE),
    ],
);

static PLATFORM: Object = closed(
    "datadog",
    &[
        may("pipelines", Shape::Object(&closed("pipelines", &[may("fingerprints", TEXTS)]))),
        may("events", Shape::Any),
        may("logs", Shape::Any),
        may("codeLocations", Shape::List(&Shape::Any)),
        may("performanceData", Shape::Any),
    ],
);

/// A kind of version 3: the keys that all have, and its own under `spec`.
macro_rules! kind {
    ($name:ident, $what:literal, $kind:expr, [$($key:expr),* $(,)?]) => {
        static $name: Object = closed($what, &[
            needs("apiVersion", Shape::Word(&["v3"])),
            needs("kind", $kind),
            needs("metadata", Shape::Object(&METADATA)),
            may("spec", Shape::Object(&closed($what, &[
                may("lifecycle", Shape::Filled),
                may("tier", Shape::Filled),
                $($key),*
            ]))),
            may("integrations", Shape::Object(&INTEGRATIONS_3)),
            may("datadog", Shape::Object(&PLATFORM)),
            may("extensions", FREE),
        ]);
    };
}

kind!(
    SERVICE,
    "a service",
    Shape::Word(&["service"]),
    [may("type", Shape::Text), may("languages", TEXTS), may("dependsOn", TEXTS), may("componentOf", TEXTS)]
);
kind!(SYSTEM, "a system", Shape::Word(&["system"]), [may("type", Shape::Text), may("components", TEXTS), may("componentOf", TEXTS)]);
kind!(
    API,
    "an API",
    Shape::Word(&["api"]),
    [may("type", Shape::Text), may("interface", Shape::Object(&INTERFACE)), may("implementedBy", TEXTS), may("componentOf", TEXTS)]
);
kind!(
    DATASTORE,
    "a datastore, a queue or a repository",
    Shape::Word(&["datastore", "queue", "repository"]),
    [may("type", Shape::Text), may("componentOf", TEXTS), may("dependsOn", TEXTS), may("dependencyOf", TEXTS)]
);
kind!(APPLICATION, "an application", Shape::Word(&["application"]), [may("components", TEXTS)]);
kind!(
    CUSTOM,
    "an entity of one's own kind",
    Shape::Like(is_own_kind, "a kind: service, system, datastore, queue, api, or lower-case words joined by one -"),
    [may("type", Shape::Text), may("componentOf", TEXTS), may("dependsOn", TEXTS), may("dependencyOf", TEXTS)]
);

static INTERFACE: Object = Object {
    what: "an interface",
    keys: &[may("fileRef", URI), may("definition", FREE)],
    is_open: false,
    also: &[|node| {
        let count = ["fileRef", "definition"].iter().filter(|key| node.get(key).is_some()).count();
        (count != 1).then(|| {
            (
                "fileRef",
                format!("an interface has either fileRef or definition, and this has {count} of them"),
                "write one of the two".to_owned(),
            )
        })
    }],
};

/// `^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$`
fn is_own_kind(text: &str) -> bool {
    let is_word = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    text.starts_with(|c: char| c.is_ascii_lowercase()) && text.split('-').all(is_word)
}
