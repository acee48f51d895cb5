//! Who is on call.

crate::record::record! {
    /// Somebody is on call.
    OnCall, OnCall, Event,
    repo: |r| { let _ = r; None },
    happened_at: |h| h.from,
    as_known_at: |k, t| {},
    required {
        /// From when.
        from: crate::Instant,
        /// Until when.
        to: crate::Instant,
    }
    optional {
        /// The team whose duty it is.
        team: String,
        /// Who.
        person: String,
        /// The schedule's name.
        schedule: String,
        /// Where people see it.
        url: String,
    }
    several {
        /// The services that it concerns.
        services: Vec<String>,
    }
}
