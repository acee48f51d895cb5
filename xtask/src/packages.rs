//! Packages of Python and of npm that tests need, pinned, each in a folder of its own below `target/`.

use crate::debian::{self, Tools};
use crate::program::Program;
use crate::step::Context;
use std::path::{Path, PathBuf};

/// The program of some packages, installed into a folder of its own unless it is there in that version.
pub fn installed(
    context: &Context,
    packages: &[&str],
    folder: &str,
    program: &str,
    install: impl FnOnce(&Path) -> Result<(), Vec<String>>,
) -> Result<PathBuf, Vec<String>> {
    let folder = context.workshop().join(folder);
    let program = folder.join(program);
    let stamp = folder.join("package");
    let wanted = packages.join(" ");
    if program.is_file() && std::fs::read_to_string(&stamp).is_ok_and(|there| there == wanted) {
        return Ok(program);
    }
    if context.offline {
        return Err(vec![format!("{} is missing, and --offline forbids to install it", program.display())]);
    }
    let _ = std::fs::remove_dir_all(&folder);
    install(&folder)?;
    std::fs::write(&stamp, wanted).map_err(|error| vec![format!("{} cannot be written: {error}", stamp.display())])?;
    Ok(program)
}

/// Python's packages, in an environment of their own.
pub fn pip(context: &Context, python: &Path, folder: &Path, packages: &[&str]) -> Result<(), Vec<String>> {
    let venv = Program::new(&python.to_string_lossy()).args(&["-m", "venv"]).arg(folder);
    if !venv.run().is_success {
        // Debian keeps this part of Python in a package of its own.
        debian::add(context, "python3-venv")?;
        done(&venv, packages)?;
    }
    let pip = folder.join("bin/pip").to_string_lossy().into_owned();
    done(&Program::new(&pip).args(&["install", "--quiet", "--disable-pip-version-check"]).args(packages), packages)
}

/// A package of npm.
pub fn npm(tools: &Tools, folder: &Path, package: &str) -> Result<(), Vec<String>> {
    std::fs::create_dir_all(folder).map_err(|error| vec![format!("{} cannot be made: {error}", folder.display())])?;
    let npm = Program::new(&tools.npm.to_string_lossy()).within(folder);
    let step = npm.args(&["install", "--prefix", ".", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", package]);
    done(&step, &[package])
}

fn done(step: &Program, packages: &[&str]) -> Result<(), Vec<String>> {
    let ended = step.run();
    if ended.is_success {
        return Ok(());
    }
    let mut complaints = vec![format!("what the tests need ({}) cannot be installed.", packages.join(", "))];
    complaints.extend(ended.tail);
    Err(complaints)
}
