//! Backstage's Location: a descriptor that names further descriptors.

use crate::catalog::importers::reader::Reader;
use crate::catalog::importers::{Target, repository_url};
use crate::reading::bounds;
use crate::yaml::Node;

/// The files that a Location names in its own repository. What it names elsewhere is read where it lies.
pub(super) fn targets(reader: &mut Reader<'_>, document: &Node) -> Vec<Target> {
    let Some(spec) = document.get("spec") else { return Vec::new() };
    let is_optional = spec.get("presence").and_then(Node::text) == Some("optional");
    let mut found = Vec::new();
    let mut take = |reader: &mut Reader<'_>, node: &Node| {
        let Some(text) = reader.line("spec.target", node, bounds::ADDRESS) else { return };
        match resolve(reader.file.repo, reader.file.path, &text) {
            Resolved::Path(path) => found.push(Target { path, is_optional, place: reader.place(node) }),
            Resolved::Elsewhere => {}
            Resolved::Outside => {
                reader.error(
                    "target-outside",
                    format!("the target “{text}” leads out of the repository"),
                    node,
                    "name a file of this repository",
                );
            }
        }
    };
    if let Some(node) = spec.get("target").filter(|node| !node.is_null()) {
        take(reader, node);
    }
    if let Some(list) = spec.get("targets") {
        for node in reader.items("spec.targets", list) {
            take(reader, node);
        }
    }
    found
}

enum Resolved {
    Path(String),
    Elsewhere,
    Outside,
}

/// The path that a target means, seen from the file that names it.
fn resolve(repo: &str, file: &str, target: &str) -> Resolved {
    if let Some((_, address)) = target.split_once("://") {
        let path = address.split_once('/').map_or("", |(_, path)| path);
        let Some((name, Some(rest))) = repository_url::split(path) else { return Resolved::Elsewhere };
        return match rest.split_once('/') {
            Some((_, path)) if name.eq_ignore_ascii_case(repo) => Resolved::Path(path.to_owned()),
            _ => Resolved::Elsewhere,
        };
    }
    let mut parts: Vec<&str> = if target.starts_with('/') { Vec::new() } else { file.split('/').collect() };
    parts.pop();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                if parts.pop().is_none() {
                    return Resolved::Outside;
                }
            }
            part => parts.push(part),
        }
    }
    Resolved::Path(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_paths_of_the_repository() {
        for (target, expected) in [
            ("./a.yaml", Some("x/a.yaml")),
            ("../b/*.yaml", Some("b/*.yaml")),
            ("/c.yaml", Some("c.yaml")),
            ("https://github.com/o/r/blob/main/d/e.yaml", Some("d/e.yaml")),
            ("https://github.com/o/other/blob/main/d.yaml", None),
            ("https://example.com/d.yaml", None),
            ("../../../etc/passwd", None),
        ] {
            let found = match resolve("o/r", "x/catalog-info.yaml", target) {
                Resolved::Path(path) => Some(path),
                _ => None,
            };
            assert_eq!(found.as_deref(), expected, "{target}");
        }
    }
}
