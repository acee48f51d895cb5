//! Kratix's Promises, good and bad.

use crate::world::{World, details, shown};

const GOOD: &str = "apiVersion: platform.kratix.io/v1alpha1
kind: Promise
metadata:
  name: postgresql
  labels: {kratix.io/promise-version: v1.2.0}
spec:
  api:
    apiVersion: apiextensions.k8s.io/v1
    kind: CustomResourceDefinition
    metadata: {name: postgresqls.lumen.example}
    spec:
      group: lumen.example
      names: {kind: postgresql, plural: postgresqls, singular: postgresql}
      scope: Namespaced
      versions:
        - {name: v1alpha1, served: true, storage: false, schema: {openAPIV3Schema: {type: object}}}
        - name: v1
          served: true
          storage: true
          schema:
            openAPIV3Schema:
              type: object
              properties:
                spec:
                  type: object
                  required: [env]
                  properties:
                    env: {type: string, pattern: ^(dev|prod)$, default: dev}
                    size: {type: integer, enum: [1, 2, 3]}
  requiredPromises: [{name: backups, version: v1.0.0}]
  destinationSelectors: [{matchLabels: {environment: dev}}]
  workflows:
    resource:
      configure:
        - {apiVersion: platform.kratix.io/v1alpha1, kind: Pipeline, metadata: {name: make}, spec: {containers: [{name: one, image: ghcr.io/lumen/make:1}]}}
---
apiVersion: platform.kratix.io/v1alpha1
kind: PromiseRelease
metadata: {name: postgresql}
---
apiVersion: v1
kind: Namespace
metadata: {name: x}
";

#[test]
fn a_good_file_gives_its_entities_and_their_relations() {
    let (catalog, notes) = World::of(&[("lumen/platform", &[("promises/postgresql/promise.yaml", GOOD)])]).build();
    assert_eq!(
        shown(&catalog, "capability:default/postgresql"),
        "capability:default/postgresql type=promise lifecycle=- tier=- owners= tags= relations=[DependsOn capability:default/backups (dangling)]"
    );
    assert_eq!(
        details(&catalog, "capability:default/postgresql"),
        "postgresql “-” in id:lumen/platform [] links=[] extra={\"request\":{\"api_version\":\"lumen.example/v1\",\"kind\":\"postgresql\",\"plural\":\"postgresqls\",\"is_namespaced\":true,\"schema\":{\"type\":\"object\",\"required\":[\"env\"],\"properties\":{\"env\":{\"type\":\"string\",\"pattern\":\"^(dev|prod)$\",\"default\":\"dev\"},\"size\":{\"type\":\"integer\",\"enum\":[1,2,3]}}}},\"kratix\":{\"destinationSelectors\":[{\"matchLabels\":{\"environment\":\"dev\"}}],\"requiredPromises\":[{\"name\":\"backups\",\"version\":\"v1.0.0\"}],\"pipelines\":[{\"workflow\":\"resource\",\"stage\":\"configure\",\"name\":\"make\",\"images\":[\"ghcr.io/lumen/make:1\"]}]}}"
    );
    assert_eq!(catalog.entities.len(), 1);
    let expected: [&str; 2] = [
        "note catalog/dangling: lumen/platform: promises/postgresql/promise.yaml:30:29: capability:default/postgresql names capability:default/backups, which is not in the catalog -> describe it, or correct the name",
        "note kratix/skipped: lumen/platform: promises/postgresql/promise.yaml:37:1: skipped: PromiseRelease is no Promise -> nothing: it describes no capability",
    ];
    assert_eq!(notes, expected, "{notes:#?}");
}

const BAD: &str = "apiVersion: platform.kratix.io/v1alpha1
kind: Promise
metadata: {name: Post_gres}
spec:
  xaasCrd: {}
  requiredPromises: [backups]
  workflow: {}
  api: {apiVersion: v1, kind: Redis, metadata: {}, spec: {group: a.b, names: {kind: X, plural: xs}, versions: [{name: v1}]}}
";

#[test]
fn a_bad_file_is_told_line_by_line_and_what_can_be_used_is_used() {
    let (catalog, notes) =
        World::of(&[("o/r", &[("promise.yaml", BAD), ("old/promise.yaml", "# a promise in another sense\nmodule: promise\n")])]).build();
    assert_eq!(
        shown(&catalog, "capability:default/post_gres"),
        "capability:default/post_gres type=promise lifecycle=- tier=- owners= tags= relations=[]"
    );
    assert_eq!(
        details(&catalog, "capability:default/post_gres"),
        "Post_gres “-” in id:o/r [] links=[] extra={\"request\":{\"api_version\":\"a.b/v1\",\"kind\":\"X\",\"plural\":\"xs\",\"is_namespaced\":true},\"kratix\":{\"requiredPromises\":[\"backups\"]}}"
    );
    assert_eq!(catalog.entities.len(), 1);
    let expected: [&str; 7] = [
        "error kratix/bad-value: o/r: promise.yaml:3:18: “metadata.name” must be lower-case letters, digits, - and . inside, at most 253 characters, and this is “Post_gres” -> write lower-case letters, digits, - and . inside, at most 253 characters",
        "error kratix/unknown-key: o/r: promise.yaml:5:3: “spec.xaasCrd” is not a key of the spec of a Promise -> known keys are api, dependencies, destinationSelectors, requiredPromises, workflows",
        "error kratix/wrong-type: o/r: promise.yaml:6:22: “spec.requiredPromises[]” must be a map with keys such as name, version, and this is “backups” -> write a map with keys such as name, version",
        "error kratix/unknown-key: o/r: promise.yaml:7:3: “spec.workflow” is not a key of the spec of a Promise -> did you mean “workflows”?",
        "error kratix/bad-value: o/r: promise.yaml:8:31: “spec.api.kind” must be “CustomResourceDefinition”, and this is “Redis” -> write “CustomResourceDefinition”",
        "warning kratix/no-schema: o/r: promise.yaml:8:112: version v1 of the API has no schema of “spec”, so no form can be made of it -> write schema.openAPIV3Schema.properties.spec",
        "note catalog/skipped: o/r: old/promise.yaml: skipped: not a Kratix Promise, whatever its name says",
    ];
    assert_eq!(notes, expected, "{notes:#?}");
}
