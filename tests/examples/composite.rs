//! The composite action that asks guardrails, run as far as that goes without GitHub: each of its steps in order, in a
//! clean shell, with a folder in place of the portal and a script in place of the host's program.

use super::shelf::{copy, said};
use serde_json::{Value, json};
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use tempfile::TempDir;

/// Tells what the host's program is asked, and answers with a file, or fails where there is none.
const GH: &str = "#!/bin/sh\nprintf '%s\\n' \"$@\" > \"$0.asked\"\ncat \"$0.answer\"\n";

/// A runner: the repository that was checked out, tools, and what GitHub tells a step.
struct Runner {
    place: TempDir,
    repository: TempDir,
    steps: Vec<Value>,
}

/// What the steps came to.
struct Ended {
    is_well: bool,
    text: String,
    summary: String,
    outputs: String,
}

impl Runner {
    fn new(example: &str) -> Self {
        let place = tempfile::tempdir().expect("there is room");
        let text = fs::read_to_string(super::shelf::folder().join("../actions/check/action.yml")).expect("there is one");
        let action: Value = serde_saphyr::from_str(&text).expect("it is YAML");
        let steps = action["runs"]["steps"].as_array().expect("it has steps").clone();
        let runner = Self { place, repository: copy(example), steps };
        fs::create_dir_all(runner.path("tools")).expect("the folder is ours");
        runner.tool("gh", GH);
        runner.tool("milepost", &format!("#!/bin/sh\nexec {} \"$@\"\n", env!("CARGO_BIN_EXE_milepost")));
        runner
    }

    fn path(&self, name: &str) -> PathBuf {
        self.place.path().join(name)
    }

    fn tool(&self, name: &str, text: &str) {
        let path = self.path("tools").join(name);
        fs::write(&path, text).expect("the folder is ours");
        assert!(Command::new("chmod").arg("+x").arg(&path).status().expect("there is chmod").success());
    }

    /// Publishes what the portal says of a service.
    fn publish(&self, service: &str, text: &Value) {
        let folder = self.path("portal/data/entities/component/default");
        fs::create_dir_all(&folder).expect("the folder is ours");
        fs::write(folder.join(format!("{service}.json")), text.to_string()).expect("the folder is ours");
    }

    /// Runs its steps with these inputs of the workflow, as the run with the number 9.
    fn run(&self, action: &str, inputs: &Value) -> Ended {
        let _ = fs::remove_file(self.path("outputs")).and_then(|()| fs::remove_file(self.path("summary")));
        fs::write(self.path("event.json"), json!({ "inputs": inputs }).to_string()).expect("the folder is ours");
        let portal = format!("file://{}/", self.path("portal").display());
        let mut ended = Ended { is_well: true, text: String::new(), summary: String::new(), outputs: String::new() };
        for step in &self.steps {
            let is_there = fs::read_to_string(self.path("outputs")).is_ok_and(|text| text.contains("is=true"));
            if let Some(condition) = step["if"].as_str() {
                assert_eq!(condition, "steps.there.outputs.is != 'true'", "this test knows no other condition");
                assert!(is_there, "it would install another milepost than the one under test");
                continue;
            }
            let mut command = Command::new("bash");
            command.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"].as_str().expect("it runs something")]);
            command.current_dir(self.repository.path()).env_clear();
            command.env("PATH", format!("{}:/usr/local/bin:/usr/bin:/bin", self.path("tools").display()));
            for (name, file) in [("GITHUB_OUTPUT", "outputs"), ("GITHUB_STEP_SUMMARY", "summary"), ("GITHUB_EVENT_PATH", "event.json")] {
                command.env(name, self.path(file));
            }
            command
                .env("GITHUB_REPOSITORY", "acme/platform")
                .env("GITHUB_RUN_ID", "9")
                .env("GITHUB_ACTOR", "ada")
                .env("HOME", self.path(""));
            for (name, value) in step["env"].as_object().into_iter().flatten() {
                let value = match value.as_str().expect("it is a text") {
                    "${{ inputs.action }}" => action.to_owned(),
                    "${{ inputs.portal }}" => portal.clone(),
                    "${{ inputs.service }}" => "service".to_owned(),
                    "${{ inputs.token }}" => "a-token".to_owned(),
                    "${{ github.workflow_ref }}" => format!("acme/platform/.github/workflows/{action}.yml@refs/heads/main"),
                    other => panic!("this test does not know {other}"),
                };
                command.env(name, value);
            }
            let output = command.output().expect("there is bash");
            ended.text.push_str(&said(&output));
            ended.is_well &= output.status.success();
        }
        let read = |name: &str| fs::read_to_string(self.path(name)).unwrap_or_default();
        (ended.summary, ended.outputs) = (read("summary"), read("outputs"));
        ended
    }

    fn answers(&self, runs: &Value) {
        fs::write(self.path("tools/gh.answer"), runs.to_string()).expect("the folder is ours");
    }

    fn asked(&self) -> Vec<String> {
        fs::read_to_string(self.path("tools/gh.asked")).unwrap_or_default().lines().map(str::to_owned).collect()
    }
}

/// Guardrails of every kind, over a workflow that an example has already.
fn guarded(runner: &Runner) {
    let file = "title: Roll back\nworkflow: .github/workflows/rollback.yml\ninputs: {service: {format: service}}\nguardrails:\n\
        - {id: runbook, title: Has a runbook, deny: '!files.runbook', message: Write it first.}\n\
        - {id: level, title: Is ready, deny: 'scorecards.levels[\"ready\"] == \"\"', message: Reach Bronze first.}\n\
        - {id: ask, title: The owner agrees, approve: 'entity.tier == \"1\"', by: owner}\n\
        - {id: often, title: Not too often, quota: {count: 2, per: week, by: service}, message: Enough for this week.}\n";
    fs::write(runner.repository.path().join("milepost.actions/rollback.yaml"), file).expect("the folder is ours");
}

fn entity(name: &str, runbook: bool) -> Value {
    json!({
        "entity": { "ref": format!("component:default/{name}"), "name": name, "tier": "1", "owners": ["group:default/tracking"] },
        "guardrails": { "files.runbook": runbook, "scorecards.levels": { "ready": "Bronze" } },
    })
}

fn inputs(service: &str) -> Value {
    json!({ "service": service, "environment": "production", "version": "", "reason": "INC-1234: it is slow", "dry_run": "true" })
}

#[test]
#[ignore = "needs jq and curl, as a runner has them; cargo xtask test runs these"]
fn the_action_asks_every_guardrail_of_what_the_portal_and_the_host_say() {
    let runner = Runner::new("rollback");
    guarded(&runner);
    runner.publish("ledger", &entity("ledger", true));
    runner.publish("bare", &entity("bare", false));
    let run = |id: u64, service: &str| json!({ "id": id, "created_at": "2999-01-01T00:00:00Z", "display_title": format!("rollback service={service}") });
    // The run that asks is among them, and does not count.
    runner.answers(&json!([{ "workflow_runs": [run(9, "ledger"), run(1, "ledger")] }, { "workflow_runs": [run(2, "other")] }]));
    let well = runner.run("rollback", &inputs("ledger"));
    assert!(well.is_well, "{}", well.text);
    assert!(well.outputs.contains("approval=true\napprovers=tracking\n"), "{}", well.outputs);
    assert!(well.summary.contains("| holds | Not too often |") && well.summary.contains("tracking must approve"), "{}", well.summary);
    let asked = runner.asked();
    assert_eq!(asked[..3], ["api", "--paginate", "--slurp"]);
    let address = asked[3].split_once("created=>=").expect("it asks for some time");
    assert_eq!(address.0, "repos/acme/platform/actions/workflows/rollback.yml/runs?event=workflow_dispatch&");
    assert!(address.1.ends_with("Z&per_page=100"), "{}", address.1);

    let refused = runner.run("rollback", &inputs("bare"));
    assert!(!refused.is_well && refused.text.contains("::error") && refused.text.contains("Write it first."), "{}", refused.text);
    runner.answers(&json!([{ "workflow_runs": [run(1, "ledger")] }, { "workflow_runs": [run(2, "ledger")] }]));
    let often = runner.run("rollback", &inputs("ledger"));
    assert!(!often.is_well && often.text.contains("Enough for this week."), "{}", often.text);
    for ended in [&well, &refused, &often] {
        assert!(!format!("{}{}{}", ended.text, ended.summary, ended.outputs).contains("a-token"));
    }
}

#[test]
#[ignore = "needs jq and curl, as a runner has them; cargo xtask test runs these"]
fn what_the_portal_or_the_host_does_not_tell_refuses_the_run() {
    let runner = Runner::new("rollback");
    guarded(&runner);
    runner.publish("ledger", &entity("ledger", true));
    let silent = runner.run("rollback", &inputs("ledger"));
    assert!(!silent.is_well && silent.text.contains("earlier runs are not known"), "{}", silent.text);
    runner.answers(&json!([{ "workflow_runs": [] }]));
    assert!(runner.run("rollback", &inputs("ledger")).is_well);
    for service in ["nobody", "../../../../etc/passwd", "a b", "$(touch stolen)", "'; touch stolen; '", "-o", "x\ny", ""] {
        let ended = runner.run("rollback", &inputs(service));
        assert!(!ended.is_well, "{service}: {}", ended.text);
    }
    assert!(!runner.repository.path().join("stolen").exists());
    // An action whose file is broken is not asked as if it had no guardrails.
    fs::write(runner.repository.path().join("milepost.actions/rollback.yaml"), "workflow: [").expect("the folder is ours");
    let broken = runner.run("rollback", &inputs("ledger"));
    assert!(!broken.is_well, "{}", broken.text);
}
