//! What the next run over the sources would do, told before it does anything.

use super::PipelineError;
use crate::config::{Source, SourceSettings};
use crate::store::Store;
use milepost_collectors::source::Asked;
use std::path::PathBuf;

/// A text for each source: the plan of what it asks a host, or what it reads on this machine.
pub(super) fn explain(sources: &[&Source], store: &Store, asked: Asked) -> Result<Vec<String>, PipelineError> {
    let memory = store.memory()?;
    let one = |source: &&Source| match &source.settings {
        SourceSettings::Remote(settings) => settings.source.asked(asked).plan(&memory).text().trim_end().to_owned(),
        local => format!("source “{}”: {}", source.id, on_this_machine(local)),
    };
    Ok(sources.iter().map(one).collect())
}

fn on_this_machine(settings: &SourceSettings) -> String {
    let named = |paths: &[PathBuf]| paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", ");
    match settings {
        SourceSettings::Git(settings) => format!("reads the clones below {}, and asks no host", named(&settings.clones)),
        SourceSettings::Files(settings) => format!("reads {}, and asks no host", named(&settings.paths)),
        SourceSettings::Webhooks(settings) => format!("reads {}, and asks no host", named(&settings.paths)),
        SourceSettings::Command(settings) => {
            format!("runs {}, for {} s at most; what that asks of whom only it knows", settings.command.join(" "), settings.timeout_seconds)
        }
        SourceSettings::Remote(_) => String::new(),
    }
}
