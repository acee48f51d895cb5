//! What only Backstage itself writes of an entity: its ids, which files exported from a catalog hold.

use crate::catalog::importers::reader::Reader;
use crate::reading::bounds;
use crate::yaml::Node;

/// Checks the ids as Backstage checks them. They are not read.
pub(super) fn check(reader: &mut Reader<'_>, document: &Node) {
    for key in ["uid", "etag"] {
        let Some(node) = document.at(&["metadata", key]) else { continue };
        reader.filled(&format!("metadata.{key}"), node, bounds::ADDRESS);
    }
}
