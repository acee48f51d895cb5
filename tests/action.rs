//! `action.yml`, run as far as that goes without GitHub: its steps in order, in a clean shell, with a folder in place of
//! the releases. What it installs is what the checksum says, and what it is given to run is words and no program.

#![cfg(unix)]

use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Brings files from a folder as the real one would from the host's releases.
const CURL: &str = "#!/bin/sh
for word; do
  case \"$word\" in
    https://github.com/milepost/milepost/releases/download/v*/*) cp \"$RELEASES/${word#*/download/}\" . || exit 22 ;;
    https:*) exit 6 ;;
  esac
done
";

/// Installs a program where the real one would install what it built.
const CARGO: &str = "#!/bin/sh
echo \"cargo $*\"
while [ \"$1\" != --root ]; do shift; done
mkdir -p \"$2/bin\" && cp \"$RELEASES/../packed/milepost\" \"$2/bin/milepost\"
";

struct Runner {
    place: tempfile::TempDir,
    steps: Vec<Value>,
}

impl Runner {
    /// A runner, and a release of the version 9.8.7.
    fn new() -> Self {
        let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("action.yml")).expect("it is there");
        let action: Value = serde_saphyr::from_str(&text).expect("it is YAML");
        let steps = action["runs"]["steps"].as_array().expect("it has steps").clone();
        let runner = Self { place: tempfile::tempdir().expect("there is room"), steps };
        fs::create_dir_all(runner.path("tools")).expect("because the folder is ours");
        fs::create_dir_all(runner.path("work")).expect("because the folder is ours");
        for (name, text) in [("curl", CURL), ("cargo", CARGO)] {
            fs::write(runner.path("tools").join(name), text).expect("because the folder is ours");
        }
        // What is installed starts the program under test.
        fs::create_dir_all(runner.path("packed")).expect("because the folder is ours");
        let program = format!("#!/bin/sh\nexec '{}' \"$@\"\n", env!("CARGO_BIN_EXE_milepost"));
        fs::write(runner.path("packed/milepost"), program).expect("because the folder is ours");
        runner.sh("chmod +x tools/* packed/*; mkdir -p releases/v9.8.7; cd releases/v9.8.7
             for target in x86_64-unknown-linux-gnu aarch64-apple-darwin; do
               tar -czf milepost-$target.tar.gz -C ../../packed milepost
               { sha256sum milepost-$target.tar.gz || shasum -a 256 milepost-$target.tar.gz; } > milepost-$target.tar.gz.sha256
             done");
        runner
    }

    fn path(&self, name: &str) -> PathBuf {
        self.place.path().join(name)
    }

    fn sh(&self, script: &str) {
        let done = Command::new("sh").args(["-ec", script]).current_dir(self.place.path()).output().expect("there is a shell");
        assert!(done.status.success(), "{script}: {}", String::from_utf8_lossy(&done.stderr));
    }

    /// Runs the steps with these inputs. Tells whether they went well, and what they said.
    fn run(&self, (version, from, run): (&str, &str, &str), (system, processor): (&str, &str)) -> (bool, String) {
        let _ = fs::remove_dir_all(self.path("temp"));
        fs::create_dir_all(self.path("temp")).expect("because the folder is ours");
        let (mut is_well, mut text) = (true, String::new());
        for step in &self.steps {
            match step["if"].as_str() {
                None => {}
                Some("inputs.run != ''") if !run.is_empty() => {}
                Some("inputs.run != ''") => continue,
                Some(other) => panic!("this test does not know: if: {other}"),
            }
            if !is_well {
                break;
            }
            let mut command = Command::new("bash");
            command.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"].as_str().expect("it runs something")]);
            command.current_dir(self.path("work")).env_clear();
            let added = fs::read_to_string(self.path("temp/path")).unwrap_or_default().trim_end().replace('\n', ":");
            command.env("PATH", format!("{added}:{}:/usr/local/bin:/usr/bin:/bin", self.path("tools").display()));
            command.env("HOME", self.path("temp")).env("RUNNER_TEMP", self.path("temp")).env("GITHUB_PATH", self.path("temp/path"));
            command.env("RUNNER_OS", system).env("RUNNER_ARCH", processor);
            command.env("RELEASES", self.path("releases"));
            for (name, value) in step["env"].as_object().into_iter().flatten() {
                let value = match value.as_str().expect("it is a text") {
                    "${{ inputs.version }}" => version,
                    "${{ inputs.from }}" => from,
                    "${{ inputs.run }}" => run,
                    other => panic!("this test does not know {other}"),
                };
                command.env(name, value);
            }
            let done = command.output().expect("there is bash");
            text.push_str(&String::from_utf8_lossy(&done.stdout));
            text.push_str(&String::from_utf8_lossy(&done.stderr));
            is_well &= done.status.success();
        }
        (is_well, text)
    }
}

const LINUX: (&str, &str) = ("Linux", "X64");

#[test]
fn a_release_is_installed_and_run_as_its_checksum_says() {
    let runner = Runner::new();
    for system in [LINUX, ("macOS", "ARM64")] {
        let (is_well, text) = runner.run(("9.8.7", "release", "action list --help"), system);
        assert!(is_well && text.contains(": OK") && text.contains("milepost ") && text.contains("Usage: milepost action list"), "{text}");
    }
    let (is_well, text) = runner.run(("9.8.7", "source", ""), LINUX);
    assert!(is_well && text.contains("cargo install --locked") && text.contains("--tag v9.8.7 milepost"), "{text}");

    runner.sh("echo more >> releases/v9.8.7/milepost-x86_64-unknown-linux-gnu.tar.gz");
    let (is_well, text) = runner.run(("9.8.7", "release", "--version"), LINUX);
    assert!(!is_well && text.contains("FAILED") && !runner.path("temp/milepost-9.8.7/bin/milepost").exists(), "{text}");
}

#[test]
fn what_it_is_given_is_refused_or_stays_words() {
    let runner = Runner::new();
    for (inputs, system, said) in [
        (("9.8.7/../../x", "release", ""), LINUX, "is no version"),
        (("", "release", ""), LINUX, "is no version"),
        (("9.8.7\nPATH=x", "release", ""), LINUX, "is no version"),
        (("9.8.7", "elsewhere", ""), LINUX, "it is release or source"),
        (("9.8.7", "release", ""), ("Linux", "RISCV"), "no release is built for Linux on RISCV"),
        (("1.2.3", "release", ""), LINUX, "No such file"),
    ] {
        let (is_well, text) = runner.run(inputs, system);
        assert!(!is_well && text.contains(said), "{inputs:?}: {text}");
    }
    for run in ["; touch stolen", "$(touch stolen)", "`touch stolen`", "| touch stolen", "&& touch stolen", "* ; touch stolen"] {
        let (is_well, text) = runner.run(("9.8.7", "release", run), LINUX);
        assert!(!is_well, "{run}: {text}");
    }
    assert!(!runner.path("work/stolen").exists());
}
