//! The links of a Backstage entity, and what each leads to.

use super::refused;
use crate::catalog::importers::ImportedEntity;
use crate::catalog::importers::reader::Reader;
use crate::reading::bounds;
use crate::yaml::Node;
use milepost_model::Link;

/// Words of a link's type, title or icon that tell what it leads to; the first that is found decides.
const WORDS: [(&str, &str); 24] = [
    ("runbook", "runbook"),
    ("playbook", "runbook"),
    ("on-call", "oncall"),
    ("oncall", "oncall"),
    ("on call", "oncall"),
    ("pagerduty", "oncall"),
    ("opsgenie", "oncall"),
    ("dashboard", "dashboard"),
    ("grafana", "dashboard"),
    ("slack", "chat"),
    ("chat", "chat"),
    ("teams channel", "chat"),
    ("discord", "chat"),
    ("trace", "traces"),
    ("tracing", "traces"),
    ("logs", "logs"),
    ("logging", "logs"),
    ("kibana", "logs"),
    ("metrics", "metrics"),
    ("docs", "docs"),
    ("documentation", "docs"),
    ("wiki", "docs"),
    ("repository", "repository"),
    ("github", "repository"),
];

/// Reads `metadata.links`.
pub(super) fn read(reader: &mut Reader<'_>, list: &Node, entity: &mut ImportedEntity) {
    for node in reader.items("metadata.links", list) {
        let url = node.get("url").and_then(|url| reader.line("metadata.links.url", url, bounds::ADDRESS));
        let Some(url) = url else {
            refused(reader, "required-field", "this link has no “url”".into(), reader.place(node), "links with a url");
            continue;
        };
        if !is_address(&url) {
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
        let kind = kind_of(&[word("type"), word("icon"), title.clone().unwrap_or_default().to_lowercase()]);
        entity.entity.links.push(Link { kind: kind.to_owned(), title: title.unwrap_or_else(|| url.clone()), url });
    }
}

/// Whether the text has a scheme; which ones are safe to show is the pages' business.
pub(super) fn is_address(text: &str) -> bool {
    text.split_once(':').is_some_and(|(scheme, rest)| {
        !rest.is_empty()
            && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
            && !text.contains(char::is_whitespace)
    })
}

fn kind_of(texts: &[String]) -> &'static str {
    let found = texts.iter().find_map(|text| WORDS.iter().find(|(word, _)| text.contains(word)));
    found.map_or("other", |(_, kind)| kind)
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
        for (url, expected) in [("https://a.b", true), ("mailto:a@b.c", true), ("a.b/c", false), ("", false), ("/x", false), ("1:x", false)]
        {
            assert_eq!(is_address(url), expected, "{url}");
        }
    }
}
