//! How much it costs to make books of many pages.
//!
//! `cargo bench --bench docs -- [PAGES] [FOLDER]` reads so many pages, a hundred to a repository: those of
//! the folder, or pages made here with headings, lists, tables, links, boxes and code. CPU is read from
//! `/proc`, so it is shown on Linux only.

use bytes::Bytes;
use milepost::catalog::{CatalogFacts, CatalogSettings, CurrentFile, RepositoryFacts, build};
use milepost::docs::markdown::Remembered;
use milepost::docs::{Library, read};
use milepost_model::Diagnostics;
use milepost_model::record::Repository;
use std::collections::BTreeMap;
use std::path::Path;

/// Pages that one repository holds.
const TOGETHER: usize = 100;

/// As the program has it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let mut arguments = std::env::args().skip(1).filter(|argument| !argument.starts_with("--"));
    let pages: usize = arguments.next().and_then(|text| text.parse().ok()).unwrap_or(2_000);
    let texts: Vec<String> = arguments.next().map_or_else(Vec::new, |folder| below(Path::new(&folder)));
    let text = |page: usize| if texts.is_empty() { made(page) } else { texts[page % texts.len()].clone() };
    let mut contents: BTreeMap<String, Bytes> = BTreeMap::new();
    let mut repositories: Vec<RepositoryFacts> = Vec::new();
    for page in 0..pages {
        if page % TOGETHER == 0 {
            let name = format!("o/r{}", page / TOGETHER);
            let repository = Repository { repo: format!("id:{name}").into(), full_name: name, ..Repository::default() };
            repositories.push(RepositoryFacts { repository, ..RepositoryFacts::default() });
        }
        let blob = page.to_string();
        contents.insert(blob.clone(), Bytes::from(text(page)));
        let file = CurrentFile { path: format!("docs/p{page}.md"), blob: Some(blob), last_change: None, changed_by: None };
        repositories.last_mut().expect("because one was just made").files.push(file);
    }
    let bytes: usize = contents.values().map(Bytes::len).sum();
    println!("{pages} pages of {} kB in {} repositories", bytes / 1000, repositories.len());
    let content = |id: &str| contents.get(id).cloned();
    let facts = CatalogFacts { repositories: &repositories, teams: &[], content: &content };
    let catalog = build(&facts, &CatalogSettings::default(), &mut Diagnostics::default());
    let mut kept: Option<Vec<u8>> = None;
    for round in 1..=3 {
        // The first round tells the words of code apart, the others remember them.
        let highlighter = Remembered::new(kept.as_deref());
        let library = Library {
            repositories: &repositories,
            content: &content,
            commits: &|_, _| (),
            as_of: milepost_model::Instant::default(),
            is_whole: false,
            highlighter: &highlighter,
        };
        let (clock, before) = (std::time::Instant::now(), cpu());
        let documents = read(&catalog, library, &mut Diagnostics::default());
        let used = cpu().zip(before).map(|(after, before)| after - before);
        let each = used.map(|seconds| seconds * 1000.0 / pages as f64);
        let seconds = clock.elapsed().as_secs_f64();
        let size = highlighter.to_keep().map(|bytes| {
            let size = bytes.len();
            kept = Some(bytes);
            size
        });
        println!("kept code: {} kB", size.or(kept.as_ref().map(Vec::len)).unwrap_or_default() / 1000);
        println!("read {round}: {seconds:.2} s, CPU {used:.2?} s, {each:.2?} ms a page: {} pages", documents.page_count());
    }
}

/// The Markdown below a folder, sorted by path.
fn below(folder: &Path) -> Vec<String> {
    let files = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().filter_map(Result::ok);
    files
        .filter(|file| file.path().extension().is_some_and(|ending| ending == "md"))
        .filter_map(|file| std::fs::read_to_string(file.path()).ok())
        .collect()
}

/// A page such as people write, with a link to the next one.
fn made(page: usize) -> String {
    let next = page + usize::from(page % TOGETHER + 1 < TOGETHER);
    let section = "Words about it, *some* of them `code`, and more of them so that a paragraph is as long as one is.\n\n- one\n- two\n\n| Name | Value |\n|---|---|\n| `a` | 1 |\n| `b` | 2 |\n\n!!! note\n    Mind this.\n\n```yaml\nretry:\n  attempts: 3\n  backoff: [1m, 5m]\n```\n\n";
    let sections = (1..=6).fold(String::new(), |sections, number| sections + &format!("## Part {number}\n\n{section}"));
    format!("# Page {page}\n\nThen [the next](p{next}.md#part-2).\n\n{sections}")
}

/// The seconds of CPU that this process has used, in user and kernel.
fn cpu() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks: f64 = fields.get(11)?.parse::<f64>().ok()? + fields.get(12)?.parse::<f64>().ok()?;
    // The kernel counts in hundredths of a second on every system that matters here.
    Some(ticks / 100.0)
}
