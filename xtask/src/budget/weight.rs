//! What a built site weighs: pages, styles, scripts, fonts, files.
#![allow(clippy::case_sensitive_file_extension_comparisons, reason = "milepost wrote every name itself, in lower case")]

use super::row::{Limit, Row, Unit};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::thread;

const KB: u32 = 1_000;

/// What of a file is weighed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scale {
    /// As it travels: gzip.
    Gzip,
    /// As it lies: fonts are compressed already.
    Raw,
}

/// A kind of file and what each, or all of it together, may weigh.
struct Budget {
    name: &'static str,
    holds: fn(&str) -> bool,
    scale: Scale,
    limit: u32,
    is_sum: bool,
}

/// The first budget that holds a file counts. The limits are the portal's own, chosen so that a page
/// arrives in the first round trips of a connection.
const BUDGETS: &[Budget] = &[
    each("catalog and its lists", |path| is_page(path) && is_list(path), 120 * KB),
    each("pages of documentation", |path| is_page(path) && path.starts_with("catalog/") && path.contains("/docs/"), 40 * KB),
    each("service pages", |path| is_page(path) && path.starts_with("catalog/"), 40 * KB),
    each("delivery", |path| is_page(path) && path.starts_with("delivery/"), 40 * KB),
    each("environments", |path| is_page(path) && path.starts_with("environments/"), 40 * KB),
    // It has its style in itself, since it may be shown at any depth.
    each("page where there is none", |path| path == "404.html", (14 + 12) * KB),
    each("other pages", is_page, 14 * KB),
    all("style of every page", |path| sheet(path, "style."), 12 * KB),
    all("style of search", |path| sheet(path, "search."), 2 * KB),
    each("style of one kind of pages", |path| path.ends_with(".css"), 4 * KB),
    Budget { scale: Scale::Raw, ..each("index of the catalog", |path| asset(path, "catalog."), 150 * KB) },
    // What nobody waits for: descriptions, lines and tags.
    each("what the catalog loads later", |path| asset(path, "catalog-later."), 80 * KB),
    each("index of names", |path| asset(path, "search-index."), 80 * KB),
    each(
        "index of what pages say",
        |path| ["search-texts.", "search-words.", "search-operations."].iter().any(|stem| asset(path, stem)),
        40 * KB,
    ),
    // No script of a page but data: it says which of those files holds what, and whose each page is. Loaded once, when
    // fingers rest for the first time.
    each("list of what pages say", |path| asset(path, "search-parts."), 80 * KB),
    all("script: search", |path| asset(path, "search-page."), 10 * KB + 200),
    all("script: results", |path| asset(path, "search-results-"), 4 * KB),
    // These hold the script of every page: two budgets in one request.
    all("script: an action", |path| asset(path, "action-page."), (9 + 6) * KB),
    all("script: an action that runs from its page", |path| asset(path, "action-here-page."), (2 * 9 + 6) * KB),
    // And what waits for the tags, whose absence saves the index a hundred times as much.
    all("script: catalog", |path| asset(path, "catalog-page."), (6 + 6) * KB + 200),
    all("script: every page", |path| asset(path, "core-page."), 6 * KB),
    each("script: one kind of pages", |path| asset(path, ""), 8 * KB),
    Budget { scale: Scale::Raw, ..all("fonts", |path| path.ends_with(".woff2"), 38 * KB) },
];

/// At five thousand services.
const FILES: f64 = 40_000.0;
/// At five thousand services.
const BYTES: f64 = 900e6;

const fn each(name: &'static str, holds: fn(&str) -> bool, limit: u32) -> Budget {
    Budget { name, holds, scale: Scale::Gzip, limit, is_sum: false }
}

const fn all(name: &'static str, holds: fn(&str) -> bool, limit: u32) -> Budget {
    Budget { name, holds, scale: Scale::Gzip, limit, is_sum: true }
}

fn is_page(path: &str) -> bool {
    path.ends_with(".html")
}

fn is_list(path: &str) -> bool {
    path == "catalog/index.html" || path.starts_with("catalog/by/") || path.contains("/matrix/")
}

fn sheet(path: &str, stem: &str) -> bool {
    path.ends_with(".css") && path.strip_prefix("assets/").is_some_and(|name| name.starts_with(stem))
}

fn asset(path: &str, stem: &str) -> bool {
    path.ends_with(".js") && path.strip_prefix("assets/").is_some_and(|name| name.starts_with(stem))
}

/// The rows of everything that weighs something.
pub fn weigh(site: &Path) -> Result<Vec<Row>, String> {
    let files = files_below(site).map_err(|error| format!("{}: {error}", site.display()))?;
    if !files.iter().any(|path| path == "index.html") {
        return Err(format!("{} holds no index.html: build a site first, with `cargo run --release -- demo`", site.display()));
    }
    let mut kinds: BTreeMap<usize, Vec<(u64, &str)>> = BTreeMap::new();
    let (mut all_bytes, mut pages) = (0, Vec::new());
    for (path, raw, scaled) in in_parallel(site, &files)? {
        all_bytes += raw;
        if is_page(path) {
            pages.push(scaled);
        }
        if let Some(number) = BUDGETS.iter().position(|budget| (budget.holds)(path)) {
            kinds.entry(number).or_default().push((scaled, path));
        }
    }
    pages.sort_unstable();
    let mut rows = vec![Row {
        thing: "pages, the one in the middle, gzip".to_owned(),
        note: format!("{} pages", pages.len()),
        ..heavy(pages[pages.len() / 2], Some(14 * KB))
    }];
    rows.extend(kinds.into_iter().map(|(number, weights)| judge(&BUDGETS[number], weights)));
    let site_limit = |thing: &str, figure, unit, most| Row {
        thing: thing.to_owned(),
        figure: Some(figure),
        unit,
        limit: Some(Limit::Most(most)),
        note: String::new(),
    };
    rows.push(site_limit("files of the whole site", exact(files.len() as u64), Unit::Plain, FILES));
    rows.push(site_limit("bytes of the whole site", exact(all_bytes), Unit::Bytes, BYTES));
    Ok(rows)
}

fn judge(budget: &Budget, mut weights: Vec<(u64, &str)>) -> Row {
    weights.sort_unstable();
    let (most, heaviest) = weights.last().copied().unwrap_or_default();
    let unit = if budget.scale == Scale::Gzip { "gzip" } else { "raw" };
    if budget.is_sum {
        let sum = weights.iter().map(|(weight, _)| weight).sum();
        let note = if weights.len() == 1 { heaviest.to_owned() } else { format!("{} together", weights.len()) };
        return Row { thing: format!("{}, {unit}", budget.name), note, ..heavy(sum, Some(budget.limit)) };
    }
    let over = weights.iter().filter(|(weight, _)| *weight > u64::from(budget.limit)).count();
    let more = if over > 1 { format!(", and {} more of {} over", over - 1, weights.len()) } else { String::new() };
    Row { thing: format!("{}, the heaviest, {unit}", budget.name), note: format!("{heaviest}{more}"), ..heavy(most, Some(budget.limit)) }
}

fn heavy(bytes: u64, limit: Option<u32>) -> Row {
    let limit = limit.map(|limit| Limit::Most(f64::from(limit)));
    Row { thing: String::new(), figure: Some(exact(bytes)), unit: Unit::Bytes, limit, note: String::new() }
}

#[allow(clippy::cast_precision_loss, reason = "weights of files, far below 2^52")]
fn exact(count: u64) -> f64 {
    count as f64
}

/// Each file with its size as it lies and as its budget counts it, on all processors: a large site has tens of thousands.
fn in_parallel<'paths>(site: &Path, files: &'paths [String]) -> Result<Vec<(&'paths str, u64, u64)>, String> {
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let share = files.len().div_ceil(workers).max(1);
    thread::scope(|scope| {
        let shares: Vec<_> =
            files.chunks(share).map(|paths| scope.spawn(move || paths.iter().map(|path| sizes(site, path)).collect())).collect();
        let all: Result<Vec<Vec<_>>, String> = shares.into_iter().map(|share| share.join().expect("weighing does not panic")).collect();
        all.map(|parts| parts.into_iter().flatten().collect())
    })
}

fn sizes<'paths>(site: &Path, path: &'paths str) -> Result<(&'paths str, u64, u64), String> {
    let bytes = fs::read(site.join(path)).map_err(|error| format!("{path}: {error}"))?;
    let raw = bytes.len() as u64;
    let scale = BUDGETS.iter().find(|budget| (budget.holds)(path)).map(|budget| budget.scale);
    Ok((path, raw, if scale == Some(Scale::Gzip) { gzipped(&bytes) } else { raw }))
}

fn gzipped(bytes: &[u8]) -> u64 {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    let packed = encoder.write_all(bytes).and_then(|()| encoder.finish());
    packed.expect("a vector takes every byte").len() as u64
}

fn files_below(site: &Path) -> std::io::Result<Vec<String>> {
    let (mut found, mut folders) = (Vec::new(), vec![PathBuf::new()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(site.join(&folder))? {
            let entry = entry?;
            let path = folder.join(entry.file_name());
            if entry.file_type()?.is_dir() {
                folders.push(path);
            } else {
                found.push(path.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/"));
            }
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_is_weighed_by_kind_and_what_is_too_heavy_is_named() {
        let site = tempfile::tempdir().expect("a temporary folder can be made");
        let write = |path: &str, bytes: &[u8]| {
            let path = site.path().join(path);
            fs::create_dir_all(path.parent().expect("it has a folder"))
                .and_then(|()| fs::write(path, bytes))
                .expect("the folder is writable");
        };
        let over = || {
            let rows = weigh(site.path()).expect("it is a site");
            rows.iter().filter(|row| row.is_over()).map(Row::complaint).collect::<Vec<_>>()
        };
        write("index.html", b"<p>small</p>");
        write("about/index.html", b"<p>small</p>");
        write("catalog/payments/index.html", &noise(20_000));
        assert_eq!(over(), Vec::<String>::new());

        write("teams/index.html", &noise(20_000));
        write("assets/style.1.css", &noise(9_000));
        write("assets/style.2.css", &noise(9_000));
        let complaints = over();
        assert_eq!(complaints.len(), 3, "{complaints:?}");
        assert!(complaints[0].starts_with("pages, the one in the middle"), "{complaints:?}");
        assert!(complaints[1].contains("teams/index.html") && complaints[2].starts_with("style of every page"), "{complaints:?}");
    }

    #[test]
    fn a_folder_without_a_portal_is_refused() {
        let site = tempfile::tempdir().expect("a temporary folder can be made");
        assert!(weigh(site.path()).is_err());
        assert!(weigh(&site.path().join("nowhere")).is_err());
    }

    /// Bytes that gzip makes no smaller.
    fn noise(count: usize) -> Vec<u8> {
        let mut state = 1_u32;
        std::iter::repeat_with(|| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        })
        .take(count)
        .collect()
    }
}
