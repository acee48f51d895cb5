//! What counts as a deployment of a service, and what tells that one failed.

/// What says that a deployment happened. In this order, the first that applies is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Rule {
    /// Records that somebody imported. They count beside the provider's own.
    External,
    /// The provider's deployments to production environments.
    Deployment,
    /// Runs of deploying workflows, or jobs that name a production environment.
    Run,
    /// Published releases.
    Release,
    /// Tags that look like versions.
    Tag,
}

impl Rule {
    /// Every rule, in the order in which they are tried.
    pub const ALL: &'static [Self] = &[Self::External, Self::Deployment, Self::Run, Self::Release, Self::Tag];

    /// Its word in data and in the configuration.
    pub fn word(self) -> &'static str {
        match self {
            Self::External => "external",
            Self::Deployment => "deployment",
            Self::Run => "run",
            Self::Release => "release",
            Self::Tag => "tag",
        }
    }

    /// What it counts, in words for people.
    pub fn words(self) -> &'static str {
        match self {
            Self::External => "imported records of deployments",
            Self::Deployment => "deployments to production environments",
            Self::Run => "runs of deploying workflows",
            Self::Release => "published releases",
            Self::Tag => "version tags",
        }
    }
}

/// Why a rule is the one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Chosen {
    /// The configuration says so.
    ByConfiguration,
    /// It is the first that found something in the last 365 days.
    AsFirstWithEvents,
}

impl Chosen {
    /// Its word in data.
    pub fn word(self) -> &'static str {
        match self {
            Self::ByConfiguration => "by_configuration",
            Self::AsFirstWithEvents => "first_with_events",
        }
    }

    /// Why, in words for people.
    pub fn words(self) -> &'static str {
        match self {
            Self::ByConfiguration => "the configuration says so",
            Self::AsFirstWithEvents => "it is the first kind of record with any in the last 365 days",
        }
    }
}

/// What counts as a deployment of one service.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recognition {
    /// The active rule; none where nothing was found, or where nobody can know.
    pub rule: Option<Rule>,
    /// Why it is the one.
    pub chosen: Option<Chosen>,
    /// How many events each rule would have counted in the 365 days before the instant that is shown.
    pub seen: [u32; 5],
    /// What tells that a deployment failed, in use for this service.
    pub detectors: Vec<Detector>,
}

impl Recognition {
    /// How many events a rule would have counted.
    pub fn seen(&self, rule: Rule) -> u32 {
        self.seen[rule as usize]
    }
}

/// What tells that a deployment failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Detector {
    /// An incident names the deployment, its commit or its change as its cause.
    IncidentCause,
    /// It was rolled back.
    Rollback,
    /// A later deployment takes a change of it back.
    Revert,
    /// The next deployment that brought something new was a hotfix.
    Hotfix,
    /// An incident without a cause began within hours of it.
    IncidentTime,
}

impl Detector {
    /// Every detector.
    pub const ALL: &'static [Self] = &[Self::IncidentCause, Self::Rollback, Self::Revert, Self::Hotfix, Self::IncidentTime];

    /// Its word in data and in the configuration.
    pub fn word(self) -> &'static str {
        match self {
            Self::IncidentCause => "incident_cause",
            Self::Rollback => "rollback",
            Self::Revert => "revert",
            Self::Hotfix => "hotfix",
            Self::IncidentTime => "incident_time",
        }
    }

    /// Why a deployment counts as failed, in words for people.
    pub fn words(self) -> &'static str {
        match self {
            Self::IncidentCause => "an incident names it as its cause",
            Self::Rollback => "it was rolled back",
            Self::Revert => "a later deployment takes a change of it back",
            Self::Hotfix => "the next deployment was a hotfix",
            Self::IncidentTime => "an incident began soon after it",
        }
    }

    /// Whether it needs incidents.
    pub fn needs_incidents(self) -> bool {
        matches!(self, Self::IncidentCause | Self::IncidentTime)
    }
}
