//! What search costs: the sizes of its files for many services, and CPU for the full text of many pages.
//!
//! `cargo bench --bench search -- [PAGES] [SERVICES] [FOLDER]` indexes so many made-up pages, or the
//! Markdown files below the folder, and renders a portal of so many services. CPU is read from `/proc`, so
//! it is shown on Linux only.

#[allow(dead_code, reason = "the tests use the rest of it")]
#[path = "../tests/site/fixture/mod.rs"]
mod fixture;

use flate2::Compression;
use flate2::write::GzEncoder;
use milepost::portal::Portal;
use milepost::site::search::{self, Readable, Section, Source};
use milepost::site::{self, SiteSettings};
use milepost_model::{Entity, EntityRef};
use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::io::Write as _;
use std::path::Path;

const FIRST: &[&str] = &[
    "account",
    "address",
    "audit",
    "barcode",
    "billing",
    "booking",
    "border",
    "carrier",
    "cargo",
    "catalog",
    "checkout",
    "claims",
    "cold-chain",
    "container",
    "contract",
    "courier",
    "credit",
    "currency",
    "customer",
    "customs",
    "delivery",
    "demand",
    "depot",
    "dispatch",
    "dock",
    "document",
    "driver",
    "event",
    "exchange",
    "fleet",
    "freight",
    "fuel",
    "geo",
    "identity",
    "inventory",
    "invoice",
    "label",
    "lane",
    "ledger",
    "locker",
    "loyalty",
    "manifest",
    "order",
    "packing",
    "pallet",
    "parcel",
    "payment",
    "pickup",
    "pricing",
    "quote",
    "returns",
    "route",
    "scan",
    "shipment",
    "slot",
    "sorting",
    "tariff",
    "tracking",
    "warehouse",
    "yard",
];
const SECOND: &[&str] = &[
    "adapter",
    "alerts",
    "api",
    "archive",
    "bridge",
    "cache",
    "calculator",
    "cleaner",
    "collector",
    "console",
    "consumer",
    "dashboard",
    "engine",
    "enricher",
    "exporter",
    "feed",
    "gateway",
    "history",
    "importer",
    "index",
    "ingest",
    "jobs",
    "limits",
    "mapper",
    "matcher",
    "migrator",
    "model",
    "monitor",
    "notifier",
    "optimizer",
    "planner",
    "portal",
    "proxy",
    "publisher",
    "reader",
    "registry",
    "relay",
    "replay",
    "reports",
    "rules",
    "scheduler",
    "search",
    "simulator",
    "sync",
    "validator",
    "worker",
];

/// As the program has it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    let number = |at: usize, otherwise: usize| words.get(at).and_then(|text| text.parse().ok()).unwrap_or(otherwise);
    let pages = words.get(2).map_or_else(|| made_up(number(0, 10_000)), |folder| real(Path::new(folder), number(0, 10_000)));
    full_text(&pages);
    portal(number(1, 5_000));
}

fn full_text(pages: &[Readable<'_>]) {
    let bytes: usize = pages.iter().flat_map(Readable::sections).map(|section| section.text.len()).sum();
    println!("{} pages, {:.1} kB each", pages.len(), bytes as f64 / 1e3 / pages.len().max(1) as f64);
    for round in ["first", "second"] {
        let folder = tempfile::tempdir().expect("a folder");
        let (clock, before) = (std::time::Instant::now(), cpu());
        search::index(pages, folder.path()).expect("because the folder can be written");
        let used = cpu().zip(before).map(|(after, before)| (after - before) * 1e3 / pages.len().max(1) as f64);
        println!("full text, {round}: {:.2} s, CPU {:.3} ms a page", clock.elapsed().as_secs_f64(), used.unwrap_or(f64::NAN));
        sizes(folder.path());
    }
}

/// The files of search of a portal of so many services, each with a name as people give them.
fn portal(services: usize) {
    let mut portal = fixture::generated(services);
    rename(&mut portal);
    let folder = tempfile::tempdir().expect("a folder").keep();
    site::render(&portal, &SiteSettings::default(), &folder).expect("because the portal can be rendered");
    println!("{services} services in {}", folder.display());
    sizes(&folder);
}

fn rename(portal: &mut Portal) {
    let mut names = HashMap::new();
    for (place, service) in portal.catalog.services.iter_mut().enumerate() {
        let (first, second) = (FIRST[place * 7 % FIRST.len()], SECOND[place * 13 % SECOND.len()]);
        let round = place / (FIRST.len() * SECOND.len() / 2);
        let name = if round == 0 {
            format!("{first}-{second}")
        } else {
            format!("{first}-{second}-{}", FIRST[(place * 31 + round) % FIRST.len()])
        };
        let name = if names.values().any(|known: &EntityRef| known.name == name) { format!("{name}-{place}") } else { name };
        let reference = EntityRef::new("component", &name);
        names.insert(service.reference.clone(), reference.clone());
        service.reference = reference;
        service.slug = name;
    }
    let renamed = |(reference, mut entity): (EntityRef, Entity)| match names.get(&reference) {
        Some(new) => {
            entity.name.clone_from(&new.name);
            entity.reference = new.clone();
            (new.clone(), entity)
        }
        None => (reference, entity),
    };
    portal.catalog.entities = std::mem::take(&mut portal.catalog.entities).into_iter().map(renamed).collect();
}

/// Pages of words that come as often as words do: the second half as often as the first, and so on.
fn made_up(count: usize) -> Vec<Readable<'static>> {
    let mut seed = 7_u64;
    let mut next = move || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as f64 / f64::from(1_u32 << 31)
    };
    let mut word = move || format!("w{:x}", (60_000.0_f64.powf(next()) * 7.0) as u64);
    let mut text = move |words: usize| (0..words).map(|_| word()).collect::<Vec<_>>().join(" ");
    let page = |place: usize| {
        let section = |at: usize, text: String| Section { heading: format!("Heading {at}"), id: format!("heading-{at}"), text };
        let sections = (0..8).map(|at| section(at, text(90))).collect();
        readable(format!("Page {place}"), format!("docs/{place}/"), sections)
    };
    (0..count).map(page).collect()
}

/// The Markdown files below a folder, cut at their headings.
fn real(folder: &Path, most: usize) -> Vec<Readable<'static>> {
    let files = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().filter_map(Result::ok);
    let markdown = files.filter(|file| file.path().extension().is_some_and(|extension| extension == "md" || extension == "mdx"));
    let texts = markdown.filter_map(|file| Some((file.path().display().to_string(), fs::read_to_string(file.path()).ok()?)));
    texts.take(most).map(|(path, text)| readable(path.clone(), path, sections(&text))).collect()
}

fn sections(text: &str) -> Vec<Section> {
    let mut found = vec![Section::default()];
    for line in text.lines() {
        if line.starts_with('#') {
            found.push(Section { heading: line.trim_matches(['#', ' ']).to_owned(), id: "x".to_owned(), ..Section::default() });
        } else if let Some(last) = found.last_mut() {
            last.text.push_str(line);
            last.text.push('\n');
        }
    }
    found
}

fn readable(title: String, address: String, sections: Vec<Section>) -> Readable<'static> {
    Readable { title, address, kind: "Docs".to_owned(), owner: String::new(), of: String::new(), source: Source::Written(sections) }
}

/// The files of search by what they are: how many, the heaviest, and all together, compressed.
fn sizes(folder: &Path) {
    let mut stems: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for file in fs::read_dir(folder.join("assets")).into_iter().flatten().filter_map(Result::ok) {
        let name = file.file_name().to_string_lossy().into_owned();
        if name.starts_with("search") {
            let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
            let bytes = fs::read(file.path()).expect("because we wrote it");
            encoder.write_all(&bytes).expect("a vector takes every byte");
            let stem = name.split('.').next().unwrap_or_default().to_owned();
            stems.entry(stem).or_default().push(encoder.finish().expect("a vector takes every byte").len());
        }
    }
    for (stem, weights) in stems {
        let (most, sum) = (weights.iter().max().copied().unwrap_or_default(), weights.iter().sum::<usize>());
        println!("  {stem}: {} files, the heaviest {:.1} kB, together {:.1} kB, gzip", weights.len(), most as f64 / 1e3, sum as f64 / 1e3);
    }
}

/// User and system seconds of this process; the kernel counts in hundredths.
fn cpu() -> Option<f64> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks: f64 = [11, 12].iter().filter_map(|at| fields.get(*at)?.parse::<f64>().ok()).sum();
    Some(ticks / 100.0)
}
