//! Datadog's descriptors, good and bad.

use crate::world::{World, details, shown};

const GOOD: &str = r#"---
# Three versions in one file, as migrations leave them.
schema-version: v2
dd-service: parcel-export
dd-team: parcels
contacts:
  - {type: email, contact: parcels@lumen.example}
  - {name: Parcel desk, type: slack, contact: https://chat.lumen.example/archives/C1}
links:
  - {name: What to do at night, type: runbook, url: https://wiki.lumen.example/parcels}
repos:
  - {name: Source, provider: github, url: https://github.com/lumen/parcel-api}
docs:
  - {name: Handbook, url: https://wiki.lumen.example/handbook}
tags: [env:production, lang:go]
integrations:
  pagerduty: https://lumen.pagerduty.com/service-directory/PABC123
extensions: {lumen.example/cost: {centre: 12}}
---
schema-version: v2.2
dd-service: parcel-cache
team: parcels
application: parcels
tier: "1"
type: cache
lifecycle: production
languages: [go]
---
apiVersion: v3
kind: service
metadata:
  name: parcel-api
  displayName: Parcel API
  description: Where every parcel is.
  owner: parcels
  additionalOwners: [{name: tracking, type: operator}]
  tags: [lang:go]
  links:
    - {name: Source, type: repo, provider: github, url: https://github.com/lumen/parcel-api}
    - {name: Overview, type: dashboard, url: https://charts.lumen.example/d/1}
spec:
  lifecycle: 5 weeks
  tier: "2"
  languages: [go]
  dependsOn: [datastore:parcels-db, "service:eu/parcel-cache", "queue:scans", tariff-api]
  componentOf: [system:parcels]
integrations:
  opsgenie: {serviceURL: https://lumen.opsgenie.com/service/1}
datadog:
  codeLocations:
    - repositoryURL: https://github.com/lumen/parcel-api
      paths: ["cmd/api/**"]
---
apiVersion: v3
kind: system
metadata: {name: parcels, owner: parcels}
spec: {components: [service:parcel-export]}
---
apiVersion: v3
kind: datastore
metadata: {name: parcels-db}
spec: {type: postgres, dependencyOf: [service:parcel-export]}
---
apiVersion: v3
kind: api
metadata: {name: parcels-v1}
spec: {type: openapi, interface: {fileRef: https://github.com/lumen/parcel-api/blob/main/openapi.yaml}, implementedBy: [service:parcel-api]}
---
apiVersion: v3
kind: sensor-gate
metadata: {name: gate-7, inheritFrom: gate}
"#;

#[test]
fn a_good_file_gives_its_entities_and_their_relations() {
    let (catalog, notes) = World::of(&[("lumen/parcel-api", &[("service.datadog.yaml", GOOD)])]).build();
    for (reference, expected, told) in [
        (
            "api:default/parcels-v1",
            "api:default/parcels-v1 type=openapi lifecycle=- tier=- owners= tags= relations=[ApiProvidedBy component:default/parcel-api]",
            "parcels-v1 “-” in id:lumen/parcel-api [] links=[docs “Interface” https://github.com/lumen/parcel-api/blob/main/openapi.yaml] extra={}",
        ),
        (
            "component:default/parcel-api",
            "component:default/parcel-api type=service lifecycle=5 weeks tier=2 owners=group:default/parcels,group:default/tracking tags=lang:go relations=[OwnedBy group:default/parcels (dangling), OwnedBy group:default/tracking (dangling), PartOf system:default/parcels, ProvidesApi api:default/parcels-v1, DependsOn component:default/parcel-cache, DependsOn component:default/tariff-api (dangling), DependsOn resource:default/parcels-db, DependsOn resource:default/scans (dangling)]",
            "parcel-api “Parcel API” in id:lumen/parcel-api [cmd/api/**] links=[repository “Source” https://github.com/lumen/parcel-api; dashboard “Overview” https://charts.lumen.example/d/1; oncall “On call” https://lumen.opsgenie.com/service/1] extra={\"on_call\":\"opsgenie\",\"datadog\":{\"languages\":[\"go\"],\"datadog\":{\"codeLocations\":[{\"repositoryURL\":\"https://github.com/lumen/parcel-api\",\"paths\":[\"cmd/api/**\"]}]}}}",
        ),
        (
            "component:default/parcel-cache",
            "component:default/parcel-cache type=cache lifecycle=production tier=1 owners=group:default/parcels tags= relations=[OwnedBy group:default/parcels (dangling), PartOf system:default/parcels, DependencyOf component:default/parcel-api]",
            "parcel-cache “-” in id:lumen/parcel-api [] links=[] extra={\"datadog\":{\"languages\":[\"go\"]}}",
        ),
        (
            "component:default/parcel-export",
            "component:default/parcel-export type=service lifecycle=- tier=- owners=group:default/parcels tags=env:production,lang:go relations=[OwnedBy group:default/parcels (dangling), PartOf system:default/parcels, DependsOn resource:default/parcels-db]",
            "parcel-export “-” in id:lumen/parcel-api [] links=[other “parcels@lumen.example” mailto:parcels@lumen.example; chat “Parcel desk” https://chat.lumen.example/archives/C1; runbook “What to do at night” https://wiki.lumen.example/parcels; repository “Source” https://github.com/lumen/parcel-api; docs “Handbook” https://wiki.lumen.example/handbook; oncall “On call” https://lumen.pagerduty.com/service-directory/PABC123] extra={\"on_call\":\"pagerduty\",\"datadog\":{\"extensions\":{\"lumen.example/cost\":{\"centre\":12}}}}",
        ),
        (
            "resource:default/parcels-db",
            "resource:default/parcels-db type=postgres lifecycle=- tier=- owners= tags= relations=[DependencyOf component:default/parcel-api, DependencyOf component:default/parcel-export]",
            "parcels-db “-” in id:lumen/parcel-api [] links=[] extra={}",
        ),
        (
            "sensorgate:default/gate-7",
            "sensorgate:default/gate-7 type=- lifecycle=- tier=- owners= tags= relations=[]",
            "gate-7 “-” in id:lumen/parcel-api [] links=[] extra={\"datadog\":{\"inheritFrom\":\"gate\"}}",
        ),
        (
            "system:default/parcels",
            "system:default/parcels type=- lifecycle=- tier=- owners=group:default/parcels tags= relations=[OwnedBy group:default/parcels (dangling), HasPart component:default/parcel-api, HasPart component:default/parcel-cache, HasPart component:default/parcel-export]",
            "parcels “-” in id:lumen/parcel-api [] links=[] extra={}",
        ),
    ] {
        assert_eq!(shown(&catalog, reference), expected);
        assert_eq!(details(&catalog, reference), told);
    }
    assert_eq!(catalog.entities.len(), 7);
    let expected: [&str; 2] = [
        "note catalog/dangling: lumen/parcel-api: service.datadog.yaml:45:64: component:default/parcel-api names resource:default/scans, which is not in the catalog -> describe it, or correct the name",
        "note catalog/dangling: lumen/parcel-api: service.datadog.yaml:45:79: component:default/parcel-api names component:default/tariff-api, which is not in the catalog -> describe it, or correct the name",
    ];
    assert_eq!(notes, expected, "{notes:#?}");
}

const BAD: &str = r##"schema-version: v2.1
dd-service: pay
tier: 1
contacts:
  - {type: Slack, contact: https://chat.example.com}
  - {type: slack, contact: "#pay"}
links:
  - {name: Guide, type: wiki, url: wiki/pay}
repos: []
integrations: {pagerduty: {service-url: https://example.com/pay}}
---
schema-version: v2
team: pay
---
apiVersion: v3
kind: service
metadata:
  name: ledger
  dislayName: Ledger
  owner: [pay, money]
spec:
  dependsOn: service:pay
  lifecycle: ""
  components: [service:pay]
---
schema-version: v4
dd-service: later
---
metadata: {name: nobody}
---
apiVersion: v3
kind: Service
metadata: {name: capital}
"##;

#[test]
fn a_bad_file_is_told_line_by_line_and_what_can_be_used_is_used() {
    let (catalog, notes) = World::of(&[("o/r", &[("entity.datadog.yaml", BAD)])]).build();
    for (reference, expected, told) in [
        (
            "component:default/capital",
            "component:default/capital type=service lifecycle=- tier=- owners= tags= relations=[]",
            "capital “-” in id:o/r [] links=[] extra={}",
        ),
        (
            "component:default/ledger",
            "component:default/ledger type=service lifecycle=- tier=- owners= tags= relations=[HasPart component:default/pay, DependsOn component:default/pay]",
            "ledger “-” in id:o/r [] links=[] extra={\"datadog\":{\"dislayName\":\"Ledger\"}}",
        ),
        (
            "component:default/pay",
            "component:default/pay type=service lifecycle=- tier=1 owners= tags= relations=[PartOf component:default/ledger, DependencyOf component:default/ledger]",
            "pay “-” in id:o/r [] links=[chat “Chat” https://chat.example.com; docs “Guide” wiki/pay; oncall “On call” https://example.com/pay] extra={\"on_call\":\"pagerduty\"}",
        ),
    ] {
        assert_eq!(shown(&catalog, reference), expected);
        assert_eq!(details(&catalog, reference), told);
    }
    assert_eq!(catalog.entities.len(), 3);
    let expected: [&str; 17] = [
        "error datadog/wrong-type: o/r: entity.datadog.yaml:3:7: “tier” must be text, and YAML reads “1” as a number or a boolean -> put it in quotes: \"1\"",
        "error datadog/bad-value: o/r: entity.datadog.yaml:5:12: “contacts[].type” cannot be “Slack” -> did you mean “slack”?",
        "error datadog/bad-value: o/r: entity.datadog.yaml:6:28: the contact of type slack must be an address that begins with https://, and this is “#pay” -> write an address that begins with https://",
        "error datadog/bad-value: o/r: entity.datadog.yaml:8:25: “links[].type” must be one of doc, runbook, repo, dashboard, other, and this is “wiki” -> write one of doc, runbook, repo, dashboard, other",
        "error datadog/bad-value: o/r: entity.datadog.yaml:8:36: “links[].url” must be an address such as https://example.com, and this is “wiki/pay” -> write an address such as https://example.com",
        "error datadog/unknown-key: o/r: entity.datadog.yaml:9:1: “repos” is not a key of a service of v2.1 -> known keys are schema-version, dd-service, team, application, description, tier, lifecycle, contacts, links, tags, integrations, extensions",
        "error datadog/bad-value: o/r: entity.datadog.yaml:10:41: “integrations.pagerduty.service-url” must be https://….pagerduty.com/service-directory/P…, and this is “https://example.com/pay” -> write https://….pagerduty.com/service-directory/P…",
        "error datadog/required-field: o/r: entity.datadog.yaml:12:1: there is no “dd-service” -> Datadog wants “dd-service” in a service of v2; write text that is not empty",
        "error datadog/unknown-key: o/r: entity.datadog.yaml:19:3: “metadata.dislayName” is not a key of metadata -> did you mean “displayName”?",
        "error datadog/wrong-type: o/r: entity.datadog.yaml:20:10: “metadata.owner” must be text, and this is a list of 2 -> write text",
        "error datadog/wrong-type: o/r: entity.datadog.yaml:22:14: “spec.dependsOn” must be a list, each item text, and this is “service:pay” -> write a list, each item text",
        "error datadog/bad-value: o/r: entity.datadog.yaml:23:14: “spec.lifecycle” must be text that is not empty, and this is “” -> write text that is not empty",
        "error datadog/unknown-key: o/r: entity.datadog.yaml:24:3: “spec.components” is not a key of a service -> did you mean “componentOf”?",
        "error datadog/bad-api-version: o/r: entity.datadog.yaml:26:17: Datadog has no version “v4” -> write schema-version: v2, v2.1 or v2.2, or apiVersion: v3",
        "error datadog/bad-api-version: o/r: entity.datadog.yaml:29:1: this document says no version, and is a map with the key “metadata” -> write schema-version: v2, v2.1 or v2.2, or apiVersion: v3",
        "error datadog/bad-value: o/r: entity.datadog.yaml:32:7: “kind” must be a kind: service, system, datastore, queue, api, or lower-case words joined by one -, and this is “Service” -> write a kind: service, system, datastore, queue, api, or lower-case words joined by one -",
        "warning datadog/bad-link: o/r: entity.datadog.yaml:6:28: “#pay” cannot be a link, and is left out -> write https://…, http://…, mailto:…, or a path from the repository's root",
    ];
    assert_eq!(notes, expected, "{notes:#?}");
}
