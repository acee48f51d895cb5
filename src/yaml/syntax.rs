//! Errors of the YAML library, in words that help.

use serde_saphyr::granit_parser::{ErrorKind, ScanError};

/// What is wrong, and what to do about it.
pub(super) fn explain(error: &ScanError) -> (String, Option<&'static str>) {
    let (message, help) = match error.kind() {
        ErrorKind::TabNotAllowed
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabInIndentation
        | ErrorKind::TabInPlainScalar
        | ErrorKind::TabAtBlockScalarStart => ("a tab stands where YAML allows spaces only", "indent with spaces"),
        ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey => {
            ("a key without `:` after it", "write `key: value`; put quotes around text that goes over several lines")
        }
        ErrorKind::ExpectedBlockMappingKey => {
            ("something that is no key stands among the keys of a map", "check the indentation; put quotes around text that holds `: `")
        }
        ErrorKind::ExpectedBlockSequenceEntry => ("something that does not begin with `- ` stands in a list", "check the indentation"),
        ErrorKind::InvalidIndentation => ("this line is indented like nothing above it", "indent it as deep as its neighbours"),
        ErrorKind::UnexpectedEofFlowSequence => ("the file ends inside a list that `[` opened", "close it with `]`"),
        ErrorKind::UnexpectedEofFlowMapping | ErrorKind::UnexpectedEofImplicitFlowMapping => {
            ("the file ends inside a map that `{` opened", "close it with `}`")
        }
        ErrorKind::UnclosedFlowCollection { .. } => ("a list or map that `[` or `{` opened is not closed", "close it with `]` or `}`"),
        ErrorKind::ExpectedFlowSequenceSeparator => ("a list in `[ ]` lacks a `,` or its `]`", "separate its items with `,`"),
        ErrorKind::ExpectedFlowMappingSeparator => ("a map in `{ }` lacks a `,` or its `}`", "separate its keys with `,`"),
        ErrorKind::UnclosedQuotedScalar => ("a text in quotes does not end", "add the closing quote"),
        ErrorKind::UnknownQuotedScalarEscape => {
            ("an unknown escape in a text in double quotes", "write `\\\\` for a backslash, or use single quotes")
        }
        ErrorKind::ExpectedDocumentStart => (
            "the document ended before this, which belongs to nothing",
            "check the indentation and the brackets above; put `---` before a new document",
        ),
        ErrorKind::RecursionLimitExceeded => ("lists and maps are nested too deep", "flatten the document"),
        ErrorKind::UnexpectedCharacter { .. } => {
            return (error.info(), Some("text that begins with @, ` or % needs quotes"));
        }
        _ => return (error.info(), None),
    };
    (message.to_owned(), Some(help))
}
