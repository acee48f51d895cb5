//! `now`: the instant that is judged.

use super::{About, Fact, FactKind, Reading, Subject, Tier};

/// The instant that is judged.
pub(super) struct Now;

impl Fact for Now {
    fn about(&self) -> &'static About {
        &About {
            name: "now",
            title: "The instant that is judged",
            kind: FactKind::Time,
            tier: Tier::Now,
            doc: "The instant that is judged: the end of the week for figures of the past.",
            example: "now - repository.pushed_at < days(90)",
        }
    }

    fn read(&self, subject: &Subject<'_>) -> Reading {
        subject.now.into()
    }
}
