//! The marks that golden paths leave in what was made from them.

use super::Text;
use crate::demo::plan::{GoldenPath, Unit};

/// The stamp of a path at a version: copier's answers, or cruft's for Python.
///
/// `web-app` leaves an annotation in the descriptor, and both at once where there is no descriptor to
/// carry it.
pub(in crate::demo) fn stamps(unit: &Unit, path: GoldenPath, version: &str) -> Vec<Text> {
    let name = &unit.name;
    let tag = path.tag(version);
    match path {
        GoldenPath::Python => vec![(
            ".cruft.json".to_owned(),
            format!(
                "{{\n  \"template\": \"https://github.com/lumenfreight/platform\",\n  \"commit\": \"{tag}\",\n  \"checkout\": \"{tag}\",\n  \"directory\": \"templates/{}\",\n  \"context\": {{ \"cookiecutter\": {{ \"name\": \"{name}\", \"team\": \"{}\" }} }}\n}}\n",
                path.name(),
                unit.team
            ),
        )],
        _ => vec![(
            ".copier-answers.yml".to_owned(),
            format!(
                "# Changes here will be overwritten by Copier; NEVER EDIT MANUALLY\n_commit: {tag}\n_src_path: gh:lumenfreight/platform\n_subdirectory: templates/{}\nname: {name}\nteam: {}\ntier: {}\n",
                path.name(),
                unit.team,
                unit.tier
            ),
        )],
    }
}

/// The paths of all stamps, which go when a service leaves its path.
pub(in crate::demo) fn stamp_paths(path: GoldenPath) -> &'static str {
    match path {
        GoldenPath::Python => ".cruft.json",
        _ => ".copier-answers.yml",
    }
}
