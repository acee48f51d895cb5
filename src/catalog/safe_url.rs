//! Which addresses from other people's files may become links.

use url::Url;

/// The address as a link, where it is one that people may safely follow; otherwise it is shown as text.
///
/// Template engines escape quotes but let `javascript:` pass, so the schemes are listed here.
pub fn href(text: &str) -> Option<String> {
    let url = Url::parse(text.trim()).ok()?;
    let is_safe = match url.scheme() {
        "https" | "http" => url.has_host() && url.username().is_empty() && url.password().is_none(),
        "mailto" => true,
        _ => false,
    };
    is_safe.then(|| url.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_and_mail_addresses_become_links() {
        for (text, expected) in [
            ("https://example.org/a?b=1", Some("https://example.org/a?b=1")),
            (" http://example.org ", Some("http://example.org/")),
            ("mailto:team@example.org", Some("mailto:team@example.org")),
            ("javascript:alert(1)", None),
            ("JaVaScRiPt:alert(1)", None),
            ("java\tscript:alert(1)", None),
            ("data:text/html,x", None),
            ("vbscript:x", None),
            ("file:///etc/passwd", None),
            ("//example.org", None),
            ("docs/a.md", None),
            ("https://user:secret@example.org/", None),
            ("", None),
        ] {
            assert_eq!(href(text).as_deref(), expected, "{text}");
        }
        assert_eq!(href("https://example.org/\"onx=\"").as_deref(), Some("https://example.org/%22onx=%22"));
    }
}
