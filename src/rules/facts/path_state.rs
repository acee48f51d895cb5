//! `paths.state`: where it stands on each golden path, by the path’s id.

use super::{About, Fact, FactKind, Reading, Subject, Tier};
use std::collections::BTreeMap;

/// Where it stands on each golden path, by the path’s id.
pub(super) struct PathState;

impl Fact for PathState {
    fn about(&self) -> &'static About {
        &About {
            name: "paths.state",
            title: "Where it stands on golden paths",
            kind: FactKind::Named,
            tier: Tier::Path,
            doc: "Where it stands on each golden path, by the path’s id: `current`, `on`, `behind`, `unsupported`, `drifted`, `left`, `off`, `exempt`, `not_in_scope`. Unknown where one of them cannot be told.",
            example: r#"paths.state["rust-service"] == "current""#,
        }
    }

    fn read(&self, subject: &Subject<'_>) -> Reading {
        Reading::of(subject.paths.map(|paths| {
            let states = paths.iter().map(|(id, path)| (id.clone(), path.state.clone()));
            states.collect::<BTreeMap<_, _>>()
        }))
    }
}
