//! The catalog by first letter, for readers without scripts where one page cannot hold it.

use super::catalog::{MOST_ROWS, letter_links};
use super::{Page, Sheet, Shown, initial};
use crate::site::Site;
use crate::site::facts::ServiceFacts;
use crate::site::layout::Head;
use crate::site::links::Links;
use crate::site::rows::{Linked, Row};
use crate::site::weights::Weights;
use crate::site::wording;
use serde::Serialize;
use tera::Value;

/// `/catalog/by/letter/<letter>/`
pub struct Letter;

#[derive(Serialize)]
struct View {
    label: String,
    count: String,
    rows: Vec<Row>,
    letters: Vec<Linked>,
    parts: Vec<Linked>,
    catalog: String,
}

impl Page for Letter {
    fn template(&self) -> &'static str {
        "pages/letter.html"
    }

    fn sheets(&self, site: &Site<'_>) -> Vec<Sheet> {
        if site.facts.len() <= MOST_ROWS {
            return Vec::new();
        }
        let mut sheets = Vec::new();
        for letter in ('a'..='z').chain(['0', '~']) {
            let count = under(site, letter).count();
            for part in 1..=count.div_ceil(MOST_ROWS) {
                sheets.push(Sheet { address: address(letter, part), which: (letter as usize) << 16 | part });
            }
        }
        sheets
    }

    fn show(&self, site: &Site<'_>, sheet: &Sheet, links: &Links, _: &Weights) -> Shown {
        let letter = char::from_u32(u32::try_from(sheet.which >> 16).unwrap_or_default()).unwrap_or('~');
        let part = sheet.which & 0xffff;
        let count = under(site, letter).count();
        let parts = 1..=count.div_ceil(MOST_ROWS);
        let view = View {
            label: label(letter),
            count: wording::counted(count as u64, "service", "services"),
            rows: under(site, letter).skip((part - 1) * MOST_ROWS).take(MOST_ROWS).map(|facts| Row::new(facts, links)).collect(),
            letters: letter_links(site, links),
            parts: if count > MOST_ROWS {
                parts
                    .map(|part| Linked { text: format!("{}, part {part}", label(letter)), href: Some(links.to(&address(letter, part))) })
                    .collect()
            } else {
                Vec::new()
            },
            catalog: links.to("catalog/"),
        };
        let name = format!("Services under {}", label(letter));
        let head = Head {
            title: name.clone(),
            description: format!("{name}, with owner, lifecycle and last deployment."),
            crumbs: vec![("Home".to_owned(), Some(String::new())), ("Catalog".to_owned(), Some("catalog/".to_owned())), (name, None)],
            nav: Some("Catalog"),
            is_global: true,
            ..Head::default()
        };
        Shown { head, view: Value::from_serializable(&view) }
    }
}

fn under<'s, 'a>(site: &'s Site<'a>, letter: char) -> impl Iterator<Item = &'s ServiceFacts<'a>> {
    site.facts.iter().filter(move |facts| initial(facts.name) == letter)
}

/// The address of a letter's page, or of a further part of it.
pub fn address(letter: char, part: usize) -> String {
    let letter = match letter {
        '0' => "digits".to_owned(),
        '~' => "others".to_owned(),
        letter => letter.to_string(),
    };
    if part == 1 { format!("catalog/by/letter/{letter}/") } else { format!("catalog/by/letter/{letter}-{part}/") }
}

/// A letter as people read it.
pub fn label(letter: char) -> String {
    match letter {
        '0' => "0–9".to_owned(),
        '~' => "other".to_owned(),
        letter => letter.to_ascii_uppercase().to_string(),
    }
}
