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
        if node.mapping().is_none() {
            let message = format!("a link is a map, and this is {}", node.found());
            reader.error("wrong-type", message, node, "write url: and, where you like, title: and icon:");
            continue;
        }
        let title = word(reader, node, "title");
        word(reader, node, "icon");
        if let Some(kind) = node.get("type") {
            reader.filled("metadata.links.type", kind, bounds::NAME);
        }
        let Some(url) = url(reader, node) else { continue };
        let lower = |key: &str| node.get(key).and_then(Node::text).unwrap_or_default().to_lowercase();
        let kind = kind_of(&[lower("type"), lower("icon"), title.clone().unwrap_or_default().to_lowercase()]);
        entity.entity.links.push(Link { kind: kind.to_owned(), title: title.unwrap_or_else(|| url.clone()), url });
    }
}

fn url(reader: &mut Reader<'_>, link: &Node) -> Option<String> {
    let Some(node) = link.get("url") else {
        refused(reader, "required-field", "this link has no “url”".into(), reader.place(link), "links with a url");
        return None;
    };
    let url = reader.exact("metadata.links.url", node)?;
    if is_address(&url) && url.chars().count() <= bounds::ADDRESS {
        // A space is fine in Backstage, and breaks an address everywhere else.
        return Some(url.trim().replace(' ', "%20"));
    }
    let rule = "an address with its scheme, such as https://example.com";
    refused(reader, "bad-url", format!("“{}” is no address", bounds::cut(&url, 60)), reader.place(node), rule);
    None
}

/// A title or an icon, which may not be blank either.
fn word(reader: &mut Reader<'_>, link: &Node, key: &str) -> Option<String> {
    let node = link.get(key)?;
    if node.text().is_some_and(|text| !text.is_empty() && text.trim().is_empty()) {
        reader.error("empty-value", format!("“metadata.links.{key}” is blank"), node, "write a value, or remove the key");
        return None;
    }
    reader.filled(&format!("metadata.links.{key}"), node, bounds::NAME)
}

/// Whether browsers read the text as an address of its own; which schemes are safe to show is the pages' business.
pub(super) fn is_address(text: &str) -> bool {
    url::Url::parse(text).is_ok()
}

fn kind_of(texts: &[String]) -> &'static str {
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    link_kind::of(&texts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_leads_where_its_type_or_title_says() {
        for (texts, expected) in [
            (["runbook", "", "x"], "runbook"),
            (["", "dashboard", "logs"], "dashboard"),
            (["", "", "join us on slack"], "chat"),
            (["", "", "admin ui"], "other"),
        ] {
            assert_eq!(kind_of(&texts.map(str::to_owned)), expected);
        }
    }

    #[test]
    fn addresses_are_what_browsers_take_for_one() {
        for (url, expected) in [
            ("https://a.b", true),
            ("http://a", true),
            ("https://a:8080/b/c?d=e&f#g", true),
            ("ftp://a.b/c", true),
            ("own://a:4444/b", true),
            ("mailto:a@b.c", true),
            ("https://a.b/c d", true),
            ("a.b/c", false),
            ("", false),
            ("/x", false),
            ("1:x", false),
            ("https://", false),
            ("   abc", false),
        ] {
            assert_eq!(is_address(url), expected, "{url}");
        }
    }
}
