//! `paths.version`: the version of each golden path that it is on, by the path’s id.

use super::{About, Fact, FactKind, Reading, Subject, Tier};
use std::collections::BTreeMap;

/// The version of each golden path that it is on, by the path’s id.
pub(super) struct PathVersion;

impl Fact for PathVersion {
    fn about(&self) -> &'static About {
        &About {
            name: "paths.version",
            title: "Versions of golden paths",
            kind: FactKind::Named,
            tier: Tier::Path,
            doc: "The version of each golden path that it is on, by the path’s id.",
            example: r#"paths.version["rust-service"] == "4.3""#,
        }
    }

    fn read(&self, subject: &Subject<'_>) -> Reading {
        Reading::of(subject.paths.map(|paths| {
            let versions = paths.iter().filter_map(|(id, path)| Some((id.clone(), path.version.clone()?)));
            versions.collect::<BTreeMap<_, _>>()
        }))
    }
}
