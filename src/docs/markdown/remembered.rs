//! Highlighted code that is kept from build to build: telling words apart costs more than all else of a page.

use super::highlight::{self, CodeName, Highlighter};
use super::runs::Runs;
use std::collections::{BTreeMap, HashMap};
use std::sync::Mutex;

const KEY: usize = size_of::<CodeName>();
const HASH: usize = blake3::OUT_LEN;

/// Highlights code, and knows again what an earlier build highlighted.
#[derive(Debug)]
pub struct Remembered {
    edition: blake3::Hash,
    known: HashMap<CodeName, Runs>,
    /// What this build asked for: all that is kept for the next one.
    asked: Mutex<BTreeMap<CodeName, Runs>>,
    /// What was kept, to see whether anything changed.
    kept: Option<blake3::Hash>,
}

impl Remembered {
    /// With what an earlier build kept. What cannot be read is not known.
    pub fn new(kept: Option<&[u8]>) -> Self {
        let edition = blake3::hash(highlight::edition().as_bytes());
        let known = kept.and_then(read);
        let kept = known.is_some().then(|| kept.map(blake3::hash)).flatten();
        Self { edition, known: known.unwrap_or_default(), asked: Mutex::default(), kept }
    }

    /// What the next build should know, where that is not what it would anyway.
    pub fn to_keep(&self) -> Option<Vec<u8>> {
        let asked = self.asked.lock().ok()?;
        let size: usize = asked.values().map(|runs| KEY + 4 + runs.bytes().len()).sum();
        let mut out = Vec::with_capacity(HASH + size);
        out.resize(HASH, 0);
        for (key, runs) in asked.iter() {
            out.extend_from_slice(key);
            out.extend_from_slice(&u32::try_from(runs.bytes().len()).ok()?.to_le_bytes());
            out.extend_from_slice(runs.bytes());
        }
        let hash = blake3::hash(&out[HASH..]);
        out[..HASH].copy_from_slice(hash.as_bytes());
        (self.kept != Some(blake3::hash(&out))).then_some(out)
    }

    fn key(&self, language: &str, code: &str) -> CodeName {
        let mut hasher = blake3::Hasher::new();
        hasher.update(self.edition.as_bytes()).update(language.as_bytes()).update(b"\0").update(code.as_bytes());
        let mut key = CodeName::default();
        key.copy_from_slice(&hasher.finalize().as_bytes()[..KEY]);
        key
    }
}

impl Highlighter for Remembered {
    fn highlight(&self, language: &str, code: &str) -> Option<String> {
        if !highlight::is_known(language) {
            return None;
        }
        let key = self.key(language, code);
        let known = self.known.get(&key).and_then(|runs| Some((runs.clone(), runs.html(code)?)));
        let (runs, html) = if let Some(known) = known {
            known
        } else {
            let runs = highlight::runs(language, code)?.fitting();
            let html = runs.html(code)?;
            (runs, html)
        };
        if let Ok(mut asked) = self.asked.lock() {
            asked.insert(key, runs);
        }
        Some(html)
    }

    fn edition(&self) -> String {
        self.edition.to_hex().to_string()
    }

    fn name(&self, language: &str, code: &str) -> Option<CodeName> {
        highlight::is_known(language).then(|| self.key(language, code))
    }

    fn renew(&self, names: &[CodeName]) {
        let known = names.iter().filter_map(|name| Some((*name, self.known.get(name)?.clone())));
        if let Ok(mut asked) = self.asked.lock() {
            asked.extend(known);
        }
    }
}

/// What was kept, where it is whole.
fn read(bytes: &[u8]) -> Option<HashMap<CodeName, Runs>> {
    let (hash, mut rest) = bytes.split_at_checked(HASH)?;
    if blake3::hash(rest).as_bytes() != hash {
        return None;
    }
    let mut known = HashMap::new();
    while !rest.is_empty() {
        let (key, after) = rest.split_first_chunk::<KEY>()?;
        let (length, after) = after.split_first_chunk::<4>()?;
        let (runs, after) = after.split_at_checked(u32::from_le_bytes(*length) as usize)?;
        known.insert(*key, Runs::kept(runs.to_vec()));
        rest = after;
    }
    Some(known)
}

#[cfg(test)]
mod tests {
    use super::super::Syntaxes;
    use super::*;

    const CODE: &str = "fn main() {\n    let s = \"a&b\"; // <hi>\n}";

    #[test]
    fn what_is_remembered_is_what_would_be_told_again() {
        let first = Remembered::new(None);
        let html = first.highlight("rust", CODE);
        assert_eq!(html, Syntaxes.highlight("rust", CODE));
        assert_eq!(first.highlight("no-such-language", CODE), None);
        let kept = first.to_keep().expect("something new");
        let second = Remembered::new(Some(&kept));
        assert_eq!(second.known.len(), 1);
        assert_eq!(second.highlight("rust", CODE), html);
        assert_eq!(second.to_keep(), None, "nothing changed");
        let third = Remembered::new(Some(&kept));
        third.highlight("yaml", "a: 1");
        assert_eq!(Remembered::new(third.to_keep().as_deref()).known.len(), 1, "what nobody asks for is forgotten");
    }

    #[test]
    fn what_is_damaged_or_meant_for_other_code_is_told_again() {
        let first = Remembered::new(None);
        let html = first.highlight("rust", CODE);
        let kept = first.to_keep().expect("something new");
        for end in 0..kept.len() {
            let cut = Remembered::new(Some(&kept[..end]));
            assert!(cut.known.is_empty());
        }
        let mut wrong = Remembered::new(Some(&kept));
        let key = wrong.key("rust", CODE);
        wrong.known.insert(key, Runs::kept(vec![b'k', 3]));
        assert_eq!(wrong.highlight("rust", CODE), html);
        assert_eq!(wrong.to_keep(), None, "and mended");
    }
}
