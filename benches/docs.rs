//! How much it costs to make books of many pages.
//!
//! `cargo bench --bench docs -- [PAGES] [FOLDER]` reads so many pages, a hundred to a repository: those of
//! the folder, or pages made here with headings, lists, tables, links, boxes and code; as a first build and as
//! later ones do it. CPU is read from `/proc`, so it is shown on Linux only.

use bytes::Bytes;
use milepost::catalog::{CatalogFacts, CatalogSettings, CurrentFile, RepositoryFacts, build};
use milepost::docs::markdown::{Highlighter, PlainCode, Remembered};
use milepost::docs::{KeptPages, Library, read};
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
    let texts: Vec<Bytes> = arguments.next().map_or_else(Vec::new, |folder| below(Path::new(&folder)));
    let mut world = World::default();
    for page in 0..pages {
        if page % TOGETHER == 0 {
            let name = format!("o/r{}", page / TOGETHER);
            let repository = Repository { repo: format!("id:{name}").into(), full_name: name, ..Repository::default() };
            world.repositories.push(RepositoryFacts { repository, ..RepositoryFacts::default() });
        }
        let blob = page.to_string();
        world.contents.insert(blob.clone(), texts.get(page % texts.len().max(1)).cloned().unwrap_or_else(|| Bytes::from(made(page))));
        let file = CurrentFile { path: format!("docs/p{page}.md"), blob: Some(blob), last_change: None, changed_by: None };
        world.repositories.last_mut().expect("because one was just made").files.push(file);
    }
    let bytes: usize = world.contents.values().map(Bytes::len).sum();
    println!("{pages} pages of {} kB in {} repositories", bytes / 1000, world.repositories.len());
    world.read("without highlighting", &PlainCode, None);
    let cold = Remembered::new(None);
    let none = KeptPages::new(&cold, None);
    world.read("the first time", &cold, Some(&none));
    let (code, kept) = (cold.to_keep().unwrap_or_default(), Bytes::from(none.to_keep().unwrap_or_default()));
    println!("kept: code {} kB, pages {} kB", code.len() / 1000, kept.len() / 1000);
    drop((cold, none));
    let warm = Remembered::new(Some(&code));
    world.read("code known, no page known", &warm, None);
    drop(warm);
    world.again("nothing changed", &code, kept.clone());
    let count = pages.div_ceil(100);
    for page in (0..pages).step_by(100) {
        let content = world.contents.get_mut(&page.to_string()).expect("because it was just made");
        *content = Bytes::from([content, b"\nOne more paragraph.\n".as_slice()].concat());
    }
    world.again(&format!("{count} pages changed"), &code, kept);
    println!("most memory: {} MB", most_memory().unwrap_or_default() / 1000);
}

/// Repositories and what their files hold.
#[derive(Default)]
struct World {
    repositories: Vec<RepositoryFacts>,
    contents: BTreeMap<String, Bytes>,
}

impl World {
    /// Reads everything with what an earlier build kept, and says what that cost, with keeping it again.
    fn again(&self, what: &str, code: &[u8], kept: Bytes) {
        let before = cpu();
        let highlighter = Remembered::new(Some(code));
        let pages = KeptPages::new(&highlighter, Some(kept));
        self.read(what, &highlighter, Some(&pages));
        let size = highlighter.to_keep().map_or(0, |kept| kept.len()) + pages.to_keep().map_or(0, |kept| kept.len());
        let used = cpu().zip(before).map(|(after, before)| after - before);
        println!("  with knowing and keeping: CPU {used:.2?} s, {} kB to keep", size / 1000);
    }

    fn read(&self, what: &str, highlighter: &dyn Highlighter, kept: Option<&KeptPages>) {
        let content = |id: &str| self.contents.get(id).cloned();
        let facts = CatalogFacts { repositories: &self.repositories, teams: &[], content: &content };
        let catalog = build(&facts, &CatalogSettings::default(), &mut Diagnostics::default());
        let library = Library {
            repositories: &self.repositories,
            content: &content,
            commits: &|_, _| (),
            as_of: milepost_model::Instant::default(),
            is_whole: false,
            highlighter,
            kept,
        };
        let (clock, before) = (std::time::Instant::now(), cpu());
        let documents = read(&catalog, library, &mut Diagnostics::default());
        let used = cpu().zip(before).map(|(after, before)| after - before);
        let each = used.map(|seconds| seconds * 1000.0 / self.contents.len() as f64);
        let seconds = clock.elapsed().as_secs_f64();
        println!("{what}: {seconds:.2} s, CPU {used:.2?} s, {each:.3?} ms a page: {} pages", documents.page_count());
    }
}

/// The Markdown below a folder, sorted by path.
fn below(folder: &Path) -> Vec<Bytes> {
    let files = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().filter_map(Result::ok);
    files
        .filter(|file| file.path().extension().is_some_and(|ending| ending == "md"))
        .filter_map(|file| std::fs::read_to_string(file.path()).ok().map(Bytes::from))
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

/// The most memory that this process has had, in kB.
fn most_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?.split_whitespace().next()?.parse().ok()
}
