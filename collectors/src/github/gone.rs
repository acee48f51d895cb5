//! Repositories that were read once and are not any more: moved, deleted, hidden, or no longer meant.

use super::one_repository::Context;
use super::properties::Properties;
use super::stamp::{COLLECTOR, Stamp};
use super::sweep::{Swept, known};
use crate::remote::RemoteError;
use crate::remote::coverage::Subject;
use crate::remote::state::{RepositoryState, SourceState};
use milepost_model::{CoverageState, Diagnostic, Harvest, Place, Record};
use std::collections::BTreeSet;

/// Looks for repositories that were known and did not come, and says what became of them. What was read of them stays.
pub async fn gone(context: &Context<'_>, swept: &Swept, state: &mut SourceState, faults: &mut Vec<Diagnostic>) -> Result<(), RemoteError> {
    if swept.stopped.is_some() || !swept.unread.is_empty() {
        return Ok(());
    }
    let there: BTreeSet<u64> = swept.repositories.iter().filter_map(|one| one.database_id).collect();
    let missing: Vec<(u64, String)> = state
        .repositories
        .iter()
        .filter(|(number, seen)| !there.contains(number) && seen.gone.is_none() && context.choice.is_in_shard(**number))
        .map(|(number, seen)| (*number, seen.node.clone()))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let nodes: Vec<String> = missing.iter().map(|(_, node)| node.clone()).collect();
    let Ok(found) = known(context.client, &nodes).await else { return Ok(()) };
    let now = context.session.now;
    let mut rows = Vec::new();
    for (number, _) in missing {
        let moved = found.iter().find(|one| one.database_id == Some(number)).and_then(|one| one.name_with_owner.clone());
        let Some(seen) = state.repositories.get_mut(&number) else { continue };
        let reason = match &moved {
            Some(name) => format!("it was moved to {name}, which this source does not read"),
            None => "404: it was deleted, or the token may not see it any more".to_owned(),
        };
        faults.push(Diagnostic::warning("github/gone", format!("{}: {reason}", seen.name)).at(Place::in_repo(&seen.name, "")));
        seen.gone = Some(now);
        let repo = Stamp::repo_id(&context.settings.host, number);
        let subject = Subject { collector: COLLECTOR, source: &context.settings.id, repo: Some(&repo), from: context.from(), now };
        for kind in ["change", "deployment", "pipeline_run", "release"] {
            let mut row = subject.row(kind, now, now + chrono::Duration::seconds(1), CoverageState::NotObserved, Some(&reason));
            row.name = Some(seen.name.clone());
            rows.push(Record::from(row));
        }
    }
    context.give(Harvest { records: rows, ..Harvest::default() })
}

/// Repositories that came and are not meant any more, as they were archived, say, or hidden from others: nothing more is
/// read of them, but what they are like now is told, since who may see them depends on it.
pub fn left_out(
    context: &Context<'_>,
    swept: &Swept,
    properties: Option<&Properties>,
    state: &mut SourceState,
    faults: &mut Vec<Diagnostic>,
) -> Result<(), RemoteError> {
    for described in &swept.repositories {
        let Some((number, name)) = described.database_id.zip(described.name_with_owner.as_deref()) else { continue };
        let own = properties.and_then(|all| all.get(&number));
        let Some(seen) = state.repositories.get_mut(&number) else { continue };
        if context.choice.takes(described, own) || !context.choice.is_in_shard(number) {
            continue;
        }
        let stamp = Stamp { repo: Stamp::repo_id(&context.settings.host, number), now: context.session.now };
        let mut known = RepositoryState::recall(context.session.memory, &context.settings.key(), number);
        name.clone_into(&mut seen.name);
        if context.describe(described, &stamp, own, number, &mut known)? {
            let what = "it changed so that this source does not read it any more; what was read of it before stays";
            faults.push(Diagnostic::note("github/left-out", what).at(Place::in_repo(name, "")));
        }
    }
    Ok(())
}
