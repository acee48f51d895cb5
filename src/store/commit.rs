//! Makes the next manifest, so that two writers at once lose nothing and a killed one breaks nothing.

use super::StoreError;
use super::contents::{read_cursors, write_cursors};
use super::manifest::{Change, Manifest, file_of, number_of};
use super::objects::Objects;
use std::time::Duration;

/// How often a writer that was overtaken tries again.
const TRIES: u32 = 100;
/// How many manifests stay, for those who are reading an earlier one.
const KEPT: u64 = 8;

/// The newest manifest.
#[derive(Debug, Clone, Default)]
pub(super) struct Newest {
    /// 0 where there is none yet.
    pub number: u64,
    pub hash: Option<String>,
    pub manifest: Manifest,
}

/// Finds the newest manifest; a store without any is empty.
pub(super) fn newest(objects: &Objects) -> Result<Newest, StoreError> {
    let mut tries = 0;
    loop {
        let Some(number) = numbers(objects)?.last().copied() else { return Ok(Newest::default()) };
        let file = file_of(number);
        match objects.get(&file) {
            Ok(content) => {
                let manifest = Manifest::parse(objects.url(), &file, &content)?;
                return Ok(Newest { number, hash: Some(hash_of(&content)), manifest });
            }
            // Others wrote so many in between that it was removed; there is a newer one.
            Err(StoreError::Missing { .. }) if tries < TRIES => tries += 1,
            Err(error) => return Err(error),
        }
    }
}

/// Makes the change and returns the manifest that says so. Nothing is written where nothing changes.
pub(super) fn commit(objects: &Objects, change: &Change) -> Result<Newest, StoreError> {
    for tried in 0..TRIES {
        let base = newest(objects)?;
        let cursors = merge_cursors(objects, &base.manifest, change)?;
        let Some(next) = base.manifest.after(base.hash.as_deref(), change, cursors) else { return Ok(base) };
        let content = next.to_bytes();
        let (number, hash) = (base.number + 1, hash_of(&content));
        let file = file_of(number);
        // A repeated request may find the file that the first one made although it seemed to fail.
        let is_ours = objects.create(&file, content.clone().into())? || objects.get(&file).is_ok_and(|found| found == content);
        if is_ours && is_reached(objects, number, &hash)? {
            remove_old(objects, number)?;
            return Ok(Newest { number, hash: Some(hash), manifest: next });
        }
        std::thread::sleep(Duration::from_millis(u64::from(tried % 16)));
    }
    Err(StoreError::Busy { url: objects.url().to_owned(), tries: TRIES })
}

/// Whether the newest manifest is this one or came from it.
///
/// A writer that was held up for long may have made a number that others had used and removed.
fn is_reached(objects: &Objects, number: u64, hash: &str) -> Result<bool, StoreError> {
    if numbers(objects)?.last() == Some(&number) {
        return Ok(true);
    }
    Ok(newest(objects)?.manifest.follows.iter().any(|earlier| earlier == hash))
}

/// Removes the manifests before the last few. Another writer may do the same at once.
fn remove_old(objects: &Objects, number: u64) -> Result<(), StoreError> {
    let old: Vec<_> = numbers(objects)?.into_iter().filter(|old| old + KEPT <= number).map(file_of).collect();
    objects.delete(&old)
}

/// The numbers of the manifests that are there, sorted.
fn numbers(objects: &Objects) -> Result<Vec<u64>, StoreError> {
    Ok(objects.list("manifests")?.iter().filter_map(|file| number_of(&file.name)).collect())
}

/// The manifests that are there, the newest last.
pub(super) fn kept(objects: &Objects) -> Result<Vec<Manifest>, StoreError> {
    let mut manifests = Vec::new();
    for number in numbers(objects)? {
        let file = file_of(number);
        match objects.get(&file) {
            Ok(content) => manifests.push(Manifest::parse(objects.url(), &file, &content)?),
            Err(StoreError::Missing { .. }) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(manifests)
}

fn merge_cursors(objects: &Objects, base: &Manifest, change: &Change) -> Result<Option<super::manifest::CursorsFile>, StoreError> {
    if change.cursors.is_empty() {
        return Ok(None);
    }
    let mut cursors = read_cursors(objects, base)?;
    let before = cursors.clone();
    cursors.extend(change.cursors.iter().map(|(key, value)| (key.clone(), value.clone())));
    if cursors == before { Ok(None) } else { write_cursors(objects, &cursors).map(Some) }
}

/// The hash that names a file by its content.
pub(super) fn hash_of(content: &[u8]) -> String {
    blake3::hash(content).to_hex().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn remember(n: u64) -> Change {
        Change { cursors: [("n".to_owned(), n.to_string().into_bytes())].into(), ..Change::default() }
    }

    #[test]
    fn a_writer_that_was_held_up_does_not_believe_a_number_that_others_have_left_behind() {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let objects = Objects::open(folder.path().to_str().expect("it is UTF-8"), []).expect("it opens");
        for n in 0..20 {
            commit(&objects, &remember(n)).expect("it is committed");
        }
        let last = newest(&objects).expect("it can be read");
        assert_eq!(last.number, 20);
        assert!(objects.create(&file_of(5), Manifest::default().to_bytes().into()).expect("number 5 is free again"));
        assert!(!is_reached(&objects, 5, &hash_of(&Manifest::default().to_bytes())).expect("it can be read"));
        for earlier in &last.manifest.follows {
            assert!(is_reached(&objects, 1, earlier).expect("it can be read"), "the newest came from it");
        }
        assert!(!objects.create(&file_of(20), b"late".as_slice().into()).expect("it can be tried"), "a number is used once");
        assert_eq!(read_cursors(&objects, &last.manifest).expect("it can be read")["n"], b"19");
    }
}
