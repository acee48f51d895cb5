//! Pages that are kept from build to build are, after any edit, those that a first build makes.

use super::World;
use milepost::docs::KeptPages;
use milepost::docs::markdown::Syntaxes;
use std::collections::BTreeMap;
use std::path::Path;

/// Numbers that look like chance and are the same every time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % end as u64).expect("a small number")
    }
}

/// Files by repository and path.
type Trees = BTreeMap<String, BTreeMap<String, String>>;

const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"WIDE\" height=\"8\"><path d=\"M0 0h8\"/></svg>";

fn page(number: usize, other: &str) -> String {
    let next = (number + 1) % 5;
    format!(
        "# Page {number}\n\n[next](p{next}.md#part-{next}) [over there](https://github.com/o/{other}/blob/main/docs/p{number}.md#part-{number}) \
         [gone](q.md) [code](../src/a.rs) ![image](i.svg) <img src=\"i.svg\" width=\"4\">\n\n## Part {number}\n\n--8<-- \"docs/part.txt\"\n\n\
         [here](#part-{number})\n\n```rust\nfn f{number}() {{}}\n```\n"
    )
}

fn trees() -> Trees {
    let names = ["b", "d", "f"];
    let tree = |at: usize| {
        let mut files: BTreeMap<String, String> =
            (0..5).map(|number| (format!("docs/p{number}.md"), page(number, names[(at + 1) % 3]))).collect();
        files.insert("mkdocs.yml".to_owned(), format!("site_name: Site {at}\n"));
        files.insert("docs/i.svg".to_owned(), SVG.replace("WIDE", "16"));
        files.insert("docs/part.txt".to_owned(), "A part with [a link](p2.md).\n".to_owned());
        files.insert("README.md".to_owned(), "# Read me\n\n[docs](docs/p1.md)\n".to_owned());
        files
    };
    (0..3).map(|at| (names[at].to_owned(), tree(at))).collect()
}

fn world(trees: &Trees) -> World {
    let files: Vec<(&str, Vec<(&str, &str)>)> = trees
        .iter()
        .map(|(name, files)| (name.as_str(), files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect()))
        .collect();
    let slices: Vec<(&str, &[(&str, &str)])> = files.iter().map(|(name, files)| (*name, files.as_slice())).collect();
    World::of(&slices)
}

/// Does something that people do to repositories, and tells what it was.
fn edit(trees: &mut Trees, chance: &mut Chance, step: usize) -> &'static str {
    let name = trees.keys().nth(chance.below(trees.len())).expect("a repository").clone();
    let files = trees.get_mut(&name).expect("a repository");
    let pages: Vec<String> = files.keys().filter(|path| Path::new(path).extension().is_some_and(|kind| kind == "md")).cloned().collect();
    let path = pages[chance.below(pages.len())].clone();
    match step % 11 {
        0 => {
            files.get_mut(&path).expect("a page").push_str("\nOne more paragraph, with [a link](p3.md).\n");
            "a page changed"
        }
        1 => {
            let text = files.remove(&path).expect("a page");
            files.insert(format!("docs/renamed-{step}.md"), text);
            "a page was renamed"
        }
        2 => {
            files.remove(&path);
            files.entry("docs/p1.md".to_owned()).or_insert_with(|| page(1, "b"));
            "a page was removed"
        }
        3 => {
            let text = files.get_mut(&path).expect("a page");
            *text = text.replace("## Part", "## Another part");
            "a heading changed"
        }
        4 => {
            files.insert("docs/i.svg".to_owned(), SVG.replace("WIDE", &(16 + step).to_string()));
            "an image changed"
        }
        5 => {
            files.remove("docs/i.svg");
            "an image was removed"
        }
        6 => {
            files.insert("docs/part.txt".to_owned(), format!("Part {step} with [another link](p4.md).\n"));
            "a part changed"
        }
        7 => {
            // Before all others: the books are counted anew.
            trees.insert(format!("a{step}"), BTreeMap::from([("docs/index.md".to_owned(), page(0, "b"))]));
            "a repository came"
        }
        8 => {
            files.insert("mkdocs.yml".to_owned(), format!("site_name: Site {step}\nnav:\n  - First: p1.md\n"));
            "the navigation changed"
        }
        9 => {
            files.insert("src/a.rs".to_owned(), "fn a() {}\n".to_owned());
            "a file that pages link to came"
        }
        _ => {
            let text = files[&path].clone();
            files.insert(format!("docs/more/copy-{step}.md"), text);
            "a page was copied elsewhere"
        }
    }
}

#[test]
fn after_any_edit_what_was_kept_is_what_would_be_made_anew() {
    let (mut trees, mut chance) = (trees(), Chance(0x5eed));
    let mut kept: Option<Vec<u8>> = None;
    for step in 0..66 {
        let what = if step == 0 { "nothing was known" } else { edit(&mut trees, &mut chance, step) };
        let world = world(&trees);
        let (fresh, notes) = world.read();
        let pages = KeptPages::new(&Syntaxes, kept.clone().map(Into::into));
        let (known, told) = world.read_with(Some(&pages));
        assert_eq!(told, notes, "step {step}: {what}");
        assert_eq!(format!("{known:?}"), format!("{fresh:?}"), "step {step}: {what}");
        kept = pages.to_keep().or(kept);
        let again = KeptPages::new(&Syntaxes, kept.clone().map(Into::into));
        world.read_with(Some(&again));
        assert!(again.to_keep().is_none(), "step {step}: everything is known the second time");
    }
}

#[test]
fn a_repository_that_readers_may_not_know_of_leaves_no_trace_in_what_was_kept() {
    let trees = trees();
    let everything = world(&trees);
    let pages = KeptPages::new(&Syntaxes, None);
    everything.read_with(Some(&pages));
    let kept = pages.to_keep();
    // As a public portal sees it: the other repository is not there.
    let public: Trees = trees.into_iter().filter(|(name, _)| name == "b").collect();
    let public = world(&public);
    let pages = KeptPages::new(&Syntaxes, kept.map(Into::into));
    assert_eq!(format!("{:?}", public.read_with(Some(&pages))), format!("{:?}", public.read()));
}
