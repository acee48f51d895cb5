//! A release or a tag.

crate::record::record! {
    /// A version that was published or tagged.
    Release, Release, Event,
    repo: |r| Some(&r.repo),
    happened_at: |h| h.published_at,
    as_known_at: |k, t| {},
    required {
        /// The repository.
        repo: crate::RepoId,
        /// The tag.
        tag: String,
        /// The commit.
        sha: String,
        /// When it was published: for a tag its own date, else its commit's.
        published_at: crate::Instant,
    }
    optional {
        /// Whether it is meant for trying only.
        is_prerelease: bool,
        /// Whether it is not published yet.
        is_draft: bool,
        /// Its title.
        name: String,
        /// Where people see it.
        url: String,
    }
    several {
    }
}
