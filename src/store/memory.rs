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

impl Memory for Cursors {
    fn recall(&self, key: &str) -> Option<Vec<u8>> {
        self.0.get(key).cloned()
    }
}
