//! What scoring is given.

use crate::adoption::Adoption;
use crate::catalog::{Catalog, CatalogSettings};
use crate::metrics::{Measurements, ReadError};
use milepost_model::record::{BranchRule, Coverage, File, Finding, OnCall, Slo};
use milepost_model::{Diagnostics, Instant, RepoId};
use std::collections::{BTreeMap, BTreeSet};

/// What is known of one repository beyond its present files.
#[derive(Debug, Clone, Default)]
pub struct RepositoryPast {
    /// The repository.
    pub repo: RepoId,
    /// Every version of its files that matter, in any order.
    pub files: Vec<File>,
    /// Every version of the rules of its branches.
    pub branch_rules: Vec<BranchRule>,
    /// Its alerts, closed ones too.
    pub findings: Vec<Finding>,
}

/// Gives the past of repositories, bucket by bucket.
pub trait PastSource: Sync {
    /// How many buckets there are.
    fn buckets(&self) -> usize;

    /// The repositories of one bucket.
    fn read(&self, bucket: usize) -> Result<Vec<RepositoryPast>, ReadError>;

    /// The contents of files, by their hashes.
    fn contents(&self, blobs: BTreeSet<&str>) -> Result<BTreeMap<String, Vec<u8>>, ReadError>;
}

/// Everything else that scoring looks at.
#[derive(Clone, Copy)]
pub struct Ground<'a> {
    /// The present instant.
    pub as_of: Instant,
    /// The services.
    pub catalog: &'a Catalog,
    /// How they are delivered.
    pub measurements: &'a Measurements,
    /// Where they stand on golden paths.
    pub adoption: &'a Adoption,
    /// How descriptors of the past are read.
    pub settings: &'a CatalogSettings,
    /// What was really read.
    pub coverage: &'a [Coverage],
    /// Who was on call when.
    pub duties: &'a [OnCall],
    /// Every measurement of every service level objective.
    pub slos: &'a [Slo],
    /// What is wrong with people's files now.
    pub notes: &'a Diagnostics,
}

impl std::fmt::Debug for Ground<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ground").field("as_of", &self.as_of).finish_non_exhaustive()
    }
}
