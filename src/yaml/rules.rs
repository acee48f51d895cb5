//! What is asked of every YAML file.

use milepost_model::Rule;

/// The rules, sorted. Codes begin with `yaml/`.
pub const RULES: &[Rule] = &[
    Rule::error(
        "alias-of-itself",
        "An alias (`*name`) stands inside the value that its anchor (`&name`) marks, so the value would hold itself.",
        "Write the value out where the alias stands.",
    ),
    Rule::error(
        "duplicate-key",
        "One map has a key twice. Readers disagree which of the two counts, so neither does.",
        "Keep one of the two.",
    ),
    Rule::error(
        "key-is-no-text",
        "The key of a map is a list or a map. Only texts are keys.",
        "Put quotes around the key, or make it a list.",
    ),
    Rule::error(
        "merge",
        "The merge key `<<` has a value that cannot be merged. It takes an alias of a map, or a list of such aliases.",
        "Write `<<: *name`, where `&name` marks a map.",
    ),
    Rule::error(
        "not-utf8",
        "The file is not UTF-8: it is UTF-16, or it holds bytes that no text has.",
        "Save the file as UTF-8. A byte order mark is fine.",
    ),
    Rule::error(
        "nul",
        "The file holds a NUL character, which YAML forbids.",
        "Remove it. Where there are many, the file is damaged or no text.",
    ),
    Rule::error(
        "second-document",
        "A second document begins after `---` in a file that holds one.",
        "Move what follows to a file of its own, or remove the line `---`.",
    ),
    Rule::error(
        "syntax",
        "The file is no YAML. The place is where reading stopped; the cause may stand above it: a wrong indentation, a missing `:` or quote, a tab.",
        "Correct the line that is shown, or the one above it.",
    ),
    Rule::error("too-deep", "Lists and maps are nested deeper than any descriptor is.", "Flatten the document."),
    Rule::error("too-large", "The file is larger than any descriptor that people write, and is not read.", "Split it into several files."),
    Rule::error("too-many-aliases", "The file uses more aliases than any that people write.", "Write the values out."),
    Rule::error("too-many-documents", "The file holds more documents than are read.", "Split it into several files."),
    Rule::error(
        "too-many-values",
        "The file holds more values than are read. Aliases count as what they stand for, so a short file may stand for billions.",
        "Split it into several files, or use fewer aliases.",
    ),
    Rule::error(
        "unknown-alias",
        "An alias (`*name`) has no anchor (`&name`) before it. A text that begins with `*` needs quotes.",
        "Write `&name` before the value that is to be repeated, or put quotes around the text.",
    ),
    Rule::error("unreadable", "The file is YAML, but not of the shape that is expected.", "Write what the message names."),
];
