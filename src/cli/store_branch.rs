//! `milepost store pull` and `milepost store push`: the store on a branch of its own, as CI keeps it.

use super::args::{Readers, StoreBranch, StorePush};
use super::build::counted;
use super::failure::Failure;
use super::publish::{repository, work_folder};
use super::settings;
use super::{Context, Ended};
use crate::catalog::repository_rows::unite;
use crate::config::Config;
use crate::publish::branch::{self, Branch, Content};
use crate::store::Store;
use milepost_collectors::git::Origin;
use milepost_model::Instant;
use milepost_model::record::repository::Visibility;
use milepost_model::record::{Incident, OnCall, Repository, Team};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// How many files are read of the branch at a time.
const AT_ONCE: usize = 256;

pub(super) fn pull(options: &StoreBranch, context: &Context<'_>) -> Result<Ended, Failure> {
    let folder = folder(context, settings::found(context)?.as_ref())?;
    if fs::read_dir(&folder).is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(Failure::with_help(
            format!("{} holds something already", folder.display()),
            "pull into a folder that is empty, and join others with milepost store merge",
        ));
    }
    let work = work_folder()?;
    let branch = Branch::look(&repository(context), &options.remote, &options.branch, work.path())?;
    if !branch.exists() {
        context.say(&format!("There is no branch {} yet; the store begins empty.", options.branch));
        return Ok(Ended::Done);
    }
    let files: Vec<_> = branch.files()?.into_iter().collect();
    for chunk in files.chunks(AT_ONCE) {
        let ids: Vec<&str> = chunk.iter().map(|(_, id)| id.as_str()).collect();
        for ((path, _), content) in chunk.iter().zip(branch.read_all(&ids)?) {
            if path.split('/').any(|part| matches!(part, "" | "." | "..")) || path.contains('\\') {
                return Err(Failure::new(format!("the branch {} holds {path:?}, which is no file of a store", options.branch)));
            }
            let file = folder.join(path);
            let written = file.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&file, content));
            written.map_err(|error| Failure::file("write", &file, &error))?;
        }
    }
    context.say(&format!("{} of the branch {} are in {}.", counted(files.len() as u64, "file"), options.branch, folder.display()));
    Ok(Ended::Done)
}

pub(super) fn push(options: &StorePush, context: &Context<'_>) -> Result<Ended, Failure> {
    let config = settings::found(context)?;
    let folder = folder(context, config.as_ref())?;
    let store = settings::store(context, config.as_ref())?;
    let known = Known::of(&store)?;
    let repository = repository(context);
    let StoreBranch { branch: name, remote } = &options.branch;
    let readers = options.readers.or_else(|| known.readers_of(&repository, remote));
    match (readers, known.needs) {
        (Some(readers), needs) if readers >= needs => {}
        // Everybody may read what everybody may read.
        (None, Readers::Public) => {}
        (Some(_), _) => {
            return Err(refusal(&format!("the repository of the branch {name} is more widely readable than what the store holds")));
        }
        (None, _) => {
            return Err(refusal(&format!(
                "nobody knows who may read the repository of the branch {name}, and the store holds what is not public"
            )));
        }
    }
    let work = work_folder()?;
    let branch = Branch::look(&repository, remote, name, work.path())?;
    let files = files_of(&folder)?;
    let count = files.len() as u64;
    if branch.replace(&files, &BTreeMap::new(), "Keep the store", context.surroundings.now)? {
        context.say(&format!("{} are on the branch {name} of {remote}.", counted(count, "file")));
    } else {
        context.say(&format!("The branch {name} of {remote} holds the same {} already.", counted(count, "file")));
    }
    Ok(Ended::Done)
}

fn refusal(what: &str) -> Failure {
    Failure::with_help(
        what,
        "keep the store in a bucket, or push it to a repository that is as private as the most private one in it; --readers says who may read that repository where the store does not know",
    )
}

/// The folder of the store; one in a bucket needs no branch.
fn folder(context: &Context<'_>, config: Option<&Config>) -> Result<PathBuf, Failure> {
    settings::store_folder(context, config)
        .ok_or_else(|| Failure::new("the store is in a bucket, which keeps it; a branch is for a store in a folder"))
}

/// What a store tells of who may know of it.
struct Known {
    repositories: Vec<Repository>,
    /// Who may read the most private thing in it.
    needs: Readers,
}

impl Known {
    fn of(store: &Store) -> Result<Self, Failure> {
        let snapshot = store.snapshot(Instant::MAX_UTC)?;
        let mut repositories = Vec::new();
        for bucket in snapshot.buckets() {
            repositories.extend(unite(snapshot.history::<Repository>(bucket)?, Instant::MAX_UTC));
        }
        let of_everybody = snapshot.read_all::<Team>()?.is_empty()
            && snapshot.read_all::<OnCall>()?.is_empty()
            && snapshot.read_all::<Incident>()?.iter().all(|incident| incident.repo.is_some());
        let least = if of_everybody { Readers::Public } else { Readers::Internal };
        let needs = repositories.iter().map(|repository| readers(repository.visibility.as_ref())).fold(least, Readers::max);
        Ok(Self { repositories, needs })
    }

    /// Who may read the repository behind a remote, as far as the store knows it.
    fn readers_of(&self, repository: &Path, remote: &str) -> Option<Readers> {
        let url = branch::known_as(repository, remote);
        let origin = Origin::parse(&url)?.to_string();
        let is_it = |one: &&Repository| {
            let url = one.url.clone().or_else(|| Some(format!("https://{}/{}", one.host.as_ref()?, one.full_name)));
            url.and_then(|url| Origin::parse(&url)).is_some_and(|found| found.to_string() == origin)
        };
        self.repositories.iter().find(is_it)?.visibility.as_ref().map(|visibility| readers(Some(visibility)))
    }
}

/// Unknown counts as private.
fn readers(visibility: Option<&Visibility>) -> Readers {
    match visibility {
        Some(Visibility::Public) => Readers::Public,
        Some(Visibility::Internal) => Readers::Internal,
        _ => Readers::Private,
    }
}

/// The files of a store, less those that somebody is writing or was killed while writing.
fn files_of(folder: &Path) -> Result<BTreeMap<String, Content>, Failure> {
    let mut files = BTreeMap::new();
    for entry in WalkDir::new(folder) {
        let entry = entry.map_err(|error| Failure::new(format!("cannot read {}: {error}", folder.display())))?;
        let name = entry.path().strip_prefix(folder).unwrap_or(entry.path()).to_string_lossy().replace('\\', "/");
        if entry.file_type().is_file() && !name.contains('#') {
            files.insert(name, Content::Of(entry.path().to_owned()));
        }
    }
    Ok(files)
}
