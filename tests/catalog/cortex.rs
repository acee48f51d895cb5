//! Cortex's descriptors, good and bad.

use crate::world::{World, details, shown};

const GOOD: &str = r#"openapi: 3.0.1
info:
  title: Chat Service
  description: Talks to drivers.
  x-cortex-tag: '@lumen/chat'
  x-cortex-type: service
  x-cortex-groups: [tier-1, "region:eu", "lifecycle:production"]
  x-cortex-owners:
  - {type: GROUP, name: lumen/delta, provider: GITHUB, inheritance: APPEND}
  - {type: email, email: ada@lumen.example}
  - {type: slack, channel: delta-team}
  x-cortex-git: {github: {repository: lumen/chat, basepath: svc/chat}}
  x-cortex-link:
  - {name: Spec, type: OPENAPI, url: ./openapi.yaml}
  - {name: At night, type: runbook, url: https://wiki.lumen.example/chat}
  x-cortex-dependency:
  - {tag: parcel-store, method: GET, path: /x}
  x-cortex-parents: [{tag: driving}]
  x-cortex-custom-metadata: {cost: 12}
  x-cortex-oncall: {pagerduty: {id: P1, type: SCHEDULE}}
  x-cortex-k8s: {deployment: [{identifier: a/b}]}
paths: {}
"#;

const GOOD_2: &str = r#"openapi: "3.0.0"
info:
  title: Driving
  x-cortex-tag: driving
  x-cortex-type: domain
  x-cortex-children: [{tag: '@lumen/chat'}]
"#;

const GOOD_3: &str = r#"openapi: "3.0.0"
info:
  title: Team Delta
  x-cortex-tag: delta
  x-cortex-type: team
  x-cortex-parents: [{tag: engineering}]
  x-cortex-team: {members: [{name: Ada, email: ada@lumen.example}], groups: [{name: lumen/delta-people, provider: GITHUB}]}
"#;

const GOOD_4: &str = r#"openapi: "3.0.0"
info:
  title: chat-2.1.0
  x-cortex-tag: chat-2.1.0
  x-cortex-type: service-version
  x-cortex-definition: {}
  x-cortex-custom-data: [{key: tier, value: 3}]
  x-cortex-relationships: [{type: versions, destinations: [{tag: '@lumen/chat'}]}]
"#;

const GOOD_5: &str = "tag: health
name: Health
rules: []
";

#[test]
fn a_good_file_gives_its_entities_and_their_relations() {
    let (catalog, notes) = World::of(&[(
        "lumen/chat",
        &[
            ("cortex.yaml", GOOD),
            (".cortex/catalog/driving.yaml", GOOD_2),
            (".cortex/catalog/delta.yaml", GOOD_3),
            (".cortex/catalog/chat-2.1.0.yaml", GOOD_4),
            (".cortex/scorecards/health.yaml", GOOD_5),
        ],
    )])
    .build();
    for (reference, expected, told) in [
        (
            "component:default/lumen-chat",
            "component:default/lumen-chat type=service lifecycle=production tier=1 owners=group:default/delta,user:default/ada tags=region:eu relations=[OwnedBy group:default/delta, OwnedBy user:default/ada (dangling), PartOf domain:default/driving, DependsOn component:default/parcel-store (dangling), DependencyOf resource:default/chat-2.1.0]",
            "@lumen/chat “Chat Service” in id:lumen/chat [] links=[docs “Spec” ./openapi.yaml; runbook “At night” https://wiki.lumen.example/chat] extra={\"on_call\":\"pagerduty\",\"cortex\":{\"slack\":\"delta-team\",\"x-cortex-custom-metadata\":{\"cost\":12},\"x-cortex-oncall\":{\"pagerduty\":{\"id\":\"P1\",\"type\":\"SCHEDULE\"}},\"x-cortex-k8s\":{\"deployment\":[{\"identifier\":\"a/b\"}]}}}",
        ),
        (
            "domain:default/driving",
            "domain:default/driving type=- lifecycle=- tier=- owners= tags= relations=[HasPart component:default/lumen-chat]",
            "driving “Driving” in id:lumen/chat [] links=[] extra={}",
        ),
        (
            "group:default/delta",
            "group:default/delta type=- lifecycle=- tier=- owners= tags= relations=[OwnerOf component:default/lumen-chat, HasMember user:default/ada (dangling), ChildOf group:default/engineering (dangling)]",
            "delta “Team Delta” in - [] links=[] extra={}",
        ),
        (
            "resource:default/chat-2.1.0",
            "resource:default/chat-2.1.0 type=service-version lifecycle=- tier=3 owners= tags= relations=[DependsOn component:default/lumen-chat]",
            "chat-2.1.0 “-” in id:lumen/chat [] links=[] extra={\"cortex\":{\"x-cortex-custom-data\":[{\"key\":\"tier\",\"value\":3}],\"x-cortex-relationships\":[{\"type\":\"versions\",\"destinations\":[{\"tag\":\"@lumen/chat\"}]}]}}",
        ),
    ] {
        assert_eq!(shown(&catalog, reference), expected);
        assert_eq!(details(&catalog, reference), told);
    }
    assert_eq!(catalog.entities.len(), 4);
    let expected: [&str; 2] = [
        "note catalog/dangling: lumen/chat: .cortex/catalog/delta.yaml:6:28: group:default/delta names group:default/engineering, which is not in the catalog -> describe it, or correct the name",
        "note catalog/dangling: lumen/chat: cortex.yaml:17:11: component:default/lumen-chat names component:default/parcel-store, which is not in the catalog -> describe it, or correct the name",
    ];
    assert_eq!(notes, expected, "{notes:#?}");
}

const BAD: &str = "info:
  title:
  x-cortex-tag: pay
  x-cortex-tpye: service
  x-cortex-owners:
  - {type: grup, name: a}
  - {type: email}
  x-cortex-git: {github: {repository: pay}}
  x-cortex-link: {name: one, url: https://example.com}
  x-cortex-dependency: [{tag: pay}, other]
";

#[test]
fn a_bad_file_is_told_line_by_line_and_what_can_be_used_is_used() {
    let (catalog, notes) =
        World::of(&[("o/r", &[("cortex.yaml", BAD), ("ops/cortex.yaml", "storage:\n  directory: ./storage\n")])]).build();
    assert_eq!(
        shown(&catalog, "component:default/pay"),
        "component:default/pay type=service lifecycle=- tier=- owners= tags= relations=[DependsOn component:default/other (dangling)]"
    );
    assert_eq!(
        details(&catalog, "component:default/pay"),
        "pay “-” in id:o/r [] links=[other “one” https://example.com] extra={\"cortex\":{\"x-cortex-tpye\":\"service\"}}"
    );
    assert_eq!(catalog.entities.len(), 1);
    let expected: [&str; 11] = [
        "warning cortex/required-field: o/r: cortex.yaml:1:1: there is no “openapi” -> Cortex wants “openapi” in a descriptor; write text",
        "warning cortex/required-field: o/r: cortex.yaml:2:3: there is no “info.title” -> Cortex wants “title” in info; write text that is not empty",
        "warning cortex/unknown-key: o/r: cortex.yaml:4:3: “x-cortex-tpye” is not a key that Cortex knows, and is kept -> did you mean “x-cortex-type”?",
        "warning cortex/bad-value: o/r: cortex.yaml:6:12: “info.x-cortex-owners[].type” must be one of group, email, slack, and this is “grup” -> write one of group, email, slack",
        "warning cortex/bad-value: o/r: cortex.yaml:7:5: an owner of type email has no “email” -> write email:",
        "warning cortex/bad-value: o/r: cortex.yaml:8:26: “pay” is no repository: the organisation is missing -> write organisation/repository",
        "warning cortex/wrong-type: o/r: cortex.yaml:9:18: “info.x-cortex-link” must be a list, each item a map with name, type, url, and this is a map with the key “name” -> write a list, each item a map with name, type, url",
        "warning cortex/points-at-itself: o/r: cortex.yaml:10:31: component:default/pay names itself, which is left out -> remove it",
        "warning cortex/wrong-type: o/r: cortex.yaml:10:37: “info.x-cortex-dependency[]” must be a map with tag, and this is “other” -> write a map with tag",
        "note catalog/dangling: o/r: cortex.yaml:10:37: component:default/pay names component:default/other, which is not in the catalog -> describe it, or correct the name",
        "note catalog/skipped: o/r: ops/cortex.yaml: skipped: not a Cortex descriptor, whatever its name says",
    ];
    assert_eq!(notes, expected, "{notes:#?}");
}
