//! A colour, and how far two of them stand apart.

use std::fmt;

/// An opaque sRGB colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colour {
    red: u8,
    green: u8,
    blue: u8,
}

impl Colour {
    /// Reads `#rrggbb`.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit()))?;
        let part = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).ok();
        Some(Self { red: part(0)?, green: part(2)?, blue: part(4)? })
    }

    /// The contrast ratio of two colours, from 1 to 21, as WCAG 2.2 defines it.
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// The relative luminance as WCAG 2.2 defines it.
    fn luminance(self) -> f64 {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.red) + 0.7152 * linear(self.green) + 0.0722 * linear(self.blue)
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02X}{:02X}{:02X}", self.red, self.green, self.blue)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_what_wcag_says() {
        // Pairs and their ratios from the design's table of colours.
        for (a, b, ratio) in
            [("#000000", "#FFFFFF", 21.0), ("#18211D", "#FFFFFF", 16.5), ("#0B6B50", "#EFF0EB", 5.7), ("#62CFA6", "#161D1A", 9.0)]
        {
            let (a, b) = (Colour::parse(a).expect(a), Colour::parse(b).expect(b));
            assert!((a.contrast(b) - ratio).abs() < 0.06, "{a} on {b}: {}", a.contrast(b));
        }
    }

    #[test]
    fn a_colour_is_six_hexadecimal_digits() {
        for text in ["#fff", "0B6B50", "#0B6B5", "#0B6B5G", "#0B6B50FF", "green", "#é0B6B"] {
            assert_eq!(Colour::parse(text), None, "{text}");
        }
        assert_eq!(Colour::parse("#0b6b50").map(|c| c.to_string()).as_deref(), Some("#0B6B50"));
    }
}
