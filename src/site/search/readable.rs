//! What there is to read, page by page and section by section, as full text search takes it.

use super::entries::Group;
use crate::portal::api::{Description, Group as Topic, Operation};
use crate::portal::line;
use crate::site::Site;
use crate::site::apis::{Holds, Shelf};
use crate::site::docs::FoundPage;
use crate::site::facts::display_name;
use milepost_model::Entity;

/// What pages of documentation are among the kinds of pages; the palette asks for it by this name.
const DOCS: &str = "Docs";

/// A page that can be read. Its text is made when it is asked for, so that all texts are never there at once.
#[derive(Debug)]
pub struct Readable<'a> {
    /// Its title.
    pub title: String,
    /// Its address.
    pub address: String,
    /// What kind of page it is, such as `APIs`.
    pub kind: String,
    /// Who owns it.
    pub owner: String,
    /// What it belongs to, such as the name of a service.
    pub of: String,
    /// Where its text comes from.
    pub source: Source<'a>,
}

/// Where a page's text comes from.
#[derive(Debug)]
pub enum Source<'a> {
    /// What descriptors say of an entity, where they say anything.
    Entity(Option<&'a Entity>),
    /// One page of the reference of an API.
    Reference(Page<'a>),
    /// A page of documentation.
    Document(FoundPage<'a>),
    /// Sections that are there already.
    Written(Vec<Section>),
}

/// One page of the reference of an API, by its place among them.
#[derive(Debug)]
pub struct Page<'a> {
    shelf: &'a Shelf<'a>,
    leaf: usize,
}

/// A stretch of a page below a heading.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Section {
    /// Its heading.
    pub heading: String,
    /// The heading's id.
    pub id: String,
    /// Its text, without any formatting.
    pub text: String,
}

impl Readable<'_> {
    /// Its sections in their order; the first may have no heading.
    pub fn sections(&self) -> Vec<Section> {
        match &self.source {
            Source::Entity(entity) => vec![entity.map(of_entity).unwrap_or_default()],
            Source::Reference(page) => of_reference(page.shelf, page.leaf),
            Source::Document(page) => page.sections().into_iter().map(of_document).collect(),
            Source::Written(sections) => sections.clone(),
        }
    }
}

/// Every page that can be read. Those of the head index come first, in its order: so browsers know them by number.
pub fn gather<'s>(site: &'s Site<'_>) -> Vec<Readable<'s>> {
    let mut pages: Vec<Readable<'s>> = site.named.iter().flat_map(|group| entities(group)).collect();
    for shelf in &site.apis.shelves {
        let service = shelf.api.service.as_ref().and_then(|service| site.facts_of(service));
        pages.extend(shelf.leaves.iter().enumerate().map(|(leaf, page)| Readable {
            title: if page.title.is_empty() { shelf.api.title.clone() } else { format!("{}: {}", shelf.api.title, page.title) },
            address: page.address.clone(),
            kind: "APIs".to_owned(),
            owner: service.and_then(|facts| facts.owner).map(|owner| owner.name.to_owned()).unwrap_or_default(),
            of: service.map_or(shelf.api.format.name(), |facts| facts.name).to_owned(),
            source: Source::Reference(Page { shelf, leaf }),
        }));
    }
    pages.extend(site.docs.pages().map(|page| document(site, page)));
    pages
}

fn document<'s>(site: &'s Site<'_>, page: FoundPage<'s>) -> Readable<'s> {
    let owner = &page.book.owner;
    let team = site.portal.entity(owner).and_then(|entity| entity.owners.first());
    Readable {
        title: page.page.title.clone(),
        address: page.address.clone(),
        kind: DOCS.to_owned(),
        owner: team.map(|team| display_name(site.portal, team).to_owned()).unwrap_or_default(),
        of: if page.book.is_own { page.book.title.clone() } else { display_name(site.portal, owner).to_owned() },
        source: Source::Document(page),
    }
}

fn of_document(section: crate::portal::books::Section) -> Section {
    Section { heading: section.title.unwrap_or_default(), id: section.id.unwrap_or_default(), text: section.text }
}

fn entities<'s>(group: &'s Group<'_>) -> impl Iterator<Item = Readable<'s>> {
    group.entries.iter().map(move |entry| Readable {
        title: entry.name.to_owned(),
        address: entry.address.clone(),
        kind: group.label.clone(),
        owner: entry.owner.as_ref().map(|(name, _)| (*name).to_owned()).unwrap_or_default(),
        of: String::new(),
        source: match &entry.says {
            Some(text) => Source::Written(vec![Section { text: text.clone(), ..Section::default() }]),
            None => Source::Entity(entry.entity),
        },
    })
}

/// What descriptors say of an entity in words.
fn of_entity(entity: &Entity) -> Section {
    let mut parts: Vec<&str> = entity.description.as_deref().into_iter().collect();
    parts.extend(entity.tags.iter().map(String::as_str));
    parts.extend(entity.links.iter().map(|link| link.title.as_str()));
    if let Some(title) = &entity.title {
        parts.extend([title.as_str(), &entity.name]);
    }
    Section { text: parts.join(" · "), ..Section::default() }
}

fn of_reference(shelf: &Shelf<'_>, leaf: usize) -> Vec<Section> {
    let Ok(description) = &shelf.api.described else { return Vec::new() };
    let mut sections = Vec::new();
    if leaf == 0 {
        let text = description.description.as_deref().map(line).unwrap_or_default();
        sections.push(Section { text, ..Section::default() });
    }
    match shelf.leaves[leaf].holds {
        Holds::Everything => sections.extend(description.groups.iter().flat_map(|topic| of_topic(topic, &topic.operations))),
        Holds::Operations(topic, from, to) => {
            let topic = &description.groups[topic];
            sections.extend(of_topic(topic, &topic.operations[from..to]));
        }
        Holds::Contents | Holds::Types(..) => {}
    }
    sections.extend(of_types(shelf, description, leaf));
    sections
}

fn of_topic<'t>(topic: &'t Topic, operations: &'t [Operation]) -> impl Iterator<Item = Section> {
    operations.iter().map(|operation| {
        let texts = [operation.summary.as_deref(), operation.description.as_deref(), operation.id.as_deref(), Some(topic.name.as_str())];
        let parameters = operation.parameters.iter().map(|parameter| parameter.name.clone());
        let text: Vec<String> = texts.into_iter().flatten().map(line).chain(parameters).collect();
        Section { heading: format!("{} {}", operation.verb, operation.path), id: operation.anchor.clone(), text: text.join(" · ") }
    })
}

/// The named types that stand on a page of a reference.
fn of_types<'t>(shelf: &'t Shelf<'_>, description: &'t Description, leaf: usize) -> impl Iterator<Item = Section> {
    description.types.iter().enumerate().filter(move |(place, _)| shelf.leaf_of_type(crate::portal::api::TypeId(*place)) == leaf).map(
        |(_, found)| Section {
            heading: found.name.clone(),
            id: found.anchor.clone(),
            text: found.schema.description().map(line).unwrap_or_default(),
        },
    )
}
