//! Reads columns that were written in few letters, as browsers do; `src/site/exports/packed.rs` writes them.

/// Reads numbers and texts one after the other.
///
/// Lengths are counted as browsers count letters, in UTF-16. What ends too early reads as zeros and empty texts.
#[derive(Debug)]
pub struct Reader {
    units: Vec<u16>,
    at: usize,
}

impl Reader {
    /// From the start of a column.
    pub fn new(text: &str) -> Self {
        Self { units: text.encode_utf16().collect(), at: 0 }
    }

    fn digit(&mut self) -> usize {
        let code = self.units.get(self.at).copied().map_or(0, usize::from);
        self.at += 1;
        code.saturating_sub(if code > 92 { 36 } else { 35 })
    }

    /// A number.
    pub fn number(&mut self) -> usize {
        let first = self.digit();
        if first < 80 {
            return first;
        }
        if first < 90 {
            return 80 + (first - 80) * 91 + self.digit();
        }
        (0..4).fold(0, |sum, _| sum * 91 + self.digit())
    }

    /// A number that is mostly small and may be very large.
    pub fn step(&mut self) -> usize {
        let (mut value, mut scale) = (0_usize, 1_usize);
        loop {
            let one = self.digit();
            value = value.saturating_add(scale.saturating_mul(if one < 45 { one } else { one - 45 }));
            if one < 45 || self.is_done() {
                return value;
            }
            scale = scale.saturating_mul(45);
        }
    }

    /// Whether nothing is left.
    pub fn is_done(&self) -> bool {
        self.at >= self.units.len()
    }

    fn take(&mut self, length: usize) -> &[u16] {
        let from = self.at.min(self.units.len());
        let to = from.saturating_add(length).min(self.units.len());
        self.at = to;
        &self.units[from..to]
    }

    fn following(&mut self, count: usize) -> Vec<String> {
        let mut before: Vec<u16> = Vec::new();
        let mut found = Vec::new();
        while found.len() < count && !self.is_done() {
            let shared = self.number();
            before.truncate(shared);
            let length = self.number();
            before.extend_from_slice(self.take(length));
            found.push(String::from_utf16_lossy(&before));
        }
        found.resize(count.min(1 << 24), String::new());
        found
    }
}

/// A column of numbers; nothing where there is none.
pub fn numbers(text: &str, count: usize) -> Vec<Option<usize>> {
    let mut from = Reader::new(text);
    let is_runs = from.take(1) == [u16::from(b'r')];
    let mut found = Vec::new();
    while found.len() < count && !from.is_done() {
        let value = from.number().checked_sub(1);
        let times = if is_runs { from.number() } else { 1 };
        found.extend(std::iter::repeat_n(value, times.min(count - found.len())));
    }
    found.resize(count.min(1 << 24), None);
    found
}

/// A column of texts.
pub fn texts(text: &str, count: usize) -> Vec<String> {
    Reader::new(text).following(count)
}

/// Texts with how many there are before them.
pub fn words(text: &str) -> Vec<String> {
    let mut from = Reader::new(text);
    let count = from.number();
    from.following(count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    #[test]
    fn what_browsers_read_is_read_alike() {
        let written: Value = serde_json::from_str(include_str!("../../../tests/js/packed.json")).expect("because the file is JSON");
        let text = |key: &str| written[key].as_str().expect("because it is a text");
        let days = [-1, 0, 78, 79, 80, 987, 988, 989, 70_000].map(|day: i64| usize::try_from(day).ok());
        assert_eq!(numbers(text("numbers"), 9), days);
        assert_eq!(numbers(text("runs"), 8), [Some(3), Some(3), Some(3), Some(3), Some(3), None, None, None]);
        let names = ["billing-ledger", "billing-portal", "خدمة الملصقات 📦", "خدمة الملصقات 📫", ""];
        assert_eq!(texts(text("texts"), 5), names);
        assert_eq!(words(text("words")), ["Go", "Google"]);
        assert_eq!(texts(text("long"), 1), ["x".repeat(300)]);
        let mut steps = Reader::new(text("steps"));
        for expected in [0, 44, 45, 2_024, 2_025, 91_124, 91_125, u32::MAX as usize] {
            assert_eq!(steps.step(), expected);
        }
        assert!(steps.is_done());
    }

    #[test]
    fn what_is_broken_reads_as_nothing() {
        for text in ["", "r", "e", "~~~~", "r~~~~~~~~~~", "\u{1f4e6}"] {
            assert_eq!(numbers(text, 3).len(), 3);
            assert_eq!(texts(text, 3).len(), 3);
            let _ = words(text);
            let mut reader = Reader::new(text);
            let _ = reader.step();
        }
    }
}
