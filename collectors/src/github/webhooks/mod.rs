//! Payloads that the host sent to a webhook and somebody stored: the same records as its API gives.
//!
//! A payload tells one moment of a thing, and the API tells the thing; so payloads are gathered first, by repository
//! and thing (`gather`), then written in the API's own form (`forms`) and made into records by what makes those of
//! the API. The revision is one less than the API's, whose word goes before a payload's of the same moment.

mod event;
mod forms;
mod gather;

use super::stamp::Stamp;
use crate::files::{self, RecordFile, Trouble};
use gather::Gathered;
use globset::{Glob, GlobSet, GlobSetBuilder};
use milepost_model::record::{Coverage, Record};
use milepost_model::{CoverageState, Diagnostic, Harvest, Instant, Kind, Provenance, RepoId, SinkError};
use std::collections::BTreeMap;
use std::io::Read;
use std::path::PathBuf;

/// A larger file holds no payloads that somebody stored.
const MOST_BYTES: u64 = 1 << 30;
/// How many findings of a whole source are told one by one.
const TOLD: usize = 100;
/// Names of events, of which so many are told.
const NAMES: usize = 12;

/// The kinds of records that payloads give.
const KINDS: [Kind; 6] = [Kind::Change, Kind::Deployment, Kind::Dispatch, Kind::Incident, Kind::PipelineRun, Kind::Release];

/// Which payloads are read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WebhookSettings {
    /// The source's name.
    pub id: String,
    /// Files, folders and patterns of paths.
    pub paths: Vec<PathBuf>,
    /// Labels of issues that are incidents.
    pub incident_labels: Vec<String>,
    /// Globs of full names of repositories whose issues are tickets of the platform team.
    pub ticket_repositories: Vec<String>,
    /// Since when every payload was stored.
    pub complete_since: Option<Instant>,
}

/// Reads these files, hands over what they come to and gives back what is wrong with them.
pub fn read(
    settings: &WebhookSettings,
    files: &[RecordFile],
    now: Instant,
    give: &mut dyn FnMut(Harvest) -> Result<(), SinkError>,
) -> Result<Vec<Diagnostic>, SinkError> {
    let mut gathered = Gathered::default();
    let mut told = Vec::new();
    for file in files.iter().filter(|file| !event::is_of_headers(&file.path)) {
        let name = file.path.display().to_string();
        let text = match text(file, &name) {
            Ok(text) => text,
            Err(wrong) => {
                told.push(*wrong);
                continue;
            }
        };
        let beside = event::beside(&file.path);
        let mut troubles = Vec::new();
        let mut wrong: Vec<Trouble> = Vec::new();
        files::objects(
            &text,
            &["deliveries".to_owned()],
            &mut |row| {
                if let Err(why) = gathered.take(row.value(), beside.as_deref()) {
                    troubles.push(Trouble::error(row.start(), "webhooks/not-read", why, "store the payload as it was sent"));
                }
            },
            &mut |trouble| wrong.push(trouble),
        );
        let left = TOLD.saturating_sub(told.len());
        told.extend(troubles.into_iter().chain(wrong).take(left).map(|trouble| trouble.diagnostic(&text, &name)));
    }
    told.extend(unread(&settings.id, &gathered.unread));
    let tickets = globs(&settings.ticket_repositories);
    for (repo, held) in &gathered.repositories {
        let stamp = Stamp { repo: RepoId::from(repo.clone()), now };
        let records = held.records(&stamp, &settings.incident_labels, &|name| tickets.is_match(name));
        give(Harvest { records, ..Harvest::default() })?;
    }
    let records = coverage(settings, files, now);
    if !records.is_empty() {
        give(Harvest { records, ..Harvest::default() })?;
    }
    Ok(told)
}

fn text(file: &RecordFile, name: &str) -> Result<String, Box<Diagnostic>> {
    let unreadable = |error: std::io::Error| {
        let place = milepost_model::Place::file(name);
        Box::new(
            Diagnostic::error("source/unreadable", format!("this file of payloads cannot be read: {error}"))
                .at(place)
                .help("check its permissions"),
        )
    };
    let mut bytes = Vec::new();
    files::open(file).and_then(|opened| opened.take(MOST_BYTES).read_to_end(&mut bytes)).map_err(unreadable)?;
    files::text_of(bytes, name)
}

/// Names the events that nothing is made of, once.
fn unread(source: &str, counts: &BTreeMap<String, u64>) -> Option<Diagnostic> {
    if counts.is_empty() {
        return None;
    }
    let mut names: Vec<String> = counts.iter().take(NAMES).map(|(name, count)| format!("{count} of {name}")).collect();
    if counts.len() > NAMES {
        names.push(format!("and of {} more", counts.len() - NAMES));
    }
    let message = format!("payloads of “{source}” that nothing is made of: {}", names.join(", "));
    let help = format!("nothing; {} are read", event::READ.join(", "));
    Some(Diagnostic::note("webhooks/unread", message).help(help))
}

fn globs(patterns: &[String]) -> GlobSet {
    let mut builder = GlobSetBuilder::new();
    for glob in patterns.iter().filter_map(|pattern| Glob::new(pattern).ok()) {
        builder.add(glob);
    }
    builder.build().unwrap_or_default()
}

/// What was stored whole.
fn coverage(settings: &WebhookSettings, files: &[RecordFile], now: Instant) -> Vec<Record> {
    let until = files.iter().filter_map(|file| file.written_at).max().map(|at| at.min(now));
    let (Some(from), Some(to)) = (settings.complete_since, until) else { return Vec::new() };
    let row = |kind: &Kind| Coverage {
        id: format!("{}::{}:{}", settings.id, kind.word(), from.format("%Y-%m-%d")),
        rev: u64::try_from(now.timestamp_millis()).unwrap_or(0),
        observed_at: now,
        // As its records say: they are the same that the API gives.
        provenance: Provenance::of(super::stamp::COLLECTOR),
        of: kind.word().to_owned(),
        source: settings.id.clone(),
        from,
        to,
        state: CoverageState::Complete,
        ..Coverage::default()
    };
    let is_asked = |kind: &&Kind| **kind != Kind::Incident || !settings.incident_labels.is_empty();
    if from < to { KINDS.iter().filter(is_asked).map(row).map(Record::from).collect() } else { Vec::new() }
}
