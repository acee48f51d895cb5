//! `deploy/kubernetes.yaml`: it is what Kubernetes asks for, and its commands do what it says, run in a shell with a
//! folder in place of the bucket and one process for each index.

#![cfg(unix)]

use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const INDEX: &str = "JOB_COMPLETION_INDEX";

fn documents() -> Vec<Value> {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("deploy/kubernetes.yaml")).expect("it is there");
    text.split("\n---\n").map(|document| serde_saphyr::from_str(document).expect("it is YAML")).collect()
}

fn named<'d>(documents: &'d [Value], kind: &str, name: &str) -> &'d Value {
    documents.iter().find(|one| one["kind"] == kind && one["metadata"]["name"] == name).unwrap_or_else(|| panic!("no {kind} {name}"))
}

/// The job of a schedule, and its one container.
fn job<'d>(documents: &'d [Value], name: &str) -> (&'d Value, &'d Value) {
    let spec = &named(documents, "CronJob", name)["spec"]["jobTemplate"]["spec"];
    (spec, &spec["template"]["spec"]["containers"][0])
}

/// A cluster of folders: what is mounted lies below one, and so does the bucket.
struct Cluster {
    place: tempfile::TempDir,
    documents: Vec<Value>,
}

impl Cluster {
    fn new() -> Self {
        let cluster = Self { place: tempfile::tempdir().expect("because the machine has a temporary folder"), documents: documents() };
        for name in ["carrier-sync", "label-printer", "notes", "portal", "tariff-service"] {
            let folder = cluster.path("clones").join(name);
            fs::create_dir_all(&folder).expect("because the folder is ours");
            fs::write(folder.join("README.md"), format!("# {name}\n\nWhat {name} does.\n")).expect("because the folder is ours");
            for arguments in [
                &["init", "-q", "-b", "main"][..],
                &["remote", "add", "origin", &format!("https://github.com/lumenfreight/{name}.git")],
                &["add", "-A"],
                &["-c", "user.name=Ada", "-c", "user.email=ada@example.com", "commit", "-q", "-m", "First"],
            ] {
                let done = Command::new("git").args(arguments).current_dir(&folder).status().expect("git is on the PATH");
                assert!(done.success(), "git {arguments:?}");
            }
        }
        let clones = cluster.path("clones").display().to_string();
        let published = cluster.path("published").display().to_string();
        fs::write(
            cluster.path("metrics-config.toml"),
            format!("[organisation]\nname = \"Lumen\"\n[site]\nvisibility = \"internal\"\n[publish]\nto = \"dir:{published}\"\n[[source]]\nid = \"clones\"\nkind = \"git\"\nclones = [\"{clones}\"]\nassume_visibility = \"internal\"\n"),
        )
        .expect("because the folder is ours");
        cluster
    }

    fn path(&self, name: &str) -> PathBuf {
        self.place.path().join(name)
    }

    /// Runs the container of a job as the kubelet would, in a file system of which it may write what is mounted.
    fn run(&self, name: &str, index: Option<u64>) -> Output {
        let (_, container) = job(&self.documents, name);
        let here = |text: &str| {
            let text = text.replace("/etc/milepost", &self.place.path().display().to_string());
            let text = text.replace("/tmp/portal", &self.path("built").display().to_string());
            text.replace("s3://example-milepost/store", &self.path("bucket").display().to_string())
        };
        let words: Vec<String> =
            container["command"].as_array().expect("it has a command").iter().map(|word| here(word.as_str().expect("a word"))).collect();
        let mut environment: BTreeMap<String, String> = BTreeMap::new();
        for one in container["env"].as_array().expect("it has an environment") {
            let name = one["name"].as_str().expect("it has a name").to_owned();
            environment.insert(name, here(one["value"].as_str().unwrap_or("a-token")));
        }
        if let Some(index) = index {
            environment.insert(INDEX.to_owned(), index.to_string());
        }
        let program = Path::new(env!("CARGO_BIN_EXE_milepost")).parent().expect("it lies in a folder").display().to_string();
        let mut command = Command::new(&words[0]);
        command.args(&words[1..]).current_dir(self.place.path()).env_clear().envs(environment);
        command.env("PATH", format!("{program}:/usr/local/bin:/usr/bin:/bin")).env("HOME", self.place.path());
        command.output().expect("there is a shell")
    }
}

fn told(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[test]
fn the_shards_are_as_many_as_the_manifest_runs_and_the_portal_waits_for_all_of_them() {
    let cluster = Cluster::new();
    let (spec, container) = job(&cluster.documents, "milepost-collect");
    assert_eq!(spec["completionMode"], "Indexed");
    let completions = spec["completions"].as_u64().expect("it says how many");
    assert_eq!(spec["parallelism"].as_u64(), Some(completions));
    let shards = container["env"].as_array().and_then(|list| list.iter().find(|one| one["name"] == "SHARDS"));
    assert_eq!(shards.map(|one| &one["value"]), Some(&Value::from(completions.to_string())));
    assert!(container["command"].to_string().contains(INDEX));

    let early = cluster.run("milepost-portal", None);
    assert!(!early.status.success() && told(&early).contains("no shard was collected"), "{}", told(&early));
    for index in 0..completions {
        let waiting = cluster.run("milepost-portal", None);
        assert!(!waiting.status.success(), "shard {index} is not there: {}", told(&waiting));
        let done = cluster.run("milepost-collect", Some(index));
        assert!(done.status.success(), "{}", told(&done));
    }
    let done = cluster.run("milepost-portal", None);
    assert!(done.status.success(), "{}", told(&done));
    for name in ["carrier-sync", "label-printer", "notes", "portal", "tariff-service"] {
        assert!(cluster.path("published/catalog").join(name).join("index.html").is_file(), "{name} is not published: {}", told(&done));
    }
    // The next morning begins with no shard of the day before.
    let next = cluster.run("milepost-portal", None);
    assert!(told(&next).contains("no shard was collected"), "{}", told(&next));

    // A source that cannot be read fails the shard that reads it, for good, and the portal of the others is published.
    let config = cluster.path("metrics-config.toml");
    let source = "\n[[source]]\nid = \"pager\"\nkind = \"command\"\ncommand = [\"false\"]\n";
    fs::write(&config, fs::read_to_string(&config).expect("it is there") + source).expect("because the folder is ours");
    fs::remove_dir_all(cluster.path("published")).expect("because it was published");
    for index in 0..completions {
        let done = cluster.run("milepost-collect", Some(index));
        assert_eq!(done.status.code(), Some(i32::from(index == 0)), "{}", told(&done));
    }
    let rule = &spec["podFailurePolicy"]["rules"][0];
    assert_eq!((&rule["action"], &rule["onExitCodes"]["values"][0]), (&Value::from("FailIndex"), &Value::from(1)));
    assert_eq!(rule["onExitCodes"]["containerName"], container["name"]);
    // Kubernetes takes such a rule only so.
    assert!(spec["backoffLimitPerIndex"].is_number() && spec["template"]["spec"]["restartPolicy"] == "Never");
    let done = cluster.run("milepost-portal", None);
    assert!(done.status.success() && cluster.path("published/catalog/notes/index.html").is_file(), "{}", told(&done));
}

#[test]
fn the_configuration_in_the_manifest_is_one_and_its_containers_may_do_little() {
    let documents = documents();
    let config = named(&documents, "ConfigMap", "milepost")["data"]["metrics-config.toml"].as_str().expect("it holds one").to_owned();
    let config = milepost::config::Config::load(&config, Path::new("/etc/milepost/metrics-config.toml"));
    assert!(config.is_ok(), "{:?}", config.err());
    for name in ["milepost-collect", "milepost-portal"] {
        let (spec, container) = job(&documents, name);
        let pod = &spec["template"]["spec"];
        assert!(
            spec["backoffLimit"].is_number()
                && spec["activeDeadlineSeconds"].is_number()
                && ["Never", "OnFailure"].contains(&pod["restartPolicy"].as_str().unwrap_or_default())
        );
        assert!(pod["securityContext"]["runAsNonRoot"] == true && container["securityContext"]["readOnlyRootFilesystem"] == true);
        let version = concat!("registry.example.com/milepost:", env!("CARGO_PKG_VERSION"));
        assert_eq!(container["image"], version);
        let volumes: Vec<&Value> = pod["volumes"].as_array().expect("it has some").iter().map(|volume| &volume["name"]).collect();
        for mount in container["volumeMounts"].as_array().expect("it has some") {
            assert!(volumes.contains(&&mount["name"]), "{name} mounts {} that no volume is", mount["name"]);
        }
    }
}
