//! `milepost serve`.

use super::args::{Build, Global, Serve};
use super::build::{self, Outcome, Reads};
use super::failure::Failure;
use super::settings;
use super::{Context, Ended, Surroundings};
use crate::config::{Config, FILE_NAME, SourceSettings};
use crate::pipeline;
use crate::serve::{self, Preview, Rebuild};
use std::path::{Path, PathBuf};

pub(super) fn run(options: &Serve, context: &Context<'_>) -> Result<Ended, Failure> {
    let root = match &options.dir {
        Some(dir) => dir.clone(),
        None => settings::found(context)?.map_or_else(|| PathBuf::from("site"), |config| config.site.out),
    };
    let rebuild = if options.watch { Some(rebuild(options, &root, context)?) } else { None };
    serve::run(Preview { root, port: options.port, rebuild }, |address| context.say(&format!("Open http://{address}/ (Ctrl-C ends it)")))?;
    Ok(Ended::Done)
}

/// Builds once, so that what is shown is what the inputs say now, and again whenever they change.
fn rebuild(options: &Serve, root: &Path, context: &Context<'_>) -> Result<Rebuild, Failure> {
    let options = Build { out: Some(root.to_owned()), as_of: None, now: None, clones: options.clones.clone(), file_urls: false };
    let plan = build::plan(&options, context, Reads::Sources)?;
    build::once(&plan, &options, context)?;
    let (paths, folders) = inputs(&plan.config, context)?;
    let global = Global { quiet: true, ..context.global.clone() };
    let environment = context.surroundings.environment.clone();
    let build = move || {
        #[allow(clippy::disallowed_methods, reason = "a preview runs for hours, and each build observes its own instant")]
        let now = chrono::Utc::now();
        let surroundings = Surroundings { now, environment: environment.clone(), is_terminal: false };
        let context = Context { global: &global, surroundings: &surroundings };
        // The configuration is read again: it is one of the inputs.
        match build::plan(&options, &context, Reads::Sources).and_then(|plan| build::once(&plan, &options, &context)) {
            Ok(Outcome::Built(built, _)) => built.written.written + built.written.removed > 0,
            Ok(Outcome::Interrupted(_)) => false,
            Err(failure) => {
                failure.print(global.messages);
                false
            }
        }
    };
    Ok(Rebuild { paths, folders, build: Box::new(build) })
}

/// What a build reads, as far as it is there to be watched: what counts with everything below it, and what by itself.
fn inputs(config: &Config, context: &Context<'_>) -> Result<(Vec<PathBuf>, Vec<PathBuf>), Failure> {
    let mut paths = vec![context.global.config.clone().unwrap_or_else(|| PathBuf::from(FILE_NAME))];
    let mut folders = Vec::new();
    paths.extend(config.site.templates.clone());
    paths.extend(config.site.theme.clone());
    for source in &config.sources {
        match &source.settings {
            SourceSettings::Git(clones) => {
                // Not whole git directories: their objects come and go without anything having changed.
                for folder in pipeline::git_directories(&clones.clones)? {
                    paths.push(folder.join("refs"));
                    folders.push(folder);
                }
            }
            SourceSettings::Files(files) => paths.extend(files.paths.iter().cloned()),
            SourceSettings::Webhooks(webhooks) => paths.extend(webhooks.paths.iter().cloned()),
            // What a host knows changes without any file here changing.
            SourceSettings::Remote(_) | SourceSettings::Command(_) => {}
        }
    }
    paths.retain(|path| path.exists());
    Ok((paths, folders))
}
