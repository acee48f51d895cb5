//! Which known word somebody probably meant.

/// The known word that is nearest to what was found, if one is near enough to be meant.
///
/// A third of the letters may differ: fewer and plain typos go unrecognised, more and short words
/// suggest each other.
pub(super) fn nearest<'k>(found: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let found = found.to_lowercase().replace('_', "-");
    let distance = |word: &str| strsim::damerau_levenshtein(&found, &word.to_lowercase().replace('_', "-"));
    // Long texts are no typos, and comparing them would take long.
    if found.len() > 60 {
        return None;
    }
    known
        .into_iter()
        .map(|word| (distance(word), word))
        .filter(|(distance, word)| *distance <= (found.chars().count().max(word.len()) / 3).max(1))
        .min()
        .map(|(_, word)| word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typos_are_recognised_and_other_words_are_not() {
        let known = ["base_path", "en-GB", "en-US", "file_urls", "out", "title", "url", "visibility"];
        for (found, expected) in [
            ("visbility", Some("visibility")),
            ("basepath", Some("base_path")),
            ("base-path", Some("base_path")),
            ("URL", Some("url")),
            ("en-gb", Some("en-GB")),
            ("tilte", Some("title")),
            ("uot", Some("out")),
            ("colour", None),
            ("x", None),
        ] {
            assert_eq!(nearest(found, known), expected, "{found}");
        }
    }
}
