//! The picture of all services for each metric, and the mark of one of them above it.

use super::reading::marked;
use super::{FIVE, Five};
use crate::portal::Portal;
use crate::portal::delivery::{Distribution, Figure, Span};
use crate::site::charts::frame::{Cell, Drawing, Size, Table, TableRow};
use crate::site::charts::strip;
use crate::site::wording;
use serde::Serialize;

/// The address of the picture of a metric.
fn address(five: &Five, size: Size) -> String {
    let width = if size.is_roomy { "" } else { "-narrow" };
    format!("delivery/strips/{}{width}.svg", five.id.replace('_', "-"))
}

/// Every picture: its address and its content.
pub fn files(portal: &Portal) -> Vec<(String, String)> {
    let rollup = &portal.measurements.delivery.organisation;
    let file = |five: &Five, size: Size| {
        let (values, median) = rollup.get(Span::Days90, five.id).map(values).unwrap_or_default();
        Some((address(five, size), strip::file(size, five.name, five.unit(), &values, median)?))
    };
    FIVE.iter().flat_map(|five| [strip::WIDE, strip::NARROW].into_iter().filter_map(move |size| file(five, size))).collect()
}

fn values(distribution: &Distribution) -> (Vec<i64>, Option<i64>) {
    (distribution.ranked.iter().map(|ranked| ranked.headline).collect(), distribution.median)
}

/// A service's own mark above the picture.
#[derive(Debug, Clone, Serialize)]
pub struct Mark {
    /// What the picture shows.
    alt: String,
    /// The picture for wide screens and the one for phones, of which a page shows one.
    sizes: [MarkAt; 2],
    label: String,
    /// The page with every service as a table.
    all: String,
}

/// The mark in a picture of one size.
#[derive(Debug, Clone, Serialize)]
struct MarkAt {
    class: &'static str,
    /// The picture.
    src: String,
    width: i32,
    height: i32,
    /// Where the mark is.
    x: String,
    /// Where its label is, and which end of it.
    label_x: String,
    anchor: &'static str,
}

impl Mark {
    /// The mark of a service with that figure; none where it has none.
    pub fn new(five: &Five, figure: Option<&Figure>, name: &str, links: &crate::site::links::Links) -> Option<Self> {
        let figure = figure?;
        let value = figure.headline()?;
        let label = marked(figure, five.unit().text(value));
        let at = |size: Size| {
            let x = strip::place(size, five.unit(), value);
            let (anchor, label_x) = if x > f64::from(size.width) - 60.0 { ("end", x - 11.0) } else { ("start", x + 11.0) };
            MarkAt {
                class: if size.is_roomy { "wide" } else { "narrow" },
                src: links.to(&address(five, size)),
                width: size.width,
                height: size.height,
                x: format!("{x:.1}"),
                label_x: format!("{label_x:.1}"),
                anchor,
            }
        };
        Some(Self {
            sizes: [strip::WIDE, strip::NARROW].map(at),
            alt: format!("{} of all services on one line; {name} is marked at {label}.", five.name),
            label,
            all: links.to(&five.address()),
        })
    }
}

/// The picture of many services within a page, with its table.
#[derive(Debug, Clone, Serialize)]
pub struct Strip {
    id: String,
    title: String,
    description: String,
    drawings: Vec<Drawing>,
    table: Table,
}

impl Strip {
    /// The picture of a distribution; none where no service has a value.
    pub fn new(five: &Five, distribution: &Distribution) -> Option<Self> {
        let (values, median) = values(distribution);
        values.first()?;
        let unit = five.unit();
        let services = wording::counted(values.len() as u64, "service", "services");
        let (least, most) = (unit.text(values[0]), unit.text(values[values.len() - 1]));
        let median_words = median.map(|median| format!(", median {}", unit.text(median))).unwrap_or_default();
        let row = |bin: &strip::Bin| TableRow {
            iso: None,
            label: if bin.least == bin.most {
                unit.text(bin.least)
            } else {
                format!("{} to {}", unit.text(bin.least), unit.text(bin.most))
            },
            cells: vec![Cell::known(bin.count, wording::number(u64::from(bin.count)))],
        };
        Some(Self {
            id: format!("{}-strip", five.anchor),
            title: format!("{} of {services}", five.name),
            description: format!("From {least} to {most}{median_words}."),
            drawings: strip::inline(unit, &values, median)?,
            table: Table {
                first: five.name,
                heads: vec!["Services".to_owned()],
                rows: strip::bins(unit, &values).iter().map(row).collect(),
            },
        })
    }
}
