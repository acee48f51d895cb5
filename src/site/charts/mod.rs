//! The charts: drawn by plotters, then made themable, accessible and small. Pictures of who needs whom are our own.

pub mod burn_down;
pub mod frame;
pub mod lanes;
pub mod layers;
mod marks;
pub mod mix;
pub mod neighbours;
pub mod rate;
pub mod recovery;
pub mod share;
pub mod sparkline;
pub mod spread;
pub mod stages;
pub mod standing;
pub mod strip;
mod themed;
pub mod unit;
pub mod weekly;

/// Text as SVG takes it, in an attribute or between tags.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}
