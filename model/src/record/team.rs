//! A team.

crate::record::record! {
    /// A team as its source described it.
    Team, Team, State,
    repo: |r| { let _ = r; None },
    happened_at: |h| h.observed_at,
    as_known_at: |k, t| {},
    required {
        /// Its short name.
        slug: String,
    }
    optional {
        /// The host that knows it.
        host: String,
        /// Its name.
        name: String,
        /// What it is for.
        description: String,
        /// The team that it belongs to.
        parent: String,
        /// How many people are in it.
        members_count: u64,
        /// Where people see it.
        url: String,
    }
    several {
        /// Logins, where people may be shown.
        members: Vec<String>,
    }
}
