//! `entity.problems`: how many things are wrong with its descriptor.

use super::{About, Fact, FactKind, Reading, Subject, Tier};

/// How many things are wrong with its descriptor.
pub(super) struct Problems;

impl Fact for Problems {
    fn about(&self) -> &'static About {
        &About {
            name: "entity.problems",
            title: "Problems in its descriptor",
            kind: FactKind::Int,
            tier: Tier::Entity,
            doc: "How many things are wrong with its descriptor.",
            example: "entity.problems == 0",
        }
    }

    fn read(&self, subject: &Subject<'_>) -> Reading {
        let problems = subject.entity.problems;
        Reading::of(problems.map(|problems| i64::try_from(problems).unwrap_or(i64::MAX)))
    }
}
