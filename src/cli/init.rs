//! `milepost init`: a first configuration that fits what is there.

use super::args::Init;
use super::failure::Failure;
use super::{Context, Ended};
use crate::config::FILE_NAME;
use crate::config::init::{Beginning, Found, first_config};
use crate::pipeline;
use std::fs;
use std::path::{Path, PathBuf};

pub(super) fn run(options: &Init, context: &Context<'_>) -> Result<Ended, Failure> {
    let path = context.global.config.clone().unwrap_or_else(|| PathBuf::from(FILE_NAME));
    if path.exists() && !options.force {
        return Err(Failure::with_help(
            format!("{} is there already", path.display()),
            "to write over it: --force; to write elsewhere: --config FILE",
        ));
    }
    let found = match &options.clones {
        Some(clones) => look(clones, context)?,
        None => Vec::new(),
    };
    let folder = options.clones.as_ref().map(|clones| from_file(clones, &path));
    let text = first_config(&Beginning { organisation: options.org.as_deref(), clones: folder.as_deref(), found: &found });
    fs::write(&path, text).map_err(|error| Failure::file("write", &path, &error))?;
    context.say(&format!("{} is written. Every key is explained in docs/reference/metrics-config.md.", path.display()));
    match (&options.clones, &options.org) {
        (Some(_), _) => context.say("Build the portal: milepost run"),
        (None, Some(org)) => {
            context.say(&format!("Set GITHUB_TOKEN to a token that may read {org}, look at what will be asked: milepost collect --explain, then: milepost run"));
        }
        (None, None) => {}
    }
    Ok(Ended::Done)
}

fn look(clones: &Path, context: &Context<'_>) -> Result<Vec<Found>, Failure> {
    let found = pipeline::look_at_clones(clones, context.surroundings.now)?;
    if found.is_empty() {
        return Err(Failure::with_help(
            format!("there is no git repository below {}", clones.display()),
            "name the folder that your clones are in; they are found at any depth",
        ));
    }
    Ok(found)
}

/// A path as the configuration's file should name it: what is relative starts from the file's folder.
fn from_file(clones: &Path, file: &Path) -> String {
    let home = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let is_here = home.canonicalize().ok() == Path::new(".").canonicalize().ok();
    let chosen =
        if clones.is_absolute() || is_here { clones.to_owned() } else { clones.canonicalize().unwrap_or_else(|_| clones.to_owned()) };
    chosen.display().to_string().replace('\\', "/")
}
