//! The repositories that everybody shares: the platform's, the organisation's own, and the portal's.

use super::World;
use super::teller::{bot, sign};
use crate::demo::calendar::Calendar;
use crate::demo::content::{Group, organisation as organisation_files, platform_at, platform_base, portal_base};
use crate::demo::git::{Commit, Folder, Oid, Pack, Repository, Signature};
use crate::demo::manual;
use crate::demo::plan::{self, GoldenPath, Team, named_team};
use milepost_model::Instant;
use std::collections::BTreeMap;
use std::io;
use std::path::Path;

/// What records need to know of a repository that is not a service's.
#[derive(Debug, Default)]
pub(in crate::demo) struct Shared {
    pub(in crate::demo) name: &'static str,
    pub(in crate::demo) says: &'static str,
    pub(in crate::demo) created: Option<Instant>,
    pub(in crate::demo) pushed: Option<Instant>,
    pub(in crate::demo) head: Option<Oid>,
    /// Tags with their commits and instants.
    pub(in crate::demo) releases: Vec<(String, Oid, Instant)>,
}

/// The platform team has the eighth place among the named ones.
const PLATFORM_TEAM: usize = 7;

/// A history without branches: one commit after the other.
struct Line {
    pack: Pack,
    folder: Folder,
    refs: BTreeMap<String, (Oid, Option<Oid>)>,
    tip: Option<Oid>,
    shared: Shared,
}

impl Line {
    fn new(name: &'static str, says: &'static str) -> Self {
        Self {
            pack: Pack::new(),
            folder: Folder::default(),
            refs: BTreeMap::new(),
            tip: None,
            shared: Shared { name, says, ..Shared::default() },
        }
    }

    fn commit(&mut self, files: &[(String, String)], by: &Signature, title: &str) -> Oid {
        for (path, text) in files {
            let file = self.pack.blob(text, self.folder.file(path).map(|file| &**file));
            self.folder.put(path, file);
        }
        let tree = self.folder.write(&mut self.pack);
        let parents: Vec<Oid> = self.tip.into_iter().collect();
        let oid = self.pack.commit(&Commit { tree, parents: &parents, author: by, committer: by, message: title });
        self.tip = Some(oid);
        self.shared.created = self.shared.created.or(Some(by.at));
        self.shared.pushed = Some(by.at);
        self.shared.head = Some(oid);
        oid
    }

    fn write(mut self, fetched: Instant, folder: &Path) -> io::Result<Shared> {
        if let Some(tip) = self.tip {
            self.refs.insert("refs/heads/main".to_owned(), (tip, None));
        }
        Repository { pack: self.pack, refs: self.refs, origin: &plan::origin(self.shared.name), fetched, shallow: Vec::new() }
            .write(folder)?;
        Ok(self.shared)
    }
}

/// Writes the platform's repository: a commit and a tag for each release of a path.
pub(in crate::demo) fn platform(calendar: Calendar, folder: &Path) -> io::Result<Shared> {
    let mut line = Line::new("platform", "Golden paths, reusable workflows and self-service actions.");
    let team = named_team(PLATFORM_TEAM);
    let mut releases: Vec<(i64, GoldenPath, &str)> =
        GoldenPath::ALL.into_iter().flat_map(|path| path.releases().iter().map(move |(version, days)| (*days, path, *version))).collect();
    releases.sort_by_key(|(days, path, _)| (-days, *path));
    let first = sign(&team.people[0], calendar.days_ago(900, 9, 0));
    let base = Group { title: "Initial commit", files: platform_base() };
    line.commit(&base.files, &first, base.title);
    for (at, (days, path, version)) in releases.into_iter().enumerate() {
        let by = sign(&team.people[at % team.people.len()], calendar.days_ago(days, 8, 30));
        let oid = line.commit(&platform_at(path, version), &by, &format!("Release {} {version}", path.name()));
        let tag = path.tag(version);
        let target = line.pack.tag(&tag, oid, &by, &format!("{} {version}", path.name()));
        line.refs.insert(format!("refs/tags/{tag}"), (target, Some(oid)));
        line.shared.releases.push((tag, oid, by.at));
    }
    line.write(calendar.today, folder)
}

/// Writes the portal's repository: the manual of the version that builds it.
pub(in crate::demo) fn portal(calendar: Calendar, folder: &Path) -> io::Result<Shared> {
    let mut line = Line::new("portal", "The developer portal, and the manual of milepost, which builds it.");
    let team = named_team(PLATFORM_TEAM);
    line.commit(&portal_base(), &sign(&team.people[0], calendar.days_ago(290, 10, 15)), "Set up the portal");
    let title = concat!("Bring the manual of milepost ", env!("CARGO_PKG_VERSION"));
    line.commit(&manual::files(), &sign(&team.people[1], calendar.days_ago(17, 9, 40)), title);
    line.write(calendar.today, folder)
}

/// The carriers team has the third place among the named ones.
const CARRIERS_TEAM: usize = 2;

/// Writes the organisation's repository: teams, people, systems and domains.
pub(in crate::demo) fn organisation(teams: &[Team], calendar: Calendar, folder: &Path) -> io::Result<Shared> {
    let mut line = Line::new("org", "Teams, people, systems and domains of Lumen Freight.");
    let by = sign(&teams[0].people[0], calendar.days_ago(800, 10, 0));
    let (few, _) = teams.split_at(teams.len().min(3));
    line.commit(&organisation_files(few, false), &by, "Initial commit");
    line.commit(&organisation_files(teams, true), &bot("lumen-platform", calendar.days_ago(410, 4, 0)), "Bring teams up to date");
    let carriers = sign(&named_team(CARRIERS_TEAM).people[0], calendar.days_ago(12, 15, 20));
    line.commit(&organisation_files(teams, false), &carriers, "Close the parcel exchange");
    line.write(calendar.today, folder)
}

/// The commits of the tags of golden paths.
pub(in crate::demo) fn tags(platform: &Shared) -> BTreeMap<String, Oid> {
    platform.releases.iter().map(|(tag, oid, _)| (tag.clone(), *oid)).collect()
}

impl World {
    /// The commit that a version of a path is.
    pub(in crate::demo) fn release(&self, path: GoldenPath, version: &str) -> Option<Oid> {
        self.platform.get(&path.tag(version)).copied()
    }
}
