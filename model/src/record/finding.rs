//! An alert of a scanner.

crate::record::record! {
    /// A security or quality alert.
    Finding, Finding, Event,
    repo: |r| Some(&r.repo),
    happened_at: |h| h.opened_at,
    as_known_at: |k, t| {
        if k.closed_at.is_some_and(|end| end > t) {
            k.closed_at = None;
        }
    },
    required {
        /// The repository.
        repo: crate::RepoId,
        /// The scanner.
        tool: String,
        /// How bad it is, in the source's words.
        severity: String,
        /// When it was found.
        opened_at: crate::Instant,
    }
    optional {
        /// When it was fixed or dismissed; absent while it is open.
        closed_at: crate::Instant,
        /// The rule that found it.
        rule: String,
        /// Where people see it.
        url: String,
    }
    several {
    }
}
