//! `[[band]]`: bands of one's own, where `bands` in `[site]` is `custom`.

use crate::config::language::{Absent, Key, Table, Values, Word};
use crate::config::reader::{Reader, Section};

/// A band of one's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Band {
    /// The metric's id.
    pub metric: String,
    /// Its word.
    pub word: String,
    /// Where it ends: hours, per cent or deployments a week; none for the last one, which holds the rest.
    pub limit: Option<u64>,
}

const METRICS: &[Word] = &[
    Word { word: "deployment_frequency", doc: "`limit` is the fewest deployments a week." },
    Word { word: "change_lead_time", doc: "`limit` is in hours; the band ends before it." },
    Word { word: "failed_deployment_recovery_time", doc: "`limit` is in hours; the band ends before it." },
    Word { word: "change_fail_rate", doc: "`limit` is the highest percentage." },
    Word { word: "deployment_rework_rate", doc: "`limit` is the highest percentage." },
];

pub(in crate::config) const TABLE: Table = Table {
    name: "band",
    is_list: true,
    doc: "A named band of a metric, for `bands = \"custom\"` in `[site]`. The bands of a metric stand in the order of the file, best first.",
    keys: &[
        Key {
            name: "metric",
            values: Values::Words(METRICS),
            absent: Absent::Required,
            doc: "The metric that it is a band of.",
            example: "\"change_lead_time\"",
            only_for: None,
        },
        Key {
            name: "word",
            values: Values::Text,
            absent: Absent::Required,
            doc: "What it is called. Pages say whose table it is beside it.",
            example: "\"Within a day\"",
            only_for: None,
        },
        Key {
            name: "limit",
            values: Values::Whole { least: 0, most: 100_000 },
            absent: Absent::Follows("everything that is in no earlier band"),
            doc: "Where it ends.",
            example: "24",
            only_for: None,
        },
    ],
};

impl Band {
    pub(in crate::config) fn of(section: &Section) -> Self {
        Self {
            metric: section.text("metric").unwrap_or_default(),
            word: section.text("word").unwrap_or_default(),
            limit: section.get("limit").and_then(crate::config::value::Value::whole),
        }
    }

    /// Complains where bands are asked for and none is written, or are written and not asked for.
    pub(in crate::config) fn cross_check(bands: &[Section], site: &Section, reader: &mut Reader<'_>) {
        let is_custom = site.text("bands").as_deref() == Some("custom");
        if let Some(span) = site.span_of("bands").filter(|_| is_custom && bands.is_empty()) {
            reader.complain(
                "config/missing",
                span,
                "[site] bands is “custom”, and there is no [[band]]".to_owned(),
                "add a [[band]] with metric, word and limit",
            );
        }
        if let Some(span) = bands.first().and_then(|band| band.span_of("word")).filter(|_| !is_custom) {
            reader.complain(
                "config/contradiction",
                span,
                "a [[band]] that nothing shows".to_owned(),
                "write bands = \"custom\" in [site], or remove it",
            );
        }
    }
}
