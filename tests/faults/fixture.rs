//! A folder with clones, a configuration, a store and a portal that was built, and what must hold after a fault.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Files by their paths.
pub type Files = BTreeMap<PathBuf, Vec<u8>>;

/// The configuration that the portal was built by.
pub const CONFIG: &str = "[organisation]\nname = \"Lumen Freight\"\n[site]\nvisibility = \"internal\"\n[[source]]\nid = \"clones\"\nkind = \"git\"\nclones = [\"clones\"]\n";

/// The folder.
pub struct Place(tempfile::TempDir);

impl Place {
    pub fn new() -> Self {
        let place = Self(tempfile::tempdir().expect("because the machine has a temporary folder"));
        for name in ["carrier-sync", "label-printer", "notes", "payments", "tracking-api", "warehouse"] {
            let folder = place.path("clones").join(name);
            fs::create_dir_all(&folder).expect("because the folder is ours");
            fs::write(folder.join("README.md"), format!("# {name}\n\nWhat {name} does.\n")).expect("because the folder is ours");
            fs::write(folder.join("milepost.yaml"), format!("name: {name}\nowner: tracking\n")).expect("because the folder is ours");
            for arguments in [
                &["init", "-q", "-b", "main"][..],
                &["add", "-A"],
                &["-c", "user.name=Ada", "-c", "user.email=ada@example.com", "commit", "-q", "-m", "First"],
            ] {
                assert!(Command::new("git").args(arguments).current_dir(&folder).status().expect("git is on the PATH").success());
            }
        }
        place.write("metrics-config.toml", CONFIG);
        let built = place.milepost(&["run"]);
        assert!(built.status.success(), "{}", told(&built));
        place
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("because it lies in the folder")).expect("because the folder is ours");
        fs::write(path, content).expect("because the folder is ours");
    }

    /// Writes the configuration with these lines more in `[site]`.
    pub fn configure(&self, lines: &str) {
        self.write("metrics-config.toml", CONFIG.replace("[site]\n", &format!("[site]\n{lines}\n")));
    }

    /// A program in the folder.
    pub fn command(&self, program: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(program);
        command.args(arguments).current_dir(self.0.path()).env("CI", "true");
        command
    }

    pub fn milepost(&self, arguments: &[&str]) -> Output {
        self.command(env!("CARGO_BIN_EXE_milepost"), arguments).output().expect("because cargo built it")
    }

    /// The portal that is there.
    pub fn site(&self) -> Files {
        files(&self.path("site"))
    }

    /// Demands that it could not run, said these things, and left the portal as it was.
    pub fn fails(&self, arguments: &[&str], parts: &[&str]) {
        let before = self.site();
        assert!(before.len() > 20);
        let done = self.milepost(arguments);
        let said = told(&done);
        assert_eq!(done.status.code(), Some(2), "{arguments:?}: {said}");
        for part in parts {
            assert!(said.contains(part), "{part} is not said: {said}");
        }
        assert!(!said.contains("panicked"), "{said}");
        assert!(self.site() == before, "{arguments:?} changed the portal");
    }
}

/// What a program said, on both ways.
pub fn told(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// Every file below a folder.
pub fn files(folder: &Path) -> Files {
    let found = walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok).filter(|entry| entry.file_type().is_file());
    found.map(|entry| (entry.path().to_owned(), fs::read(entry.path()).expect("because it is ours"))).collect()
}
