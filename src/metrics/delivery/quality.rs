//! What was seen and does not count, and why.

/// What was seen of one service and does not count.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Quality {
    /// Records that are no deployments or no changes, by reason. No two have the same reason.
    pub left_out: Vec<LeftOut>,
}

impl Quality {
    /// How many records were left out for a reason.
    pub fn count(&self, why: Unfit) -> u64 {
        self.left_out.iter().find(|found| found.why == why).map_or(0, |found| found.count)
    }

    /// The list of one reason.
    pub fn of(&self, why: Unfit) -> Option<&LeftOut> {
        self.left_out.iter().find(|found| found.why == why)
    }
}

/// Records that do not count for the same reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// Why.
    pub why: Unfit,
    /// How many there are.
    pub count: u64,
    /// The ids of the newest of them, at most [`LeftOut::EXAMPLES`].
    pub ids: Vec<Box<str>>,
}

impl LeftOut {
    /// The most ids that are kept for one reason.
    pub const EXAMPLES: usize = 20;
}

/// Why a record does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Unfit {
    /// A deployment to an environment that is not production.
    NotProduction,
    /// A deployment for another task than deploying.
    OtherTask,
    /// A run, a job, a branch or a tag that the rule does not mean.
    NotMeant,
    /// A draft or a version for trying only.
    NotFinal,
    /// A record that another rule would count; only one rule counts.
    OtherRule,
    /// The same deployment, told by another record.
    Duplicate,
    /// It was cancelled or skipped.
    Cancelled,
    /// It has not ended.
    NotEnded,
    /// The source does not say how it ended.
    NoOutcome,
    /// A deployment whose commit is not among those that are known: its changes are matched by time.
    UnknownCommit,
    /// A change that was merged before the newest deployment and is in none.
    NotDeployed,
    /// A change that a bot proposed.
    Bot,
    /// An incident that no deployment came shortly before.
    UnattributedIncident,
    /// An incident that no change caused, as its record says.
    NotAChangeFailure,
}

impl Unfit {
    /// Every reason.
    pub const ALL: &'static [Self] = &[
        Self::NotProduction,
        Self::OtherTask,
        Self::NotMeant,
        Self::NotFinal,
        Self::OtherRule,
        Self::Duplicate,
        Self::Cancelled,
        Self::NotEnded,
        Self::NoOutcome,
        Self::UnknownCommit,
        Self::NotDeployed,
        Self::Bot,
        Self::UnattributedIncident,
        Self::NotAChangeFailure,
    ];

    /// Its word in data.
    pub fn word(self) -> &'static str {
        match self {
            Self::NotProduction => "not_production",
            Self::OtherTask => "other_task",
            Self::NotMeant => "not_meant",
            Self::NotFinal => "not_final",
            Self::OtherRule => "other_rule",
            Self::Duplicate => "duplicate",
            Self::Cancelled => "cancelled",
            Self::NotEnded => "not_ended",
            Self::NoOutcome => "no_outcome",
            Self::UnknownCommit => "unknown_commit",
            Self::NotDeployed => "not_deployed",
            Self::Bot => "bot",
            Self::UnattributedIncident => "unattributed_incident",
            Self::NotAChangeFailure => "not_a_change_failure",
        }
    }

    /// What it says, in words for people.
    pub fn words(self) -> &'static str {
        match self {
            Self::NotProduction => "deployments to environments that are not production",
            Self::OtherTask => "deployments for another task than deploying",
            Self::NotMeant => "runs, branches or tags that the rule does not mean",
            Self::NotFinal => "drafts and versions for trying only",
            Self::OtherRule => "records that another rule would count",
            Self::Duplicate => "records of a deployment that another record tells of",
            Self::Cancelled => "cancelled or skipped",
            Self::NotEnded => "not ended yet",
            Self::NoOutcome => "the source does not say how it ended",
            Self::UnknownCommit => "deployments of a commit that is not known",
            Self::NotDeployed => "changes that were merged and are in no deployment",
            Self::Bot => "changes that a bot proposed",
            Self::UnattributedIncident => "incidents that no deployment came shortly before",
            Self::NotAChangeFailure => "incidents that no change caused",
        }
    }
}
