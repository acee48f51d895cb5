//! Score's workloads, good and bad, and the resources that they share.

use crate::world::{World, details, shown};

const GOOD: &str = r#"apiVersion: score.dev/v1b1
metadata:
  name: web
  annotations: {lumen.example/Team: shop}
service:
  ports:
    www: {port: 80, targetPort: 8080}
    udp: {port: 53, protocol: UDP}
containers:
  main:
    image: .
    command: ["/bin/web"]
    variables: {DB: "${resources.db.host}"}
    files: {/etc/web.conf: {mode: "0644", content: hello}}
    volumes: {/data: {source: "${resources.data}"}}
    resources: {limits: {memory: 128Mi, cpu: 250m}}
    livenessProbe: {httpGet: {path: /alive, port: 8080}}
    before: {setup: {ready: complete}}
  setup: {image: busybox, files: [{target: /x, content: y}]}
resources:
  db: {type: postgres, id: main-db, class: large, params: {version: 17}}
  dns: {type: dns}
  data: {type: volume}
"#;

const GOOD_2: &str = "apiVersion: score.dev/v1b1
metadata: {name: jobs}
containers: {main: {image: ghcr.io/lumen/jobs}}
resources:
  store: {type: postgres, id: main-db, class: large}
";

#[test]
fn a_good_file_gives_its_entities_and_their_relations() {
    let (catalog, notes) = World::of(&[("lumen/web", &[("score.yaml", GOOD)]), ("lumen/jobs", &[("score.yaml", GOOD_2)])]).build();
    for (reference, expected, told) in [
        (
            "component:default/jobs",
            "component:default/jobs type=service lifecycle=- tier=- owners= tags= relations=[DependsOn resource:default/postgres.large.main-db]",
            "jobs “-” in id:lumen/jobs [] links=[] extra={\"score\":{\"containers\":[{\"name\":\"main\",\"image\":\"ghcr.io/lumen/jobs\"}]}}",
        ),
        (
            "component:default/web",
            "component:default/web type=service lifecycle=- tier=- owners= tags= relations=[DependsOn resource:default/dns.default.web.dns, DependsOn resource:default/postgres.large.main-db, DependsOn resource:default/volume.default.web.data]",
            "web “-” in id:lumen/web [] links=[] extra={\"score\":{\"endpoints\":[{\"name\":\"www\",\"port\":80,\"target_port\":8080,\"protocol\":\"TCP\"},{\"name\":\"udp\",\"port\":53,\"target_port\":null,\"protocol\":\"UDP\"}],\"containers\":[{\"name\":\"main\",\"image\":\".\"},{\"name\":\"setup\",\"image\":\"busybox\"}]}}",
        ),
        (
            "resource:default/dns.default.web.dns",
            "resource:default/dns.default.web.dns type=dns lifecycle=- tier=- owners= tags= relations=[DependencyOf component:default/web]",
            "web.dns “-” in id:lumen/web [] links=[] extra={}",
        ),
        (
            "resource:default/postgres.large.main-db",
            "resource:default/postgres.large.main-db type=postgres lifecycle=- tier=- owners= tags= relations=[DependencyOf component:default/jobs, DependencyOf component:default/web]",
            "main-db “-” in id:lumen/jobs [] links=[] extra={\"score\":{\"class\":\"large\"}}",
        ),
        (
            "resource:default/volume.default.web.data",
            "resource:default/volume.default.web.data type=volume lifecycle=- tier=- owners= tags= relations=[DependencyOf component:default/web]",
            "web.data “-” in id:lumen/web [] links=[] extra={}",
        ),
    ] {
        assert_eq!(shown(&catalog, reference), expected);
        assert_eq!(details(&catalog, reference), told);
    }
    assert_eq!(catalog.entities.len(), 5);
    let expected: [&str; 0] = [];
    assert_eq!(notes, expected, "{notes:#?}");
}

const BAD: &str = r#"apiVersion: score.dev/v1b2
metadata: {name: P}
kind: Workload
service: {ports: {w: {port: 70000, protocol: tcp}}}
containers:
  main:
    variables: {PORT: 8080, A: yes}
    files: {/x: {source: a, content: b, mode: "0888"}}
    livenessProbe: {}
    resources: {limits: {memory: lots}}
resources:
  db: {type: postgres, ID: x}
  q: {class: big}
"#;

#[test]
fn a_bad_file_is_told_line_by_line_and_what_can_be_used_is_used() {
    let (catalog, notes) = World::of(&[("o/r", &[("score.yaml", BAD), ("music/score.yaml", "title: Prelude\nnotes: [c, d]\n")])]).build();
    for (reference, expected, told) in [
        (
            "component:default/p",
            "component:default/p type=service lifecycle=- tier=- owners= tags= relations=[DependsOn resource:default/postgres.default.p.db]",
            "P “-” in id:o/r [] links=[] extra={\"score\":{\"endpoints\":[{\"name\":\"w\",\"port\":70000,\"target_port\":null,\"protocol\":\"tcp\"}]}}",
        ),
        (
            "resource:default/postgres.default.p.db",
            "resource:default/postgres.default.p.db type=postgres lifecycle=- tier=- owners= tags= relations=[DependencyOf component:default/p]",
            "P.db “-” in id:o/r [] links=[] extra={\"score\":{\"ID\":\"x\"}}",
        ),
    ] {
        assert_eq!(shown(&catalog, reference), expected);
        assert_eq!(details(&catalog, reference), told);
    }
    assert_eq!(catalog.entities.len(), 2);
    let expected: [&str; 16] = [
        "error score/bad-value: o/r: score.yaml:1:13: “apiVersion” cannot be “score.dev/v1b2” -> did you mean “score.dev/v1b1”?",
        "error score/bad-value: o/r: score.yaml:2:18: “metadata.name” must be 2 to 63 lower-case letters, digits and -, a letter or digit at both ends, and this is “P” -> write 2 to 63 lower-case letters, digits and -, a letter or digit at both ends",
        "error score/unknown-key: o/r: score.yaml:3:1: “kind” is not a key of a workload -> known keys are apiVersion, metadata, service, containers, resources",
        "error score/bad-key: o/r: score.yaml:4:19: “w” cannot be a key of “service.ports” -> a key must be 2 to 63 lower-case letters, digits and -, a letter or digit at both ends",
        "error score/wrong-type: o/r: score.yaml:4:29: “service.ports.w.port” must be a whole number from 1 to 65535, and this is “70000” -> write a whole number from 1 to 65535",
        "error score/bad-value: o/r: score.yaml:4:46: “service.ports.w.protocol” cannot be “tcp” -> did you mean “TCP”?",
        "error score/required-field: o/r: score.yaml:7:5: there is no “containers.main.image” -> Score wants “image” in a container; write text that is not empty",
        "error score/wrong-type: o/r: score.yaml:7:23: “containers.main.variables.PORT” must be text, and YAML reads “8080” as a number or a boolean -> put it in quotes: \"8080\"",
        "error score/bad-value: o/r: score.yaml:8:17: a file has one of source, content and binaryContent, and this has 2 of them -> write one of the three",
        "error score/bad-value: o/r: score.yaml:8:47: “containers.main.files./x.mode” must be three octal digits such as 0644, and this is “0888” -> write three octal digits such as 0644",
        "error score/bad-value: o/r: score.yaml:9:20: a probe has httpGet or exec, and this has neither -> write one of the two",
        "error score/bad-value: o/r: score.yaml:10:34: “containers.main.resources.limits.memory” must be an amount such as 128Mi, and this is “lots” -> write an amount such as 128Mi",
        "error score/unknown-key: o/r: score.yaml:12:24: “resources.db.ID” is not a key of a resource -> did you mean “id”?",
        "error score/bad-key: o/r: score.yaml:13:3: “q” cannot be a key of “resources” -> a key must be 2 to 63 lower-case letters, digits and -, a letter or digit at both ends",
        "error score/required-field: o/r: score.yaml:13:6: there is no “resources.q.type” -> Score wants “type” in a resource; write 2 to 63 letters, digits and -, a letter or digit at both ends",
        "note catalog/skipped: o/r: music/score.yaml: skipped: not a Score workload, whatever its name says",
    ];
    assert_eq!(notes, expected, "{notes:#?}");
}
