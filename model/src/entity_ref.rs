//! The name of a thing in the catalog: kind, namespace and name.

use crate::EntityKind;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::fmt;

/// The namespace of everything that does not name another.
pub const DEFAULT_NAMESPACE: &str = "default";

/// `kind:namespace/name`, compared without regard to case: always held in lower case.
///
/// Thousands are copied, each about as often as the thing has relations, so kinds and namespaces that most
/// have are not.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntityRef {
    /// The kind, such as `component` or `group`.
    pub kind: Cow<'static, str>,
    /// The namespace, `default` unless said otherwise.
    pub namespace: Cow<'static, str>,
    /// The name.
    pub name: String,
}

/// Why a text is not an entity reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadEntityRef {
    found: String,
    because: &'static str,
}

impl fmt::Display for BadEntityRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "“{}” {}; expected [kind:][namespace/]name, such as component:default/carrier-sync", self.found, self.because)
    }
}

impl std::error::Error for BadEntityRef {}

impl EntityRef {
    /// A reference in the default namespace.
    pub fn new(kind: &str, name: &str) -> Self {
        Self::in_namespace(kind, DEFAULT_NAMESPACE, name)
    }

    /// A reference in a namespace.
    pub fn in_namespace(kind: &str, namespace: &str, name: &str) -> Self {
        Self { kind: lowered(kind, &EntityKind::ALL), namespace: lowered(namespace, &[DEFAULT_NAMESPACE]), name: name.to_lowercase() }
    }

    /// Reads `[kind:][namespace/]name`; what the text leaves out comes from the defaults.
    ///
    /// Without a default kind, a text that names none is refused.
    pub fn parse(text: &str, default_kind: Option<&str>, default_namespace: &str) -> Result<Self, BadEntityRef> {
        let bad = |because| BadEntityRef { found: text.to_owned(), because };
        let trimmed = text.trim();
        let (kind, rest) = match trimmed.split_once(':') {
            Some((kind, rest)) => (Some(kind), rest),
            None => (None, trimmed),
        };
        let (namespace, name) = match rest.split_once('/') {
            Some((namespace, name)) => (Some(namespace), name),
            None => (None, rest),
        };
        if name.is_empty() {
            return Err(bad("has no name"));
        }
        if name.contains(['/', ':']) || namespace.is_some_and(|n| n.contains(':')) {
            return Err(bad("has too many parts"));
        }
        if kind == Some("") || namespace == Some("") {
            return Err(bad("has an empty part"));
        }
        let kind = kind.or(default_kind).ok_or_else(|| bad("names no kind"))?;
        Ok(Self::in_namespace(kind, namespace.unwrap_or(default_namespace), name))
    }
}

/// The text in lower case; one of the known as it stands in the program.
fn lowered(text: &str, known: &'static [&'static str]) -> Cow<'static, str> {
    match known.iter().find(|known| known.eq_ignore_ascii_case(text)) {
        Some(known) => Cow::Borrowed(known),
        None => Cow::Owned(text.to_lowercase()),
    }
}

impl fmt::Display for EntityRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}/{}", self.kind, self.namespace, self.name)
    }
}

impl Serialize for EntityRef {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for EntityRef {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text, None, DEFAULT_NAMESPACE).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_read_in_every_form() {
        for (text, kind, expected) in [
            ("carrier-sync", Some("component"), "component:default/carrier-sync"),
            ("API:Carrier-Events", None, "api:default/carrier-events"),
            ("group:infra/Platform", Some("component"), "group:infra/platform"),
            ("infra/platform", Some("group"), "group:infra/platform"),
        ] {
            let parsed = EntityRef::parse(text, kind, DEFAULT_NAMESPACE).expect(text);
            assert_eq!(parsed.to_string(), expected);
        }
    }

    #[test]
    fn a_bad_reference_says_what_is_wrong() {
        for (text, part) in [("", "no name"), ("a/b/c", "too many"), ("db", "no kind"), (":x", "empty"), ("component:/x", "empty")] {
            let error = EntityRef::parse(text, None, DEFAULT_NAMESPACE).expect_err(text).to_string();
            assert!(error.contains(part), "{text}: {error}");
        }
    }
}
