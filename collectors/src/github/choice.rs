//! Which repositories are read.

use super::described::Described;
use super::settings::GitHubSettings;
use crate::remote::RemoteError;
use crate::remote::patterns::globs;
use crate::shard;
use globset::GlobSet;
use std::collections::BTreeMap;

/// Says of a repository whether it is read.
#[derive(Debug)]
pub struct Choice<'a> {
    settings: &'a GitHubSettings,
    include: GlobSet,
    exclude: GlobSet,
    topics: GlobSet,
    properties: GlobSet,
    tickets: GlobSet,
    workflows: GlobSet,
    jobs: GlobSet,
}

impl<'a> Choice<'a> {
    /// The choice that the settings make.
    pub fn new(settings: &'a GitHubSettings) -> Result<Self, RemoteError> {
        Ok(Self {
            settings,
            include: globs(&settings.include)?,
            exclude: globs(&settings.exclude)?,
            topics: globs(&settings.topics)?,
            properties: globs(&settings.properties)?,
            tickets: globs(&settings.ticket_repositories)?,
            workflows: globs(&settings.workflows)?,
            jobs: globs(&settings.jobs_of)?,
        })
    }

    /// Whether a repository is read. Custom properties that could not be read fit no pattern.
    pub fn takes(&self, repository: &Described, properties: Option<&BTreeMap<String, String>>) -> bool {
        let settings = self.settings;
        let name = repository.name_with_owner.as_deref().unwrap_or_default();
        let fits = |set: &GlobSet, text: &str| set.is_empty() || set.is_match(text);
        let visibility = repository.visibility.as_deref().unwrap_or("private").to_lowercase();
        let has_property = || properties.into_iter().flatten().any(|(key, value)| self.properties.is_match(format!("{key}={value}")));
        fits(&self.include, name)
            && !self.exclude.is_match(name)
            && (settings.archived || repository.is_archived != Some(true))
            && (settings.forks || repository.is_fork != Some(true))
            && (settings.visibilities.is_empty() || settings.visibilities.contains(&visibility))
            && (self.topics.is_empty() || repository.topics().iter().any(|topic| self.topics.is_match(topic)))
            && (self.properties.is_empty() || has_property())
    }

    /// Whether the repository belongs to this run's shard: by a stable hash of its number, so that every run deals alike.
    pub fn is_in_shard(&self, number: u64) -> bool {
        shard::takes(self.settings.shard, &number.to_le_bytes())
    }

    /// Whether this run reads what belongs to no repository: one shard does.
    pub fn is_first_shard(&self) -> bool {
        shard::is_first(self.settings.shard)
    }

    /// Whether any repository's issues are tickets.
    pub fn has_tickets(&self) -> bool {
        !self.tickets.is_empty()
    }

    /// Whether the repository's issues are tickets.
    pub fn takes_tickets(&self, name: &str) -> bool {
        self.tickets.is_match(name)
    }

    /// Whether only some workflows' runs are read.
    pub fn has_workflows(&self) -> bool {
        !self.workflows.is_empty()
    }

    /// Whether the runs of this workflow file are read.
    pub fn takes_workflow(&self, file: &str) -> bool {
        self.workflows.is_match(file)
    }

    /// Whether the jobs of this workflow's runs are read.
    pub fn takes_jobs(&self, path: &str) -> bool {
        self.jobs.is_match(path.rsplit('/').next().unwrap_or(path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn described(name: &str) -> Described {
        Described { name_with_owner: Some(name.to_owned()), visibility: Some("INTERNAL".to_owned()), ..Described::default() }
    }

    #[test]
    fn every_condition_must_hold() {
        let tier = BTreeMap::from([("tier".to_owned(), "1".to_owned())]);
        let all = GitHubSettings::default();
        let rows: [(GitHubSettings, bool); 7] = [
            (all.clone(), true),
            (GitHubSettings { include: vec!["lumen/pay*".into()], ..all.clone() }, true),
            (GitHubSettings { include: vec!["lumen/x*".into()], ..all.clone() }, false),
            (GitHubSettings { exclude: vec!["LUMEN/*".into()], ..all.clone() }, false),
            (GitHubSettings { visibilities: vec!["public".into()], ..all.clone() }, false),
            (GitHubSettings { properties: vec!["tier=1".into()], ..all.clone() }, true),
            (GitHubSettings { topics: vec!["go".into()], ..all.clone() }, false),
        ];
        for (settings, expected) in rows {
            let choice = Choice::new(&settings).expect("because the patterns are good");
            assert_eq!(choice.takes(&described("lumen/payments"), Some(&tier)), expected, "{settings:?}");
        }
        // What is left out unless it is asked for, and what is not said.
        let fork = Described { is_fork: Some(true), ..described("lumen/fork") };
        let archived = Described { is_archived: Some(true), ..described("lumen/old") };
        let unsaid = Described { visibility: None, ..described("lumen/unsaid") };
        let odd = Described { visibility: Some("MOON".to_owned()), ..described("lumen/odd") };
        let with = |change: fn(&mut GitHubSettings)| {
            let mut settings = all.clone();
            change(&mut settings);
            settings
        };
        let rows: [(&Described, GitHubSettings, bool); 10] = [
            (&fork, all.clone(), false),
            (&fork, with(|settings| settings.forks = true), true),
            (&archived, all.clone(), true),
            (&archived, with(|settings| settings.archived = false), false),
            (&unsaid, with(|settings| settings.visibilities = vec!["public".into()]), false),
            (&unsaid, with(|settings| settings.visibilities = vec!["private".into()]), true),
            (&odd, all.clone(), true),
            (&odd, with(|settings| settings.visibilities = vec!["public".into(), "internal".into()]), false),
            // Properties that could not be read fit nothing; without a pattern they matter to nobody.
            (&unsaid, with(|settings| settings.properties = vec!["tier=*".into()]), false),
            (&unsaid, all.clone(), true),
        ];
        for (at, (repository, settings, expected)) in rows.into_iter().enumerate() {
            assert_eq!(Choice::new(&settings).expect("because the patterns are good").takes(repository, None), expected, "row {at}");
        }
    }

    #[test]
    fn shards_share_out_every_repository_once() {
        for of in [1, 2, 3, 7] {
            for number in 0..200 {
                let takers = (1..=of).filter(|shard| {
                    let settings = GitHubSettings { shard: Some((*shard, of)), ..GitHubSettings::default() };
                    Choice::new(&settings).expect("because there are no patterns").is_in_shard(number)
                });
                assert_eq!(takers.count(), 1);
            }
        }
    }
}
