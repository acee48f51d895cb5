//! Port's descriptors, good and bad, and its blueprints.

use crate::world::{World, details, shown};

const GOOD: &str = r#"- identifier: cart
  title: Cart
  icon: Service
  blueprint: microservice
  team: [Fabric Release Engineering]
  properties:
    description: What a customer is about to buy.
    lifecycle: Production
    tier: 1
    language: go
    readme: file://./README.md
    slack: https://chat.lumen.example/archives/C1
    logs: ["https://logs.lumen.example/cart"]
    repository: https://github.com/lumen/cart
    pagerduty_service: P1
    tags: [shop]
  relations:
    domain: buying
    system: shop
    code_owners: ["ada@lumen.example"]
    owning_team: shop-team
    database: cart-db
    uses: [prices, tariffs]
- identifier: prices
  blueprint: service
- identifier: eu-cluster
  title: EU cluster
  blueprint: k8sClusterFleet
"#;

const GOOD_2: &str = r#"[
  {"identifier": "gate", "title": "Gate", "schema": {"properties": {"lane": {"type": "number"}}, "required": []},
   "relations": {"keeper": {"target": "_team", "many": false, "required": false}, "next": {"target": "gate"}}}
]
"#;

const GOOD_3: &str = r#"resources:
  - kind: repository
    port: {entity: {mappings: {identifier: .name, blueprint: '"service"'}}}
"#;

#[test]
fn a_good_file_gives_its_entities_and_their_relations() {
    let (catalog, notes) = World::of(&[(
        "lumen/cart",
        &[("port.yml", GOOD), (".port/resources/blueprints.json", GOOD_2), (".port/port-app-config.yml", GOOD_3)],
    )])
    .build();
    for (reference, expected, told) in [
        (
            "blueprint:default/gate",
            "blueprint:default/gate type=- lifecycle=- tier=- owners= tags= relations=[]",
            "gate “Gate” in id:lumen/cart [] links=[] extra={\"port\":{\"schema\":{\"properties\":{\"lane\":{\"type\":\"number\"}},\"required\":[]},\"relations\":{\"keeper\":{\"target\":\"_team\",\"many\":false,\"required\":false},\"next\":{\"target\":\"gate\"}}}}",
        ),
        (
            "component:default/cart",
            "component:default/cart type=service lifecycle=production tier=1 owners=group:default/fabric-release-engineering,user:default/ada,group:default/shop-team tags=shop relations=[OwnedBy group:default/fabric-release-engineering (dangling), OwnedBy group:default/shop-team (dangling), OwnedBy user:default/ada (dangling), PartOf domain:default/buying (dangling), PartOf system:default/shop (dangling), DependsOn component:default/prices, DependsOn component:default/tariffs (dangling), DependsOn resource:default/cart-db (dangling)]",
            "cart “Cart” in id:lumen/cart [] links=[docs “readme” README.md; chat “slack” https://chat.lumen.example/archives/C1; logs “logs” https://logs.lumen.example/cart; repository “repository” https://github.com/lumen/cart] extra={\"on_call\":\"pagerduty_service\",\"port\":{\"properties\":{\"description\":\"What a customer is about to buy.\",\"lifecycle\":\"Production\",\"tier\":1,\"language\":\"go\",\"readme\":\"file://./README.md\",\"slack\":\"https://chat.lumen.example/archives/C1\",\"logs\":[\"https://logs.lumen.example/cart\"],\"repository\":\"https://github.com/lumen/cart\",\"pagerduty_service\":\"P1\",\"tags\":[\"shop\"]},\"blueprint\":\"microservice\"}}",
        ),
        (
            "component:default/prices",
            "component:default/prices type=service lifecycle=- tier=- owners= tags= relations=[DependencyOf component:default/cart]",
            "prices “-” in id:lumen/cart [] links=[] extra={\"port\":{\"blueprint\":\"service\"}}",
        ),
        (
            "k8sclusterfleet:default/eu-cluster",
            "k8sclusterfleet:default/eu-cluster type=- lifecycle=- tier=- owners= tags= relations=[]",
            "eu-cluster “EU cluster” in id:lumen/cart [] links=[] extra={\"port\":{\"blueprint\":\"k8sClusterFleet\"}}",
        ),
    ] {
        assert_eq!(shown(&catalog, reference), expected);
        assert_eq!(details(&catalog, reference), told);
    }
    assert_eq!(catalog.entities.len(), 4);
    let expected: [&str; 4] = [
        "note catalog/dangling: lumen/cart: port.yml:18:13: component:default/cart names domain:default/buying, which is not in the catalog -> describe it, or correct the name",
        "note catalog/dangling: lumen/cart: port.yml:19:13: component:default/cart names system:default/shop, which is not in the catalog -> describe it, or correct the name",
        "note catalog/dangling: lumen/cart: port.yml:22:15: component:default/cart names resource:default/cart-db, which is not in the catalog -> describe it, or correct the name",
        "note catalog/dangling: lumen/cart: port.yml:23:20: component:default/cart names component:default/tariffs, which is not in the catalog -> describe it, or correct the name",
    ];
    assert_eq!(notes, expected, "{notes:#?}");
}

const DOCUMENTS: &str = "identifier: gate
title: Gate
schema: {properties: {}}
relations: {keeper: {target: _team}, part: {target: site}}
---
identifier: gate-7
blueprint: gate
relations: {keeper: north, part: yard-2}
---
[{identifier: gate-8, blueprint: gate}]
";

#[test]
fn blueprints_say_what_relations_lead_to() {
    let (catalog, notes) = World::of(&[("lumen/gates", &[(".port/gates.yml", DOCUMENTS)])]).build();
    for (reference, expected, told) in [
        (
            "blueprint:default/gate",
            "blueprint:default/gate type=- lifecycle=- tier=- owners= tags= relations=[DependsOn blueprint:default/site (dangling)]",
            "gate “Gate” in id:lumen/gates [] links=[] extra={\"port\":{\"schema\":{\"properties\":{}},\"relations\":{\"keeper\":{\"target\":\"_team\"},\"part\":{\"target\":\"site\"}}}}",
        ),
        (
            "gate:default/gate-7",
            "gate:default/gate-7 type=- lifecycle=- tier=- owners=group:default/north tags= relations=[OwnedBy group:default/north (dangling), DependsOn site:default/yard-2 (dangling)]",
            "gate-7 “-” in id:lumen/gates [] links=[] extra={\"port\":{\"relations\":{\"keeper\":\"north\",\"part\":\"yard-2\"},\"blueprint\":\"gate\"}}",
        ),
        (
            "gate:default/gate-8",
            "gate:default/gate-8 type=- lifecycle=- tier=- owners= tags= relations=[]",
            "gate-8 “-” in id:lumen/gates [] links=[] extra={\"port\":{\"blueprint\":\"gate\"}}",
        ),
    ] {
        assert_eq!(shown(&catalog, reference), expected);
        assert_eq!(details(&catalog, reference), told);
    }
    assert_eq!(catalog.entities.len(), 3);
    let expected: [&str; 2] = [
        "note catalog/dangling: lumen/gates: .port/gates.yml:4:53: blueprint:default/gate names blueprint:default/site, which is not in the catalog -> describe it, or correct the name",
        "note catalog/dangling: lumen/gates: .port/gates.yml:8:34: gate:default/gate-7 names site:default/yard-2, which is not in the catalog -> describe it, or correct the name",
    ];
    assert_eq!(notes, expected, "{notes:#?}");
}

const BAD: &str = r#"- identifier: pay
  blueprint: service
  property: {a: 1}
  team: {name: x}
  relations: [a]
- title: nameless
  blueprint: service
- identifier: {a: b}
  blueprint: "%%"
- identifier: out
  blueprint: service
  properties: {readme: "file://../../etc/passwd", url: "https://not a link"}
"#;

#[test]
fn a_bad_file_is_told_line_by_line_and_what_can_be_used_is_used() {
    let (catalog, notes) = World::of(&[("o/r", &[("port.yml", BAD), ("tasks/port.yml", "- hosts: all\n  tasks: []\n")])]).build();
    for (reference, expected, told) in [
        (
            "component:default/out",
            "component:default/out type=service lifecycle=- tier=- owners= tags= relations=[]",
            "out “-” in id:o/r [] links=[] extra={\"port\":{\"properties\":{\"readme\":\"file://../../etc/passwd\",\"url\":\"https://not a link\"},\"blueprint\":\"service\"}}",
        ),
        (
            "component:default/pay",
            "component:default/pay type=service lifecycle=- tier=- owners= tags= relations=[]",
            "pay “-” in id:o/r [] links=[] extra={\"port\":{\"relations\":[\"a\"],\"blueprint\":\"service\"}}",
        ),
    ] {
        assert_eq!(shown(&catalog, reference), expected);
        assert_eq!(details(&catalog, reference), told);
    }
    assert_eq!(catalog.entities.len(), 2);
    let expected: [&str; 7] = [
        "warning port/unknown-key: o/r: port.yml:3:3: “property” is not a key of an entity -> did you mean “properties”?",
        "warning port/wrong-type: o/r: port.yml:4:9: “team” must be text, and this is a map with the key “name” -> write text",
        "warning port/wrong-type: o/r: port.yml:5:14: “relations” must be a map, and this is a list of 1 -> write a map",
        "warning port/required-field: o/r: port.yml:6:3: there is no “identifier” -> Port wants “identifier” in an entity; write text that is not empty",
        "warning port/wrong-type: o/r: port.yml:8:15: “identifier” must be text that is not empty, and this is a map with the key “a” -> write text that is not empty",
        "warning port/bad-link: o/r: port.yml:12:24: the file “../../etc/passwd” lies outside the repository, and is left out -> name a file of this repository",
        "note catalog/skipped: o/r: tasks/port.yml: skipped: not a Port descriptor, whatever its name says",
    ];
    assert_eq!(notes, expected, "{notes:#?}");
}
