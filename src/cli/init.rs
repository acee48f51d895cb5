//! `milepost init`: a first configuration that fits what is there.

use super::args::{Hosting, Init};
use super::failure::Failure;
use super::{Context, Ended};
use crate::config::FILE_NAME;
use crate::config::init::{Beginning, Found, Home, first_config, is_group};
use crate::pipeline;
use crate::report::neutral;
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
    let home = home(options)?;
    let text =
        first_config(&Beginning { organisation: options.org.as_deref(), home: home.as_ref(), clones: folder.as_deref(), found: &found });
    fs::write(&path, text).map_err(|error| Failure::file("write", &path, &error))?;
    context.say(&format!("{} is written. Every key is explained in docs/reference/metrics-config.md.", path.display()));
    let (Some(org), Some(home)) = (&options.org, &home) else {
        context.say("Build the portal: milepost run");
        return Ok(Ended::Done);
    };
    let variable = if home.has_groups {
        context.say("To build it each morning: docs/publishing.md has the scheduled pipeline.");
        "GITLAB_TOKEN"
    } else {
        write_workflow(&path, options.force, context)?;
        "GITHUB_TOKEN"
    };
    context.say(&format!(
        "Set {variable} to a token that may read {org}, look at what will be asked: milepost collect --explain, then: milepost run"
    ));
    Ok(Ended::Done)
}

/// Where the organisation is; none where a folder of clones is read.
fn home(options: &Init) -> Result<Option<Home>, Failure> {
    let Some(org) = options.org.as_deref() else { return Ok(None) };
    let mut home = match options.host.as_deref().map(Home::parse) {
        None => Home::default(),
        Some(Some(home)) => home,
        Some(None) => {
            let host = options.host.as_deref().unwrap_or_default();
            return Err(Failure::with_help(
                format!("“{}” is no host and no address of one", neutral::one_line(host)),
                "write it as gitlab.com, git.example.com or https://example.com/gitlab",
            ));
        }
    };
    let is_named_so = home.host.as_deref().is_some_and(|host| host.contains("gitlab"));
    home.has_groups = options.kind.map_or(is_named_so || org.contains('/'), |kind| kind == Hosting::Gitlab);
    if home.has_groups && !is_group(org) {
        return Err(Failure::with_help(
            format!("“{}” is no path of a group", neutral::one_line(org)),
            "write what stands behind the host in its address, such as lumen-freight/backend",
        ));
    }
    Ok(Some(home))
}

/// The workflow that builds a portal each morning and the one that it calls: those of this repository, for others.
fn write_workflow(config: &Path, is_forced: bool, context: &Context<'_>) -> Result<(), Failure> {
    let folder = config.parent().unwrap_or(Path::new(""));
    let files = [
        ("collect.yml", for_others(include_str!("../../.github/workflows/collect.yml")), "it reads the sources in shards side by side"),
        ("portal.yml", workflow(config), "it builds the portal each morning and publishes it to GitHub Pages"),
    ];
    for (name, text, what) in files {
        let path = folder.join(".github/workflows").join(name);
        if path.exists() && !is_forced {
            context.say(&format!("{} is there already and stays as it is.", path.display()));
            continue;
        }
        let written = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&path, text));
        written.map_err(|error| Failure::file("write", &path, &error))?;
        context.say(&format!("{} is written: {what}.", path.display()));
    }
    Ok(())
}

fn workflow(config: &Path) -> String {
    let name = config.file_name().map_or_else(|| FILE_NAME.into(), |name| name.to_string_lossy());
    let theirs = serde_json::Value::from(&*name).to_string();
    let text = include_str!("../../.github/workflows/portal.yml").replace(OUR_CONFIG, &theirs).replace(OUR_SOURCE, "");
    for_others(&text)
}

/// A workflow of this repository with links in place of its own pages.
fn for_others(text: &str) -> String {
    text.replace("docs/publishing.md", concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/main/docs/publishing.md"))
}

/// What is said of this repository in its own workflow.
const OUR_CONFIG: &str = ".github/portal.toml";
const OUR_SOURCE: &str = "      install: --path .\n";

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
        for part in ["MILEPOST_CONFIG: \"our portal.toml\"\n", "      config: \"our portal.toml\"\n"] {
            assert!(text.contains(part), "{text}");
        }
        assert!(!text.contains(OUR_CONFIG) && !text.contains("--path") && !text.contains(" docs/"), "{text}");
        let called = for_others(include_str!("../../.github/workflows/collect.yml"));
        assert!(called.contains(concat!(" --tag v", env!("CARGO_PKG_VERSION"), " milepost\n")), "{called}");
        assert!(called.contains(concat!("--git ", env!("CARGO_PKG_REPOSITORY"), " ")) && !called.contains(" docs/"), "{called}");
    }
}
