//! What an organisation adds to the portal itself: pages, links, a sign, and its way to write dates and numbers.

use super::{fixture, pages, render};
use bytes::Bytes;
use milepost::catalog::Catalog;
use milepost::docs::books::{OwnPages, image};
use milepost::docs::markdown::PlainCode;
use milepost::docs::{Library, read_with_own};
use milepost::portal::Portal;
use milepost::site::{self, Locale, Logo, OwnLink, Sign, SiteSettings};
use milepost_model::{Diagnostics, Place};
use std::collections::BTreeMap;

/// A portal with these pages of its own, and what was told of them.
fn with_pages(files: &[(&str, &[u8])]) -> (Portal, Vec<String>) {
    let mut portal = fixture::small();
    let files = files.iter().map(|(path, content)| ((*path).to_owned(), Bytes::copy_from_slice(content))).collect();
    let own = OwnPages { folder: "portal-pages".to_owned(), files };
    let library = Library {
        repositories: &[],
        content: &|_| None,
        commits: &|_, _| (),
        as_of: fixture::as_of(),
        is_whole: false,
        highlighter: &PlainCode,
        kept: None,
    };
    let mut notes = Diagnostics::default();
    let read = read_with_own(&Catalog::default(), library, Some(&own), &mut notes);
    // Marks in the texts count the books that were read together.
    portal.documents.books = read.books;
    portal.documents.pictures.extend(read.pictures);
    let told =
        notes.sorted().iter().map(|note| format!("{} {}: {}", note.code, note.place.clone().unwrap_or_default(), note.message)).collect();
    (portal, told)
}

fn settings() -> SiteSettings {
    SiteSettings { pages_folder: "portal-pages".to_owned(), ..SiteSettings::default() }
}

fn link(label: &str, to: &str, in_bar: bool) -> OwnLink {
    OwnLink { label: label.to_owned(), to: to.to_owned(), in_bar, place: Place::file("metrics-config.toml").at(7, 6) }
}

#[test]
fn pages_of_one_s_own_have_the_portal_s_layout_and_are_found() {
    let drawing = b"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"4\"><script>alert(1)</script><path d=\"M0 0\"/></svg>";
    let (portal, told) = with_pages(&[
        (
            "index.md",
            b"# How we work\n\nSee [the rules](guides/rules.md#second) and [the catalog](/catalog/?q=tier%3A1).\n\n![way](img/way.svg)\n",
        ),
        ("guides/rules.md", b"# Rules\n\n## Second\n\nZwiebelfisch, [home](../index.md).\n"),
        ("img/way.svg", drawing),
    ]);
    assert_eq!(told, [""; 0]);
    let (_folder, files) = render(&portal, &settings());
    let text = |path: &str| String::from_utf8_lossy(files.get(path).unwrap_or_else(|| panic!("{path} is not there"))).into_owned();
    let home = text("pages/index.html");
    assert!(home.contains("<a href=\"../pages/guides/rules/#second\">the rules</a>"), "{home}");
    assert!(home.contains("<a href=\"../catalog/?q=tier%3A1\">the catalog</a>"), "{home}");
    assert!(home.contains("<title>How we work · "), "{home}");
    let picture = files.keys().find(|path| path.starts_with("assets/docs/way.")).expect("the picture is copied");
    assert!(home.contains(&format!("src=\"../{picture}\"")) && !text(picture).contains("alert"), "{home}");
    assert!(text("pages/guides/rules/index.html").contains("<nav class=\"tree\""));
    // Every page leads to them, search knows their words, and the lists of documentation do not count them.
    for (path, page) in pages(&files) {
        assert!(page.contains(">How we work</a>"), "{path}");
    }
    let index: String = files
        .iter()
        .filter(|(path, _)| path.starts_with("assets/search-texts."))
        .map(|(_, content)| String::from_utf8_lossy(content))
        .collect();
    assert!(index.contains("Zwiebelfisch"), "search does not know the page: {:?}", files.keys().collect::<Vec<_>>());
    assert!(!text("docs/index.html").contains("Rules"));
}

#[test]
fn what_is_wrong_with_them_is_told_with_its_place_and_leads_nowhere() {
    let (portal, told) = with_pages(&[(
        "a.md",
        b"# A\n\n[out](../../etc/passwd) [gone](gone.md) [code](javascript:alert(1)) ![pic](../../../x.png)\n\n[x](#nothing) [place](/catalgo/) [deep](/catalog/nobody-has-it/?q=1)\n",
    )]);
    assert_eq!(
        told,
        [
            "docs/broken-image portal-pages/a.md:3:1: ../../../x.png leads out of the repository",
            "docs/broken-link portal-pages/a.md:3:1: ../../etc/passwd leads out of the repository",
            "docs/broken-link portal-pages/a.md:3:1: gone.md is not there",
            "docs/broken-link portal-pages/a.md:3:1: links to javascript: addresses are not shown",
            "docs/broken-anchor portal-pages/a.md:5:1: there is no heading #nothing in this text",
        ]
    );
    let folder = tempfile::tempdir().expect("a folder");
    let more = SiteSettings {
        navigation: vec![link("Gone", "/catalog/none/", true), link("Chat", "https://chat.example.com/", false)],
        ..settings()
    };
    let written = site::render(&portal, &more, folder.path()).expect("because links never stop a build");
    let told: Vec<String> = written
        .notes
        .iter()
        .map(|note| format!("{}: {} [{}]", note.place.clone().unwrap_or_default(), note.message, note.help.clone().unwrap_or_default()))
        .collect();
    assert_eq!(told.len(), 3, "{told:?}");
    assert!(told[0].starts_with("metrics-config.toml:7:6: [[navigation]] “Gone” leads to /catalog/none/, which is no page"), "{told:?}");
    assert!(
        told.iter().any(|one| one.contains("portal-pages/a.md: the page leads to /catalgo/") && one.contains("did you mean /catalog/?")),
        "{told:?}"
    );
    let page = std::fs::read_to_string(folder.path().join("pages/a/index.html")).expect("the page is there");
    for gone in ["etc/passwd", "gone.md", "javascript:", "catalgo/\"", "nobody-has-it/"] {
        assert!(!page.contains(gone), "{gone}: {page}");
    }
    assert!(page.contains(" place deep</p>") && !page.contains(">Gone</a>"), "{page}");
    assert!(page.contains("<a href=\"https://chat.example.com/\" rel=\"noreferrer\">Chat</a>"), "{page}");
    let health = std::fs::read_to_string(folder.path().join("health/index.html")).expect("the page is there");
    assert!(health.contains("/catalgo/"), "Platform health does not tell it");
}

#[test]
fn a_sign_of_one_s_own_is_named_by_its_content_and_shown_by_scheme() {
    let sign = |text: &str| {
        let (picture, size) = image("logo.x", &Bytes::copy_from_slice(text.as_bytes())).expect("it is a drawing");
        Sign { picture, size }
    };
    let light = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 80 40\" onload=\"alert(1)\"><path d=\"M0 0h80v40H0z\"/></svg>";
    let dark = light.replace("M0 0", "M1 1");
    let logo = Logo { light: sign(light), dark: Some(sign(&dark)) };
    let (_folder, files) = render(&fixture::small(), &SiteSettings { logo: Some(logo), ..settings() });
    let signs: Vec<&String> = files.keys().filter(|path| path.starts_with("assets/logo.")).collect();
    assert_eq!(signs.len(), 2);
    for (path, page) in pages(&files) {
        assert!(page.contains("class=\"on-light\" src=") && page.contains("width=\"56\" height=\"28\""), "{path}");
        assert!(!page.contains("class=\"plate\"") && signs.iter().all(|sign| page.contains(sign.as_str())), "{path}");
    }
    assert!(signs.iter().all(|sign| !String::from_utf8_lossy(&files[*sign]).contains("alert")));
    let style = files.keys().find(|path| path.starts_with("assets/style.")).expect("there is one");
    assert!(String::from_utf8_lossy(&files[style]).contains(".on-dark"));
}

#[test]
fn dates_and_numbers_stand_as_the_locale_writes_them_on_every_page_and_in_no_data() {
    let portal = fixture::small();
    let of = |locale| render(&portal, &SiteSettings { locale, ..settings() }).1;
    let british = of(Locale::British);
    assert!(british == of(Locale::British), "the same input does not give the same bytes");
    let evidence = regex::Regex::new(r"\b[A-Z][a-z ]+: \d{1,2} [A-Z][a-z]{2} 20\d\d\b").expect("it is a pattern");
    const BRITISH_DAY: &str = r"\b\d{1,2} (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) 20\d\d\b";
    const ENGLISH_NAME: &str = r"\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun),? \d|\b(January|February|March|May|June|July|October|December) 20\d\d";
    let foreign = format!("{BRITISH_DAY}|{ENGLISH_NAME}");
    let dates = [
        (Locale::American, BRITISH_DAY, "Nov 20, 2026"),
        (Locale::German, &foreign, "20.11.2026"),
        (Locale::French, &foreign, "20/11/2026"),
    ];
    for (locale, foreign, own) in dates {
        let files = of(locale);
        let foreign = regex::Regex::new(foreign).expect("it is a pattern");
        assert!(pages(&files).any(|(_, page)| page.contains(own)), "{locale:?} writes no date");
        for (path, page) in pages(&files) {
            // What a rule found is data, with the title of the fact before it.
            let page = evidence.replace_all(&page, "");
            let found = foreign.find(&page).map(|found| &page[page.floor_char_boundary(found.start().saturating_sub(160))..found.end()]);
            assert_eq!(found, None, "{locale:?}: {path}");
            assert!(page.contains("<html lang=\"en\""), "{path}: its words are English");
        }
        let data = |files: &BTreeMap<String, Vec<u8>>| -> Vec<(String, Vec<u8>)> {
            files.iter().filter(|(path, _)| path.starts_with("data/")).map(|(path, content)| (path.clone(), content.clone())).collect()
        };
        let changed: Vec<String> =
            data(&files).into_iter().zip(data(&british)).filter(|(now, before)| now != before).map(|(now, _)| now.0).collect();
        assert_eq!(changed, [""; 0], "{locale:?} changes data");
    }
}
