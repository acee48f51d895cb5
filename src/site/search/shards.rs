//! Sorted things in files of a size that a browser takes at once, and the list that says which file holds what.

use crate::site::SiteError;
use crate::site::assets;
use crate::site::output::Output;
use serde::Serialize;

/// What a file may hold before it is compressed; a third or a fourth of that travels.
pub const MOST_BYTES: usize = 40_000;

/// The files of one sort: each by the first thing that it holds, and the part of its name that follows from its content.
#[derive(Debug, Default, Serialize)]
#[serde(transparent)]
pub struct Shards(Vec<(First, String)>);

/// The first thing of a file: a word, or the number of a page.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum First {
    Word(String),
    Page(usize),
}

impl Shards {
    /// Writes the next file, which begins with this word.
    pub fn add(&mut self, output: &Output, stem: &str, word: &str, data: &impl Serialize) -> Result<(), SiteError> {
        let hash = write(output, stem, data)?;
        self.0.push((First::Word(word.to_owned()), hash));
        Ok(())
    }

    /// Writes the next file, which begins with the page of this number.
    pub fn add_page(&mut self, output: &Output, stem: &str, page: usize, data: &impl Serialize) -> Result<(), SiteError> {
        let hash = write(output, stem, data)?;
        self.0.push((First::Page(page), hash));
        Ok(())
    }
}

/// Writes a file. A file that is loaded registers its data as the last that came: its reader takes them from there.
fn write(output: &Output, stem: &str, data: &impl Serialize) -> Result<String, SiteError> {
    let data = serde_json::to_string(data).expect("because data are lists of texts and numbers");
    let text = format!("milepost.shard({data});\n");
    let path = assets::named(stem, "js", text.as_bytes());
    output.write(&path, text.as_bytes())?;
    Ok(path.rsplit('.').nth(1).unwrap_or_default().to_owned())
}
