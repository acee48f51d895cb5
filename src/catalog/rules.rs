//! What is asked of descriptors together: that they agree, and that what they name exists.

use milepost_model::Rule;

/// The rules, sorted. Codes begin with `catalog/`.
pub const RULES: &[Rule] = &[
    Rule::warning(
        "conflict",
        "Two files describe one thing and say different things of it. The more trusted counts, and both places are shown. \
         A different name, title or description is only noted.",
        "Let both say the same, or remove the field from one of them.",
    ),
    Rule::error(
        "cycle",
        "Something is part of itself, or a group is its own parent, around a circle. Wholes and parents have a top. \
         Dependencies may go in circles.",
        "Remove one of the relations that the message names.",
    ),
    Rule::note(
        "dangling",
        "A relation leads to something that the catalog does not have. It is shown, and marked.",
        "Describe what it leads to, or correct the name.",
    )
    .of_all(),
    Rule::error(
        "described-twice",
        "Two files of one format describe one thing. The one that lies higher counts, then the first by path.",
        "Give one of them another name, or remove it.",
    ),
    Rule::warning(
        "empty-owner",
        "A group owns services and has no members, while other groups have some. Nobody will answer.",
        "Add its members, or give its services another owner.",
    )
    .of_all(),
    Rule::warning(
        "inferred",
        "A file was meant as a descriptor and describes nothing that can be used, so the repository is shown as its files suggest.",
        "Correct what is reported of the file.",
    ),
    Rule::error(
        "name-taken",
        "Components of one name are made in different repositories. They are different things, so all but one get their repository's name too.",
        "Give one of them another name or namespace.",
    )
    .of_all(),
    Rule::note("no-content", "A descriptor is known by name only, since its content was not kept.", "Look at the limits of the source."),
    Rule::note("opaque-owner", "Of an owner nothing is known but an identifier that only a program reads.", "Say in metrics-config.toml who that is: `[[owner]]` with `known_as` and `is`.").of_all(),
    Rule::note(
        "retired-owner",
        "Everything that a group owns is archived.",
        "Remove the group, or leave it while its past matters.",
    )
    .of_all(),
    Rule::note(
        "skipped",
        "A file has a descriptor's name and is none, or lies among tests, examples and other people's code, or is a template with placeholders.",
        "Nothing, mostly. To have it read all the same, name it as the target of a Location.",
    ),
    Rule::note(
        "target-elsewhere",
        "A Location names a file of a repository that the portal does not show.",
        "Collect that repository too, or write `presence: optional`.",
    )
    .of_all(),
    Rule::warning(
        "target-missing",
        "A Location names a file that the repository does not hold.",
        "Correct the path, which is seen from the folder of the descriptor, or write `presence: optional`.",
    ),
    Rule::warning(
        "unknown-owner",
        "A service is owned by a group that nothing describes, though the organisation describes its groups.",
        "Describe the group, or correct the owner.",
    )
    .of_all(),
];
