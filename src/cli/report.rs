//! `milepost report`: what changed in a week, without the pages.

use super::args::{Report as Options, ReportFormat};
use super::failure::Failure;
use super::settings;
use super::{Context, Ended};
use crate::pipeline::{self, Unseen, World};
use crate::site::Locale;
use crate::site::report::{Report, chat, json, markdown, weeks};
use chrono::Datelike;
use std::path::PathBuf;

pub(super) fn run(options: &Options, context: &Context<'_>) -> Result<Ended, Failure> {
    let config = settings::config(context)?;
    let store = settings::store(context, Some(&config))?;
    let now = context.surroundings.now;
    let world = World {
        now,
        as_of: options.as_of.unwrap_or(now),
        store: &store,
        out: PathBuf::new(),
        is_example: false,
        is_forced: false,
        watch: &Unseen,
    };
    let portal = pipeline::portal(&config, &world)?;
    let all = weeks(&portal);
    let (Some(first), Some(last)) = (all.first(), all.last()) else {
        return Err(Failure::with_help("there is nothing to report", "describe golden paths as [[golden_path]] in the configuration"));
    };
    let is_it = |week: &milepost_model::Window, (year, number): (i32, u32)| {
        let iso = week.from.iso_week();
        (iso.year(), iso.week()) == (year, number)
    };
    let chosen = match options.week {
        Some(asked) => all.iter().find(|(_, week)| is_it(week, asked)),
        // The last one is not over.
        None => all.len().checked_sub(2).and_then(|place| all.get(place)),
    };
    let Some((at, week)) = chosen else {
        let name = |week: &milepost_model::Window| format!("{}-W{:02}", week.from.iso_week().year(), week.from.iso_week().week());
        return Err(Failure::with_help(
            "there is no report of that week",
            format!("there is one of every week from {} to {}", name(&first.1), name(&last.1)),
        ));
    };
    let url = config.site.url.as_deref();
    let text = || {
        let report = Report::of(&portal, *at, *week);
        match options.format {
            ReportFormat::Md => markdown(&portal, &report, url),
            ReportFormat::Slack => chat(&portal, &report, url),
            ReportFormat::Json => {
                let text = serde_json::to_string_pretty(&json(&portal, &report)).expect("because data are maps with texts as keys");
                format!("{text}\n")
            }
        }
    };
    let locale = Locale::of_tag(&config.site.locale).unwrap_or_default();
    let text = locale.write(|| Ok(text())).map_err(|error| Failure::new(error.to_string()))?;
    let _ = std::io::Write::write_all(&mut anstream::stdout(), text.as_bytes());
    Ok(Ended::Done)
}
