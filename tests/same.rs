//! The same organisation, collected from its host and from its clones: the same catalog, documentation and golden paths.

#[allow(dead_code, reason = "the test of networks uses the rest")]
#[path = "servers/gate.rs"]
mod gate;
#[allow(dead_code, reason = "other tests use the rest")]
#[path = "servers/github.rs"]
mod github;

use gate::{AUTHORITY, Gate, PUBLIC};
use github::server::{Server, TOKEN};
use github::world::{DAY, Repo, World, iso};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A commit: how many days ago, its message, its files, and the tag that it bears.
type Step = (i64, &'static str, &'static [(&'static str, &'static str)], Option<&'static str>);

const CI: &str = "on: push\njobs:\n  test:\n    uses: lumen/workflows/.github/workflows/ci.yml@v1\n";
const CI_2: &str = "on: push\njobs:\n  test:\n    uses: lumen/workflows/.github/workflows/ci.yml@v2\n";
const MAIN: &str = "package main\n\nfunc main() {}\n";

const PAYMENTS: &[Step] = &[
    (
        200,
        "Begin",
        &[
            (
                "catalog-info.yaml",
                "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: payments\n  description: Takes money\n  tags: [go]\nspec:\n  type: service\n  lifecycle: production\n  owner: group:backend\n  system: checkout\n  providesApis: [payments-api]\n---\napiVersion: backstage.io/v1alpha1\nkind: API\nmetadata: {name: payments-api}\nspec: {type: openapi, lifecycle: production, owner: group:backend, definition: {$text: ./openapi.yaml}}\n",
            ),
            (
                "openapi.yaml",
                "openapi: 3.0.3\ninfo: {title: Payments, version: \"1\"}\npaths:\n  /refunds:\n    get:\n      operationId: refunds\n      responses: {\"200\": {description: All}}\n",
            ),
            ("README.md", "# Payments\n\nTakes money and gives it back.\n"),
            ("main.go", MAIN),
            ("CODEOWNERS", "* @lumen/backend\n"),
            (".github/workflows/ci.yml", CI),
        ],
        Some("v1.0.0"),
    ),
    (
        120,
        "Document refunds (#2)",
        &[
            ("mkdocs.yml", "site_name: Payments\nnav:\n  - Home: index.md\n  - Refunds: refunds.md\n"),
            ("docs/index.md", "# Payments\n\nSee [refunds](refunds.md).\n"),
            ("docs/refunds.md", "# Refunds\n\nWithin a day.\n"),
        ],
        None,
    ),
    (40, "Follow the path (#3)", &[(".github/workflows/ci.yml", CI_2)], Some("v1.1.0")),
];

const LEDGER: &[Step] = &[
    (
        180,
        "Begin",
        &[
            (
                "milepost.yaml",
                "name: ledger\ntype: service\nowner: backend\ndescription: Remembers money\ntier: 2\ndepends_on: [payments]\n",
            ),
            ("README.md", "# Ledger\n"),
            ("main.go", MAIN),
            (".github/workflows/ci.yml", CI),
        ],
        None,
    ),
    (20, "Tell why (#1)", &[("docs/index.md", "# Ledger\n\nDouble entry.\n")], None),
];

const NOTES: &[Step] = &[
    (90, "Begin", &[("README.md", "# Notes\n\nWhat we learnt.\n")], None),
    (10, "More", &[("README.md", "# Notes\n\nWhat we learnt since.\n")], None),
];

const WORKFLOWS: &[Step] = &[
    (
        210,
        "One",
        &[
            ("README.md", "# Workflows\n"),
            (".github/workflows/ci.yml", "on: workflow_call\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - run: make\n"),
        ],
        Some("v1"),
    ),
    (60, "Two", &[("README.md", "# Workflows, again\n")], Some("v2")),
];

const PATH: &str = "[[golden_path]]\nid = \"paved\"\ntitle = \"Paved\"\nrepository = \"lumen/workflows\"\n[[golden_path.signal]]\nid = \"ci\"\nkind = \"workflow\"\nuses = \"lumen/workflows/.github/workflows/ci.yml\"\n";

fn git(folder: &Path, at: i64, arguments: &[&str]) -> String {
    let identity = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com", "-c", "commit.gpgSign=false", "-c", "tag.gpgSign=false"];
    let date = format!("@{at} +0000");
    let mut command = Command::new("git");
    command.args(identity).args(arguments).current_dir(folder).env("GIT_AUTHOR_DATE", &date).env("GIT_COMMITTER_DATE", &date);
    let output = command.output().expect("because git is on the PATH");
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// The organisation: bare repositories for the host, clones of them, and what the host says of each.
struct Organisation {
    place: tempfile::TempDir,
    now: i64,
    world: World,
}

impl Organisation {
    fn new() -> Self {
        let now =
            i64::try_from(std::time::SystemTime::UNIX_EPOCH.elapsed().expect("after 1970").as_secs()).expect("before the end of time");
        let place = tempfile::tempdir().expect("because the machine has a temporary folder");
        let mut found = Self { place, now, world: World { owner: "lumen".to_owned(), ..World::default() } };
        for (number, (name, steps)) in
            [("payments", PAYMENTS), ("ledger", LEDGER), ("notes", NOTES), ("workflows", WORKFLOWS)].iter().enumerate()
        {
            found.repository(4_001 + number as u64, name, steps);
        }
        found
    }

    fn path(&self, name: &str) -> PathBuf {
        self.place.path().join(name)
    }

    fn repository(&mut self, id: u64, name: &str, steps: &[Step]) {
        let (bare, work) = (self.path("bare/lumen").join(name), self.path("work").join(name));
        for folder in [&bare, &work, &self.path("clones")] {
            std::fs::create_dir_all(folder).expect("because the folder is ours");
        }
        git(&bare, self.now, &["init", "-q", "--bare", "-b", "main"]);
        git(&work, self.now, &["init", "-q", "-b", "main"]);
        let mut go = 0;
        for (days, message, files, tag) in steps {
            let at = self.now - days * DAY;
            for (path, text) in *files {
                let path = work.join(path);
                std::fs::create_dir_all(path.parent().expect("it has a folder")).expect("because the folder is ours");
                go += if path.extension().is_some_and(|ending| ending == "go") { text.len() } else { 0 };
                std::fs::write(path, text).expect("because the folder is ours");
            }
            git(&work, at, &["add", "-A"]);
            git(&work, at, &["commit", "-q", "-m", message]);
            if let Some(tag) = tag {
                git(&work, at, &["tag", tag]);
            }
        }
        git(&work, self.now, &["push", "-q", "--tags", &bare.display().to_string(), "main"]);
        git(&self.path("clones"), self.now, &["clone", "-q", &bare.display().to_string(), name]);
        let clone = self.path("clones").join(name);
        git(&clone, self.now, &["remote", "set-url", "origin", &format!("https://{PUBLIC}/lumen/{name}.git")]);
        let head = git(&clone, self.now, &["rev-parse", "HEAD"]);
        let (first, last) = (self.now - steps[0].0 * DAY, self.now - steps[steps.len() - 1].0 * DAY);
        let has_workflows = clone.join(".github/workflows").is_dir();
        let languages: Vec<Value> = (go > 0).then(|| json!({"size": go, "node": {"name": "Go"}})).into_iter().collect();
        // What only a host knows, descriptions and topics and rules of branches, it does not say here: that may differ.
        let says = json!({
            "url": format!("https://{PUBLIC}/lumen/{name}"), "description": null, "createdAt": iso(first), "pushedAt": iso(last), "licenseInfo": null, "languages": {"edges": languages},
            "defaultBranchRef": {"name": "main", "target": {"oid": head}, "branchProtectionRule": null, "rules": {"nodes": []}},
        });
        self.world.repos.push(Repo {
            id,
            name: format!("lumen/{name}"),
            branch: Some("main".to_owned()),
            workflows: if has_workflows { vec!["ci.yml".to_owned()] } else { Vec::new() },
            head: last,
            says: says.as_object().cloned().unwrap_or_default(),
            ..Repo::default()
        });
    }

    /// A portal of that source: its files by their paths.
    fn portal(&self, name: &str, source: &str, variables: &[(&str, &str)]) -> BTreeMap<String, String> {
        let folder = self.path(name);
        std::fs::create_dir_all(&folder).expect("because the folder is ours");
        let config =
            format!("[organisation]\nname = \"Lumen\"\n[site]\nvisibility = \"internal\"\n{PATH}[[source]]\nid = \"lumen\"\n{source}");
        std::fs::write(folder.join("metrics-config.toml"), config).expect("because the folder is ours");
        std::fs::write(folder.join("company-ca.pem"), AUTHORITY).expect("because the folder is ours");
        let now = iso(self.now);
        for arguments in [["collect", "--now", &now], ["build", "--as-of", &now]] {
            let mut command = Command::new(env!("CARGO_BIN_EXE_milepost"));
            command.args(arguments).current_dir(&folder).env("CI", "true").envs(variables.iter().copied());
            let output = command.output().expect("because cargo built it");
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(
                output.status.success() && !said.contains("error[") && !said.contains("not up to date"),
                "milepost {arguments:?} said: {said}"
            );
        }
        let site = folder.join("site");
        let files = walkdir::WalkDir::new(&site).into_iter().map(|entry| entry.expect("because it is ours"));
        files
            .filter(|file| file.file_type().is_file())
            .filter_map(|file| {
                let path = file.path().strip_prefix(&site).expect("because it is below it").to_string_lossy().into_owned();
                Some((path, std::fs::read_to_string(file.path()).ok()?))
            })
            .collect()
    }
}

/// Pages of what an organisation has, and the data beside them.
fn is_of_the_catalog(path: &str) -> bool {
    let parts = ["catalog/", "docs/", "golden-paths/", "teams/", "systems/", "apis/", "scorecards/", "data/entities", "data/adoption"];
    parts.iter().any(|part| path.starts_with(part))
}

/// A text without the one thing that differs by the way it was read: a host numbers its repositories, of clones their
/// origin is hashed.
fn without_ids(text: &str) -> String {
    let mut parts = text.split("\"gh:github.com:").flat_map(|part| part.split("\"git:"));
    let mut found = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        found.push_str("\"ID");
        found.push_str(part.trim_start_matches(|c: char| c.is_ascii_hexdigit()));
    }
    found
}

/// What has to be the same of a file: all of it, but for what tells of deployments and incidents. A clone knows of neither,
/// so it counts releases where a host counts deployments, on the panel of activity and in the data beside it.
fn comparable(path: &str, text: &str) -> String {
    let text = without_ids(text);
    if path.starts_with("data/entities") {
        let whole: Value = serde_json::from_str(&text).expect("because it is JSON");
        return whole["entity"].to_string();
    }
    match text.split_once("<section class=\"panel\" aria-labelledby=\"act\"") {
        Some((before, after)) if path.starts_with("catalog/") => format!("{before}{}", after_section(after)),
        _ => text,
    }
}

/// What follows the end of a section that has begun.
fn after_section(text: &str) -> &str {
    let (mut rest, mut open) = (text, 1);
    while open > 0 {
        let end = rest.find("</section>").expect("because a section ends");
        open = open + rest[..end].matches("<section").count() - 1;
        rest = &rest[end + "</section>".len()..];
    }
    rest
}

/// The lines of two texts that the other one has not.
fn apart(one: &str, other: &str) -> Vec<String> {
    let lines = |text: &str| text.replace("><", ">\n<").lines().map(str::to_owned).collect::<Vec<_>>();
    let (one, other) = (lines(one), lines(other));
    let only = |these: &[String], those: &[String], sign: &str| {
        these.iter().filter(|line| !those.contains(line)).take(8).map(|line| format!("{sign} {line}")).collect::<Vec<_>>()
    };
    [only(&one, &other, "host  "), only(&other, &one, "clones")].concat()
}

#[test]
fn a_host_and_clones_of_it_give_the_same_catalog_documentation_and_golden_paths() {
    let organisation = Organisation::new();
    let server = Server::start(organisation.world.clone());
    server.serve_git(organisation.path("bare"));
    let gate = Gate::before(&server.address);
    server.is_known_as(&format!("https://{PUBLIC}"));
    let proxy = gate.proxy();
    // The host keeps its runs for as long as is asked for, else it would be known that some are not.
    let source = format!(
        "kind = \"github\"\napi = \"https://{PUBLIC}/api/v3\"\norganisations = [\"lumen\"]\nalerts = false\nrun_retention_days = 400\nca_file = \"company-ca.pem\"\n"
    );
    let from_host = organisation.portal("host", &source, &[("HTTPS_PROXY", &proxy), ("GITHUB_TOKEN", TOKEN)]);
    let clones = organisation.path("clones").display().to_string();
    let source = format!("kind = \"git\"\nclones = [\"{clones}\"]\nassume_visibility = \"internal\"\n");
    let from_clones = organisation.portal("clones-portal", &source, &[]);

    let of = |files: &BTreeMap<String, String>| -> Vec<String> { files.keys().filter(|path| is_of_the_catalog(path)).cloned().collect() };
    let paths = of(&from_host);
    assert_eq!(paths, of(&from_clones));
    assert!(paths.len() > 50, "{}", paths.len());
    let (mut told, mut same) = (Vec::new(), 0);
    // How a service is delivered is more than a clone can tell.
    for path in paths.iter().filter(|path| !path.ends_with("/delivery/index.html")) {
        let (host, clones) = (comparable(path, &from_host[path]), comparable(path, &from_clones[path]));
        if host == clones {
            same += 1;
        } else {
            told.push(format!("== {path}\n{}", apart(&host, &clones).join("\n")));
        }
    }
    assert!(from_host["catalog/ledger/index.html"].contains("aria-labelledby=\"act\""), "the panel that is left out is there");
    assert!(told.is_empty(), "{same} are the same, and these are not:\n{}", told.join("\n"));
}
