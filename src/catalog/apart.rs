//! One name for several things becomes several names.

use super::draft::Draft;
use super::facts::RepositoryFacts;
use super::placement::last_part;
use super::slug;
use milepost_model::{Diagnostic, Diagnostics};

/// Components of one name that are made in different repositories are different components.
///
/// The name stays with the one whose repository is called so, else with the first repository by name.
pub(super) fn tell_apart(mut drafts: Vec<Draft>, repositories: &[&RepositoryFacts], notes: &mut Diagnostics) -> Vec<Draft> {
    drafts.sort_by(|a, b| a.entity.reference.cmp(&b.entity.reference));
    let name_of = |draft: &Draft| draft.repository.map_or("", |index| repositories[index].repository.full_name.as_str());
    for group in drafts.chunk_by_mut(|a, b| a.entity.reference == b.entity.reference).filter(|group| group.len() > 1) {
        let reference = group[0].entity.reference.clone();
        group.sort_by_key(|draft| {
            (last_part(name_of(draft)).to_lowercase() != reference.name, draft.repository.is_none(), name_of(draft).to_owned())
        });
        let first = group[0].place.clone();
        for (index, draft) in group.iter_mut().enumerate().skip(1) {
            let suffix = match name_of(draft) {
                "" => index.to_string(),
                name => slug::reference_name(&name.replace('/', "-")),
            };
            draft.entity.reference.name = format!("{}~{suffix}", reference.name);
            let message = format!("{reference} is also described in {first}; this one is called {}", draft.entity.reference);
            notes.push(
                Diagnostic::error("catalog/name-taken", message).at(draft.place.clone()).help("give one of them another name or namespace"),
            );
        }
    }
    drafts
}
