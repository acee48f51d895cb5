//! `milepost build`, `run` and `collect`.

use super::args::{Build, Collect};
use super::clock;
use super::failure::Failure;
use super::interrupt::Interrupt;
use super::progress::Console;
use super::settings::{self, shown};
use super::{Context, Ended};
use crate::config::Config;
use crate::pipeline::{self, Built, Collected, PipelineError, Wanted, World};
use crate::store::Store;
use milepost_collectors::source::Asked;
use std::path::{Path, PathBuf};

/// What a build reads before it judges.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reads {
    /// Every source of the configuration.
    Sources,
    /// The folder of `--clones`, where it was given.
    ClonesOnly,
}

/// What a build works with.
pub(super) struct Plan {
    pub config: Config,
    pub store: Store,
    pub out: PathBuf,
    pub reads: bool,
    /// Who may interrupt it, so that what was read is saved first.
    pub interrupt: Option<Interrupt>,
}

/// What became of a build.
pub(super) enum Outcome {
    /// It is there, of all sources or without what some would have told.
    Built(Box<Built>, Ended),
    /// Somebody interrupted it while its sources were read, and nothing was built.
    Interrupted(Ended),
}

pub(super) fn run(options: &Build, context: &Context<'_>, reads: Reads) -> Result<Ended, Failure> {
    let plan = Plan { interrupt: Some(Interrupt::listen()), ..plan(options, context, reads)? };
    let (built, how) = match once(&plan, options, context)? {
        Outcome::Built(built, how) => (built, how),
        Outcome::Interrupted(ended) => return Ok(ended),
    };
    tell(&built, &plan.out, context);
    if reads == Reads::Sources {
        super::publish::after_building(&plan.config, &plan.out, context)?;
    }
    Ok(how)
}

/// Finds out what to build from what.
pub(super) fn plan(options: &Build, context: &Context<'_>, reads: Reads) -> Result<Plan, Failure> {
    let mut config = match &options.clones {
        Some(clones) => of_clones(clones, context)?,
        None => settings::config(context)?,
    };
    config.site.file_urls |= options.file_urls;
    let out = options.out.clone().unwrap_or_else(|| config.site.out.clone());
    let has_own_store = options.clones.is_some() && context.global.config.is_none();
    let store = if has_own_store { settings::store_beside(context, &out)? } else { settings::store(context, Some(&config))? };
    Ok(Plan { config, store, out, reads: reads == Reads::Sources || options.clones.is_some(), interrupt: None })
}

/// Builds once.
pub(super) fn once(plan: &Plan, options: &Build, context: &Context<'_>) -> Result<Outcome, Failure> {
    let now = clock::now(options.now, &plan.store, context)?;
    let interrupt = plan.interrupt.clone().unwrap_or_default();
    let console = Console::new(context.surroundings.is_terminal, context.global.quiet).heeding(&interrupt);
    let world = World {
        now,
        as_of: options.as_of.unwrap_or(now),
        store: &plan.store,
        out: plan.out.clone(),
        is_example: false,
        is_forced: false,
        watch: &console,
    };
    let ran = if plan.reads {
        pipeline::run(&plan.config, &world).map(|(collected, built)| (Some(collected), built))
    } else {
        Ok((None, pipeline::build(&plan.config, &world).map(Some)))
    };
    console.finish();
    let (collected, built) = ran?;
    let mut how = Ended::Done;
    if let Some(collected) = collected {
        if built.is_err() {
            // No page will tell it.
            context.report(&collected.notes);
        }
        how = tell_of_reading(&collected, context);
    }
    let built = built.map_err(|error| match error {
        PipelineError::NothingToShow if how == Ended::Unread => Failure::with_help(
            "there is nothing to show: of some sources nothing could be read, and the others gave no repository that the portal may show",
            "do what the lines above say, and run it again",
        ),
        PipelineError::NothingToShow => nothing_to_show(plan, options),
        other => other.into(),
    })?;
    Ok(built.map_or_else(|| Outcome::Interrupted(interrupt.ended()), |built| Outcome::Built(Box::new(built), how)))
}

pub(super) fn collect(options: &Collect, context: &Context<'_>) -> Result<Ended, Failure> {
    let config = settings::config(context)?;
    let store = settings::store(context, Some(&config))?;
    let now = clock::now(options.now, &store, context)?;
    let interrupt = Interrupt::listen();
    let console = Console::new(context.surroundings.is_terminal, context.global.quiet).heeding(&interrupt);
    let world =
        World { now, as_of: now, store: &store, out: config.site.out.clone(), is_example: false, is_forced: false, watch: &console };
    let asked = Asked { since: options.since, shard: options.shard, replay: options.replay };
    let wanted = Wanted { only: &options.source, asked };
    if options.explain {
        let plans = pipeline::explain(&config, &store, wanted)?;
        if plans.is_empty() {
            context.say("The configuration names no source. Add a [[source]], or write one with: milepost init");
        }
        for (plan, at) in plans.iter().zip(0..) {
            context.say(&format!("{}{plan}", if at > 0 { "\n" } else { "" }));
        }
        return Ok(Ended::Done);
    }
    let collected = pipeline::collect(&config, &world, wanted);
    console.finish();
    let collected = collected?;
    context.report(&collected.notes);
    context.say(&format!("{} new records are in {}.", collected.committed.records, store.url()));
    let how = tell_of_reading(&collected, context);
    Ok(if collected.is_interrupted { interrupt.ended() } else { how })
}

/// Says of sources behind a network how much of them was read, of any why it ended before it was done, and which could not
/// be read at all: then what was saved and built is good, and the run is not.
fn tell_of_reading(collected: &Collected, context: &Context<'_>) -> Ended {
    let is_unread = |id: &str| collected.unread.iter().any(|(source, _)| source == id);
    for (source, repositories, whole) in collected.read.iter().filter(|(source, ..)| !is_unread(source)) {
        if *repositories == 0 {
            context.say(&format!("The source “{source}”: no repository was read; Platform health says why."));
            continue;
        }
        let of = counted(*repositories, "repository");
        let rest = if whole < repositories { "; Platform health says what is missing" } else { "" };
        context.say(&format!("The source “{source}”: {whole} of {of} read whole{rest}."));
    }
    for (source, why) in &collected.ended {
        context.say(&format!("The source “{source}” was not read to its end: {why}."));
    }
    for (source, why) in &collected.unread {
        super::messages::tell_error(&format!("the source “{source}” could not be read at all: {why}"));
    }
    if collected.unread.is_empty() { Ended::Done } else { Ended::Unread }
}

/// The configuration for a folder of clones: the file's where one was named, with these clones as its source.
fn of_clones(clones: &Path, context: &Context<'_>) -> Result<Config, Failure> {
    if !clones.is_dir() {
        return Err(Failure::with_help(
            format!("{} is not a folder", clones.display()),
            "name a folder that holds git repositories, at any depth",
        ));
    }
    let whole = clones.canonicalize().map_err(|error| Failure::file("read", clones, &error))?;
    let name = whole.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut config = Config::for_clones(&name, clones);
    if context.global.config.is_some() {
        let sources = std::mem::take(&mut config.sources);
        config = Config { sources, ..settings::config(context)? };
    }
    Ok(config)
}

fn nothing_to_show(plan: &Plan, options: &Build) -> Failure {
    match (&options.clones, plan.reads) {
        (Some(clones), _) if pipeline::git_directories(std::slice::from_ref(clones)).is_ok_and(|found| !found.is_empty()) => {
            Failure::with_help(
                format!("the portal may show none of the repositories below {}", clones.display()),
                "a public portal shows only what is known to be public, and clones do not tell: write visibility = \"internal\" into [site], or name them in a [[source]] with assume_visibility; `include` of [catalog] may leave them out, too",
            )
        }
        (Some(clones), _) => Failure::with_help(
            format!("there is no git repository below {}", clones.display()),
            "name the folder that your clones are in; they are found at any depth",
        ),
        (None, true) => Failure::with_help(
            "the sources gave no repository that the portal may show",
            "look at `clones` and `include` of the sources, at `include` of [catalog], and at `visibility` of [site]: a public portal shows only what is known to be public",
        ),
        (None, false) => Failure::with_help(
            format!("the store {} holds no repository that the portal may show", plan.store.url()),
            "collect first: milepost run, or milepost collect. If you did, look at `visibility` of [site]: a public portal shows only what is known to be public, and clones do not tell",
        ),
    }
}

/// Says what was built, and what people should correct.
pub(super) fn tell(built: &Built, out: &Path, context: &Context<'_>) {
    context.report(&built.notes.iter().cloned().collect());
    context.say(&format!(
        "{} of {}, {} on {} pages.",
        counted(built.services as u64, "service"),
        counted(built.repositories, "repository"),
        counted(built.teams as u64, "team"),
        built.written.pages
    ));
    context.say(&format!("Open {}, or: milepost serve {}", shown(&out.join("index.html")), shown(out)));
}

/// `1 service`, `2 services`, `3 repositories`.
pub(super) fn counted(count: u64, what: &str) -> String {
    match (count, what.strip_suffix('y')) {
        (1, _) => format!("1 {what}"),
        (_, Some(stem)) => format!("{count} {stem}ies"),
        (_, None) => format!("{count} {what}s"),
    }
}
