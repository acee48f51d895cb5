//! What collectors remember from one run to the next.

use super::StoreError;
use super::commit::newest;
use super::contents::read_cursors;
use super::objects::Objects;
use milepost_model::Memory;
use std::collections::BTreeMap;

/// The cursors of the last run that was kept.
#[derive(Debug, Clone, Default)]
pub struct Cursors(BTreeMap<String, Vec<u8>>);

impl Cursors {
    pub(super) fn read(objects: &Objects) -> Result<Self, StoreError> {
        Ok(Self(read_cursors(objects, &newest(objects)?.manifest)?))
    }
}

impl Cursors {
    /// The cursors whose keys begin like this, in the order of their keys.
    pub fn beginning_with<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a str, &'a [u8])> {
        let range = self.0.range(prefix.to_owned()..);
        range.take_while(move |(key, _)| key.starts_with(prefix)).map(|(key, bytes)| (key.as_str(), bytes.as_slice()))
    }
}

impl Memory for Cursors {
    fn recall(&self, key: &str) -> Option<Vec<u8>> {
        self.0.get(key).cloned()
    }
}
