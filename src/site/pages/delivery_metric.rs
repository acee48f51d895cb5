//! One metric over every service, as a list that recomputes to its median.

use super::{Page, Sheet, Shown, delivery_address};
use crate::portal::delivery::survey::Scale;
use crate::portal::delivery::{Distribution, Span};
use crate::site::Site;
use crate::site::delivery::bands::BandView;
use crate::site::delivery::meter::{self, Answer};
use crate::site::delivery::reading::{Read, Reading, remedy};
use crate::site::delivery::strips::Strip;
use crate::site::delivery::{FIVE, Five, finding, five, tile};
use crate::site::layout::Head;
use crate::site::links::{Links, path_segment};
use crate::site::rows::{self, Linked};
use crate::site::weights::Weights;
use crate::site::wording;
use milepost_model::Unknown;
use serde::Serialize;
use tera::Value;

/// `/delivery/metrics/<metric>/`, with further pages of services below
pub struct DeliveryMetric;

/// How many services a page lists.
const ROWS: usize = 250;

#[derive(Serialize)]
struct View {
    id: &'static str,
    name: &'static str,
    definition: &'static str,
    known: Option<Reading>,
    of: String,
    unknown_words: Option<&'static str>,
    finding: String,
    strip: Option<Strip>,
    answers: Vec<Answer>,
    rows: Vec<Row>,
    place: String,
    pages: Vec<PageLink>,
    unknown: Vec<Group>,
    method: String,
    csv: String,
    others: Vec<Linked>,
    earlier: String,
}

#[derive(Serialize)]
struct Row {
    id: String,
    name: String,
    href: String,
    owner: Option<Linked>,
    reading: Reading,
    of: String,
    too_few: Option<String>,
    standing: String,
    band: Option<BandView>,
    month: Option<Reading>,
}

#[derive(Serialize)]
struct PageLink {
    text: String,
    href: String,
    is_current: bool,
}

/// The services without a figure for one reason.
#[derive(Serialize)]
struct Group {
    why: String,
    remedy: &'static str,
    services: Vec<Linked>,
    more: u64,
}

/// The most services that are named for one reason.
const MOST_NAMED: usize = 60;

impl Page for DeliveryMetric {
    fn template(&self) -> &'static str {
        "pages/delivery-metric.html"
    }

    fn sheets(&self, site: &Site<'_>) -> Vec<Sheet> {
        let mut sheets = Vec::new();
        for (which, five) in FIVE.iter().enumerate() {
            let count = distribution(site, five, Span::Days90).map_or(0, |found| found.ranked.len());
            for page in 0..count.div_ceil(ROWS).max(1) {
                sheets.push(Sheet { address: address(five, page), which: page * FIVE.len() + which });
            }
        }
        sheets
    }

    fn show(&self, site: &Site<'_>, sheet: &Sheet, links: &Links, _: &Weights) -> Shown {
        let (page, five) = (sheet.which / FIVE.len(), &FIVE[sheet.which % FIVE.len()]);
        let further = if page > 0 { format!(", page {}", page + 1) } else { String::new() };
        let about = five::about(five.id);
        let head = Head {
            title: format!("{} of all services{further}", five.name),
            description: about.definition.to_owned(),
            crumbs: vec![
                ("Home".to_owned(), Some(String::new())),
                ("Delivery".to_owned(), Some("delivery/".to_owned())),
                (five.name.to_owned(), None),
            ],
            nav: Some("Delivery"),
            is_global: true,
            ..Head::default()
        };
        Shown { head, view: Value::from_serializable(&view(site, five, page, links)) }
    }
}

fn address(five: &Five, page: usize) -> String {
    if page == 0 { five.address() } else { format!("{}{}/", five.address(), page + 1) }
}

fn distribution<'a>(site: &'a Site<'_>, five: &Five, span: Span) -> Option<&'a Distribution> {
    site.portal.measurements.delivery.organisation.get(span, five.id)
}

fn view(site: &Site<'_>, five: &Five, page: usize, links: &Links) -> View {
    let about = five::about(five.id);
    let found = distribution(site, five, Span::Days90);
    let median = found.and_then(|found| found.median);
    let count = found.map_or(0, |found| found.ranked.len());
    let pages = count.div_ceil(ROWS).max(1);
    let shown = page * ROWS..count.min((page + 1) * ROWS);
    let placed = found.filter(|found| found.buckets.iter().any(|count| *count > 0));
    View {
        id: five.id,
        name: five.name,
        definition: about.definition,
        known: median.map(|median| Reading::new(five.unit(), median)),
        of: found.map(|found| format!("median of {}", tile::services(found))).unwrap_or_default(),
        unknown_words: median
            .is_none()
            .then(|| found.and_then(|found| found.unknown.first()).map_or("it was not read", |(why, _)| why.words())),
        finding: found.map(|found| finding::of_many(five, found)).unwrap_or_default(),
        strip: found.and_then(|found| Strip::new(five, found)),
        answers: placed.zip(about.scale).map(|(found, scale)| meter::counted(scale, &found.buckets)).unwrap_or_default(),
        place: if pages > 1 {
            format!(
                "{} to {} of {}",
                wording::number(shown.start as u64 + 1),
                wording::number(shown.end as u64),
                wording::number(count as u64)
            )
        } else {
            wording::counted(count as u64, "service", "services")
        },
        rows: found
            .map(|found| found.ranked[shown].iter().filter_map(|ranked| row(site, five, ranked.service, links)).collect())
            .unwrap_or_default(),
        pages: (0..pages)
            .filter(|_| pages > 1)
            .map(|other| PageLink { text: (other + 1).to_string(), href: links.to(&address(five, other)), is_current: other == page })
            .collect(),
        unknown: if page == 0 { unknown(site, five, links) } else { Vec::new() },
        method: links.to(&format!("delivery/method/#{}", five.id)),
        csv: links.to("data/delivery.csv"),
        others: FIVE
            .iter()
            .filter(|other| other.id != five.id)
            .map(|other| Linked { text: other.name.to_owned(), href: Some(links.to(&other.address())) })
            .collect(),
        earlier: links.to("delivery/"),
    }
}

fn row(site: &Site<'_>, five: &Five, service: u32, links: &Links) -> Option<Row> {
    let (reference, delivery) = site.portal.measurements.delivery.services.get(service as usize)?;
    let facts = site.facts_of(reference)?;
    let figure = delivery.figure(Span::Days90, five.id);
    let read = Read::new(five, figure);
    let about = five::about(five.id);
    let placed = figure.filter(|figure| !figure.is_too_few);
    let standing = placed.and_then(|figure| figure.standing);
    let page = delivery_address(site, facts);
    let month = delivery.figure(Span::Days28, five.id).and_then(crate::portal::delivery::Figure::headline);
    Some(Row {
        id: format!("service-{}", path_segment(&facts.service.slug)),
        name: facts.name.to_owned(),
        href: links.to(&if page.contains('#') { page } else { format!("{page}#{}", five.anchor) }),
        owner: rows::owner(facts, links),
        reading: read.known?,
        of: read.of,
        too_few: read.too_few,
        standing: standing.map(|standing| standing_words(about.scale, standing)).unwrap_or_default(),
        band: placed.and_then(|figure| site.settings.bands.as_ref()?.of(five.id, about.scale, figure.headline()?)),
        month: month.map(|month| Reading::new(five.unit(), month)),
    })
}

fn standing_words(scale: Option<Scale>, standing: crate::portal::delivery::survey::Standing) -> String {
    match (standing.bucket, scale) {
        (Some(bucket), Some(scale)) => scale.words(bucket).map(wording::lowered).unwrap_or_default(),
        _ => format!("{} of 10", wording::position(standing.tenths)),
    }
}

fn unknown(site: &Site<'_>, five: &Five, links: &Links) -> Vec<Group> {
    let mut groups: Vec<(Unknown, Vec<Linked>)> = Vec::new();
    for facts in &site.facts {
        let figure = site.portal.delivery(facts.service).and_then(|delivery| delivery.figure(Span::Days90, five.id));
        let why = match figure.map(|figure| &figure.value) {
            Some(milepost_model::Measurement::Known { .. }) => continue,
            Some(milepost_model::Measurement::Unknown(why)) => *why,
            None => Unknown::NotCollected,
        };
        let link = Linked { text: facts.name.to_owned(), href: Some(links.to(&delivery_address(site, facts))) };
        match groups.iter_mut().find(|(other, _)| *other == why) {
            Some((_, services)) => services.push(link),
            None => groups.push((why, vec![link])),
        }
    }
    groups.sort_by_key(|(why, services)| (std::cmp::Reverse(services.len()), why.words()));
    let group = |(why, services): (Unknown, Vec<Linked>)| Group {
        why: format!("{}: {}", wording::counted(services.len() as u64, "service", "services"), why.words()),
        remedy: remedy(why),
        more: services.len().saturating_sub(MOST_NAMED) as u64,
        services: services.into_iter().take(MOST_NAMED).collect(),
    };
    groups.into_iter().map(group).collect()
}
