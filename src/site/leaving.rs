//! What is on its way out: since when, and what to use instead.

use super::Site;
use super::facts::display_name;
use super::links::Links;
use super::rows::{Linked, owner_of};
use super::wording::When;
use milepost_model::record::Repository;
use milepost_model::{Entity, EntityRef, RelationKind};
use serde::Serialize;

/// How many things a sentence names.
const MOST: usize = 6;

/// What a page says of something on its way out.
#[derive(Debug, Serialize)]
pub struct Leaving {
    /// What goes before the full stop, such as `is deprecated`.
    what: &'static str,
    /// Since when its repository is archived.
    archived: Option<When>,
    /// Whether it should not be used any more, so that people ask what to use instead.
    is_over: bool,
    /// What to use instead.
    successors: Vec<Linked>,
    /// Whom to ask where nothing says what to use instead.
    ask: Option<Linked>,
}

impl Leaving {
    /// What is said of it; nothing of what is to stay.
    pub fn of(site: &Site<'_>, entity: Option<&Entity>, repository: Option<&Repository>, links: &Links) -> Option<Self> {
        let is_over = entity.is_some_and(|entity| is_over(entity.lifecycle.as_deref()));
        let repository = repository.filter(|repository| repository.is_archived == Some(true));
        let successors = related(site, entity, RelationKind::ReplacedBy, links);
        let what = match (repository, is_over, successors.is_empty()) {
            (Some(_), true, _) | (Some(_), _, false) => "was retired",
            (Some(_), ..) => "was archived",
            (None, true, _) => "is deprecated",
            (None, false, false) => "is being replaced",
            (None, false, true) => return None,
        };
        Some(Self {
            what,
            archived: repository.map(|repository| When::new(repository.archived_at.unwrap_or(repository.observed_at))),
            is_over,
            ask: entity.filter(|_| successors.is_empty() && is_over).and_then(|entity| owner_of(site, entity, links)),
            successors,
        })
    }
}

/// Whether a lifecycle is the last one.
pub fn is_over(lifecycle: Option<&str>) -> bool {
    matches!(lifecycle.map(str::to_lowercase).as_deref(), Some("deprecated" | "retired" | "end-of-life"))
}

/// What it takes the place of.
pub fn replaces(site: &Site<'_>, entity: Option<&Entity>, links: &Links) -> Vec<Linked> {
    related(site, entity, RelationKind::Replaces, links)
}

/// A few words for a row: `deprecated, replaced by carrier-sync`.
pub fn in_short(site: &Site<'_>, reference: &EntityRef) -> Option<String> {
    let entity = site.portal.entity(reference)?;
    let is_archived = site.facts_of(reference).and_then(|facts| facts.repository).is_some_and(|found| found.is_archived == Some(true));
    let successor = targets(entity, RelationKind::ReplacedBy).next().map(|successor| display_name(site.portal, successor));
    let state = match (is_archived, is_over(entity.lifecycle.as_deref())) {
        (true, true) => Some("retired"),
        (true, false) => Some("archived"),
        (false, true) => Some("deprecated"),
        (false, false) => None,
    };
    match (state, successor) {
        (Some(state), Some(successor)) => Some(format!("{state}, replaced by {successor}")),
        (None, Some(successor)) => Some(format!("being replaced by {successor}")),
        (state, None) => state.map(str::to_owned),
    }
}

fn related(site: &Site<'_>, entity: Option<&Entity>, kind: RelationKind, links: &Links) -> Vec<Linked> {
    entity.into_iter().flat_map(|entity| targets(entity, kind)).take(MOST).map(|target| site.linked(target, links)).collect()
}

fn targets(entity: &Entity, kind: RelationKind) -> impl Iterator<Item = &EntityRef> {
    entity.relations.iter().filter(move |relation| relation.kind == kind).map(|relation| &relation.target)
}
