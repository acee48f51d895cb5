//! What labels and lines of an issue say, whichever host it was written at.

use milepost_model::record::incident::Cause;

/// How bad it was: the value of the first label that begins with `sev`, such as `sev1` or `severity: high`.
pub fn severity(labels: &[String]) -> Option<String> {
    let severity = labels.iter().find(|label| label.to_lowercase().starts_with("sev"))?;
    Some(valued(severity).map_or_else(|| severity.to_lowercase(), |(_, value)| value))
}

/// The services that labels such as `service: payments` name.
pub fn services(labels: &[String]) -> Vec<String> {
    labels.iter().filter_map(|label| valued(label)).filter(|(key, _)| key == "service").map(|(_, value)| value).collect()
}

/// Whether labels say that a change caused it, or that none did.
pub fn is_change_failure(labels: &[String]) -> Option<bool> {
    let is = |wanted: &str| labels.iter().any(|label| label.eq_ignore_ascii_case(wanted));
    if is("not-a-change-failure") {
        Some(false)
    } else if is("change-failure") {
        Some(true)
    } else {
        None
    }
}

/// What a request is about: a label such as `topic: database`, else its first label.
pub fn topic(labels: &[String]) -> Option<String> {
    let named = labels.iter().filter_map(|label| valued(label)).find(|(key, _)| matches!(key.as_str(), "topic" | "area"));
    named.map(|(_, value)| value).or_else(|| labels.first().cloned())
}

/// What a line such as `Caused-by: <commit>` or `Fixed-by: deployment 12` names; `id` makes the id of a deployment.
pub fn cause(body: &str, key: &str, id: impl Fn(u64) -> String) -> Option<Cause> {
    let found = body.lines().take(500).find_map(|line| {
        let (word, rest) = line.trim().trim_start_matches(['-', '*', ' ']).split_once(':')?;
        (word.trim().trim_matches('*').eq_ignore_ascii_case(key)).then(|| rest.trim().trim_matches(['`', '*', ' ']).to_owned())
    })?;
    let is_sha = found.len() >= 40 && found.len() <= 64 && found.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_sha {
        return Some(Cause { sha: Some(found.to_lowercase()), ..Cause::default() });
    }
    let deployment = found.strip_prefix("deployment ").and_then(|number| number.trim().parse::<u64>().ok());
    deployment.map(|number| Cause { deployment: Some(id(number)), ..Cause::default() })
}

/// `key: value`, `key/value`, `key=value` or the scoped `key::value`, in lower case.
fn valued(label: &str) -> Option<(String, String)> {
    let (key, value) = label.split_once([':', '/', '='])?;
    let (key, value) = (key.trim().to_lowercase(), value.trim_start_matches(':').trim().to_lowercase());
    (!key.is_empty() && !value.is_empty()).then_some((key, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|&text| text.to_owned()).collect()
    }

    #[test]
    fn scoped_labels_say_what_plain_ones_say() {
        let scoped = labels(&["severity::High", "service::Payments", "topic::database"]);
        let plain = labels(&["severity: high", "service=payments", "area/database"]);
        for found in [scoped, plain] {
            assert_eq!(severity(&found).as_deref(), Some("high"));
            assert_eq!(services(&found), ["payments"]);
            assert_eq!(topic(&found).as_deref(), Some("database"));
        }
        assert_eq!(severity(&labels(&["SEV1"])).as_deref(), Some("sev1"));
        assert_eq!((topic(&[]), severity(&labels(&["::"])), services(&labels(&["service::"]))), (None, None, vec![]));
    }
}
