//! `milepost adoption`: who is on which golden path, without the pages.

use super::args::{Adoption as Options, AdoptionFormat};
use super::failure::Failure;
use super::settings;
use super::{Context, Ended};
use crate::adoption::{Adoption, Ratio, State, json, table};
use crate::pipeline;
use std::fmt::Write as _;

pub(super) fn run(options: &Options, context: &Context<'_>) -> Result<Ended, Failure> {
    let config = settings::config(context)?;
    let store = settings::store(context, Some(&config))?;
    let place = |id: &String| config.golden_paths.iter().position(|path| path.id == *id);
    let only = match &options.path {
        None => None,
        Some(id) => Some(place(id).ok_or_else(|| unknown(id, &config.golden_paths))?),
    };
    let adoption = pipeline::adopt(&config, &store, options.as_of.unwrap_or(context.surroundings.now))?;
    let text = match options.format {
        AdoptionFormat::Json => {
            let text = serde_json::to_string_pretty(&json::of_all(&adoption, only)).expect("because data are maps with texts as keys");
            format!("{text}\n")
        }
        AdoptionFormat::Csv => as_csv(&adoption, only)?,
        AdoptionFormat::Table => as_table(&adoption, only),
    };
    let mut out = anstream::stdout();
    let _ = std::io::Write::write_all(&mut out, text.as_bytes());
    Ok(Ended::Done)
}

fn unknown(id: &str, paths: &[crate::adoption::GoldenPath]) -> Failure {
    let known: Vec<&str> = paths.iter().map(|path| path.id.as_str()).collect();
    let help = if known.is_empty() {
        "describe golden paths as [[golden_path]] in the configuration".to_owned()
    } else {
        format!("the golden paths are {}", known.join(", "))
    };
    Failure::with_help(format!("there is no golden path “{id}”"), help)
}

fn as_csv(adoption: &Adoption, only: Option<usize>) -> Result<String, Failure> {
    let broken = |error: String| Failure::with_help(error, "this is a bug; please report it");
    let mut out = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    out.write_record(table::COLUMNS).map_err(|error| broken(error.to_string()))?;
    for cells in table::lines(adoption, only) {
        out.write_record(&cells).map_err(|error| broken(error.to_string()))?;
    }
    let bytes = out.into_inner().map_err(|error| broken(error.to_string()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn as_table(adoption: &Adoption, only: Option<usize>) -> String {
    let mut out = String::new();
    let share = |num: u32, den: u32| {
        let ratio = Ratio { num, den };
        ratio.percent().map_or_else(|| "nobody is eligible".to_owned(), |percent| format!("{percent} %, {num} of {den}"))
    };
    if let (None, Some(count)) = (only, adoption.overall.last()) {
        let _ = writeln!(out, "On a golden path: {}\n", share(count.covered(), count.eligible()));
    }
    for (place, path) in adoption.paths.iter().enumerate().filter(|(place, _)| only.is_none_or(|only| only == *place)) {
        let count = path.counts.last().copied().unwrap_or_default();
        let latest = adoption.instants.last().and_then(|now| path.releases.latest(*now));
        let latest = latest.map_or_else(String::new, |release| format!(", newest version {}", release.version));
        let _ = writeln!(out, "{}: {}{latest}", path.settings.id, share(count.covered(), count.eligible()));
        let own: Vec<_> = adoption.services.iter().filter_map(|service| Some((service, service.on(place)?.moments.last()?))).collect();
        let own: Vec<_> = own.into_iter().filter(|(_, moment)| !matches!(moment.state, State::Outside(_))).collect();
        let width = own.iter().map(|(service, _)| service.reference.to_string().chars().count()).max().unwrap_or(0);
        for (service, moment) in own {
            let name = service.reference.to_string();
            let version = moment.version.as_deref().unwrap_or_default();
            let behind = moment.behind.filter(|behind| *behind > 0).map(|behind| format!(", {behind} behind")).unwrap_or_default();
            let _ = writeln!(out, "  {name:width$}  {:<12} {version}{behind}", moment.state.word());
        }
        out.push('\n');
    }
    out
}
