//! The manual's page of theme.toml.

use super::keys::section;
use crate::config::theme::TABLES;

const INTRODUCTION: &str = "\
<!-- Made by `cargo xtask docs` from src/config/theme. Change it there. -->
# theme.toml

The portal's accent colours, where an organisation wants its own. `site.theme` in [metrics-config.toml](metrics-config.md) names the file. Everything else of the look is fixed, so that it stays legible.

A colour is `#rrggbb`. A key that is left out keeps the built-in colour.

Contrast is computed as WCAG 2.2 defines it, and a pair that people could not tell apart stops the build with both colours named: text needs 4.5 to 1 on the surface, on the page, on sunken fields and on its own soft fill, marks need 3 to 1 on the surface and on the page, and the accent needs 4.5 to 1 against the text on a primary button.
";

/// The page, as Markdown.
pub fn theme_markdown() -> String {
    let mut page = INTRODUCTION.to_owned();
    for table in TABLES {
        section(&mut page, table).expect("because memory does not fail");
    }
    page
}
