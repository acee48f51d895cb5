//! The page at an address that a service had under an earlier name: it leads on.

use super::{Page, Sheet, Shown};
use crate::site::Site;
use crate::site::facts::display_name;
use crate::site::layout::Head;
use crate::site::links::Links;
use crate::site::rows::service_address;
use crate::site::weights::Weights;
use serde::Serialize;
use tera::Value;

/// `/catalog/<slug>/`, where a service once had that slug.
pub struct Moved;

#[derive(Serialize)]
struct View {
    old: String,
    name: String,
    href: String,
}

impl Page for Moved {
    fn template(&self) -> &'static str {
        "pages/moved.html"
    }

    fn sheets(&self, site: &Site<'_>) -> Vec<Sheet> {
        let slugs = site.portal.catalog.moved.keys().enumerate();
        slugs.map(|(which, slug)| Sheet { address: service_address(slug), which }).collect()
    }

    fn is_listed(&self) -> bool {
        false
    }

    fn show(&self, site: &Site<'_>, sheet: &Sheet, links: &Links, _: &Weights) -> Shown {
        let (slug, reference) = site.portal.catalog.moved.iter().nth(sheet.which).expect("because sheets are counted from the same map");
        let name = display_name(site.portal, reference).to_owned();
        let address = site.places.address(reference).unwrap_or("catalog/").to_owned();
        let head = Head {
            title: format!("{slug} is now {name}"),
            description: format!("The service {slug} is called {name} now."),
            crumbs: vec![
                ("Home".to_owned(), Some(String::new())),
                ("Catalog".to_owned(), Some("catalog/".to_owned())),
                (slug.clone(), None),
            ],
            nav: Some("Catalog"),
            moved_to: Some(address.clone()),
            ..Head::default()
        };
        Shown { head, view: Value::from_serializable(&View { old: slug.clone(), name, href: links.to(&address) }) }
    }
}
