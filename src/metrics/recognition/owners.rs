//! Whose a deployment, a run or a release is, with what the configuration says of its services.

use crate::catalog::Service;
use crate::config::{Delivery, Pattern};
use crate::metrics::RepositoryRecords;
use crate::metrics::sharing::{Belonging, Sharing};
use milepost_model::record::{Deployment, PipelineRun, Release};

/// The services of a repository with what counts as their deployments.
pub(in crate::metrics) struct Owners<'a> {
    sharing: &'a Sharing<'a>,
    patterns: Vec<(&'a Pattern, bool)>,
    names: Vec<Vec<String>>,
    /// Whose each record is, in the order of the records.
    pub(super) deployments: Vec<Belonging>,
    pub(super) runs: Vec<Belonging>,
    pub(super) releases: Vec<Belonging>,
}

impl<'a> Owners<'a> {
    /// `repository` is the name of the repository without its owner.
    pub(in crate::metrics) fn new(
        services: &[&Service],
        sharing: &'a Sharing<'a>,
        settings: &'a Delivery,
        repository: &str,
        records: &RepositoryRecords,
    ) -> Self {
        let patterns = services.iter().map(|service| settings.pattern_of(&service.reference.name)).collect();
        let names = |service: &&Service| {
            let folder = service.folder.rsplit('/').next().unwrap_or_default();
            let mut names: Vec<String> = [&service.reference.name, repository, folder].iter().map(|name| name.to_lowercase()).collect();
            names.retain(|name| !name.is_empty());
            names
        };
        let mut owners = Self {
            sharing,
            patterns,
            names: services.iter().map(names).collect(),
            deployments: Vec::new(),
            runs: Vec::new(),
            releases: Vec::new(),
        };
        owners.deployments = records.deployments.iter().map(|record| owners.of_deployment(record)).collect();
        owners.runs = records.runs.iter().map(|record| owners.of_run(record)).collect();
        owners.releases = records.releases.iter().map(|record| owners.of_release(record)).collect();
        owners
    }

    /// What counts for a service; the flag says whether a rule of its own does.
    pub(in crate::metrics) fn pattern(&self, service: usize) -> (&'a Pattern, bool) {
        self.patterns[service]
    }

    /// The names that a version tag of a service may begin with, in lower case.
    pub(super) fn names(&self, service: usize) -> &[String] {
        &self.names[service]
    }

    /// Those that the record names, else those whose own rule fits, else all.
    fn of_deployment(&self, record: &Deployment) -> Belonging {
        let fits = |pattern: &Pattern| pattern.environments.as_ref().is_some_and(|names| names.is_match(record.environment.trim()));
        self.claimed(self.sharing.of_deployment(record), fits)
    }

    /// Those whose own rule fits, else all.
    fn of_run(&self, run: &PipelineRun) -> Belonging {
        self.claimed(self.sharing.all(), |pattern| pattern.workflows.matches(&run.workflow))
    }

    /// Those whose own rule fits, else those whose name the tag bears, else all.
    fn of_release(&self, release: &Release) -> Belonging {
        let fits = |pattern: &Pattern| pattern.tags.as_ref().is_some_and(|tags| tags.is_match(&release.tag));
        let claimed: Vec<usize> = self.claimants(fits);
        if claimed.is_empty() { self.sharing.of_release(release) } else { Belonging { services: claimed.into(), is_shared: false } }
    }

    fn claimed(&self, belonging: Belonging, fits: impl Fn(&Pattern) -> bool) -> Belonging {
        if !belonging.is_shared {
            return belonging;
        }
        let claimed = self.claimants(fits);
        if claimed.is_empty() { belonging } else { Belonging { services: claimed.into(), is_shared: false } }
    }

    fn claimants(&self, fits: impl Fn(&Pattern) -> bool) -> Vec<usize> {
        (0..self.patterns.len()).filter(|place| self.patterns[*place].1 && fits(self.patterns[*place].0)).collect()
    }
}
