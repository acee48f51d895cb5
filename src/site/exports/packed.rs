//! Columns written in few letters: a catalog of thousands of services must be small before it is compressed.
//!
//! Numbers are letters from `#` to `~` without the backslash, 91 digits: up to 79 one letter, up to 989 two,
//! and beyond that five. `catalog-index.js` reads what is written here; `tests/js/packed.json` is for both.

/// Numbers below are one letter.
const ONE: u32 = 80;
/// First letters that have a second one.
const TWO: u32 = 10;
/// How many digits there are.
const DIGITS: u32 = 91;
/// The first letter of a number in five.
const FIVE: u32 = 90;

/// Below it a digit ends a step.
const STEP: u32 = 45;

/// The column's first letter where each row has its number, and where each number says for how many rows it stands.
const EACH: char = 'e';
const RUNS: char = 'r';

/// Writes a number.
fn number(value: u32, out: &mut String) {
    if value < ONE {
        digit(value, out);
    } else if value < ONE + TWO * DIGITS {
        digit(ONE + (value - ONE) / DIGITS, out);
        digit((value - ONE) % DIGITS, out);
    } else {
        // Four digits hold 68 million, which no count or length of a catalog reaches.
        let mut rest = value.min(DIGITS.pow(4) - 1);
        digit(FIVE, out);
        for place in (0..4).rev() {
            digit(rest / DIGITS.pow(place), out);
            rest %= DIGITS.pow(place);
        }
    }
}

/// Writes a number that is mostly small and may be very large: digits from 45 on say that another follows.
pub fn step(mut value: u32, out: &mut String) {
    while value >= STEP {
        digit(STEP + value % STEP, out);
        value /= STEP;
    }
    digit(value, out);
}

fn digit(value: u32, out: &mut String) {
    let letter = u32::from(b'#') + value;
    let letter = if letter >= u32::from(b'\\') { letter + 1 } else { letter };
    out.push(char::from_u32(letter).expect("because digits are printable letters"));
}

/// A column of numbers; `-1` stands for nothing. Where few rows differ from the one before, runs are shorter.
pub fn numbers(values: &[i64]) -> String {
    let coded = |value: i64| u32::try_from(value.max(-1) + 1).unwrap_or(u32::MAX);
    let mut each = String::from(EACH);
    for value in values {
        number(coded(*value), &mut each);
    }
    let mut runs = String::from(RUNS);
    for run in values.chunk_by(|a, b| a == b) {
        number(coded(run[0]), &mut runs);
        number(u32::try_from(run.len()).unwrap_or(u32::MAX), &mut runs);
    }
    if runs.len() < each.len() { runs } else { each }
}

/// A column of lists of numbers: how many, and then each.
pub fn lists(values: &[Vec<usize>]) -> String {
    let small = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
    let mut out = String::new();
    for list in values {
        number(small(list.len()), &mut out);
        for value in list {
            number(small(*value), &mut out);
        }
    }
    out
}

/// A column of texts in their order: how many letters each shares with the one before, how many follow, and those.
///
/// Letters are counted as browsers count them, in UTF-16.
pub fn texts(values: &[&str]) -> String {
    let mut out = String::new();
    let mut before = "";
    for text in values {
        let shared: usize = before.chars().zip(text.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
        let units = |text: &str| u32::try_from(text.encode_utf16().count()).unwrap_or(u32::MAX);
        number(units(&text[..shared]), &mut out);
        number(units(&text[shared..]), &mut out);
        out.push_str(&text[shared..]);
        before = text;
    }
    out
}

/// Texts as above, with how many there are before them: a column does not say so by itself.
pub fn words(values: &[&str]) -> String {
    let mut out = String::new();
    number(u32::try_from(values.len()).unwrap_or(u32::MAX), &mut out);
    out.push_str(&texts(values));
    out
}

/// The address that a name would have if nothing stood in its way: most do, and need not be written.
pub fn plain_slug(name: &str) -> String {
    let mut slug = String::new();
    for letter in name.chars().map(|letter| letter.to_ascii_lowercase()) {
        if letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '.' {
            slug.push(letter);
        } else if !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.trim_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_written_is_what_the_browsers_tests_read() {
        let days = [-1, 0, 78, 79, 80, 987, 988, 989, 70_000];
        let names = ["billing-ledger", "billing-portal", "خدمة الملصقات 📦", "خدمة الملصقات 📫", ""];
        let long = "x".repeat(300);
        let slugs = ["Carrier Sync (v2)", "api.v1", "", "Café"].map(plain_slug);
        let mut steps = String::new();
        for value in [0, 44, 45, 2_024, 2_025, 91_124, 91_125, u32::MAX] {
            step(value, &mut steps);
        }
        let written = json!({
            "numbers": numbers(&days),
            "runs": numbers(&[3, 3, 3, 3, 3, -1, -1, -1]),
            "lists": lists(&[vec![], vec![0, 100], vec![5]]),
            "texts": texts(&names),
            "words": words(&["Go", "Google"]),
            "long": texts(&[long.as_str()]),
            "slugs": slugs,
            "steps": steps,
        });
        let expected: serde_json::Value =
            serde_json::from_str(include_str!("../../../tests/js/packed.json")).expect("because the file is JSON");
        assert_eq!(written, expected, "{written}");
    }

    #[test]
    fn every_digit_stands_in_a_text_of_javascript_as_it_is() {
        let all: Vec<i64> = (0..2_000).collect();
        assert!(numbers(&all).bytes().all(|byte| (b'#'..=b'~').contains(&byte) && byte != b'\\'));
    }
}
