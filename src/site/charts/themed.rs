//! From plotters' drawing to one that follows the page: colours become classes, so light, dark and print share it.
//!
//! Charts draw ten times too large with the inks below. Dividing by ten leaves one decimal, where plotters itself
//! only knows whole pixels.

use plotters::style::RGBColor;
use std::fmt::Write as _;

/// How much larger than life charts are drawn.
pub const SCALE: i32 = 10;

/// Horizontal lines of the grid.
pub const GRID: RGBColor = RGBColor(0xC1, 0, 0);
/// The line at zero.
pub const BASE: RGBColor = RGBColor(0xC1, 0, 1);
/// The bars of a series.
pub const BAR: RGBColor = RGBColor(0xC1, 0, 2);
/// The last bar, which carries the label.
pub const LAST: RGBColor = RGBColor(0xC1, 0, 3);
/// The bar of a week that is not over.
pub const OPEN: RGBColor = RGBColor(0xC1, 0, 4);
/// A mean over the bars.
pub const MEAN: RGBColor = RGBColor(0xC1, 0, 5);
/// A bare line in a table.
pub const SPARK: RGBColor = RGBColor(0xC1, 0, 6);
/// The dot at the end of a line.
pub const DOT: RGBColor = RGBColor(0xC1, 0, 7);
/// Words on the axes.
pub const WORDS: RGBColor = RGBColor(0xC1, 0, 8);
/// The label of the last value.
pub const BIG: RGBColor = RGBColor(0xC1, 0, 9);

/// Each ink's class; the last figure of its colour is its place.
const CLASSES: [&str; 10] = ["g", "g base", "bar", "bar last", "bar open", "l mean", "l l6 thin", "f1", "", "big halo"];

/// The drawing's content without its outer element.
pub fn themed(svg: &str) -> String {
    let mut out = Out::default();
    let mut rest = svg;
    while let Some(start) = rest.find('<') {
        let Some(end) = rest[start..].find('>') else { break };
        let tag = &rest[start + 1..start + end];
        rest = &rest[start + end + 1..];
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        let attributes = Attributes(attributes);
        match name {
            "rect" => out.rectangle(&attributes),
            "line" | "polyline" => out.line(name, &attributes),
            "circle" => out.circle(&attributes),
            "text" => out.text(&attributes, rest.split('<').next().unwrap_or_default().trim()),
            _ => {}
        }
    }
    out.close();
    out.text
}

/// The attributes of a tag; plotters escapes quotes in them, so they end where the next quote is.
struct Attributes<'a>(&'a str);

impl<'a> Attributes<'a> {
    fn get(&self, name: &str) -> &'a str {
        let Some(at) = self.0.find(&format!("{name}=\"")).filter(|at| *at == 0 || self.0.as_bytes()[at - 1] == b' ') else {
            return "";
        };
        self.0[at + name.len() + 2..].split('"').next().unwrap_or_default()
    }

    fn number(&self, name: &str) -> f64 {
        self.get(name).parse().unwrap_or_default()
    }

    /// The class of the ink that it is drawn with.
    fn class(&self) -> &'static str {
        let ink = [self.get("fill"), self.get("stroke")].into_iter().find(|colour| colour.starts_with("#C100"));
        let place = ink.and_then(|colour| usize::from_str_radix(&colour[5..], 16).ok());
        place.and_then(|place| CLASSES.get(place)).copied().unwrap_or_default()
    }
}

/// What has been written, with the path that rectangles of one class share.
#[derive(Default)]
struct Out {
    text: String,
    path: Option<(&'static str, String)>,
}

impl Out {
    fn close(&mut self) {
        if let Some((class, path)) = self.path.take() {
            let _ = write!(self.text, "<path class=\"{class}\" d=\"{path}\"/>");
        }
    }

    fn rectangle(&mut self, attributes: &Attributes<'_>) {
        let class = attributes.class();
        if self.path.as_ref().is_none_or(|(open, _)| *open != class) {
            self.close();
            self.path = Some((class, String::new()));
        }
        let [x, y, width, height] = ["x", "y", "width", "height"].map(|name| figure(attributes.number(name)));
        if let Some((_, path)) = &mut self.path {
            let _ = write!(path, "M{x} {y}h{width}v{height}h-{width}z");
        }
    }

    fn line(&mut self, name: &str, attributes: &Attributes<'_>) {
        self.close();
        let points: Vec<(f64, f64)> = if name == "line" {
            vec![(attributes.number("x1"), attributes.number("y1")), (attributes.number("x2"), attributes.number("y2"))]
        } else {
            let pair = |point: &str| point.split_once(',').and_then(|(x, y)| Some((x.parse().ok()?, y.parse().ok()?)));
            attributes.get("points").split_whitespace().filter_map(pair).collect()
        };
        let mut path = String::new();
        for (place, (x, y)) in points.into_iter().enumerate() {
            let _ = write!(path, "{}{} {}", if place == 0 { 'M' } else { 'L' }, figure(x), figure(y));
        }
        let _ = write!(self.text, "<path class=\"{}\" d=\"{path}\"/>", attributes.class());
    }

    fn circle(&mut self, attributes: &Attributes<'_>) {
        self.close();
        let [x, y, r] = ["cx", "cy", "r"].map(|name| figure(attributes.number(name)));
        let _ = write!(self.text, "<circle class=\"{}\" cx=\"{x}\" cy=\"{y}\" r=\"{r}\"/>", attributes.class());
    }

    /// The words are plotters' own output, so they are escaped already.
    fn text(&mut self, attributes: &Attributes<'_>, words: &str) {
        self.close();
        let class = match attributes.class() {
            "" => String::new(),
            class => format!(" class=\"{class}\""),
        };
        let [x, y] = ["x", "y"].map(|name| figure(attributes.number(name)));
        let anchor = match attributes.get("text-anchor") {
            "start" | "" => String::new(),
            other => format!(" text-anchor=\"{other}\""),
        };
        let _ = write!(self.text, "<text{class} x=\"{x}\" y=\"{y}\" dy=\".32em\"{anchor}>{words}</text>");
    }
}

/// A length at life size with at most one decimal.
fn figure(drawn: f64) -> String {
    let life = (drawn / f64::from(SCALE) * 10.0).round() / 10.0;
    if life == 0.0 { "0".to_owned() } else { format!("{life}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inks_become_classes_and_bars_of_one_class_share_a_path() {
        let svg = "<svg width=\"9\"><rect x=\"10\" y=\"25\" width=\"30\" height=\"40\" opacity=\"1\" fill=\"#C10002\" stroke=\"none\"/>\n\
            <rect x=\"50\" y=\"0\" width=\"30\" height=\"65\" fill=\"#C10002\" stroke=\"none\"/>\n\
            <polyline fill=\"none\" opacity=\"1\" stroke=\"#C10005\" stroke-width=\"2\" points=\"0,1 10,20 \"/>\n\
            <text x=\"100\" y=\"100\" dy=\"0.5ex\" text-anchor=\"end\" fill=\"#C10008\">\na &lt; b\n</text>\n</svg>";
        assert_eq!(
            themed(svg),
            "<path class=\"bar\" d=\"M1 2.5h3v4h-3zM5 0h3v6.5h-3z\"/><path class=\"l mean\" d=\"M0 0.1L1 2\"/>\
             <text x=\"10\" y=\"10\" dy=\".32em\" text-anchor=\"end\">a &lt; b</text>"
        );
    }
}
