//! The documentation of an organisation in memory: repositories in, books out.

#[path = "docs/kept.rs"]
mod kept;

use bytes::Bytes;
use milepost::catalog::{CatalogFacts, CatalogSettings, CurrentFile, RepositoryFacts, build};
use milepost::docs::books::{Book, Entry, Status};
use milepost::docs::markdown::Syntaxes;
use milepost::docs::marks::{Marked, replaced};
use milepost::docs::{Documents, KeptPages, Library, TakeCommits, read};
use milepost_model::record::{Commit, Repository};
use milepost_model::{Diagnostics, Instant, RepoId};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

const DESCRIPTOR: &str = "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: NAME\n  annotations: {MORE}\nspec: {type: service, owner: team-a, lifecycle: production}\n";

fn descriptor(name: &str, annotations: &str) -> String {
    DESCRIPTOR.replace("NAME", name).replace("MORE", annotations)
}

struct World {
    repositories: Vec<RepositoryFacts>,
    contents: BTreeMap<String, Bytes>,
    commits: Vec<Commit>,
}

fn as_of() -> Instant {
    "2026-11-20T06:40:00Z".parse().expect("an instant")
}

impl World {
    fn of(repositories: &[(&str, &[(&str, &str)])]) -> Self {
        let mut world = Self { repositories: Vec::new(), contents: BTreeMap::new(), commits: Vec::new() };
        for (name, files) in repositories {
            let repository = Repository {
                repo: format!("gh:github.com:{name}").into(),
                full_name: format!("o/{name}"),
                url: Some(format!("https://github.com/o/{name}")),
                default_branch: Some("main".to_owned()),
                head: Some("4c7a19e0".to_owned()),
                ..Repository::default()
            };
            let mut facts = RepositoryFacts { repository, ..RepositoryFacts::default() };
            for (path, text) in *files {
                let blob = blake3::hash(text.as_bytes()).to_hex().to_string();
                world.contents.insert(blob.clone(), Bytes::copy_from_slice(text.as_bytes()));
                facts.files.push(CurrentFile { path: (*path).to_owned(), blob: Some(blob), last_change: None, changed_by: None });
            }
            world.repositories.push(facts);
        }
        world
    }

    fn read(&self) -> (Documents, Vec<String>) {
        self.read_with(None)
    }

    /// The same, with what an earlier build kept.
    fn read_with(&self, kept: Option<&KeptPages>) -> (Documents, Vec<String>) {
        let content = |id: &str| self.contents.get(id).cloned();
        let facts = CatalogFacts { repositories: &self.repositories, teams: &[], content: &content };
        let catalog = build(&facts, &CatalogSettings::default(), &mut Diagnostics::default());
        let mut notes = Diagnostics::default();
        let commits = |of: &BTreeSet<RepoId>, take: &TakeCommits<'_>| {
            for repo in of {
                take(repo, &self.commits.iter().filter(|commit| commit.repo == *repo).cloned().collect::<Vec<_>>());
            }
        };
        let library = Library {
            repositories: &self.repositories,
            content: &content,
            commits: &commits,
            as_of: as_of(),
            is_whole: false,
            highlighter: &Syntaxes,
            kept,
        };
        let documents = read(&catalog, library, &mut notes);
        let notes = notes.sorted();
        let shown = notes
            .iter()
            .map(|note| format!("{} {}: {}", note.code, note.place.as_ref().map(ToString::to_string).unwrap_or_default(), note.message));
        (documents, shown.collect())
    }
}

fn book<'d>(documents: &'d Documents, name: &str) -> &'d Book {
    documents.books.iter().find(|book| book.owner.name == name).unwrap_or_else(|| panic!("a book of {name}"))
}

/// A navigation as indented lines.
fn outline(book: &Book) -> Vec<String> {
    fn lines(book: &Book, entries: &[Entry], depth: usize, out: &mut Vec<String>) {
        for entry in entries {
            let indent = "  ".repeat(depth);
            match entry {
                Entry::Page { page, title } => out.push(format!("{indent}{title} <{}>", book.pages[*page].address)),
                Entry::Decisions => out.push(format!("{indent}decisions")),
                Entry::Section { title, entries } => {
                    out.push(format!("{indent}{title}:"));
                    lines(book, entries, depth + 1, out);
                }
                Entry::Elsewhere { title, address, .. } => out.push(format!("{indent}{title} -> {address}")),
                Entry::Link { title, url } => out.push(format!("{indent}{title} -> {url}")),
            }
        }
    }
    let mut out = Vec::new();
    lines(book, &book.nav, 0, &mut out);
    out
}

/// A page's HTML, each mark as the owner of the book and the address in it.
fn html(documents: &Documents, name: &str, address: &str) -> String {
    let page = book(documents, name).at(address).unwrap_or_else(|| panic!("a page {address} of {name}"));
    replaced(&page.html, |marked| match marked {
        Marked::Page { book, address } => format!("{}|{address}", documents.books[book].owner.name),
        Marked::Picture(name) => format!("picture|{name}"),
        Marked::Place(address) => format!("place|{address}"),
    })
}

#[test]
fn a_site_is_read_as_its_navigation_says_and_the_rest_comes_after() {
    let config = "site_name: Pay\nnav:\n  - Home: index.md\n  - How-to guides:\n      - how-to/Send.md\n  - Gone: gone.md\n  - Web: https://example.org/x\n  - Bad: 'javascript://x'\n";
    let world = World::of(&[(
        "pay",
        &[
            ("catalog-info.yaml", &descriptor("pay", "backstage.io/techdocs-ref: 'dir:.'")),
            ("mkdocs.yml", config),
            ("docs/index.md", "# Pay\n"),
            ("docs/how-to/Send.md", "---\ntitle: Sending\n---\n# Send *money*\n"),
            ("docs/extra.md", "# Extra\n"),
            ("docs/.hidden/x.md", "# X\n"),
            ("docs/adr/0001-a.md", "# 1. A\n\n- Status: Superseded by [ADR 2](0002-b.md)\n"),
            ("docs/adr/0002-b.md", "---\nstatus: accepted\ndate: 2026-01-02\n---\n# B\n"),
            ("README.md", "# pay\n"),
            ("CHANGELOG.md", "# Changelog\n"),
            ("RUNBOOK.md", "# When it breaks\n"),
        ],
    )]);
    let (documents, notes) = world.read();
    let found = book(&documents, "pay");
    assert_eq!(
        outline(found),
        [
            "Home <>",
            "How-to guides:",
            "  Send money <how-to/send/>",
            "Web -> https://example.org/x",
            "More:",
            "  When it breaks <runbook/>",
            "  Extra <extra/>",
            "  decisions",
            "  Changelog <changelog/>",
            "  README <readme/>",
        ]
    );
    assert_eq!(notes, ["docs/missing-page o/pay: mkdocs.yml:6:1: the navigation names gone.md, which is not there"]);
    let decisions = found.decisions.as_ref().expect("because there are two");
    let states: Vec<_> = decisions.records.iter().filter_map(|page| found.pages[*page].decision.as_ref()).collect();
    assert_eq!((states[0].status, states[0].superseded_by, states[1].status), (Status::Superseded, Some(2), Status::Accepted));
    assert_eq!((decisions.address.as_str(), decisions.page), ("adr/", None));
    let order: Vec<_> = found.pages.iter().map(|page| page.address.as_str()).collect();
    assert_eq!(order, ["", "how-to/send/", "runbook/", "extra/", "adr/0001-a/", "adr/0002-b/", "changelog/", "readme/"]);
}

#[test]
fn without_a_navigation_folders_or_kinds_are_it() {
    let world = World::of(&[
        (
            "plain",
            &[
                ("README.md", "# Plain\n"),
                ("docs/b.md", "# B\n"),
                ("docs/a/README.md", "# About a\n"),
                ("docs/a/z.md", "---\nweight: 1\n---\n# Z\n"),
                ("docs/a/y.md", "no heading\n"),
            ],
        ),
        (
            "numbers",
            &[
                ("docs/index.md", "# Numbers\n"),
                ("docs/02-apps/_category_.json", "{\"label\": \"Application modules\", \"position\": 2}"),
                ("docs/02-apps/01-start.md", "no heading\n"),
                ("docs/10-light_clients/a.md", "# A\n"),
                ("docs/9-more/a.md", "# A\n"),
                ("docs/2024-news/a.md", "# A\n"),
            ],
        ),
        (
            "kinds",
            &[
                ("docs/index.md", "# Kinds\n"),
                ("docs/x.md", "---\nkind: reference\n---\n# X\n"),
                ("docs/y.md", "---\nkind: tutorial\n---\n# Y\n"),
            ],
        ),
    ]);
    let (documents, notes) = world.read();
    assert_eq!(notes, Vec::<String>::new());
    assert_eq!(outline(book(&documents, "plain")), ["Plain <>", "B <b/>", "About a:", "  About a <a/>", "  Z <a/z/>", "  Y <a/y/>"]);
    let numbered = ["Application modules:", "  Start <02-apps/01-start/>", "More:", "  A <9-more/a/>", "Light clients:"];
    assert_eq!(outline(book(&documents, "numbers"))[1..6], numbered);
    assert_eq!(outline(book(&documents, "kinds")), ["Kinds <>", "Tutorials:", "  Y <y/>", "Reference:", "  X <x/>"]);
}

#[test]
fn parts_of_a_repository_have_books_of_their_own_and_one_site_may_include_the_others() {
    let world = World::of(&[(
        "mono",
        &[
            ("catalog-info.yaml", &descriptor("whole", "backstage.io/techdocs-ref: 'dir:.'")),
            (
                "mkdocs.yml",
                "site_name: Whole\nnav:\n  - index.md\n  - Pay: '!include ./pay/mkdocs.yml'\n  - Lib: '!include ./lib/mkdocs.yml'\n  - All: '*include ./*/mkdocs.yml'\n",
            ),
            ("docs/index.md", "# Whole\n\n[pay](../pay/docs/index.md#there) [lib](../lib/handbook/a.md)\n"),
            ("pay/catalog-info.yaml", &descriptor("pay", "")),
            ("pay/mkdocs.yml", "site_name: Pay\nnav:\n  - Start: index.md\n"),
            ("pay/docs/index.md", "# Pay\n\n## There\n"),
            ("lib/mkdocs.yml", "site_name: Lib\ndocs_dir: handbook\n"),
            ("lib/handbook/a.md", "# A\n"),
        ],
    )]);
    let (documents, notes) = world.read();
    assert_eq!(notes, Vec::<String>::new());
    assert_eq!(outline(book(&documents, "whole")), ["Whole <>", "Pay:", "  Start -> ", "Lib:", "  A <lib/a/>"]);
    assert_eq!(outline(book(&documents, "pay")), ["Start <>"]);
    let home = html(&documents, "whole", "");
    assert!(home.contains("href=\"pay|#there\"") && home.contains("href=\"whole|lib/a/\""), "{home}");
}

#[test]
fn links_lead_to_pages_to_files_of_the_host_and_across_repositories() {
    let world = World::of(&[
        (
            "a",
            &[
                (
                    "docs/index.md",
                    "# A\n\n[1](guide.md) [2](guide/) [3](guide.md#Deep_down) [4](../src/main.rs) [5](https://github.com/o/b/blob/main/docs/x.md#y) [6](gone.md) [7](/guide.md) [8](../../etc) [9](../openapi.yaml#L3) [10](https://github.com/o/secret/blob/main/docs/x.md) [11](img.md#none)\n\n![p](img/p.png) ![q](img/q.png) ![r](https://github.com/o/b/raw/main/docs/r.svg)\n",
                ),
                ("docs/guide.md", "# Guide\n\n## Deep down\n\n[back](index.md) [by address](../img/)\n"),
                ("docs/img.md", "# Images\n"),
                ("docs/img/p.png", "no image"),
                ("openapi.yaml", "openapi: 3.0.0"),
            ],
        ),
        ("b", &[("docs/x.md", "# X\n\n## Y\n"), ("docs/r.svg", "<svg viewBox='0 0 3 4'><script>alert(1)</script></svg>")]),
    ]);
    let (documents, notes) = world.read();
    let home = html(&documents, "a", "");
    for part in [
        "<a href=\"a|guide/\">1</a>",
        "<a href=\"a|guide/\">2</a>",
        "<a href=\"a|guide/#deep-down\">3</a>",
        "<a href=\"https://github.com/o/a/blob/4c7a19e0/src/main.rs\" rel=\"noreferrer\">4</a>",
        "<a href=\"b|x/#y\">5</a>",
        " 6 ",
        "<a href=\"a|guide/\">7</a>",
        " 8 ",
        "openapi.yaml#L3\"",
        "<a href=\"https://github.com/o/secret/blob/main/docs/x.md\"",
        "<a href=\"a|img/\">11</a>",
        "<img src=\"picture|r.",
        "width=\"3\" height=\"4\"",
    ] {
        assert!(home.contains(part), "{part} is not in {home}");
    }
    assert!(html(&documents, "a", "guide/").contains("<a href=\"a|img/\">by address</a>"));
    let expected = [
        "docs/broken-anchor o/a: docs/index.md:3:1: the page that is linked to has no heading #none",
        "docs/broken-link o/a: docs/index.md:3:1: ../../etc leads out of the repository",
        "docs/broken-link o/a: docs/index.md:3:1: gone.md is not there",
        "docs/broken-image o/a: docs/index.md:5:1: img/p.png is no image that pages can show",
        "docs/broken-image o/a: docs/index.md:5:1: img/q.png is not there",
    ];
    assert_eq!(notes, expected);
    assert_eq!(documents.pictures.len(), 1);
    assert!(!String::from_utf8_lossy(&documents.pictures[0].content).contains("script"));
}

#[test]
fn a_page_is_stale_only_where_what_it_describes_has_moved_on() {
    let mut world = World::of(&[("a", &[("docs/index.md", "# A\n"), ("docs/adr/0001-x.md", "# X\n"), ("docs/new.md", "# New\n")])]);
    let day = |text: &str| -> Instant { format!("{text}T00:00:00Z").parse().expect("an instant") };
    for file in &mut world.repositories[0].files {
        file.last_change = Some(if file.path.ends_with("new.md") { day("2026-06-01") } else { day("2025-09-01") });
    }
    let commit = |at: &str| Commit { repo: "gh:github.com:a".into(), committed_at: day(at), ..Commit::default() };
    world.commits = vec![commit("2025-08-01"), commit("2026-01-01"), commit("2026-02-01")];
    let (documents, _) = world.read();
    let stale: Vec<_> = book(&documents, "a")
        .pages
        .iter()
        .map(|page| (page.address.as_str(), page.stale.as_ref().map(|stale| (stale.months, stale.changes))))
        .collect();
    assert_eq!(stale, [("", Some((14, 2))), ("new/", None), ("adr/0001-x/", None)]);
}

#[test]
fn documentation_may_be_that_of_another_entity() {
    let shared = descriptor("a", "");
    let borrows = descriptor("b", "backstage.io/techdocs-entity: 'component:default/a'");
    let lost = descriptor("c", "backstage.io/techdocs-entity: component:default/nobody");
    let world = World::of(&[
        ("a", &[("catalog-info.yaml", &shared), ("docs/index.md", "# A\n")]),
        ("b", &[("catalog-info.yaml", &borrows)]),
        ("c", &[("catalog-info.yaml", &lost)]),
    ]);
    let (documents, notes) = world.read();
    let shown: Vec<&str> = book(&documents, "a").shown_for.iter().map(|other| other.name.as_str()).collect();
    assert_eq!(shown, ["b"]);
    let expected = "no-such-docs o/c: catalog-info.yaml";
    assert!(
        notes.iter().any(|note| note.starts_with(&format!("docs/{expected}")) && note.contains("component:default/nobody")),
        "{notes:?}"
    );
}

#[test]
fn only_what_lies_among_the_documentation_is_included() {
    let world = World::of(&[(
        "a",
        &[
            ("mkdocs.yml", "site_name: A\n"),
            ("docs/index.md", "# A\n\n--8<-- \"docs/part.md\"\n\n--8<-- \"../package.json\"\n"),
            ("docs/part.md", "Part.\n"),
            ("package.json", "{\"name\": \"secret\"}"),
        ],
    )]);
    let (documents, notes) = world.read();
    let home = html(&documents, "a", "");
    assert!(home.contains("Part.") && !home.contains("secret"), "{home}");
    assert_eq!(notes.len(), 1, "{notes:?}");
}

#[test]
fn hostile_trees_end_in_a_book_or_a_note() {
    let mut many = String::from("# Many\n\n");
    for number in 0..3_000 {
        writeln!(many, "[{number}](no-{number}.md)").expect("because a string takes everything");
    }
    let paths: Vec<String> = (0..6_000).map(|number| format!("docs/{number}.md")).collect();
    let mut files: Vec<(&str, &str)> = paths.iter().map(|path| (path.as_str(), "# One\n")).collect();
    let deep = format!("docs/{}x.md", "a/".repeat(300));
    let nested = "<div>".repeat(50_000);
    let brackets = "[".repeat(50_000);
    let line = "a".repeat(10 << 20);
    let table = format!("| a |\n|---|\n{}", "| b |\n".repeat(100_000));
    files.extend([
        ("mkdocs.yml", "nav:\n  - A: '!include ./mkdocs.yml'\n  - '*include **/mkdocs.yml': x\n"),
        ("docs/CON.md", "# Con\n"),
        ("docs/con.MD", "# Con\n"),
        ("docs/ .md", "---\n: : :\n---\n"),
        (deep.as_str(), "# Deep\n"),
        ("docs/0-many.md", &many),
        ("docs/0-nested.md", &nested),
        ("docs/0-brackets.md", &brackets),
        ("docs/0-line.md", &line),
        ("docs/0-table.md", &table),
    ]);
    let world = World::of(&[("a", &files)]);
    let (documents, notes) = world.read();
    let found = book(&documents, "a");
    assert_eq!(found.pages.len(), 5_000);
    let mut addresses: Vec<_> = found.pages.iter().map(|page| page.address.as_str()).collect();
    addresses.sort_unstable();
    addresses.dedup();
    assert_eq!(addresses.len(), 5_000);
    assert!(
        addresses
            .iter()
            .all(|address| address.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_.~/".contains(&byte)))
    );
    assert!(notes.len() < 60, "{}", notes.len());
    assert!(notes.iter().any(|note| note.starts_with("docs/many")) && notes.iter().any(|note| note.starts_with("docs/too-large")));
}
