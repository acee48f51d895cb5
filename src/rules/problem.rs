//! What is wrong with a rule, and where in its text.

/// Why a rule cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct RuleProblem {
    /// What is wrong, as a sentence part.
    pub message: String,
    /// Where in the rule's text it begins and ends, in bytes.
    pub span: (usize, usize),
    /// What to do about it.
    pub help: Option<String>,
}

impl RuleProblem {
    /// A problem of these bytes of the rule.
    pub(super) fn at(span: (usize, usize), message: impl Into<String>) -> Self {
        Self { message: message.into(), span, help: None }
    }

    /// A problem of the rule as a whole.
    pub(super) fn whole(text: &str, message: impl Into<String>) -> Self {
        Self::at((0, text.len()), message)
    }

    /// With what to do about it.
    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The rule with a caret under what is wrong, as lines for a terminal or a page.
    pub fn excerpt(&self, text: &str) -> String {
        let start = (0..=self.span.0.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
        let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let line = text[line_start..].lines().next().unwrap_or_default();
        let before = text[line_start..start].chars().count();
        let wanted = self.span.1.min(line_start + line.len()).max(start);
        let width = text.get(start..wanted).map_or(1, |part| part.chars().count()).max(1);
        format!("{line}\n{}{}", " ".repeat(before), "^".repeat(width))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_caret_stands_under_what_is_wrong() {
        let text = "a &&\nreppo.x == 1";
        let problem = RuleProblem::at((5, 12), "no such fact");
        assert_eq!(problem.excerpt(text), "reppo.x == 1\n^^^^^^^");
    }

    #[test]
    fn places_outside_of_the_text_do_no_harm() {
        for span in [(0, 0), (3, 99), (99, 100), (4, 2)] {
            let excerpt = RuleProblem::at(span, "x").excerpt("ä > b");
            assert!(excerpt.contains('^'), "{span:?}: {excerpt}");
        }
    }
}
