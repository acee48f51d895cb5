//! What a field is taken from: a column, or a text with columns in it, always or only of some rows.

/// One way to get at a field's value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Take {
    /// Text and columns in turn; a single column is what most fields are.
    pieces: Vec<Piece>,
    /// The column that decides whether it counts, and the words of it with which it does.
    when: Option<(String, Vec<String>)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(String),
    Column(String),
}

impl Take {
    /// Reads `Column`, `text with {Column}`, and either with ` when Column is Word, Word` after it.
    pub fn parse(text: &str) -> Self {
        let (text, when) = match text.split_once(" when ").and_then(|(text, rest)| Some((text, rest.split_once(" is ")?))) {
            Some((text, (column, words))) => {
                let words = words.split(',').map(|word| word.trim().to_lowercase()).collect();
                (text, Some((column.trim().to_owned(), words)))
            }
            None => (text, None),
        };
        let text = text.trim();
        let pieces = pieces(text).unwrap_or_else(|| vec![Piece::Column(text.to_owned())]);
        Self { pieces, when }
    }

    /// The columns that it needs.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        let own = self.pieces.iter().filter_map(|piece| if let Piece::Column(name) = piece { Some(name.as_str()) } else { None });
        own.chain(self.when.iter().map(|(column, _)| column.as_str()))
    }

    /// Its value in a row, where the row says something.
    pub(super) fn of(&self, row: &dyn Row) -> Option<Found> {
        if let Some((column, words)) = &self.when {
            let found = row.cell(column)?;
            if !found.texts.iter().any(|text| words.contains(&text.trim().to_lowercase())) {
                return None;
            }
        }
        if let [Piece::Column(name)] = self.pieces.as_slice() {
            return row.cell(name).filter(|found| !found.is_empty()).map(|found| Found { column: name.clone(), ..found });
        }
        let mut text = String::new();
        let mut column = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Text(part) => text.push_str(part),
                Piece::Column(name) => {
                    let found = row.cell(name).filter(|found| !found.is_empty())?;
                    text.push_str(found.texts.join(", ").trim());
                    column.clone_from(name);
                }
            }
        }
        Some(Found { texts: vec![text], is_list: false, column })
    }
}

/// The pieces of a text that names columns in braces; none where it does not.
fn pieces(text: &str) -> Option<Vec<Piece>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}')?;
        if !before.is_empty() {
            found.push(Piece::Text(before.to_owned()));
        }
        found.push(Piece::Column(name.trim().to_owned()));
        rest = after;
    }
    if found.is_empty() {
        return None;
    }
    if !rest.is_empty() {
        found.push(Piece::Text(rest.to_owned()));
    }
    Some(found)
}

/// What a cell holds: one text, or several where the file itself has a list there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Found {
    pub(super) texts: Vec<String>,
    pub(super) is_list: bool,
    /// The column that it stands in.
    pub(super) column: String,
}

impl Found {
    pub(super) fn one(text: impl Into<String>) -> Self {
        Self { texts: vec![text.into()], ..Self::default() }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.texts.iter().all(|text| text.trim().is_empty())
    }

    /// All of it as one text.
    pub(super) fn text(&self) -> String {
        self.texts.join(", ").trim().to_owned()
    }
}

/// A row of a table, or an object of a list.
pub(super) trait Row {
    /// What a column holds; none where there is no such column.
    fn cell(&self, column: &str) -> Option<Found>;
    /// The byte of the text at which the row begins.
    fn start(&self) -> usize;
    /// The byte at which a column's cell begins, else the row's.
    fn byte_of(&self, column: &str) -> usize;
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    impl Row for BTreeMap<&str, &str> {
        fn cell(&self, column: &str) -> Option<Found> {
            self.get(column).map(|text| Found::one(*text))
        }
        fn start(&self) -> usize {
            0
        }
        fn byte_of(&self, _: &str) -> usize {
            0
        }
    }

    #[test]
    fn columns_texts_and_conditions_are_told_apart() {
        let row = BTreeMap::from([("Key", "OPS-7"), ("Status", "Done"), ("Updated", "today"), ("Empty", " ")]);
        for (text, expected) in [
            ("Key", Some("OPS-7")),
            ("https://x/{Key}/{Status}", Some("https://x/OPS-7/Done")),
            ("{Key}{Empty}", None),
            ("Empty", None),
            ("No such", None),
            ("Updated when Status is Closed, done", Some("today")),
            ("Updated when Status is Open", None),
            ("a{b", None),
        ] {
            assert_eq!(Take::parse(text).of(&row).map(|found| found.text()).as_deref(), expected, "{text}");
        }
        assert_eq!(Take::parse("{A}-{B} when C is d").columns().collect::<Vec<_>>(), ["A", "B", "C"]);
    }
}
