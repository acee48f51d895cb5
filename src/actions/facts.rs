//! What the rules of actions may ask: what is asked for, when, and by whom.

use crate::rules::{Fact, FactKind, Tier, Vocabulary};

/// A fact that is known when somebody starts an action.
#[derive(Debug)]
struct Asked {
    name: &'static str,
    kind: FactKind,
    tier: Tier,
    doc: &'static str,
    example: &'static str,
}

/// Every fact.
const FACTS: &[&dyn Fact] = &[
    &Asked { name: "inputs", kind: FactKind::Named, tier: Tier::Inputs, doc: "", example: "inputs.environment == \"production\"" },
    &Asked { name: "now", kind: FactKind::Time, tier: Tier::Now, doc: "", example: "now.getHours() < 16" },
    &Asked { name: "actor.login", kind: FactKind::Text, tier: Tier::Actor, doc: "", example: "actor.login == \"ada\"" },
    &Asked { name: "actor.teams", kind: FactKind::Texts, tier: Tier::Actor, doc: "", example: "\"platform\" in actor.teams" },
];

impl Fact for Asked {
    fn name(&self) -> &'static str {
        self.name
    }

    fn kind(&self) -> FactKind {
        self.kind
    }

    fn tier(&self) -> Tier {
        self.tier
    }

    fn doc(&self) -> &'static str {
        self.doc
    }

    fn example(&self) -> &'static str {
        self.example
    }
}

/// What tells on which services' pages an action stands.
pub(super) fn of_services() -> Vocabulary {
    Vocabulary::new(FACTS, Tier::Level)
}

/// What tells whether a field is there.
pub(super) fn of_forms() -> Vocabulary {
    Vocabulary::new(FACTS, Tier::Inputs)
}

/// What guardrails may ask.
pub(super) fn of_guardrails() -> Vocabulary {
    Vocabulary::new(FACTS, Tier::Actor)
}
