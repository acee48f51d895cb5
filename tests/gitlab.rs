//! The program against a GitLab of our own, over sockets: what it collects, and that the pages lead to that GitLab.

#[allow(dead_code, reason = "the collector's own tests use the rest")]
#[path = "../collectors/tests/gitlab/answers.rs"]
mod answers;
#[path = "../collectors/tests/host/git_http.rs"]
mod git_http;
#[cfg(unix)]
#[path = "servers/interrupt.rs"]
mod interrupt;
#[allow(dead_code, reason = "the collector's own tests use the rest")]
#[path = "../collectors/tests/gitlab/server.rs"]
mod server;
#[allow(dead_code, reason = "the collector's own tests use the rest")]
#[path = "../collectors/tests/gitlab/world.rs"]
mod world;

use server::{Server, TOKEN};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use world::{DAY, NOW, Size, World, deployment, iso, merge_request, pipeline};

/// A week before the world's now, and every two days before that.
fn merged_at(number: i64) -> i64 {
    NOW - 7 * DAY - number * 2 * DAY
}

fn git(folder: &Path, at: i64, arguments: &[&str]) -> String {
    let identity =
        ["-c", "user.name=Ada", "-c", "user.email=ada@example.com", "-c", "init.defaultBranch=main", "-c", "commit.gpgSign=false"];
    let date = format!("@{at} +0000");
    let output = Command::new("git")
        .args(identity)
        .args(arguments)
        .current_dir(folder)
        .env("GIT_AUTHOR_DATE", &date)
        .env("GIT_COMMITTER_DATE", &date)
        .output()
        .expect("because git is on the PATH");
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// A project with a service whose every change was merged, went through a pipeline and to production an hour later.
fn world(root: &Path) -> World {
    let mut world = World::of(Size { projects: 1, merge_requests: 0, deployments: 0, pipelines: 0, releases: 0 });
    let project = &mut world.projects[0];
    let (work, bare) = (root.join("work"), root.join(format!("{}.git", project.path)));
    for folder in [&work, &bare] {
        std::fs::create_dir_all(folder).expect("because the folder is ours");
    }
    git(&bare, NOW, &["init", "-q", "--bare"]);
    git(&work, NOW, &["init", "-q"]);
    std::fs::write(work.join("milepost.yaml"), "name: payments\ntype: service\nowner: backend\n").expect("because the folder is ours");
    std::fs::write(work.join(".gitlab-ci.yml"), PIPELINE).expect("because the folder is ours");
    std::fs::create_dir_all(work.join("ci")).expect("because the folder is ours");
    std::fs::write(work.join("ci/deploy.yml"), "include: {component: $CI_SERVER_FQDN/lumen/components/deploy@1.4}\n").expect("it is ours");
    git(&work, merged_at(20), &["add", "-A"]);
    git(&work, merged_at(20), &["commit", "-qm", "Begin"]);
    for number in (1..=12).rev() {
        let (iid, at) = (u64::try_from(number).expect("because it is small"), merged_at(number));
        git(&work, at, &["commit", "-q", "--allow-empty", "-m", &format!("Change {number}")]);
        let sha = git(&work, at, &["rev-parse", "HEAD"]);
        let mut merged = merge_request(iid, at, "");
        merged["merge_commit_sha"] = sha.as_str().into();
        let mut deployed = deployment(iid * 2, at + 3_600, "success");
        deployed["sha"] = sha.as_str().into();
        let mut run = pipeline(iid * 2 + 5, at + 60, "success", if number == 3 { "web" } else { "push" });
        run["sha"] = sha.as_str().into();
        project.merge_requests.push(merged);
        project.deployments.push(deployed);
        project.pipelines.push(run);
    }
    git(&work, NOW, &["push", "-q", &bare.display().to_string(), "main"]);
    world
}

const PIPELINE: &str = "include:
  - project: lumen/platform
    ref: v2
    file: /templates/build.yml
  - local: /ci/*.yml
variables:
  SERVICE:
    description: Which service
deploy:
  stage: deploy
  script: ./deploy
  environment:
    name: production
";

const PATH: &str = "[[golden_path]]
id = \"delivery\"
needs = 2
[[golden_path.signal]]
id = \"deploys\"
kind = \"workflow\"
uses = \"lumen/components/deploy\"
[[golden_path.signal]]
id = \"ran\"
kind = \"executed_workflow\"
uses = \"lumen/platform/templates/build.yml\"
";

struct Milepost {
    folder: PathBuf,
}

impl Milepost {
    fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_milepost"))
            .args(arguments)
            .current_dir(&self.folder)
            .env("GITLAB_TOKEN", TOKEN)
            .env("NO_COLOR", "1")
            .env_remove("https_proxy")
            .env_remove("HTTPS_PROXY")
            .output()
            .expect("because the program is built")
    }

    fn good(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let told = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success(), "{arguments:?}: {told}");
        assert!(!told.contains(TOKEN));
        told
    }

    fn page(&self, path: &str) -> String {
        std::fs::read_to_string(self.folder.join("site").join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }
}

#[cfg(unix)]
#[test]
fn a_run_that_is_interrupted_saves_what_it_read_and_the_next_one_goes_on() {
    let server = Server::start(World::small());
    let place = || {
        let folder = tempfile::tempdir().expect("because the machine has a temporary folder");
        let source =
            format!("host = \"gitlab.test\"\nweb = \"{0}\"\napi = \"{0}/api/v4\"\ngroups = [\"lumen\"]\nmirrors = false\n", server.address);
        let text = format!(
            "[organisation]\nname = \"Lumen\"\n[site]\nvisibility = \"internal\"\n[[source]]\nid = \"lumen\"\nkind = \"gitlab\"\ncache = \"cache\"\nrequests_per_minute = 100_000\n{source}"
        );
        std::fs::write(folder.path().join("metrics-config.toml"), text).expect("because the folder is ours");
        folder
    };
    let trial = interrupt::Trial { token: ("GITLAB_TOKEN", TOKEN), take_requests: &|| server.take_counts().0, place: &place };
    trial.interrupts("-INT", 130);
    trial.builds_nothing("-TERM", 143);
}

#[test]
fn init_writes_a_configuration_that_reads_a_group_and_writes_over_nothing() {
    let folder = tempfile::tempdir().expect("because the machine has a temporary folder");
    let server = Server::start(World::small());
    let milepost = Milepost { folder: folder.path().to_owned() };
    let path = folder.path().join("metrics-config.toml");
    let written = || std::fs::read_to_string(&path).expect("because it was written");
    let refused = |arguments: &[&str], why: &str| {
        let output = milepost.run(arguments);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.code() == Some(2) && said.contains(why), "{arguments:?}: {said}");
    };
    refused(&["init", "--org", "a b", "--kind", "gitlab"], "“a b” is no path of a group");
    refused(&["init", "--org", "lumen", "--host", "ssh://git.example.com"], "is no host and no address of one");
    assert!(!path.exists());
    let init = ["init", "--org", "lumen/backend", "--host", &server.address, "--kind", "gitlab"];
    let told = milepost.good(&init);
    assert!(told.contains("Set GITLAB_TOKEN to a token that may read lumen/backend") && !folder.path().join(".github").exists(), "{told}");
    let first = written();
    refused(&["init", "--org", "lumen", "--host", "gitlab.com"], "is there already");
    assert_eq!(written(), first);
    milepost.good(&["init", "--org", "lumen", "--host", "gitlab.com", "--force"]);
    assert!(written().contains("groups = [\"lumen\"]") && !written().contains("web =") && server.take_counts().0 == 0, "{}", written());
    milepost.good(&[&init[..], &["--force"]].concat());
    assert_eq!(written(), first);
    std::fs::write(&path, first + "mirrors = false\nrequests_per_minute = 100_000\n").expect("because the folder is ours");
    let told = milepost.good(&["collect", "--now", &iso(NOW)]);
    // Of the three that are there the deployments of one are refused.
    assert!(told.contains("The source “gitlab”: 2 of 3 repositories read whole; Platform health says what is missing."), "{told}");
    assert!(server.take_counts().0 > 100);
}

#[test]
fn a_group_becomes_a_portal_that_leads_to_its_gitlab() {
    let folder = tempfile::tempdir().expect("because the machine has a temporary folder");
    let server = Server::start(world(folder.path()));
    server.serve_git(folder.path().to_owned());
    let config = format!(
        "[organisation]\nname = \"Lumen\"\n[site]\nvisibility = \"internal\"\n[[source]]\nid = \"lumen\"\nkind = \"gitlab\"\n\
         host = \"gitlab.test\"\nweb = \"{0}\"\napi = \"{0}/api/v4\"\ngroups = [\"lumen\"]\ndora_metrics = true\n{PATH}",
        server.address
    );
    std::fs::write(folder.path().join("metrics-config.toml"), config).expect("because the folder is ours");
    let milepost = Milepost { folder: folder.path().to_owned() };

    let plan = milepost.good(&["collect", "--explain"]);
    assert!(plan.contains("source “lumen”") && plan.contains("merge requests") && plan.contains("together"), "{plan}");
    assert_eq!(server.take_counts().0, 0);
    let as_of = iso(NOW);
    milepost.good(&["collect", "--since", "2026-01-01", "--now", &as_of]);
    let first = server.take_counts().0;
    milepost.good(&["collect", "--since", "2026-01-01", "--now", &as_of]);
    let second = server.take_counts().0;
    assert!(second * 2 < first, "{second} requests after {first}");

    let metrics = milepost.good(&["metrics", "--as-of", &as_of, "--format", "json"]);
    assert!(metrics.contains("payments"), "{metrics}");
    // What a file of its own includes counts, and so does what its pipelines ran with.
    let adoption = milepost.run(&["adoption", "--as-of", &as_of, "--format", "json"]).stdout;
    let adoption: serde_json::Value = serde_json::from_slice(&adoption).expect("because it is JSON");
    let service = &adoption["services"]["component:default/payments"];
    let signals = &service["paths"]["delivery"]["signals"];
    let read = |id: &str| (signals[id]["holds"].as_bool(), signals[id]["version"].as_str(), signals[id]["path"].as_str());
    assert_eq!(read("deploys"), (Some(true), Some("1.4"), Some("ci/deploy.yml")), "{service}");
    assert_eq!(read("ran"), (Some(true), Some("v2"), None), "{service}");
    assert!(
        service["deployments"]["through"].as_u64().is_some_and(|count| count > 5) && service["deployments"]["beside"] == 0,
        "{service}"
    );
    milepost.good(&["build", "--as-of", &as_of]);
    let service = milepost.page("catalog/payments/index.html");
    for part in [
        "/-/blob/4b716f8f87a23b826a3ec671c77bba393a192bdb/milepost.yaml#L3",
        "/-/edit/main/milepost.yaml",
        "/lumen/backend/service-0000/-/commit/",
        "../../teams/backend/",
        "production",
        "11 deployments",
        "median of 8 changes",
        ".gitlab-ci.yml</a> to",
        "MIT",
    ] {
        assert!(service.contains(part), "{part}: {service}");
    }
    let delivery = milepost.page("catalog/payments/delivery/index.html");
    assert!(
        delivery.contains("/-/merge_requests/9\"") && delivery.contains("/-/jobs/2\"") && delivery.contains("/-/jobs/20\""),
        "{delivery}"
    );
    let health = milepost.page("health/index.html");
    assert!(
        health.contains("lumen") && health.contains("1 of 1 repository read whole") && health.contains("Nothing to correct"),
        "{health}"
    );
    // What GitLab reckoned for the same days stands beside, with what is apart.
    let method = milepost.page("delivery/method/index.html");
    for part in ["GitLab reckons DORA metrics itself", "13 deployments", "12 deployments", "−1 deployment", "25.0%", "no figure"] {
        assert!(method.contains(part), "{part}: {method}");
    }
    let team = milepost.page("teams/backend/index.html");
    assert!(team.contains("payments") && team.contains("https://gitlab.test/groups/lumen/backend"), "{team}");
    for entry in walkdir::WalkDir::new(folder.path()).into_iter().map(|entry| entry.expect("because the folder is ours")) {
        if entry.file_type().is_file() {
            let bytes = std::fs::read(entry.path()).expect("because the folder is ours");
            assert!(!bytes.windows(TOKEN.len()).any(|part| part == TOKEN.as_bytes()), "{}", entry.path().display());
        }
    }
}
