//! `theme.toml`: an organisation's own accent colours, refused where they could not be read.

mod colour;

pub use colour::Colour;

use super::language::{Absent, Key, Table, Values};
use super::reader::{Reader, Section};
use milepost_model::Diagnostics;
use std::fmt::Write as _;
use std::path::Path;

/// The colours of both schemes, each as the token and its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme {
    light: Scheme,
    dark: Scheme,
}

/// The colours of one scheme, in the order of `TOKENS`.
type Scheme = [Colour; 6];

/// The keys that a theme may set, in the order of their tokens.
const TOKENS: [&str; 6] = ["brand", "brand_strong", "brand_soft", "gold", "gold_mark", "gold_soft"];

macro_rules! colours {
    ($($name:literal = $default:literal, $doc:literal;)*) => {
        &[$(Key {
            name: $name,
            values: Values::Colour,
            absent: Absent::Is(concat!("\"", $default, "\"")),
            doc: $doc,
            example: concat!("\"", $default, "\""),
            only_for: None,
        }),*]
    };
}

const LIGHT: Table = Table {
    name: "light",
    is_list: false,
    doc: "Colours on light pages.",
    keys: colours! {
        "brand" = "#0B6B50", "The accent: the primary button, marks of what is current, a passed check.";
        "brand_strong" = "#085440", "The accent under the pointer.";
        "brand_soft" = "#E3F1EA", "A fill behind accent text.";
        "gold" = "#8A5A00", "Text about golden paths, and warnings.";
        "gold_mark" = "#B97F0C", "Marks of golden paths in charts and signs.";
        "gold_soft" = "#FBF1DB", "A fill behind golden text.";
    },
};

const DARK: Table = Table {
    name: "dark",
    is_list: false,
    doc: "Colours on dark pages.",
    keys: colours! {
        "brand" = "#4CC79B", "The accent: the primary button, marks of what is current, a passed check.";
        "brand_strong" = "#74D8B4", "The accent under the pointer.";
        "brand_soft" = "#12322A", "A fill behind accent text.";
        "gold" = "#E3B04B", "Text about golden paths, and warnings.";
        "gold_mark" = "#E3B04B", "Marks of golden paths in charts and signs.";
        "gold_soft" = "#33280F", "A fill behind golden text.";
    },
};

/// The tables of a theme.
pub(super) const TABLES: &[&Table] = &[&LIGHT, &DARK];

/// What stays as it is: the three surfaces, and the text on the accent.
struct Ground {
    surface: &'static str,
    page: &'static str,
    sunken: &'static str,
    on_brand: &'static str,
}

const LIGHT_GROUND: Ground = Ground { surface: "#FFFFFF", page: "#F7F7F4", sunken: "#EFF0EB", on_brand: "#FFFFFF" };
const DARK_GROUND: Ground = Ground { surface: "#161D1A", page: "#0F1412", sunken: "#0B0F0D", on_brand: "#0F1412" };

/// What text needs on what is behind it (WCAG 2.2, 1.4.3), and what marks need (1.4.11).
const TEXT: f64 = 4.5;
const MARK: f64 = 3.0;

impl Theme {
    /// Reads a theme. A pair of colours that people could not tell apart is an error with both named.
    pub fn load(text: &str, path: &Path) -> Result<Self, Diagnostics> {
        let (mut reader, root) = Reader::parse(text, path);
        reader.check_tables(&root, TABLES);
        let light = reader.one(&root, &LIGHT);
        let dark = reader.one(&root, &DARK);
        check(&mut reader, &light, "light", &LIGHT_GROUND);
        check(&mut reader, &dark, "dark", &DARK_GROUND);
        match (scheme(&light), scheme(&dark)) {
            (Some(light), Some(dark)) if !reader.has_problems() => Ok(Self { light, dark }),
            _ => Err(reader.into_problems()),
        }
    }

    /// The theme as a rule of CSS that sets the tokens, for a file that comes after the site's own.
    pub fn css(&self) -> String {
        let mut css = String::from(":root{");
        for (token, (light, dark)) in TOKENS.iter().zip(self.light.iter().zip(&self.dark)) {
            write!(css, "--{}:light-dark({light},{dark});", token.replace('_', "-")).expect("because memory does not fail");
        }
        css.push_str("}\n");
        css
    }
}

fn colour(section: &Section, token: &str) -> Option<Colour> {
    section.text(token).and_then(|text| Colour::parse(&text))
}

fn scheme(section: &Section) -> Option<Scheme> {
    let colours: Vec<Colour> = TOKENS.iter().filter_map(|token| colour(section, token)).collect();
    colours.try_into().ok()
}

/// Every pair that must be told apart: the two, and the least contrast. A name without a key is a ground.
fn check(reader: &mut Reader<'_>, section: &Section, scheme: &str, ground: &Ground) {
    let mut pairs = vec![("brand", "text on it", ground.on_brand, TEXT)];
    for token in ["brand", "brand_strong", "gold"] {
        pairs.push((token, "the surface", ground.surface, TEXT));
        pairs.push((token, "the page", ground.page, TEXT));
        pairs.push((token, "sunken fields", ground.sunken, TEXT));
    }
    pairs.push(("gold_mark", "the surface", ground.surface, MARK));
    pairs.push(("gold_mark", "the page", ground.page, MARK));
    for (token, behind, value, least) in pairs {
        if let (Some(front), Some(back)) = (colour(section, token), Colour::parse(value)) {
            complain(reader, section, scheme, token, &format!("{behind} ({back})"), front.contrast(back), least);
        }
    }
    for (token, behind) in [("brand", "brand_soft"), ("gold", "gold_soft")] {
        if let (Some(front), Some(back)) = (colour(section, token), colour(section, behind)) {
            complain(reader, section, scheme, token, &format!("{behind} ({back})"), front.contrast(back), TEXT);
        }
    }
}

fn complain(reader: &mut Reader<'_>, section: &Section, scheme: &str, token: &str, behind: &str, contrast: f64, least: f64) {
    if contrast >= least {
        return;
    }
    // The other of the two may be the one that was changed.
    let other = behind.split(' ').next().unwrap_or_default();
    let span = section.span_of(token).or_else(|| section.span_of(other)).unwrap_or_else(|| section.span.clone());
    let value = section.text(token).unwrap_or_default();
    let message = format!("[{scheme}] {token} ({value}) against {behind} has a contrast of {contrast:.1}, and {least} is the least");
    let help = if scheme == "light" { "choose a darker colour" } else { "choose a lighter colour" };
    reader.complain("theme/contrast", span, message, help);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_colours_can_be_read() {
        let theme = Theme::load("", Path::new("theme.toml")).expect("because the defaults were chosen so");
        assert!(theme.css().starts_with(":root{--brand:light-dark(#0B6B50,#4CC79B);--brand-strong:"));
    }

    #[test]
    fn colours_that_could_not_be_read_are_refused_with_the_pair() {
        let text = "[light]\nbrand = \"#4CC79B\"\n\n[dark]\ngold_soft = \"#FBF1DB\"\nbarnd = \"#000000\"\ngold = \"gold\"\n";
        let problems = Theme::load(text, Path::new("theme.toml")).expect_err("because green on white is faint");
        let found: Vec<_> =
            problems.iter().map(|d| format!("{}: {}", d.place.as_ref().expect("because each has one"), d.message)).collect();
        assert!(
            found[0].starts_with("theme.toml:2:9: [light] brand (#4CC79B) against brand_soft (#E3F1EA) has a contrast of 1.8"),
            "{found:#?}"
        );
        assert!(found.iter().any(|text| text.starts_with("theme.toml:6:1: [dark] has no key “barnd”")), "{found:#?}");
        assert!(found.iter().any(|text| text.contains("“gold” is no colour")), "{found:#?}");
    }
}
