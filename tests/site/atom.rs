//! The feed by the letter of Atom (RFC 4287): well-formed XML with namespaces, each element where it may stand and as
//! often as it may, each value of its form.

use super::{fixture, render};
use milepost::portal::Portal;
use milepost::site::SiteSettings;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;
use quick_xml::{NsReader, XmlVersion};
use std::collections::{BTreeMap, BTreeSet};

const ATOM: &[u8] = b"http://www.w3.org/2005/Atom";

/// An element of Atom.
#[derive(Debug, Default)]
struct Element {
    name: String,
    attributes: BTreeMap<String, String>,
    children: Vec<Self>,
    text: String,
}

impl Element {
    fn of(start: &BytesStart<'_>) -> Self {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("because it is UTF-8");
        let attributes = start.attributes().map(|attribute| {
            let attribute = attribute.unwrap_or_else(|why| panic!("{start:?}: {why}"));
            let value = attribute.normalized_value(XmlVersion::Explicit1_0).unwrap_or_else(|why| panic!("{start:?}: {why}"));
            (text(attribute.key.as_ref()), value.into_owned())
        });
        Self { name: text(start.local_name().as_ref()), attributes: attributes.collect(), ..Self::default() }
    }

    fn all<'e, 'n>(&'e self, name: &'n str) -> impl Iterator<Item = &'e Self> + use<'e, 'n> {
        self.children.iter().filter(move |child| child.name == name)
    }

    fn one(&self, name: &str) -> &Self {
        let found: Vec<&Self> = self.all(name).collect();
        assert_eq!(found.len(), 1, "{} has one {name}: {self:?}", self.name);
        found[0]
    }
}

/// The document as a tree; panics where it is no XML, or holds anything but Atom.
fn parsed(xml: &str) -> Element {
    let mut reader = NsReader::from_str(xml);
    let config = reader.config_mut();
    (config.expand_empty_elements, config.check_comments) = (true, true);
    let mut open = vec![Element::default()];
    loop {
        let (space, event) = reader.read_resolved_event().unwrap_or_else(|why| panic!("{why}: {xml}"));
        match event {
            Event::Start(start) => {
                assert!(matches!(space, ResolveResult::Bound(space) if space.0 == ATOM), "{start:?} is of Atom");
                open.push(Element::of(&start));
            }
            Event::End(_) => {
                let closed = open.pop().expect("because every end has its start");
                open.last_mut().expect("because the document is around it").children.push(closed);
            }
            Event::Text(text) => {
                let text = text.xml10_content().expect("because it is UTF-8");
                assert!(!text.chars().any(|sign| sign.is_control() && !sign.is_whitespace()), "{text:?}");
                open.last_mut().expect("because the document is around it").text.push_str(&text);
            }
            Event::GeneralRef(named) => {
                let name = named.decode().expect("because it is UTF-8");
                assert!(["amp", "lt", "gt", "quot", "apos"].contains(&&*name), "&{name};");
            }
            Event::Decl(_) => assert_eq!(open.len(), 1, "the declaration stands first"),
            Event::Eof => break,
            other => panic!("{other:?} has no place here"),
        }
    }
    let mut document = open.pop().expect("because the document is around all");
    assert!(open.is_empty() && document.children.len() == 1 && document.text.trim().is_empty(), "one element is around all");
    document.children.remove(0)
}

/// What may stand in an element, each with how often at most.
fn demand(element: &Element, allowed: &[(&str, usize)]) {
    for child in &element.children {
        let most = allowed.iter().find(|(name, _)| *name == child.name).map(|(_, most)| *most);
        let most = most.unwrap_or_else(|| panic!("{} may not stand in {}", child.name, element.name));
        assert!(element.all(&child.name).count() <= most, "{} in {} stands too often", child.name, element.name);
    }
    assert!(element.text.trim().is_empty(), "{} holds elements and no text: {:?}", element.name, element.text);
}

fn demand_instant(element: &Element) {
    let at = chrono::DateTime::parse_from_rfc3339(&element.text);
    assert!(at.is_ok() && element.text.contains('T'), "{}: {}", element.name, element.text);
}

/// Identifiers and addresses have a scheme.
fn demand_address(address: &str) {
    assert!(url::Url::parse(address).is_ok(), "{address}");
}

fn demand_text(element: &Element) {
    assert!(element.children.is_empty() && element.attributes.is_empty() && !element.text.trim().is_empty(), "{element:?}");
}

/// What the feed and its entries have alike.
fn demand_common(element: &Element) {
    demand_text(element.one("title"));
    demand_instant(element.one("updated"));
    demand_address(&element.one("id").text);
    let mut alternates = BTreeSet::new();
    for link in element.all("link") {
        assert!(link.attributes.keys().all(|key| ["href", "rel", "type"].contains(&key.as_str())), "{link:?}");
        demand_address(&link.attributes["href"]);
        let rel = link.attributes.get("rel").map_or("alternate", String::as_str);
        assert!(rel != "alternate" || alternates.insert(link.attributes.get("type")), "two alternates of one type: {link:?}");
    }
    assert!(!alternates.is_empty(), "there is a page about it: {element:?}");
}

/// Demands that a feed is Atom. How many entries it has.
fn demand_atom(portal: &Portal) -> usize {
    let settings = SiteSettings { site_url: Some("https://portal.example.org/x/".to_owned()), ..SiteSettings::default() };
    let (_folder, files) = render(portal, &settings);
    let feed = parsed(std::str::from_utf8(&files["feed.xml"]).expect("because it is UTF-8"));
    assert_eq!(feed.name, "feed");
    let many = usize::MAX;
    let once = [("id", 1), ("title", 1), ("subtitle", 1), ("updated", 1), ("generator", 1)];
    demand(&feed, &[&once[..], &[("author", many), ("link", many), ("entry", many)]].concat());
    demand_common(&feed);
    demand_text(feed.one("author").one("name"));
    assert!(feed.all("link").any(|link| link.attributes.get("rel").is_some_and(|rel| rel == "self")), "it says where it is");
    let mut ids = BTreeSet::new();
    for entry in feed.all("entry") {
        demand(entry, &[("id", 1), ("title", 1), ("updated", 1), ("link", many), ("category", many), ("summary", 1)]);
        demand_common(entry);
        demand_text(entry.one("summary"));
        assert!(entry.all("category").all(|category| category.attributes.get("term").is_some_and(|term| !term.is_empty())), "{entry:?}");
        assert!(ids.insert(&entry.one("id").text), "{entry:?}");
    }
    ids.len()
}

#[test]
fn the_feed_is_atom_to_the_letter_whatever_the_names_are() {
    assert!(demand_atom(&fixture::small()) > 2);
    demand_atom(&fixture::hostile());
    demand_atom(&fixture::empty("Nobody yet"));
}

#[test]
#[should_panic(expected = "has one updated")]
fn a_feed_without_its_instant_would_be_told() {
    let feed = parsed("<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>a</title></feed>");
    demand_common(&feed);
}
