//! What could be better about a description in any format.

use super::findings::Findings;
use super::model::Description;
use milepost_model::Severity;

/// Notes what a reader of the page would miss.
pub(super) fn check(description: &Description, findings: &mut Findings) {
    for (_, operation) in description.operations() {
        let name = || operation.id.clone().unwrap_or_else(|| format!("{} {}", operation.verb, operation.path));
        let place = || operation.place.clone();
        if operation.summary.is_none() && operation.description.is_none() {
            let message = || format!("{} says nothing of what it does", name());
            findings.add(Severity::Note, "api/no-description", message, place, "add a summary of one line");
        }
        if operation.responses.is_empty() && !matches!(operation.verb.as_str(), "SEND" | "RECEIVE") {
            let message = || format!("{} does not say what it answers", name());
            findings.add(Severity::Note, "api/no-response", message, place, "describe at least the answer when all goes well");
        }
        if operation.deprecation.as_deref() == Some("") {
            let message = || format!("{} is deprecated and does not say what to use instead", name());
            findings.add(Severity::Note, "api/deprecated-without-reason", message, place, "say in its description what to use instead");
        }
    }
    let is_local = |url: &str| ["localhost", "127.0.0.1", "[::1]", "0.0.0.0"].iter().any(|host| url.contains(host));
    for server in description.servers.iter().filter(|server| server.url.starts_with("http://") && !is_local(&server.url)) {
        let place = || description.types.first().map(|found| found.place.clone()).map(without_line).unwrap_or_default();
        let message = || format!("the server {} is reached without encryption", server.url);
        findings.add(Severity::Note, "api/plain-http", message, place, "offer it by https, and describe that address");
    }
    if description.operations().next().is_some() {
        for unused in description.types.iter().filter(|found| !found.is_used) {
            let message = || format!("no operation uses the type {}", unused.name);
            findings.add(Severity::Note, "api/unused-type", message, || unused.place.clone(), "remove it, or let an operation use it");
        }
    }
}

fn without_line(place: milepost_model::Place) -> milepost_model::Place {
    milepost_model::Place { line: None, column: None, ..place }
}
