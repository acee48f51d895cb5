//! Files of other portals, rewritten from real ones, and the actions that they make.

use crate::actions::tests::offered;
use crate::actions::{Action, Format, InputKind, Means};

const WORKFLOW: &str = "name: provision\non:\n  workflow_dispatch:\n    inputs:\n      service: {required: true}\n      owner: {}\n      kind: {type: choice, options: [postgres, redis]}\n      size: {type: number}\n      region: {}\n      notes: {}\n";
const PATH: &str = ".github/workflows/provision.yml";

const TEMPLATE: &str = "apiVersion: scaffolder.backstage.io/v1beta3
kind: Template
metadata:
  name: database
  title: Provision a database
  description: |
    One for each service,
    with backups.
spec:
  owner: group:default/platform
  type: resource
  parameters:
    - title: What
      required: [component, kind]
      properties:
        component:
          title: Service
          type: string
          ui:field: EntityPicker
          ui:options: {catalogFilter: [{kind: Component}]}
        team: {title: Team, type: string, ui:field: OwnerPicker, ui:help: Who pays.}
        kind:
          title: Engine
          type: string
          default: postgres
          enum: [postgres, redis]
          enumNames: [PostgreSQL 17, Redis 8]
          ui:widget: radio
      dependencies:
        kind:
          oneOf:
            - properties:
                kind: {enum: [postgres]}
                size: {title: Gigabytes, type: integer, minimum: 10, maximum: 500}
            - properties:
                kind: {enum: [redis]}
    - title: Why
      properties:
        notes: {type: string, ui:widget: textarea, minLength: 10, ui:placeholder: For the ledger}
  steps:
    - id: say
      action: debug:log
    - id: run
      action: github:actions:dispatch
      input:
        repoUrl: github.com?repo=platform&owner=LumenFreight
        workflowId: provision.yml
        branchOrTagName: main
        workflowInputs:
          service: ${{ parameters.component | parseEntityRef | pick('name') }}
          owner: ${{ parameters.team }}
          kind: ${{ parameters.kind }}
          size: ${{ parameters.size }}
          region: eu-central-1
          notes: ${{ parameters.notes }}
";

const PORT: &str = r#"[{
  "identifier": "provision_db", "title": "Provision DB", "description": "From Port",
  "trigger": {"type": "self-service", "operation": "CREATE", "blueprintIdentifier": "service",
    "userInputs": {
      "properties": {
        "size": {"type": "number", "title": "Size", "minimum": 1, "dependsOn": ["engine"]},
        "engine": {"type": "string", "title": "Engine", "enum": ["postgres", "redis"], "enumColors": {"redis": "red"}},
        "notes": {"type": "string", "format": "multi-line", "default": {"jqQuery": ".user.email"}},
        "left": {"type": "string"}
      },
      "required": ["engine"], "order": ["engine", "size", "notes"],
      "steps": [{"title": "Which one", "order": ["engine", "size"]}, {"title": "Why", "order": ["notes"]}]}},
  "invocationMethod": {"type": "GITHUB", "org": "lumenfreight", "repo": "platform", "workflow": "provision.yml",
    "workflowInputs": {"service": "{{ .entity.identifier }}", "kind": "{{ .inputs.engine }}", "size": "{{ .inputs.size }}",
      "notes": "{{ .inputs.notes }}", "owner": "{{ .trigger.by.user.email }}", "region": "eu"}},
  "requiredApproval": true
}]"#;

const PROMISE: &str = "apiVersion: platform.kratix.io/v1alpha1
kind: Promise
metadata:
  name: postgresql
spec:
  api:
    apiVersion: apiextensions.k8s.io/v1
    kind: CustomResourceDefinition
    metadata: {name: postgresqls.marketplace.kratix.io}
    spec:
      group: marketplace.kratix.io
      names: {kind: postgresql, plural: postgresqls, singular: postgresql}
      scope: Namespaced
      versions:
        - name: v1alpha1
          served: true
          storage: false
          schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object, properties: {old: {type: string}}}}}}
        - name: v1
          served: true
          storage: true
          schema:
            openAPIV3Schema:
              type: object
              properties:
                spec:
                  type: object
                  required: [teamId, backup, extra]
                  properties:
                    env: {type: string, default: dev, pattern: '^(dev|prod)$', description: Where it runs}
                    teamId: {type: string}
                    size: {type: string, enum: [small, big]}
                    backup:
                      type: object
                      required: [days]
                      properties:
                        days: {type: integer, minimum: 1}
                        zones: {type: array, items: {type: string}}
                    extra: {type: object, x-kubernetes-preserve-unknown-fields: true}
                    rules: {type: array, items: {type: object}}
";

fn only(files: &[(&str, &str)]) -> (Action, Vec<String>) {
    let (found, problems) = offered(files, "");
    let [action] = <[Action; 1]>::try_from(found.actions).unwrap_or_else(|all| panic!("{} actions: {problems:?}", all.len()));
    (action, problems)
}

fn names(action: &Action) -> Vec<&str> {
    action.fields.iter().map(|field| field.name.as_str()).collect()
}

#[test]
fn a_template_that_only_starts_a_workflow_is_its_form() {
    let (action, problems) = only(&[(PATH, WORKFLOW), ("templates/database/template.yaml", TEMPLATE)]);
    assert_eq!(problems, [] as [String; 0]);
    assert_eq!((action.id.as_str(), action.title.as_str(), action.git_ref.as_deref()), ("database", "Provision a database", Some("main")));
    assert_eq!(action.description.as_deref(), Some("One for each service, with backups."));
    assert_eq!(names(&action), ["service", "owner", "kind", "size", "region", "notes"]);
    let [service, owner, kind, size, region, notes] = &action.fields[..] else { panic!("six fields") };
    assert_eq!(
        (service.label.as_str(), service.format, service.is_required, service.writes_reference),
        ("Service", Some(Format::Service), true, false)
    );
    assert_eq!((owner.format, owner.writes_reference, owner.help.as_deref()), (Some(Format::Team), true, Some("Who pays.")));
    assert_eq!(
        (kind.options[0].says.as_deref(), kind.default.as_deref(), kind.is_required),
        (Some("PostgreSQL 17"), Some("postgres"), true)
    );
    assert_eq!(
        (size.min, size.max, size.only_when.as_ref().map(|rule| rule.text())),
        (Some(10.0), Some(500.0), Some("(inputs[\"kind\"] == \"postgres\")"))
    );
    assert_eq!((region.is_fixed, region.default.as_deref()), (true, Some("eu-central-1")));
    assert!(notes.is_long && notes.min == Some(10.0) && !notes.is_required);
    let sections: Vec<_> = action.sections.iter().map(|section| (section.title.as_str(), section.inputs.len())).collect();
    assert_eq!(sections, [("What", 4), ("Why", 1)]);
}

#[test]
fn a_template_that_does_more_lends_its_fields_and_makes_no_action() {
    let more = TEMPLATE.replace("action: debug:log", "action: publish:github");
    let (action, problems) = only(&[(PATH, WORKFLOW), ("template.yaml", &more)]);
    assert_eq!(problems, ["template.yaml:43 template-in-part"]);
    assert_eq!((action.title.as_str(), action.is_described), ("provision", false));
    assert_eq!(action.field("owner").and_then(|field| field.help.as_deref()), Some("Who pays."));
}

#[test]
fn every_template_that_starts_a_workflow_is_an_action_or_a_note() {
    let by_hand = ("provision.yml", "deploy.yml");
    let elsewhere = TEMPLATE.replace("repo=platform", "repo=other");
    let missing = TEMPLATE.replace(by_hand.0, by_hand.1);
    let nameless = TEMPLATE.replace("  name: database\n", "");
    let waits = TEMPLATE.replace("github:actions:dispatch", "github:actions:dispatch:await");
    let without_input = format!("{}\n", TEMPLATE.split("      input:").next().expect("because it begins"));
    let broken = TEMPLATE.replace("  steps:", "  steps: [");
    let deeper = TEMPLATE.replace("  steps:", "  more:");
    let comment = TEMPLATE.replace("      action: github:actions:dispatch", "      # action: github:actions:dispatch");
    for (what, text, actions, expected) in [
        ("as it is", TEMPLATE.to_owned(), 1, &[][..]),
        ("a step that waits for the run", waits, 1, &[]),
        ("a repository that is not read", elsewhere, 0, &["template.yaml:1 workflow-elsewhere"]),
        ("a workflow that is not there", missing, 0, &["template.yaml:1 workflow-elsewhere"]),
        ("no name", nameless, 0, &["template.yaml:1 template-unread"]),
        ("a step without input", without_input, 0, &["template.yaml:43 target-unknown"]),
        ("no YAML", broken, 0, &["template.yaml:41 template-unread"]),
        ("steps where none are", deeper, 0, &["template.yaml:44 template-unread"]),
        ("a step in a comment alone", comment, 0, &[]),
    ] {
        let (found, problems) = offered(&[(PATH, WORKFLOW), ("templates/template.yaml", &text)], "");
        let described = found.actions.iter().filter(|action| action.is_described).count();
        assert_eq!((described, problems), (actions, expected.iter().map(|one| (*one).to_owned()).collect()), "{what}");
    }
    let (_, problems) = offered(&[(PATH, "on: push\n"), ("template.yaml", TEMPLATE)], "");
    assert_eq!(problems, ["template.yaml:1 workflow-elsewhere"], "it cannot be started by hand");
    let (_, problems) = offered(&[(PATH, "on: workflow_dispatch\njobs: {\n"), ("template.yaml", TEMPLATE)], "");
    assert_eq!(problems, ["provision.yml:2 workflow-unread", "template.yaml:1 workflow-elsewhere"]);
}

#[test]
fn what_does_not_fit_the_workflow_is_told_where_the_template_says_it() {
    let wrong = TEMPLATE
        .replace("enum: [postgres, redis]", "enum: [postgres, mysql]")
        .replace("          region: eu-central-1\n", "          regoin: eu\n          owner: a-${{ parameters.team }}\n");
    let (_, problems) = only(&[(PATH, WORKFLOW), ("template.yaml", &wrong.replace("          owner: ${{ parameters.team }}\n", ""))]);
    assert_eq!(
        problems,
        [
            "template.yaml:54 reckoned-elsewhere",
            "template.yaml:21 unused-field",
            "template.yaml:53 no-such-input",
            "template.yaml:26 options-differ"
        ]
    );
    let elsewhere = TEMPLATE.replace("github.com?repo=platform&owner=LumenFreight", "${{ parameters.repoUrl }}");
    let (action, problems) = only(&[(PATH, WORKFLOW), ("template.yaml", &elsewhere)]);
    assert_eq!((problems.as_slice(), action.is_described), (&["template.yaml:43 target-unknown".to_owned()][..], false));
}

#[test]
fn an_action_of_port_is_its_form_and_what_only_port_knows_is_told() {
    let (action, problems) = only(&[(PATH, WORKFLOW), (".port/actions.json", PORT)]);
    assert_eq!(
        problems,
        [
            "actions.json:1 approval-elsewhere",
            "actions.json:8 reckoned-elsewhere",
            "actions.json:15 reckoned-elsewhere",
            "actions.json:9 unused-field"
        ]
    );
    assert_eq!((action.id.as_str(), action.title.as_str(), action.intent.word()), ("provision_db", "Provision DB", "start"));
    assert_eq!(names(&action), ["service", "kind", "size", "notes", "region", "owner"]);
    assert!(action.field("service").is_some_and(|field| field.format == Some(Format::Service) && field.is_required));
    assert_eq!(action.field("size").map(|field| (field.depends_on.clone(), field.min)), Some((vec!["kind".to_owned()], Some(1.0))));
    assert!(action.field("notes").is_some_and(|field| field.is_long && field.default.is_none()));
    assert!(action.field("region").is_some_and(|field| field.is_fixed));
    assert_eq!(action.sections.iter().map(|section| section.inputs.join(" ")).collect::<Vec<_>>(), ["kind size", "notes"]);
}

#[test]
fn a_file_of_our_own_counts_more_than_a_template_and_a_template_more_than_port() {
    let own = "title: Get a database\nworkflow: .github/workflows/provision.yml\ninputs:\n  region: {label: Region, options: [eu, us]}\n  kind: {label: Which}\n";
    let (action, _) = only(&[(PATH, WORKFLOW), ("milepost.actions/db.yaml", own), ("template.yaml", TEMPLATE), (".port/a.json", PORT)]);
    assert_eq!((action.id.as_str(), action.title.as_str()), ("db", "Get a database"));
    let kind = action.field("kind").expect("a field");
    assert_eq!((kind.label.as_str(), kind.options[0].says.as_deref()), ("Which", Some("PostgreSQL 17")));
    let region = action.field("region").expect("a field");
    assert!(!region.is_fixed && region.options.len() == 2, "who names an input wants it asked");
    assert_eq!(action.description.as_deref(), Some("One for each service, with backups."));
    let (action, _) = only(&[(PATH, WORKFLOW), ("template.yaml", TEMPLATE), (".port/a.json", PORT)]);
    assert_eq!((action.id.as_str(), action.intent.word()), ("database", "start"), "the gap is filled from Port");
}

#[test]
fn a_promise_becomes_a_form_whose_answers_are_a_manifest() {
    let (action, problems) = only(&[("promises/postgresql/promise.yaml", PROMISE)]);
    assert_eq!(problems, ["promise.yaml:39 not-asked"]);
    let Means::Manifest(head) = &action.means else { panic!("{action:?}") };
    assert_eq!(
        (head.api_version.as_str(), head.kind.as_str(), head.left_out.join(" ")),
        ("marketplace.kratix.io/v1", "postgresql", "spec.extra spec.rules".to_owned())
    );
    assert_eq!((action.title.as_str(), action.intent.word()), ("Request a postgresql", "get"));
    assert_eq!(
        names(&action),
        ["metadata.name", "metadata.namespace", "spec.env", "spec.teamId", "spec.size", "spec.backup.days", "spec.backup.zones"]
    );
    let field = |name: &str| action.field(name).expect("a field");
    assert_eq!((field("spec.env").default.as_deref(), field("spec.env").is_required), (Some("dev"), false));
    assert_eq!((field("spec.teamId").label.as_str(), field("spec.teamId").is_required), ("TeamId", true));
    assert_eq!((field("spec.size").kind, field("spec.size").is_required), (InputKind::Choice, false));
    assert_eq!((field("spec.backup.days").kind, field("spec.backup.days").is_required), (InputKind::Number, true));
    assert!(field("spec.backup.zones").is_list);
}

#[test]
fn broken_files_of_other_portals_make_nothing_and_stop_nothing() {
    let deep = format!(
        "apiVersion: scaffolder.backstage.io/v1\nkind: Template # github:actions:dispatch\nspec: {}{}",
        "[".repeat(60),
        "]".repeat(60)
    );
    for text in [
        "kind: Template\nx: scaffolder.backstage.io/ github:actions:dispatch\nspec: [",
        "apiVersion: scaffolder.backstage.io/v1\nkind: Template\nspec: {steps: {action: github:actions:dispatch}, parameters: 3}\n",
        "apiVersion: scaffolder.backstage.io/v1\nkind: Template\nspec: {steps: [{action: github:actions:dispatch}, 4], parameters: [null, 3, {properties: [1]}]}\n",
        "{\"identifier\": 3, \"invocationMethod\": [\"GITHUB\"]}",
        "[[{\"identifier\": \"a\", \"invocationMethod\": {\"type\": \"GITHUB\", \"workflow\": 3}}]]",
        "apiVersion: platform.kratix.io/v1alpha1\nkind: Promise\nspec: {api: {spec: {group: a, names: {kind: b}, versions: [{schema: {openAPIV3Schema: 1}}]}}}\n",
        deep.as_str(),
    ] {
        let (found, _) = offered(&[(".port/broken.json", text)], "");
        assert!(found.actions.is_empty(), "{text}");
    }
}
