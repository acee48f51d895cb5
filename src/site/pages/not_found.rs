//! The page for addresses where there is none.

use super::{Page, Sheet, Shown};
use crate::site::Site;
use crate::site::layout::Head;
use crate::site::links::Links;
use crate::site::weights::Weights;
use tera::Value;

/// `404.html`; servers show it at any address, so it carries its style and links from the site's root.
pub struct NotFound;

impl Page for NotFound {
    fn template(&self) -> &'static str {
        "pages/not-found.html"
    }

    fn sheets(&self, _: &Site<'_>) -> Vec<Sheet> {
        Sheet::only("404.html")
    }

    fn show(&self, _: &Site<'_>, _: &Sheet, _: &Links, _: &Weights) -> Shown {
        let head = Head {
            title: "Page not found".to_owned(),
            description: "There is no page at this address.".to_owned(),
            crumbs: vec![("Home".to_owned(), Some(String::new())), ("Page not found".to_owned(), None)],
            has_own_search: true,
            scripts: vec!["not-found"],
            ..Head::default()
        };
        Shown { head, view: Value::none() }
    }
}
