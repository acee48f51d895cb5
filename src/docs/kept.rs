//! Rendered pages that are kept from build to build: most of a text's cost is not paid twice.
//!
//! A page is taken as it was kept only if its text is the same and every question that it asked while it was
//! rendered (where links lead, what images show, what is included) has the same answer now: nothing else goes into
//! it but the program, which is part of its name. So what is kept is never wrong, at most of no use.

mod form;

use super::markdown::{Asked, CodeName, Highlighter, Rendered, Shown, Surroundings, answers, render};
use bytes::Bytes;
use form::{Entry, Piece};
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

/// The program that rendered: a hash of all that it is made of.
const PROGRAM: &str = env!("MILEPOST_EDITION");

/// The name of a page: a hash of whose it is, where it stands and what it says.
type Key = [u8; 16];
const KEY: usize = size_of::<Key>();
const HASH: usize = blake3::OUT_LEN;

/// So much is kept at most: what does not fit is rendered again. Hosts take no file of 100 MB on a branch.
const MOST_BYTES: usize = 80 << 20;

/// Knows again what an earlier build rendered.
pub struct KeptPages {
    edition: blake3::Hash,
    known: HashMap<Key, Bytes>,
    /// What this build asked for: all that is kept for the next one.
    asked: Mutex<BTreeMap<Key, Bytes>>,
    has_news: AtomicBool,
}

impl fmt::Debug for KeptPages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeptPages").field("known", &self.known.len()).finish_non_exhaustive()
    }
}

impl KeptPages {
    /// With what an earlier build kept. What cannot be read is not known.
    pub fn new(highlighter: &dyn Highlighter, kept: Option<Bytes>) -> Self {
        let edition = blake3::hash(format!("{PROGRAM} {}", highlighter.edition()).as_bytes());
        let known = kept.and_then(|kept| read(&edition, &kept));
        let has_news = AtomicBool::new(known.is_none());
        Self { edition, known: known.unwrap_or_default(), asked: Mutex::default(), has_news }
    }

    /// What the next build should know, where that is not what it would anyway.
    pub fn to_keep(&self) -> Option<Vec<u8>> {
        let asked = self.asked.lock().ok()?;
        if !self.has_news.load(Ordering::Relaxed) && asked.len() == self.known.len() {
            return None;
        }
        // All of it at once: growing into it would take twice as much while it is copied.
        let size: usize = asked.values().map(|entry| KEY + 4 + entry.len()).sum();
        let mut out = Vec::with_capacity(MOST_BYTES.min(2 * HASH + size));
        out.resize(HASH, 0);
        out.extend_from_slice(self.edition.as_bytes());
        for (key, entry) in asked.iter() {
            if out.len() + KEY + 4 + entry.len() <= MOST_BYTES {
                out.extend_from_slice(key);
                out.extend_from_slice(&u32::try_from(entry.len()).ok()?.to_le_bytes());
                out.extend_from_slice(entry);
            }
        }
        let hash = blake3::hash(&out[HASH..]);
        out[..HASH].copy_from_slice(hash.as_bytes());
        Some(out)
    }

    /// A text as HTML, as it was kept or rendered now. `owner` and `place` tell where it stands among all texts.
    pub(super) fn render(
        &self,
        (owner, place): (&str, &str),
        source: &str,
        surroundings: &dyn Surroundings,
        highlighter: &dyn Highlighter,
        reserved: &[&str],
    ) -> Rendered {
        let key = key(&[owner, place, source]);
        if let Some((rendered, codes, entry)) = self.known(&key, surroundings) {
            highlighter.renew(&codes);
            self.keep(key, entry);
            return rendered;
        }
        let (asked, shown) = (Asked::of(surroundings), Shown::of(highlighter));
        let rendered = render(source, &asked, &shown, reserved);
        let questions = asked.questions();
        let answers = answers(surroundings, questions.iter());
        let entry = Entry { questions, answers, codes: shown.names().into_iter().collect(), rendered };
        self.has_news.store(true, Ordering::Relaxed);
        self.keep(key, entry.written());
        entry.rendered
    }

    /// A page that was kept, if it would be rendered the same now.
    fn known(&self, key: &Key, surroundings: &dyn Surroundings) -> Option<(Rendered, Vec<CodeName>, Bytes)> {
        let bytes = self.known.get(key)?;
        let entry = Entry::read(bytes)?;
        (answers(surroundings, entry.questions.iter()) == entry.answers).then(|| (entry.rendered, entry.codes, bytes.clone()))
    }

    fn keep(&self, key: Key, entry: Bytes) {
        if let Ok(mut asked) = self.asked.lock() {
            asked.insert(key, entry);
        }
    }
}

fn key(parts: &[&str]) -> Key {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(&(part.len() as u64).to_le_bytes()).update(part.as_bytes());
    }
    let mut key = Key::default();
    key.copy_from_slice(&hasher.finalize().as_bytes()[..KEY]);
    key
}

/// What was kept, where it is whole and this program kept it.
fn read(edition: &blake3::Hash, bytes: &Bytes) -> Option<HashMap<Key, Bytes>> {
    let (hash, rest) = bytes.split_at_checked(HASH)?;
    if blake3::hash(rest).as_bytes() != hash || !rest.starts_with(edition.as_bytes()) {
        return None;
    }
    let mut known = HashMap::new();
    let mut piece = Piece(&rest[HASH..]);
    while !piece.0.is_empty() {
        let key = Key::try_from(piece.take(KEY)?).ok()?;
        let entry = piece.sized()?;
        known.insert(key, bytes.slice_ref(entry));
    }
    Some(known)
}

#[cfg(test)]
mod tests;
