//! A public portal of an organisation half of which is private: no byte of it tells of the other half.
//!
//! Everything private is marked first, wherever a text of it can be: in files, their names, commits, tags and
//! records. Then two public portals are built, one from everything and one from what is public alone: they must
//! be the same, byte for byte, so that no count, date or relation differs either.

use clap::Parser;
use milepost::cli::{self, Ended, Surroundings, args::Cli};
use milepost::demo::{DemoSettings, generate};
use milepost_model::harvest::Unwatched;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Stands in everything that is private, and in nothing that is public.
const MARK: &str = "quillwort";

/// Keys of records whose texts people write, and so may tell.
const TOLD: &[&str] = &[
    "actor",
    "category",
    "description",
    "environment",
    "job",
    "login",
    "message",
    "metric",
    "name",
    "path",
    "person",
    "rule",
    "schedule",
    "slug",
    "summary",
    "tag",
    "team",
    "title",
    "topic",
    "workflow",
];

/// The organisation, with a folder of clones and records for each half.
struct Organisation {
    place: tempfile::TempDir,
    /// The names of the private repositories, without their owner.
    private: BTreeSet<String>,
    public: BTreeSet<String>,
}

fn organisation() -> Organisation {
    let place = tempfile::tempdir().expect("because the machine has a temporary folder");
    let settings = DemoSettings { services: 12, weeks: 8, ..DemoSettings::default() };
    let demo = generate(&settings, &place.path().join("demo"), &Unwatched).expect("because the folder is new");
    let mut lines: Vec<Map<String, Value>> = Vec::new();
    for file in &demo.record_files {
        let text = fs::read_to_string(file).expect("it was written");
        lines.extend(text.lines().map(|line| serde_json::from_str::<Map<String, Value>>(line).expect("it is a record")));
    }
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    for line in lines.iter().filter(|line| line["kind"] == "repository") {
        let name = line["full_name"].as_str().and_then(|name| name.rsplit('/').next()).expect("it has a name");
        names.insert(line["repo"].as_str().expect("it has an id").to_owned(), name.to_owned());
    }
    let private: BTreeSet<String> = names.keys().enumerate().filter(|(n, _)| n % 2 == 0).map(|(_, id)| id.clone()).collect();
    let private_names: BTreeSet<String> = private.iter().map(|id| names[id].clone()).collect();
    let public_names: BTreeSet<String> = names.values().filter(|name| !private_names.contains(*name)).cloned().collect();

    // A host is asked for what scanners found repository by repository.
    let asked: Vec<Map<String, Value>> = lines
        .iter()
        .filter(|line| line["kind"] == "coverage" && line["of"] == "finding")
        .flat_map(|line| {
            names.keys().enumerate().map(|(place, repo)| {
                let mut own = line.clone();
                own.insert("repo".to_owned(), repo.as_str().into());
                own.insert("id".to_owned(), format!("coverage-finding-{place}").into());
                own
            })
        })
        .collect();
    assert!(!asked.is_empty(), "the example covers what scanners found");
    lines.extend(asked);

    let (mut all, mut open, mut quiet) = (String::new(), String::new(), String::new());
    for mut line in lines {
        let repo = line.get("repo").and_then(Value::as_str).map(str::to_owned);
        let is_private = repo.as_ref().is_none_or(|repo| private.contains(repo));
        if line["kind"] == "repository" {
            line.insert("visibility".to_owned(), if is_private { "private" } else { "public" }.into());
        }
        if is_private {
            mark(&mut line);
        }
        let text = serde_json::to_string(&line).expect("it is JSON");
        all.push_str(&text);
        all.push('\n');
        if !is_private {
            open.push_str(&text);
            open.push('\n');
        }
        if line["kind"] != "finding" && line.get("of").is_none_or(|of| of != "finding") {
            quiet.push_str(&text);
            quiet.push('\n');
        }
    }
    for (folder, records, takes_private) in [("all", all, true), ("open", open, false), ("quiet", quiet, true)] {
        let folder = place.path().join(folder);
        fs::create_dir_all(folder.join("clones")).expect("because the folder is ours");
        fs::write(folder.join("records.ndjson"), records).expect("because the folder is ours");
        for entry in fs::read_dir(&demo.clones).expect("it was made").map(|entry| entry.expect("it was made").path()) {
            let name = entry.file_stem().expect("it has a name").to_string_lossy().into_owned();
            if public_names.contains(&name) || takes_private {
                let copy = folder.join("clones").join(entry.file_name().expect("it has a name"));
                let cloned = Command::new("cp").arg("-r").args([&entry, &copy]).status().expect("there is cp");
                assert!(cloned.success());
                if !public_names.contains(&name) {
                    plant(&copy, &name);
                }
            }
        }
    }
    Organisation { place, private: private_names, public: public_names }
}

/// Puts the mark into every text of a record.
fn mark(line: &mut Map<String, Value>) {
    let is_repository = line["kind"] == "repository";
    for (key, value) in line.iter_mut() {
        let is_told = TOLD.contains(&key.as_str()) && !(is_repository && matches!(key.as_str(), "name" | "path"));
        match value {
            Value::String(text) if is_told && !text.is_empty() => *text = format!("{text}-{MARK}"),
            Value::Array(items) if matches!(key.as_str(), "members" | "services" | "topics" | "labels") => {
                items.push(format!("{MARK}-{key}").into());
            }
            _ => {}
        }
    }
}

/// Commits files to a bare repository whose names and contents hold the mark, with a tag and a branch.
fn plant(repository: &Path, name: &str) {
    let descriptor = format!(
        "name: {MARK}-{name}\ndescription: The {MARK} of {name}.\nowner: {MARK}-team\nsystem: {MARK}-system\ntier: 1\nlinks:\n  runbook: https://{MARK}.example.com/\ndepends_on: [{MARK}-other]\n"
    );
    let api = format!(
        "openapi: 3.0.0\ninfo: {{title: {MARK} {name}, version: '1'}}\npaths: {{/{MARK}: {{get: {{responses: {{'200': {{description: {MARK}}}}}}}}}}}\n"
    );
    let backstage = format!(
        "apiVersion: backstage.io/v1alpha1\nkind: API\nmetadata: {{name: {MARK}-api-{name}}}\nspec: {{type: openapi, lifecycle: production, owner: {MARK}-team, definition: {{$text: ./openapi.yaml}}}}\n"
    );
    let files = [
        (format!("{MARK}/milepost.yaml"), descriptor),
        (format!("{MARK}/catalog-info.yaml"), backstage),
        (format!("{MARK}/openapi.yaml"), api),
        (format!("{MARK}/broken/catalog-info.yaml"), format!("kind: [ {MARK}\n")),
        (format!("docs/{MARK}.md"), format!("# The {MARK}\n\n[elsewhere](https://{MARK}.example.com/)\n")),
        (format!(".github/workflows/{MARK}.yml"), format!("name: {MARK}\non: workflow_dispatch\njobs: {{}}\n")),
        ("CODEOWNERS".to_owned(), format!("* @lumenfreight/{MARK}-owners\n")),
    ];
    let index = repository.join("planted-index");
    let git = |arguments: &[&str], input: &str| {
        use std::io::Write as _;
        let mut command = Command::new("git");
        command.args(arguments).current_dir(repository).env("GIT_DIR", ".").env("GIT_INDEX_FILE", &index);
        for who in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{who}_NAME"), format!("Ada {MARK}")).env(format!("GIT_{who}_EMAIL"), "ada@example.com");
            command.env(format!("GIT_{who}_DATE"), "2026-11-19T10:00:00Z");
        }
        let pipes = command.stdin(std::process::Stdio::piped()).stdout(std::process::Stdio::piped());
        let mut child = pipes.spawn().expect("git is on the PATH");
        child.stdin.take().expect("it is piped").write_all(input.as_bytes()).expect("it reads");
        let done = child.wait_with_output().expect("it ends");
        assert!(done.status.success(), "git {arguments:?} in {}", repository.display());
        String::from_utf8_lossy(&done.stdout).trim().to_owned()
    };
    let has_head = !git(&["for-each-ref", "refs/heads/main"], "").is_empty();
    if has_head {
        git(&["read-tree", "refs/heads/main"], "");
    }
    for (path, text) in files {
        let id = git(&["hash-object", "-w", "--stdin"], &text);
        git(&["update-index", "--add", "--cacheinfo", &format!("100644,{id},{path}")], "");
    }
    let tree = git(&["write-tree"], "");
    let message = format!("Bring the {MARK}");
    let parents: &[&str] = if has_head { &["-p", "refs/heads/main"] } else { &[] };
    let commit = git(&[&["commit-tree", &tree, "-m", &message], parents].concat(), "");
    for reference in ["refs/heads/main".to_owned(), format!("refs/heads/{MARK}"), format!("refs/tags/v9.9.9-{MARK}")] {
        git(&["update-ref", &reference, &commit], "");
    }
    fs::remove_file(index).expect("git made it");
}

impl Organisation {
    /// Builds the portal of a half, or of all of it, for these readers.
    fn portal(&self, from: &str, visibility: &str) -> BTreeMap<PathBuf, Vec<u8>> {
        let folder = self.place.path().join(from);
        let config = format!(
            "[organisation]\nname = \"Lumen Freight\"\n[site]\nvisibility = \"{visibility}\"\nout = \"{visibility}\"\nurl = \"https://portal.example.com/\"\n\
             [[source]]\nid = \"clones\"\nkind = \"git\"\nclones = [\"clones\"]\n[[source]]\nid = \"records\"\nkind = \"files\"\npaths = [\"records.ndjson\"]\n"
        );
        fs::write(folder.join("metrics-config.toml"), config).expect("because the folder is ours");
        if !folder.join(".milepost").exists() {
            milepost(&folder, &["collect"]);
        }
        milepost(&folder, &["build", "--as-of", "2026-11-20T06:40:00Z"]);
        let root = folder.join(visibility);
        let found = walkdir::WalkDir::new(&root)
            .into_iter()
            .map(|entry| entry.expect("it can be read"))
            .filter(|entry| entry.file_type().is_file());
        found
            .map(|entry| (entry.path().strip_prefix(&root).expect("it lies below").to_owned(), fs::read(entry.path()).expect("it is ours")))
            .collect()
    }
}

/// Runs the program in this process, at one instant whenever the test runs: two portals may only differ by what they read.
fn milepost(folder: &Path, arguments: &[&str]) {
    let config = folder.join("metrics-config.toml");
    let typed = ["milepost", "--quiet", "--config", config.to_str().expect("the folder's name is text")]
        .into_iter()
        .chain(arguments.iter().copied());
    let surroundings = Surroundings {
        now: "2026-11-20T06:38:21Z".parse().expect("it is an instant"),
        environment: BTreeMap::default(),
        is_terminal: false,
    };
    let cli = Cli::try_parse_from(typed).expect("because it is a command");
    assert_eq!(cli::run(cli, &surroundings), Ended::Done, "{arguments:?}");
}

fn holds(content: &[u8], text: &str) -> bool {
    content.to_ascii_lowercase().windows(text.len()).any(|window| window == text.as_bytes())
}

#[test]
fn a_public_portal_tells_nothing_of_what_is_private() {
    let organisation = organisation();
    assert!(organisation.private.len() >= 5 && organisation.public.len() >= 5, "{:?}", organisation.private);

    // Whoever may see everything sees the marks, in many kinds of files: the search below could fail.
    let internal = organisation.portal("all", "internal");
    let marked: Vec<_> = internal.iter().filter(|(name, content)| holds(content, MARK) || name.to_string_lossy().contains(MARK)).collect();
    let endings: BTreeSet<_> = marked.iter().filter_map(|(name, _)| name.extension()).collect();
    assert!(marked.len() > 50 && endings.len() >= 4, "{} files, {endings:?}", marked.len());

    let public = organisation.portal("all", "public");
    assert!(public.len() > 100, "{} files", public.len());
    for (name, content) in &public {
        assert!(!name.to_string_lossy().contains(MARK), "{} is named so", name.display());
        assert!(!holds(content, MARK), "{} tells of it", name.display());
        for private in &organisation.private {
            assert!(!holds(content, &format!("lumenfreight/{private}\"")), "{} names {private}", name.display());
        }
    }
    let alone = organisation.portal("open", "public");
    let differing: Vec<_> = public.iter().filter(|(name, content)| alone.get(*name) != Some(content)).map(|(name, _)| name).collect();
    assert!(differing.is_empty() && public.len() == alone.len(), "with what is private, these differ: {differing:?}");

    // What scanners found in public repositories is for those who work there: it shows inside, and changes no byte outside.
    let has_found = |portal: &BTreeMap<PathBuf, Vec<u8>>| {
        let adoption: Value = serde_json::from_slice(&portal[Path::new("data/adoption.json")]).expect("because data are JSON");
        !adoption["upkeep"]["findings"].is_null()
    };
    assert!(has_found(&internal) && !has_found(&public), "nothing was found, or it is told");
    let quiet = organisation.portal("quiet", "public");
    let differing: Vec<_> = public.iter().filter(|(name, content)| quiet.get(*name) != Some(content)).map(|(name, _)| name).collect();
    assert!(differing.is_empty() && public.len() == quiet.len(), "with what scanners found, these differ: {differing:?}");
}
