//! The picture as SVG: links with titles, arrows behind them.

use super::place::BOX;
use super::{Layout, Node, Picture, Tone};
use crate::site::charts::escaped;
use crate::site::wording;
use std::fmt::Write as _;

const WIDTH: f64 = 172.0;
/// From one layer to the next.
const STEP: f64 = 211.0;
const MARGIN: f64 = 5.0;
/// How many letters of 12 pixels fit into a box.
const LETTERS: usize = 25;

/// Writes the whole picture.
pub(super) fn write(picture: &Picture, layout: &Layout, height: f64) -> String {
    let id = picture.id;
    let width = (layout.layers.len() - 1) as f64 * STEP + WIDTH + 2.0 * MARGIN;
    let height = height + 2.0 * MARGIN;
    let (width, height) = (width.ceil(), height.ceil());
    let mut svg = format!(
        "<svg class=\"graph\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"group\" aria-labelledby=\"{id}-t\" data-graph>\
         <title id=\"{id}-t\">{}</title><defs><marker id=\"{id}-a\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" \
         orient=\"auto\"><path class=\"flowhead\" d=\"M0 0 8 4 0 8Z\"/></marker></defs>",
        escaped(&picture.title)
    );
    for ((way, is_back), arrow) in layout.ways.iter().zip(&picture.arrows) {
        let (class, ends) = if *is_back { ("flow back", "marker-start") } else { ("flow", "marker-end") };
        let path = path(layout, way);
        let _ = write!(
            svg,
            "<path class=\"{class}\" d=\"{path}\" {ends}=\"url(#{id}-a)\" data-from=\"{}\" data-to=\"{}\"/>",
            arrow.from, arrow.to
        );
    }
    for layer in &layout.layers {
        for slot in layer {
            let slot = &layout.slots[*slot];
            if let Some(node) = slot.node {
                draw_box(&mut svg, &picture.nodes[node], node, left(slot.layer), MARGIN + slot.y - BOX / 2.0);
            }
        }
    }
    svg.push_str("</svg>");
    // An arrow that points to the left begins with its head, which has to look the other way.
    if svg.contains("marker-start") {
        svg = svg.replace("orient=\"auto\"", "orient=\"auto-start-reverse\"");
    }
    svg
}

fn left(layer: usize) -> f64 {
    MARGIN + layer as f64 * STEP
}

/// From the right side of the first box to the left side of the last, level wherever it passes a layer.
fn path(layout: &Layout, way: &[usize]) -> String {
    let mut path = String::new();
    let mut from = (0.0, 0.0);
    for (at, slot) in way.iter().enumerate() {
        let slot = &layout.slots[*slot];
        let (x, y) = (left(slot.layer), MARGIN + slot.y);
        if at == 0 {
            from = (x + WIDTH, y);
            let _ = write!(path, "M{} {}", figure(from.0), figure(from.1));
            continue;
        }
        let bend = (x - from.0) / 2.0;
        let end = if at + 1 == way.len() { x - 2.0 } else { x };
        let _ = write!(
            path,
            "C{} {} {} {} {} {}",
            figure(from.0 + bend),
            figure(from.1),
            figure(end - bend),
            figure(y),
            figure(end),
            figure(y)
        );
        if at + 1 < way.len() {
            let _ = write!(path, "h{}", figure(WIDTH));
            from = (x + WIDTH, y);
        }
    }
    path
}

fn draw_box(svg: &mut String, node: &Node, place: usize, x: f64, y: f64) {
    let class = match node.tone {
        Tone::Service => "node",
        Tone::Me => "node me",
        Tone::Other => "node other",
        Tone::Outside => "node outside",
        Tone::Gone => "node gone",
    };
    let room = if node.count.is_some() { LETTERS - 5 } else { LETTERS };
    let is_cut = node.label.chars().count() > room;
    let shown: String = if is_cut { node.label.chars().take(room - 1).chain(['…']).collect() } else { node.label.clone() };
    let count = node.count.map(|count| format!(" <tspan class=\"n\">{}</tspan>", wording::number(count))).unwrap_or_default();
    let (open, close) = match &node.href {
        Some(href) => (format!("<a href=\"{}\"", escaped(href)), "</a>"),
        None => ("<g".to_owned(), "</g>"),
    };
    let label = if node.tone == Tone::Me { "big" } else { "lab" };
    let _ = write!(
        svg,
        "{open} data-node=\"{place}\" data-key=\"{}\"><title>{}</title><rect class=\"{class}\" x=\"{}\" y=\"{}\" width=\"{WIDTH}\" height=\"{BOX}\" rx=\"6\"/>\
         <text class=\"{label}\" x=\"{}\" y=\"{}\" dy=\".32em\" text-anchor=\"middle\">{}{count}</text>{close}",
        escaped(&node.key),
        escaped(&node.title),
        figure(x),
        figure(y),
        figure(x + WIDTH / 2.0),
        figure(y + BOX / 2.0),
        escaped(&shown)
    );
}

/// A length with at most one decimal.
fn figure(length: f64) -> String {
    let rounded = (length * 10.0).round() / 10.0;
    if rounded == 0.0 { "0".to_owned() } else { format!("{rounded}") }
}
