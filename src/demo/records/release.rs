//! Releases.

use super::{Lines, Scene, origin, repo_id, seen_by};
use crate::demo::history::{Shared, World};
use milepost_model::record::Release;

/// Every version of the year.
pub(super) fn put(scene: &Scene<'_>, lines: &mut Lines) {
    for release in scene.told.releases.iter().filter(|release| release.at <= scene.today()) {
        lines.put(&Release {
            id: scene.id("release", &release.tag),
            observed_at: scene.today(),
            provenance: seen_by("github"),
            repo: scene.id.clone(),
            tag: release.tag.clone(),
            sha: release.sha.to_string(),
            published_at: release.at,
            is_prerelease: Some(release.tag.contains("v0.")),
            is_draft: Some(false),
            name: Some(release.tag.clone()),
            url: Some(scene.url(&format!("releases/tag/{}", release.tag))),
            ..Release::default()
        });
    }
}

/// Every version of a repository that is no service's.
pub(super) fn put_shared(shared: &Shared, lines: &mut Lines, world: &World) {
    let repo = repo_id(&origin(shared.name));
    for (tag, sha, at) in &shared.releases {
        lines.put(&Release {
            id: format!("{repo}:release:{tag}"),
            observed_at: world.calendar.today,
            provenance: seen_by("github"),
            repo: repo.clone(),
            tag: tag.clone(),
            sha: sha.to_string(),
            published_at: *at,
            is_prerelease: Some(false),
            is_draft: Some(false),
            name: Some(tag.clone()),
            url: Some(format!("{}/releases/tag/{tag}", origin(shared.name))),
            ..Release::default()
        });
    }
}
