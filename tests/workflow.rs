//! `.github/workflows/portal.yml` and what it calls, run as far as that goes without GitHub: each `run:` step of each job, in order, in
//! a clean shell, with folders in place of artifacts, caches and Pages. Twice, so that the second run finds the store.

#![cfg(unix)]

#[path = "workflow/pipeline.rs"]
mod pipeline;

use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What GitHub would be: a remote repository, artifacts, caches, and a site.
struct Host {
    place: tempfile::TempDir,
    workflow: Value,
    /// The workflow that it calls.
    called: Value,
    /// The store: the branch's folder, or what stands for a bucket.
    store: String,
}

/// What happened in a run.
struct Told {
    text: String,
    summary: String,
    /// The jobs that failed or were not run.
    failed: Vec<String>,
}

impl Told {
    fn has_failed(&self) -> bool {
        !self.failed.is_empty()
    }
}

/// Where the workflow says which store it is.
const STORE: &str = "${{ vars.MILEPOST_STORE || '.milepost' }}";

/// Where the repository would be; git is told to find it here.
const ORIGIN: &str = "https://github.com/lumenfreight/portal.git";

const CONFIG: &str = "[organisation]\nname = \"Lumen Freight\"\n[site]\nvisibility = \"internal\"\n[[source]]\nid = \"clones\"\nkind = \"git\"\nclones = [\"CLONES\"]\nassume_visibility = \"internal\"\n";

/// A source that cannot be read.
const DEAD: &str = "[[source]]\nid = \"pager\"\nkind = \"command\"\ncommand = [\"false\"]\n";

impl Host {
    fn new() -> Self {
        let place = tempfile::tempdir().expect("because the machine has a temporary folder");
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let read = |name: &str| -> Value {
            let text = fs::read_to_string(root.join(".github/workflows").join(name)).expect("it is there");
            serde_saphyr::from_str(&text).expect("it is YAML")
        };
        let host = Self { place, workflow: read("portal.yml"), called: read("collect.yml"), store: ".milepost".to_owned() };
        for name in ["carrier-sync", "label-printer", "notes", "portal"] {
            let folder = host.path("clones").join(name);
            fs::create_dir_all(&folder).expect("because the folder is ours");
            fs::write(folder.join("README.md"), format!("# {name}\n\nWhat {name} does.\n")).expect("because the folder is ours");
            git(&folder, &["init", "-q", "-b", "main"]);
            git(&folder, &["remote", "add", "origin", &ORIGIN.replace("portal", name)]);
            commit(&folder, "First");
        }
        fs::create_dir_all(host.path("seed/.github")).expect("because the folder is ours");
        let clones = host.path("clones").display().to_string();
        fs::write(host.path("seed/.github/portal.toml"), CONFIG.replace("CLONES", &clones)).expect("because the folder is ours");
        git(&host.path(""), &["init", "-q", "--bare", "-b", "main", "remote.git"]);
        git(&host.path("seed"), &["init", "-q", "-b", "main"]);
        commit(&host.path("seed"), "A portal");
        git(&host.path("seed"), &["push", "-q", "../remote.git", "main"]);
        // What cargo would install lies there already.
        fs::create_dir_all(host.path("tools")).expect("because the folder is ours");
        let cargo = format!(
            "#!/bin/sh\n[ \"$1 $2 $3\" = 'install --locked --root' ] || exit 9\nmkdir -p \"$4/bin\" && cp {} \"$4/bin/milepost\"\n",
            env!("CARGO_BIN_EXE_milepost")
        );
        fs::write(host.path("tools/cargo"), cargo).expect("because the folder is ours");
        // GitHub's own tool, as far as issues go: their titles lie in a file, and the last one's text beside it.
        let issues = host.path("issues").display().to_string();
        let gh = format!(
            "#!/bin/sh\n[ -n \"$GH_TOKEN\" ] && [ \"$GH_REPO\" = lumenfreight/portal ] || exit 9\ncase \"$1 $2\" in\n\
             'issue list') cat '{issues}' 2>/dev/null || true ;;\n\
             'issue create') printf '%s\\n' \"$4\" >> '{issues}'; cat > '{issues}.text' ;;\n*) exit 9 ;;\nesac\n"
        );
        fs::write(host.path("tools/gh"), gh).expect("because the folder is ours");
        host.sh("chmod +x tools/cargo tools/gh");
        host
    }

    fn path(&self, name: &str) -> PathBuf {
        self.place.path().join(name)
    }

    fn config(&self) -> String {
        fs::read_to_string(self.path("seed/.github/portal.toml")).expect("it is there")
    }

    /// Pushes another configuration.
    fn configure(&self, config: &str) {
        fs::write(self.path("seed/.github/portal.toml"), config).expect("because the folder is ours");
        commit(&self.path("seed"), "Another configuration");
        git(&self.path("seed"), &["push", "-q", "../remote.git", "main"]);
    }

    fn sh(&self, script: &str) {
        assert!(
            Command::new("sh").args(["-ec", script]).current_dir(self.place.path()).status().expect("there is a shell").success(),
            "{script}"
        );
    }

    /// Runs the workflow once.
    fn run(&self, number: u32) -> Told {
        let mut told = Told { text: String::new(), summary: String::new(), failed: Vec::new() };
        let _ = fs::remove_dir_all(self.path("artifacts"));
        fs::create_dir_all(self.path("artifacts")).expect("because the folder is ours");
        for name in ["collect", "build", "deploy", "weekly"] {
            let job = &self.workflow["jobs"][name];
            let is_built = !told.failed.iter().any(|failed| failed == "build");
            let is_wanted = match job["if"].as_str() {
                None => !told.has_failed(),
                Some("${{ !cancelled() }}") => true,
                Some(
                    "${{ !cancelled() && needs.build.result == 'success' }}"
                    | "${{ !cancelled() && needs.build.result == 'success' && vars.MILEPOST_WEEKLY_ISSUE == 'true' }}",
                ) => is_built,
                Some(other) => panic!("this test does not know: if: {other}"),
            };
            if !is_wanted {
                told.failed.push(name.to_owned());
                continue;
            }
            if job["uses"] == "./.github/workflows/collect.yml" {
                for (part, inner) in self.called["jobs"].as_object().expect("it has jobs") {
                    self.shards(inner, (&self.called, &job["with"]), &format!("{number}-{part}"), &mut told);
                }
            } else {
                self.shards(job, (&self.workflow, &Value::Null), &format!("{number}-{name}"), &mut told);
            }
        }
        told
    }

    /// Runs a job of a workflow that was called with these inputs, once for each shard where it has some.
    fn shards(&self, job: &Value, of: (&Value, &Value), name: &str, told: &mut Told) {
        let list = job["strategy"]["matrix"]["shard"].as_str().map(|list| evaluated(&with_inputs(list, of.1), (0, 0), Path::new("")));
        let shards: Vec<u64> = list.map_or_else(|| vec![0], |list| serde_json::from_str(&list).expect("it is a list of numbers"));
        if job["needs"] == "install" && told.has_failed() {
            return;
        }
        // One that fails keeps the others from nothing.
        for shard in &shards {
            self.job((job, of), &format!("{name}-{shard}"), (*shard, shards.len()), told);
        }
    }

    fn job(&self, (job, of): (&Value, (&Value, &Value)), name: &str, shard: (u64, usize), told: &mut Told) {
        let runner = self.path("runners").join(name);
        let (work, temp) = (runner.join("work"), runner.join("temp"));
        fs::create_dir_all(&work).and_then(|()| fs::create_dir_all(&temp)).expect("because the folder is ours");
        let instead = format!("[url \"{}\"]\n\tinsteadOf = {ORIGIN}\n", self.path("remote.git").display());
        fs::write(runner.join(".gitconfig"), instead).expect("because the folder is ours");
        let mut failed = false;
        for step in job["steps"].as_array().expect("a job has steps") {
            let is_wanted = match step["if"].as_str() {
                Some("failure()") => failed,
                None => !failed,
                Some("env.MILEPOST_STORE == '.milepost'") => !failed && self.store == ".milepost",
                Some("${{ !cancelled() && env.MILEPOST_STORE == '.milepost' }}") => self.store == ".milepost",
                Some(other) => panic!("this test does not know: if: {other}"),
            };
            if !is_wanted {
                continue;
            }
            let value = |text: &str| evaluated(text, shard, &temp);
            if let Some(script) = step["run"].as_str() {
                let environment = self.environment([&of.0["env"], &job["env"], &step["env"]], of.1, &runner, shard);
                let done = Command::new("bash")
                    .args(["--noprofile", "--norc", "-eo", "pipefail", "-c", script])
                    .current_dir(&work)
                    .env_clear()
                    .envs(environment)
                    .output();
                let done = done.expect("there is bash");
                told.text.push_str(&String::from_utf8_lossy(&done.stdout));
                told.text.push_str(&String::from_utf8_lossy(&done.stderr));
                failed |= !done.status.success();
            } else {
                let with = |key: &str| value(step["with"][key].as_str().unwrap_or_default());
                self.action(step["uses"].as_str().expect("a step runs or uses something"), &with, &work);
            }
        }
        told.summary.push_str(&fs::read_to_string(runner.join("summary")).unwrap_or_default());
        if failed {
            told.failed.push(name.split('-').nth(1).unwrap_or_default().to_owned());
        }
    }

    /// What the actions of the workflow do, with folders.
    fn action(&self, uses: &str, with: &dyn Fn(&str) -> String, work: &Path) {
        let (name, version) = uses.split_once('@').expect("an action has a version");
        assert!(version.len() == 40 && version.bytes().all(|byte| byte.is_ascii_hexdigit()), "{uses} is not pinned by its commit");
        let artifacts = self.path("artifacts").display().to_string();
        let place = |path: String| work.join(path).display().to_string();
        match name {
            "actions/checkout" => {
                assert_eq!(with("persist-credentials"), "", "it is written as a word that is no text");
                self.sh(&format!("git clone -q remote.git '{0}'; git -C '{0}' remote set-url origin {ORIGIN}", work.display()));
            }
            // What is not there is only warned of.
            "actions/upload-artifact" if !Path::new(&place(with("path"))).exists() => {}
            "actions/upload-artifact" => self.sh(&format!("mkdir -p '{artifacts}/{0}'; [ -d '{1}' ] && cp -r '{1}/.' '{artifacts}/{0}' || cp '{1}' '{artifacts}/{0}'; chmod -x '{artifacts}/{0}'/milepost 2>/dev/null || true", with("name"), place(with("path")))),
            "actions/download-artifact" if with("name").is_empty() => self.sh(&format!("mkdir -p '{0}'; cp -r '{artifacts}'/{1} '{0}' || true", place(with("path")), with("pattern"))),
            "actions/download-artifact" => self.sh(&format!("mkdir -p '{0}'; cp -r '{artifacts}/{1}/.' '{0}'", place(with("path")), with("name"))),
            "actions/upload-pages-artifact" => self.sh(&format!("rm -rf pages; cp -r '{}' pages", place(with("path")))),
            "actions/deploy-pages" => self.sh("rm -rf served; cp -r pages served"),
            "actions/cache" => {}
            other => panic!("this test does not know the action {other}"),
        }
    }

    fn environment(&self, levels: [&Value; 3], inputs: &Value, runner: &Path, shard: (u64, usize)) -> BTreeMap<String, String> {
        let temp = runner.join("temp");
        let path = fs::read_to_string(runner.join("path")).unwrap_or_default().lines().collect::<Vec<_>>().join(":");
        let tools = self.path("tools").display().to_string();
        let mut environment: BTreeMap<String, String> = [
            ("PATH", format!("{path}:{tools}:/usr/local/bin:/usr/bin:/bin")),
            ("HOME", runner.display().to_string()),
            ("CI", "true".to_owned()),
            ("RUNNER_TEMP", temp.display().to_string()),
            ("GITHUB_PATH", runner.join("path").display().to_string()),
            ("GITHUB_STEP_SUMMARY", runner.join("summary").display().to_string()),
        ]
        .map(|(key, value)| (key.to_owned(), value))
        .into();
        for level in levels {
            for (key, value) in level.as_object().into_iter().flatten() {
                let text = with_inputs(value.as_str().expect("it is a text"), inputs).replace(STORE, &self.store);
                environment.insert(key.clone(), evaluated(&text, shard, &temp));
            }
        }
        environment
    }
}

fn git(folder: &Path, arguments: &[&str]) -> String {
    let done = Command::new("git").args(arguments).current_dir(folder).output().expect("git is on the PATH");
    assert!(done.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8_lossy(&done.stdout).trim().to_owned()
}

fn commit(folder: &Path, message: &str) {
    git(folder, &["add", "-A"]);
    git(folder, &["-c", "user.name=Ada", "-c", "user.email=ada@example.com", "commit", "-q", "-m", message]);
}

/// A text with what its caller gave in place of a called workflow's inputs.
fn with_inputs(text: &str, inputs: &Value) -> String {
    let mut text = text.to_owned();
    for (name, value) in inputs.as_object().into_iter().flatten() {
        let value = value.as_str().expect("it is a text");
        for expression in [format!("inputs.{name}"), format!("fromJSON(inputs.{name})")] {
            text = text.replace(&format!("${{{{ {expression} }}}}"), value);
        }
    }
    text
}

/// A text with what GitHub would put in place of its expressions.
fn evaluated(text: &str, (shard, shards): (u64, usize), temp: &Path) -> String {
    let mut text = text.to_owned();
    for (expression, value) in [
        ("runner.temp", temp.display().to_string()),
        ("matrix.shard", shard.to_string()),
        ("strategy.job-total", shards.to_string()),
        ("github.token", "a-token".to_owned()),
        ("secrets.MILEPOST_GITHUB_TOKEN || github.token", "a-token".to_owned()),
        ("secrets.MILEPOST_APP_PRIVATE_KEY", String::new()),
        ("github.run_id", "1".to_owned()),
        ("github.repository", "lumenfreight/portal".to_owned()),
        ("steps.deploy.outputs.page_url", String::new()),
    ] {
        text = text.replace(&format!("${{{{ {expression} }}}}"), &value);
    }
    assert!(!text.contains("${{"), "this test does not know: {text}");
    text
}

#[test]
fn the_workflow_builds_a_portal_and_the_next_run_goes_on_from_its_store() {
    let host = Host::new();
    let first = host.run(1);
    assert!(!first.has_failed(), "{}", first.text);
    assert!(first.text.contains("There is no branch milepost-store yet"), "{}", first.text);
    for page in ["index.html", "catalog/carrier-sync/index.html", "catalog/notes/index.html"] {
        assert!(host.path("served").join(page).is_file(), "{page} is not served");
    }
    assert!(first.summary.contains("No weekly report") && first.summary.contains("### Delivery"), "{}", first.summary);
    assert!(!first.text.contains("a-token") && !first.summary.contains("a-token"));
    let bare = host.path("remote.git");
    assert_eq!(git(&bare, &["rev-list", "--count", "milepost-store"]), "1");

    // Nothing has happened since: both shards find what they know.
    let second = host.run(2);
    assert!(!second.has_failed(), "{}", second.text);
    assert_eq!(second.text.matches("\n0 new records are in .milepost.").count(), 2, "{}", second.text);
    assert_eq!(git(&bare, &["rev-list", "--count", "milepost-store"]), "1");

    // Something has, in one repository: one shard reads it, and the portal shows it.
    fs::write(host.path("clones/notes/README.md"), "# notes\n\nWhat we learnt since.\n").expect("because the folder is ours");
    commit(&host.path("clones/notes"), "Tell more");
    let third = host.run(3);
    assert!(!third.has_failed(), "{}", third.text);
    assert_eq!(third.text.matches("\n0 new records are in .milepost.").count(), 1, "{}", third.text);
    let page = fs::read_to_string(host.path("served/catalog/notes/index.html")).expect("it is served");
    assert!(page.contains("What we learnt since."));

    // A source that cannot be read makes the run red; the portal of the others is published.
    host.configure(&(host.config() + DEAD));
    fs::write(host.path("clones/notes/README.md"), "# notes\n\nWhat we learnt later.\n").expect("because the folder is ours");
    commit(&host.path("clones/notes"), "Tell still more");
    let red = host.run(31);
    assert_eq!(red.failed, ["collect"], "{}", red.text);
    assert!(red.text.contains("the source “pager” could not be read at all"), "{}", red.text);
    let page = fs::read_to_string(host.path("served/catalog/notes/index.html")).expect("it is served");
    assert!(page.contains("What we learnt later."));

    // A run that fails keeps yesterday's portal and says so.
    host.configure("[site\n");
    let fourth = host.run(4);
    assert!(fourth.has_failed() && fourth.text.contains("portal.toml"), "{}", fourth.text);
    assert!(host.path("served/catalog/notes/index.html").is_file());
}

#[test]
fn a_store_that_the_shards_share_is_joined_where_it_is() {
    let mut host = Host::new();
    host.store = host.path("bucket").display().to_string();
    let first = host.run(1);
    assert!(!first.has_failed(), "{}", first.text);
    for page in ["catalog/carrier-sync/index.html", "catalog/label-printer/index.html", "catalog/notes/index.html"] {
        assert!(host.path("served").join(page).is_file(), "{page} is not served: {}", first.text);
    }
    let second = host.run(2);
    assert!(!second.has_failed(), "{}", second.text);
    assert_eq!(second.text.lines().filter(|line| line.starts_with("0 new records are in ")).count(), 2, "{}", second.text);
    assert!(host.path("served/catalog/notes/index.html").is_file());
}

#[test]
fn the_weekly_report_becomes_one_issue_a_week() {
    let host = Host::new();
    let path = "[[golden_path]]\nid = \"documented\"\n[[golden_path.signal]]\nid = \"readme\"\nkind = \"file\"\npath = [\"README.md\"]\n";
    host.configure(&(host.config() + path));
    let first = host.run(1);
    assert!(!first.has_failed(), "{}", first.text);
    let titles = fs::read_to_string(host.path("issues")).expect("because an issue was opened");
    assert!(titles.starts_with("Lumen Freight, week ") && titles.lines().count() == 1, "{titles}");
    let text = fs::read_to_string(host.path("issues.text")).expect("because the issue has a text");
    assert!(text.contains("golden path") && first.summary.contains(text.trim()), "{text}");
    let second = host.run(2);
    assert!(!second.has_failed() && second.text.contains("already"), "{}", second.text);
    assert_eq!(fs::read_to_string(host.path("issues")).expect("it is still there"), titles);
}

#[test]
fn no_step_is_told_anything_that_a_stranger_may_have_written() {
    let host = Host::new();
    let mut steps = 0;
    let jobs = [&host.workflow, &host.called].into_iter().flat_map(|workflow| workflow["jobs"].as_object().expect("it has jobs"));
    for (name, job) in jobs {
        assert!(job["permissions"].is_object() && (job["timeout-minutes"].is_number() || job["uses"].is_string()), "{name}");
        for step in job["steps"].as_array().into_iter().flatten() {
            steps += 1;
            assert!(step["run"].as_str().is_none_or(|script| !script.contains("${{")), "{name}: expressions belong into env");
        }
    }
    let none = Value::Object(serde_json::Map::new());
    assert!(steps >= 18 && host.workflow["permissions"] == none && host.called["permissions"] == none);
}
