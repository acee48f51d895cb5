//! The page at an address that several services could have: it lets readers choose.

use super::{Page, Sheet, Shown};
use crate::site::Site;
use crate::site::layout::Head;
use crate::site::links::Links;
use crate::site::rows::{Row, service_address};
use crate::site::weights::Weights;
use crate::site::wording;
use serde::Serialize;
use tera::Value;

/// `/catalog/<slug>/`, where the slug is none of one service alone.
pub struct Choice;

#[derive(Serialize)]
struct View {
    slug: String,
    count: String,
    rows: Vec<Row>,
    catalog: String,
}

impl Page for Choice {
    fn template(&self) -> &'static str {
        "pages/choice.html"
    }

    fn sheets(&self, site: &Site<'_>) -> Vec<Sheet> {
        let slugs = site.portal.catalog.ambiguous.keys().enumerate();
        slugs.map(|(which, slug)| Sheet { address: service_address(slug), which }).collect()
    }

    fn is_listed(&self) -> bool {
        false
    }

    fn show(&self, site: &Site<'_>, sheet: &Sheet, links: &Links, _: &Weights) -> Shown {
        let (slug, meant) = site.portal.catalog.ambiguous.iter().nth(sheet.which).expect("because sheets are counted from the same map");
        let rows: Vec<Row> = meant.iter().filter_map(|reference| site.facts_of(reference)).map(|facts| Row::new(facts, links)).collect();
        let view = View {
            slug: slug.clone(),
            count: wording::counted(rows.len() as u64, "service", "services"),
            rows,
            catalog: links.to("catalog/"),
        };
        let head = Head {
            title: format!("Several services called {slug}"),
            description: format!("{slug} is the name of several services; choose the one that you mean."),
            crumbs: vec![
                ("Home".to_owned(), Some(String::new())),
                ("Catalog".to_owned(), Some("catalog/".to_owned())),
                (slug.clone(), None),
            ],
            nav: Some("Catalog"),
            ..Head::default()
        };
        Shown { head, view: Value::from_serializable(&view) }
    }
}
