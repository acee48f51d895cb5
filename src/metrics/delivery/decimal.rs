//! Decimal numbers that two computers write alike.

use std::fmt;

/// A number with a fixed count of decimals, rounded half up from a fraction of whole numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Decimal {
    scaled: i64,
    places: u8,
}

impl Decimal {
    /// `num / den` with so many decimals; `None` where `den` is not positive.
    pub fn of(num: i64, den: i64, places: u8) -> Option<Self> {
        let scale = 10_i128.checked_pow(u32::from(places))?;
        let (num, den) = (i128::from(num) * scale, i128::from(den));
        // Half up, towards plus infinity.
        let scaled = if den > 0 { (2 * num + den).div_euclid(2 * den) } else { return None };
        Some(Self { scaled: i64::try_from(scaled).ok()?, places })
    }

    /// `100 · num / den` with one decimal.
    pub fn percent(num: u64, den: u64) -> Option<Self> {
        Self::of(i64::try_from(num).ok()?.checked_mul(100)?, i64::try_from(den).ok()?, 1)
    }

    /// Its digits as a whole number, such as 333 for 33.3.
    pub fn scaled(self) -> i64 {
        self.scaled
    }

    /// As a floating number, for drawing.
    pub fn to_f64(self) -> f64 {
        self.scaled as f64 / 10_f64.powi(i32::from(self.places))
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scale = 10_u64.pow(u32::from(self.places));
        let digits = self.scaled.unsigned_abs();
        let sign = if self.scaled < 0 { "-" } else { "" };
        if self.places == 0 {
            return write!(f, "{sign}{digits}");
        }
        write!(f, "{sign}{}.{:0width$}", digits / scale, digits % scale, width = usize::from(self.places))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fractions_round_half_up() {
        for (num, den, places, expected) in [
            (1, 3, 1, "0.3"),
            (100, 3, 1, "33.3"),
            (25, 1000, 2, "0.03"),
            (1, 8, 2, "0.13"),
            (-1, 8, 2, "-0.12"),
            (7, 2, 0, "4"),
            (0, 5, 1, "0.0"),
            (5, 100, 1, "0.1"),
        ] {
            assert_eq!(Decimal::of(num, den, places).map(|d| d.to_string()).as_deref(), Some(expected), "{num}/{den}");
        }
        assert_eq!(Decimal::of(1, 0, 1), None);
        assert_eq!(Decimal::percent(1, 3).map(|d| d.to_string()).as_deref(), Some("33.3"));
    }
}
