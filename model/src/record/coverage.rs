//! What was really read.

crate::record::record! {
    /// For this stretch of time, this much of this kind was read.
    Coverage, Coverage, Event,
    repo: |r| r.repo.as_ref(),
    happened_at: |h| h.from,
    as_known_at: |k, t| {},
    required {
        /// The kind of record that it speaks of.
        of: String,
        /// The source that was read.
        source: String,
        /// The first instant that was read.
        from: crate::Instant,
        /// The first instant after that.
        to: crate::Instant,
        /// How much of it was read.
        state: crate::CoverageState,
    }
    optional {
        /// The repository; absent where it speaks of the whole source.
        repo: crate::RepoId,
        /// Why not all of it, as a sentence for people.
        reason: String,
        /// What was not read, where no repository record could be made of it.
        name: String,
        /// Whether the source itself keeps no more of it: what it still had was read, and reading again brings nothing.
        is_gone: bool,
    }
    several {
    }
}
