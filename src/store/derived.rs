//! What a build computed and the next one need not: never the truth, and gone without loss.

use super::Store;

const FOLDER: &str = "derived";

impl Store {
    /// What was kept under a name; nothing where there is nothing, or where it cannot be read.
    pub fn derived(&self, name: &str) -> Option<Vec<u8>> {
        self.objects.get(&format!("{FOLDER}/{name}")).ok().map(Vec::from)
    }

    /// Keeps what can be computed again, in the place of what was kept under that name.
    ///
    /// Of two writers at once the later one wins, and both are right. Where nothing can be written, as in a store that a
    /// build may only read, the next build computes it again.
    pub fn keep_derived(&self, name: &str, content: Vec<u8>) {
        let _ = self.objects.put(&format!("{FOLDER}/{name}"), content.into());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_kept_comes_back_and_what_was_not_is_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::open(&folder.path().to_string_lossy()).expect("a store");
        assert_eq!(store.derived("x"), None);
        store.keep_derived("x", vec![1]);
        store.keep_derived("x", vec![2]);
        assert_eq!(store.derived("x"), Some(vec![2]));
    }
}
