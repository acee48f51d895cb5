//! The links of a Backstage entity, and what each leads to.

use super::refused;
use crate::catalog::importers::reader::Reader;
use crate::catalog::importers::{ImportedEntity, link_kind};
use crate::reading::bounds;
use crate::yaml::Node;
use milepost_model::Link;

/// Reads `metadata.links`.
pub(super) fn read(reader: &mut Reader<'_>, list: &Node, entity: &mut ImportedEntity) {
    for node in reader.items("metadata.links", list) {
        let url = node.get("url").and_then(|url| reader.line("metadata.links.url", url, bounds::ADDRESS));
        let Some(url) = url else {
            refused(reader, "required-field", "this link has no “url”".into(), reader.place(node), "links with a url");
            continue;
        };
        if !link_kind::is_address(&url) {
            let place = node.get("url").map_or_else(|| reader.place(node), |url| reader.place(url));
            refused(
                reader,
                "bad-url",
                format!("“{}” is no address", bounds::cut(&url, 60)),
                place,
                "an address with its scheme, such as https://example.com",
            );
            continue;
        }
        let title = node.get("title").and_then(|title| reader.line("metadata.links.title", title, bounds::NAME));
        let word = |key: &str| node.get(key).and_then(Node::text).unwrap_or_default().to_lowercase();
        let kind = link_kind::of(&[&word("type"), &word("icon"), &title.clone().unwrap_or_default().to_lowercase()]);
        entity.entity.links.push(Link { kind: kind.to_owned(), title: title.unwrap_or_else(|| url.clone()), url });
    }
}
