//! The jobs of a pipeline.

use super::client::Client;
use super::pipelines::outcome;
use crate::remote::Fault;
use crate::remote::client::Keep;
use milepost_model::Instant;
use milepost_model::record::pipeline_run::Job;
use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct One {
    name: Option<String>,
    status: Option<String>,
    started_at: Option<Instant>,
    finished_at: Option<Instant>,
}

/// Reads the jobs of a pipeline, each in its last attempt.
pub async fn jobs(client: &Client<'_>, number: u64, pipeline: u64) -> Result<Vec<Job>, Fault> {
    let path = format!("/projects/{number}/pipelines/{pipeline}/jobs?include_retried=false&per_page=100");
    let found: Vec<One> = client.all("jobs of pipelines", &path, Keep::Raw).await?;
    let job = |one: One| {
        let outcome = outcome(one.status.as_deref());
        Some(Job { name: one.name?, started_at: one.started_at, finished_at: one.finished_at, outcome, environment: None })
    };
    Ok(found.into_iter().filter_map(job).collect())
}
