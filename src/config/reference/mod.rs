//! The pages of the manual that are made from code, so that they cannot be wrong about it.

mod keys;
mod record_schema;
mod records;
mod schema;
mod theme;

pub use keys::reference_markdown;
pub use record_schema::record_schema;
pub use records::records_markdown;
pub use schema::schema;
pub use theme::theme_markdown;

/// A page that is made from code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Its path in the repository.
    pub path: &'static str,
    /// Its content.
    pub text: String,
}

/// Every such page: what `cargo xtask docs` writes, and what a test compares with the files.
pub fn pages() -> Vec<Page> {
    let json = |value: &serde_json::Value| format!("{value:#}\n");
    vec![
        Page { path: "docs/reference/metrics-config.md", text: reference_markdown() },
        Page { path: "docs/reference/metrics-config.schema.json", text: json(&schema()) },
        Page { path: "docs/reference/records.md", text: records_markdown() },
        Page { path: "docs/reference/records.schema.json", text: json(&record_schema()) },
        Page { path: "docs/reference/theme.md", text: theme_markdown() },
    ]
}

/// The dialect that every schema of ours is written in.
const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// Where a schema of this name says that it is from.
fn schema_id(name: &str) -> String {
    format!("https://github.com/milepost/milepost/docs/reference/{name}")
}

/// A text inside a cell of a Markdown table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}
