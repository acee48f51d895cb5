//! Reading one repository: from its refs to the records of one harvest.

use super::changes::{ChangeIndex, Reverted, change};
use super::commits::CommitWriter;
use super::copies::{Copies, was_moved};
use super::coverage::{Extent, Knowledge, Subject};
use super::cursor::{Head, State, recall_rows, rows_cursor, tag_mark};
use super::faults::Faults;
use super::file_records::FileWriter;
use super::follow::Follow;
use super::graph::{Bounds, read_all};
use super::licence::spdx;
use super::look::{Looked, unread_key};
use super::newer::{Known, read_new};
use super::past::{Calendar, Past};
use super::read_files::{FileReader, Files};
use super::reader::{Lost, Reader};
use super::refs::Refs;
use super::releases::ReleaseReader;
use super::rows::Row;
use super::selection::Selection;
use super::settings::{CommitPaths, GitSettings};
use super::sides::commit_of;
use super::stamp::Stamp;
use gix::ObjectId;
use milepost_model::record::Repository;
use milepost_model::{Diagnostic, Harvest, Instant, Memory};
use std::collections::{BTreeMap, BTreeSet};

/// What every repository of a run is read with.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// What a person chose.
    pub settings: &'a GitSettings,
    /// The paths that matter.
    pub selection: &'a Selection,
    /// The instant of the run.
    pub now: Instant,
    /// What the last run left.
    pub memory: &'a dyn Memory,
    /// Who is asked for further paths.
    pub follow: Option<&'a dyn Follow>,
    /// Whether contents that the clone lacks could not be brought: the next run reads it all again.
    pub is_lacking: bool,
}

/// What was read of a repository, and which contents its clone does not hold.
pub type ReadWhole = (Harvest, Vec<ObjectId>);

/// Reads a repository of which something changed. `Err` says why it cannot be read.
pub fn read(context: Context<'_>, looked: &Looked) -> Result<ReadWhole, String> {
    let reader = Reader::open(&looked.found.git_dir)?;
    let refs = Refs::read(&reader, context.settings.limits.tags)?;
    let name = looked.name();
    let key = looked.key(context.settings);
    let state = looked.state.as_ref().filter(|state| {
        let origin = looked.origin.as_ref().map(ToString::to_string);
        let reaches_back = context.settings.since.is_none_or(|since| state.from <= since);
        let is_same = looked.known_id.as_ref().is_none_or(|id| state.repo == id.as_str());
        reaches_back && is_same && state.origin == origin
    });
    let unread = State::recall(context.memory, &unread_key(&key)).map(|state| state.from);
    let from = state.map(|state| state.from).or(unread).unwrap_or_else(|| context.settings.first_instant(context.now));
    let reading = Reading { context, looked, reader: &reader, refs: &refs, name: &name, key: &key, state, from, unread };
    let Some(head) = refs.head else { return Ok((reading.empty(), Vec::new())) };
    if let Some(harvest) = reading.newer(head) {
        return Ok(harvest);
    }
    reading.whole(head).map_err(|lost| match lost {
        Lost::Missing => "its newest commit is not in the clone".to_owned(),
        Lost::Broken(reason) => format!("its newest commit cannot be read: {reason}"),
    })
}

/// What a harvest is made of.
struct Material<'a> {
    past: &'a Past,
    /// When the first commit was made, where the clone shows it.
    created: Option<i64>,
    index: &'a ChangeIndex,
    files: Files<'a>,
    /// The rows that an earlier run left open, where the whole history was read again.
    prior: Option<&'a BTreeMap<String, Row>>,
    /// What an earlier run said, where only what is new was read.
    earlier: Option<&'a State>,
    faults: Faults<'a>,
}

struct Reading<'a> {
    context: Context<'a>,
    looked: &'a Looked,
    reader: &'a Reader,
    refs: &'a Refs,
    name: &'a str,
    key: &'a str,
    state: Option<&'a State>,
    from: Instant,
    /// Since when an earlier run said that nothing was read; it is read now.
    unread: Option<Instant>,
}

impl Reading<'_> {
    fn bounds(&self) -> Bounds<'_> {
        Bounds {
            since: self.from.timestamp(),
            calendar: self.calendar(),
            shallow: &self.refs.shallow,
            limit: self.context.settings.limits.commits,
        }
    }

    fn calendar(&self) -> Calendar {
        Calendar::at(self.context.now.timestamp())
    }

    /// Reads only what came since the last run, where that tells everything.
    fn newer(&self, head: ObjectId) -> Option<ReadWhole> {
        let state = self.state?;
        let known = state.head?;
        if state.is_lacking || state.selection != self.context.selection.fingerprint || state.shallow != self.refs.shallow_fingerprint() {
            return None;
        }
        let rows = recall_rows(self.context.memory, self.key)?;
        let known_head = Known { head: known.id, at: known.at, skew: known.skew, sides: &state.sides };
        let past = read_new(self.reader, head, &self.others(Some(state)), known_head, self.bounds())?;
        let index = ChangeIndex::of(&past);
        if past.steps.iter().enumerate().any(|(place, step)| index.reverted_by(place, step) == Reverted::Elsewhere) {
            return None;
        }
        // What may be a copy is compared with all that was there before.
        if past.aside.iter().any(was_moved) || past.notes().any(|note| state.copied_at.binary_search(&note.authored.unwrap_or(0)).is_ok()) {
            return None;
        }
        let stamp = self.stamp(milepost_model::RepoId::from(state.repo.clone()));
        let files = self.files(&past, Some(rows))?;
        if self.lists_paths(&files) && !state.commit_paths {
            return None;
        }
        let faults = Faults::of(self.name);
        Some(self.harvest(
            &stamp,
            Material { past: &past, created: known.created, index: &index, files, prior: None, earlier: Some(state), faults },
        ))
    }

    /// Reads the whole history.
    fn whole(&self, head: ObjectId) -> Result<ReadWhole, Lost> {
        let mut past = read_all(self.reader, head, &self.others(None), self.bounds())?;
        let root = past.root.map(|root| root.id);
        let stamp = self.stamp(self.repo_id(root));
        let is_same = self.state.is_some_and(|state| state.repo == stamp.repo.as_str());
        let prior = if is_same { recall_rows(self.context.memory, self.key) } else { None };
        let files = self.files(&past, None).ok_or(Lost::Missing)?;
        // Commits that were handed over without their paths, or without what they change, are handed over again.
        let lists_paths = self.lists_paths(&files);
        let is_half = self.state.is_some_and(|state| state.is_lacking || lists_paths && !state.commit_paths);
        if is_same && prior.is_some() && !is_half {
            self.mark_known(&mut past);
        }
        let index = ChangeIndex::of(&past);
        let mut faults = Faults::of(self.name);
        if !self.refs.shallow.is_empty() {
            let bottom = past.steps.first().map_or(self.from, |step| stamp.instant(step.at));
            faults.shallow(&bottom.format("%Y-%m-%d").to_string());
        }
        if past.is_limited {
            faults.many_commits(self.context.settings.limits.commits);
        }
        faults.lost_commits(past.lost);
        let created = past.root.map(|root| root.at);
        let prior = prior.as_ref();
        Ok(self.harvest(&stamp, Material { past: &past, created, index: &index, files, prior, earlier: None, faults }))
    }

    /// What tags and release branches point at, without what the last run saw of it.
    fn others(&self, state: Option<&State>) -> Vec<ObjectId> {
        let known: BTreeSet<&str> = state.into_iter().flat_map(|state| state.tags.iter().map(String::as_str)).collect();
        let is_new = |(tag, target): &&(String, ObjectId)| !known.contains(tag_mark(tag, target).as_str());
        let mut buffer = Vec::new();
        let tags = self.refs.tags.iter().filter(is_new).filter_map(|(_, target)| commit_of(self.reader, *target, &mut buffer));
        let heads = self.refs.release_heads.iter().filter(|head| !known.contains(tag_mark("", head).as_str()));
        let mut others: Vec<_> = tags.chain(heads.copied()).collect();
        others.sort();
        others.dedup();
        others
    }

    /// Steps at and below the last run's head were handed over then.
    fn mark_known(&self, past: &mut Past) {
        let Some(known) = self.state.and_then(|state| state.head) else { return };
        if let Some(place) = past.steps.iter().position(|step| step.note.id == known.id) {
            past.steps[..=place].iter_mut().for_each(|step| step.is_known = true);
        }
    }

    /// Whether this repository's commits list their paths.
    fn lists_paths(&self, files: &Files<'_>) -> bool {
        match self.context.settings.commit_paths {
            CommitPaths::Never => false,
            CommitPaths::WhereDivided => files.is_divided,
            CommitPaths::Always => true,
        }
    }

    fn files(&self, past: &Past, prior: Option<BTreeMap<String, Row>>) -> Option<Files<'_>> {
        let limits = self.context.settings.limits;
        let files = FileReader {
            reader: self.reader,
            selection: self.context.selection,
            limits,
            follow: self.context.follow,
            name: self.name,
            asks_whether_divided: self.context.settings.commit_paths == CommitPaths::WhereDivided,
        };
        files.read(past, prior, self.context.now.timestamp())
    }

    fn repo_id(&self, root: Option<ObjectId>) -> milepost_model::RepoId {
        let own = || Stamp::repo_id(self.looked.origin.as_ref(), root, self.looked.found.place.as_str());
        self.looked.known_id.clone().unwrap_or_else(own)
    }

    fn stamp(&self, repo: milepost_model::RepoId) -> Stamp {
        Stamp { repo, now: self.context.now, origin: self.looked.origin.clone() }
    }

    fn harvest(&self, stamp: &Stamp, material: Material<'_>) -> ReadWhole {
        let Material { past, created, index, mut files, prior, earlier, mut faults } = material;
        let mut harvest = Harvest::default();
        let head = past.head_at().map(|at| Head { id: self.refs.head.unwrap_or_else(null_id), at, skew: past.skew, created });
        harvest.records.push(self.repository(stamp, head, Some(&mut files)).into());
        let lists_paths = self.lists_paths(&files);
        let mut copies = Copies::of(self.reader, past);
        let paths = lists_paths.then_some((self.reader, self.context.settings.limits.paths_of_commit));
        let writer = CommitWriter { stamp, calendar: self.calendar(), paths, patch_ids: &copies.patch_ids };
        self.history(writer, past, index, &mut faults, &mut harvest);
        let tags = self.releases(stamp, past, &mut faults, &mut harvest);
        let mut writer = FileWriter::new(stamp, self.reader, past);
        harvest.records.extend(writer.write(&files.rows, &mut files.contents).into_iter().map(Into::into));
        // Only now all contents were read, so only now it shows which of them cannot be.
        faults.files(&files);
        if let Some(earlier) = earlier {
            faults.on_top_of(earlier);
        }
        if let Some(prior) = prior {
            let is_looked_at = |path: &str| self.context.selection.kept(path).is_some();
            harvest.records.extend(writer.withdraw(prior, &files.rows, &is_looked_at).into_iter().map(Into::into));
        }
        let known = Knowledge::of(self.looked.fetched, past.head_at(), self.context.now, self.looked.state.as_ref());
        self.coverage(stamp, &faults.extent, &known, &mut harvest);
        let mut state = self.next_state(stamp.repo.as_str(), head, tags, &faults);
        state.commit_paths = lists_paths;
        state.is_lacking = self.context.is_lacking;
        state.sides.clone_from(&past.side_tips);
        state.copied_at = Copies::dates(past, earlier);
        state.is_behind = known.is_behind();
        harvest.cursors = vec![state.cursor(self.key), rows_cursor(self.key, &files.rows.open)];
        let mut lacking = std::mem::take(&mut files.contents.lacking);
        lacking.append(&mut copies.lacking);
        harvest.blobs = files.contents.into_blobs();
        harvest.diagnostics = faults.diagnostics;
        (harvest, lacking)
    }

    fn coverage(&self, stamp: &Stamp, extent: &Extent, known: &Knowledge, harvest: &mut Harvest) {
        let subject = Subject { repo: Some(&stamp.repo), name: self.name };
        let mut told = vec![(subject, self.from)];
        if let Some(unread) = self.unread {
            // An earlier run said that nothing was read since then; that is no longer so, under whichever name it said it.
            told.push((subject, unread));
            told.push((Subject { repo: None, name: self.name }, unread));
        }
        told.truncate(if self.looked.origin.is_some() { 2 } else { 3 });
        told.dedup_by_key(|(subject, from)| (subject.repo, *from));
        for (subject, from) in told {
            let records = extent.records(&self.context.settings.id, &subject, from, known);
            harvest.records.extend(records.into_iter().map(Into::into));
        }
    }

    fn history(&self, writer: CommitWriter<'_>, past: &Past, index: &ChangeIndex, faults: &mut Faults<'_>, harvest: &mut Harvest) {
        let (mut commits, mut changes, mut odd) = (Vec::new(), Vec::new(), 0);
        for (place, step) in past.steps.iter().enumerate().filter(|(_, step)| !step.is_known) {
            writer.write(step, &mut commits);
            odd += writer.odd_dates(step);
            let reverted = if let Reverted::Change(merge) = index.reverted_by(place, step) { Some(merge) } else { None };
            changes.push(change(writer.stamp, self.calendar(), step, self.refs.branch.as_deref(), reverted));
        }
        let first = past.steps.first().map_or(self.from.timestamp(), |step| step.at);
        past.steps.iter().filter(|step| step.is_known).for_each(|step| writer.write_copied(step, &mut commits));
        writer.write_aside(&past.aside, first, &mut commits);
        faults.odd_dates(odd);
        harvest.records.extend(commits.into_iter().map(Into::into));
        harvest.records.extend(changes.into_iter().map(Into::into));
    }

    /// Hands over tags that are new or moved; gives the marks of all of them, and of release branches.
    fn releases(&self, stamp: &Stamp, past: &Past, faults: &mut Faults<'_>, harvest: &mut Harvest) -> Vec<String> {
        let known: BTreeSet<&str> = self
            .state
            .filter(|state| state.repo == stamp.repo.as_str())
            .into_iter()
            .flat_map(|state| state.tags.iter().map(String::as_str))
            .collect();
        let (mut marks, mut odd) = (Vec::new(), self.refs.odd_tags);
        let mut reader = ReleaseReader::new(self.reader, stamp, self.calendar(), past);
        for (tag, target) in &self.refs.tags {
            let mark = tag_mark(tag, target);
            if !known.contains(mark.as_str()) {
                match reader.read(tag, *target) {
                    Some(release) => harvest.records.push(release.into()),
                    None => odd += 1,
                }
            }
            marks.push(mark);
        }
        marks.extend(self.refs.release_heads.iter().map(|head| tag_mark("", head)));
        faults.tags(odd, self.refs.is_limited.then_some(self.context.settings.limits.tags));
        marks
    }

    fn repository(&self, stamp: &Stamp, head: Option<Head>, files: Option<&mut Files<'_>>) -> Repository {
        let origin = self.looked.origin.as_ref();
        let mut licence = None;
        let mut languages = BTreeMap::new();
        if let Some(files) = files {
            languages = std::mem::take(&mut files.head.languages);
            licence = files.head.licence.and_then(|leaf| {
                files.contents.of(leaf);
                files.contents.bytes(&leaf.id).and_then(spdx)
            });
        }
        Repository {
            id: stamp.repo.to_string(),
            rev: stamp.rev(),
            observed_at: stamp.now,
            provenance: milepost_model::Provenance { url: origin.and_then(|origin| origin.url.clone()), ..stamp.provenance() },
            repo: stamp.repo.clone(),
            full_name: self.name.to_owned(),
            host: origin.map(|origin| origin.host.clone()),
            url: origin.and_then(|origin| origin.url.clone()),
            default_branch: self.refs.branch.clone().filter(|_| head.is_some()),
            head: head.map(|head| head.id.to_string()),
            created_at: head.and_then(|head| head.created).map(|at| stamp.instant(at)),
            pushed_at: head.map(|head| stamp.instant(head.at)),
            is_shallow: Some(!self.refs.shallow.is_empty()),
            license: licence.map(str::to_owned),
            languages,
            ..Repository::default()
        }
    }

    /// A clone without commits is a repository of which nothing is known yet.
    fn empty(&self) -> Harvest {
        let stamp = self.stamp(self.repo_id(None));
        let reason = "the clone is empty: nothing was committed yet, or nothing was fetched";
        let mut faults = Faults::of(self.name);
        faults.extent = Extent::nothing(reason);
        faults.add(Diagnostic::note("git/empty", reason));
        let mut harvest = Harvest { records: vec![self.repository(&stamp, None, None).into()], ..Harvest::default() };
        self.coverage(&stamp, &faults.extent, &Knowledge::whole(self.context.now), &mut harvest);
        harvest.cursors = vec![self.next_state(stamp.repo.as_str(), None, Vec::new(), &faults).cursor(self.key)];
        harvest.diagnostics = faults.diagnostics;
        harvest
    }

    fn next_state(&self, repo: &str, head: Option<Head>, tags: Vec<String>, faults: &Faults<'_>) -> State {
        let mut state = State::blank(self.from, self.context.now);
        repo.clone_into(&mut state.repo);
        state.refs.clone_from(&self.refs.fingerprint);
        state.shallow = self.refs.shallow_fingerprint();
        state.origin = self.looked.origin.as_ref().map(ToString::to_string);
        state.selection.clone_from(&self.context.selection.fingerprint);
        state.head = head;
        state.tags = tags;
        state.extent.clone_from(&faults.extent);
        state.diagnostics.clone_from(&faults.diagnostics);
        state
    }
}

fn null_id() -> ObjectId {
    ObjectId::null(gix::hash::Kind::Sha1)
}
