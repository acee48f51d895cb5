//! The program against a GitLab of our own, over sockets: what it collects, and that the pages lead to that GitLab.

#[allow(dead_code, reason = "the collector's own tests use the rest")]
#[path = "../collectors/tests/gitlab/answers.rs"]
mod answers;
#[path = "../collectors/tests/host/git_http.rs"]
mod git_http;
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

const PIPELINE: &str = "variables:
  SERVICE:
    description: Which service
deploy:
  stage: deploy
  script: ./deploy
  environment:
    name: production
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

#[test]
fn a_group_becomes_a_portal_that_leads_to_its_gitlab() {
    let folder = tempfile::tempdir().expect("because the machine has a temporary folder");
    let server = Server::start(world(folder.path()));
    server.serve_git(folder.path().to_owned());
    let config = format!(
        "[organisation]\nname = \"Lumen\"\n[site]\nvisibility = \"internal\"\n[[source]]\nid = \"lumen\"\nkind = \"gitlab\"\n\
         host = \"gitlab.test\"\nweb = \"{0}\"\napi = \"{0}/api/v4\"\ngroups = [\"lumen\"]\ndora_metrics = true\n",
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
