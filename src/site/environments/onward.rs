//! Where to look further: logs, metrics and traces of a service in an environment.

use crate::portal::Deployed;
use crate::site::facts::ServiceFacts;
use crate::site::rows::Linked;
use crate::site::{Site, safe_url};
use std::fmt::Write as _;

/// A link with places for names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkTemplate {
    /// What it is called, such as `Logs`.
    pub label: String,
    /// Its address, with a name in braces where a value goes.
    pub to: String,
}

/// The kinds of links that descriptors declare, and that lead where templates lead.
const KINDS: [&str; 3] = ["logs", "metrics", "traces"];

/// The links for a service in an environment; those without a value that they need are left out.
pub fn onward(site: &Site<'_>, facts: &ServiceFacts<'_>, deployed: &Deployed) -> Vec<Linked> {
    let value = |name: &str| match name {
        "service" => Some(facts.service.reference.name.clone()),
        "namespace" => Some(facts.service.reference.namespace.to_string()),
        "environment" => Some(deployed.environment.clone()),
        "repository" => facts.repository.map(|repository| repository.full_name.clone()),
        "owner" => facts.entity.and_then(|entity| entity.owners.first()).map(|owner| owner.name.clone()),
        "version" => deployed.version.clone(),
        "sha" => Some(deployed.sha.clone()).filter(|sha| !sha.is_empty()),
        _ => None,
    };
    let templates = site.settings.environment_links.iter();
    templates.filter_map(|template| Some(Linked { text: template.label.clone(), href: Some(filled(&template.to, value)?) })).collect()
}

/// What the service's own descriptor declares, for all of its environments.
pub fn declared(facts: &ServiceFacts<'_>) -> Vec<Linked> {
    let links = facts.entity.map(|entity| entity.links.as_slice()).unwrap_or_default();
    let is_meant = |link: &&milepost_model::Link| KINDS.contains(&link.kind.as_str());
    let found = links.iter().filter(is_meant).map(|link| Linked { text: link.title.clone(), href: safe_url::href(&link.url) });
    found.filter(|link| link.href.is_some()).collect()
}

/// The address with every value in its place; none where a value is missing, or would lead elsewhere than it says.
fn filled(template: &str, value: impl Fn(&str) -> Option<String>) -> Option<String> {
    let mut out = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some((before, (name, after))) = rest.split_once('{').and_then(|(before, after)| Some((before, after.split_once('}')?))) {
        out.push_str(before);
        let value = value(name).filter(|value| !value.is_empty())?;
        // Browsers take a step of dots as a way up, however it is written.
        if value.chars().all(|letter| letter == '.') {
            return None;
        }
        for byte in value.bytes() {
            if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                out.push(char::from(byte));
            } else {
                write!(out, "%{byte:02X}").expect("because memory does not fail");
            }
        }
        rest = after;
    }
    out.push_str(rest);
    safe_url::href(&out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stay_values_whatever_they_hold() {
        let value = |name: &str| match name {
            "service" => Some("a b&c=d/../?#{sha}\"<é".to_owned()),
            "environment" => Some("prod-eu".to_owned()),
            "version" => Some("..".to_owned()),
            _ => None,
        };
        for (template, expected) in [
            (
                "https://logs.example.org/?s={service}&e={environment}",
                Some("https://logs.example.org/?s=a%20b%26c%3Dd%2F..%2F%3F%23%7Bsha%7D%22%3C%C3%A9&e=prod-eu"),
            ),
            ("https://logs.example.org/{environment}/", Some("https://logs.example.org/prod-eu/")),
            ("https://logs.example.org/{owner}/", None),
            ("https://logs.example.org/{version}/", None),
            ("https://logs.example.org/all", Some("https://logs.example.org/all")),
            ("javascript:{environment}", None),
        ] {
            assert_eq!(filled(template, value).as_deref(), expected, "{template}");
        }
    }
}
