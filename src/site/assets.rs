//! The style, the scripts and the fonts: joined, trimmed, and named by what is in them.

use super::SiteError;
use super::output::Output;
use super::templates::Templates;
use base64::Engine as _;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Where fonts lie among the templates.
const FONTS: &str = "assets/fonts/";

/// The scripts of each bundle, in the order in which they are joined.
///
/// A bundle that names another holds it: one request less on the pages that make the most of them.
pub const BUNDLES: &[(&str, &[&str])] = &[
    (
        "action",
        &[
            CORE,
            "packing",
            "catalog-index",
            "action-shell",
            "action-rules",
            "action-check",
            "action-form",
            "action-manifest",
            "action-ways",
        ],
    ),
    ("action-here", &["action", "action-api", "action-run"]),
    ("actions", &[CORE, "actions-list"]),
    ("catalog", &[CORE, "packing", "catalog-index", "catalog-query", "catalog-facets", "catalog-rows", "catalog-page"]),
    (CORE, &["load", "saved", "theme", "freshness", "keys", "copy", "feedback", "search-open"]),
    ("graph", &["graph"]),
    ("home", &["packing", "catalog-index", "catalog-rows", "home-team"]),
    ("keys-list", &["keys-list"]),
    ("not-found", &[CORE, "not-found"]),
    (
        "search",
        &["packing", "search-fold", "search-head", "search-shards", "search-operations", "search-text", "search-list", "search-finder"],
    ),
    ("search-results", &["search-results"]),
    ("start", &[CORE, "start-steps"]),
    ("team", &[CORE, "team"]),
];

/// The bundle that every page loads, by itself or within another.
pub const CORE: &str = "core";

/// The names of the scripts that a bundle is joined from.
fn parts(bundle: &str) -> Vec<&'static str> {
    let of_bundle = BUNDLES.iter().filter(|(name, _)| *name == bundle).flat_map(|(_, parts)| parts.iter().copied());
    // A bundle may be called after its only script.
    let is_bundle = |part: &str| part != bundle && BUNDLES.iter().any(|(name, _)| *name == part);
    of_bundle.flat_map(|part| if is_bundle(part) { parts(part) } else { vec![part] }).collect()
}

/// Whether a bundle holds the core, so that its pages need not load it besides.
pub fn holds_core(bundle: &str) -> bool {
    bundle != CORE && parts(CORE).first().is_some_and(|first| parts(bundle).contains(first))
}

/// What one file of the site's assets is called and holds.
#[derive(Debug, Clone)]
struct Asset {
    path: String,
    content: Vec<u8>,
}

/// Everything that pages load beside themselves.
#[derive(Debug)]
pub struct Assets {
    style: Asset,
    /// Styles that only some pages load besides.
    styles: BTreeMap<String, Asset>,
    scripts: BTreeMap<&'static str, Asset>,
    fonts: Vec<Asset>,
    /// The script that stands in every page before anything is painted.
    pub theme: String,
}

impl Assets {
    /// Joins and names the files.
    pub fn prepare(templates: &Templates, own_style: &str) -> Result<Self, SiteError> {
        let mut fonts = Vec::new();
        let mut css = String::new();
        let known: Vec<&str> = templates.names(FONTS).map(|name| name.trim_start_matches(FONTS)).collect();
        for name in templates.names("assets/css/") {
            demand_files(name, templates.text(name)?, &known)?;
            css.push_str(&dense(&trimmed(templates.text(name)?)));
        }
        for name in templates.names(FONTS) {
            let content = templates.bytes(name).to_vec();
            let file = name.trim_start_matches(FONTS);
            let (stem, extension) = file.rsplit_once('.').unwrap_or((file, ""));
            if extension == "woff2" && !content.starts_with(b"wOF2") {
                return Err(SiteError::Asset { place: name.to_owned(), reason: "it is no font in the form WOFF2".to_owned() });
            }
            let path = if extension == "txt" { format!("assets/{file}") } else { named(stem, extension, &content) };
            css = css.replace(&format!("url({file})"), &format!("url({})", path.trim_start_matches("assets/")));
            fonts.push(Asset { path, content });
        }
        let mut scripts = BTreeMap::new();
        for (bundle, _) in BUNDLES {
            let mut text = String::new();
            for part in parts(bundle) {
                text.push_str(&trimmed(templates.text(&format!("assets/js/{part}.js"))?));
            }
            let content = text.into_bytes();
            scripts.insert(*bundle, Asset { path: named(&format!("{bundle}-page"), "js", &content), content });
        }
        css.push_str(own_style);
        let mut styles = BTreeMap::new();
        for name in templates.names("assets/page-css/") {
            demand_files(name, templates.text(name)?, &[])?;
            let content = dense(&trimmed(templates.text(name)?)).into_bytes();
            let stem = name.trim_start_matches("assets/page-css/").trim_end_matches(".css");
            styles.insert(stem.to_owned(), Asset { path: named(stem, "css", &content), content });
        }
        let content = css.into_bytes();
        let style = Asset { path: named("style", "css", &content), content };
        let theme = trimmed(templates.text("assets/js/theme-first.js")?).trim().to_owned();
        Ok(Self { style, styles, scripts, fonts, theme })
    }

    /// The address of the style.
    pub fn style(&self) -> &str {
        &self.style.path
    }

    /// The address of a style that only some pages load.
    pub fn page_style(&self, name: &str) -> &str {
        &self.styles.get(name).expect("because pages name files of assets/page-css/").path
    }

    /// The style itself, for the page that must carry it along.
    pub fn style_text(&self) -> &str {
        std::str::from_utf8(&self.style.content).expect("because it was joined from texts")
    }

    /// The address of a bundle of scripts.
    pub fn script(&self, bundle: &str) -> &str {
        &self.scripts.get(bundle).expect("because pages name bundles of BUNDLES").path
    }

    /// The address of the font that is wanted first.
    pub fn first_font(&self) -> &str {
        self.fonts.iter().map(|font| font.path.as_str()).find(|path| path.contains("/inter.")).unwrap_or_default()
    }

    /// How many bytes every first view needs besides its page and the style: the core script and the fonts.
    pub fn core_and_fonts(&self) -> u64 {
        let core = self.scripts.get(CORE).map_or(0, |core| super::weights::gzipped(&core.content));
        let fonts = self.fonts.iter().filter(|font| !font.path.contains("OFL"));
        core + fonts.map(|font| font.content.len() as u64).sum::<u64>()
    }

    /// Puts all of them in place.
    pub fn write(&self, output: &Output) -> Result<(), SiteError> {
        for asset in self.scripts.values().chain(&self.fonts).chain([&self.style]).chain(self.styles.values()) {
            output.write(&asset.path, &asset.content)?;
        }
        Ok(())
    }
}

/// The address of a file with its content's hash in its name, so that it can be cached for ever.
pub fn named(stem: &str, extension: &str, content: &[u8]) -> String {
    let hash = blake3::hash(content).to_hex();
    format!("assets/{stem}.{}.{extension}", &hash[..10])
}

/// The source of an inline script or style as a content security policy names it.
pub fn policy_hash(text: &str) -> String {
    let hash = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(text.as_bytes()));
    format!("'sha256-{hash}'")
}

/// Demands that every file that a style asks for is there: a page must not load what is missing, or from elsewhere.
fn demand_files(name: &str, text: &str, known: &[&str]) -> Result<(), SiteError> {
    for (number, line) in text.lines().enumerate() {
        for asked in line.split("url(").skip(1) {
            let is_there = ["data:", "\"data:", "'data:"].iter().any(|own| asked.starts_with(own));
            let file = asked.split(')').next().unwrap_or_default();
            if !is_there && !known.contains(&file) {
                let place = format!("{name}:{}", number + 1);
                let known = known.join(", ");
                let reason = format!("the style asks for {file}, and of such files there are: {known}");
                return Err(SiteError::Asset { place, reason });
            }
        }
    }
    Ok(())
}

/// A style or script without the lines that only people read.
///
/// Removed are comments that have lines of their own, and the space before each line; so no text in backticks
/// may go over several lines.
fn trimmed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut is_comment = false;
    for mut line in text.lines().map(str::trim) {
        while is_comment || line.starts_with("/*") {
            let end = line.find("*/");
            is_comment = end.is_none();
            line = end.map_or("", |end| line[end + 2..].trim_start());
            if is_comment {
                break;
            }
        }
        if !line.is_empty() && !line.starts_with("//") {
            push_untyped(line, &mut out);
            out.push('\n');
        }
    }
    out
}

/// A style without the space that stands after signs which end something; what stands in quotes stays as it is.
fn dense(style: &str) -> String {
    let mut out = String::with_capacity(style.len());
    let mut quote = None;
    for sign in style.chars() {
        match quote {
            Some(end) if sign == end && !out.ends_with('\\') => quote = None,
            None if sign.is_ascii_whitespace() && out.ends_with(['{', '}', ';', ',']) => continue,
            None if matches!(sign, '"' | '\'') => quote = Some(sign),
            _ => {}
        }
        out.push(sign);
    }
    out
}

/// Adds a line without the types that stand in it: they are for those who check the scripts, and browsers would load them.
fn push_untyped(mut line: &str, out: &mut String) {
    while let Some((before, rest)) = line.split_once("/** @") {
        out.push_str(before);
        line = rest.split_once("*/").map_or("", |(_, after)| after.trim_start());
    }
    out.push_str(line);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_of_their_own_go_and_code_stays() {
        let text = "// a\n/* b */\n/**\n * c\n */\n  let x = \"//\"; // d\n\n/* e */ /** f */ (x).y();\n.a{}\n\
            const f = (/** @type {string} */ a, /** @type {any} */ b) => /** @type {A} */ (a);\n";
        assert_eq!(trimmed(text), "let x = \"//\"; // d\n(x).y();\n.a{}\nconst f = (a, b) => (a);\n");
    }

    #[test]
    fn a_style_loses_space_between_things_and_none_within() {
        let text = ".a .b{margin:0 auto; color:red} .c,\n.d{content:\"} ; \\\" , \" x}\n@media (a) and (b){ .e{f:url('a, b')} }\n";
        let expected = ".a .b{margin:0 auto;color:red}.c,.d{content:\"} ; \\\" , \" x}@media (a) and (b){.e{f:url('a, b')}}";
        assert_eq!(dense(text), expected);
    }

    #[test]
    fn the_policy_names_a_script_by_its_hash() {
        assert_eq!(policy_hash(""), "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='");
    }

    #[test]
    fn every_script_is_in_a_bundle_and_the_first_one_is_short() {
        let templates = Templates::load(None).expect("because the built-in files are sound");
        let assets = Assets::prepare(&templates, "").expect("because the built-in files are sound");
        assert!(assets.theme.len() <= 120, "{} bytes", assets.theme.len());
        for name in templates.names("assets/js/") {
            let part = name.trim_start_matches("assets/js/").trim_end_matches(".js");
            let is_bundled = BUNDLES.iter().any(|(_, parts)| parts.contains(&part));
            assert!(is_bundled || part == "theme-first", "{name} is in no bundle");
        }
        assert!(!assets.style_text().contains("url(inter.woff2)"), "because fonts are named by their hash");
    }
}
