//! Humanitec's entities, good and bad.

use crate::world::{World, details, shown};

const GOOD: &str = "apiVersion: entity.humanitec.io/v1b1
kind: Definition
metadata: {id: postgres-dev}
entity:
  name: Postgres for development
  type: postgres
  driver_type: humanitec/terraform
  driver_account: lumen-dev
  driver_inputs:
    values: {source: {url: https://github.com/lumen/modules, path: postgres, rev: main}, password: hunter2}
    secrets: {key: s3cret}
  criteria: [{env_type: development}, {}]
---
apiVersion: entity.humanitec.io/v1b1
kind: ResourceType
metadata: {id: postgres}
entity:
  name: Postgres
  inputs_schema: {type: object, properties: {size: {type: string}}}
  outputs_schema: {type: object}
---
apiVersion: entity.humanitec.io/v1b1
kind: Application
metadata: {id: shop}
entity: {name: Shop}
---
apiVersion: entity.humanitec.io/v1b1
kind: Environment
metadata: {id: staging}
entity: {name: Staging, type: staging, app_id: shop}
---
apiVersion: entity.humanitec.io/v1b1
kind: Account
metadata: {id: lumen-dev}
entity: {name: x, type: aws-role, credentials: {aws_role: secret-role}}
";

#[test]
fn a_good_file_gives_its_entities_and_their_relations() {
    let (catalog, notes) = World::of(&[("lumen/platform", &[("humanitec/postgres.yaml", GOOD)])]).build();
    for (reference, expected, told) in [
        (
            "capability:default/postgres-dev",
            "capability:default/postgres-dev type=postgres lifecycle=- tier=- owners= tags= relations=[]",
            "postgres-dev “Postgres for development” in id:lumen/platform [] links=[repository “Source” https://github.com/lumen/modules] extra={\"humanitec\":{\"criteria\":[{\"env_type\":\"development\"},{}],\"driver_type\":\"humanitec/terraform\",\"driver_account\":\"lumen-dev\"}}",
        ),
        (
            "environment:default/staging",
            "environment:default/staging type=staging lifecycle=- tier=- owners= tags= relations=[PartOf system:default/shop]",
            "staging “Staging” in id:lumen/platform [] links=[] extra={}",
        ),
        (
            "resourcetype:default/postgres",
            "resourcetype:default/postgres type=- lifecycle=- tier=- owners= tags= relations=[]",
            "postgres “Postgres” in id:lumen/platform [] links=[] extra={\"request\":{\"kind\":\"postgres\",\"schema\":{\"type\":\"object\",\"properties\":{\"size\":{\"type\":\"string\"}}}},\"humanitec\":{\"outputs_schema\":{\"type\":\"object\"}}}",
        ),
        (
            "system:default/shop",
            "system:default/shop type=- lifecycle=- tier=- owners= tags= relations=[HasPart environment:default/staging]",
            "shop “Shop” in id:lumen/platform [] links=[] extra={}",
        ),
    ] {
        assert_eq!(shown(&catalog, reference), expected);
        assert_eq!(details(&catalog, reference), told);
    }
    assert_eq!(catalog.entities.len(), 4);
    let expected: [&str; 1] = [
        "note humanitec/skipped: lumen/platform: humanitec/postgres.yaml:32:1: skipped: the kind “Account” of Humanitec is nothing that a catalog shows -> nothing: Definition, ResourceType, Environment and Application are read",
    ];
    assert_eq!(notes, expected, "{notes:#?}");
}

const BAD: &str = "apiVersion: entity.humanitec.io/v1b2
kind: Definition
metadata: {name: Pay}
entity: {name: Pay}
---
apiVersion: entity.humanitec.io/v1b1
kind: Definition
metadata: {id: Not Good}
entity:
  type: s3
  driver: humanitec/echo
  driver_type: echo
  criteria: []
";

#[test]
fn a_bad_file_is_told_line_by_line_and_what_can_be_used_is_used() {
    let (catalog, notes) =
        World::of(&[("o/r", &[("resource-definitions/x.yaml", BAD), ("resource-definitions/y.yaml", "apiVersion: v1\nkind: Service\n")])])
            .build();
    assert_eq!(
        shown(&catalog, "capability:default/not-good"),
        "capability:default/not-good type=s3 lifecycle=- tier=- owners= tags= relations=[]"
    );
    assert_eq!(
        details(&catalog, "capability:default/not-good"),
        "not-good “Not Good” in id:o/r [] links=[] extra={\"humanitec\":{\"driver_type\":\"echo\"}}"
    );
    assert_eq!(catalog.entities.len(), 1);
    let expected: [&str; 7] = [
        "warning humanitec/bad-value: o/r: resource-definitions/x.yaml:1:13: “apiVersion” cannot be “entity.humanitec.io/v1b2” -> did you mean “entity.humanitec.io/v1b1”?",
        "warning humanitec/required-field: o/r: resource-definitions/x.yaml:3:11: there is no “metadata.id” -> Humanitec wants “id” in metadata; write lower-case letters, digits and - inside, at most 100 characters",
        "warning humanitec/bad-value: o/r: resource-definitions/x.yaml:8:16: “metadata.id” must be lower-case letters, digits and - inside, at most 100 characters, and this is “Not Good” -> write lower-case letters, digits and - inside, at most 100 characters",
        "warning humanitec/required-field: o/r: resource-definitions/x.yaml:10:3: there is no “name” -> Humanitec wants “name” in a resource definition; write text that is not empty",
        "warning humanitec/unknown-key: o/r: resource-definitions/x.yaml:11:3: “driver” is not a key of a resource definition -> did you mean “driver_inputs”?",
        "warning humanitec/bad-value: o/r: resource-definitions/x.yaml:12:16: “driver_type” must be an organisation and a driver, such as humanitec/terraform, and this is “echo” -> write an organisation and a driver, such as humanitec/terraform",
        "note humanitec/never-matched: o/r: resource-definitions/x.yaml:13:13: with an empty list of criteria this definition is never matched -> write `- {}` to match everything, or leave the key out where criteria are kept elsewhere",
    ];
    assert_eq!(notes, expected, "{notes:#?}");
}
