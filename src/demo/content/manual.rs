//! The repository of the portal itself: the manual of the program that builds it, and who looks after that.

use super::Text;

/// What stands beside the manual.
pub(in crate::demo) fn portal_base() -> Vec<Text> {
    let text = |path: &str, text: &str| (path.to_owned(), text.to_owned());
    vec![
        text("README.md", include_str!("text/portal-readme.md")),
        text("catalog-info.yaml", include_str!("text/portal-catalog-info.yaml")),
        text(".github/CODEOWNERS", "*  @lumenfreight/platform\n"),
    ]
}
