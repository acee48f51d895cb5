//! What may be wrong with a mapping of columns.

use super::{GOOD, problems};

#[test]
fn a_mapping_that_cannot_mean_anything_is_told_with_its_place() {
    for (keys, expected) in [
        (
            "record = \"incident\"\ncolumns = { open_at = \"o\" }",
            "8:13 config/bad-value: records of incident have no field “open_at” [did you mean “opened_at”?]",
        ),
        (
            "record = \"incident\"\nwords = { caused_by = { a = \"b\" } }",
            "8:11 config/bad-value: caused_by of records of incident has parts",
        ),
        ("record = \"incident\"\nconstants = { rev = 7 }", "8:15 config/bad-value: rev is filled in by milepost"),
        ("columns = { title = \"o\" }", "7:11 config/missing-key: [[source]] columns says what rows mean, and nothing says what they are"),
        ("record = \"incident\"\ncolumns = { title = 7 }", "8:21 config/wrong-type: [[source]] “a” columns.title is the number 7"),
        ("record = \"incident\"\ncolumns = { title = [\"\"] }", "8:22 config/wrong-type: [[source]] “a” columns.title is the text “”"),
        ("record = \"incident\"\nwords = { severity = \"x\" }", "8:22 config/wrong-type: [[source]] “a” words.severity is the text “x”"),
        (
            "record = \"incident\"\ncolumns = \"x\"",
            "8:11 config/wrong-type: [[source]] “a” columns is the text “x” [expected a table of texts",
        ),
        ("mapping = \"pagerduty\"\ntime_zone = \"Lisbon\"", "8:13 config/bad-value: [[source]] time_zone: “Lisbon” is no zone"),
        (
            "mapping = \"pagerduty\"\ntime_formats = [\"dd.mm\"]",
            "8:16 config/bad-value: [[source]] time_formats: “dd.mm” is no form of times",
        ),
        ("mapping = \"pagerduty\"\nseparator = \";;\"", "8:13 config/bad-value: [[source]] separator: “;;” is no single character"),
        ("mapping = \"pagerduty\"\nrecord = \"cost\"", "8:10 config/contradiction: [[source]] record is “cost”"),
        (
            "mapping = \"pagerdty\"",
            "7:11 config/bad-value: [[source]] “a” mapping: “pagerdty” is not a word that it takes; did you mean “pagerduty”?",
        ),
    ] {
        let found = problems(&format!("{GOOD}[[source]]\nid = \"a\"\nkind = \"files\"\npaths = [\"x\"]\n{keys}\n"));
        assert!(found.len() == 1 && found[0].starts_with(expected), "{keys}: {found:#?}");
    }
}
