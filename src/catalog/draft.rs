//! An entity on its way into the catalog.

use super::importers::{Wanted, Wish};
use milepost_model::{Diagnostic, Entity, EntityKind, EntityRef, FieldSource, Place, RelationKind};

/// An entity, what it still wants to be related to, and where it comes from.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    // Apart, since it is large and drafts are moved and sorted.
    pub(super) entity: Box<Entity>,
    pub(super) wishes: Vec<Wish>,
    pub(super) aliases: Vec<String>,
    /// The repository that it is made in, by its place among all.
    pub(super) repository: Option<usize>,
    /// Its folder there.
    pub(super) folder: String,
    /// The repository that holds its descriptor, and the path.
    pub(super) descriptor: Option<(usize, String)>,
    pub(super) place: Place,
    pub(super) is_inferred: bool,
    /// The CODEOWNERS file that speaks of it.
    pub(super) codeowners: Option<String>,
    /// What to say if nothing gives it an owner.
    pub(super) ownerless: Option<Box<Diagnostic>>,
}

impl Draft {
    /// An entity that no descriptor describes.
    pub(super) fn undescribed(entity: Entity, place: Place) -> Self {
        Self {
            entity: Box::new(entity),
            wishes: Vec::new(),
            aliases: Vec::new(),
            repository: None,
            folder: String::new(),
            descriptor: None,
            place,
            is_inferred: false,
            codeowners: None,
            ownerless: None,
        }
    }

    /// Whether it is a component: what pages call a service.
    pub(super) fn is_component(&self) -> bool {
        self.entity.reference.kind == EntityKind::COMPONENT
    }

    /// Adds an owner that no descriptor names; the first is the one to ask.
    pub(super) fn own(&mut self, owner: EntityRef, importer: &'static str, place: Option<&Place>) {
        if self.entity.owners.contains(&owner) {
            return;
        }
        let source = FieldSource { importer: importer.into(), place: place.cloned() };
        self.entity.sources.entry("owner".to_owned()).or_insert(source);
        let place = place.unwrap_or(&self.place).clone();
        self.wishes.push(Wish { kind: RelationKind::OwnedBy, target: Wanted::Exactly(owner.clone()), place, importer });
        self.entity.owners.push(owner);
    }
}
