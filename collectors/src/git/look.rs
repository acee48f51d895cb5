//! A first look at a repository: enough to know which one it is and whether anything changed.

use super::cursor::State;
use super::fetched::Fetched;
use super::find::Found;
use super::origin::Origin;
use super::reader::Reader;
use super::refs::{Refs, origin_url};
use super::selection::Selection;
use super::settings::GitSettings;
use milepost_model::{Memory, RepoId};

/// What the first look showed.
#[derive(Debug)]
pub struct Looked {
    /// Where it lies.
    pub found: Found,
    /// Where it is hosted, if that is known.
    pub origin: Option<Origin>,
    /// The id that its provider gave to it, if that is known.
    pub known_id: Option<RepoId>,
    /// What the last run left.
    pub state: Option<State>,
    /// Whether nothing changed since.
    pub is_unchanged: bool,
    /// When it was last fetched.
    pub fetched: Fetched,
    /// Whether its history is cut short.
    pub is_shallow: bool,
    /// When its head was committed, as the commit says.
    pub head_seconds: i64,
    /// Why it cannot be read.
    pub fault: Option<String>,
}

impl Looked {
    /// Owner and name, or the place below the folder.
    pub fn name(&self) -> String {
        self.origin.as_ref().map_or_else(|| without_git(&self.found.place).to_owned(), |origin| origin.path.clone())
    }

    /// The key of its cursors.
    pub fn key(&self, settings: &GitSettings) -> String {
        key(settings, self.found.folder, &self.found.place)
    }

    /// Its id as far as it is known without reading its history.
    pub fn early_id(&self) -> Option<RepoId> {
        let by_origin = || self.origin.as_ref().map(|origin| super::stamp::Stamp::repo_id(Some(origin), None, &self.found.place));
        self.known_id.clone().or_else(by_origin)
    }
}

/// The key of a place's cursors.
pub fn key(settings: &GitSettings, folder: usize, place: &str) -> String {
    format!("git/{}/{folder}/{place}", settings.id)
}

/// The key of the cursor that says since when nothing could be read.
pub fn unread_key(key: &str) -> String {
    format!("{key}#unread")
}

/// Opens a repository and looks at its refs.
pub fn look(found: Found, settings: &GitSettings, selection: &Selection, memory: &dyn Memory) -> Looked {
    let state = State::recall(memory, &key(settings, found.folder, &found.place));
    let mut looked = Looked {
        found,
        origin: None,
        known_id: None,
        state,
        is_unchanged: false,
        fetched: Fetched::Itself,
        is_shallow: false,
        head_seconds: i64::MIN,
        fault: None,
    };
    if let Err(fault) = look_inside(&mut looked, settings, selection) {
        looked.fault = Some(fault);
    }
    looked
}

fn look_inside(looked: &mut Looked, settings: &GitSettings, selection: &Selection) -> Result<(), String> {
    let url = origin_url(&looked.found.git_dir);
    looked.origin = url.as_deref().and_then(Origin::parse);
    looked.known_id = settings.known_id(looked.origin.as_ref());
    let reader = Reader::open(&looked.found.git_dir)?;
    let refs = Refs::read(&reader, settings.limits.tags)?;
    let has_news = url.is_some() && !settings.is_current;
    looked.fetched = Fetched::of(&looked.found.git_dir, has_news, refs.branch.as_deref());
    looked.is_shallow = !refs.shallow.is_empty();
    looked.is_unchanged = looked.state.as_ref().is_some_and(|state| {
        !state.is_lacking
            && state.refs == refs.fingerprint
            && state.selection == selection.fingerprint
            && looked.known_id.as_ref().is_none_or(|id| state.repo == id.as_str())
            && state.origin == looked.origin.as_ref().map(ToString::to_string)
            && settings.since.is_none_or(|since| state.from <= since)
    });
    Ok(())
}

/// When a repository's head was committed; asked only where two clones of one repository were found.
pub fn head_seconds(looked: &Looked, settings: &GitSettings) -> i64 {
    let seconds = || {
        let reader = Reader::open(&looked.found.git_dir).ok()?;
        let head = Refs::read(&reader, settings.limits.tags).ok()?.head?;
        let mut buffer = Vec::new();
        let bytes = reader.bytes(&head, gix::objs::Kind::Commit, &mut buffer).ok()?;
        super::commit_object::CommitObject::parse(bytes)?.committer.seconds
    };
    seconds().unwrap_or(i64::MIN)
}

fn without_git(place: &str) -> &str {
    place.strip_suffix(".git").filter(|rest| !rest.is_empty() && !rest.ends_with('/')).unwrap_or(place)
}
