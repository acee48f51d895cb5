//! From plotters' drawing to one that follows the page: colours become classes, so light, dark and print share it.
//!
//! Charts draw ten times too large with the inks below. Dividing by ten leaves one decimal, where plotters itself
//! only knows whole pixels.

use plotters::style::RGBColor;
use std::fmt::Write as _;

/// How much larger than life charts are drawn.
pub const SCALE: i32 = 10;

/// An ink: the last figures of its colour are its place among [`CLASSES`].
const fn ink(place: u8) -> RGBColor {
    RGBColor(0xC1, 0, place)
}

/// Horizontal lines of the grid.
pub const GRID: RGBColor = ink(0);
/// The line at zero.
pub const BASE: RGBColor = ink(1);
/// The bars of a series.
pub const BAR: RGBColor = ink(2);
/// The last bar, which carries the label.
pub const LAST: RGBColor = ink(3);
/// The bar of a week that is not over.
pub const OPEN: RGBColor = ink(4);
/// A mean over the bars.
pub const MEAN: RGBColor = ink(5);
/// A bare line in a table.
pub const SPARK: RGBColor = ink(6);
/// The dot at the end of a line.
pub const DOT: RGBColor = ink(7);
/// Words on the axes.
pub const WORDS: RGBColor = ink(8);
/// The label of the last value.
pub const BIG: RGBColor = ink(9);
/// The line of a trend.
pub const LINE: RGBColor = ink(10);
/// What lies around a line: the middle half, or an interval.
pub const RIBBON: RGBColor = ink(11);
/// The large dot at the end of a trend.
pub const POINT: RGBColor = ink(12);
/// One of many events.
pub const EVENT: RGBColor = ink(13);
/// A stage of a bar.
pub const STAGE: RGBColor = ink(14);
/// The longest stage of a bar.
pub const STAGE_LONGEST: RGBColor = ink(15);
/// The field behind the marks of all services.
pub const FIELD: RGBColor = ink(16);
/// The mark of one service.
pub const TICK_ONE: RGBColor = ink(17);
/// The mark of two or three services.
pub const TICK_TWO: RGBColor = ink(18);
/// The mark of four to seven services.
pub const TICK_FOUR: RGBColor = ink(19);
/// The mark of eight services or more.
pub const TICK_EIGHT: RGBColor = ink(20);
/// A mark above all others, such as a median.
pub const MARK: RGBColor = ink(21);

/// A target that a line should reach.
pub const TARGET: RGBColor = ink(22);
/// The line of a share of golden paths.
pub const GOLD: RGBColor = ink(23);
/// What lies below that line.
pub const GOLD_AREA: RGBColor = ink(24);
/// The dot at its end.
pub const GOLD_POINT: RGBColor = ink(25);
/// The stem between a line and what happened there.
pub const STEM: RGBColor = ink(26);
/// The dot where something happened.
pub const MARKED: RGBColor = ink(27);
/// What is not certain, what has no level, and levels from low to high.
pub const MIX: [RGBColor; 5] = [ink(28), ink(29), ink(30), ink(31), ink(32)];

/// The bar of a week that is only partly known.
pub const PARTLY: RGBColor = ink(33);

/// Each ink's class, and how it is drawn in a file of its own, where no style reaches it: in greys that stand out from
/// light and dark paper alike.
const CLASSES: [(&str, &str); 34] = [
    ("g", ""),
    ("g base", ""),
    ("bar", ""),
    ("bar last", ""),
    ("bar open", ""),
    ("l mean", ""),
    ("l l6 thin", ""),
    ("f1", ""),
    ("", "fill=\"#76817b\""),
    ("big halo", ""),
    ("l l1", ""),
    ("rib", ""),
    ("f1 pt", ""),
    ("ev", ""),
    ("stage", ""),
    ("stage top", ""),
    ("bandrect", "fill=\"#7c8780\" fill-opacity=\".13\""),
    ("tk t1", "fill=\"#7c8780\" fill-opacity=\".5\""),
    ("tk t2", "fill=\"#7c8780\" fill-opacity=\".68\""),
    ("tk t4", "fill=\"#7c8780\" fill-opacity=\".84\""),
    ("tk t8", "fill=\"#7c8780\""),
    ("mean", "fill=\"#7c8780\""),
    ("tgt", ""),
    ("l l3", ""),
    ("f3 a", ""),
    ("f3 pt", ""),
    ("stem", ""),
    ("mk pt", ""),
    ("m0", ""),
    ("m1", ""),
    ("m2", ""),
    ("m3", ""),
    ("m4", ""),
    ("bar part", ""),
];

/// The drawing's content without its outer element, to stand in a page.
pub fn themed(svg: &str) -> String {
    pass(svg, false)
}

/// The drawing's content without its outer element, to stand in a file of its own.
pub fn standalone(svg: &str) -> String {
    pass(svg, true)
}

fn pass(svg: &str, is_alone: bool) -> String {
    let mut out = Out { is_alone, ..Out::default() };
    let mut rest = svg;
    while let Some(start) = rest.find('<') {
        let Some(end) = rest[start..].find('>') else { break };
        let tag = &rest[start + 1..start + end];
        rest = &rest[start + end + 1..];
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        let attributes = Attributes(attributes);
        match name {
            "rect" => out.rectangle(&attributes),
            "line" | "polyline" | "polygon" => out.line(name, &attributes),
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

    /// The place of the ink that it is drawn with.
    fn ink(&self) -> Option<usize> {
        let colour = [self.get("fill"), self.get("stroke")].into_iter().find(|colour| colour.starts_with("#C100"))?;
        usize::from_str_radix(&colour[5..], 16).ok().filter(|place| *place < CLASSES.len())
    }
}

/// What has been written, with the path that rectangles of one class share.
#[derive(Default)]
struct Out {
    text: String,
    is_alone: bool,
    path: Option<(String, String)>,
}

impl Out {
    /// How an element is drawn: a class that the page's style knows, or colours.
    fn look(&self, attributes: &Attributes<'_>) -> String {
        match attributes.ink().map(|place| CLASSES[place]) {
            Some((_, colours)) if self.is_alone && !colours.is_empty() => format!(" {colours}"),
            Some((class, _)) if !self.is_alone && !class.is_empty() => format!(" class=\"{class}\""),
            _ => String::new(),
        }
    }

    fn close(&mut self) {
        if let Some((look, path)) = self.path.take() {
            let _ = write!(self.text, "<path{look} d=\"{path}\"/>");
        }
    }

    fn rectangle(&mut self, attributes: &Attributes<'_>) {
        let look = self.look(attributes);
        if self.path.as_ref().is_none_or(|(open, _)| *open != look) {
            self.close();
            self.path = Some((look, String::new()));
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
        if name == "polygon" {
            path.push('Z');
        }
        let look = self.look(attributes);
        let _ = write!(self.text, "<path{look} d=\"{path}\"/>");
    }

    fn circle(&mut self, attributes: &Attributes<'_>) {
        self.close();
        let [x, y, r] = ["cx", "cy", "r"].map(|name| figure(attributes.number(name)));
        let look = self.look(attributes);
        let _ = write!(self.text, "<circle{look} cx=\"{x}\" cy=\"{y}\" r=\"{r}\"/>");
    }

    /// The words are plotters' own output, so they are escaped already.
    fn text(&mut self, attributes: &Attributes<'_>, words: &str) {
        self.close();
        let look = self.look(attributes);
        let [x, y] = ["x", "y"].map(|name| figure(attributes.number(name)));
        let anchor = match attributes.get("text-anchor") {
            "start" | "" => String::new(),
            other => format!(" text-anchor=\"{other}\""),
        };
        let _ = write!(self.text, "<text{look} x=\"{x}\" y=\"{y}\" dy=\".32em\"{anchor}>{words}</text>");
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
