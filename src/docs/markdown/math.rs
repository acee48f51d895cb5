//! Formulas: TeX becomes MathML at build, so that pages need no script for them.

use super::tokens::escape;
use pulldown_latex::config::{DisplayMode, RenderConfig};
use pulldown_latex::{Parser, Storage, mathml};

/// Longer formulas are shown as they were written.
const LONGEST: usize = 4 << 10;

/// A formula as HTML, in its own line or in the text.
pub(super) fn formula(tex: &str, in_own_line: bool) -> String {
    drawn(tex, in_own_line).unwrap_or_else(|| {
        let mut out = String::from("<code class=\"math\">");
        escape(tex, &mut out);
        out.push_str("</code>");
        out
    })
}

fn drawn(tex: &str, in_own_line: bool) -> Option<String> {
    if tex.len() > LONGEST || depth(tex) > 40 {
        return None;
    }
    let storage = Storage::new();
    let events: Vec<_> = Parser::new(tex, &storage).collect::<Result<_, _>>().ok()?;
    let display_mode = if in_own_line { DisplayMode::Block } else { DisplayMode::Inline };
    let config = RenderConfig { display_mode, ..RenderConfig::default() };
    let mut out = String::new();
    mathml::push_mathml(&mut out, events.into_iter().map(Ok::<_, std::convert::Infallible>), config).ok()?;
    // A style in an attribute is against the pages' policy, and colours are the theme's.
    (!out.contains(" style=") || {
        out = without_styles(&out);
        !out.contains(" style=")
    })
    .then_some(out)
}

fn without_styles(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, after)) = rest.split_once(" style=\"") {
        out.push_str(before);
        rest = after.split_once('"').map_or("", |(_, rest)| rest);
    }
    out.push_str(rest);
    out
}

/// How deep braces are nested.
fn depth(tex: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for byte in tex.bytes() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_become_mathml_without_styles() {
        for tex in ["x^2", "\\frac{a}{b} + \\sqrt{2}", "\\color{red} x", "\\begin{matrix} a & b \\\\ c & d \\end{matrix}"] {
            let html = formula(tex, true);
            assert!(html.starts_with("<math") && html.ends_with("</math>"), "{tex}: {html}");
            assert!(!html.contains("style="), "{tex}: {html}");
        }
    }

    #[test]
    fn what_is_no_formula_is_shown_as_written() {
        for tex in ["\\frac{", "\\nosuchcommand{x}", &"{".repeat(100), &"x".repeat(10_000), "<script>"] {
            let html = formula(tex, false);
            assert!(!html.contains("<script"), "{html}");
        }
        assert_eq!(formula("\\frac{<", false), "<code class=\"math\">\\frac{&lt;</code>");
    }
}
