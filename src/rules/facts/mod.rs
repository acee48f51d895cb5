//! Everything that rules may ask of a service, one fact a file.

mod actor_login;
mod annotations;
mod api_description;
mod base_images;
mod changed_at;
mod changelog;
mod ci_exists;
mod ci_not_least;
mod ci_tests;
mod ci_unpinned;
mod ci_uses;
mod ci_workflows;
mod codeowners;
mod created_at;
mod default_branch;
mod dependents;
mod depends_on;
mod deployed_at;
mod deployments;
mod description;
mod descriptor;
mod docs_changed_at;
mod docs_exist;
mod entity_ref;
mod entity_type;
mod fail_rate;
mod findings_critical;
mod findings_high;
mod findings_oldest;
mod findings_open;
mod findings_secrets;
mod inputs;
mod is_archived;
mod is_fork;
mod is_inferred;
mod is_protected;
mod kind;
mod labels;
mod language;
mod languages;
mod lead_time;
mod licence_file;
mod license;
mod lifecycle;
mod links;
mod lock_files;
mod name;
mod now;
mod on_call;
mod owner_exists;
mod owner_is_team;
mod owner_members;
mod owner_name;
mod path_state;
mod path_version;
mod problems;
mod properties;
mod provides;
mod pushed_at;
mod readme;
mod recovery_time;
mod repository_name;
mod required_checks;
mod required_reviews;
mod rolled_back_at;
mod runbook;
mod scorecard_failing;
mod scorecard_levels;
mod security_policy;
mod slo_count;
mod slo_missed;
mod system;
mod tags;
mod template;
mod tier;
mod topics;
mod updaters;
mod visibility;

use super::FactValue;
use super::fact::{About, Fact, FactKind, Reading, Tier, Vocabulary};
use super::subject::{Known, RepositoryPart, Subject, WorkflowPart};
use milepost_model::RelationKind;
use milepost_model::record::Finding;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Every fact, by its file.
pub const FACTS: &[&dyn Fact] = &[
    &actor_login::ActorLogin,
    &annotations::Annotations,
    &api_description::ApiDescription,
    &base_images::BaseImages,
    &changed_at::ChangedAt,
    &changelog::Changelog,
    &ci_exists::CiExists,
    &ci_not_least::CiNotLeast,
    &ci_tests::CiTests,
    &ci_unpinned::CiUnpinned,
    &ci_uses::CiUses,
    &ci_workflows::CiWorkflows,
    &codeowners::CodeOwners,
    &created_at::CreatedAt,
    &default_branch::DefaultBranch,
    &dependents::Dependents,
    &depends_on::DependsOn,
    &deployed_at::DeployedAt,
    &deployments::Deployments,
    &description::Description,
    &descriptor::Descriptor,
    &docs_changed_at::DocsChangedAt,
    &docs_exist::DocsExist,
    &entity_ref::EntityReference,
    &entity_type::EntityType,
    &fail_rate::FailRate,
    &findings_critical::FindingsCritical,
    &findings_high::FindingsHigh,
    &findings_oldest::FindingsOldest,
    &findings_open::FindingsOpen,
    &findings_secrets::FindingsSecrets,
    &inputs::Inputs,
    &is_archived::IsArchived,
    &is_fork::IsFork,
    &is_inferred::IsInferred,
    &is_protected::IsProtected,
    &kind::Kind,
    &labels::Labels,
    &language::Language,
    &languages::Languages,
    &lead_time::LeadTime,
    &licence_file::LicenceFile,
    &license::License,
    &lifecycle::Lifecycle,
    &links::Links,
    &lock_files::LockFiles,
    &name::Name,
    &now::Now,
    &on_call::OnCall,
    &owner_exists::OwnerExists,
    &owner_is_team::OwnerIsTeam,
    &owner_members::OwnerMembers,
    &owner_name::OwnerName,
    &path_state::PathState,
    &path_version::PathVersion,
    &problems::Problems,
    &properties::Properties,
    &provides::Provides,
    &pushed_at::PushedAt,
    &readme::Readme,
    &recovery_time::RecoveryTime,
    &repository_name::RepositoryName,
    &required_checks::RequiredChecks,
    &required_reviews::RequiredReviews,
    &rolled_back_at::RolledBackAt,
    &runbook::Runbook,
    &scorecard_failing::ScorecardFailing,
    &scorecard_levels::ScorecardLevels,
    &security_policy::SecurityPolicy,
    &slo_count::SloCount,
    &slo_missed::SloMissed,
    &system::System,
    &tags::Tags,
    &template::Template,
    &tier::ServiceTier,
    &topics::Topics,
    &updaters::Updaters,
    &visibility::Visibility,
];

impl Vocabulary {
    /// The facts that may be asked where golden paths are not yet known: of scopes and signals.
    pub const FILES: Self = Self::new(FACTS, Tier::Files);

    /// The facts that may be asked before anything but repositories was read: of what is shown where.
    pub const REPOSITORY: Self = Self::new(FACTS, Tier::Repository);

    /// The facts that are known of a form while somebody fills it in.
    pub fn of_forms() -> Self {
        static ASKED: LazyLock<Vec<&'static dyn Fact>> = LazyLock::new(|| facts_of(&[Tier::Inputs]));
        Self::new(&ASKED, Tier::Inputs)
    }

    /// The facts that guardrails may ask for: all that the portal publishes, what is asked for, when and by whom.
    pub const GUARDRAILS: Self = Self::new(FACTS, Tier::Actor);

    /// The facts that may be asked where all but scorecards is known: of scorecards' rules.
    pub const PATHS: Self = Self::new(FACTS, Tier::Path);
}

/// The facts of these tiers.
fn facts_of(tiers: &[Tier]) -> Vec<&'static dyn Fact> {
    FACTS.iter().copied().filter(|fact| tiers.contains(&fact.about().tier)).collect()
}

/// The full names at the other end of a kind of relation.
fn related(subject: &Subject<'_>, kind: RelationKind) -> Reading {
    let all = subject.entity.entity.relations.iter().filter(|relation| relation.kind == kind);
    each(all.map(|relation| relation.target.to_string())).into()
}

/// Each text once, in order.
fn each(texts: impl Iterator<Item = String>) -> Vec<String> {
    texts.collect::<BTreeSet<_>>().into_iter().collect()
}

/// The languages of a repository, the largest first.
fn languages(part: RepositoryPart<'_>) -> Vec<String> {
    let mut all: Vec<(&String, u64)> = part.repository.languages.iter().map(|(name, bytes)| (name, *bytes)).collect();
    all.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    all.into_iter().map(|(name, _)| name.clone()).collect()
}

/// How many open alerts are such.
fn findings(subject: &Subject<'_>, is_such: impl Fn(&Finding) -> bool) -> Reading {
    let findings: Known<&[Finding]> = subject.repository.and_then(|part| part.findings);
    let count = |all: &[Finding]| i64::try_from(all.iter().filter(|one| is_such(one)).count()).unwrap_or(i64::MAX);
    Reading::of(findings.map(count))
}

/// What the workflows of a service say.
fn workflows<T: Into<FactValue>>(subject: &Subject<'_>, say: impl Fn(&[WorkflowPart]) -> T) -> Reading {
    match subject.files.map(|files| &files.workflows) {
        Ok(Ok(all)) => Reading::Known(say(all).into()),
        Ok(Err(reason)) => Reading::Unknown(*reason),
        Err(reason) => Reading::Unknown(reason),
    }
}

/// Whether an action is named by something that can be moved: neither a commit, nor the repository’s own, nor an image’s digest.
fn is_unpinned(what: &str) -> bool {
    // What belongs to the server has no version of its own.
    if ["./", "template:"].iter().any(|start| what.starts_with(start)) || what.contains("@sha256:") {
        return false;
    }
    let version = what.rsplit_once('@').map_or("", |(_, version)| version);
    !(matches!(version.len(), 40 | 64) && version.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests;
