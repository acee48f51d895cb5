//! What the browser loads to find things: made when the site is built, so that no server is asked.
//!
//! The head index holds the name of everything and answers while somebody types; operations and what pages
//! say lie in many small files, of which a search loads a few. Each file is a script that registers data,
//! since a page that was opened from a folder may load nothing else.

mod elsewhere;
mod entries;
pub mod fold;
mod full_text;
mod head;
mod offers;
mod operations;
mod postings;
mod readable;
mod shards;
mod synonyms;

pub use super::exports::packed::plain_slug;
pub use elsewhere::code_search;
pub use entries::{Entry, Group, Marks, gather};
pub use readable::{Page, Readable, Section, Source};

use super::output::{Output, Written};
use super::{Site, SiteError, assets};
use serde::Serialize;
use shards::Shards;
use std::path::Path;

/// Where the scripts of search are. Their names follow from their content, so pages must not hold them:
/// they stand in the one small file that changes with every build.
#[derive(Debug, Serialize)]
pub struct Addresses {
    /// What finds and shows.
    script: String,
    /// How that looks.
    style: String,
    /// The head index.
    index: String,
    /// The list of the small files.
    parts: String,
}

/// The list of the small files.
#[derive(Serialize)]
struct Parts {
    /// Those of operations, by the first word of each.
    operations: Shards,
    /// Those of what pages say.
    text: full_text::Directory,
}

/// Makes and writes everything that search needs.
pub fn write(site: &Site<'_>, output: &Output) -> Result<Addresses, SiteError> {
    let index = written(output, "search-index", &head::script(&site.named, &head::Besides::of(site)))?;
    let parts = Parts { operations: operations::write(site, output)?, text: full_text::write(&readable::gather(site), output)? };
    let parts = serde_json::to_string(&parts).expect("because the list is of texts and numbers");
    let parts = written(output, "search-parts", &format!("milepost.searchParts = {parts};\n"))?;
    let assets = &site.assets;
    Ok(Addresses { script: assets.script("search").to_owned(), style: assets.page_style("search").to_owned(), index, parts })
}

/// Writes the full text of pages alone, as benches measure it.
pub fn index(pages: &[Readable<'_>], folder: &Path) -> Result<Written, SiteError> {
    let output = Output::open(folder, false)?;
    full_text::write(pages, &output)?;
    output.finish(0)
}

fn written(output: &Output, stem: &str, text: &str) -> Result<String, SiteError> {
    let path = assets::named(stem, "js", text.as_bytes());
    output.write(&path, text.as_bytes())?;
    Ok(path)
}
