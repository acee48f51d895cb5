//! What milepost is built from: allowed licences only, and no crate that deny.toml bans.
//!
//! deny.toml is the one list. cargo-deny reads it on GitHub; this check reads the same file with
//! nothing but cargo, so that it runs everywhere and without the network.

use crate::spdx::Expression;
use crate::step::Context;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;

/// What deny.toml says.
#[derive(Debug, Default)]
struct Policy {
    licences: Vec<String>,
    /// A crate's name, and the licences that are allowed for it alone.
    exceptions: Vec<(String, Vec<String>)>,
    banned: Vec<String>,
}

/// Names every dependency whose licence is not allowed or that is banned.
pub fn check(context: &Context) -> Result<(), Vec<String>> {
    let path = context.root.join("deny.toml");
    let text = fs::read_to_string(&path).map_err(|error| vec![format!("{}: {error}", path.display())])?;
    let policy = Policy::parse(&text).map_err(|error| vec![format!("{}: {error}", path.display())])?;
    let metadata = context.cargo(&["metadata", "--format-version", "1"]).read().map_err(|error| vec![error])?;
    let metadata: Value = serde_json::from_str(&metadata).map_err(|error| vec![format!("cargo metadata: {error}")])?;
    let packages = metadata["packages"].as_array().cloned().unwrap_or_default();
    // The lock names what some feature of a dependency could bring; the tree names what is built, on any platform.
    let tree = ["tree", "--workspace", "--target", "all", "--edges", "all", "--prefix", "none", "--format", "{p}"];
    let tree = context.cargo(&tree).read().map_err(|error| vec![error])?;
    let built: BTreeSet<&str> = tree.lines().map(|line| line.split(" (").next().unwrap_or(line).trim()).collect();
    let is_built = |package: &Value| {
        let text = |key: &str| package[key].as_str().unwrap_or_default().to_owned();
        built.contains(format!("{} v{}", text("name"), text("version")).as_str())
    };
    // A path without a registry is a member of this workspace.
    let foreign: Vec<&Value> = packages.iter().filter(|package| !package["source"].is_null() && is_built(package)).collect();
    let offenders: Vec<String> = foreign.iter().filter_map(|package| complaint(package, &policy)).collect();
    if offenders.is_empty() {
        println!("{} dependencies: every licence is allowed, none is banned", foreign.len());
        return Ok(());
    }
    Err(offenders)
}

impl Policy {
    fn parse(text: &str) -> Result<Self, String> {
        let table: toml::Table = text.parse().map_err(|error: toml::de::Error| error.to_string())?;
        let words = |value: Option<&toml::Value>| -> Vec<String> {
            value.and_then(toml::Value::as_array).into_iter().flatten().filter_map(toml::Value::as_str).map(str::to_owned).collect()
        };
        let licences = table.get("licenses").ok_or("[licenses] is missing")?;
        let entries = |section: &str, key: &str| -> Vec<toml::Value> {
            table.get(section).and_then(|section| section.get(key)).and_then(toml::Value::as_array).cloned().unwrap_or_default()
        };
        let named = |entry: &toml::Value| entry.get("crate").and_then(toml::Value::as_str).map(str::to_owned);
        Ok(Self {
            licences: words(licences.get("allow")),
            exceptions: entries("licenses", "exceptions")
                .iter()
                .filter_map(|entry| Some((named(entry)?, words(entry.get("allow")))))
                .collect(),
            banned: entries("bans", "deny").iter().filter_map(named).collect(),
        })
    }

    fn allows(&self, name: &str, licence: &str) -> bool {
        let alone = self.exceptions.iter().filter(|(excepted, _)| excepted == name).flat_map(|(_, licences)| licences);
        self.licences.iter().chain(alone).any(|allowed| allowed == licence)
    }
}

fn complaint(package: &Value, policy: &Policy) -> Option<String> {
    let (name, version) = (package["name"].as_str().unwrap_or_default(), package["version"].as_str().unwrap_or_default());
    if policy.banned.iter().any(|banned| banned == name) {
        return Some(format!("{name} {version} is banned; `cargo tree --invert {name}` shows who brings it in"));
    }
    let Some(licence) = package["license"].as_str() else {
        return Some(format!("{name} {version} names no SPDX licence"));
    };
    match Expression::parse(licence) {
        Err(error) => Some(format!("{name} {version}: {error}")),
        Ok(expression) if !expression.is_met(&|licence| policy.allows(name, licence)) => {
            Some(format!("{name} {version} is under {licence}, which deny.toml does not allow"))
        }
        Ok(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn policy() -> Policy {
        let text = "[licenses]\nallow = [\"MIT\"]\nexceptions = [{ crate = \"odd\", allow = [\"MPL-2.0\"] }]\n[bans]\ndeny = [{ crate = \"openssl-sys\" }]\n";
        Policy::parse(text).expect("the text is written for this test")
    }

    #[test]
    fn an_offender_is_named_with_its_reason() {
        let rows = [
            (json!({"name": "a", "version": "1.0.0", "license": "MIT OR GPL-3.0-only"}), None),
            (json!({"name": "a", "version": "1.0.0", "license": "GPL-3.0-only"}), Some("does not allow")),
            (json!({"name": "odd", "version": "1.0.0", "license": "MPL-2.0"}), None),
            (json!({"name": "even", "version": "1.0.0", "license": "MPL-2.0"}), Some("does not allow")),
            (json!({"name": "openssl-sys", "version": "1.0.0", "license": "MIT"}), Some("is banned")),
            (json!({"name": "a", "version": "1.0.0", "license": null}), Some("names no SPDX licence")),
            (json!({"name": "a", "version": "1.0.0", "license": "MIT OR"}), Some("too early")),
        ];
        for (package, said) in rows {
            let complaint = complaint(&package, &policy());
            match said {
                None => assert_eq!(complaint, None, "{package}"),
                Some(words) => assert!(complaint.as_ref().is_some_and(|text| text.contains(words)), "{package}: {complaint:?}"),
            }
        }
    }

    #[test]
    fn both_programs_that_look_for_advisories_pass_over_the_same_and_each_has_a_reason() {
        let root = Context::new(true).root;
        let read =
            |name: &str| -> toml::Table { fs::read_to_string(root.join(name)).expect("it is there").parse().expect("it is well formed") };
        let (deny, audit) = (read("deny.toml"), read(".cargo/audit.toml"));
        let of_deny: Vec<&str> = deny["advisories"]["ignore"]
            .as_array()
            .expect("it is a list")
            .iter()
            .map(|entry| {
                assert!(entry["reason"].as_str().is_some_and(|reason| reason.len() > 20), "{entry:?}");
                entry["id"].as_str().expect("it has an id")
            })
            .collect();
        let of_audit: Vec<&str> =
            audit["advisories"]["ignore"].as_array().expect("it is a list").iter().filter_map(toml::Value::as_str).collect();
        assert_eq!(of_deny, of_audit);
    }

    #[test]
    fn the_projects_own_policy_is_read_whole_and_allows_no_copyleft() {
        let text = fs::read_to_string(Context::new(true).root.join("deny.toml")).expect("deny.toml stands in the root");
        let policy = Policy::parse(&text).expect("deny.toml is well formed");
        assert!(policy.licences.iter().any(|licence| licence == "MIT"), "{policy:?}");
        assert!(policy.banned.iter().any(|name| name == "openssl-sys"), "{policy:?}");
        let copyleft = |licence: &&String| ["GPL", "AGPL", "LGPL", "SSPL", "EUPL", "CC-BY-SA"].iter().any(|word| licence.starts_with(word));
        assert_eq!(policy.licences.iter().find(copyleft), None);
    }
}
