//! `milepost demo`: the example organisation and its portal.

use super::args::Demo as Options;
use super::build::counted;
use super::failure::Failure;
use super::progress::Console;
use super::settings::{self, shown};
use super::{Context, Ended};
use crate::config::{Config, FILE_NAME};
use crate::demo::{self, Demo, DemoSettings};
use crate::pipeline::{self, Wanted, World};
use crate::serve::{self, Preview};
use crate::store::Store;
use milepost_model::{Harvest, Instant};
use std::fs;
use std::path::Path;

/// What was asked for when the example's files were made; they are made again when it changes.
const STAMP: &str = "demo.json";

pub(super) fn run(options: &Options, context: &Context<'_>) -> Result<Ended, Failure> {
    let console = Console::new(context.surroundings.is_terminal, context.global.quiet);
    let wanted = DemoSettings { services: options.services as usize, weeks: options.weeks, seed: options.seed, ..DemoSettings::default() };
    let wanted = DemoSettings { today: options.today.unwrap_or(wanted.today), ..wanted };
    let work = settings::beside(&options.out);
    generate(&wanted, &work, &console)?;

    let path = work.join(FILE_NAME);
    let text = fs::read_to_string(&path).map_err(|error| Failure::file("read", &path, &error))?;
    let mut config = super::own_files::read(Config::load(&text, &path).map_err(Failure::Configuration)?)?;
    config.site.file_urls |= options.file_urls;
    let store = settings::store_beside(context, &options.out)?;
    let built = build(&config, &store, options, wanted.today, &console)?;
    console.finish();

    context.say(&format!(
        "Lumen Freight, an example: {} of {}, {} on {} pages. Everything in it is invented.",
        counted(built.services as u64, "service"),
        counted(built.repositories, "repository"),
        counted(built.teams as u64, "team"),
        built.written.pages
    ));
    if options.serve {
        let preview = Preview { root: options.out.clone(), port: 4000, rebuild: None };
        serve::run(preview, |address| context.say(&format!("Open http://{address}/ (Ctrl-C ends it)")))?;
        return Ok(Ended::Done);
    }
    context.say(&format!("Open {}, or: milepost serve {}", shown(&options.out.join("index.html")), shown(&options.out)));
    Ok(Ended::Done)
}

fn build(config: &Config, store: &Store, options: &Options, today: Instant, console: &Console) -> Result<pipeline::Built, Failure> {
    let world = World { now: today, as_of: today, store, out: options.out.clone(), is_example: true, is_forced: false, watch: console };
    // The example's records come from a file; what its host's collector used is told beside them.
    let report = demo::report(today, options.services.into());
    let appender = store.appender()?;
    appender.add(Harvest { cursors: vec![report.cursor()], ..Harvest::default() })?;
    appender.commit()?;
    pipeline::collect(config, &world, Wanted::default())?;
    Ok(pipeline::build(config, &world)?)
}

/// Makes the example's repositories and records, unless the same are there already.
fn generate(wanted: &DemoSettings, work: &Path, console: &Console) -> Result<(), Failure> {
    let stamp = work.join(STAMP);
    let asked = stamp_of(wanted);
    if fs::read_to_string(&stamp).is_ok_and(|made| made == asked) {
        return Ok(());
    }
    let is_ours = stamp.exists();
    let is_empty = fs::read_dir(work).map_or(true, |mut entries| entries.next().is_none());
    if !is_ours && !is_empty {
        return Err(Failure::with_help(
            format!("{} holds something that milepost demo did not make", work.display()),
            "choose another --out; the example's repositories are made beside it",
        ));
    }
    if is_ours {
        fs::remove_dir_all(work).map_err(|error| Failure::file("remove the earlier example in", work, &error))?;
    }
    fs::create_dir_all(work).map_err(|error| Failure::file("make", work, &error))?;
    // First, so that an example that is broken off half-way is known to be ours.
    fs::write(&stamp, "").map_err(|error| Failure::file("write", &stamp, &error))?;
    let made = |made: &Demo| (made.repositories as u64, format!("repositories, {} records", made.record_count));
    pipeline::watched(console, "make", || demo::generate(wanted, &work.join(demo::FOLDER), console), made)
        .map_err(|error| Failure::new(error.to_string()))?;
    let pages = work.join(demo::own_pages::FOLDER);
    fs::create_dir_all(&pages).map_err(|error| Failure::file("make", &pages, &error))?;
    for (name, text) in demo::own_pages::FILES {
        fs::write(pages.join(name), text).map_err(|error| Failure::file("write", &pages.join(name), &error))?;
    }
    let (roadmap, text) = demo::own_pages::ROADMAP;
    let roadmap = work.join(roadmap);
    fs::create_dir_all(roadmap.parent().unwrap_or(work)).map_err(|error| Failure::file("make", &roadmap, &error))?;
    fs::write(&roadmap, text).map_err(|error| Failure::file("write", &roadmap, &error))?;
    let config = work.join(FILE_NAME);
    fs::write(&config, demo::config()).map_err(|error| Failure::file("write", &config, &error))?;
    fs::write(&stamp, asked).map_err(|error| Failure::file("write", &stamp, &error))
}

/// What was asked for and of which program, as text: an example that was made for the same is used again.
fn stamp_of(wanted: &DemoSettings) -> String {
    let DemoSettings { services, weeks, seed, today } = wanted;
    let version = env!("CARGO_PKG_VERSION");
    // Between two versions the example grows too, and its configuration with it.
    let program = std::env::current_exe().and_then(fs::metadata);
    let program = program.and_then(|file| Ok((file.len(), file.modified()?)));
    let program = program.map_or(String::new(), |(bytes, since)| format!("{bytes} bytes of {}", Instant::from(since)));
    format!(
        "{{\"milepost\":\"{version}\",\"program\":\"{program}\",\"services\":{services},\"weeks\":{weeks},\"seed\":{seed},\"today\":\"{today}\"}}\n"
    )
}
