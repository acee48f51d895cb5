//! The files that describe an API, copied beside its page as text.

use super::Shelf;
use crate::site::links::path_segment;
use crate::site::output::Output;
use crate::site::{Site, SiteError};
use rayon::prelude::*;
use std::collections::HashSet;

/// The most files of one API that are copied.
const MOST: usize = 60;

/// Where each file of an API lies beside its page. Every name ends in `.txt`, so that no server takes it for anything else.
pub fn places(shelf: &Shelf<'_>) -> Vec<String> {
    let mut taken = HashSet::new();
    let place = |file: &crate::portal::api::SourceFile| {
        let name = path_segment(file.path.rsplit('/').next().unwrap_or(&file.path));
        let mut candidate = format!("{name}.txt");
        let mut count = 1;
        while !taken.insert(candidate.clone()) {
            count += 1;
            candidate = format!("{name}~{count}.txt");
        }
        format!("{}{candidate}", shelf.address)
    };
    shelf.api.files.iter().take(MOST).map(place).collect()
}

/// Copies the files of all APIs.
pub fn write(site: &Site<'_>, output: &Output) -> Result<(), SiteError> {
    site.apis.shelves.par_iter().try_for_each(|shelf| {
        let mut files = places(shelf).into_iter().zip(&shelf.api.files);
        files.try_for_each(|(place, file)| output.write(&place, &file.content))
    })
}
