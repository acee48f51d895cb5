//! The descriptor formats: each one file here, each one line in [`IMPORTERS`].

pub mod backstage;
pub mod compass;
pub mod cortex;
pub mod datadog;
pub mod humanitec;
pub mod kratix;
mod link_kind;
pub mod milepost;
pub mod names;
pub mod opslevel;
pub mod port;
pub mod qovery;
mod reader;
mod repository_url;
pub mod rules;
pub mod score;
mod shape;
mod sketch;
mod tells;
pub mod words;

use super::Trust;
use crate::reading::glob;
use bytes::Bytes;
use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use milepost_model::{Diagnostic, Entity, EntityKind, EntityRef, FieldSource, Place, RelationKind};
use std::sync::OnceLock;

/// Every format, sorted by name.
pub const IMPORTERS: &[&dyn Importer] = &[
    &backstage::Backstage,
    &compass::Compass,
    &cortex::Cortex,
    &datadog::Datadog,
    &humanitec::Humanitec,
    &kratix::Kratix,
    &milepost::Milepost,
    &opslevel::OpsLevel,
    &port::Port,
    &qovery::Qovery,
    &score::Score,
];

/// A descriptor format.
pub trait Importer: Sync {
    /// Its name, as `FieldSource` and diagnostics say it.
    fn name(&self) -> &'static str;

    /// What people call a file of this format: "Backstage descriptor".
    fn title(&self) -> &'static str;

    /// The files that may be of this format.
    fn globs(&self) -> &'static [&'static str];

    /// How far it is believed where several formats describe one thing; among equals the first by name counts.
    fn trust(&self) -> Trust;

    /// Whether the content is of this format, told without parsing it: file names lie.
    fn sniff(&self, path: &str, text: &str) -> bool;

    /// Reads a file. Whatever is wrong with it becomes a diagnostic, and the rest of it is used.
    fn import(&self, file: &DescriptorFile<'_>) -> Imported;

    /// Whether a file at this path may be of this format.
    fn matches(&self, path: &str) -> bool {
        self.globs().iter().any(|pattern| glob::matches(pattern, path))
    }
}

/// The reference that an importer makes of any name, whatever signs it has.
pub(super) fn sketched_reference(kind: &str, name: &str) -> EntityRef {
    sketch::reference(kind, name)
}

/// Whether a file at this path may be of any format. Quick: repositories have a hundred thousand files.
pub fn may_match(path: &str) -> bool {
    static GLOBS: OnceLock<GlobSet> = OnceLock::new();
    let globs = GLOBS.get_or_init(|| {
        let mut builder = GlobSetBuilder::new();
        for pattern in IMPORTERS.iter().flat_map(|importer| importer.globs()) {
            let glob = GlobBuilder::new(pattern).literal_separator(true).build();
            builder.add(glob.expect("because a test builds the globs of every format"));
        }
        builder.build().expect("because a test builds the globs of every format")
    });
    globs.is_match(path)
}

/// The formats, the most trusted first.
pub fn by_trust() -> Vec<&'static dyn Importer> {
    let mut ordered = IMPORTERS.to_vec();
    ordered.sort_by_key(|importer| (importer.trust(), importer.name()));
    ordered
}

/// The other files of a descriptor's repository.
#[derive(Clone, Copy)]
pub struct Files<'a> {
    /// Whether the repository holds a file at this path.
    pub has: &'a dyn Fn(&str) -> bool,
    /// Its content; nothing where it was not kept.
    pub content: &'a dyn Fn(&str) -> Option<Bytes>,
}

impl Files<'static> {
    /// No other files.
    pub const NONE: Self = Self { has: &|_| false, content: &|_| None };
}

impl std::fmt::Debug for Files<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Files")
    }
}

/// A file that may be a descriptor.
#[derive(Debug, Clone, Copy)]
pub struct DescriptorFile<'a> {
    /// The name of its repository.
    pub repo: &'a str,
    /// Its path.
    pub path: &'a str,
    /// Its content.
    pub text: &'a str,
    /// What lies beside it.
    pub files: Files<'a>,
}

/// What a file describes.
#[derive(Debug, Default)]
pub struct Imported {
    /// The entities, in the file's order.
    pub entities: Vec<ImportedEntity>,
    /// Further files that it names.
    pub targets: Vec<Target>,
    /// What is wrong with it.
    pub problems: Vec<Diagnostic>,
}

/// An entity as one file describes it.
#[derive(Debug, Clone)]
pub struct ImportedEntity {
    /// What the file says of it. Its relations are still [`wishes`](Self::wishes).
    pub entity: Entity,
    /// The relations that it declares.
    pub wishes: Vec<Wish>,
    /// Where its description begins.
    pub place: Place,
    /// Where it says that its code is, if not beside the file.
    pub made_in: Option<MadeIn>,
    /// Other names by which descriptors, the provider or CODEOWNERS know it, without kind and namespace.
    pub aliases: Vec<String>,
    /// Whether other files are expected to name the same thing, since none of them owns its description.
    pub is_shared: bool,
    /// What to say if nothing gives it an owner: CODEOWNERS still may.
    pub ownerless: Option<Box<Diagnostic>>,
}

impl ImportedEntity {
    /// An entity of which nothing is known yet but its name.
    pub fn new(reference: EntityRef, name: &str, place: Place) -> Self {
        Self {
            entity: Entity::new(reference, name),
            wishes: Vec::new(),
            place,
            made_in: None,
            aliases: Vec::new(),
            is_shared: false,
            ownerless: None,
        }
    }

    /// Notes where a field came from.
    pub fn source(&mut self, field: &str, importer: &'static str, place: Place) {
        self.entity.sources.insert(field.to_owned(), FieldSource { importer: importer.into(), place: Some(place) });
    }

    /// Adds an owner; the first is the one to ask.
    pub fn own(&mut self, owner: EntityRef, importer: &'static str, place: Place) {
        if !self.entity.owners.contains(&owner) {
            if self.entity.owners.is_empty() {
                self.source("owner", importer, place.clone());
            }
            self.entity.owners.push(owner.clone());
            self.relate(RelationKind::OwnedBy, Wanted::Exactly(owner), importer, place);
        }
    }

    /// Adds a relation that the file declares.
    pub fn relate(&mut self, kind: RelationKind, target: Wanted, importer: &'static str, place: Place) {
        self.wishes.push(Wish { kind, target, place, importer });
    }
}

/// A relation that a descriptor declares, to something that may or may not exist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// How.
    pub kind: RelationKind,
    /// To what.
    pub target: Wanted,
    /// Where it says so.
    pub place: Place,
    /// The format that says so.
    pub importer: &'static str,
}

/// What a relation points at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// This entity.
    Exactly(EntityRef),
    /// The first of these that exists, else the first: the file does not say which kind it means. Never empty.
    FirstOf(Vec<EntityRef>),
}

impl Wanted {
    /// The component of this name, or if there is none the resource.
    pub fn component_or_resource(component: EntityRef) -> Self {
        let resource = EntityRef { kind: EntityKind::RESOURCE.into(), ..component.clone() };
        Self::FirstOf(vec![component, resource])
    }

    /// What it most likely means.
    pub fn first(&self) -> &EntityRef {
        match self {
            Self::Exactly(reference) => reference,
            Self::FirstOf(references) => references.first().expect("because a wish names something"),
        }
    }

    /// Everything that it may mean.
    pub fn all(&self) -> &[EntityRef] {
        match self {
            Self::Exactly(reference) => std::slice::from_ref(reference),
            Self::FirstOf(references) => references,
        }
    }

    /// The same, for changing names.
    pub(super) fn all_mut(&mut self) -> &mut [EntityRef] {
        match self {
            Self::Exactly(reference) => std::slice::from_mut(reference),
            Self::FirstOf(references) => references,
        }
    }
}

/// Where a component says that its code is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MadeIn {
    /// The host, where it is known.
    pub host: Option<String>,
    /// Owner and name.
    pub full_name: String,
    /// The folder in it, where it says so.
    pub folder: Option<String>,
}

/// A further file, or a glob of files, that a descriptor names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The path or glob, from the repository's root.
    pub path: String,
    /// The host and the full name of the repository, where it is another.
    pub repository: Option<(String, String)>,
    /// Whether it is fine that it does not exist.
    pub is_optional: bool,
    /// Where it is named.
    pub place: Place,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_quick_look_agrees_with_every_format() {
        for path in
            ["catalog-info.yaml", "a/b/catalog-info-x.yml", "a/milepost.yaml", ".backstage/a/b.yaml", "src/main.rs", "README.md", ""]
        {
            assert_eq!(may_match(path), IMPORTERS.iter().any(|importer| importer.matches(path)), "{path}");
        }
    }

    #[test]
    fn the_family_is_sorted_by_name() {
        assert!(IMPORTERS.windows(2).all(|pair| pair[0].name() < pair[1].name()));
        assert_eq!(by_trust().first().map(|importer| importer.name()), Some("milepost"));
    }
}
