//! Lines and columns of a text, from offsets.

use milepost_model::Place;

/// Where the lines of a text begin.
#[derive(Debug)]
pub(super) struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { text, starts }
    }

    /// The line and the column of an offset in bytes, both counted from 1.
    pub(super) fn place(&self, file: &Place, offset: usize) -> Place {
        let offset = self.text.floor_char_boundary(offset.min(self.text.len()));
        let line = self.starts.partition_point(|start| *start <= offset).max(1);
        let column = self.text[self.starts[line - 1]..offset].chars().count() + 1;
        file.clone().at(u32::try_from(line).unwrap_or(u32::MAX), u32::try_from(column).unwrap_or(u32::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_offset_has_a_line_and_a_column() {
        let lines = Lines::of("ab\nné\n\nx");
        for (offset, expected) in
            [(0, "f:1:1"), (2, "f:1:3"), (3, "f:2:1"), (5, "f:2:2"), (6, "f:2:3"), (7, "f:3:1"), (8, "f:4:1"), (99, "f:4:2")]
        {
            assert_eq!(lines.place(&Place::file("f"), offset).to_string(), expected, "{offset}");
        }
    }
}
