//! What people see while a run is under way: a bar and then a table on a terminal, plain lines in a log.

use super::interrupt::Interrupt;
use crate::pipeline::{COLLECT, Watch};
use crate::report::{self, Stage, neutral};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use milepost_model::Progress;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Shows the stages of a run on standard error.
pub(super) struct Console {
    bar: ProgressBar,
    is_terminal: bool,
    is_quiet: bool,
    interrupt: Option<Interrupt>,
    stages: Mutex<Vec<Stage>>,
}

impl Console {
    /// A bar and a table on a terminal, plain lines in a log, nothing when asked to be quiet.
    pub(super) fn new(is_terminal: bool, is_quiet: bool) -> Self {
        let target = if is_terminal && !is_quiet { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(Some(0), target);
        let style = ProgressStyle::with_template("{prefix:>10} {bar:28} {pos}/{len} {wide_msg}");
        bar.set_style(style.expect("because a test renders this template"));
        Self { bar, is_terminal, is_quiet, interrupt: None, stages: Mutex::default() }
    }

    /// The same, heeding who interrupts: while sources are read, what was read is saved first.
    pub(super) fn heeding(self, interrupt: &Interrupt) -> Self {
        Self { interrupt: Some(interrupt.clone()), ..self }
    }

    /// Takes the bar away and leaves the table.
    pub(super) fn finish(&self) {
        self.bar.finish_and_clear();
        let stages = std::mem::take(&mut *self.stages.lock().unwrap_or_else(PoisonError::into_inner));
        if self.is_terminal && !self.is_quiet && !stages.is_empty() {
            anstream::eprint!("{}", report::summary(&stages, 100));
        }
    }
}

impl Progress for Console {
    fn expect(&self, more: u64) {
        self.bar.inc_length(more);
    }

    fn done(&self, name: &str) {
        self.bar.inc(1);
        self.bar.set_message(neutral::one_line(name));
    }

    fn waits(&self, source: &str, words: &str) {
        if !self.is_quiet {
            let line = neutral::one_line(&format!("the source “{source}”: {words}"));
            self.bar.suspend(|| anstream::eprintln!("warning: {line}"));
        }
    }

    fn interrupt(&self) -> Option<Arc<AtomicBool>> {
        self.interrupt.as_ref().map(Interrupt::asked)
    }
}

impl Watch for Console {
    fn stage_begins(&self, name: &'static str) {
        if let Some(interrupt) = &self.interrupt {
            interrupt.saves_first(name == COLLECT);
        }
        self.bar.set_length(0);
        self.bar.set_position(0);
        self.bar.set_message("");
        self.bar.set_prefix(name);
    }

    fn stage_ended(&self, name: &'static str, count: u64, unit: &str, took: Duration) {
        if let Some(interrupt) = &self.interrupt {
            interrupt.saves_first(false);
        }
        let stage = Stage { name: name.to_owned(), count: Some(count), unit: unit.to_owned(), time: took };
        if !self.is_terminal && !self.is_quiet {
            anstream::eprintln!("{}", report::summary::line(&stage));
        }
        self.stages.lock().unwrap_or_else(PoisonError::into_inner).push(stage);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_can_be_watched_from_begin_to_end() {
        let console = Console::new(false, true);
        console.stage_begins("collect");
        console.expect(2);
        console.done("lumenfreight/\u{1b}[31mred");
        console.stage_ended("collect", 2, "repositories", Duration::from_millis(7));
        assert!(!console.bar.message().contains('\u{1b}'));
        console.finish();
    }
}
