//! What a task says when it is over: the runners' own closing lines, and what to look at.

use crate::step::{End, Outcome};
use std::process::ExitCode;

/// Prints the end of a task and says whether all went well.
pub fn print(outcomes: &[Outcome]) -> ExitCode {
    for line in lines(outcomes) {
        println!("{line}");
    }
    if outcomes.iter().all(Outcome::is_well) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn lines(outcomes: &[Outcome]) -> Vec<String> {
    let mut lines = Vec::new();
    for outcome in outcomes {
        if let End::Badly(tail) = &outcome.end {
            lines.extend([String::new(), format!("── {} failed; the last of what it said:", outcome.name)]);
            lines.extend(tail.iter().cloned());
        }
    }
    lines.extend([String::new(), "── steps".to_owned()]);
    for outcome in outcomes {
        let seconds = outcome.took.as_secs_f64();
        lines.push(match &outcome.end {
            End::Well => format!("ok       {:<14} {seconds:>7.1} s", outcome.name),
            End::Badly(_) => format!("FAILED   {:<14} {seconds:>7.1} s", outcome.name),
            End::NotRun(why) => format!("NOT RUN  {:<14} {why}", outcome.name),
        });
    }
    let closing: Vec<_> = outcomes.iter().flat_map(|outcome| outcome.closing.iter().cloned()).collect();
    if !closing.is_empty() {
        lines.extend([String::new(), "── tests".to_owned()]);
        lines.extend(closing);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn failures_come_first_and_the_runners_have_the_last_word() {
        let step = |name, end, closing: &[&str]| Outcome {
            name,
            end,
            closing: closing.iter().map(ToString::to_string).collect(),
            took: Duration::ZERO,
        };
        let outcomes = [
            step("fmt", End::Well, &[]),
            step("tests", End::Badly(vec!["test a ... FAILED".to_owned()]), &["test result: FAILED. 1 passed; 1 failed"]),
            step("browser", End::NotRun("the demo could not be built".to_owned()), &[]),
        ];
        let lines = lines(&outcomes);
        let place =
            |text: &str| lines.iter().position(|line| line.contains(text)).unwrap_or_else(|| panic!("{text} is missing: {lines:#?}"));
        assert!(place("test a ... FAILED") < place("ok       fmt"));
        assert!(place("FAILED   tests") < place("NOT RUN  browser"));
        assert_eq!(lines.last().map(String::as_str), Some("test result: FAILED. 1 passed; 1 failed"));
    }
}
