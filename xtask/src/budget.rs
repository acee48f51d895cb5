//! What a built site weighs, against what it may: pages, styles, scripts, fonts, files.
#![allow(clippy::case_sensitive_file_extension_comparisons, reason = "milepost wrote every name itself, in lower case")]

use flate2::Compression;
use flate2::write::GzEncoder;
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

const KB: u64 = 1_000;

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
    limit: u64,
    is_sum: bool,
}

/// The first budget that holds a file counts. The limits are the portal's own, chosen so that a page
/// arrives in the first round trips of a connection.
const BUDGETS: &[Budget] = &[
    Budget {
        name: "catalog and its lists",
        holds: |path| is_page(path) && is_list(path),
        scale: Scale::Gzip,
        limit: 120 * KB,
        is_sum: false,
    },
    Budget {
        name: "service pages",
        holds: |path| is_page(path) && path.starts_with("catalog/"),
        scale: Scale::Gzip,
        limit: 40 * KB,
        is_sum: false,
    },
    Budget {
        name: "delivery",
        holds: |path| is_page(path) && path.starts_with("delivery/"),
        scale: Scale::Gzip,
        limit: 40 * KB,
        is_sum: false,
    },
    Budget {
        name: "environments",
        holds: |path| is_page(path) && path.starts_with("environments/"),
        scale: Scale::Gzip,
        limit: 40 * KB,
        is_sum: false,
    },
    Budget { name: "other pages", holds: is_page, scale: Scale::Gzip, limit: 14 * KB, is_sum: false },
    Budget { name: "style of search", holds: |path| path.starts_with("assets/search."), scale: Scale::Gzip, limit: 2 * KB, is_sum: true },
    Budget { name: "styles", holds: |path| path.ends_with(".css"), scale: Scale::Gzip, limit: 12 * KB, is_sum: true },
    Budget {
        name: "index of the catalog",
        holds: |path| asset(path, "catalog.") || asset(path, "catalog-about."),
        scale: Scale::Raw,
        limit: 150 * KB,
        is_sum: false,
    },
    Budget { name: "index of names", holds: |path| asset(path, "search-index."), scale: Scale::Gzip, limit: 80 * KB, is_sum: false },
    // Of which half a kilobyte is the list of keys, that every page would load otherwise.
    Budget { name: "script: search", holds: |path| asset(path, "search-page."), scale: Scale::Gzip, limit: 10 * KB + 500, is_sum: true },
    Budget { name: "script: results", holds: |path| asset(path, "search-results-"), scale: Scale::Gzip, limit: 4 * KB, is_sum: true },
    Budget { name: "script: actions", holds: |path| asset(path, "action"), scale: Scale::Gzip, limit: 9 * KB, is_sum: true },
    Budget { name: "script: catalog", holds: |path| asset(path, "catalog-page"), scale: Scale::Gzip, limit: 12 * KB, is_sum: true },
    Budget { name: "script: every page", holds: |path| asset(path, ""), scale: Scale::Gzip, limit: 6 * KB, is_sum: true },
    Budget { name: "fonts", holds: |path| path.ends_with(".woff2"), scale: Scale::Raw, limit: 38 * KB, is_sum: true },
];

/// At five thousand services.
const FILES: u64 = 40_000;
/// At five thousand services.
const BYTES: u64 = 900 * KB * KB;

fn is_page(path: &str) -> bool {
    path.ends_with(".html")
}

fn is_list(path: &str) -> bool {
    path == "catalog/index.html" || path.starts_with("catalog/by/") || path.ends_with("/matrix/index.html")
}

fn asset(path: &str, stem: &str) -> bool {
    path.ends_with(".js") && path.strip_prefix("assets/").is_some_and(|name| name.starts_with(stem))
}

/// Prints the weights and complains of those over their budgets.
pub fn check(site: &Path) -> Result<(), Vec<String>> {
    let files = files_below(site).map_err(|error| vec![format!("{}: {error}", site.display())])?;
    if !files.iter().any(|path| path == "index.html") {
        return Err(vec![format!("{} holds no index.html: build a site first, with `cargo run --release -- demo`", site.display())]);
    }
    let mut heaviest: BTreeMap<usize, Vec<(u64, String)>> = BTreeMap::new();
    let mut all_bytes = 0;
    for path in &files {
        let bytes = fs::read(site.join(path)).map_err(|error| vec![format!("{path}: {error}")])?;
        all_bytes += bytes.len() as u64;
        if let Some(number) = BUDGETS.iter().position(|budget| (budget.holds)(path)) {
            heaviest.entry(number).or_default().push((weigh(&bytes, BUDGETS[number].scale), path.clone()));
        }
    }
    println!("{:<24} {:>6} {:>11} {:>11} {:>11}  heaviest", "", "files", "median", "most", "budget");
    let mut complaints: Vec<String> = heaviest.into_iter().flat_map(|(number, weights)| judge(&BUDGETS[number], weights)).collect();
    for (name, value, limit) in [("files", files.len() as u64, FILES), ("bytes of the whole site", all_bytes, BYTES)] {
        println!("{name:<24} {value:>12} of {limit}");
        if value > limit {
            complaints.push(format!("{name}: {value}, at most {limit}"));
        }
    }
    if complaints.is_empty() { Ok(()) } else { Err(complaints) }
}

fn judge(budget: &Budget, mut weights: Vec<(u64, String)>) -> Vec<String> {
    weights.sort();
    let median = weights[weights.len() / 2].0;
    let (most, heaviest) = weights.last().cloned().unwrap_or_default();
    let counted = if budget.is_sum { weights.iter().map(|(weight, _)| weight).sum() } else { most };
    let unit = if budget.scale == Scale::Gzip { "gzip" } else { "raw" };
    let (name, files) = (budget.name, weights.len());
    println!("{name:<24} {files:>6} {:>11} {:>11} {:>11}  {heaviest} ({unit})", kb(median), kb(counted), kb(budget.limit));
    if counted <= budget.limit {
        return Vec::new();
    }
    if budget.is_sum {
        return vec![format!("{name}: {} together, at most {}", kb(counted), kb(budget.limit))];
    }
    let over = weights.iter().rev().take_while(|(weight, _)| *weight > budget.limit).take(5);
    over.map(|(weight, path)| format!("{path}: {}, at most {} ({name})", kb(*weight), kb(budget.limit))).collect()
}

fn weigh(bytes: &[u8], scale: Scale) -> u64 {
    if scale == Scale::Raw {
        return bytes.len() as u64;
    }
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    let packed = encoder.write_all(bytes).and_then(|()| encoder.finish());
    packed.expect("a vector takes every byte").len() as u64
}

#[allow(clippy::cast_precision_loss, reason = "weights of files, far below 2^52")]
fn kb(bytes: u64) -> String {
    format!("{:.1} kB", bytes as f64 / KB as f64)
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
        write("index.html", b"<p>small</p>");
        write("catalog/payments/index.html", &noise(20_000));
        assert_eq!(check(site.path()), Ok(()));

        write("teams/index.html", &noise(20_000));
        write("assets/styles.1.css", &noise(9_000));
        write("assets/styles.2.css", &noise(9_000));
        let complaints = check(site.path()).expect_err("two budgets are passed");
        assert_eq!(complaints.len(), 2, "{complaints:?}");
        assert!(complaints[0].starts_with("teams/index.html: ") && complaints[1].starts_with("styles: "), "{complaints:?}");
    }

    #[test]
    fn a_folder_without_a_portal_is_refused() {
        let site = tempfile::tempdir().expect("a temporary folder can be made");
        assert!(check(site.path()).is_err());
        assert!(check(&site.path().join("nowhere")).is_err());
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
