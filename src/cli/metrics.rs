//! `milepost metrics`: the figures without the pages.

use super::args::{Metrics, MetricsFormat};
use super::failure::Failure;
use super::settings;
use super::{Context, Ended};
use crate::metrics::delivery::{Figure, Flag, ServiceDelivery, Span, Value, json};
use crate::metrics::{Delivery, METRICS};
use crate::pipeline::{self, Asked};
use milepost_model::{EntityRef, Instant, Window};
use serde_json::{Value as Json, json};
use std::fmt::Write as _;

pub(super) fn run(options: &Metrics, context: &Context<'_>) -> Result<Ended, Failure> {
    let config = settings::config(context)?;
    let store = settings::store(context, Some(&config))?;
    let as_of = options.as_of.unwrap_or(context.surroundings.now);
    let asked = window(options)?;
    let delivery = pipeline::measure(&config, &store, as_of, Asked { window: asked, records: !options.service.is_empty() })?;
    let services = chosen(&delivery, &options.service)?;
    let span = if asked.is_some() { Span::Asked } else { Span::Days90 };
    let text = match options.format {
        MetricsFormat::Json => as_json(&delivery, &services, as_of, !options.service.is_empty()),
        MetricsFormat::Csv => as_csv(&services, span)?,
        MetricsFormat::Table => as_table(&services, span),
    };
    // The figures are what was asked for, so that --quiet does not take them away.
    let mut out = anstream::stdout();
    let _ = std::io::Write::write_all(&mut out, text.as_bytes());
    Ok(Ended::Done)
}

fn window(options: &Metrics) -> Result<Option<Window>, Failure> {
    match (options.from, options.to) {
        (Some(from), Some(to)) if from < to => Ok(Some(Window { from, to })),
        (Some(_), Some(_)) => Err(Failure::with_help("--from is not before --to", "--to names the first day that is not counted any more")),
        _ => Ok(None),
    }
}

type Chosen<'a> = Vec<(&'a EntityRef, &'a ServiceDelivery)>;

fn chosen<'a>(delivery: &'a Delivery, names: &[String]) -> Result<Chosen<'a>, Failure> {
    let all = || delivery.services.iter().map(|(reference, service)| (reference, service));
    if names.is_empty() {
        return Ok(all().collect());
    }
    let mut found = Vec::new();
    for name in names {
        let reference = EntityRef::parse(name, Some("component"), milepost_model::entity_ref::DEFAULT_NAMESPACE).ok();
        let Some(one) = all().find(|(known, _)| Some(*known) == reference.as_ref()) else {
            return Err(Failure::with_help(
                format!("there is no service “{name}”"),
                "milepost metrics without --service lists all of them",
            ));
        };
        found.push(one);
    }
    Ok(found)
}

/// All figures in one line, in the form of `data/metrics.json` and with every window; of services that were named also the weeks
/// and the records behind them.
fn as_json(delivery: &Delivery, services: &Chosen<'_>, as_of: Instant, is_chosen: bool) -> String {
    let besides = [("schema", "milepost/metrics/2".into()), ("as_of", as_of.to_rfc3339_opts(chrono::SecondsFormat::Secs, true).into())];
    if !is_chosen {
        return format!("{}\n", json::text_of_all(delivery, json::Breadth::Whole, besides.into()));
    }
    let own: serde_json::Map<String, Json> =
        services.iter().map(|(reference, service)| (reference.to_string(), json::with_evidence(service))).collect();
    let mut all = json!({ "services": own });
    for (key, value) in besides {
        all[key] = value;
    }
    let text = serde_json::to_string_pretty(&json::sorted(all)).expect("because data are maps with texts as keys");
    format!("{text}\n")
}

const COLUMNS: [&str; 13] = ["service", "metric", "from", "to", "n", "count", "num", "den", "p25", "p50", "p75", "p90", "reason"];

fn as_csv(services: &Chosen<'_>, span: Span) -> Result<String, Failure> {
    let mut out = csv::Writer::from_writer(Vec::new());
    let broken = |error: csv::Error| Failure::with_help(error.to_string(), "this is a bug; please report it");
    out.write_record(COLUMNS).map_err(broken)?;
    for (reference, service) in services {
        let Some(figures) = service.figures(span) else { continue };
        let day = |at: Instant| at.format("%Y-%m-%d").to_string();
        for figure in &figures.all {
            let mut cells = vec![reference.to_string(), figure.metric.to_owned(), day(figures.window.from), day(figures.window.to)];
            cells.extend(numbers(figure));
            let reason = figure.value.reason().map(|reason| json!(reason).as_str().unwrap_or_default().to_owned());
            cells.push(reason.unwrap_or_default());
            out.write_record(&cells).map_err(broken)?;
        }
    }
    let bytes = out.into_inner().map_err(|error| Failure::with_help(error.to_string(), "this is a bug; please report it"))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// The cells from `n` to `p90`; empty where there is nothing to say.
fn numbers(figure: &Figure) -> [String; 8] {
    let mut cells: [String; 8] = Default::default();
    let Some(value) = figure.value.value() else { return cells };
    cells[0] = figure.n().to_string();
    match value {
        Value::Frequency(frequency) => cells[1] = frequency.count.to_string(),
        Value::Ratio { num, den } => (cells[2], cells[3]) = (num.to_string(), den.to_string()),
        Value::Duration(found) => {
            for (cell, seconds) in cells[4..].iter_mut().zip([found.p25, found.p50, found.p75, found.p90]) {
                *cell = seconds.to_string();
            }
        }
    }
    cells
}

fn as_table(services: &Chosen<'_>, span: Span) -> String {
    let mut out = String::new();
    let width = METRICS.iter().map(|metric| metric.about().name.chars().count()).max().unwrap_or(0);
    for (reference, service) in services {
        let Some(figures) = service.figures(span) else { continue };
        let rule = service.recognition.rule.map_or("nothing counts as a deployment", super::super::metrics::delivery::Rule::words);
        let (from, to) = (figures.window.from.format("%Y-%m-%d"), figures.window.to.format("%Y-%m-%d"));
        let _ = writeln!(out, "{reference}, {from} to {to}: {rule}");
        for (metric, figure) in METRICS.iter().zip(&figures.all) {
            let name = metric.about().name;
            let _ = writeln!(out, "  {name:width$}  {}", in_words(figure, metric.about().scale));
        }
        out.push('\n');
    }
    out
}

fn in_words(figure: &Figure, scale: Option<crate::metrics::delivery::survey::Scale>) -> String {
    let Some(value) = figure.value.value() else {
        return figure.value.reason().map_or("unknown", milepost_model::Unknown::words).to_owned();
    };
    let mut text = match value {
        Value::Frequency(frequency) => format!("{}, {} a week", frequency.count, frequency.per_week),
        Value::Ratio { num, den } => {
            format!("{} %, {num} of {den}", value.percent().map(|percent| percent.to_string()).unwrap_or_default())
        }
        Value::Duration(found) => format!("{}, p90 {}, n = {}", length(found.p50), length(found.p90), figure.n()),
    };
    for flag in &figure.flags {
        if let Flag::MatchedByTime(count) = flag {
            text = format!("≈ {text}, {count} estimated");
        }
    }
    if figure.is_too_few {
        text.push_str(", too few to place");
    } else if let Some(answer) = figure.standing.and_then(|standing| scale?.words(standing.bucket?)) {
        let _ = write!(text, " ({answer})");
    }
    text
}

/// A length of time in its largest two units: `1 d 3 h`.
fn length(seconds: i64) -> String {
    const UNITS: [(&str, i64); 4] = [("d", 86_400), ("h", 3600), ("min", 60), ("s", 1)];
    let first = UNITS.iter().position(|(_, size)| seconds >= *size).unwrap_or(UNITS.len() - 1);
    let mut left = seconds;
    let parts: Vec<String> = UNITS[first..]
        .iter()
        .take(2)
        .map(|(unit, size)| {
            let count = left / size;
            left %= size;
            format!("{count} {unit}")
        })
        .collect();
    parts.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_time_have_two_units() {
        for (seconds, expected) in [(0, "0 s"), (59, "59 s"), (88_920, "1 d 0 h"), (3661, "1 h 1 min"), (172_800, "2 d 0 h")] {
            assert_eq!(length(seconds), expected);
        }
    }
}
