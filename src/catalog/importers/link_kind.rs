//! What a link leads to, told by its words.

/// Words of a link's type, title or icon that tell what it leads to; the first that is found decides.
const WORDS: [(&str, &str); 31] = [
    ("runbook", "runbook"),
    ("playbook", "runbook"),
    ("on-call", "oncall"),
    ("oncall", "oncall"),
    ("on call", "oncall"),
    ("on_call", "oncall"),
    ("pagerduty", "oncall"),
    ("opsgenie", "oncall"),
    ("incidents", "oncall"),
    ("dashboard", "dashboard"),
    ("grafana", "dashboard"),
    ("slack", "chat"),
    ("chat", "chat"),
    ("teams channel", "chat"),
    ("microsoft-teams", "chat"),
    ("discord", "chat"),
    ("trace", "traces"),
    ("tracing", "traces"),
    ("logs", "logs"),
    ("logging", "logs"),
    ("kibana", "logs"),
    ("metrics", "metrics"),
    ("docs", "docs"),
    ("documentation", "docs"),
    ("readme", "docs"),
    ("wiki", "docs"),
    ("confluence", "docs"),
    ("repository", "repository"),
    ("repo", "repository"),
    ("source code", "repository"),
    ("github", "repository"),
];

/// What a link with these words leads to; earlier words count before later ones. They are in lower case.
pub(super) fn of(texts: &[&str]) -> &'static str {
    let found = texts.iter().find_map(|text| WORDS.iter().find(|(word, _)| text.contains(word)));
    found.map_or("other", |(_, kind)| kind)
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
            (["on_call", "", ""], "oncall"),
        ] {
            assert_eq!(of(&texts), expected);
        }
        for (url, expected) in [("https://a.b", true), ("mailto:a@b.c", true), ("a.b/c", false), ("", false), ("/x", false), ("1:x", false)]
        {
            assert_eq!(is_address(url), expected, "{url}");
        }
    }
}
