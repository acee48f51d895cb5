//! A bare repository on disk.

use super::object::Oid;
use super::pack::Pack;
use milepost_model::Instant;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;

/// What a bare repository consists of.
pub(in crate::demo) struct Repository<'a> {
    /// Its objects.
    pub(in crate::demo) pack: Pack,
    /// Its branches, tags and pull requests, and for annotated tags the commit behind.
    pub(in crate::demo) refs: BTreeMap<String, (Oid, Option<Oid>)>,
    /// Where it was cloned from.
    pub(in crate::demo) origin: &'a str,
    /// When it was last fetched; the reflog tells, since a file's own time is not the example's.
    pub(in crate::demo) fetched: Instant,
    /// The commits whose parents were left out, in a clone that is cut short.
    pub(in crate::demo) shallow: Vec<Oid>,
}

impl Repository<'_> {
    /// Writes it into a folder that does not exist yet.
    pub(in crate::demo) fn write(self, folder: &Path) -> io::Result<()> {
        let packs = folder.join("objects/pack");
        fs::create_dir_all(&packs)?;
        fs::create_dir_all(folder.join("objects/info"))?;
        fs::create_dir_all(folder.join("refs/heads"))?;
        fs::create_dir_all(folder.join("refs/tags"))?;
        fs::write(folder.join("HEAD"), "ref: refs/heads/main\n")?;
        fs::write(folder.join("config"), config(self.origin))?;
        if !self.refs.is_empty() {
            fs::write(folder.join("packed-refs"), packed(&self.refs))?;
        }
        if let Some((tip, _)) = self.refs.get("refs/heads/main") {
            let logs = folder.join("logs/refs/heads");
            fs::create_dir_all(&logs)?;
            let (nothing, at) = ("0".repeat(40), self.fetched.timestamp());
            fs::write(logs.join("main"), format!("{nothing} {tip} milepost <milepost@localhost> {at} +0000\tfetch --all: storing head\n"))?;
        }
        if !self.shallow.is_empty() {
            fs::write(folder.join("shallow"), self.shallow.iter().fold(String::new(), |text, oid| format!("{text}{oid}\n")))?;
        }
        if self.pack.len() > 0 {
            let (pack, index, name) = self.pack.finish();
            fs::write(packs.join(format!("pack-{name}.pack")), pack)?;
            fs::write(packs.join(format!("pack-{name}.idx")), index)?;
        }
        Ok(())
    }
}

/// The settings of a mirror: `git clone --mirror` writes the same, but for keeping reflogs.
fn config(origin: &str) -> String {
    format!(
        "[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = true\n\tlogallrefupdates = true\n[remote \"origin\"]\n\turl = {origin}\n\tfetch = +refs/*:refs/*\n\tmirror = true\n"
    )
}

fn packed(refs: &BTreeMap<String, (Oid, Option<Oid>)>) -> String {
    let mut text = String::from("# pack-refs with: peeled fully-peeled sorted \n");
    for (name, (oid, peeled)) in refs {
        let _ = writeln!(text, "{oid} {name}");
        if let Some(peeled) = peeled {
            let _ = writeln!(text, "^{peeled}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::{Commit, Folder, Signature};
    use super::*;
    use std::process::Command;

    #[test]
    fn git_finds_nothing_wrong_with_what_was_written() {
        let at = "2026-11-20T06:40:00Z".parse().expect("because the test wrote a valid instant");
        let by = Signature { name: "Ines Varga".into(), email: "ines.varga@lumenfreight.example".into(), at };
        let mut pack = Pack::new();
        let mut folder = Folder::default();
        let mut parents = Vec::new();
        for round in 0..200 {
            for path in ["src/main.rs", "src-gen", "src.txt", "docs/a/b.md"] {
                let text = format!("{}\n{round} {path}\n{}", "first line\n".repeat(40), "last line\n".repeat(round));
                let file = pack.blob(&text, folder.file(path).map(|file| &**file));
                folder.put(path, file);
            }
            let tree = folder.write(&mut pack);
            parents = vec![pack.commit(&Commit { tree, parents: &parents, author: &by, committer: &by, message: "Change it" })];
        }
        let tag = pack.tag("v1.0.0", parents[0], &by, "First");
        let refs =
            BTreeMap::from([("refs/heads/main".to_owned(), (parents[0], None)), ("refs/tags/v1.0.0".to_owned(), (tag, Some(parents[0])))]);
        let place = tempfile::tempdir().expect("because a temporary folder can be made");
        let path = place.path().join("a.git");
        Repository { pack, refs, origin: "https://github.com/lumenfreight/a", fetched: at, shallow: Vec::new() }
            .write(&path)
            .expect("because it is writable");
        let git = |arguments: &[&str]| {
            let out = Command::new("git").arg("-C").arg(&path).args(arguments).output().expect("because git is on the PATH");
            assert!(out.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&out.stderr));
            String::from_utf8(out.stdout).expect("because git prints UTF-8 here")
        };
        assert_eq!(git(&["fsck", "--strict", "--full"]).trim(), "");
        assert_eq!(git(&["rev-list", "--count", "v1.0.0"]).trim(), "200");
        assert!(git(&["show", "main:src/main.rs"]).contains("199 src/main.rs"));
    }
}
