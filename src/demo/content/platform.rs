//! The platform team's repository: paths, reusable workflows, actions and the roadmap.

use super::{Text, portals};
use crate::demo::plan::GoldenPath;

const REUSABLE: &str = "# «path» «version»: tests, scans, builds and signs. Call it; do not copy it.
name: «path»
on:
  workflow_call:
    inputs:
      service:
        description: The service's name in the catalog
        type: string
        required: true
      working-directory:
        type: string
        default: .

permissions:
  contents: read
  id-token: write
  packages: write

jobs:
  build:
    runs-on: ubuntu-24.04
    timeout-minutes: 20
    steps:
      - uses: actions/checkout@v4
      - name: Test
        working-directory: ${{ inputs.working-directory }}
        run: «test»
      - name: Look for secrets and known holes
        uses: lumenfreight/platform/.github/actions/scan@«tag»
      - name: Build the image
        run: docker build --tag registry.lumenfreight.example/${{ inputs.service }}:${{ github.sha }} .
      - name: Write the SBOM
        run: syft registry.lumenfreight.example/${{ inputs.service }}:${{ github.sha }} -o spdx-json
";

const DEPLOY_SERVICE: &str = "# Deploys an image that was built before. Nothing is built here.
name: deploy-service
on:
  workflow_call:
    inputs:
      service: { type: string, required: true }
      environment: { type: string, required: true }

jobs:
  deploy:
    runs-on: ubuntu-24.04
    environment: ${{ inputs.environment }}
    concurrency: ${{ inputs.service }}-${{ inputs.environment }}
    steps:
      - run: lumen deploy ${{ inputs.service }} --to ${{ inputs.environment }} --commit ${{ github.sha }}
      - run: lumen watch ${{ inputs.service }} --for 5m
";

/// File, title, description, duration, group and inputs of each action.
struct Action {
    id: &'static str,
    title: &'static str,
    says: &'static str,
    takes: &'static str,
    intent: &'static str,
    inputs: &'static str,
    guardrails: &'static str,
}

const ACTIONS: [Action; 8] = [
    Action {
        id: "deploy",
        title: "Deploy a service",
        says: "Brings a version to an environment, and watches it for five minutes.",
        takes: "4m",
        intent: "change",
        inputs: "      service: { description: Services whose repositories you can deploy, type: string, required: true }
      environment: { description: Where to, type: environment, required: true }
      version: { description: The version or commit. Empty means the latest., type: string }
      dry_run: { description: Print the plan and change nothing, type: boolean, default: false }
",
        guardrails: "  - id: freeze\n    title: No change freeze\n    rule: inputs.environment != 'production' || !freeze.active\n",
    },
    Action {
        id: "rollback",
        title: "Roll back a service",
        says: "Puts an earlier release back into an environment, then watches it for five minutes. Nothing is rebuilt; migrations are not reversed.",
        takes: "2m",
        intent: "change",
        inputs: "      service: { description: Services whose repositories you can deploy, type: string, required: true }
      environment: { description: Where, type: environment, required: true }
      release: { description: A release that ran healthy for an hour, type: string, required: true, default: previous }
      reason: { description: Goes into the deployment record. 10 to 200 characters., type: string, required: true }
      dry_run: { description: Run every check and print the plan, type: boolean, default: false }
",
        guardrails: "  - id: approval\n    title: One approval from the owner\n    rule: service.tier != '1' || approvals >= 1\n",
    },
    Action {
        id: "create-service",
        title: "Create a service",
        says: "Makes a repository from a golden path, with CI, on-call and a first deployment to staging.",
        takes: "3m",
        intent: "start",
        inputs: "      name: { description: Lower case letters and digits with dashes, type: string, required: true }
      path: { description: The golden path, type: choice, options: [rust-service, go-service, web-app, python-ml], required: true }
      team: { description: The team that will own it, type: string, required: true }
      tier: { description: How much will depend on it, type: number, default: 3 }
",
        guardrails: "  - id: name-is-free\n    title: The name is free\n    rule: '!catalog.exists(inputs.name)'\n",
    },
    Action {
        id: "provision-database",
        title: "Provision a database",
        says: "PostgreSQL or Redis, tagged, backed up and known to the vault.",
        takes: "9m",
        intent: "resources",
        inputs: "      service: { description: Who will use it, type: string, required: true }
      engine: { description: Which one, type: choice, options: [postgresql, redis], default: postgresql }
      environment: { description: Where, type: environment, required: true }
      size_gb: { description: Gigabytes, type: number, default: 20 }
      backups: { description: Keep a copy of each hour for 14 days, type: boolean, default: true }
",
        guardrails: "  - id: quota\n    title: Within the team's quota\n    rule: inputs.size_gb <= 200\n",
    },
    Action {
        id: "staging-environment",
        title: "Make a staging environment",
        says: "A private copy of a service and what it needs, deleted after seven days.",
        takes: "6m",
        intent: "resources",
        inputs: "      service: { description: Which service, type: string, required: true }
      branch: { description: The branch to run, type: string, default: main }
      days: { description: How long to keep it, type: number, default: 7 }
",
        guardrails: "",
    },
    Action {
        id: "rotate-secret",
        title: "Rotate a secret",
        says: "Replaces a credential without stopping what uses it.",
        takes: "15m",
        intent: "fix",
        inputs: "      service: { description: Which service, type: string, required: true }
      credential: { description: Its name in the vault, type: string, required: true }
      environment: { description: Where, type: environment, required: true }
",
        guardrails: "",
    },
    Action {
        id: "toggle-flag",
        title: "Change a feature flag",
        says: "Switches a feature on or off for a share of customers.",
        takes: "1m",
        intent: "change",
        inputs: "      flag: { description: The flag's name, type: string, required: true }
      state: { description: What it shall be, type: choice, options: ['on', 'off', 'share'], required: true }
      percent: { description: Of customers when it is a share, type: number, default: 10 }
      environment: { description: Where, type: environment, required: true }
",
        guardrails: "",
    },
    Action {
        id: "rehearse-rollback",
        title: "Rehearse a rollback",
        says: "Rolls back in staging and forward again, and writes down how long it took.",
        takes: "5m",
        intent: "fix",
        inputs: "      service: { description: Which service, type: string, required: true }
",
        guardrails: "",
    },
];

/// The ids of the actions, in the order of their fame.
pub(in crate::demo) const ACTION_IDS: [&str; 8] = [
    "deploy",
    "rollback",
    "create-service",
    "provision-database",
    "staging-environment",
    "rotate-secret",
    "toggle-flag",
    "rehearse-rollback",
];

fn workflow(action: &Action) -> String {
    let inputs = action.inputs.lines().filter_map(|line| line.strip_prefix("      ")?.split_once(':'));
    let shown = inputs.filter(|(name, _)| !matches!(*name, "reason" | "dry_run"));
    let names = shown.fold(String::new(), |text, (name, _)| text + " ${{ inputs." + name + " }}");
    format!(
        "# {}\nname: {}\nrun-name: {}{names} by ${{{{ github.actor }}}}\non:\n  workflow_dispatch:\n    inputs:\n{}\npermissions:\n  contents: read\n  id-token: write\n\njobs:\n  check:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: actions/checkout@v4\n      - run: milepost action check {}\n  run:\n    needs: check\n    runs-on: ubuntu-24.04\n    steps:\n      - run: lumen {}{names}\n",
        action.says, action.id, action.id, action.inputs, action.id, action.id
    )
}

fn form(action: &Action) -> String {
    let guardrails = if action.guardrails.is_empty() { String::new() } else { format!("guardrails:\n{}", action.guardrails) };
    format!(
        "id: {}\ntitle: {}\ndescription: {}\nowner: platform\nintent: {}\ntakes: {}\nworkflow: .github/workflows/{}.yml\n{guardrails}",
        action.id, action.title, action.says, action.intent, action.takes, action.id
    )
}

/// What the repository holds besides the paths.
pub(in crate::demo) fn platform_base() -> Vec<Text> {
    let mut files = vec![
        ("README.md".to_owned(), "# Platform\n\nThe golden paths of Lumen Freight: templates, reusable workflows, and the actions that anybody may run. What comes next is in [the roadmap](platform/roadmap.md).\n\n## Run it locally\n\n```sh\njust check    # lints every workflow and renders every template\n```\n\nQuestions: #platform. We answer within an hour, on working days.\n".to_owned()),
        ("catalog-info.yaml".to_owned(), "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: platform\n  description: Golden paths, reusable workflows and self-service actions.\n  annotations:\n    github.com/project-slug: lumenfreight/platform\nspec:\n  type: library\n  lifecycle: production\n  owner: platform\n  system: developer-platform\n".to_owned()),
        (".github/CODEOWNERS".to_owned(), "*  @lumenfreight/platform\n".to_owned()),
        ("justfile".to_owned(), "# Lint every workflow and render every template\ncheck:\n    actionlint\n    ./scripts/render.sh\n".to_owned()),
        ("scripts/render.sh".to_owned(), "#!/bin/sh\nset -eu\nfor path in templates/*; do copier copy --defaults \"$path\" \"$(mktemp -d)\"; done\n".to_owned()),
        ("platform/roadmap.md".to_owned(), include_str!("text/roadmap.md").to_owned()),
        (".github/workflows/deploy-service.yml".to_owned(), DEPLOY_SERVICE.to_owned()),
        ("LICENSE".to_owned(), include_str!("text/license.txt").to_owned()),
    ];
    files.extend(portals::offered());
    for action in &ACTIONS {
        files.push((format!(".github/workflows/{}.yml", action.id), workflow(action)));
        files.push((format!("milepost.actions/{}.yaml", action.id), form(action)));
    }
    files
}

/// What a release of a path changes.
pub(in crate::demo) fn platform_at(path: GoldenPath, version: &str) -> Vec<Text> {
    let name = path.name();
    let test = match path {
        GoldenPath::Rust => "cargo test --locked",
        GoldenPath::Go => "go test -race ./...",
        GoldenPath::Web => "npm ci && npm test",
        GoldenPath::Python => "uv run pytest",
    };
    let workflow =
        REUSABLE.replace("«path»", name).replace("«version»", version).replace("«tag»", &path.tag(version)).replace("«test»", test);
    let copier = format!(
        "# {name} {version}\n_subdirectory: files\n_min_copier_version: \"9\"\nname:\n  type: str\n  help: Lower case letters and digits with dashes\nteam:\n  type: str\ntier:\n  type: int\n  default: 3\n"
    );
    let template = format!(
        "apiVersion: scaffolder.backstage.io/v1beta3\nkind: Template\nmetadata:\n  name: {name}\n  title: {name}\n  description: The golden path for a new {name}, version {version}.\nspec:\n  owner: platform\n  type: service\n  parameters:\n    - title: The service\n      required: [name, team]\n      properties:\n        name: {{ type: string, title: Name, pattern: '^[a-z][a-z0-9-]*$' }}\n        team: {{ type: string, title: Team, ui:field: OwnerPicker }}\n  steps:\n    - id: dispatch\n      name: Create it\n      action: github:actions:dispatch\n      input:\n        repoUrl: github.com?owner=lumenfreight&repo=platform\n        workflowId: create-service.yml\n        branchOrTagName: main\n        workflowInputs: {{ path: {name} }}\n"
    );
    vec![
        (format!(".github/workflows/{name}.yml"), workflow),
        (format!("templates/{name}/copier.yml"), copier),
        (format!("templates/{name}/template.yaml"), template),
        (format!("templates/{name}/VERSION"), format!("{version}\n")),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_actions_use_every_type_of_input() {
        let all: String = ACTIONS.iter().map(|action| action.inputs).collect();
        for kind in ["string", "choice", "boolean", "number", "environment"] {
            assert!(all.contains(&format!("type: {kind}")), "{kind}");
        }
        let ids: Vec<&str> = ACTIONS.iter().map(|action| action.id).collect();
        assert_eq!(ids, ACTION_IDS);
    }
}
