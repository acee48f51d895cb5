//! The whole program, as a stranger runs it: a folder goes in, a folder comes out.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A secret that must appear nowhere in what the program writes.
const TOKEN: &str = "ghp_planted0token0that0nobody0may0read";

/// A folder for one test, with the program's home in it.
struct Place(tempfile::TempDir);

impl Place {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("because the machine has a temporary folder"))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// A clone with these files in one commit, from an origin whose address holds a token.
    fn clone_of(&self, name: &str, files: &[(&str, &str)]) {
        let folder = self.path("clones").join(name);
        fs::create_dir_all(&folder).expect("because the folder is ours");
        for (path, text) in files {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().expect("because it lies in the folder")).expect("because the folder is ours");
            fs::write(path, text).expect("because the folder is ours");
        }
        let origin = format!("https://somebody:{TOKEN}@github.com/lumenfreight/{name}.git");
        for arguments in [
            vec!["init", "-q", "-b", "main"],
            vec!["remote", "add", "origin", &origin],
            vec!["add", "-A"],
            vec!["-c", "user.name=Ada", "-c", "user.email=ada@example.com", "commit", "-q", "--allow-empty", "-m", "First (#1)"],
            vec!["tag", "v1.0.0"],
        ] {
            let done = Command::new("git").args(&arguments).current_dir(&folder).output().expect("because git is on the PATH");
            assert!(done.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
        }
    }

    fn milepost(&self, arguments: &[&str]) -> Output {
        let program = env!("CARGO_BIN_EXE_milepost");
        Command::new(program).args(arguments).current_dir(self.0.path()).env("CI", "true").output().expect("because cargo built it")
    }

    /// Runs it, and demands that it ends with that code.
    fn ends(&self, code: i32, arguments: &[&str]) -> String {
        let output = self.milepost(arguments);
        let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert_eq!(output.status.code(), Some(code), "milepost {arguments:?} said: {said}");
        assert!(!said.contains(TOKEN), "the token is told: {said}");
        said
    }

    /// Every file below a folder, with its content.
    fn files(&self, name: &str) -> BTreeMap<String, Vec<u8>> {
        fn walk(folder: &Path, root: &Path, found: &mut BTreeMap<String, Vec<u8>>) {
            for entry in fs::read_dir(folder).expect("because it is there") {
                let path = entry.expect("because it is there").path();
                if path.is_dir() {
                    walk(&path, root, found);
                } else {
                    let name = path.strip_prefix(root).expect("because it lies below").display().to_string();
                    found.insert(name, fs::read(&path).expect("because it is ours"));
                }
            }
        }
        let mut found = BTreeMap::new();
        walk(&self.path(name), &self.path(name), &mut found);
        found
    }
}

fn holds(content: &[u8], text: &str) -> bool {
    content.windows(text.len()).any(|window| window == text.as_bytes())
}

#[test]
fn a_folder_of_clones_becomes_a_portal_and_nothing_changes_without_reason() {
    let place = Place::new();
    let descriptor = "name: label-printer\ndescription: Prints labels.\nowner: tracking\ntier: 1\n";
    place.clone_of("label-printer", &[("milepost.yaml", descriptor), ("README.md", "# label-printer\n")]);
    place.clone_of("notes", &[("README.md", "# Notes\n\nWhat we learnt.\n")]);
    let build = ["build", "--clones", "clones", "--as-of", "2030-01-01"];
    let said = place.ends(0, &build);
    assert!(said.contains("2 services of 2 repositories"), "{said}");
    let first = place.files("site");
    let page = String::from_utf8_lossy(&first["catalog/label-printer/index.html"]).into_owned();
    for part in ["Prints labels.", "tracking", "v1.0.0", "milepost.yaml"] {
        assert!(page.contains(part), "{part} is not on the page");
    }
    assert!(first.contains_key("catalog/notes/index.html") && first.contains_key("teams/tracking/index.html"));

    fs::remove_dir_all(place.path("site.milepost")).expect("because the build made it");
    fs::remove_dir_all(place.path("clones/notes")).expect("because the test made it");
    place.ends(0, &build);
    assert!(!place.files("site").contains_key("catalog/notes/index.html"), "the page of a repository that is gone is gone");
}

#[test]
fn the_same_store_makes_the_same_bytes_with_one_thread_and_with_two() {
    let place = Place::new();
    for name in ["label-printer", "carrier-sync", "notes"] {
        place.clone_of(name, &[("README.md", &format!("# {name}\n")), ("CODEOWNERS", "* @lumenfreight/tracking\n")]);
    }
    place.ends(0, &["init", "--clones", "clones"]);
    place.ends(0, &["collect"]);
    for (threads, out) in [("1", "one"), ("2", "two")] {
        let program = env!("CARGO_BIN_EXE_milepost");
        let build = ["build", "--as-of", "2030-01-01", "--out", out];
        let done = Command::new(program).args(build).current_dir(place.0.path()).env("RAYON_NUM_THREADS", threads).output();
        assert!(done.expect("because cargo built it").status.success());
    }
    assert_eq!(place.files("one"), place.files("two"));
}

#[test]
fn a_token_in_an_origin_is_written_nowhere() {
    let place = Place::new();
    place.clone_of("label-printer", &[("README.md", "# label-printer\n")]);
    place.ends(0, &["build", "--clones", "clones"]);
    place.ends(0, &["export", "--store", "site.milepost/store", "--to", "out"]);
    for folder in ["site", "site.milepost", "out"] {
        for (name, content) in place.files(folder) {
            assert!(!holds(&content, TOKEN), "{folder}/{name} holds the token");
        }
    }
}

#[test]
fn a_public_portal_knows_nothing_of_what_is_not_known_to_be_public() {
    let place = Place::new();
    place.clone_of("open-thing", &[("README.md", "# open-thing\n")]);
    place.clone_of("secret-thing", &[("catalog-info.yaml", "kind: [\n"), ("README.md", "# secret-thing\n")]);
    let config = |more: &str| {
        format!(
            "[organisation]\nname = \"Lumen Freight\"\n[site]\nvisibility = \"public\"\n\
             [[source]]\nid = \"open\"\nkind = \"git\"\nclones = [\"clones\"]\ninclude = [\"lumenfreight/open-thing\"]\nassume_visibility = \"public\"\n\
             [[source]]\nid = \"others\"\nkind = \"git\"\nclones = [\"clones\"]\ninclude = [\"lumenfreight/secret-thing\"]\n{more}"
        )
    };
    fs::write(place.path("metrics-config.toml"), config("")).expect("because the folder is ours");
    place.ends(0, &["run"]);
    let files = place.files("site");
    assert!(files.contains_key("catalog/open-thing/index.html"));
    for (name, content) in &files {
        assert!(!name.contains("secret") && !holds(content, "secret-thing"), "{name} tells of it");
    }
    fs::write(place.path("metrics-config.toml"), config("assume_visibility = \"private\"\n")).expect("because the folder is ours");
    place.ends(0, &["run"]);
    assert!(place.files("site").iter().all(|(_, content)| !holds(content, "secret-thing")));
}

#[test]
fn records_go_in_and_come_out_and_bad_ones_are_findings() {
    let place = Place::new();
    let good = r#"{"schema":"milepost/1","kind":"release","id":"x:v1","rev":1,"observed_at":"2026-11-20T06:40:00Z","provenance":{"collector":"ours"},"repo":"git:x","tag":"v1","sha":"aa","published_at":"2026-11-01T00:00:00Z","channel":"beta"}"#;
    fs::write(place.path("good.ndjson"), format!("{good}\n")).expect("because the folder is ours");
    place.ends(0, &["import", "--store", "store", "good.ndjson"]);
    place.ends(0, &["export", "--store", "store", "--to", "out"]);
    assert_eq!(String::from_utf8_lossy(&place.files("out")["release.ndjson"]), format!("{good}\n"));

    let next = good.replace("v1", "v2");
    fs::write(place.path("next.ndjson"), format!("{next}\n")).expect("because the folder is ours");
    place.ends(0, &["import", "--store", "store", "next.ndjson"]);
    assert!(place.ends(0, &["store", "--store", "store", "compact"]).contains("2 parts became 1."));
    assert!(place.ends(0, &["store", "--store", "store", "compact"]).contains("Nothing to rewrite."));
    place.ends(0, &["export", "--store", "store", "--to", "all"]);
    assert_eq!(String::from_utf8_lossy(&place.files("all")["release.ndjson"]), format!("{good}\n{next}\n"));

    fs::write(place.path("bad.ndjson"), "{\"kind\":\"relase\"}\n").expect("because the folder is ours");
    let said = place.ends(1, &["import", "--store", "store", "bad.ndjson"]);
    assert!(said.contains("bad.ndjson:1") && said.contains("“relase” is not a kind of record"), "{said}");
}

#[test]
fn what_cannot_run_says_why_and_what_to_do() {
    let place = Place::new();
    fs::create_dir(place.path("empty")).expect("because the folder is ours");
    place.clone_of("label-printer", &[("README.md", "# Printer\n")]);
    fs::write(place.path("public.toml"), "[organisation]\nname = \"x\"\n[site]\nvisibility = \"public\"\n")
        .expect("because the folder is ours");
    for (arguments, part) in [
        (vec!["run"], "milepost init --clones DIR"),
        (vec!["build", "--clones", "nowhere"], "nowhere is not a folder"),
        (vec!["build", "--clones", "empty"], "no git repository below empty"),
        (vec!["build", "--clones", "clones", "--config", "public.toml"], "may show none of the repositories below clones"),
        (vec!["serve", "empty"], "milepost build --out"),
        (vec!["import", "missing.ndjson"], "missing.ndjson"),
    ] {
        let said = place.ends(2, &arguments);
        assert!(said.contains(part), "{arguments:?}: {said}");
    }
    assert!(!place.path("site").exists(), "nothing is written where there is nothing to show");
}

#[test]
fn init_writes_a_configuration_that_runs_and_overwrites_nothing() {
    let place = Place::new();
    place.clone_of("label-printer", &[("CODEOWNERS", "* @lumenfreight/tracking\n")]);
    place.ends(0, &["init", "--clones", "clones"]);
    let written = fs::read_to_string(place.path("metrics-config.toml")).expect("because init wrote it");
    assert!(written.contains("name = \"lumenfreight\""), "{written}");
    place.ends(2, &["init", "--clones", "clones"]);
    place.ends(0, &["init", "--clones", "clones", "--force"]);
    place.ends(0, &["run"]);
    assert!(place.files("site").contains_key("teams/tracking/index.html"));
}

#[test]
fn an_action_is_listed_told_and_checked_where_its_repository_lies() {
    let place = Place::new();
    place.clone_of(
        "platform",
        &[
            (
                ".github/workflows/rollback.yml",
                "name: rollback\non:\n  workflow_dispatch:\n    inputs:\n      service: {required: true}\n      environment: {type: choice, options: [production, dev]}\n",
            ),
            (
                "milepost.actions/rollback.yaml",
                "title: Roll back a service\nworkflow: .github/workflows/rollback.yml\ninputs: {service: {format: service}}\nguardrails:\n- {id: prod, title: Not in production, deny: 'inputs.environment == \"production\"', message: Ask first.}\n- {id: tier, title: Not tier 1, deny: 'inputs.environment == \"dev\" && entity.tier == \"1\"', message: Too important.}\n- {id: often, quota: {count: 1, per: day, by: service}, message: Enough.}\n",
            ),
        ],
    );
    let (folder, runs, data) = (place.path("clones/platform"), place.path("runs.json"), place.path("data"));
    let at = folder.to_string_lossy().into_owned();
    let entity = data.join("entities/component/default");
    fs::create_dir_all(&entity).expect("because the folder is ours");
    fs::write(entity.join("a.json"), "{\"entity\":{\"ref\":\"component:default/a\",\"name\":\"a\",\"tier\":\"2\"}}").expect("a file");
    fs::write(entity.join("b.json"), "{\"entity\":{\"ref\":\"component:default/b\",\"name\":\"b\",\"tier\":\"1\"}}").expect("a file");
    fs::write(&runs, "{\"workflow_runs\":[{\"id\":1,\"created_at\":\"2026-11-20T05:00:00Z\",\"display_title\":\"rollback service=c\"},{\"id\":2,\"created_at\":\"2026-11-20T06:00:00Z\",\"display_title\":\"rollback service=a\"}]}").expect("a file");
    assert!(place.ends(0, &["action", "list", "--repository", &at]).contains("rollback  Roll back a service"));
    let told = place.ends(0, &["action", "show", "rollback", "--repository", &at]);
    assert!(told.contains("one of production, dev") && told.contains("guardrail often"), "{told}");
    assert!(place.ends(2, &["action", "show", "rolback", "--repository", &at]).contains("there are rollback"));

    let (data, runs) = (data.to_string_lossy().into_owned(), runs.to_string_lossy().into_owned());
    let check = |own: &str, event: &str, more: &[&str]| {
        let path = place.path("event.json");
        fs::write(&path, event).expect("a file");
        let summary = place.path("summary.md");
        let mut command = Command::new(env!("CARGO_BIN_EXE_milepost"));
        command
            .args(["action", "check", "rollback", "--repository", &at, "--format", "github", "--now", "2026-11-20T06:40:00Z"])
            .args(more);
        command.env("GITHUB_EVENT_PATH", &path).env("GITHUB_STEP_SUMMARY", &summary).env("GITHUB_RUN_ID", own).env_remove("GITHUB_OUTPUT");
        let output = command.output().expect("because cargo built it");
        (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned(), fs::read_to_string(summary).unwrap_or_default())
    };
    let whole = ["--data", data.as_str(), "--runs", runs.as_str()];
    let (code, said, summary) = check("2", "{\"inputs\":{\"service\":\"a\",\"environment\":\"dev\"}}", &whole);
    assert_eq!((code, said.as_str()), (Some(0), ""), "{said}");
    assert!(summary.contains("| holds | Not in production |"), "{summary}");
    for (own, event, more, expected) in [
        ("9", "{\"inputs\":{\"service\":\"a\",\"environment\":\"dev\"}}", &whole[..], "Enough."),
        ("9", "{\"inputs\":{\"service\":\"d\",\"environment\":\"production\"}}", &whole[2..], "Ask first."),
        ("9", "{\"inputs\":{\"service\":\"b\",\"environment\":\"dev\"}}", &whole[..], "Too important."),
        ("9", "{\"inputs\":{\"service\":\"d\",\"environment\":\"dev\"}}", &whole[2..], "not known here"),
        ("9", "{\"inputs\":{\"service\":\"\",\"environment\":\"x\"}}", &whole[2..], "is required"),
    ] {
        let (code, said, _) = check(own, event, more);
        assert_eq!(code, Some(1), "{event}: {said}");
        assert!(said.contains("::error") && said.contains(expected), "{event}: {said}");
    }
}
