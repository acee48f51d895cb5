//! How delivery is measured: definitions, formulas, sources, DORA's answers and where they are from.

use super::{Page, Sheet, Shown};
use crate::portal::delivery::survey::{self, DURATION, FREQUENCY};
use crate::portal::delivery::{Detector, Rule, Unfit};
use crate::portal::{METRICS, NEWCOMERS};
use crate::site::Site;
use crate::site::delivery::bands::Bands;
use crate::site::delivery::cross_check::{self, CrossCheckView};
use crate::site::delivery::five;
use crate::site::layout::Head;
use crate::site::links::Links;
use crate::site::told::{Span, told};
use crate::site::weights::Weights;
use crate::site::wording;
use serde::Serialize;
use tera::Value;

/// `/delivery/method/`
pub struct DeliveryMethod;

#[derive(Serialize)]
struct View {
    metrics: Vec<MetricView>,
    answers: Vec<AnswerRow>,
    means: Vec<Mean>,
    rules: Vec<RuleRow>,
    detectors: Vec<DetectorRow>,
    excluded: Vec<String>,
    bands: Option<BandTable>,
    cross_check: Option<CrossCheckView>,
    delivery: String,
}

#[derive(Serialize)]
struct MetricView {
    id: &'static str,
    name: &'static str,
    family: &'static str,
    definition: Vec<Span>,
    formula: Vec<Span>,
    sources: String,
    counts_by: &'static str,
    limits: Vec<Span>,
    dora: Option<&'static str>,
    page: Option<String>,
}

#[derive(Serialize)]
struct AnswerRow {
    step: u8,
    position: String,
    duration: &'static str,
    frequency: &'static str,
    cut: &'static str,
}

#[derive(Serialize)]
struct Mean {
    name: &'static str,
    position: String,
}

#[derive(Serialize)]
struct RuleRow {
    words: String,
    word: &'static str,
    services: String,
}

#[derive(Serialize)]
struct DetectorRow {
    words: String,
    word: &'static str,
    services: String,
}

#[derive(Serialize)]
struct BandTable {
    name: String,
    source: String,
    rows: Vec<BandRow>,
}

#[derive(Serialize)]
struct BandRow {
    metric: &'static str,
    bands: String,
}

/// The cuts between the answers about frequency are milepost's own: DORA publishes words.
const CUTS: [&str; 6] = [
    "less than one in 182 days",
    "one in 182 days",
    "one in 30 days",
    "a median week has 1",
    "a median week has 5",
    "a median week has 10",
];

impl Page for DeliveryMethod {
    fn template(&self) -> &'static str {
        "pages/delivery-method.html"
    }

    fn sheets(&self, _: &Site<'_>) -> Vec<Sheet> {
        Sheet::only("delivery/method/")
    }

    fn show(&self, site: &Site<'_>, _: &Sheet, links: &Links, _: &Weights) -> Shown {
        let head = Head {
            title: "How delivery is measured".to_owned(),
            description: "Definitions, formulas, sources, DORA’s answers, and what does not count.".to_owned(),
            crumbs: vec![
                ("Home".to_owned(), Some(String::new())),
                ("Delivery".to_owned(), Some("delivery/".to_owned())),
                ("Method".to_owned(), None),
            ],
            nav: Some("Delivery"),
            is_global: true,
            ..Head::default()
        };
        Shown { head, view: Value::from_serializable(&view(site, links)) }
    }
}

fn view(site: &Site<'_>, links: &Links) -> View {
    let mut metrics: Vec<_> = METRICS.iter().map(|metric| metric.about()).collect();
    // DORA's own first, in their order; then the others by family and name.
    let rank = |id: &str| five::FIVE.iter().position(|five| five.id == id).unwrap_or(five::FIVE.len());
    metrics.sort_by_key(|about| (rank(about.id), about.family, about.name));
    let metric = |about: &&crate::portal::About| MetricView {
        id: about.id,
        name: about.name,
        family: about.family.words(),
        definition: told(about.definition),
        formula: told(about.formula),
        sources: about.sources.join(", "),
        counts_by: about.counts_by,
        limits: told(about.limits),
        dora: about.dora,
        page: about.dora.map(|_| links.to(&five::address(about.id))),
    };
    let services = &site.portal.measurements.delivery.services;
    let count = |test: &dyn Fn(&crate::portal::delivery::Recognition) -> bool| {
        let count = services.iter().filter(|(_, service)| test(&service.recognition)).count();
        wording::counted(count as u64, "service", "services")
    };
    View {
        metrics: metrics.iter().chain([&&NEWCOMERS]).map(metric).collect(),
        answers: (0..6_u8)
            .rev()
            .map(|place| AnswerRow {
                step: place + 1,
                position: wording::position(place * 20),
                duration: DURATION[usize::from(place)],
                frequency: FREQUENCY[usize::from(place)],
                cut: CUTS[usize::from(place)],
            })
            .collect(),
        means: five::FIVE
            .iter()
            .filter_map(|five| Some(Mean { name: five.name, position: wording::position(survey::mean(five.id)?) }))
            .collect(),
        rules: Rule::ALL
            .iter()
            .map(|rule| RuleRow {
                words: wording::capitalised(rule.words()),
                word: rule.word(),
                services: count(&|found| found.rule == Some(*rule)),
            })
            .collect(),
        detectors: Detector::ALL
            .iter()
            .map(|detector| DetectorRow {
                words: wording::capitalised(detector.words()),
                word: detector.word(),
                services: count(&|found| found.detectors.contains(detector)),
            })
            .collect(),
        excluded: EXCLUDED.iter().map(|why| wording::capitalised(why.words())).collect(),
        bands: site.settings.bands.as_ref().map(band_table),
        cross_check: cross_check::view(site, links),
        delivery: links.to("delivery/"),
    }
}

/// Everything that is seen and does not count, in the order of the records' way.
const EXCLUDED: &[Unfit] = &[
    Unfit::NotProduction,
    Unfit::OtherTask,
    Unfit::NotMeant,
    Unfit::NotFinal,
    Unfit::OtherRule,
    Unfit::Duplicate,
    Unfit::Cancelled,
    Unfit::NotEnded,
    Unfit::NoOutcome,
    Unfit::UnknownCommit,
    Unfit::NotDeployed,
    Unfit::Bot,
    Unfit::UnattributedIncident,
    Unfit::NotAChangeFailure,
];

fn band_table(bands: &Bands) -> BandTable {
    let row = |(id, list): &(&'static str, Vec<crate::site::delivery::bands::Band>)| {
        let unit = five::unit_of(five::about(id));
        let is_frequency = five::about(id).unit == crate::portal::Unit::Frequency;
        let is_rate = five::about(id).unit == crate::portal::Unit::Ratio;
        let words = |band: &crate::site::delivery::bands::Band| match band.limit {
            Some(limit) if is_frequency => format!("{}: {} a week or more", band.word, unit.text(limit)),
            Some(limit) if is_rate => format!("{}: up to {}", band.word, unit.text(limit)),
            Some(limit) => format!("{}: under {}", band.word, unit.text(limit)),
            None => format!("{}: the rest", band.word),
        };
        BandRow { metric: five::about(id).name, bands: list.iter().map(words).collect::<Vec<_>>().join("; ") }
    };
    BandTable { name: bands.name.clone(), source: bands.source.clone(), rows: bands.metrics.iter().map(row).collect() }
}
