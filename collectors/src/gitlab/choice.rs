//! Which projects are read.

use super::projects::Project;
use super::settings::GitLabSettings;
use crate::remote::RemoteError;
use crate::remote::patterns::globs;
use crate::shard;
use globset::GlobSet;

/// Says of a project whether it is read.
#[derive(Debug)]
pub struct Choice<'a> {
    settings: &'a GitLabSettings,
    include: GlobSet,
    exclude: GlobSet,
    topics: GlobSet,
    tickets: GlobSet,
    jobs: GlobSet,
}

impl<'a> Choice<'a> {
    /// The choice that the settings make.
    pub fn new(settings: &'a GitLabSettings) -> Result<Self, RemoteError> {
        Ok(Self {
            settings,
            include: globs(&settings.include)?,
            exclude: globs(&settings.exclude)?,
            topics: globs(&settings.topics)?,
            tickets: globs(&settings.ticket_repositories)?,
            jobs: globs(&settings.jobs_in)?,
        })
    }

    /// Whether a project is read.
    pub fn takes(&self, project: &Project) -> bool {
        let settings = self.settings;
        let visibility = project.visibility.as_deref().unwrap_or("private").to_lowercase();
        !project.is_leaving()
            && (self.include.is_empty() || self.include.is_match(project.name()))
            && !self.exclude.is_match(project.name())
            && (settings.archived || project.archived != Some(true))
            && (settings.forks || project.forked_from_project.is_none())
            && (settings.visibilities.is_empty() || settings.visibilities.contains(&visibility))
            && (self.topics.is_empty() || project.topics().iter().any(|topic| self.topics.is_match(topic)))
    }

    /// Whether the project belongs to this run's shard: by a stable hash of its number, so that every run deals alike.
    pub fn is_in_shard(&self, number: u64) -> bool {
        shard::takes(self.settings.shard, &number.to_le_bytes())
    }

    /// Whether this run reads what belongs to no project: one shard does.
    pub fn is_first_shard(&self) -> bool {
        shard::is_first(self.settings.shard)
    }

    /// Whether the project's issues are tickets.
    pub fn takes_tickets(&self, name: &str) -> bool {
        self.tickets.is_match(name)
    }

    /// Whether the jobs of the project's pipelines are read.
    pub fn takes_jobs(&self, name: &str) -> bool {
        self.jobs.is_match(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gitlab::projects::Forked;

    #[test]
    fn every_condition_must_hold() {
        let project = Project {
            path_with_namespace: Some("lumen/backend/payments".to_owned()),
            visibility: Some("internal".to_owned()),
            topics: Some(vec![Some("go".to_owned()), None]),
            ..Project::default()
        };
        let all = GitLabSettings::default();
        let rows: [(GitLabSettings, bool); 7] = [
            (all.clone(), true),
            (GitLabSettings { include: vec!["lumen/**".into()], ..all.clone() }, true),
            (GitLabSettings { include: vec!["lumen/*".into()], ..all.clone() }, false),
            (GitLabSettings { exclude: vec!["LUMEN/*/pay*".into()], ..all.clone() }, false),
            (GitLabSettings { visibilities: vec!["public".into()], ..all.clone() }, false),
            (GitLabSettings { topics: vec!["go".into()], ..all.clone() }, true),
            (GitLabSettings { topics: vec!["java".into()], ..all.clone() }, false),
        ];
        for (settings, expected) in rows {
            let choice = Choice::new(&settings).expect("because the patterns are good");
            assert_eq!(choice.takes(&project), expected, "{settings:?}");
        }
        let choice = Choice::new(&all).expect("because there are no patterns");
        assert!(!choice.takes(&Project { forked_from_project: Some(Forked::default()), ..project.clone() }));
        assert!(!choice.takes(&Project { marked_for_deletion_at: Some("2026-11-27".into()), ..project }));
    }
}
