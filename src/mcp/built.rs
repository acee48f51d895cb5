//! A built portal as a folder: its data by name, each file read once as long as it stays the same.

use super::trouble::Trouble;
use crate::site::data_files::FILES;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::SystemTime;

/// No file of a portal that is read whole is longer.
const MOST_BYTES: u64 = 1 << 30;

/// A portal that was opened.
#[derive(Debug)]
pub struct Built {
    root: PathBuf,
    held: Mutex<BTreeMap<String, Held>>,
}

/// What a file held when it was read, and how it looked then: a portal may be built anew while somebody asks.
#[derive(Debug, Clone)]
struct Held {
    seen: (SystemTime, u64),
    value: Arc<Value>,
}

impl Built {
    /// Opens a folder, if a portal lies there in a form that is known.
    pub fn open(folder: &Path) -> Result<Self, Trouble> {
        let missing = "data/index.json";
        let root = folder.canonicalize().map_err(|_| Trouble::NoPortal { path: folder.to_owned(), missing: "the folder" })?;
        if !root.join(missing).is_file() {
            return Err(Trouble::NoPortal { path: folder.to_owned(), missing });
        }
        let built = Self { root, held: Mutex::default() };
        let index = built.data("index")?;
        for file in index["files"].as_array().into_iter().flatten() {
            let (path, schema) = (file["path"].as_str().unwrap_or_default(), file["schema"].as_str());
            if let Some((name, version)) = FILES.iter().find(|known| known.path == path).and_then(|known| known.schema) {
                known_form(path, schema, name, version)?;
            }
        }
        Ok(built)
    }

    /// One of the files of data, such as `catalog`.
    pub fn data(&self, name: &str) -> Result<Arc<Value>, Trouble> {
        self.json(&format!("data/{name}.json"), name)
    }

    /// The file of an entity, at the address that the catalog says.
    pub fn entity(&self, address: &str) -> Result<Arc<Value>, Trouble> {
        self.json(address, "entity")
    }

    fn json(&self, path: &str, schema: &str) -> Result<Arc<Value>, Trouble> {
        let value = self.kept(path, |bytes| serde_json::from_slice(bytes).map_err(|error| error.to_string()))?;
        known_form(path, value["schema"].as_str(), schema, 1)?;
        Ok(value)
    }

    /// A script that hands data over: what stands between two texts of it.
    pub fn script(&self, path: &str, before: &str, after: &str) -> Result<Arc<Value>, Trouble> {
        self.kept(path, |bytes| {
            let text = std::str::from_utf8(bytes).map_err(|error| error.to_string())?;
            let data = text.trim_end().strip_prefix(before).and_then(|rest| rest.strip_suffix(after));
            serde_json::from_str(data.ok_or("it hands no data over")?).map_err(|error| error.to_string())
        })
    }

    /// What a file holds, from memory unless it changed.
    fn kept(&self, path: &str, read: impl FnOnce(&[u8]) -> Result<Value, String>) -> Result<Arc<Value>, Trouble> {
        let file = self.place(path)?;
        let seen = seen(&file).map_err(|why| unreadable(path, &why))?;
        let held = self.held.lock().unwrap_or_else(std::sync::PoisonError::into_inner).get(path).cloned();
        if let Some(held) = held.filter(|held| held.seen == seen) {
            return Ok(held.value);
        }
        let bytes = fs::read(&file).map_err(|why| unreadable(path, &why))?;
        let value = Arc::new(read(&bytes).map_err(|why| Trouble::Unreadable { file: path.to_owned(), why })?);
        let mut all = self.held.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        // Entities and parts of the search are many, and few are asked for twice.
        if all.len() > 400 {
            all.clear();
        }
        all.insert(path.to_owned(), Held { seen, value: Arc::clone(&value) });
        Ok(value)
    }

    /// The text of a file of the portal.
    pub fn text(&self, path: &str) -> Result<String, Trouble> {
        let file = self.place(path)?;
        seen(&file).map_err(|why| unreadable(path, &why))?;
        fs::read_to_string(&file).map_err(|why| unreadable(path, &why))
    }

    /// A file of the portal, opened.
    pub fn open_file(&self, path: &str) -> Result<fs::File, Trouble> {
        fs::File::open(self.place(path)?).map_err(|why| unreadable(path, &why))
    }

    /// Whether a file lies there.
    pub fn has(&self, path: &str) -> bool {
        self.place(path).is_ok()
    }

    /// The file at a path below the portal's root: no way, and no link on it, leads out.
    fn place(&self, path: &str) -> Result<PathBuf, Trouble> {
        let outside = || Trouble::Asked(format!("“{}” is no file of this portal", shortened(path)));
        let is_plain =
            Path::new(path).components().all(|part| matches!(part, Component::Normal(name) if !name.to_string_lossy().starts_with('.')));
        if path.is_empty() || path.contains(['\\', '\0', ':']) || !is_plain {
            return Err(outside());
        }
        let file = self.root.join(path).canonicalize().map_err(|_| outside())?;
        if file.starts_with(&self.root) && file.is_file() { Ok(file) } else { Err(outside()) }
    }

    /// Where people open an address: on its site where that is known, else below the portal's root.
    pub fn url(&self, address: &str) -> String {
        let index = self.data("index").ok();
        match index.as_ref().and_then(|index| index["site_url"].as_str()) {
            Some(site) if !address.contains("://") => format!("{}/{address}", site.trim_end_matches('/')),
            _ => address.to_owned(),
        }
    }

    /// An address below the root, of one that people gave: with the site before it, or an anchor behind it.
    pub fn address(&self, given: &str) -> String {
        let index = self.data("index").ok();
        let site = index.as_ref().and_then(|index| index["site_url"].as_str()).map(|site| site.trim_end_matches('/'));
        let below = site.and_then(|site| given.strip_prefix(site)).unwrap_or(given);
        let end = below.find(['?', '#']).unwrap_or(below.len());
        below[..end].trim_start_matches("./").trim_start_matches('/').to_owned()
    }
}

fn seen(file: &Path) -> std::io::Result<(SystemTime, u64)> {
    let about = fs::metadata(file)?;
    if about.len() > MOST_BYTES {
        return Err(std::io::Error::other("it is longer than any file of a portal"));
    }
    Ok((about.modified()?, about.len()))
}

fn unreadable(path: &str, why: &std::io::Error) -> Trouble {
    Trouble::Unreadable { file: path.to_owned(), why: why.to_string() }
}

/// Whether a file is in the form that is read here; one without a form is not.
fn known_form(file: &str, found: Option<&str>, name: &str, version: u32) -> Result<(), Trouble> {
    let known = format!("milepost/{name}/{version}");
    if found == Some(known.as_str()) {
        return Ok(());
    }
    let newer = found.and_then(|found| found.rsplit('/').next()?.parse::<u32>().ok()).is_some_and(|found| found > version);
    let advice = if newer { "use the milepost that built it, or a newer one" } else { "build the portal again with this one" };
    Err(Trouble::Form {
        file: file.to_owned(),
        found: found.unwrap_or("none").to_owned(),
        known,
        version: env!("CARGO_PKG_VERSION"),
        advice,
    })
}

/// What somebody gave, short enough to be said again.
pub fn shortened(text: &str) -> String {
    text.chars().filter(|sign| !sign.is_control()).take(120).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn portal(index: &str) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir(folder.path().join("data")).expect("because the folder is ours");
        fs::write(folder.path().join("data/index.json"), index).expect("because the folder is ours");
        fs::write(folder.path().join(".secret"), "x").expect("because the folder is ours");
        folder
    }

    #[test]
    fn a_folder_without_a_portal_or_with_a_newer_one_is_refused_with_advice() {
        let empty = tempfile::tempdir().expect("a folder");
        assert!(Built::open(empty.path()).expect_err("because it is empty").to_string().contains("--site"));
        assert!(Built::open(&empty.path().join("none")).is_err());
        for (index, advice) in [
            (r#"{"schema":"milepost/index/2"}"#, "newer one"),
            (r#"{"schema":"milepost/index/0"}"#, "build the portal again"),
            ("{}", "build the portal again"),
            (r#"{"schema":"milepost/index/1","files":[{"path":"data/catalog.json","schema":"milepost/catalog/9"}]}"#, "data/catalog.json"),
            ("[", "cannot be read"),
        ] {
            let folder = portal(index);
            let said = Built::open(folder.path()).expect_err(index).to_string();
            assert!(said.contains(advice), "{said}");
        }
    }

    #[test]
    fn no_path_leads_out_of_the_portal() {
        let folder = portal(r#"{"schema":"milepost/index/1","site_url":"https://portal.example.org/x/"}"#);
        let built = Built::open(folder.path()).expect("because it is one");
        for path in
            ["../x", "/etc/passwd", "data/../../x", "..", "", ".secret", "data\\index.json", "C:/x", "data/\0", "data", "data/./../.secret"]
        {
            assert!(built.text(path).is_err(), "{path}");
        }
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink("/etc/hostname", folder.path().join("data/link.txt")).expect("because the folder is ours");
            assert!(built.text("data/link.txt").is_err());
        }
        assert!(built.text("data/index.json").is_ok());
        assert_eq!(built.url("a/"), "https://portal.example.org/x/a/");
        assert_eq!(built.address("https://portal.example.org/x/docs/a/#b"), "docs/a/");
        assert_eq!(built.address("/docs/a/?q=1"), "docs/a/");
    }
}
