//! The actions that the platform team offers: a workflow each, and a file that says what the workflow cannot.

use super::Text;

/// An action: its name, what it does, the inputs of its workflow, and its file.
struct Action {
    id: &'static str,
    says: &'static str,
    inputs: &'static str,
    form: &'static str,
}

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

/// The workflow of an action. Its runs tell their inputs by their names.
fn workflow(action: &Action) -> String {
    let inputs = action.inputs.lines().filter_map(|line| line.strip_prefix("      ")?.split_once(':'));
    let names: Vec<&str> = inputs.map(|(name, _)| name).collect();
    let told = names.iter().filter(|name| **name != "dry_run");
    let title = told.fold(String::new(), |text, name| text + " " + name + "=${{ inputs." + name + " }}");
    let given = names.iter().fold(String::new(), |text, name| text + " --input " + name + "=\"${{ inputs." + name + " }}\"");
    let (id, says, inputs) = (action.id, action.says, action.inputs);
    format!(
        "# {says}\nname: {id}\nrun-name: {id}{title}\non:\n  workflow_dispatch:\n    inputs:\n{inputs}\npermissions:\n  contents: read\n  id-token: write\n\njobs:\n  check:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: actions/checkout@v4\n      - run: milepost action check {id}{given}\n  run:\n    needs: check\n    runs-on: ubuntu-24.04\n    steps:\n      - run: lumen {id}\n"
    )
}

/// The files of all of them.
pub(super) fn offered() -> Vec<Text> {
    let files = |action: &Action| {
        let workflow = (format!(".github/workflows/{}.yml", action.id), workflow(action));
        [workflow, (format!("milepost.actions/{}.yaml", action.id), action.form.to_owned())]
    };
    ACTIONS.iter().flat_map(files).collect()
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
