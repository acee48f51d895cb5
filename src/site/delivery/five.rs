//! DORA's five metrics in the order and the words of the pages.

use crate::portal::{About, METRICS, Unit};
use crate::site::charts::unit;

/// One of DORA's five metrics, as pages show it.
#[derive(Debug)]
pub struct Five {
    /// The metric's id.
    pub id: &'static str,
    /// What its section is known by on a page.
    pub anchor: &'static str,
    /// Its name where there is room.
    pub name: &'static str,
    /// Its name in a tile.
    pub short: &'static str,
    /// What stands behind the figure of one service, such as `median`.
    pub small: &'static str,
    /// What its sample is made of.
    pub sample: (&'static str, &'static str),
    /// Whether less is better.
    pub is_less_better: bool,
}

/// Throughput first, as DORA orders them.
pub const FIVE: [Five; 5] = [
    Five {
        id: "deployment_frequency",
        anchor: "frequency",
        name: "Deployment frequency",
        short: "Deployments",
        small: "a week",
        sample: ("deployment", "deployments"),
        is_less_better: false,
    },
    Five {
        id: "change_lead_time",
        anchor: "lead",
        name: "Change lead time",
        short: "Lead time",
        small: "median",
        sample: ("change", "changes"),
        is_less_better: true,
    },
    Five {
        id: "failed_deployment_recovery_time",
        anchor: "recovery",
        name: "Failed deployment recovery time",
        short: "Recovery",
        small: "median",
        sample: ("recovery", "recoveries"),
        is_less_better: true,
    },
    Five {
        id: "change_fail_rate",
        anchor: "fails",
        name: "Change fail rate",
        short: "Change fails",
        small: "",
        sample: ("deployment", "deployments"),
        is_less_better: true,
    },
    Five {
        id: "deployment_rework_rate",
        anchor: "rework",
        name: "Deployment rework rate",
        short: "Rework",
        small: "",
        sample: ("deployment", "deployments"),
        is_less_better: true,
    },
];

impl Five {
    /// What its values are counted in.
    pub fn unit(&self) -> unit::Unit {
        unit_of(about(self.id))
    }

    /// The address of its page.
    pub fn address(&self) -> String {
        address(self.id)
    }
}

/// The address of a metric's page.
pub fn address(id: &str) -> String {
    format!("delivery/metrics/{}/", id.replace('_', "-"))
}

/// What a metric means.
pub fn about(id: &str) -> &'static About {
    METRICS.iter().map(|metric| metric.about()).find(|about| about.id == id).expect("because pages name metrics that exist")
}

/// What a metric's values are counted in.
pub fn unit_of(about: &About) -> unit::Unit {
    match about.unit {
        Unit::Duration => unit::Unit::Duration,
        Unit::Ratio => unit::Unit::Percent,
        Unit::Frequency => unit::Unit::PerWeek,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_five_are_dora_s() {
        let mut ours: Vec<&str> = FIVE.iter().map(|five| five.id).collect();
        ours.sort_unstable();
        let theirs: Vec<&str> =
            METRICS.iter().map(|metric| metric.about()).filter(|about| about.dora.is_some()).map(|about| about.id).collect();
        assert_eq!(ours, theirs);
        assert_eq!(FIVE[1].address(), "delivery/metrics/change-lead-time/");
    }
}
