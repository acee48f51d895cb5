//! What a pipeline that somebody started by hand tells besides: who it was, when it ran, and what was filled in.

use super::client::Client;
use super::pipelines::Pipeline;
use crate::remote::Fault;
use crate::remote::client::{ATTEMPTS, Keep};
use serde::Deserialize;
use std::collections::BTreeMap;

/// What was filled in, by name.
pub type ByHand = BTreeMap<String, String>;

/// So many variables of a pipeline are kept, and so many bytes of each.
const MOST: usize = 50;
const MOST_BYTES: usize = 400;

/// Words of names whose values are secrets: nothing of them is kept.
const SECRETS: [&str; 9] = ["token", "secret", "password", "passwd", "passphrase", "credential", "private", "apikey", "accesskey"];

/// The pipeline's own answer, which tells more than a list does; what the list said where it tells nothing.
pub async fn whole(client: &Client<'_>, number: u64, pipeline: u64, listed: Pipeline) -> Result<Pipeline, Fault> {
    let answer = client.get("pipelines by hand", &format!("/projects/{number}/pipelines/{pipeline}"), Keep::Raw, ATTEMPTS).await;
    match answer {
        Ok(answer) => {
            let found: Pipeline = serde_json::from_slice(&answer.body).unwrap_or_default();
            Ok(Pipeline { user: found.user, started_at: found.started_at, finished_at: found.finished_at, ..listed })
        }
        Err(Fault::Missing(_) | Fault::Refused(_)) => Ok(listed),
        Err(fault) => Err(fault),
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Variable {
    key: Option<String>,
    value: Option<String>,
    #[serde(rename = "variable_type")]
    kind: Option<String>,
}

/// The variables that a pipeline was started with. None of the answer touches the disk before secrets are out of it.
pub async fn variables(client: &Client<'_>, number: u64, pipeline: u64) -> Result<ByHand, Fault> {
    let path = format!("/projects/{number}/pipelines/{pipeline}/variables");
    match client.get("variables of pipelines", &path, Keep::Nothing, ATTEMPTS).await {
        Ok(answer) => Ok(filled(super::client::entries(&answer.body)?)),
        // Raw answers never hold them.
        Err(Fault::NotKept) => Ok(ByHand::new()),
        Err(fault) => Err(fault),
    }
}

fn filled(variables: Vec<Variable>) -> ByHand {
    let kept = variables.into_iter().filter_map(|one| {
        let (key, value) = (one.key?, one.value?);
        let plain: String = key.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
        let is_secret = SECRETS.iter().any(|word| plain.contains(word)) || plain.ends_with("key");
        let is_small = value.len() <= MOST_BYTES && !value.contains("-----BEGIN ");
        (!is_secret && is_small && one.kind.as_deref() != Some("file")).then_some((key, value))
    });
    kept.take(MOST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_files_and_long_values_are_left_out() {
        let variables = serde_json::from_value(serde_json::json!([
            {"key": "SERVICE", "value": "payments", "variable_type": "env_var"},
            {"key": "DEPLOY_TOKEN", "value": "x"}, {"key": "AWS_SECRET_ACCESS_KEY", "value": "x"}, {"key": "SIGNING_KEY", "value": "x"},
            {"key": "KUBECONFIG", "value": "x", "variable_type": "file"}, {"key": "LONG", "value": "x".repeat(500)},
            {"key": "PEM", "value": "-----BEGIN RSA"}, {"key": null, "value": "x"}, {"key": "EMPTY", "value": null},
        ]))
        .expect("because everything may be absent");
        assert_eq!(filled(variables), ByHand::from([("SERVICE".to_owned(), "payments".to_owned())]));
    }
}
