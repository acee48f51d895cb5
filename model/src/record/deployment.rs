//! A deployment.

crate::cell::words! {
    /// What says that a deployment happened.
    #[derive(Default)]
    Origin {
        /// The provider's deployment API.
        DeploymentApi = "deployment_api",
        /// A workflow run.
        Run = "run",
        /// A job of a workflow run.
        Job = "job",
        /// A release.
        Release = "release",
        /// A tag.
        Tag = "tag",
        /// A record that somebody imported.
        #[default]
        External = "external",
    }
}

crate::cell::words! {
    /// What an environment is for.
    Tier {
        /// Users meet it there.
        Production = "production",
        /// The last stop before production.
        Staging = "staging",
        /// Where it is tested.
        Testing = "testing",
        /// Where it is developed.
        Development = "development",
    }
}

crate::record::record! {
    /// A version that was brought to an environment, or the attempt.
    Deployment, Deployment, Event,
    repo: |r| Some(&r.repo),
    happened_at: |h| h.created_at,
    as_known_at: |k, t| {
        if k.finished_at.is_some_and(|end| end > t) {
            k.finished_at = None;
            k.outcome = crate::Outcome::Running;
        }
        if k.started_at.is_some_and(|start| start > t) {
            k.started_at = None;
        }
    },
    required {
        /// The repository.
        repo: crate::RepoId,
        /// The environment's name at the provider.
        environment: String,
        /// The commit that was deployed.
        sha: String,
        /// What says that it happened.
        origin: Origin,
        /// When it was asked for.
        created_at: crate::Instant,
        /// How it ended.
        outcome: crate::Outcome,
    }
    optional {
        /// What the environment is for.
        tier: Tier,
        /// The branch or tag that was asked for.
        #[serde(rename = "ref")]
        reference: String,
        /// The provider's word for what was done, such as `deploy`.
        task: String,
        /// When it started.
        started_at: crate::Instant,
        /// When it first succeeded, or ended.
        finished_at: crate::Instant,
        /// The provider's own word for how it ended.
        original_outcome: String,
        /// The run that did it.
        run_id: u64,
        /// What was deployed, such as an image with its digest.
        artifact: String,
        /// Its version.
        version: String,
        /// Who asked for it.
        actor: String,
        /// Where people see it.
        url: String,
        /// Where the deployed thing answers.
        environment_url: String,
    }
    several {
        /// The services that it deployed, where the source knows.
        services: Vec<String>,
    }
}
