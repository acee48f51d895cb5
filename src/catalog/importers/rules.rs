//! What is asked of a descriptor by itself, whatever its format.
//!
//! Codes begin with the format's name: what is `bad-tag` here is `backstage/bad-tag` where Backstage's
//! descriptor breaks the rule. Which words a format allows is said by its messages.

use milepost_model::Rule;

/// The rules, sorted.
pub const RULES: &[Rule] = &[
    Rule::warning("bad-acknowledgement", "`acknowledge` names something that milepost does not know.", "Write `left:<golden path>`."),
    Rule::warning(
        "bad-annotation",
        "A well-known annotation has a value that the tools that read it cannot use.",
        "Write it in the form that the message shows.",
    ),
    Rule::error(
        "bad-api-version",
        "`apiVersion` is no version, or one that the format does not have for this kind.",
        "Write the version that the message shows.",
    ),
    Rule::error(
        "bad-exemption",
        "An exemption lacks its rule or path, its reason, who granted it, or a date on which it ends.",
        "Complete it.",
    ),
    Rule::error("bad-key", "A key of labels or annotations is not of the form `name` or `example.com/name`.", "Rename it."),
    Rule::error("bad-kind", "`kind` is not made of letters and digits, a letter first.", "Correct it."),
    Rule::error(
        "bad-label",
        "The value of a label does not look like a name.",
        "Correct it, or make it an annotation, which takes any text.",
    ),
    Rule::error(
        "bad-link",
        "The target of a link is neither an address that pages may show nor a path of the repository.",
        "Write https://…, http://…, mailto:…, or a path from the repository's root.",
    ),
    Rule::error(
        "bad-name",
        "A name has characters that names may not have, or is too long.",
        "Write letters and digits with `-`, `_` and `.` inside, at most 63 characters.",
    ),
    Rule::error(
        "bad-namespace",
        "A namespace has characters that namespaces may not have.",
        "Write lower-case letters, digits and `-` inside, at most 63 characters.",
    ),
    Rule::error("bad-path", "A path leads out of the repository.", "Write it from the repository's root, without `/` before it."),
    Rule::error(
        "bad-reference",
        "A text is not a reference to an entity.",
        "Write `[kind:][namespace/]name`, such as `component:default/carrier-sync`.",
    ),
    Rule::error(
        "bad-tag",
        "A tag has characters that tags may not have.",
        "Write lower-case letters, digits, `:`, `+` and `#`, in words joined by one `-`, at most 63 characters.",
    ),
    Rule::error(
        "bad-url",
        "An address is none: it lacks its scheme, or its host.",
        "Write the whole address, such as https://example.com.",
    ),
    Rule::error("bad-value", "A value is not one of those that the format allows.", "Write one of the values that the message names."),
    Rule::error(
        "bad-version",
        "A descriptor has a version that its format does not have.",
        "Write one of the versions that the message names.",
    ),
    Rule::note("deprecated-annotation", "An annotation was replaced by another.", "Use the one that the message names."),
    Rule::error("empty-value", "A key is written and has no value. Backstage refuses such a file.", "Write a value, or remove the key."),
    Rule::note(
        "file-elsewhere",
        "A file that stands in a value's place lies in another repository or at another host, and is not read.",
        "Name a file of this repository.",
    ),
    Rule::warning(
        "file-missing",
        "A file that stands in a value's place is not in the repository.",
        "Correct the path, which is seen from the folder of the descriptor.",
    ),
    Rule::note("file-name", "A file has a name that milepost reads and its own format does not.", "Rename it as the message says."),
    Rule::error("file-outside", "A path leads out of the repository.", "Name a file of this repository."),
    Rule::error(
        "kind-case",
        "A kind is written in another case than its own, so Backstage does not know it.",
        "Write it as the message shows.",
    ),
    Rule::warning(
        "kind-missing",
        "`dependsOn` or `dependencyOf` names something without its kind, which Backstage refuses. A component of that name is taken, else a resource.",
        "Write `component:name` or `resource:name`.",
    ),
    Rule::note(
        "never-matched",
        "A resource definition has an empty list of criteria, so nothing is ever made from it.",
        "Write `- {}` to match everything, or leave the key out.",
    ),
    Rule::error(
        "no-entity",
        "A document of the file is no map, so it describes nothing.",
        "Write the keys of an entity, or remove the document.",
    ),
    Rule::error("no-name", "A service has no name, so it is called after its folder or repository.", "Write `name:`."),
    Rule::warning(
        "no-schema",
        "The API of a Promise has no schema of `spec`, so no form can be made of it.",
        "Write `schema.openAPIV3Schema.properties.spec`.",
    ),
    Rule::error("no-service", "A file describes no service.", "Write at least `name:`."),
    Rule::warning("no-target", "A Location names nothing.", "Write `target:` or `targets:`."),
    Rule::error(
        "no-version",
        "A descriptor says no version where its format demands one.",
        "Write one of the versions that the message names.",
    ),
    Rule::warning("points-at-itself", "Something names itself as its owner, whole, parent or dependency. That is left out.", "Remove it."),
    Rule::error("required-field", "A field that the format requires is missing.", "Write it."),
    Rule::note("skipped", "A document is of a kind that a catalog does not show.", "Nothing needs to be done."),
    Rule::error("syntax", "A file cannot be read as the language that its name promises.", "Correct the line."),
    Rule::note(
        "target-foreign",
        "A Location names an address that is no file of a repository.",
        "Name a file of a repository that the portal shows.",
    ),
    Rule::error("target-outside", "A Location names a path that leads out of the repository.", "Name a file of this repository."),
    Rule::note("too-large", "A value or file is larger than what is kept of it.", "Put it into a file of its own, or make it smaller."),
    Rule::warning("too-many", "A list has more items than are read.", "Split it up."),
    Rule::note("too-much", "What milepost has no field for is too large to be kept.", "Link to it instead."),
    Rule::warning(
        "unknown-key",
        "A key is none that the format knows. For Backstage, an unknown key at the root is an error.",
        "Correct its spelling, or remove it.",
    ),
    Rule::note(
        "unknown-lifecycle",
        "A lifecycle is none of the usual words. It is kept.",
        "Usual ones are experimental, production and deprecated.",
    ),
    Rule::error(
        "wrong-type",
        "A value has another type than the format asks for: a number where text belongs, a text where a list belongs.",
        "Put quotes around the number, or write the list or map.",
    ),
];
