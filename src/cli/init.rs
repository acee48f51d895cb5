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
    if options.clones.is_none() {
        write_workflow(&path, options.force, context)?;
    }
    match (&options.clones, &options.org) {
        (Some(_), _) => context.say("Build the portal: milepost run"),
        (None, Some(org)) => {
            context.say(&format!("Set GITHUB_TOKEN to a token that may read {org}, look at what will be asked: milepost collect --explain, then: milepost run"));
        }
        (None, None) => {}
    }
    Ok(Ended::Done)
}

/// The workflow that builds a portal each morning: the one of this repository, for others.
fn write_workflow(config: &Path, is_forced: bool, context: &Context<'_>) -> Result<(), Failure> {
    let folder = config.parent().unwrap_or(Path::new(""));
    let path = folder.join(".github/workflows/portal.yml");
    if path.exists() && !is_forced {
        context.say(&format!("{} is there already and stays as it is.", path.display()));
        return Ok(());
    }
    let written = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&path, workflow(config)));
    written.map_err(|error| Failure::file("write", &path, &error))?;
    context.say(&format!("{} is written: it builds the portal each morning and publishes it to GitHub Pages.", path.display()));
    Ok(())
}

fn workflow(config: &Path) -> String {
    let name = config.file_name().map_or_else(|| FILE_NAME.into(), |name| name.to_string_lossy());
    let install = format!("--git {} --tag v{} milepost", env!("CARGO_PKG_REPOSITORY"), env!("CARGO_PKG_VERSION"));
    include_str!("../../.github/workflows/portal.yml")
        .replace(OUR_CONFIG, &format!("MILEPOST_CONFIG: {}", serde_json::Value::from(&*name)))
        .replace(OUR_SOURCE, &install)
        .replace("docs/publishing.md", concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/main/docs/publishing.md"))
}

/// What is said of this repository in its own workflow.
const OUR_CONFIG: &str = "MILEPOST_CONFIG: .github/portal.toml";
const OUR_SOURCE: &str = "--path .";

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_workflow_of_others_names_their_configuration_and_a_release() {
        let text = workflow(Path::new("conf/our portal.toml"));
        assert!(text.contains("MILEPOST_CONFIG: \"our portal.toml\"\n"), "{text}");
        assert!(text.contains(concat!(" --tag v", env!("CARGO_PKG_VERSION"), " milepost\n")), "{text}");
        assert!(!text.contains(OUR_CONFIG) && !text.contains(OUR_SOURCE) && !text.contains(" docs/"), "{text}");
    }
}
