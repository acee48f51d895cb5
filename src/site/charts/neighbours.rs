//! Who calls a service and what it calls, one hop each way.

use super::escaped;
use std::fmt::Write as _;

/// How many are drawn on each side; the table below the drawing holds all.
pub const SIDE: usize = 6;

/// Something next to a service.
#[derive(Debug, Clone)]
pub struct Neighbour {
    /// Its name.
    pub name: String,
    /// Its page, where it has one.
    pub href: Option<String>,
    /// Whether it is a service, and not a database, a topic or an API.
    pub is_service: bool,
    /// Whether nothing describes it.
    pub is_missing: bool,
}

const WIDTH: i32 = 148;
const HEIGHT: i32 = 30;
const STEP: i32 = 42;
const MIDDLE: i32 = 299;
const RIGHT: i32 = 594;
/// How many letters of 12 pixels fit into a box.
const LETTERS: usize = 20;

/// The drawing; none where there is nothing beside the service.
pub fn draw(name: &str, callers: &[Neighbour], called: &[Neighbour], all: &str) -> Option<String> {
    if callers.is_empty() && called.is_empty() {
        return None;
    }
    let left = side(callers, all);
    let right = side(called, all);
    let rows = i32::try_from(left.len().max(right.len())).unwrap_or_default();
    let height = rows * STEP - 12 + 8;
    let centre = height / 2;
    let mut svg = String::new();
    let (from, width) = match (left.is_empty(), right.is_empty()) {
        (true, _) => (MIDDLE - 4, 746 - MIDDLE + 4),
        (_, true) => (0, MIDDLE + WIDTH + 4),
        _ => (0, 746),
    };
    let whole = if width == 746 { "chart min" } else { "chart half" };
    let _ = write!(
        svg,
        "<svg class=\"{whole}\" viewBox=\"{from} 0 {width} {height}\" role=\"group\" aria-labelledby=\"nb-t\"><title id=\"nb-t\">{}</title>\
         <defs><marker id=\"nb-a\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" orient=\"auto\"><path class=\"flowhead\" d=\"M0 0 8 4 0 8Z\"/></marker></defs>",
        escaped(&sentence(name, &left, &right))
    );
    for (nodes, x) in [(&left, 4), (&right, RIGHT)] {
        let count = i32::try_from(nodes.len()).unwrap_or_default();
        let first = centre - (count * STEP - 12) / 2;
        for (place, node) in nodes.iter().enumerate() {
            let y = first + i32::try_from(place).unwrap_or_default() * STEP;
            let (start, end) =
                if x == 4 { ((x + WIDTH, y + 15), (MIDDLE - 3, centre)) } else { ((MIDDLE + WIDTH, centre), (x - 3, y + 15)) };
            let bend = 60;
            let _ = write!(
                svg,
                "<path class=\"flow\" d=\"M{} {}C{} {} {} {} {} {}\" marker-end=\"url(#nb-a)\"/>",
                start.0,
                start.1,
                start.0 + bend,
                start.1,
                end.0 - bend,
                end.1,
                end.0,
                end.1
            );
            draw_box(&mut svg, node, x, y, "node");
        }
    }
    let me = Neighbour { name: name.to_owned(), href: None, is_service: true, is_missing: false };
    draw_box(&mut svg, &me, MIDDLE, centre - HEIGHT / 2, "node me");
    svg.push_str("</svg>");
    Some(svg)
}

/// The boxes of one side, with one that stands for the rest.
fn side(neighbours: &[Neighbour], all: &str) -> Vec<Neighbour> {
    if neighbours.len() <= SIDE {
        return neighbours.to_vec();
    }
    let mut shown = neighbours[..SIDE - 1].to_vec();
    shown.push(Neighbour {
        name: format!("and {} more", neighbours.len() - (SIDE - 1)),
        href: Some(all.to_owned()),
        is_service: true,
        is_missing: false,
    });
    shown
}

fn sentence(name: &str, left: &[Neighbour], right: &[Neighbour]) -> String {
    let names = |nodes: &[Neighbour]| nodes.iter().map(|node| node.name.as_str()).collect::<Vec<_>>().join(", ");
    let mut text = String::new();
    if !left.is_empty() {
        let _ = write!(text, "Calls to {name}: {}. ", names(left));
    }
    if !right.is_empty() {
        let _ = write!(text, "Called by {name}: {}.", names(right));
    }
    text.trim_end().to_owned()
}

fn draw_box(svg: &mut String, node: &Neighbour, x: i32, y: i32, class: &str) {
    let kind = if node.is_missing {
        " gone"
    } else if node.is_service {
        ""
    } else {
        " other"
    };
    let is_cut = node.name.chars().count() > LETTERS;
    let shown: String = if is_cut { node.name.chars().take(LETTERS - 1).chain(['…']).collect() } else { node.name.clone() };
    let full = if is_cut { format!("<title>{}</title>", escaped(&node.name)) } else { String::new() };
    let label = if class == "node" { "lab" } else { "big" };
    let (open, close) = match &node.href {
        Some(href) => (format!("<a href=\"{}\">", escaped(href)), "</a>"),
        None => ("<g>".to_owned(), "</g>"),
    };
    let _ = write!(
        svg,
        "{open}{full}<rect class=\"{class}{kind}\" x=\"{x}\" y=\"{y}\" width=\"{WIDTH}\" height=\"{HEIGHT}\" rx=\"6\"/>\
         <text class=\"{label}\" x=\"{}\" y=\"{}\" dy=\".32em\" text-anchor=\"middle\">{}</text>{close}",
        x + WIDTH / 2,
        y + HEIGHT / 2,
        escaped(&shown)
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(name: &str) -> Neighbour {
        Neighbour { name: name.to_owned(), href: None, is_service: true, is_missing: false }
    }

    #[test]
    fn names_are_escaped_and_cut() {
        let svg = draw("me", &[node("<script>\"x\"")], &[node(&"long-".repeat(20))], "#all").expect("because there are neighbours");
        assert!(svg.contains("&lt;script&gt;&quot;x&quot;") && !svg.contains("<script"));
        assert!(svg.contains("long-long-long-long…</text>") || svg.contains("…</text>"));
    }

    #[test]
    fn a_busy_side_ends_in_a_box_for_the_rest() {
        let many: Vec<Neighbour> = (0..40).map(|number| node(&format!("n{number}"))).collect();
        let svg = draw("me", &many, &[], "#all").expect("because there are neighbours");
        assert!(svg.contains("and 35 more") && svg.contains("href=\"#all\""));
        assert_eq!(svg.matches("class=\"node\"").count(), SIDE);
        assert!(draw("me", &[], &[], "#all").is_none());
    }
}
