//! `milepost publish`: a built portal is put where people read it.

use super::args::Publish as Options;
use super::build::counted;
use super::failure::Failure;
use super::settings;
use super::{Context, Ended};
use crate::config::{Config, PublishTo};
use crate::publish::{self, Built, How, Plan, PublishError};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

pub(super) fn run(options: &Options, context: &Context<'_>) -> Result<Ended, Failure> {
    let config = settings::found(context)?;
    let to = match &options.to {
        Some(text) => PublishTo::parse(text, Path::new("")).map_err(|problem| {
            Failure::with_help(format!("--to “{text}”: {problem}"), "write dir:PATH, branch:NAME, s3://…, gs://… or az://…")
        })?,
        None => config.as_ref().and_then(|config| config.publish.to.clone()).ok_or_else(|| {
            Failure::with_help("there is no place to publish to", "name one with --to, or as `to` in [publish] of metrics-config.toml")
        })?,
    };
    let site = match (&options.site, &config) {
        (Some(site), _) => site.clone(),
        (None, Some(config)) => config.site.out.clone(),
        (None, None) => PathBuf::from("site"),
    };
    let remote = config.as_ref().map_or("origin", |config| &config.publish.remote);
    let how = How { is_dry: options.dry_run, is_forced: options.force };
    let plan = publish(&site, (&to, remote), how, context)?;
    if options.dry_run {
        context.say(plan.to_string().trim_end());
    }
    tell(&plan, how, context);
    Ok(Ended::Done)
}

/// Publishes what was just built, where the configuration says to where.
pub(super) fn after_building(config: &Config, site: &Path, context: &Context<'_>) -> Result<(), Failure> {
    let Some(to) = &config.publish.to else { return Ok(()) };
    let how = How::default();
    let plan = publish(site, (to, &config.publish.remote), how, context)?;
    tell(&plan, how, context);
    Ok(())
}

fn publish(site: &Path, (to, remote): (&PublishTo, &str), how: How, context: &Context<'_>) -> Result<Plan, Failure> {
    let built = Built::open(site).map_err(|error| match error {
        PublishError::Site(_) => Failure::with_help(error.to_string(), "build it first: milepost build, or milepost run"),
        other => other.into(),
    })?;
    Ok(match to {
        PublishTo::Folder(folder) => publish::to_directory(&built, folder, how)?,
        PublishTo::Bucket(url) => publish::to_object_store(&built, url, &settings::bucket_options(&context.surroundings.environment), how)?,
        PublishTo::Branch(name) => {
            let work = work_folder()?;
            publish::to_git_branch(&built, (&repository(context), remote, name), work.path(), context.surroundings.now, how)?
        }
    })
}

/// The folder whose repository knows the remote: that of the configuration.
pub(super) fn repository(context: &Context<'_>) -> PathBuf {
    let folder = context.global.config.as_ref().and_then(|path| path.parent()).filter(|folder| !folder.as_os_str().is_empty());
    folder.unwrap_or(Path::new(".")).to_owned()
}

/// A folder that nobody else has, for what is prepared; it goes when it is dropped.
pub(super) fn work_folder() -> Result<TempDir, Failure> {
    tempfile::Builder::new().prefix("milepost-").tempdir().map_err(|error| Failure::new(format!("cannot make a temporary folder: {error}")))
}

fn tell(plan: &Plan, how: How, context: &Context<'_>) {
    if plan.is_empty() {
        context.say(&format!("Nothing to publish: {} holds all {} already.", plan.place, counted(plan.unchanged as u64, "file")));
        return;
    }
    let (done, kept) = if how.is_dry { ("would get", "would be removed") } else { ("has", "removed") };
    context.say(&format!(
        "{} {done} {} ({} bytes) of this portal, {} as they were, {} {kept}.",
        plan.place,
        counted(plan.puts() as u64, "new file"),
        plan.bytes,
        plan.unchanged,
        plan.removals(),
    ));
}
