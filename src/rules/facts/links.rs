//! `entity.links`: the first address of each kind of link.

use super::{About, Fact, FactKind, Reading, Subject, Tier};
use std::collections::BTreeMap;

/// The first address of each kind of link.
pub(super) struct Links;

impl Fact for Links {
    fn about(&self) -> &'static About {
        &About {
            name: "entity.links",
            title: "Links",
            kind: FactKind::Named,
            tier: Tier::Entity,
            doc: "The first address of each kind of link: runbook, dashboard, chat, oncall, logs, metrics, traces, docs.",
            example: "has(entity.links.dashboard)",
        }
    }

    fn read(&self, subject: &Subject<'_>) -> Reading {
        let mut links = BTreeMap::new();
        for link in &subject.entity.entity.links {
            links.entry(link.kind.clone()).or_insert_with(|| link.url.clone());
        }
        links.into()
    }
}
