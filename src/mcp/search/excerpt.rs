//! What stands around the first of some words in a text.

use crate::site::search::fold;

/// So many letters before the word, and twice as many behind it.
const AROUND: usize = 90;

/// The text around the first place that says one of the words, cut where words end.
pub fn excerpt(text: &str, words: &[String]) -> String {
    let letters: Vec<char> = text.chars().collect();
    let mut folded = String::new();
    // Where each byte of the folded text stands in the text.
    let mut places = Vec::new();
    for (place, sign) in letters.iter().enumerate() {
        let part = fold::fold(sign.encode_utf8(&mut [0; 4])).into_owned();
        places.extend(std::iter::repeat_n(place, part.len()));
        folded.push_str(&part);
    }
    let begins = |at: usize| folded[..at].chars().next_back().is_none_or(|before| !before.is_alphanumeric());
    let first =
        |word: &String| folded.match_indices(word.as_str()).map(|(at, _)| at).find(|at| begins(*at)).or_else(|| folded.find(word.as_str()));
    let at = words.iter().filter(|word| !word.is_empty()).filter_map(first).min().map_or(0, |at| places[at]);
    let is_space = |place: &usize| letters[*place].is_whitespace();
    let mut from = at.saturating_sub(AROUND);
    if from > 0 {
        from = (from..at).find(is_space).map_or(from, |space| space + 1);
    }
    let mut to = (at + 2 * AROUND).min(letters.len());
    if to < letters.len() {
        to = (at + 1..to).rfind(is_space).unwrap_or(to);
    }
    let middle: String = letters[from..to].iter().collect();
    format!("{}{}{}", if from > 0 { "… " } else { "" }, middle.trim(), if to < letters.len() { " …" } else { "" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_keep_what_stands_around_them() {
        let words = |text: &str| vec![text.to_owned()];
        assert_eq!(excerpt("Roll back with care.", &words("back")), "Roll back with care.");
        let long = format!("{}Déploy it. {}", "before ".repeat(40), "after ".repeat(60));
        let found = excerpt(&long, &words("deploy"));
        assert!(found.starts_with("… before") && found.contains("Déploy it.") && found.ends_with("after …"), "{found}");
        assert!(found.chars().count() < 290);
        assert_eq!(excerpt("", &words("x")), "");
        assert!(excerpt(&"x".repeat(1_000), &words("nothing")).chars().count() < 200);
    }
}
