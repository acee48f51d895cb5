//! The programs that the tests need besides Rust and git, installed where that is allowed.

use crate::program::Program;
use crate::step::Context;
use std::path::{Path, PathBuf};

/// What html-validate and Playwright need.
const NODE: (u32, u32) = (20, 19);

/// The programs, found.
#[derive(Debug)]
pub struct Tools {
    /// Node.js.
    pub node: PathBuf,
    /// Its package manager.
    pub npm: PathBuf,
    /// A Chromium.
    pub chromium: PathBuf,
    /// Python, which the server for the tests of stores in buckets is written in.
    pub python: PathBuf,
}

/// A program, the names that it goes by, and Debian's package of it.
struct Need {
    what: &'static str,
    names: &'static [&'static str],
    package: &'static str,
}

const NEEDS: [Need; 6] = [
    Need { what: "Node.js 20.19 or newer", names: &["node", "nodejs"], package: "nodejs" },
    Need { what: "npm", names: &["npm"], package: "npm" },
    Need { what: "Chromium", names: &["chromium", "chromium-browser", "google-chrome"], package: "chromium" },
    Need { what: "Python 3 with venv", names: &["python3"], package: "python3-venv" },
    Need { what: "curl", names: &["curl"], package: "curl" },
    Need { what: "jq", names: &["jq"], package: "jq" },
];

/// Finds the programs; installs Debian's packages of those that are missing when root, else says what to install.
pub fn ensure(context: &Context) -> Result<Tools, Vec<String>> {
    let missing: Vec<&Need> = NEEDS.iter().filter(|need| find(need).is_none()).collect();
    if !missing.is_empty() {
        if context.offline || !is_root() || which("apt-get").is_none() {
            return Err(advice(&missing));
        }
        install(&missing)?;
    }
    let found = |need: &Need| find(need).ok_or_else(|| advice(&[need]));
    let [node, npm, chromium, python, ..] = &NEEDS;
    let tools = Tools { node: found(node)?, npm: found(npm)?, chromium: found(chromium)?, python: found(python)? };
    new_enough(&tools.node)?;
    Ok(tools)
}

/// Installs one of the packages anew: on Debian the program can be there without the part that is needed.
pub fn add(context: &Context, package: &str) -> Result<(), Vec<String>> {
    let needs: Vec<&Need> = NEEDS.iter().filter(|need| need.package == package).collect();
    if context.offline || !is_root() || which("apt-get").is_none() {
        return Err(advice(&needs));
    }
    install(&needs)
}

fn install(missing: &[&Need]) -> Result<(), Vec<String>> {
    let apt = || Program::new("apt-get").with("DEBIAN_FRONTEND", "noninteractive");
    let packages: Vec<&str> = missing.iter().map(|need| need.package).collect();
    for step in [apt().args(&["update", "-q"]), apt().args(&["install", "-q", "-y", "--no-install-recommends"]).args(&packages)] {
        let ended = step.run();
        if !ended.is_success {
            return Err(advice(missing).into_iter().chain(ended.tail).collect());
        }
    }
    Ok(())
}

fn advice(missing: &[&Need]) -> Vec<String> {
    let packages: Vec<&str> = missing.iter().map(|need| need.package).collect();
    let mut lines: Vec<String> =
        missing.iter().map(|need| format!("{} is missing (looked for {} on the PATH).", need.what, need.names.join(", "))).collect();
    lines.push(format!("On Debian: sudo apt-get install {}", packages.join(" ")));
    lines.push("Elsewhere: install them from nodejs.org and chromium.org; CHROMIUM may hold the browser's path.".to_owned());
    lines
}

fn new_enough(node: &Path) -> Result<(), Vec<String>> {
    let said = Program::new(&node.to_string_lossy()).arg("--version").read().map_err(|error| vec![error])?;
    if version(&said).is_some_and(|version| version >= NODE) {
        return Ok(());
    }
    let (major, minor) = NODE;
    Err(vec![
        format!("{} is {}, and the browser tests need {major}.{minor} or newer.", node.display(), said.trim()),
        "Debian 13 has it as the package nodejs; for older systems take it from nodejs.org.".to_owned(),
    ])
}

fn version(said: &str) -> Option<(u32, u32)> {
    let mut parts = said.trim().trim_start_matches('v').split('.').map(|part| part.parse().ok());
    Some((parts.next()??, parts.next()??))
}

fn find(need: &Need) -> Option<PathBuf> {
    let named = std::env::var_os("CHROMIUM").map(PathBuf::from).filter(|path| need.package == "chromium" && path.is_file());
    named.or_else(|| need.names.iter().find_map(|name| which(name)))
}

fn which(name: &str) -> Option<PathBuf> {
    let file = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    std::env::split_paths(&std::env::var_os("PATH")?).map(|folder| folder.join(&file)).find(|path| path.is_file())
}

/// Whether apt-get would be allowed to.
fn is_root() -> bool {
    Program::new("id").arg("-u").read().is_ok_and(|id| id.trim() == "0")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_as_numbers() {
        assert_eq!(version("v20.20.2\n"), Some((20, 20)));
        assert!(version("v18.19.0") < Some(NODE));
        assert!(version("v20.9.0") < Some(NODE));
        assert!(version("v22.1.0") > Some(NODE));
        assert_eq!(version("not a version"), None);
    }

    #[test]
    fn the_advice_is_a_command_that_can_be_pasted() {
        let lines = advice(&NEEDS.each_ref());
        assert!(lines.contains(&"On Debian: sudo apt-get install nodejs npm chromium python3-venv curl jq".to_owned()), "{lines:#?}");
    }
}
