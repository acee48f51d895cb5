//! Names the program by what it is made of, so that nothing that another program made is taken for its own work.

use std::fs;
use std::hash::{DefaultHasher, Hasher as _};
use std::io;
use std::path::{Path, PathBuf};

/// What the program is made of, and the versions of all that it is built with.
const MADE_OF: [&str; 4] = ["src", "model/src", "Cargo.lock", "Cargo.toml"];

fn main() -> io::Result<()> {
    let mut files = Vec::new();
    for part in MADE_OF {
        println!("cargo::rerun-if-changed={part}");
        gather(Path::new(part), &mut files)?;
    }
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in files {
        let content = fs::read(&file)?;
        hasher.write_usize(content.len());
        hasher.write(&content);
    }
    println!("cargo::rustc-env=MILEPOST_EDITION={:016x}", hasher.finish());
    Ok(())
}

/// Every file below a path.
fn gather(path: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    if path.is_dir() {
        for entry in fs::read_dir(path)? {
            gather(&entry?.path(), files)?;
        }
    } else if path.is_file() {
        files.push(path.to_owned());
    }
    Ok(())
}
