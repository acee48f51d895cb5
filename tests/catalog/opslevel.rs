//! OpsLevel's descriptors, good and bad.

use crate::world::{World, details, shown};

const GOOD: &str = r#"---
version: 1
component:
  name: Support Console
  type: service
  owner: internal_tools
  lifecycle: generally_available
  tier: tier_2
  product: Retail
  system: support
  language: Ruby
  framework: Sinatra
  description: 'Where the desk answers customers. '
  aliases:
  tags:
  - {key: db, value: mysql}
  - {key: db, value: cassandra}
  - {key: pilot}
  properties: {fork: true}
  dependencies:
  - alias: parcel-store
  - alias: lane_planner
    notes: for the map
  repositories:
  - {name: lumen/design-kit, path: /, provider: github}
  - {name: lumen/support-console, path: /web/, provider: github}
  tools:
  - {name: PagerDuty, category: incidents, url: https://lumen.pagerduty.com/services/P1}
  - {name: Sentry, category: errors, url: https://errors.lumen.example/1, environment: Production}
  - {name: Confluence, category: runbooks, url: https://wiki.lumen.example/support}
  - {name: Splunk, category: logs, url: https://logs.lumen.example/support}
  - {name: Wiki, category: wiki, url: ""}
"#;

const GOOD_2: &str = "version: 1
service:
  name: Lane Planner
  aliases: [lane-planner]
  owner:
  lifecycle: maintenance
repository:
  owner: routing
";

const GOOD_3: &str = "---
version: 1
repository:
  owner: dx
  tier:
  tags:
";

#[test]
fn a_good_file_gives_its_entities_and_their_relations() {
    let (catalog, notes) = World::of(&[
        ("lumen/support-console", &[("opslevel.yml", GOOD)]),
        ("lumen/lane-planner", &[("opslevel.yml", GOOD_2)]),
        ("lumen/tool-box", &[("opslevel.yml", GOOD_3)]),
    ])
    .build();
    for (reference, expected, told) in [
        (
            "component:default/lane-planner",
            "component:default/lane-planner type=service lifecycle=maintenance tier=- owners=group:default/routing tags= relations=[OwnedBy group:default/routing (dangling), DependencyOf component:default/support-console]",
            "lane-planner “Lane Planner” in id:lumen/lane-planner [] links=[] extra={}",
        ),
        (
            "component:default/support-console",
            "component:default/support-console type=service lifecycle=production tier=2 owners=group:default/internal_tools tags=db:mysql,db:cassandra,pilot relations=[OwnedBy group:default/internal_tools (dangling), PartOf system:default/support (dangling), DependsOn component:default/lane-planner, DependsOn component:default/parcel-store (dangling)]",
            "support-console “Support Console” in id:lumen/support-console [] links=[oncall “PagerDuty” https://lumen.pagerduty.com/services/P1; other “Sentry (Production)” https://errors.lumen.example/1; runbook “Confluence” https://wiki.lumen.example/support; logs “Splunk” https://logs.lumen.example/support] extra={\"on_call\":\"PagerDuty\",\"opslevel\":{\"product\":\"Retail\",\"language\":\"Ruby\",\"framework\":\"Sinatra\",\"properties\":{\"fork\":true}}}",
        ),
        (
            "component:default/tool-box",
            "component:default/tool-box type=- lifecycle=- tier=- owners=group:default/dx tags= relations=[OwnedBy group:default/dx (dangling)]",
            "tool-box “-” in id:lumen/tool-box [] links=[] extra={}",
        ),
    ] {
        assert_eq!(shown(&catalog, reference), expected);
        assert_eq!(details(&catalog, reference), told);
    }
    assert_eq!(catalog.entities.len(), 3);
    let expected: [&str; 2] = [
        "note catalog/dangling: lumen/support-console: opslevel.yml:10:11: component:default/support-console names system:default/support, which is not in the catalog -> describe it, or correct the name",
        "note catalog/dangling: lumen/support-console: opslevel.yml:21:12: component:default/support-console names component:default/parcel-store, which is not in the catalog -> describe it, or correct the name",
    ];
    assert_eq!(notes, expected, "{notes:#?}");
}

const BAD: &str = "version: 2
service:
  name: Pay
  ownr: money
  owner: [a, b]
  alert sources: []
  tags:
  - name: x
  repositories: o/pay
  tools:
  - {name: Pager, category: incident, url: not a link}
";

const BAD_2: &str = "version: 1
services:
  - name: my-service
";

const BAD_3: &str = "version: 1
service:
  name: Twice
  language: Go
  language: Rust
";

#[test]
fn a_bad_file_is_told_line_by_line_and_what_can_be_used_is_used() {
    let (catalog, notes) = World::of(&[(
        "o/r",
        &[("a/opslevel.yml", BAD), ("b/opslevel.yml", BAD_2), ("c/opslevel.yml", BAD_3), ("d/opslevel.yml", "steps: []\n")],
    )])
    .build();
    assert_eq!(
        shown(&catalog, "component:default/pay"),
        "component:default/pay type=service lifecycle=- tier=- owners= tags= relations=[]"
    );
    assert_eq!(
        details(&catalog, "component:default/pay"),
        "Pay “-” in id:o/r [] links=[] extra={\"opslevel\":{\"ownr\":\"money\",\"alert sources\":[]}}"
    );
    assert_eq!(catalog.entities.len(), 1);
    let expected: [&str; 13] = [
        "error yaml/duplicate-key: o/r: c/opslevel.yml:5:3: the key “language” is already on line 4 -> keep one of the two",
        "warning opslevel/wrong-type: o/r: a/opslevel.yml:1:10: “version” must be 1, and this is “2” -> write 1",
        "warning opslevel/unknown-key: o/r: a/opslevel.yml:4:3: “service.ownr” is not a key of a component -> known keys are name, type, owner, lifecycle, tier, product, system, domain, parent, language, framework, description, note, aliases, tags, properties, dependencies, repositories, tools, alert_sources, api_document_path",
        "warning opslevel/wrong-type: o/r: a/opslevel.yml:5:10: “service.owner” must be text, and this is a list of 2 -> write text",
        "warning opslevel/unknown-key: o/r: a/opslevel.yml:6:3: “service.alert sources” is not a key of a component -> did you mean “alert_sources”?",
        "warning opslevel/required-field: o/r: a/opslevel.yml:8:5: there is no “service.tags[].key” -> OpsLevel wants “key” in a tag; write text that is not empty",
        "warning opslevel/unknown-key: o/r: a/opslevel.yml:8:5: “service.tags[].name” is not a key of a tag -> known keys are key, value",
        "warning opslevel/wrong-type: o/r: a/opslevel.yml:9:17: “service.repositories” must be a list, each item a map with name, and this is “o/pay” -> write a list, each item a map with name",
        "warning opslevel/bad-value: o/r: a/opslevel.yml:11:29: “service.tools[].category” cannot be “incident” -> did you mean “incidents”?",
        "warning opslevel/bad-link: o/r: a/opslevel.yml:11:44: “not a link” cannot be a link, and is left out -> write https://…, http://…, mailto:…, or a path from the repository's root",
        "warning opslevel/bad-value: o/r: b/opslevel.yml:1:1: the file describes neither a service nor a repository -> write component: with a name, or repository: with an owner",
        "warning opslevel/unknown-key: o/r: b/opslevel.yml:2:1: “services” is not a key of opslevel.yml -> did you mean “service”?",
        "note catalog/skipped: o/r: d/opslevel.yml: skipped: not an OpsLevel descriptor, whatever its name says",
    ];
    assert_eq!(notes, expected, "{notes:#?}");
}
