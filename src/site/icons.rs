//! The icons: an own set, 16 pixels wide, drawn once per page and only where used.

use std::collections::BTreeSet;
use std::fmt::Write as _;

/// What a template puts where the drawings belong.
pub const MARKER: &str = "<!--icons-->";

/// Every icon by name, sorted: its drawing on a grid of 16 by 16, in lines that the style of `symbol` makes round.
pub const ICONS: &[(&str, &str)] = &[
    ("api", r#"<path d="M5.5 3.5C3.5 3.5 4.5 8 2.5 8c2 0 1 4.5 3 4.5M10.5 3.5c2 0 1 4.5 3 4.5-2 0-1 4.5-3 4.5"/>"#),
    ("archive", r#"<path d="M2 3h12v3H2ZM3 6v7.5h10V6M6.5 9h3"/>"#),
    ("ask", r#"<circle cx="8" cy="8" r="6.2"/><path d="M6.2 6.3a1.9 1.9 0 1 1 2.7 1.8c-.6.3-.9.7-.9 1.3M8 11.5v.1"/>"#),
    ("book", r#"<path d="M3 3.5A1.5 1.5 0 0 1 4.5 2H13v10.5H4.5A1.5 1.5 0 0 0 3 14V3.5Z"/><path d="M3 13.5c0 .5.5.9 1.5.9H13"/>"#),
    (
        "cards",
        r#"<rect x="2" y="2.5" width="5" height="4.5" rx="1"/><rect x="9" y="2.5" width="5" height="4.5" rx="1"/><rect x="2" y="9" width="5" height="4.5" rx="1"/><rect x="9" y="9" width="5" height="4.5" rx="1"/>"#,
    ),
    ("clock", r#"<circle cx="8" cy="8" r="6"/><path d="M8 4.6V8l2.3 1.5"/>"#),
    (
        "database",
        r#"<ellipse cx="8" cy="3.8" rx="5" ry="1.8"/><path d="M3 3.8v8.4c0 1 2.2 1.8 5 1.8s5-.8 5-1.8V3.8M3 8c0 1 2.2 1.8 5 1.8s5-.8 5-1.8"/>"#,
    ),
    ("doc", r#"<path d="M4 2h5.5L12.5 5v9H4ZM9 2v3.5h3.5M6 8.5h4M6 11h4"/>"#),
    ("down", r#"<path d="M8 3v9.5M4 8.5l4 4 4-4"/>"#),
    (
        "fail",
        r#"<rect x="2" y="2" width="12" height="12" rx="2.5" fill="currentColor" stroke="none"/><path d="m5.5 5.5 5 5m0-5-5 5" stroke="var(--surface)" stroke-width="1.8"/>"#,
    ),
    ("key", r#"<circle cx="5" cy="11" r="2.8"/><path d="m7 9 6.5-6.5M11 5l2 2M9 7l1.5 1.5"/>"#),
    ("layers", r#"<path d="M2 5.5 8 2.5l6 3-6 3-6-3Z"/><path d="m2 8.5 6 3 6-3M2 11l6 3 6-3"/>"#),
    ("left", r#"<path d="M13 8H3.5M7.5 4l-4 4 4 4"/>"#),
    ("link", r#"<path d="M9.5 3H13v3.5M13 3 7.5 8.5M11 9.5V13H3V5h3.5"/>"#),
    ("menu", r#"<path d="M2.5 4.5h11M2.5 8h11M2.5 11.5h11"/>"#),
    ("moon", r#"<path d="M13 9.7A5.6 5.6 0 0 1 6.3 3 5.6 5.6 0 1 0 13 9.7Z"/>"#),
    ("none", r#"<circle cx="8" cy="8" r="5.6" stroke-dasharray="2.5 2"/>"#),
    ("note", r#"<circle cx="8" cy="8" r="6.2"/><path d="M8 7.3v3.9M8 4.9v.1" stroke-width="1.8"/>"#),
    ("pager", r#"<path d="M8 2a4 4 0 0 0-4 4v3l-1.3 2.2h10.6L12 9V6a4 4 0 0 0-4-4ZM6.5 13.3a1.6 1.6 0 0 0 3 0"/>"#),
    (
        "pass",
        r#"<circle cx="8" cy="8" r="6.2" fill="currentColor" stroke="none"/><path d="m5.2 8.2 2 2 3.8-4.2" stroke="var(--surface)" stroke-width="1.8"/>"#,
    ),
    ("plus", r#"<path d="M8 3v10M3 8h10"/>"#),
    ("refresh", r#"<path d="M13 8a5 5 0 1 1-1.5-3.6L13 6M13 2.5V6H9.5"/>"#),
    ("repo", r#"<path d="M4 2.5h8.5v11H4.8A1.3 1.3 0 0 1 3.5 12.2V3.8"/><path d="M3.5 11.5a1.3 1.3 0 0 1 1.3-1h7.7M6.5 5h3.5"/>"#),
    ("right", r#"<path d="M3 8h9.5M8.5 4l4 4-4 4"/>"#),
    (
        "rocket",
        r#"<path d="M9.5 2.5c2-1 4-.9 4-.9s.1 2-.9 4C11.5 7.7 9 9.5 7.2 10.2L5.8 8.8C6.5 7 8.3 4.5 9.5 2.5Z"/><path d="M6.5 6H4L2.5 8l2.3.4M10 9.5V12l-2 1.5-.4-2.3M4 11.5c-1 .4-1.5 2.5-1.5 2.5S4.6 13.5 5 12.5"/>"#,
    ),
    (
        "route",
        r#"<circle cx="4" cy="12.5" r="1.5"/><circle cx="12" cy="3.5" r="1.5"/><path d="M5.5 12.5h5a2.25 2.25 0 0 0 0-4.5h-5a2.25 2.25 0 0 1 0-4.5h5"/>"#,
    ),
    ("search", r#"<circle cx="7" cy="7" r="4.5"/><path d="m10.5 10.5 3 3"/>"#),
    ("sort", r#"<path d="m5 6.5 3-3 3 3M5 9.5l3 3 3-3"/>"#),
    ("sortdown", r#"<path d="m4.5 6 3.5 4 3.5-4"/>"#),
    ("sortup", r#"<path d="m4.5 10 3.5-4 3.5 4"/>"#),
    (
        "sun",
        r#"<circle cx="8" cy="8" r="3"/><path d="M8 1.5v1.2M8 13.3v1.2M1.5 8h1.2M13.3 8h1.2M3.4 3.4l.9.9M11.7 11.7l.9.9M3.4 12.6l.9-.9M11.7 4.3l.9-.9"/>"#,
    ),
    ("system", r#"<rect x="2" y="3" width="12" height="8.5" rx="1.5"/><path d="M6 14h4M8 11.5V14"/>"#),
    ("table", r#"<rect x="2" y="3" width="12" height="10" rx="1.5"/><path d="M2 6.5h12M2 9.8h12M6.5 6.5V13"/>"#),
    ("tag", r#"<path d="M2.5 2.5h5.3l5.7 5.7-5.3 5.3-5.7-5.7Z"/><path d="M5.3 5.3v.1" stroke-width="2"/>"#),
    ("term", r#"<rect x="1.8" y="2.8" width="12.4" height="10.4" rx="1.6"/><path d="m4.5 6 2 2-2 2M8.5 10.2h3"/>"#),
    ("toggle", r#"<rect x="1.5" y="4.5" width="13" height="7" rx="3.5"/><circle cx="11" cy="8" r="1.5"/>"#),
    ("undo", r#"<path d="M5.5 3 2.5 6l3 3"/><path d="M2.5 6h6.5a4 4 0 0 1 0 8H6"/>"#),
    ("up", r#"<path d="M8 13V3.5M4 7.5l4-4 4 4"/>"#),
    (
        "users",
        r#"<circle cx="6" cy="5.5" r="2.5"/><path d="M1.8 13.5c.3-2.7 1.9-4 4.2-4s3.9 1.3 4.2 4M10.5 3.2a2.5 2.5 0 0 1 0 4.6M11.7 9.9c1.5.4 2.3 1.6 2.5 3.6"/>"#,
    ),
    (
        "warn",
        r#"<path d="M8 2 14.5 13.5h-13Z" fill="currentColor" stroke="currentColor"/><path d="M8 6.5v3.2M8 11.7v.1" stroke="var(--surface)" stroke-width="1.8"/>"#,
    ),
    ("x", r#"<path d="m4 4 8 8m0-8-8 8"/>"#),
];

/// The name of an icon, if there is one of that name.
pub fn known(name: &str) -> Option<&'static str> {
    ICONS.iter().map(|(known, _)| *known).find(|known| *known == name)
}

/// Puts the drawings that a page refers to in place of its marker.
pub fn place(html: String) -> String {
    let Some(at) = html.find(MARKER) else { return html };
    let mut sprite = String::from(r#"<svg class="sprite" width="0" height="0" aria-hidden="true"><defs>"#);
    const USE: &str = "href=\"#i-";
    let named = |at: usize| html[at + USE.len()..].split('"').next().unwrap_or_default();
    let used: BTreeSet<&str> = html.match_indices(USE).map(|(at, _)| named(at)).collect();
    for (name, drawing) in ICONS.iter().filter(|(name, _)| used.contains(name)) {
        let _ = write!(sprite, r#"<symbol id="i-{name}" viewBox="0 0 16 16">{drawing}</symbol>"#);
    }
    sprite.push_str("</defs></svg>");
    let mut out = html;
    out.replace_range(at..at + MARKER.len(), &sprite);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_carries_the_icons_that_it_uses_and_no_others() {
        let page = place(format!("{MARKER}<use href=\"#i-pass\"/>"));
        assert!(page.contains("id=\"i-pass\"") && !page.contains("id=\"i-fail\"") && !page.contains(MARKER));
    }

    #[test]
    fn the_icons_stand_in_order() {
        assert!(ICONS.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }
}
