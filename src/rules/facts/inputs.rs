//! `inputs`: what somebody filled in.

use super::{About, Fact, FactKind, Reading, Subject, Tier};
use milepost_model::Unknown;

/// What somebody filled in.
pub(super) struct Inputs;

impl Fact for Inputs {
    fn about(&self) -> &'static About {
        &About {
            name: "inputs",
            title: "What was filled in",
            kind: FactKind::Named,
            tier: Tier::Inputs,
            doc: "What somebody filled in, by the names of the inputs. Every value is a text, as it reaches the workflow; `int(inputs.size)` is its number.",
            example: "inputs.environment == \"production\"",
        }
    }

    fn read(&self, _: &Subject<'_>) -> Reading {
        Reading::Unknown(Unknown::NotCollected)
    }
}
