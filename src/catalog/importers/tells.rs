//! What tells a format apart without parsing the file.

/// Whether some line begins with this key, whatever its indentation and quotes, or holds it in a map between braces.
pub(super) fn says(text: &str, key: &str) -> bool {
    text.lines().any(|line| {
        let line = line.trim_start_matches([' ', '\t', '-', '\u{feff}']);
        is_key(line.trim_start_matches(['{', ' ']), key)
            || (line.starts_with(['{', '[', '"']) && line.split(['{', ',']).any(|part| is_key(part.trim_start(), key)))
    })
}

/// Whether some line at the left edge begins with this key; an item of a list at the left edge counts.
pub(super) fn begins(text: &str, key: &str) -> bool {
    text.lines().any(|line| {
        let line = line.trim_start_matches('\u{feff}');
        is_key(line.strip_prefix("- ").map_or(line, str::trim_start), key)
    })
}

/// Whether some line gives this key this value.
pub(super) fn gives(text: &str, key: &str, value: &str) -> bool {
    text.lines().any(|line| {
        let line = line.trim_start_matches([' ', '\t', '-', '{', '\u{feff}']);
        let found = is_key(line, key).then(|| line.split_once(':')).flatten().map(|(_, rest)| rest);
        found.is_some_and(|rest| rest.split(" #").next().unwrap_or_default().trim_matches([' ', '\t', '"', '\'', ',', '\r']) == value)
    })
}

fn is_key(line: &str, key: &str) -> bool {
    let line = line.trim_start_matches(['"', '\'']);
    line.strip_prefix(key).is_some_and(|rest| rest.trim_start_matches(['"', '\'']).trim_start().starts_with(':'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_found_in_yaml_and_json_and_words_are_not_keys() {
        let yaml = "\u{feff}a: 1\n  b: 2\n- c: 3\n# d: 4\n\"e\" : 'f' # g\n";
        for (key, anywhere, at_the_edge) in
            [("a", true, true), ("b", true, false), ("c", true, true), ("d", false, false), ("e", true, true), ("f", false, false)]
        {
            assert_eq!((says(yaml, key), begins(yaml, key)), (anywhere, at_the_edge), "{key}");
        }
        assert!(says("[{\"title\": \"T\", \"schema\": {\"properties\": {}}}]", "properties"));
        assert!(says("{\n  \"dd-service\": \"x\"\n}", "dd-service") && gives(yaml, "e", "f") && !gives(yaml, "a", "2"));
    }
}
