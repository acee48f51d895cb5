//! What is asked of documentation: that what it refers to is there.

use milepost_model::Rule;

/// The rules, sorted. Codes begin with `docs/`.
pub const RULES: &[Rule] = &[
    Rule::warning(
        "broken-anchor",
        "A link names a heading that the page does not have. It leads to the page's beginning instead.",
        "Correct the part after `#`; it is the heading in lower-case letters, with hyphens for spaces.",
    ),
    Rule::warning(
        "broken-image",
        "An image is not among the repository's files, or is no image that pages can show.",
        "Correct the path, which is seen from the file's own folder, or add the file.",
    ),
    Rule::warning(
        "broken-link",
        "A link leads to a file that is not there. Its words stay, without a link.",
        "Correct the path, which is seen from the file's own folder, or remove the link.",
    ),
    Rule::warning(
        "front-matter",
        "What stands between the dashes at the beginning of a page is no YAML. The page is shown without it.",
        "Correct the line, or put values that hold a colon in quotes.",
    ),
    Rule::note(
        "many",
        "A documentation has more findings than are listed.",
        "Correct those that are listed; the next run lists the others.",
    ),
    Rule::warning(
        "missing-include",
        "A page includes a file that is not among the files of the documentation.",
        "Correct the path, or move the file below the folder of the documentation.",
    ),
    Rule::warning(
        "missing-page",
        "A navigation names a page that is not there. It is left out.",
        "Correct the path, which is seen from the folder of the pages, or remove the entry.",
    ),
    Rule::warning(
        "no-such-docs",
        "An entity says that its documentation is that of another, which has none.",
        "Name an entity whose pages the portal shows, as `component:default/name`.",
    ),
    Rule::note(
        "too-large",
        "A page, or the documentation as a whole, is larger than is shown.",
        "Split the page, or move what nobody reads out of the documentation.",
    ),
];
