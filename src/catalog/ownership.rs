//! CODEOWNERS as the owner of last resort, and owners by the names that providers know them by.

use super::draft::Draft;
use super::facts::{CatalogFacts, CurrentFile};
use crate::reading::codeowners::{self, Owner};
use crate::reading::{Readings, bounds};
use milepost_model::{EntityKind, EntityRef, Place};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The most owners of one service that are kept.
const OWNERS: usize = 10;

/// The CODEOWNERS file of a repository.
#[derive(Debug)]
pub(super) struct Codeowners {
    path: String,
    file: Arc<codeowners::Codeowners>,
}

impl Codeowners {
    /// The file that counts: the first of the usual places that has one.
    pub(super) fn find(facts: &CatalogFacts<'_>, readings: &Readings, files: &[&CurrentFile]) -> Option<Self> {
        codeowners::PLACES.iter().find_map(|place| {
            let file = files.iter().find(|file| file.path == *place)?;
            let blob = file.blob.as_deref()?;
            let bytes = (facts.content)(blob)?;
            let read = readings.codeowners.get(blob, || codeowners::Codeowners::parse(&bounds::text(&bytes)));
            Some(Self { path: file.path.clone(), file: read })
        })
    }

    /// Gives an ownerless service the owners of its folder. The file's path, if it speaks of the service.
    pub(super) fn apply(&self, draft: &mut Draft, repository: &str) -> Option<String> {
        let ownership = self.file.owners_of(&probe(draft))?;
        if draft.entity.owners.is_empty() {
            let place = Place { line: Some(ownership.line), column: Some(1), ..Place::in_repo(repository, &self.path) };
            for owner in ownership.owners.into_iter().take(OWNERS) {
                draft.own(reference(owner), "codeowners", Some(&place));
            }
        }
        Some(self.path.clone())
    }
}

/// Gives a service the owner of what nobody owns.
pub(super) fn give(draft: &mut Draft, owner: &EntityRef) {
    draft.own(owner.clone(), "settings", None);
}

/// A path that stands for a service: a file in its folder that no rule singles out.
///
/// Rules such as `catalog-info.yaml @platform` guard a file; they do not say who owns the service.
fn probe(draft: &Draft) -> String {
    let folder = match draft.entity.paths.first() {
        Some(glob) => {
            let fixed = glob.split(['*', '?', '{']).next().unwrap_or_default();
            fixed.rsplit_once('/').map_or("", |(folder, _)| folder)
        }
        None => draft.folder.as_str(),
    };
    if folder.is_empty() { "_".to_owned() } else { format!("{folder}/_") }
}

fn reference(owner: &Owner) -> EntityRef {
    let kind = if matches!(owner, Owner::Team(_)) { EntityKind::GROUP } else { EntityKind::USER };
    EntityRef::new(kind, owner.name())
}

/// Points owners at the groups and people that are described under another name, but say by which name providers know them.
pub(super) fn rename(drafts: &mut [Draft], also: &BTreeMap<EntityRef, EntityRef>) {
    let described: std::collections::BTreeSet<EntityRef> = drafts.iter().map(|draft| draft.entity.reference.clone()).collect();
    let mut names: BTreeMap<EntityRef, EntityRef> = also.clone();
    for draft in drafts.iter() {
        for alias in &draft.aliases {
            let alias = EntityRef::new(&draft.entity.reference.kind, alias);
            if !described.contains(&alias) {
                names.entry(alias).or_insert_with(|| draft.entity.reference.clone());
            }
        }
    }
    for draft in drafts {
        for owner in &mut draft.entity.owners {
            if let Some(name) = names.get(owner) {
                *owner = name.clone();
            }
        }
        for wish in &mut draft.wishes {
            for target in wish.target.all_mut() {
                if let Some(name) = names.get(target).filter(|_| !described.contains(target)) {
                    *target = name.clone();
                }
            }
        }
    }
}

/// Takes every person out of the drafts.
pub(super) fn hide_people(drafts: &mut Vec<Draft>) {
    let is_person = |reference: &EntityRef| reference.kind == EntityKind::USER;
    drafts.retain(|draft| !is_person(&draft.entity.reference));
    for draft in drafts {
        let before = draft.entity.owners.len();
        draft.entity.owners.retain(|owner| !is_person(owner));
        if before > 0 && draft.entity.owners.is_empty() {
            // Somebody owns it: that is not the same as nobody.
            draft.entity.extra.insert("owner_is_hidden".to_owned(), true.into());
        }
        draft.entity.overruled.retain(|other| !other.value.starts_with("user:"));
        draft.wishes.retain(|wish| !wish.target.all().iter().any(is_person));
        if draft.entity.reference.kind == EntityKind::GROUP {
            draft.entity.extra.remove("spec");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use milepost_model::Entity;

    #[test]
    fn the_folder_is_probed_not_the_descriptor() {
        let entity = Entity::new(EntityRef::new("component", "a"), "a");
        let mut draft = Draft { folder: "services/a".into(), ..Draft::undescribed(entity, Place::default()) };
        assert_eq!(probe(&draft), "services/a/_");
        draft.entity.paths = vec!["libs/carrier-*/**".into()];
        assert_eq!(probe(&draft), "libs/_");
        let text = "* @o/base\n/libs/ @o/libs @ada\n*.yaml @o/platform\n";
        let owners = Codeowners { path: "CODEOWNERS".into(), file: Arc::new(codeowners::Codeowners::parse(text)) };
        assert_eq!(owners.apply(&mut draft, "o/r").as_deref(), Some("CODEOWNERS"));
        let names: Vec<String> = draft.entity.owners.iter().map(ToString::to_string).collect();
        assert_eq!(names, ["group:default/libs", "user:default/ada"]);
        assert_eq!(draft.entity.sources["owner"].place.as_ref().map(ToString::to_string).as_deref(), Some("o/r: CODEOWNERS:2:1"));
    }
}
