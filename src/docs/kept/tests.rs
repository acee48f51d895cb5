//! What is kept is what would be rendered, or of no use.

use super::*;
use crate::docs::markdown::{Image, Link, PlainCode, Remembered, Syntaxes};
use std::cell::RefCell;

const TEXT: &str = "---\na: b\n---\n# Title\n\n[a](a.md) ![i](i.png)\n\n## Head\n\n--8<-- \"part.md\"\n\n[gone](gone.md) [bad](#no)\n\n```rust\nfn main() {}\n```\n";

/// Surroundings whose answers a test changes.
#[derive(Clone)]
struct Place {
    link: Link,
    image: Image,
    part: Option<String>,
}

impl Surroundings for RefCell<Place> {
    fn link(&self, to: &str) -> Link {
        match to {
            "gone.md" => Link::Broken("gone.md is not there.".to_owned()),
            _ if to.starts_with('#') => Link::Inside(to.to_owned()),
            _ => self.borrow().link.clone(),
        }
    }
    fn image(&self, _at: &str) -> Image {
        self.borrow().image.clone()
    }
    fn include(&self, _path: &str) -> Option<String> {
        self.borrow().part.clone()
    }
}

fn place() -> RefCell<Place> {
    let image = Image::Here { src: "i.1f.png".to_owned(), size: Some((3, 4)) };
    RefCell::new(Place { link: Link::Inside("a/".to_owned()), image, part: Some("See [b](b.md).".to_owned()) })
}

fn shown(pages: &KeptPages, place: &RefCell<Place>) -> Rendered {
    pages.render(("component:default/a", "docs/a.md"), TEXT, place, &Syntaxes, &[])
}

/// What a first build keeps.
fn first() -> Vec<u8> {
    let pages = KeptPages::new(&Syntaxes, None);
    shown(&pages, &place());
    pages.to_keep().expect("something new")
}

#[test]
fn a_page_comes_back_as_it_was() {
    let rendered = render(TEXT, &place(), &Syntaxes, &[]);
    assert!(!rendered.findings.is_empty() && rendered.title.is_some() && rendered.front_matter.is_some());
    let second = KeptPages::new(&Syntaxes, Some(first().into()));
    assert_eq!(second.known.len(), 1);
    assert_eq!(shown(&second, &place()), rendered);
    assert!(second.to_keep().is_none(), "nothing is new");
    // Nobody asks for it: it is forgotten.
    assert!(KeptPages::new(&Syntaxes, Some(first().into())).to_keep().is_some());
}

#[test]
fn another_answer_makes_another_page() {
    type Change = fn(&mut Place);
    let changes: [(&str, Change); 8] = [
        ("a link leads elsewhere", |place| place.link = Link::Inside("b/".to_owned())),
        ("a link leads outside", |place| place.link = Link::Outside("a/".to_owned())),
        ("a link is none", |place| place.link = Link::Unlinked),
        ("a link is broken", |place| place.link = Link::Broken("a/".to_owned())),
        ("an image is another", |place| place.image = Image::Here { src: "i.2f.png".to_owned(), size: Some((3, 4)) }),
        ("an image has another size", |place| place.image = Image::Here { src: "i.1f.png".to_owned(), size: Some((34, 1)) }),
        ("a part says something else", |place| place.part = Some("See [c](c.md).".to_owned())),
        ("a part is gone", |place| place.part = None),
    ];
    for (what, change) in changes {
        let changed = place();
        change(&mut changed.borrow_mut());
        let pages = KeptPages::new(&Syntaxes, Some(first().into()));
        assert_eq!(shown(&pages, &changed), render(TEXT, &changed, &Syntaxes, &[]), "{what}");
        assert_ne!(shown(&pages, &changed), render(TEXT, &place(), &Syntaxes, &[]), "{what}");
        assert!(pages.to_keep().is_some(), "{what}");
    }
}

#[test]
fn what_is_damaged_or_of_another_program_is_not_known() {
    let kept = first();
    assert!(KeptPages::new(&PlainCode, Some(kept.clone().into())).known.is_empty(), "another highlighter");
    for end in (0..kept.len()).step_by(7) {
        assert!(KeptPages::new(&Syntaxes, Some(kept[..end].to_vec().into())).known.is_empty(), "{end}");
    }
    // Within an entry whose bytes were hashed as they are.
    let mut pages = KeptPages::new(&Syntaxes, Some(kept.into()));
    let entry = pages.known.values().next().expect("one").clone();
    for end in 0..entry.len() {
        assert!(Entry::read(&entry[..end]).is_none(), "{end}");
        pages.known.values_mut().for_each(|kept| *kept = entry.slice(..end));
        assert!(pages.known(&key(&["component:default/a", "docs/a.md", TEXT]), &place()).is_none());
    }
}

#[test]
fn the_code_of_a_page_that_is_kept_whole_stays_known_too() {
    let first = Remembered::new(None);
    let pages = KeptPages::new(&first, None);
    pages.render(("a", "a"), TEXT, &place(), &first, &[]);
    let (code, kept) = (first.to_keep().expect("code"), pages.to_keep().expect("a page"));
    let second = Remembered::new(Some(&code));
    let pages = KeptPages::new(&second, Some(kept.into()));
    pages.render(("a", "a"), TEXT, &place(), &second, &[]);
    assert!(pages.to_keep().is_none());
    assert_eq!(second.to_keep(), None, "the same code is kept");
}
