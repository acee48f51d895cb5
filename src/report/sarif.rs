//! Findings as SARIF 2.1.0, which code hosts and editors read.

use super::neutral::one_line;
use super::rules;
use milepost_model::{Diagnostic, Diagnostics, Severity};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The findings in reading order, each once; the same findings give the same bytes.
///
/// Paths are taken as they stand in the findings: they should be those of the checkout's root.
pub fn sarif(findings: &Diagnostics) -> String {
    let findings = findings.clone().sorted();
    let codes: BTreeMap<&str, Severity> = findings.iter().map(|finding| (finding.code.as_str(), finding.severity)).collect();
    let index: BTreeMap<&str, usize> = codes.keys().copied().zip(0..).collect();
    let report = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": { "ROOT": { "description": { "text": "The folder that was checked." } } },
            "results": findings.iter().map(|finding| result(finding, &index)).collect::<Vec<_>>(),
            "tool": { "driver": {
                "informationUri": env!("CARGO_PKG_REPOSITORY"),
                "name": env!("CARGO_PKG_NAME"),
                "rules": codes.iter().map(|(code, severity)| rule(code, *severity)).collect::<Vec<_>>(),
                "version": env!("CARGO_PKG_VERSION"),
            } },
        }],
    });
    format!("{report:#}\n")
}

fn rule(code: &str, severity: Severity) -> Value {
    let mut rule = json!({ "id": code, "defaultConfiguration": { "level": level(severity) } });
    if let Some(known) = rules::of(code) {
        rule["shortDescription"] = json!({ "text": sentence(known.says) });
        rule["fullDescription"] = json!({ "text": known.says });
        rule["help"] = json!({ "text": known.fix });
        rule["defaultConfiguration"]["level"] = json!(level(known.severity));
    }
    rule
}

/// The first sentence of a text.
fn sentence(text: &str) -> &str {
    text.find(". ").map_or(text, |end| &text[..=end])
}

fn result(finding: &Diagnostic, index: &BTreeMap<&str, usize>) -> Value {
    let help = finding.help.as_deref().map(|help| format!(" ({})", one_line(help))).unwrap_or_default();
    let mut result = json!({
        "ruleId": finding.code,
        "ruleIndex": index.get(finding.code.as_str()),
        "level": level(finding.severity),
        "message": { "text": format!("{}{help}", one_line(&finding.message)) },
        "partialFingerprints": { "milepost/1": fingerprint(finding) },
    });
    let Some(place) = &finding.place else { return result };
    let mut location = json!({ "artifactLocation": { "uri": uri(&place.path), "uriBaseId": "ROOT" } });
    if let Some(line) = place.line {
        let mut region = json!({ "startLine": line });
        if let Some(column) = place.column {
            region["startColumn"] = json!(column);
        }
        if let Some(text) = &finding.source_line {
            region["snippet"] = json!({ "text": text });
        }
        location["region"] = region;
    }
    result["locations"] = json!([{ "physicalLocation": location }]);
    result
}

/// What stays the same while lines are added above the finding.
fn fingerprint(finding: &Diagnostic) -> String {
    let path = finding.place.as_ref().map_or("", |place| &*place.path);
    let text = [finding.code.as_str(), path, finding.message.as_str()].join("\0");
    blake3::hash(text.as_bytes()).to_hex()[..32].to_owned()
}

fn level(severity: Severity) -> &'static str {
    // The words of SARIF are ours.
    severity.word()
}

/// A path as a relative reference: what is not plain is escaped, byte by byte.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            write!(uri, "%{byte:02X}").expect("because memory does not fail");
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;
    use milepost_model::Place;

    #[test]
    fn findings_become_results_with_their_rules() {
        let findings: Diagnostics = [
            Diagnostic::error("backstage/bad-tag", "“Java” cannot be a tag")
                .at(Place::file("a b/catalog-info.yaml").at(6, 10))
                .help("write java"),
            Diagnostic::warning("own/unknown", "x\u{1b}[2J"),
            Diagnostic::error("backstage/bad-tag", "“Go” cannot be a tag").at(Place::file("c.yaml")).source_line("tags: [Go]"),
        ]
        .into_iter()
        .collect();
        let text = sarif(&findings);
        let report: Value = serde_json::from_str(&text).expect("because it is JSON");
        let run = &report["runs"][0];
        assert_eq!((report["version"].as_str(), run["results"].as_array().map(Vec::len)), (Some("2.1.0"), Some(3)));
        for result in run["results"].as_array().expect("because there are some") {
            let rule = &run["tool"]["driver"]["rules"]
                [usize::try_from(result["ruleIndex"].as_u64().expect("because each has one")).expect("small")];
            assert_eq!(rule["id"], result["ruleId"]);
        }
        let first = &run["results"][0]["locations"][0]["physicalLocation"];
        assert_eq!(first["artifactLocation"]["uri"], "a%20b/catalog-info.yaml");
        assert_eq!(first["region"], json!({ "startLine": 6, "startColumn": 10 }));
        assert_eq!(run["results"][0]["message"]["text"], "“Java” cannot be a tag (write java)");
        assert!(run["results"][1]["locations"][0]["physicalLocation"].get("region").is_none(), "a whole file has no region");
        assert!(run["results"][2].get("locations").is_none());
        assert!(!text.contains('\u{1b}') && run["tool"]["driver"]["rules"][0]["help"]["text"].is_string());
    }
}
