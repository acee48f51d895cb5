//! A cost.

crate::record::record! {
    /// What something cost in a month.
    Cost, Cost, Event,
    repo: |r| { let _ = r; None },
    happened_at: |h| h.from,
    as_known_at: |k, t| {},
    required {
        /// The first instant of the period.
        from: crate::Instant,
        /// The first instant after it.
        to: crate::Instant,
        /// How much.
        amount: f64,
        /// In which currency, such as `EUR`.
        currency: String,
    }
    optional {
        /// The service.
        service: String,
        /// The team.
        team: String,
    }
    several {
    }
}
