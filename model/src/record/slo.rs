//! A service level objective.

crate::record::record! {
    /// A service level objective and how it stands.
    Slo, Slo, State,
    repo: |r| { let _ = r; None },
    happened_at: |h| h.measured_at,
    as_known_at: |k, t| {},
    required {
        /// The service.
        service: String,
        /// Its name.
        name: String,
        /// The share that is promised, 0 to 1.
        target: f64,
        /// When it was measured.
        measured_at: crate::Instant,
    }
    optional {
        /// The share that was reached, 0 to 1.
        actual: f64,
        /// Over how many days.
        window_days: u64,
        /// Where people see it.
        url: String,
    }
    several {
    }
}
