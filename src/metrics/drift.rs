//! How far versions are apart: what runs in an environment against production, and production against the default branch.
//!
//! Commits are counted as the history tells, never by version numbers or dates: a tag can name anything.

use super::delivery::evidence::Sha;
use super::history::{Changes, Commits, Distances, without_branch};
use super::sharing::Belonging;
use super::{Deployed, ServiceFigures, environment};
use milepost_model::Instant;
use milepost_model::record::{Commit, Repository};

/// The commits between two versions that are named; the count says how many there are.
pub const NAMED: usize = 25;

/// How one version stands to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Drift {
    /// Nothing of the service differs.
    Same,
    /// They differ: at least one of the two has something that the other lacks.
    Apart {
        /// What it has and the other has not.
        ahead: Gap,
        /// What the other has and it has not.
        behind: Gap,
    },
    /// Nobody can tell.
    Unknown(NoDrift),
}

impl Default for Drift {
    fn default() -> Self {
        Self::Unknown(NoDrift::NothingInProduction)
    }
}

/// The commits that one version has and another has not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Gap {
    /// How many there are.
    pub count: u32,
    /// The newest of them, newest first, at most [`NAMED`]; none where an environment comes and goes.
    pub newest: Vec<GapCommit>,
}

/// A commit that one version has and another has not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GapCommit {
    /// Its id.
    pub sha: Sha,
    /// The first line of its message, of a merge the title of its change; one of them where the other is not known.
    pub title: Option<Box<str>>,
    /// When it got its place in the history.
    pub at: Instant,
    /// The change that it is part of: its number, and where people see it.
    pub change: Option<(u64, Option<Box<str>>)>,
}

/// Why nobody can tell how two versions stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoDrift {
    /// There is nothing to compare with.
    NothingInProduction,
    /// The record of the deployment names no commit.
    NoCommit,
    /// A commit is not among those that were read: its branch was rewritten or removed, or is not in the clone.
    CommitNotRead,
    /// The history between the two is cut short.
    HistoryNotWhole,
    /// There is more between the two than anybody counts.
    TooFar,
    /// Nobody knows where the default branch is.
    NoHead,
}

impl NoDrift {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::NothingInProduction, Self::NoCommit, Self::CommitNotRead, Self::HistoryNotWhole, Self::TooFar, Self::NoHead];

    /// Its word in data.
    pub fn word(self) -> &'static str {
        match self {
            Self::NothingInProduction => "nothing_in_production",
            Self::NoCommit => "no_commit",
            Self::CommitNotRead => "commit_not_read",
            Self::HistoryNotWhole => "history_not_whole",
            Self::TooFar => "too_far",
            Self::NoHead => "no_head",
        }
    }

    /// The reason as a sentence part for people.
    pub fn words(self) -> &'static str {
        match self {
            Self::NothingInProduction => "nothing is in production",
            Self::NoCommit => "its record names no commit",
            Self::CommitNotRead => "a commit is not among those that were read",
            Self::HistoryNotWhole => "the history between the two is cut short",
            Self::TooFar => "the two are too far apart to count",
            Self::NoHead => "where the default branch is was not read",
        }
    }
}

/// Where the default branch is against what runs in production.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreleased {
    /// The default branch.
    pub branch: String,
    /// How production stands to it.
    pub drift: Drift,
}

/// What tells how far versions of one repository are apart.
pub(super) struct Drifting<'a> {
    pub(super) commits: &'a Commits,
    pub(super) distances: &'a Distances<'a>,
    pub(super) changes: &'a Changes<'a>,
    pub(super) records: &'a [Commit],
    /// Whose each record is; empty where one service has all.
    pub(super) belongings: &'a [Belonging],
}

impl Drifting<'_> {
    /// Says of each environment of a service how it stands to production, and of production how it stands to the default branch.
    pub(super) fn tell(&self, service: usize, figures: &mut ServiceFigures, repository: &Repository) {
        let production = production(&figures.deployed).map(|found| (found.environment.clone(), found.sha.clone()));
        for deployed in &mut figures.deployed {
            deployed.merged = self.merged(&deployed.sha).filter(|_| deployed.is_ephemeral());
            deployed.drift = match &production {
                None => Drift::Unknown(NoDrift::NothingInProduction),
                Some((name, _)) if *name == deployed.environment => Drift::Same,
                Some((_, sha)) => self.drift(service, &deployed.sha, sha, !deployed.is_ephemeral()),
            };
        }
        let Some((name, sha)) = production else { return };
        let head = repository.head.as_deref();
        figures.environments.compared_with = Some(name);
        figures.environments.unreleased = Some(Unreleased {
            branch: repository.default_branch.clone().unwrap_or_else(|| "the default branch".to_owned()),
            drift: head.map_or(Drift::Unknown(NoDrift::NoHead), |head| self.drift(service, &sha, head, true)),
        });
    }

    fn drift(&self, service: usize, ours: &str, theirs: &str, names: bool) -> Drift {
        if ours == theirs {
            return Drift::Same;
        }
        match self.between(service, ours, theirs, names) {
            Ok((ahead, behind)) if ahead.count == 0 && behind.count == 0 => Drift::Same,
            Ok((ahead, behind)) => Drift::Apart { ahead, behind },
            Err(reason) => Drift::Unknown(reason),
        }
    }

    fn between(&self, service: usize, ours: &str, theirs: &str, names: bool) -> Result<(Gap, Gap), NoDrift> {
        let (ours, theirs) = (self.place(ours)?, self.place(theirs)?);
        let found = self.distances.between(ours, theirs)?;
        Ok((self.gap(service, found.ahead, names), self.gap(service, found.behind, names)))
    }

    fn place(&self, sha: &str) -> Result<u32, NoDrift> {
        let sha = Sha::of(sha);
        if matches!(sha, Sha::Other(_)) {
            return Err(NoDrift::NoCommit);
        }
        self.commits.place(&sha).ok_or(NoDrift::CommitNotRead)
    }

    fn gap(&self, service: usize, mut places: Vec<u32>, names: bool) -> Gap {
        places.retain(|place| self.is_of(service, *place));
        let count = u32::try_from(places.len()).unwrap_or(u32::MAX);
        if !names {
            return Gap { count, newest: Vec::new() };
        }
        let committed = |place: &u32| std::cmp::Reverse((self.commits.committed[*place as usize], *place));
        if places.len() > NAMED {
            places.select_nth_unstable_by_key(NAMED, committed);
            places.truncate(NAMED);
        }
        places.sort_unstable_by_key(committed);
        Gap { count, newest: places.into_iter().map(|place| self.commit(place)).collect() }
    }

    /// Whether a commit is the service's. In a shared repository a merge into a branch tells no paths, and its commits do.
    fn is_of(&self, service: usize, place: u32) -> bool {
        let Some(belonging) = self.belongings.get(self.commits.record[place as usize] as usize) else { return true };
        belonging.services.contains(&service) && !(belonging.is_shared && self.commits.is_merge(place))
    }

    fn commit(&self, place: u32) -> GapCommit {
        let record = &self.records[self.commits.record[place as usize] as usize];
        // Of several changes that a commit belongs to, the first one brought it.
        let change = self.changes.of_commit(place).map(|change| self.changes.all[change as usize].record);
        let change = change.min_by_key(|change| (change.merged_at, change.number));
        let (subject, about) = (record.subject.as_deref(), change.and_then(|change| change.title.as_deref()));
        let title = if self.commits.is_merge(place) { about.or(subject.map(without_branch)) } else { subject.or(about) };
        GapCommit {
            sha: Sha::of(&record.sha),
            title: title.map(Into::into),
            at: record.committed_at,
            change: change.and_then(|change| Some((change.number?, change.url.as_deref().map(Into::into)))),
        }
    }

    /// When the change that a commit belongs to was merged.
    fn merged(&self, sha: &str) -> Option<Instant> {
        let sha = Sha::of(sha);
        let by_place = self.commits.place(&sha).and_then(|place| self.changes.of_commit(place).next());
        if let Some(change) = by_place {
            return Some(self.changes.all[change as usize].record.merged_at);
        }
        let names = |facts: &&super::history::ChangeFacts<'_>| {
            facts.records().flat_map(|record| &record.commit_shas).any(|named| Sha::of(named) == sha)
        };
        self.changes.all.iter().find(names).map(|facts| facts.record.merged_at)
    }
}

/// What the other environments are compared with: the production environment that was deployed to last.
fn production(deployed: &[Deployed]) -> Option<&Deployed> {
    let all = deployed.iter().filter(|found| environment::rank(&found.tier) == 0 && !found.is_ephemeral());
    all.max_by(|a, b| a.since.cmp(&b.since).then_with(|| b.environment.cmp(&a.environment)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::history::{Changes, Commits, Distances};
    use milepost_model::record::Change;
    use milepost_model::record::change::Via;

    fn sha(name: &str) -> String {
        blake3::hash(name.as_bytes()).to_hex()[..40].to_owned()
    }

    fn at(minute: u32) -> Instant {
        format!("2026-01-05T10:{minute:02}:00Z").parse().expect("because it is an instant")
    }

    /// a - b - c - d along the default branch; x beside it from b; s from a clone that is cut below it.
    fn records() -> Vec<Commit> {
        let rows: [(&str, &[&str]); 6] = [("a", &[]), ("b", &["a"]), ("c", &["b"]), ("d", &["c"]), ("x", &["b"]), ("s", &["lost"])];
        let commit = |(n, (name, parents)): (u32, &(&str, &[&str]))| Commit {
            id: (*name).to_owned(),
            sha: sha(name),
            parents: parents.iter().map(|parent| sha(parent)).collect(),
            committed_at: at(n),
            subject: Some(format!("Commit {name}")),
            ..Commit::default()
        };
        (0..).zip(&rows).map(commit).collect()
    }

    fn deployed(environment: &str, tier: &str, commit: &str, minute: u32) -> Deployed {
        let family = environment::family(environment);
        Deployed {
            environment: environment.into(),
            tier: tier.into(),
            sha: commit.into(),
            since: at(minute),
            family,
            ..Deployed::default()
        }
    }

    /// What is said of each environment, where the repository's commits belong so.
    fn told(deployed: Vec<Deployed>, head: Option<&str>, belongings: &[Belonging]) -> ServiceFigures {
        let records = records();
        let change = Change {
            via: Via::PullRequest,
            number: Some(12),
            merge_sha: sha("d"),
            merged_at: at(3),
            commit_shas: vec![sha("gone")],
            ..Change::default()
        };
        let changes = [change];
        let commits = Commits::of(&records);
        let changes = Changes::of(&changes, &commits);
        let drifting =
            Drifting { commits: &commits, distances: &Distances::of(&commits), changes: &changes, records: &records, belongings };
        let repository = Repository { default_branch: Some("main".into()), head: head.map(sha), ..Repository::default() };
        let mut figures = ServiceFigures {
            activity: crate::metrics::Activity::default(),
            deployed,
            environments: crate::metrics::Environments::default(),
            releases: Vec::new(),
            last_change_at: None,
            newest_record_at: None,
            shares_changes: false,
            shares_deployments: false,
        };
        drifting.tell(0, &mut figures, &repository);
        figures
    }

    /// `3+1`: three ahead and one behind.
    fn short(drift: &Drift) -> String {
        match drift {
            Drift::Same => "same".to_owned(),
            Drift::Apart { ahead, behind } => format!("{}+{}", ahead.count, behind.count),
            Drift::Unknown(reason) => reason.word().to_owned(),
        }
    }

    #[test]
    fn each_environment_is_compared_with_production_by_commits() {
        let hex = |name: &str| sha(name);
        for (commit, expected) in [
            (hex("b"), "same"),
            (hex("d"), "2+0"),
            (hex("a"), "0+1"),
            (hex("x"), "1+0"),
            (hex("rewritten"), "commit_not_read"),
            (hex("s"), "history_not_whole"),
            ("v1.2.3".to_owned(), "no_commit"),
        ] {
            let figures =
                told(vec![deployed("production", "production", &hex("b"), 5), deployed("staging", "staging", &commit, 9)], Some("d"), &[]);
            assert_eq!(short(&figures.deployed[1].drift), expected, "{commit}");
            assert_eq!(short(&figures.deployed[0].drift), "same");
            let main = figures.environments.unreleased.expect("because something is in production");
            assert_eq!((main.branch.as_str(), short(&main.drift)), ("main", "0+2".to_owned()));
        }
    }

    #[test]
    fn the_production_that_was_deployed_to_last_is_what_others_are_compared_with() {
        let figures = told(
            vec![deployed("production-eu", "production", &sha("c"), 9), deployed("production-us", "production", &sha("b"), 5)],
            None,
            &[],
        );
        assert_eq!(figures.environments.compared_with.as_deref(), Some("production-eu"));
        assert_eq!(short(&figures.deployed[1].drift), "0+1");
        assert_eq!(short(&figures.environments.unreleased.expect("because something runs").drift), "no_head");
    }

    #[test]
    fn without_production_nothing_can_be_said_and_no_branch_waits() {
        let figures = told(vec![deployed("staging", "staging", &sha("c"), 9)], Some("d"), &[]);
        assert_eq!(short(&figures.deployed[0].drift), "nothing_in_production");
        assert_eq!(figures.environments.unreleased, None);
    }

    #[test]
    fn the_newest_commits_are_named_with_their_changes() {
        let figures =
            told(vec![deployed("production", "production", &sha("a"), 5), deployed("staging", "staging", &sha("d"), 9)], None, &[]);
        let Drift::Apart { ahead, .. } = &figures.deployed[1].drift else { panic!("they differ") };
        let rows: Vec<_> = ahead.newest.iter().map(|one| (one.title.as_deref(), one.change.as_ref().map(|change| change.0))).collect();
        assert_eq!(rows, [(Some("Commit d"), Some(12)), (Some("Commit c"), None), (Some("Commit b"), None)]);
    }

    #[test]
    fn what_comes_and_goes_has_a_count_and_says_when_its_change_was_merged() {
        let figures =
            told(vec![deployed("production", "production", &sha("b"), 5), deployed("pr-12", "other", &sha("gone"), 9)], None, &[]);
        assert_eq!((short(&figures.deployed[1].drift).as_str(), figures.deployed[1].merged), ("commit_not_read", Some(at(3))));
        let figures = told(vec![deployed("production", "production", &sha("b"), 5), deployed("pr-13", "other", &sha("x"), 9)], None, &[]);
        assert_eq!(figures.deployed[1].drift, Drift::Apart { ahead: Gap { count: 1, newest: Vec::new() }, behind: Gap::default() });
        assert_eq!(figures.deployed[1].merged, None);
    }

    #[test]
    fn of_a_shared_repository_only_the_services_own_commits_count() {
        let own = |services: &[usize], is_shared| Belonging { services: services.into(), is_shared };
        let belongings = [own(&[0], false), own(&[0], false), own(&[1], false), own(&[0, 1], true), own(&[1], false), own(&[0], false)];
        let all = || vec![deployed("production", "production", &sha("b"), 5), deployed("staging", "staging", &sha("d"), 9)];
        assert_eq!(short(&told(all(), None, &belongings).deployed[1].drift), "1+0");
        let others = [own(&[1], false), own(&[1], false), own(&[1], false), own(&[1], false), own(&[1], false), own(&[1], false)];
        assert_eq!(short(&told(all(), None, &others).deployed[1].drift), "same", "nothing of it differs");
    }

    #[test]
    fn a_long_way_is_counted_whole_and_named_in_part() {
        let rows: Vec<Commit> = (0..60_u32)
            .map(|n| Commit {
                id: n.to_string(),
                sha: sha(&n.to_string()),
                parents: n.checked_sub(1).map(|n| sha(&n.to_string())).into_iter().collect(),
                committed_at: at(n),
                ..Commit::default()
            })
            .collect();
        let commits = Commits::of(&rows);
        let drifting = Drifting {
            commits: &commits,
            distances: &Distances::of(&commits),
            changes: &Changes::default(),
            records: &rows,
            belongings: &[],
        };
        let Drift::Apart { ahead, .. } = drifting.drift(0, &sha("59"), &sha("9"), true) else { panic!("they differ") };
        assert_eq!((ahead.count, ahead.newest.len(), ahead.newest[0].at, ahead.newest[24].at), (50, NAMED, at(59), at(35)));
    }
}
