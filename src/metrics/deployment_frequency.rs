//! Deployment frequency.

use super::delivery::survey::Scale;
use super::metric::{About, Family, Metric, Unit};

/// How often something new is deployed to production.
#[derive(Debug)]
pub struct DeploymentFrequency;

impl Metric for DeploymentFrequency {
    fn about(&self) -> &'static About {
        &About {
            id: "deployment_frequency",
            name: "Deployment frequency",
            family: Family::Throughput,
            unit: Unit::Frequency,
            definition: "How often something new is deployed to production.",
            formula: "Forward deployments of the window. Rollbacks, deployments of the same version again and the first deployment that is known are not among them; the latter is in `with_baseline`. Given as a count, a week (count over the window's weeks), as the median over the complete ISO weeks of the window, as the median number of days with a deployment in these weeks, and as the median time between two that follow each other. The answer follows from m, the median of the complete weeks: m ≥ 10 is 6, m ≥ 5 is 5, m ≥ 1 is 4; else one a month or more over the window is 3; else, where 182 days were read, one in them or more is 2 and less is 1.",
            sources: &["deployment", "pipeline_run", "release"],
            counts_by: "the deployment's end",
            limits: "DORA publishes words and no numbers: the cuts at 10 and 5 a week are milepost's own.",
            dora: Some("The number of deployments over a given period or the time between deployments."),
            scale: Some(Scale::Frequency),
        }
    }
}
