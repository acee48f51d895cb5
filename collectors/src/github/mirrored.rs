//! Which mirrors a run needs, and how they are read.

use super::one_repository::{Chosen, Context, Done};
use super::stamp::{COLLECTOR, Stamp};
use crate::git::{Follow, GitSettings};
use crate::remote::coverage::Subject;
use crate::remote::mirrored::{Mirrored, Wanted};
use crate::remote::mirrors::MirrorHost;
use crate::remote::rebased::Several;
use crate::remote::state::RepositoryState;
use crate::remote::{RemoteError, cached};
use milepost_model::Diagnostic;
use std::collections::BTreeMap;

/// Fetches and reads the mirrors of a run's repositories. Gives how many of them are up to date.
pub async fn read(
    context: &Context<'_>,
    follow: &dyn Follow,
    chosen: &[Chosen<'_>],
    done: Vec<Done>,
    faults: &mut Vec<Diagnostic>,
) -> Result<u64, RemoteError> {
    let (settings, session) = (context.settings, context.session);
    let several: Vec<Several> = done.iter().flat_map(|one| one.several.iter().cloned()).collect();
    let mut states: BTreeMap<u64, RepositoryState> = done.into_iter().map(|one| (one.number, one.state)).collect();
    let mut wanted = Vec::new();
    let mut empty = 0;
    for (number, described, _) in chosen {
        let (Some(name), Some(branch)) = (described.name_with_owner.as_deref(), described.branch()) else {
            empty += 1;
            continue;
        };
        let Some(state) = states.remove(number) else { continue };
        wanted.push(Wanted {
            number: *number,
            repo: Stamp::repo_id(&settings.host, *number),
            name: name.to_owned(),
            branch: branch.to_owned(),
            digest: described.refs_digest(),
            state,
        });
    }
    let host = MirrorHost {
        folder: cached::mirrors(&settings.cache, &settings.host),
        web: settings.address().web,
        suffix: "",
        user: "x-access-token",
        network: settings.network.clone(),
    };
    let mut reading = GitSettings { id: settings.id.clone(), since: settings.since, ..GitSettings::default() };
    reading.history_paths.extend(settings.history_globs.iter().cloned());
    reading.head_paths.extend(settings.head_globs.iter().cloned());
    reading.limits.file_bytes = settings.max_file_bytes;
    let mirrored = Mirrored {
        client: context.client,
        host: &host,
        subject: Subject { collector: COLLECTOR, source: &settings.id, repo: None, from: context.from(), now: session.now },
        key: &settings.key(),
        wanted: &reading,
        code: "github/no-mirror",
        help: "give the token “Contents: read”, or leave the repository out with exclude; the next run tries again",
        follow,
        session,
        records: &context.records,
    };
    Ok(mirrored.read(wanted, several, faults).await? + empty)
}
