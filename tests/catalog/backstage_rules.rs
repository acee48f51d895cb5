//! What Backstage's validators accept is accepted, and what they refuse is refused: one change of a good entity a row.

use crate::world::World;
use serde_json::{Value, json};

/// An entity that uses everything of the envelope.
fn component() -> Value {
    json!({
        "apiVersion": "backstage.io/v1alpha1",
        "kind": "Component",
        "metadata": {
            "uid": "9c1d", "etag": "e==", "generation": 3, "name": "parcel-store", "namespace": "eu", "title": "Parcel store", "description": "Keeps parcels",
            "labels": {"example.com/zone": "North"}, "annotations": {"example.com/note": "any / text"}, "tags": ["java", "data"],
            "links": [{"url": "https://example.com", "title": "Site", "icon": "web", "type": "site"}]
        },
        "spec": {
            "type": "service", "lifecycle": "production", "owner": "depot", "subcomponentOf": "depot-core", "system": "depots",
            "providesApis": ["parcels"], "consumesApis": ["scans"], "dependsOn": ["resource:db"], "dependencyOf": ["component:web"]
        }
    })
}

fn of_kind(kind: &str, spec: &Value) -> Value {
    let version = if kind == "Template" { "scaffolder.backstage.io/v1beta3" } else { "backstage.io/v1alpha1" };
    json!({"apiVersion": version, "kind": kind, "metadata": {"name": "x"}, "spec": spec})
}

/// The entity with the value at this place; null takes the key away.
fn with(mut entity: Value, pointer: &str, value: &Value) -> Value {
    let (parent, key) = pointer.rsplit_once('/').expect("because a pointer begins with a slash");
    let parent = entity.pointer_mut(parent).unwrap_or_else(|| panic!("there is {parent}"));
    match parent {
        Value::Array(items) => items[key.parse::<usize>().expect("because it is an index")] = value.clone(),
        Value::Object(map) if value.is_null() => drop(map.remove(key)),
        Value::Object(map) => drop(map.insert(key.to_owned(), value.clone())),
        _ => panic!("{pointer} leads into a single value"),
    }
    entity
}

/// The errors that the entity's own file has.
fn errors(entity: &Value) -> Vec<String> {
    let (_, notes) = World::of(&[("o/r", &[("catalog-info.yaml", &entity.to_string())])]).build();
    notes.into_iter().filter(|note| note.starts_with("error")).collect()
}

fn accepted(entity: &Value, what: &str) {
    let found = errors(entity);
    assert!(found.is_empty(), "{what} is fine, and yet: {found:#?}");
}

fn refused(entity: &Value, what: &str, code: &str) {
    let found = errors(entity);
    assert!(found.iter().any(|error| error.contains(code)), "{what} is refused as {code}: {found:#?}");
    assert!(found.iter().all(|error| error.contains("catalog-info.yaml:1:") && error.contains(" -> ")), "with place and help: {found:#?}");
}

#[test]
fn the_envelope_is_checked_as_backstage_checks_it() {
    accepted(&component(), "the whole entity");
    for (pointer, value, code) in [
        ("/apiVersion", json!(null), "required-field"),
        ("/apiVersion", json!(7), "wrong-type"),
        ("/apiVersion", json!(""), "empty-value"),
        ("/apiVersion", json!("backstage.io/v1beta0"), "bad-api-version"),
        ("/apiVersion", json!("a/b/c"), "bad-api-version"),
        ("/kind", json!(null), "required-field"),
        ("/kind", json!(7), "wrong-type"),
        ("/kind", json!(""), "empty-value"),
        ("/kind", json!("component"), "kind-case"),
        ("/owner", json!("misplaced"), "unknown-key"),
        ("/metadata", json!(null), "required-field"),
        ("/metadata", json!(7), "wrong-type"),
        ("/metadata/uid", json!(7), "wrong-type"),
        ("/metadata/uid", json!(""), "empty-value"),
        ("/metadata/etag", json!(7), "wrong-type"),
        ("/metadata/name", json!(null), "required-field"),
        ("/metadata/name", json!(7), "wrong-type"),
        ("/metadata/name", json!("not a name"), "bad-name"),
        ("/metadata/namespace", json!(7), "wrong-type"),
        ("/metadata/namespace", json!("EU"), "bad-namespace"),
        ("/metadata/title", json!(7), "wrong-type"),
        ("/metadata/title", json!(""), "empty-value"),
        ("/metadata/description", json!(7), "wrong-type"),
        ("/metadata/labels", json!(7), "wrong-type"),
        ("/metadata/labels/zone", json!(true), "wrong-type"),
        ("/metadata/labels/zone", json!("a b"), "bad-label"),
        ("/metadata/labels/a b", json!("x"), "bad-key"),
        ("/metadata/annotations", json!(7), "wrong-type"),
        ("/metadata/annotations/note", json!(7), "wrong-type"),
        ("/metadata/annotations/a--b.c~x", json!("y"), "bad-key"),
        ("/metadata/tags", json!(7), "wrong-type"),
        ("/metadata/tags/0", json!(""), "empty-value"),
        ("/metadata/tags/0", json!(7), "wrong-type"),
        ("/metadata/tags/0", json!("go 1.15.3"), "bad-tag"),
        ("/metadata/links", json!({}), "wrong-type"),
        ("/metadata/links/0/url", json!(null), "required-field"),
        ("/metadata/links/0/url", json!(""), "empty-value"),
        ("/metadata/links/0/url", json!(7), "wrong-type"),
        ("/metadata/links/0/url", json!("example.com"), "bad-url"),
        ("/metadata/links/0/title", json!(""), "empty-value"),
        ("/metadata/links/0/title", json!(7), "wrong-type"),
        ("/metadata/links/0/icon", json!(""), "empty-value"),
        ("/metadata/links/0/icon", json!(" "), "empty-value"),
        ("/spec", json!(7), "wrong-type"),
        ("/relations", json!([]), "unknown-key"),
        ("/status", json!({}), "unknown-key"),
    ] {
        refused(&with(component(), pointer, &value), &format!("{pointer} = {value}"), code);
    }
    for (pointer, value) in [
        ("/metadata/uid", json!(null)),
        ("/metadata/etag", json!(null)),
        ("/metadata/namespace", json!(null)),
        ("/metadata/namespace", json!("a--b")),
        ("/metadata/title", json!(null)),
        ("/metadata/description", json!("")),
        ("/metadata/labels", json!({})),
        ("/metadata/labels/zone", json!("")),
        ("/metadata/annotations", json!({})),
        ("/metadata/annotations/empty", json!("")),
        ("/metadata/annotations/long", json!("/".repeat(6_000))),
        ("/metadata/tags", json!([])),
        ("/metadata/tags/0", json!("c++")),
        ("/metadata/links", json!([])),
        ("/metadata/links/0/title", json!(null)),
        ("/metadata/links/0/icon", json!(null)),
        ("/metadata/links/0/url", json!("own://a:4444/b")),
        ("/metadata/anything", json!(7)),
        ("/spec/anything", json!(7)),
        ("/apiVersion", json!("backstage.io/v1beta1")),
        ("/kind", json!("Wizard")),
    ] {
        accepted(&with(component(), pointer, &value), &format!("{pointer} = {value}"));
    }
}

#[test]
fn every_kind_is_checked_as_its_schema_says() {
    let texts = |keys: &'static [&'static str]| keys.iter().map(|key| format!("/spec/{key}")).collect::<Vec<_>>();
    let api = json!({"type": "openapi", "lifecycle": "x", "owner": "me", "definition": "openapi: 3.0.0", "system": "s"});
    let group = json!({"type": "team", "children": ["a"], "parent": "p", "members": ["m"], "profile": {"displayName": "D", "email": "e", "picture": "p"}});
    let skill = json!({"type": "skill", "lifecycle": "x", "owner": "me", "system": "s", "license": "MIT", "compatibility": "any"});
    let rule = json!({"type": "rule", "lifecycle": "x", "owner": "me", "category": "c", "rationale": "r"});
    let remotes = json!({"type": "mcp-server", "lifecycle": "x", "owner": "me", "remotes": [{"type": "sse", "url": "http://a"}]});
    let server = json!({"type": "ai-model-server", "lifecycle": "x", "owner": "me", "serverType": "openai-v1", "serverUrl": "http://a", "apiEntityRef": "api:b"});
    for (entity, required, optional) in [
        (with(component(), "/metadata/uid", &json!(null)), texts(&["type", "lifecycle", "owner"]), texts(&["subcomponentOf", "system"])),
        (of_kind("API", &api), texts(&["type", "lifecycle", "owner", "definition"]), texts(&["system"])),
        (of_kind("API", &remotes), texts(&["type", "lifecycle", "owner"]), vec![]),
        (of_kind("API", &server), texts(&["lifecycle", "owner", "serverType", "serverUrl"]), texts(&["apiEntityRef"])),
        (of_kind("API", &with(remotes.clone(), "/type", &json!("ai-model-server"))), texts(&["lifecycle", "owner"]), vec![]),
        (of_kind("Resource", &json!({"type": "db", "owner": "me", "system": "s"})), texts(&["type", "owner"]), texts(&["system"])),
        (of_kind("System", &json!({"owner": "me", "domain": "d", "type": "t"})), texts(&["owner"]), texts(&["domain", "type"])),
        (of_kind("Domain", &json!({"owner": "me", "subdomainOf": "d", "type": "t"})), texts(&["owner"]), texts(&["subdomainOf", "type"])),
        (of_kind("Group", &group), texts(&["type"]), texts(&["parent", "profile/displayName", "profile/email", "profile/picture"])),
        (of_kind("AiResource", &skill), texts(&["type", "lifecycle", "owner"]), texts(&["system", "license", "compatibility"])),
        (of_kind("AiResource", &rule), texts(&["lifecycle", "owner", "category", "rationale"]), vec![]),
        (of_kind("Template", &json!({"type": "t", "steps": [{"action": "a"}], "owner": "me"})), texts(&["type"]), texts(&["owner"])),
    ] {
        accepted(&entity, "the whole entity");
        for pointer in required.iter().chain(&optional) {
            refused(&with(entity.clone(), pointer, &json!(7)), &format!("{pointer} = 7"), "wrong-type");
            let code = if pointer.ends_with("definition") { "wrong-type" } else { "empty-value" };
            refused(&with(entity.clone(), pointer, &json!("")), &format!("empty {pointer}"), code);
        }
        for pointer in &required {
            refused(&with(entity.clone(), pointer, &json!(null)), &format!("no {pointer}"), "required-field");
        }
        for pointer in &optional {
            accepted(&with(entity.clone(), pointer, &json!(null)), &format!("no {pointer}"));
        }
    }
}

#[test]
fn lists_are_lists_of_texts() {
    let user = of_kind("User", &json!({"memberOf": ["a"], "profile": {}}));
    let group = of_kind("Group", &json!({"type": "team", "children": [], "members": ["m"]}));
    let skill = of_kind("AiResource", &json!({"type": "skill", "lifecycle": "x", "owner": "me", "disciplines": ["web"], "agents": ["a"]}));
    let location = of_kind("Location", &json!({"type": "url", "target": "https://example.com/x", "targets": ["https://example.com/y"]}));
    for (entity, pointer) in [
        (component(), "/spec/providesApis"),
        (component(), "/spec/consumesApis"),
        (component(), "/spec/dependsOn"),
        (component(), "/spec/dependencyOf"),
        (user, "/spec/memberOf"),
        (group.clone(), "/spec/children"),
        (group, "/spec/members"),
        (skill.clone(), "/spec/disciplines"),
        (skill, "/spec/agents"),
        (location, "/spec/targets"),
    ] {
        refused(&with(entity.clone(), pointer, &json!(7)), &format!("{pointer} = 7"), "wrong-type");
        refused(&with(entity.clone(), pointer, &json!([""])), &format!("{pointer} = ['']"), "empty-value");
        refused(&with(entity.clone(), pointer, &json!([null])), &format!("{pointer} = [null]"), "empty-value");
        refused(&with(entity.clone(), pointer, &json!([7])), &format!("{pointer} = [7]"), "wrong-type");
        accepted(&with(entity, pointer, &json!([])), &format!("{pointer} = []"));
    }
}

#[test]
fn what_one_kind_alone_says_is_checked_too() {
    let template = |steps: Value| of_kind("Template", &json!({"type": "t", "steps": steps}));
    let remotes = |remotes: Value| of_kind("API", &json!({"type": "mcp-server", "lifecycle": "x", "owner": "me", "remotes": remotes}));
    for (entity, code) in [
        (template(json!([{}])), "required-field"),
        (template(json!([7])), "wrong-type"),
        (template(json!({})), "wrong-type"),
        (remotes(json!([])), "required-field"),
        (remotes(json!([{"type": "sse"}])), "required-field"),
        (remotes(json!([{"type": "sse", "url": ""}])), "empty-value"),
        (of_kind("API", &json!({"type": "mcp-server", "lifecycle": "x", "owner": "me", "definition": "x"})), "required-field"),
        (of_kind("API", &json!({"type": "openapi", "lifecycle": "x", "owner": "me", "definition": {"openapi": "3.0.0"}})), "wrong-type"),
        (of_kind("Component", &json!({"type": "service", "lifecycle": "x", "owner": {"name": "me"}})), "wrong-type"),
        (of_kind("User", &json!({"memberOf": [], "profile": 7})), "wrong-type"),
        (of_kind("Location", &json!({"type": "url", "target": "a.yaml", "presence": "maybe"})), "bad-value"),
        (
            json!({"apiVersion": "backstage.io/v1beta2", "kind": "Template", "metadata": {"name": "x"}, "spec": {"type": "t", "steps": []}}),
            "bad-api-version",
        ),
        (
            json!({"apiVersion": "backstage.io/v1beta1", "kind": "AiResource", "metadata": {"name": "x"}, "spec": {"type": "t", "lifecycle": "x", "owner": "o"}}),
            "bad-api-version",
        ),
        (json!({"apiVersion": "backstage.io/v1alpha1", "kind": "Component", "metadata": {"name": "x"}}), "required-field"),
        (json!({"apiVersion": "backstage.io/v1alpha1", "kind": "Location", "metadata": {"name": "x"}}), "required-field"),
        (json!(7), "no-entity"),
    ] {
        let text = format!("# backstage.io/v1alpha1 apiVersion\n{entity}");
        let text = if entity.is_object() {
            entity.to_string()
        } else {
            format!("apiVersion: backstage.io/v1alpha1\nkind: X\nmetadata: {{name: x}}\n---\n{text}")
        };
        let (_, notes) = World::of(&[("o/r", &[("catalog-info.yaml", &text)])]).build();
        assert!(notes.iter().any(|note| note.starts_with("error") && note.contains(code)), "{entity} is refused as {code}: {notes:#?}");
    }
    accepted(
        &json!({"apiVersion": "backstage.io/v1alpha1", "kind": "Environment", "metadata": {"name": "x"}}),
        "an unknown kind without spec",
    );
    accepted(
        &json!({"apiVersion": "backstage.io/v1alpha2", "kind": "API", "metadata": {"name": "x"}, "spec": {"type": "t", "lifecycle": "x", "owner": "o", "definition": "d"}}),
        "the newer version of API",
    );
}

#[test]
fn a_refusal_says_what_would_do() {
    let found = errors(&with(component(), "/metadata/tags/0", &json!("Go_1.15")));
    assert!(found[0].ends_with("at most 63 characters; for example go-1-15"), "{found:#?}");
    let found = errors(&with(component(), "/metadata/name", &json!("invalid component")));
    assert!(found[0].contains("for example invalid-component"), "{found:#?}");
    let found = errors(&with(component(), "/metadata/labels/zone", &json!(true)));
    assert!(found[0].ends_with("put it in quotes: \"true\""), "{found:#?}");
}
