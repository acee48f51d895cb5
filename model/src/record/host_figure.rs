//! A figure that a host reckoned.

crate::record::record! {
    /// A figure of delivery that the host itself reckoned, to hold milepost's own against.
    HostFigure, HostFigure, State,
    repo: |r| Some(&r.repo),
    happened_at: |h| h.observed_at,
    as_known_at: |k, t| {},
    required {
        /// The repository.
        repo: crate::RepoId,
        /// The host's own name of the metric, such as `deployment_frequency`.
        metric: String,
        /// The first instant that it counts.
        from: crate::Instant,
        /// The first instant after it.
        to: crate::Instant,
    }
    optional {
        /// The figure in the host's unit: deployments, seconds, or a part of one; absent where the host has none.
        value: f64,
    }
    several {
    }
}
