//! What the guides do at a terminal is done, in a folder with four clones, and what they show is what is printed.

use super::guides::words;
use super::pages::{self, Block, ManualPage};
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;

/// The pages whose commands are run.
const PAGES: [&str; 10] = [
    "docs/getting-started/install.md",
    "docs/getting-started/first-portal.md",
    "docs/guides/connect-github.md",
    "docs/guides/connect-gitlab.md",
    "docs/guides/describe-services.md",
    "docs/guides/golden-paths.md",
    "docs/guides/scorecards.md",
    "docs/guides/self-service.md",
    "docs/guides/write-a-collector.md",
    "docs/upgrading.md",
];

/// A folder as the guides think of it: clones in `src`, and nothing else.
struct Lab(TempDir);

impl Lab {
    fn new() -> Self {
        let lab = Self(tempfile::tempdir().expect("because the machine has a temporary folder"));
        for name in ["orders", "payments", "platform", "shop"] {
            lab.write(&format!("src/{name}/README.md"), &format!("# {name}\n\nWhat {name} does.\n"));
            lab.write(&format!("src/{name}/docs/runbook.md"), "# Runbook\n\nLook at the queue first.\n");
            lab.write(&format!("src/{name}/Dockerfile"), "FROM scratch\n");
            lab.write(&format!("src/{name}/milepost.yaml"), &format!("name: {name}\n"));
            lab.git(name, &["init", "-q", "-b", "main"]);
            lab.keep(name);
            lab.git(name, &["tag", "v1.0.0"]);
        }
        lab
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().expect("because it is a file's")).expect("because the folder is ours");
        fs::write(path, text).expect("because the folder is ours");
    }

    fn git(&self, name: &str, arguments: &[&str]) -> Output {
        let identity = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com", "-c", "commit.gpgsign=false"];
        let out = Command::new("git").args(identity).args(arguments).current_dir(self.path().join("src").join(name)).output();
        out.expect("because git is on the PATH")
    }

    /// Commits what was written into a repository, if anything was.
    fn keep(&self, name: &str) {
        self.git(name, &["add", "--all"]);
        self.git(name, &["commit", "-q", "-m", "Write"]);
    }

    /// Puts a titled block where its title says. An excerpt of a configuration stands for what people add to theirs.
    fn take(&self, block: &Block) {
        let Some(title) = block.title.as_deref().filter(|title| !title.contains(' ')) else { return };
        if title == "metrics-config.toml" && !block.text.contains("[organisation]") {
            return;
        }
        self.write(title, &block.text);
        if let Some((name, _)) = title.strip_prefix("src/").and_then(|rest| rest.split_once('/')) {
            self.keep(name);
        }
    }

    /// Whether the configuration asks a host, which no test does.
    fn asks_a_host(&self) -> bool {
        let text = fs::read_to_string(self.path().join("metrics-config.toml")).unwrap_or_default();
        ["github", "gitlab"].iter().any(|kind| text.contains(&format!("kind = \"{kind}\"")))
    }

    fn run(&self, words: &[String]) -> (Option<i32>, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_milepost"));
        command.args(&words[1..]).current_dir(self.path());
        for name in ["MILEPOST_CONFIG", "MILEPOST_STORE", "GITHUB_TOKEN", "GITLAB_TOKEN", "GITHUB_ACTIONS"] {
            command.env_remove(name);
        }
        let out = command.output().expect("because the program is built");
        (out.status.code(), String::from_utf8_lossy(&out.stdout).into_owned() + &String::from_utf8_lossy(&out.stderr))
    }
}

#[test]
fn what_the_guides_do_at_a_terminal_works_and_prints_what_they_show() {
    let mut ran = 0;
    for path in PAGES {
        // The collector of the manual is a program in Python.
        if cfg!(unix) || !path.ends_with("write-a-collector.md") {
            ran += follow(&pages::page(path));
        }
    }
    assert!(ran >= 25, "{ran} commands were run");
}

/// Does what a page does, from its beginning to its end. How many commands that were.
fn follow(page: &ManualPage) -> usize {
    let lab = Lab::new();
    if page.path == "docs/upgrading.md" {
        // Whoever upgrades has a portal.
        lab.run(&words("milepost init --clones src"));
        lab.run(&words("milepost collect"));
    }
    let mut ran = 0;
    for block in page.blocks() {
        lab.take(&block);
        if block.language != "console" {
            continue;
        }
        for (line, shown) in block.steps() {
            let words = words(&line);
            let is_ours = words.first().is_some_and(|word| word == "milepost");
            let asks = lab.asks_a_host() && ["run", "collect"].contains(&words[1].as_str()) && !line.contains("--explain");
            if !is_ours || asks || words[1] == "serve" {
                continue;
            }
            let (code, printed) = lab.run(&words);
            assert!(matches!(code, Some(0 | 1)), "{}: {line}: {code:?}\n{printed}", page.path);
            holds(&page.path, &line, &shown, &printed);
            ran += 1;
        }
    }
    ran
}

/// Demands that every line that is shown was printed, in this order; `…` stands for anything.
fn holds(path: &str, line: &str, shown: &str, printed: &str) {
    let mut rest = printed.lines();
    for wanted in shown.lines().filter(|wanted| *wanted != "…") {
        assert!(rest.any(|found| fits(wanted, found)), "{path}: {line} does not print “{wanted}” there:\n{printed}");
    }
}

fn fits(wanted: &str, found: &str) -> bool {
    let mut parts = wanted.trim().split('…');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = found.trim().strip_prefix(first) else { return false };
    let mut is_open = false;
    for part in parts {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
        is_open = part.is_empty();
    }
    is_open || rest.is_empty()
}
