//! A ticket.

crate::record::record! {
    /// A request to the platform team.
    Ticket, Ticket, Event,
    repo: |r| r.repo.as_ref(),
    happened_at: |h| h.opened_at,
    as_known_at: |k, t| {
        if k.closed_at.is_some_and(|end| end > t) {
            k.closed_at = None;
        }
    },
    required {
        /// When it was opened.
        opened_at: crate::Instant,
    }
    optional {
        /// The repository that it was filed in.
        repo: crate::RepoId,
        /// When it was closed; absent while it is open.
        closed_at: crate::Instant,
        /// What it was about.
        topic: String,
        /// Its title.
        title: String,
        /// Where people see it.
        url: String,
    }
    several {
        /// Its labels.
        labels: Vec<String>,
    }
}
