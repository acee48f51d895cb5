//! `findings.oldest_serious_at`: since when the oldest open alert of severity critical or high is open.

use super::{About, Fact, FactKind, Reading, Subject, Tier};
use milepost_model::record::Finding;

/// Since when the oldest open alert of severity critical or high is open.
pub(super) struct FindingsOldest;

impl Fact for FindingsOldest {
    fn about(&self) -> &'static About {
        &About {
            name: "findings.oldest_serious_at",
            title: "Oldest critical or high alert is open since",
            kind: FactKind::Time,
            tier: Tier::Repository,
            doc: "Since when the oldest open alert of severity critical or high is open; the instant itself where there is none.",
            example: "now - findings.oldest_serious_at < days(14)",
        }
    }

    fn read(&self, subject: &Subject<'_>) -> Reading {
        let serious = |finding: &&Finding| ["critical", "high"].iter().any(|word| finding.severity.eq_ignore_ascii_case(word));
        let findings = subject.repository.and_then(|part| part.findings);
        Reading::of(findings.map(|all| all.iter().filter(serious).map(|finding| finding.opened_at).min().unwrap_or(subject.now)))
    }
}
