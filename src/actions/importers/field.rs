//! A field of another portal's form, before it is known which input it fills.

use crate::actions::file::InputFile;
use crate::reading::dispatch::InputKind;

/// What a form asks.
#[derive(Debug, Clone, Default)]
pub(super) struct Asked {
    /// The type of its schema: `string`, `integer`, `number`, `boolean`, `array` or `object`.
    pub(super) kind: String,
    /// All else.
    pub(super) input: InputFile,
}

impl Asked {
    /// What the form takes for it, where no workflow says so.
    pub(super) fn input_kind(&self) -> InputKind {
        match self.kind.as_str() {
            "boolean" => InputKind::Boolean,
            _ if !self.input.options.is_empty() => InputKind::Choice,
            "integer" | "number" => InputKind::Number,
            _ => InputKind::Text,
        }
    }

    /// The same for an input of this name.
    pub(super) fn filling(&self, name: &str) -> InputFile {
        InputFile { name: name.to_owned(), ..self.input.clone() }
    }
}
