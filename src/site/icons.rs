//! The icons: an own set, 16 pixels wide, drawn once per page and only where used.

use std::collections::BTreeSet;
use std::fmt::Write as _;

/// What a template puts where the drawings belong.
pub const MARKER: &str = "<!--icons-->";

/// Every icon by name, sorted: its drawing on a grid of 16 by 16.
pub const ICONS: &[(&str, &str)] = &[
    ("api", r#"<path d="M5.5 3.5C3.5 3.5 4.5 8 2.5 8c2 0 1 4.500 3 4.500M10.500 3.500c2 0 1 4.500 3 4.500-2 0-1 4.500-3 4.500"/>"#),
    ("archive", r#"<path d="M2 3h12v3H2ZM3 6v7.500h10V6M6.500 9h3"/>"#),
    (
        "ask",
        r#"<circle cx="8" cy="8" r="6.200"/><path d="M6.200 6.300a1.900 1.900 0 1 1 2.700 1.800c-.6.300-.9.700-.9 1.300M8 11.500v.1"/>"#,
    ),
    (
        "book",
        r#"<path d="M3 3.500A1.500 1.500 0 0 1 4.500 2H13v10.500H4.500A1.500 1.500 0 0 0 3 14V3.500Z"/><path d="M3 13.500c0 .5.500.9 1.500.9H13"/>"#,
    ),
    (
        "cards",
        r#"<rect x="2" y="2.500" width="5" height="4.500" rx="1"/><rect x="9" y="2.500" width="5" height="4.500" rx="1"/><rect x="2" y="9" width="5" height="4.500" rx="1"/><rect x="9" y="9" width="5" height="4.500" rx="1"/>"#,
    ),
    ("clock", r#"<circle cx="8" cy="8" r="6"/><path d="M8 4.600V8l2.300 1.500"/>"#),
    (
        "database",
        r#"<ellipse cx="8" cy="3.800" rx="5" ry="1.800"/><path d="M3 3.800v8.400c0 1 2.200 1.800 5 1.800s5-.8 5-1.800V3.800M3 8c0 1 2.200 1.800 5 1.800s5-.8 5-1.800"/>"#,
    ),
    ("doc", r#"<path d="M4 2h5.500L12.500 5v9H4ZM9 2v3.500h3.500M6 8.500h4M6 11h4"/>"#),
    ("down", r#"<path d="M8 3v9.500M4 8.500l4 4 4-4"/>"#),
    (
        "fail",
        r#"<rect x="2" y="2" width="12" height="12" rx="2.500" fill="currentColor" stroke="none"/><path d="m5.500 5.500 5 5m0-5-5 5" stroke="var(--surface)" stroke-width="1.800"/>"#,
    ),
    ("key", r#"<circle cx="5" cy="11" r="2.800"/><path d="m7 9 6.500-6.500M11 5l2 2M9 7l1.500 1.500"/>"#),
    ("layers", r#"<path d="M2 5.500 8 2.500l6 3-6 3-6-3Z"/><path d="m2 8.500 6 3 6-3M2 11l6 3 6-3"/>"#),
    ("left", r#"<path d="M13 8H3.500M7.500 4l-4 4 4 4"/>"#),
    ("link", r#"<path d="M9.500 3H13v3.500M13 3 7.500 8.500M11 9.500V13H3V5h3.500"/>"#),
    ("menu", r#"<path d="M2.500 4.500h11M2.500 8h11M2.500 11.500h11"/>"#),
    ("moon", r#"<path d="M13 9.700A5.600 5.600 0 0 1 6.300 3 5.600 5.600 0 1 0 13 9.700Z"/>"#),
    ("none", r#"<circle cx="8" cy="8" r="5.600" stroke-dasharray="2.500 2"/>"#),
    ("note", r#"<circle cx="8" cy="8" r="6.200"/><path d="M8 7.300v3.900M8 4.900v.1" stroke-width="1.800"/>"#),
    ("pager", r#"<path d="M8 2a4 4 0 0 0-4 4v3l-1.300 2.200h10.600L12 9V6a4 4 0 0 0-4-4ZM6.500 13.300a1.600 1.600 0 0 0 3 0"/>"#),
    (
        "pass",
        r#"<circle cx="8" cy="8" r="6.200" fill="currentColor" stroke="none"/><path d="m5.200 8.200 2 2 3.800-4.200" stroke="var(--surface)" stroke-width="1.800"/>"#,
    ),
    ("plus", r#"<path d="M8 3v10M3 8h10"/>"#),
    ("refresh", r#"<path d="M13 8a5 5 0 1 1-1.500-3.600L13 6M13 2.500V6H9.500"/>"#),
    (
        "repo",
        r#"<path d="M4 2.500h8.500v11H4.800A1.300 1.300 0 0 1 3.500 12.200V3.800"/><path d="M3.500 11.500a1.300 1.300 0 0 1 1.300-1h7.700M6.500 5h3.500"/>"#,
    ),
    ("right", r#"<path d="M3 8h9.500M8.500 4l4 4-4 4"/>"#),
    (
        "rocket",
        r#"<path d="M9.500 2.500c2-1 4-.9 4-.9s.1 2-.9 4C11.500 7.700 9 9.500 7.200 10.200L5.800 8.800C6.500 7 8.300 4.500 9.500 2.500Z"/><path d="M6.500 6H4L2.500 8l2.300.4M10 9.500V12l-2 1.500-.4-2.300M4 11.500c-1 .4-1.500 2.500-1.500 2.500S4.600 13.500 5 12.500"/>"#,
    ),
    (
        "route",
        r#"<circle cx="4" cy="12.500" r="1.500"/><circle cx="12" cy="3.500" r="1.500"/><path d="M5.500 12.500h5a2.250 2.250 0 0 0 0-4.500h-5a2.250 2.250 0 0 1 0-4.500h5"/>"#,
    ),
    ("search", r#"<circle cx="7" cy="7" r="4.500"/><path d="m10.500 10.500 3 3"/>"#),
    ("sort", r#"<path d="m5 6.500 3-3 3 3M5 9.500l3 3 3-3"/>"#),
    ("sortdown", r#"<path d="m4.500 6 3.500 4 3.500-4"/>"#),
    ("sortup", r#"<path d="m4.500 10 3.500-4 3.500 4"/>"#),
    (
        "sun",
        r#"<circle cx="8" cy="8" r="3"/><path d="M8 1.500v1.200M8 13.300v1.200M1.500 8h1.200M13.300 8h1.200M3.400 3.400l.9.9M11.700 11.700l.9.9M3.400 12.600l.9-.9M11.700 4.300l.9-.9"/>"#,
    ),
    ("system", r#"<rect x="2" y="3" width="12" height="8.500" rx="1.500"/><path d="M6 14h4M8 11.500V14"/>"#),
    ("table", r#"<rect x="2" y="3" width="12" height="10" rx="1.500"/><path d="M2 6.500h12M2 9.800h12M6.500 6.500V13"/>"#),
    ("tag", r#"<path d="M2.500 2.500h5.300l5.700 5.700-5.300 5.300-5.700-5.700Z"/><path d="M5.300 5.300v.1" stroke-width="2"/>"#),
    ("term", r#"<rect x="1.800" y="2.800" width="12.400" height="10.400" rx="1.600"/><path d="m4.500 6 2 2-2 2M8.500 10.200h3"/>"#),
    ("toggle", r#"<rect x="1.500" y="4.500" width="13" height="7" rx="3.500"/><circle cx="11" cy="8" r="1.500"/>"#),
    ("undo", r#"<path d="M5.500 3 2.500 6l3 3"/><path d="M2.500 6h6.500a4 4 0 0 1 0 8H6"/>"#),
    ("up", r#"<path d="M8 13V3.500M4 7.500l4-4 4 4"/>"#),
    (
        "users",
        r#"<circle cx="6" cy="5.500" r="2.500"/><path d="M1.800 13.500c.3-2.700 1.900-4 4.200-4s3.900 1.300 4.200 4M10.500 3.200a2.500 2.500 0 0 1 0 4.600M11.700 9.900c1.500.4 2.300 1.600 2.500 3.600"/>"#,
    ),
    (
        "warn",
        r#"<path d="M8 2 14.500 13.500h-13Z" fill="currentColor" stroke="currentColor"/><path d="M8 6.500v3.200M8 11.700v.1" stroke="var(--surface)" stroke-width="1.800"/>"#,
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
        let _ = write!(
            sprite,
            r#"<symbol id="i-{name}" viewBox="0 0 16 16"><g fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round">{drawing}</g></symbol>"#
        );
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
