//! Backstage's Location: a descriptor that names further descriptors.

use super::target::{self, Resolved};
use crate::catalog::importers::Target;
use crate::catalog::importers::reader::Reader;
use crate::reading::bounds;
use crate::yaml::Node;
use milepost_model::Severity;

/// The files that a Location names, in its own repository and in others.
pub(super) fn targets(reader: &mut Reader<'_>, document: &Node) -> Vec<Target> {
    let Some(spec) = document.get("spec") else { return Vec::new() };
    let is_optional = match spec.get("presence").map(|node| (node, node.text())) {
        None | Some((_, Some("required"))) => false,
        Some((_, Some("optional"))) => true,
        Some((node, _)) => {
            let message = format!("“spec.presence” is required or optional, and this is {}", node.found());
            reader.error("bad-value", message, node, "write presence: optional, or leave it out");
            false
        }
    };
    let several = spec.get("targets").and_then(Node::items).unwrap_or_default();
    let named: Vec<&Node> = spec.get("target").into_iter().chain(several).filter(|node| node.text().is_some()).collect();
    if named.is_empty() {
        reader.complain(
            Severity::Warning,
            "no-target",
            "this Location names no target".into(),
            reader.place(spec),
            "write target: with a path or an address",
        );
    }
    named.into_iter().filter_map(|node| target_of(reader, node, is_optional)).collect()
}

fn target_of(reader: &mut Reader<'_>, node: &Node, is_optional: bool) -> Option<Target> {
    let text = reader.line("spec.target", node, bounds::ADDRESS)?;
    let place = reader.place(node);
    match target::resolve(reader.file.repo, reader.file.path, &text) {
        Resolved::Path(path) => Some(Target { path, repository: None, is_optional, place }),
        Resolved::Elsewhere { host, full_name, path } => Some(Target { path, repository: Some((host, full_name)), is_optional, place }),
        Resolved::Foreign => {
            let message = format!("the target “{}” is no file of a repository, so it is not read", bounds::cut(&text, bounds::NAME));
            reader.complain(Severity::Note, "target-foreign", message, place, "name a file of a repository that the portal shows");
            None
        }
        Resolved::Outside => {
            let message = format!("the target “{text}” leads out of the repository");
            reader.error("target-outside", message, node, "name a file of this repository");
            None
        }
    }
}
