//! Named bands such as Elite: only where the configuration asks for them, and never without the table's name.

use crate::portal::delivery::survey::Scale;
use crate::portal::{METRICS, Unit};
use serde::Serialize;

/// A table of bands: for each metric the limits of its bands, best first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bands {
    /// The table's name, which stands beside every word of it.
    pub name: String,
    /// Where it is from.
    pub source: String,
    /// The bands of each metric, by the metric's id.
    pub metrics: Vec<(&'static str, Vec<Band>)>,
}

/// A band: its word and where it ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Band {
    /// Its word, such as `High`.
    pub word: String,
    /// The value that is still in it, in the metric's own unit; none for the last band, which holds the rest.
    pub limit: Option<i64>,
}

/// A band's word with the name of its table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BandView {
    /// Such as `High`.
    pub word: String,
    /// Such as `DORA 2023`.
    pub table: String,
}

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;
const WORDS: [&str; 4] = ["Elite", "High", "Medium", "Low"];

impl Bands {
    /// The last table of DORA's whose bands all rise together.
    pub fn dora_2023() -> Self {
        Self {
            name: "DORA 2023".to_owned(),
            source: "Accelerate State of DevOps Report 2023".to_owned(),
            metrics: vec![
                ("deployment_frequency", four([1000, 100, 23])),
                ("change_lead_time", four([DAY, 7 * DAY, 30 * DAY])),
                ("change_fail_rate", four([50, 100, 150])),
                ("failed_deployment_recovery_time", four([HOUR, DAY, 7 * DAY])),
            ],
        }
    }

    /// DORA's last table. Its fail rates do not rise with its bands, so they have none here.
    pub fn dora_2024() -> Self {
        Self {
            name: "DORA 2024".to_owned(),
            source: "Accelerate State of DevOps Report 2024".to_owned(),
            metrics: vec![
                ("deployment_frequency", four([1000, 100, 23])),
                ("change_lead_time", four([DAY, 7 * DAY, 30 * DAY])),
                // High and Medium are one and the same there.
                ("failed_deployment_recovery_time", vec![band(0, Some(HOUR)), band(1, Some(DAY)), band(3, None)]),
            ],
        }
    }

    /// A table of one's own: each band with its metric, its word and its limit in hours, per cent or deployments a week.
    pub fn custom(name: String, bands: impl IntoIterator<Item = (String, String, Option<u64>)>) -> Self {
        let mut metrics: Vec<(&'static str, Vec<Band>)> = Vec::new();
        for (metric, word, limit) in bands {
            let Some(about) = METRICS.iter().map(|known| known.about()).find(|about| about.id == metric) else { continue };
            let scale = match about.unit {
                Unit::Duration => HOUR,
                Unit::Ratio => 10,
                Unit::Frequency => 100,
            };
            let limit = limit.and_then(|limit| i64::try_from(limit).ok()).map(|limit| limit * scale);
            let band = Band { word, limit };
            match metrics.iter_mut().find(|(id, _)| *id == about.id) {
                Some((_, list)) => list.push(band),
                None => metrics.push((about.id, vec![band])),
            }
        }
        Self { name, source: "the configuration of this portal".to_owned(), metrics }
    }

    /// The band of a value in its metric's own unit.
    pub fn of(&self, id: &str, scale: Option<Scale>, value: i64) -> Option<BandView> {
        let (_, bands) = self.metrics.iter().find(|(metric, _)| *metric == id)?;
        let holds = |limit: i64| match scale {
            Some(Scale::Frequency) => value >= limit,
            Some(Scale::Percentage) => value <= limit,
            _ => value < limit,
        };
        let band = bands.iter().find(|band| band.limit.is_none_or(holds))?;
        Some(BandView { word: band.word.clone(), table: self.name.clone() })
    }
}

fn band(word: usize, limit: Option<i64>) -> Band {
    Band { word: WORDS[word].to_owned(), limit }
}

fn four(limits: [i64; 3]) -> Vec<Band> {
    vec![band(0, Some(limits[0])), band(1, Some(limits[1])), band(2, Some(limits[2])), band(3, None)]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(bands: &Bands, id: &str, scale: Scale, value: i64) -> Option<String> {
        bands.of(id, Some(scale), value).map(|band| format!("{} ({})", band.word, band.table))
    }

    #[test]
    fn a_band_is_never_said_without_its_table() {
        let bands = Bands::dora_2023();
        for (id, scale, value, expected) in [
            ("change_lead_time", Scale::Duration, DAY - 1, "Elite (DORA 2023)"),
            ("change_lead_time", Scale::Duration, DAY, "High (DORA 2023)"),
            ("change_lead_time", Scale::Duration, 30 * DAY, "Low (DORA 2023)"),
            ("deployment_frequency", Scale::Frequency, 1000, "Elite (DORA 2023)"),
            ("deployment_frequency", Scale::Frequency, 99, "Medium (DORA 2023)"),
            ("change_fail_rate", Scale::Percentage, 50, "Elite (DORA 2023)"),
            ("change_fail_rate", Scale::Percentage, 151, "Low (DORA 2023)"),
        ] {
            assert_eq!(word(&bands, id, scale, value).as_deref(), Some(expected), "{id} {value}");
        }
    }

    #[test]
    fn bands_of_one_s_own_are_in_hours_per_cent_and_deployments_a_week() {
        let rows = [
            ("change_lead_time", "Within a day", Some(24)),
            ("change_lead_time", "Later", None),
            ("change_fail_rate", "Calm", Some(5)),
            ("x", "y", None),
        ];
        let bands =
            Bands::custom("Lumen Freight".to_owned(), rows.map(|(metric, word, limit)| (metric.to_owned(), word.to_owned(), limit)));
        assert_eq!(word(&bands, "change_lead_time", Scale::Duration, DAY - 1).as_deref(), Some("Within a day (Lumen Freight)"));
        assert_eq!(word(&bands, "change_lead_time", Scale::Duration, DAY).as_deref(), Some("Later (Lumen Freight)"));
        assert_eq!(word(&bands, "change_fail_rate", Scale::Percentage, 50).as_deref(), Some("Calm (Lumen Freight)"));
        assert_eq!(word(&bands, "change_fail_rate", Scale::Percentage, 51), None);
        assert_eq!(bands.metrics.len(), 2);
    }

    #[test]
    fn what_a_table_does_not_hold_has_no_band() {
        assert_eq!(word(&Bands::dora_2024(), "change_fail_rate", Scale::Percentage, 10), None);
        assert_eq!(word(&Bands::dora_2023(), "deployment_rework_rate", Scale::Percentage, 10), None);
        assert_eq!(
            word(&Bands::dora_2024(), "failed_deployment_recovery_time", Scale::Duration, 2 * DAY).as_deref(),
            Some("Low (DORA 2024)")
        );
    }
}
