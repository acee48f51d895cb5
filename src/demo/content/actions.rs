//! The actions that the platform team offers: a workflow each, and a file that says what the workflow cannot.

use super::Text;

/// An action: its name, what it does, the inputs of its workflow, and the file that describes it.
struct Action {
    id: &'static str,
    says: &'static str,
    inputs: &'static str,
    form: &'static str,
}

/// Two that other portals describe, as a team that comes from elsewhere keeps them: where, and what starts.
const IMPORTED: [(&str, Action); 2] = [
    (
        "templates/make-topic/template.yaml",
        Action {
            id: "make-topic",
            says: "Makes a stream of events with an owner, a format and an end.",
            inputs: "      name: { description: What happened, type: string, required: true }
      team: { description: The team that answers for it, type: string, required: true }
      format: { description: How an event is written, type: choice, options: [avro, protobuf, json], default: avro }
      keep: { description: How long events stay, type: choice, options: [week, month, forever], default: week }
      reason: { description: Why they stay for ever, type: string }
      requested_by: { description: What asked for it, type: string, default: hand }
",
            form: include_str!("text/actions/make-topic.yaml"),
        },
    ),
    (
        ".port/actions/restart-service.json",
        Action {
            id: "restart_service",
            says: "Starts the instances of a service again, one after the other.",
            inputs: "      service: { description: Which service, type: string, required: true }
      environment: { description: Where, type: environment, required: true }
      pause: { description: Seconds between two instances, type: number, default: 20 }
      reason: { description: Why, type: string, required: true }
",
            form: include_str!("text/actions/restart-service.json"),
        },
    ),
];

/// In the order of their fame.
const ACTIONS: [Action; 9] = [
    Action {
        id: "deploy",
        says: "Brings a version to an environment, and watches it for five minutes.",
        inputs: "      service: { description: Services whose repositories you can deploy, type: string, required: true }
      environment: { description: Where to, type: environment, required: true }
      version: { description: The version or commit. Empty means the latest., type: string }
      dry_run: { description: Print the plan and change nothing, type: boolean, default: false }
",
        form: include_str!("text/actions/deploy.yaml"),
    },
    Action {
        id: "rollback",
        says: "Puts an earlier release back into an environment, then watches it for five minutes. Nothing is rebuilt; migrations are not reversed.",
        inputs: "      service: { description: Services whose repositories you can deploy, type: string, required: true }
      environment: { description: Where, type: environment, required: true }
      release: { description: A release that ran healthy for an hour, type: string, required: true, default: previous }
      reason: { description: Goes into the deployment record. 10 to 200 characters., type: string, required: true }
      dry_run: { description: Run every check and print the plan, type: boolean, default: false }
",
        form: include_str!("text/actions/rollback.yaml"),
    },
    Action {
        id: "create-service",
        says: "Makes a repository from a golden path, with CI, on-call and a first deployment to staging.",
        inputs: "      name: { description: Lower case letters and digits with dashes, type: string, required: true }
      path: { description: The golden path, type: choice, options: [rust-service, go-service, web-app, python-ml], required: true }
      team: { description: The team that will own it, type: string, required: true }
      tier: { description: How much will depend on it, type: number, default: 3 }
",
        form: include_str!("text/actions/create-service.yaml"),
    },
    Action {
        id: "provision-database",
        says: "PostgreSQL or Redis, tagged, backed up and known to the vault.",
        inputs: "      service: { description: Who will use it, type: string, required: true }
      engine: { description: Which one, type: choice, options: [postgresql, redis], default: postgresql }
      environment: { description: Where, type: environment, required: true }
      size_gb: { description: Gigabytes, type: number, default: 20 }
      backups: { description: Keep a copy of each hour for 14 days, type: boolean, default: true }
",
        form: include_str!("text/actions/provision-database.yaml"),
    },
    Action {
        id: "staging-environment",
        says: "A private copy of a service and what it needs, deleted after seven days.",
        inputs: "      service: { description: Which service, type: string, required: true }
      branch: { description: The branch to run, type: string, default: main }
      days: { description: How long to keep it, type: number, default: 7 }
",
        form: include_str!("text/actions/staging-environment.yaml"),
    },
    Action {
        id: "rotate-secret",
        says: "Replaces a credential without stopping what uses it.",
        inputs: "      service: { description: Which service, type: string, required: true }
      credential: { description: Its name in the vault, type: string, required: true }
      environment: { description: Where, type: environment, required: true }
",
        form: include_str!("text/actions/rotate-secret.yaml"),
    },
    Action {
        id: "toggle-flag",
        says: "Switches a feature on or off for a share of customers.",
        inputs: "      flag: { description: The flag's name, type: string, required: true }
      state: { description: What it shall be, type: choice, options: ['on', 'off', 'share'], required: true }
      percent: { description: Of customers when it is a share, type: number, default: 10 }
      environment: { description: Where, type: environment, required: true }
",
        form: include_str!("text/actions/toggle-flag.yaml"),
    },
    Action {
        id: "rehearse-rollback",
        says: "Rolls back in staging and forward again, and writes down how long it took.",
        inputs: "      service: { description: Which service, type: string, required: true }
",
        form: include_str!("text/actions/rehearse-rollback.yaml"),
    },
    Action {
        id: "upgrade-service",
        says: "Opens a pull request that brings a service to the current release of its golden path.",
        inputs: "      service: { description: Which service, type: string, required: true }
      draft: { description: Open it as a draft, type: boolean, default: false }
",
        form: include_str!("text/actions/upgrade-service.yaml"),
    },
];

/// The ids of the actions, in the same order.
pub(in crate::demo) const ACTION_IDS: [&str; 9] = [
    "deploy",
    "rollback",
    "create-service",
    "provision-database",
    "staging-environment",
    "rotate-secret",
    "toggle-flag",
    "rehearse-rollback",
    "upgrade-service",
];

const JOBS: &str = "permissions: {}

concurrency:
  group: «id»-${{ inputs.«subject» }}

jobs:
  check:
    name: Guardrails
    runs-on: ubuntu-24.04
    timeout-minutes: 5
    permissions:
      actions: read # to count earlier runs
      contents: read
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        with:
          persist-credentials: false
      - uses: milepost/milepost/actions/check@v«version» # zizmor: ignore[unpinned-uses]
        with:
          action: «id»
          portal: https://portal.lumenfreight.example
  run:
    name: Do it
    needs: check
    runs-on: ubuntu-24.04
    timeout-minutes: 60
«environment»    permissions:
      id-token: write # the platform knows the run by it
    steps:
      - env:
          INPUTS: ${{ toJSON(inputs) }}
        run: lumen «id»
";

/// The workflow of an action. Its runs tell their inputs by their names; no input is ever a part of a script.
fn workflow(action: &Action) -> String {
    let inputs = action.inputs.lines().filter_map(|line| line.strip_prefix("      ")?.split_once(':'));
    let names: Vec<&str> = inputs.map(|(name, _)| name).collect();
    let told = names.iter().filter(|name| **name != "dry_run");
    let title = told.fold(String::new(), |text, name| text + " " + name + "=${{ inputs." + name + " }}");
    let environment = if names.contains(&"environment") { "    environment: ${{ inputs.environment }}\n" } else { "" };
    let jobs = JOBS
        .replace("«id»", action.id)
        .replace("«subject»", names[0])
        .replace("«version»", env!("CARGO_PKG_VERSION"))
        .replace("«environment»", environment);
    let (id, says, inputs) = (action.id, action.says, action.inputs);
    format!("# {says}\nname: {id}\nrun-name: {id}{title}\non:\n  workflow_dispatch:\n    inputs:\n{inputs}\n{jobs}")
}

/// The files of all of them.
pub(super) fn offered() -> Vec<Text> {
    let files = |action: &Action, form: String| {
        [(format!(".github/workflows/{}.yml", action.id), workflow(action)), (form, action.form.to_owned())]
    };
    let own = ACTIONS.iter().flat_map(|action| files(action, format!("milepost.actions/{}.yaml", action.id)));
    own.chain(IMPORTED.iter().flat_map(|(form, action)| files(action, (*form).to_owned()))).collect()
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
