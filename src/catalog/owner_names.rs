//! Owners whom descriptors know by another name, and those of whom only an identifier is known.

use super::draft::Draft;
use super::importers::sketched_reference;
use super::placement::last_part;
use milepost_model::{Diagnostic, Diagnostics, EntityKind, EntityRef, Place, RelationKind};
use std::collections::{BTreeMap, BTreeSet};

/// Gives owners the names that the configuration says, and tells which are still mere identifiers.
pub(super) fn resolve(drafts: &mut [Draft], names: &[(String, EntityRef)], notes: &mut Diagnostics) {
    let mut known: BTreeMap<EntityRef, &EntityRef> = BTreeMap::new();
    for (known_as, owner) in names {
        for reference in references(known_as) {
            known.entry(reference).or_insert(owner);
        }
    }
    let described: BTreeSet<EntityRef> = drafts.iter().map(|draft| draft.entity.reference.clone()).collect();
    let mut opaque: BTreeMap<EntityRef, (Place, usize)> = BTreeMap::new();
    for draft in drafts {
        for wish in draft.wishes.iter_mut().filter(|wish| wish.kind == RelationKind::OwnedBy) {
            for target in wish.target.all_mut() {
                if let Some(owner) = known.get(target) {
                    *target = (*owner).clone();
                } else if is_identifier(&target.name) && !described.contains(target) {
                    let entry = opaque.entry(target.clone()).or_insert_with(|| (wish.place.clone(), 0));
                    entry.1 += 1;
                    if wish.place < entry.0 {
                        entry.0 = wish.place.clone();
                    }
                }
            }
        }
        for owner in &mut draft.entity.owners {
            if let Some(name) = known.get(owner) {
                *owner = (*name).clone();
            }
        }
        let mut seen = BTreeSet::new();
        draft.entity.owners.retain(|owner| seen.insert(owner.clone()));
    }
    for (owner, (place, count)) in opaque {
        let things = if count == 1 { "one thing".to_owned() } else { format!("{count} things") };
        let message = format!("of the owner of {things} nothing is known but the identifier {}", owner.name);
        let help = format!("say in metrics-config.toml who that is: [[owner]] known_as = \"{}\", is = \"…\"", owner.name);
        notes.push(Diagnostic::note("catalog/opaque-owner", message).at(place).help(help));
    }
}

/// Who is meant by an owner, where the configuration says so.
pub(super) fn meant(names: &[(String, EntityRef)], owner: &EntityRef) -> EntityRef {
    let known = names.iter().find(|(known_as, _)| references(known_as).contains(owner));
    known.map_or_else(|| owner.clone(), |(_, owner)| owner.clone())
}

/// What a name may have become on its way in: with all its signs, or its last part alone.
fn references(known_as: &str) -> Vec<EntityRef> {
    let known_as = known_as.trim();
    let mut found = vec![sketched_reference(EntityKind::GROUP, known_as), sketched_reference(EntityKind::GROUP, last_part(known_as))];
    if let Some((person, _)) = known_as.split_once('@').filter(|(person, _)| !person.is_empty()) {
        found.push(sketched_reference(EntityKind::USER, person));
    }
    found
}

/// Whether the name is one that only a program reads: 8-4-4-4-12 hexadecimal digits.
fn is_identifier(name: &str) -> bool {
    let lengths = name.split('-').map(str::len);
    lengths.eq([8, 4, 4, 4, 12]) && name.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_owner_is_found_by_identifier_name_and_address() {
        for (known_as, expected) in [
            ("ari:cloud:identity::team/6F8C2A10-52c4-4a31-9a3d-0d5c1b7e2f00", "group:default/6f8c2a10-52c4-4a31-9a3d-0d5c1b7e2f00"),
            ("Fabric Release Engineering", "group:default/fabric-release-engineering"),
            ("lumen/delta", "group:default/delta"),
            ("desk@lumen.example", "user:default/desk"),
        ] {
            assert!(references(known_as).iter().any(|reference| reference.to_string() == expected), "{known_as}");
        }
        assert!(is_identifier("6f8c2a10-52c4-4a31-9a3d-0d5c1b7e2f00") && !is_identifier("team-of-four-name-characters"));
    }
}
