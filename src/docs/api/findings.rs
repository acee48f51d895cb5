//! What could be better about a description, told once for each sort of mistake.

use milepost_model::{Diagnostic, Place, Severity};

/// One sort of mistake: its first case, and how many more there are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The first case.
    pub first: Diagnostic,
    /// How many more of the same sort there are.
    pub others: u64,
}

/// Gathers findings in the order in which they come.
#[derive(Debug, Default)]
pub(super) struct Findings(Vec<Finding>);

impl Findings {
    /// Notes one case.
    pub(super) fn add(
        &mut self,
        severity: Severity,
        code: &str,
        message: impl FnOnce() -> String,
        place: impl FnOnce() -> Place,
        help: &str,
    ) {
        if let Some(known) = self.0.iter_mut().find(|finding| finding.first.code == code) {
            known.others += 1;
        } else {
            let first = Diagnostic::new(severity, code, message()).at(place()).help(help);
            self.0.push(Finding { first, others: 0 });
        }
    }

    /// The findings, worst first.
    pub(super) fn into_list(self) -> Vec<Finding> {
        let mut list = self.0;
        list.sort_by(|a, b| b.first.severity.cmp(&a.first.severity).then_with(|| a.first.code.cmp(&b.first.code)));
        list
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sort_of_mistake_is_told_once() {
        let mut findings = Findings::default();
        for line in 1..=3 {
            findings.add(Severity::Note, "api/no-summary", || format!("line {line}"), || Place::file("a.yaml").at(line, 1), "say it");
        }
        findings.add(Severity::Warning, "api/unresolved-reference", String::new, Place::default, "correct it");
        let list = findings.into_list();
        assert_eq!(
            list.iter().map(|f| (f.first.code.as_str(), f.others)).collect::<Vec<_>>(),
            [("api/unresolved-reference", 0), ("api/no-summary", 2)]
        );
        assert_eq!(list[1].first.message, "line 1");
    }
}
