//! What repositories document, read and made safe to show.
//!
//! [`read()`] is the stage: descriptions of APIs become one neutral model, whatever their format, and
//! the Markdown of every service becomes its book, page by page.

pub mod api;
pub mod books;
mod kept;
pub mod markdown;
pub mod marks;
mod prose;
pub mod rules;
mod shelf;
mod stage;

pub use kept::KeptPages;
pub use prose::{line, prose};
pub use shelf::{CommitsOf, Library, TakeCommits};
pub use stage::{check, read, read_with_own};

use api::ApiReference;
use books::{Book, Picture};

/// Everything that repositories document.
#[derive(Debug, Clone, Default)]
pub struct Documents {
    /// The described APIs, by service and then by slug.
    pub apis: Vec<ApiReference>,
    /// The documentation of services and other entities, by their names.
    pub books: Vec<Book>,
    /// The images that pages show, by the names that they have in the portal.
    pub pictures: Vec<Picture>,
}

impl Documents {
    /// How many pages the books of services and other entities have together.
    pub fn page_count(&self) -> u64 {
        self.books.iter().filter(|book| !book.is_own).map(|book| book.pages.len() as u64).sum()
    }
}
