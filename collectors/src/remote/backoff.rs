//! How long to wait before asking again.

use std::time::Duration;

/// The longest wait between two attempts.
const LONGEST: Duration = Duration::from_mins(1);

/// Twice as long each time, and never twice the same, so that many who failed together do not come back together.
///
/// The same seed gives the same waits.
pub fn wait(seed: u64, attempt: u32) -> Duration {
    let most = Duration::from_millis(500).saturating_mul(1 << attempt.min(10)).min(LONGEST);
    let hash = blake3::hash(&[seed.to_le_bytes(), u64::from(attempt).to_le_bytes()].concat());
    let share = f64::from(u16::from_le_bytes([hash.as_bytes()[0], hash.as_bytes()[1]])) / f64::from(u16::MAX);
    most.mul_f64(0.5 + share / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_differ_and_repeat_with_their_seed() {
        assert!(wait(1, 5) > wait(1, 1));
        assert!(wait(1, 40) <= LONGEST);
        assert_ne!(wait(1, 3), wait(2, 3));
        assert_eq!(wait(7, 3), wait(7, 3));
    }
}
