//! Which mirrors a run needs, and how they are read.

use super::help;
use super::one_project::{Context, Done};
use super::projects::Project;
use super::settings::Credential;
use super::stamp::Stamp;
use crate::git::{Follow, GitSettings};
use crate::remote::mirrored::{Mirrored, Wanted};
use crate::remote::mirrors::MirrorHost;
use crate::remote::rebased::Several;
use crate::remote::{RemoteError, cached};
use milepost_model::Diagnostic;
use std::collections::BTreeMap;

/// Fetches and reads the mirrors of a run's projects. Gives how many of them are up to date.
pub async fn read(
    context: &Context<'_>,
    follow: &dyn Follow,
    chosen: &[(u64, &Project)],
    done: Vec<Done>,
    faults: &mut Vec<Diagnostic>,
) -> Result<u64, RemoteError> {
    let (settings, session) = (context.settings, context.session);
    let several: Vec<Several> = done.iter().flat_map(|one| one.several.iter().cloned()).collect();
    let mut states: BTreeMap<u64, Done> = done.into_iter().map(|one| (one.number, one)).collect();
    let mut wanted = Vec::new();
    let mut empty = 0;
    for (number, project) in chosen {
        let Some(branch) = project.branch() else {
            empty += 1;
            continue;
        };
        let Some(mut one) = states.remove(number) else { continue };
        if one.is_moving {
            // No list tells of refs; what can have moved is fetched.
            one.state.mirrored = String::new();
        }
        let moved = project.last_activity_at.map(|at| at.timestamp_millis().to_string()).unwrap_or_default();
        wanted.push(Wanted {
            number: *number,
            repo: Stamp::repo_id(&settings.host, *number),
            name: project.name().to_owned(),
            branch: branch.to_owned(),
            digest: format!("{branch} {moved}"),
            state: one.state,
        });
    }
    let host = MirrorHost {
        folder: cached::mirrors(&settings.cache, &settings.host),
        web: settings.address().web,
        // Without it GitLab redirects, and a redirect is not followed with a credential.
        suffix: ".git",
        user: if matches!(settings.credential, Credential::Job(_)) { "gitlab-ci-token" } else { "oauth2" },
        network: settings.network.clone(),
    };
    let mut reading = GitSettings { id: settings.id.clone(), since: settings.since, ..GitSettings::default() };
    reading.history_paths.extend(settings.history_globs.iter().cloned());
    reading.head_paths.extend(settings.head_globs.iter().cloned());
    reading.limits.file_bytes = settings.max_file_bytes;
    let mirrored = Mirrored {
        client: context.client,
        host: &host,
        subject: context.subject(None),
        key: &settings.key(),
        wanted: &reading,
        code: "gitlab/no-mirror",
        help: help::MIRROR,
        follow,
        session,
        records: &context.records,
    };
    Ok(mirrored.read(wanted, several, faults).await? + empty)
}
