//! Every kind of thing in the catalog, and how many there are of each.

use super::entities::{kinds, plural};
use super::{Page, Sheet, Shown};
use crate::site::layout::Head;
use crate::site::links::Links;
use crate::site::places::folder;
use crate::site::weights::Weights;
use crate::site::{Site, wording};
use serde::Serialize;
use tera::Value;

/// `/entities/`
pub struct Kinds;

#[derive(Serialize)]
struct KindsView {
    kinds: Vec<KindRow>,
    removed: String,
}

#[derive(Serialize)]
struct KindRow {
    name: String,
    href: String,
    count: String,
}

impl Page for Kinds {
    fn template(&self) -> &'static str {
        "pages/kinds.html"
    }

    fn sheets(&self, _: &Site<'_>) -> Vec<Sheet> {
        Sheet::only("entities/")
    }

    fn show(&self, site: &Site<'_>, _: &Sheet, links: &Links, _: &Weights) -> Shown {
        let known = |(name, address, count): (&str, &str, usize)| KindRow {
            name: name.to_owned(),
            href: links.to(address),
            count: wording::number(count as u64),
        };
        let mut rows: Vec<KindRow> = [("Services", "catalog/", site.facts.len()), ("Teams", "teams/", site.portal.catalog.teams.len())]
            .into_iter()
            .map(known)
            .collect();
        rows.extend(kinds(site).into_iter().map(|kind| known((&plural(kind), &folder(kind), site.places.of_kind(kind).len()))));
        let name = &site.portal.organisation.name;
        let view = KindsView { kinds: rows, removed: links.to("removed/") };
        let head = Head {
            title: "Everything in the catalog".to_owned(),
            description: format!("Every kind of thing that {name} has, and how many there are."),
            crumbs: vec![("Home".to_owned(), Some(String::new())), ("Everything".to_owned(), None)],
            nav: Some("Catalog"),
            is_global: true,
            ..Head::default()
        };
        Shown { head, view: Value::from_serializable(&view) }
    }
}
