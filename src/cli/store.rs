//! `milepost store`, `import` and `export`.

use super::args::{Export, ExportFormat, Import, StoreCommand};
use super::build::counted;
use super::failure::Failure;
use super::{Context, Ended};
use super::{settings, store_branch};
use crate::pipeline::COMPACTION_GRACE;
use crate::store::{Compaction, Format, Imported, Store};
use milepost_model::Diagnostics;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

pub(super) fn run(command: &StoreCommand, context: &Context<'_>) -> Result<Ended, Failure> {
    match command {
        StoreCommand::Pull(options) => return store_branch::pull(options, context),
        StoreCommand::Push(options) => return store_branch::push(options, context),
        _ => {}
    }
    let store = open(context)?;
    match command {
        StoreCommand::Merge { dirs } => {
            let options = settings::bucket_options(&context.surroundings.environment);
            let others = dirs.iter().map(|dir| Store::open_with(dir, options.clone())).collect::<Result<Vec<_>, _>>()?;
            let merged = if others.is_empty() { store.merge_own()? } else { store.merge(&others)? };
            if others.is_empty() && merged.shards.is_empty() {
                return Err(Failure::with_help(
                    format!("no shard was collected into {} since the last merge", store.url()),
                    "collect into it first: milepost collect --shard 1/4, or name the stores to take in",
                ));
            }
            context.say(&format!("{} taken into {}.", counted(merged.files as u64, "file"), store.url()));
            if !merged.missing.is_empty() {
                return Err(Failure::with_help(
                    format!("these shards are missing: {}", merged.missing.join(", ")),
                    "run the jobs of these shards again and merge again; what was merged stays",
                ));
            }
        }
        StoreCommand::Compact => {
            let how = Compaction { now: context.surroundings.now, grace: COMPACTION_GRACE, at_most: 1 };
            let compacted = store.compact(how)?;
            let became = match (compacted.rewritten, compacted.written) {
                (0, _) => "Nothing to rewrite".to_owned(),
                (rewritten, 0) => format!("{} that told nothing new left out", counted(rewritten as u64, "part")),
                (rewritten, written) => format!("{} became {written}", counted(rewritten as u64, "part")),
            };
            let removed = match compacted.removed {
                0 => String::new(),
                removed => format!("; {} that nothing named removed", counted(removed as u64, "file")),
            };
            context.say(&format!("{became}{removed}."));
        }
        StoreCommand::Pull(_) | StoreCommand::Push(_) => {}
    }
    Ok(Ended::Done)
}

pub(super) fn import(options: &Import, context: &Context<'_>) -> Result<Ended, Failure> {
    let store = open(context)?;
    let appender = store.appender()?;
    let mut problems = Diagnostics::default();
    let mut sum = Imported::default();
    for path in &options.files {
        let (reader, name) = reader(path)?;
        let imported = appender.import(reader, &name, &mut problems)?;
        sum.records += imported.records;
        sum.refused += imported.refused;
    }
    let committed = appender.commit()?;
    context.report(&problems);
    context.say(&format!(
        "{} read: {} new in {}, {} as they were, {} refused.",
        counted(sum.records + sum.refused, "record"),
        committed.records,
        store.url(),
        committed.unchanged,
        sum.refused
    ));
    Ok(if sum.refused > 0 { Ended::Findings } else { Ended::Done })
}

pub(super) fn export(options: &Export, context: &Context<'_>) -> Result<Ended, Failure> {
    let format = match options.format {
        ExportFormat::Ndjson => Format::Ndjson,
        ExportFormat::Parquet => Format::Parquet,
        ExportFormat::Csv => Format::Csv,
    };
    for file in open(context)?.export(format, &options.to)? {
        context.say(&format!("{}  {}", file.path.display(), counted(file.records, "record")));
    }
    Ok(Ended::Done)
}

fn open(context: &Context<'_>) -> Result<Store, Failure> {
    let config = if context.global.store.is_some() { None } else { settings::found(context)? };
    settings::store(context, config.as_ref())
}

fn reader(path: &Path) -> Result<(Box<dyn Read>, String), Failure> {
    if path == Path::new("-") {
        return Ok((Box::new(io::stdin().lock()), "standard input".to_owned()));
    }
    let file = File::open(path).map_err(|error| Failure::file("read", path, &error))?;
    Ok((Box::new(file), path.display().to_string()))
}
