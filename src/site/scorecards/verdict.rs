//! A verdict as pages show it: a shape and a word, never a colour alone.

use crate::portal::scorecards::{Missing, RuleResult, Verdict};
use crate::site::wording::{self, When};
use serde::Serialize;

/// A verdict as pages show it.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct VerdictView {
    tone: &'static str,
    icon: &'static str,
    words: &'static str,
}

impl VerdictView {
    /// The shape and the word of a verdict.
    pub fn new(verdict: Verdict) -> Self {
        let (tone, icon) = match verdict {
            Verdict::Pass => ("ok", "pass"),
            Verdict::Fail => ("bad", "fail"),
            Verdict::Exempt => ("warn", "warn"),
            Verdict::Unknown => ("unk", "ask"),
            Verdict::NotApplicable | Verdict::Outside => ("off", "none"),
        };
        Self { tone, icon, words: verdict.words() }
    }
}

/// Why something is not known, and since when something holds, in words.
#[derive(Debug, Clone, Serialize)]
pub struct Found {
    /// What was found.
    pub evidence: String,
    /// What would need to be known.
    pub missing: Option<String>,
    /// Since when it is so.
    pub since: Option<When>,
    /// Why it may be so.
    pub exempt: Option<String>,
}

impl Found {
    /// What stands behind a result.
    pub fn new(result: &RuleResult) -> Self {
        let missing: Vec<String> = result.missing.iter().map(Missing::words).collect();
        let exempt = result
            .exemption
            .as_ref()
            .map(|exemption| format!("{} By {}, until {}.", sentence(&exemption.why), exemption.by, wording::date(exemption.until)));
        Self {
            evidence: result.evidence.clone(),
            missing: (!missing.is_empty()).then(|| missing.join("; ")),
            since: result.since.map(When::new),
            exempt,
        }
    }
}

fn sentence(text: &str) -> String {
    let text = wording::capitalised(text.trim());
    if text.ends_with(['.', '?']) { text } else { format!("{text}.") }
}
