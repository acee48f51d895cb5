//! What is asked of workflows that people start, and of the files that describe them.

use milepost_model::Rule;

/// The rules, sorted. Codes begin with `actions/`.
pub const RULES: &[Rule] = &[
    Rule::warning(
        "approval-elsewhere",
        "A Port action needs an approval in Port. Nobody asks for it where its workflow is started without Port.",
        "Write the approval as a guardrail in `milepost.actions/`, or require reviewers for the environment.",
    ),
    Rule::error(
        "bad-bounds",
        "`min` is above `max`, or bounds or a pattern stand at an input that has no length and is no number.",
        "Bound a number, or the length of a text; give a pattern to a text alone.",
    ),
    Rule::error(
        "bad-default",
        "The default is none of the options of a choice, neither `true` nor `false` for a boolean, or no number for a number.",
        "Write a default that the workflow takes.",
    ),
    Rule::error(
        "bad-freeze",
        "`from` or `until` is no day and no instant, or the freeze ends before it begins.",
        "Write `2026-12-18`, or an instant with its zone.",
    ),
    Rule::error(
        "bad-guardrail",
        "A guardrail has no id, says nothing that must hold or several things at once, or lacks its `message` or `by`.",
        "Give it an id, one of `deny`, `freeze`, `quota` and `approve`, and what goes with that.",
    ),
    Rule::error(
        "bad-pattern",
        "The pattern cannot be read, takes too much memory, or means something else to browsers.",
        "Write a plain regular expression, without flags and named groups.",
    ),
    Rule::error("bad-reference", "The owner is no reference.", "Write a team's name."),
    Rule::error("bad-request", "`request` names no issue form.", "Write `template:` with a file of `.github/ISSUE_TEMPLATE/`."),
    Rule::error(
        "bad-rule",
        "An expression cannot be read, or asks for a fact that its place does not have.",
        "The facts are in facts.md; a form knows `inputs` and `now` alone.",
    ),
    Rule::error("bad-workflow", "`workflow` is no workflow's path.", "Write `.github/workflows/` and the file, or `.gitlab-ci.yml`."),
    Rule::error("empty-option", "An option of a choice is empty.", "Write a value, or remove the line."),
    Rule::error(
        "format-differs",
        "`format` stands at an input whose type is not `string`.",
        "Remove `format`, or make the input a string.",
    ),
    Rule::error("guardrail-twice", "Two guardrails have one id.", "Give one of them another id."),
    Rule::error(
        "input-twice",
        "Two inputs of a workflow differ only in capitals, which GitHub does not tell apart.",
        "Give one of them another name.",
    ),
    Rule::error(
        "merge-key",
        "A workflow has the merge key `<<` of YAML 1.1. GitHub takes anchors and aliases, and refuses the whole workflow for a merge key.",
        "Write the keys out, or use an alias for a whole value.",
    ),
    Rule::error("no-action", "The file is no map.", "Write `workflow:` and the other keys."),
    Rule::error("no-options", "A choice has no options.", "Write `options:` and a list of at least one value."),
    Rule::warning(
        "no-such-field",
        "A form of another portal hands on an answer that it does not ask for.",
        "Name one of its parameters or userInputs.",
    ),
    Rule::error(
        "no-such-input",
        "A form names an input that its workflow does not take, or names one twice.",
        "Name the workflow's inputs, each once.",
    ),
    Rule::error("no-title", "A section has no title.", "Write `title:` and `inputs:`."),
    Rule::error(
        "no-workflow",
        "There is no `workflow`, it is not on the default branch, or it has no `workflow_dispatch`.",
        "Correct the path, or give the workflow `on: workflow_dispatch`.",
    ),
    Rule::warning(
        "not-asked",
        "A request to the platform requires a value of a type that no form asks for.",
        "Give it a default in the Promise, or write it into the request by hand.",
    ),
    Rule::warning(
        "odd-lookup",
        "An expression looks something up by an input of a type that names nothing there: a key is a text, and a place in a list a number.",
        "Look it up by an input of that type.",
    ),
    Rule::error("option-twice", "A choice has an option twice.", "Remove one of them."),
    Rule::error(
        "options-differ",
        "A form offers what is no option of the workflow, or gives options to a boolean.",
        "Offer what the workflow has.",
    ),
    Rule::error("options-of-no-choice", "An input has options, and its type is not `choice`.", "Write `type: choice`, or remove them."),
    Rule::note(
        "reckoned-elsewhere",
        "A value is reckoned by another portal, so the form here asks for it as the workflow does.",
        "Let the workflow take the answers themselves.",
    ),
    Rule::error("required-differs", "A form makes optional what the workflow requires.", "Remove the line, or change the workflow."),
    Rule::warning(
        "secret-input",
        "A form asks for a secret. What a workflow is started with can be read by all who see its runs.",
        "Keep it in the repository's secrets.",
    ),
    Rule::note(
        "target-unknown",
        "Which workflow a form starts is known to another portal alone, when it runs.",
        "Write the repository and the workflow out, unless an earlier step makes them.",
    ),
    Rule::note(
        "template-in-part",
        "A Backstage Template does more than start a workflow. It lends the workflow its fields, and makes no action of its own.",
        "Nothing. Whoever starts the workflow alone gets only that part of the template.",
    ),
    Rule::note(
        "template-unread",
        "A Backstage Template starts a workflow, and cannot be read, has no name, or keeps the step where no steps are.",
        "Write the step below `spec.steps` of a Template with a `metadata.name`.",
    ),
    Rule::error(
        "too-many-inputs",
        "A workflow has more than 25 inputs, which is the most that GitHub takes.",
        "Put several values into one input, as JSON.",
    ),
    Rule::warning(
        "undefined-input",
        "An expression of a workflow names an input that the workflow does not have. GitHub makes it an empty text.",
        "Name one of its inputs, or add this one to them.",
    ),
    Rule::warning("unknown-key", "A key is known to nobody, and does nothing.", "Correct or remove it."),
    Rule::error(
        "unknown-type",
        "An input has a type that GitHub does not know.",
        "There are `string`, `choice`, `boolean`, `number` and `environment`.",
    ),
    Rule::error("unknown-word", "A value is none of the words that its key takes.", "Take one of those that the finding names."),
    Rule::warning("unused-field", "A form asks for what no input of its workflow takes.", "Remove it, or hand it on."),
    Rule::note(
        "workflow-elsewhere",
        "A form of another portal starts a workflow of a repository that is not read, one that is not there, or one that nobody can start by hand.",
        "Collect that repository too, or correct what the form names.",
    ),
    Rule::warning(
        "workflow-unread",
        "A workflow that speaks of `workflow_dispatch` is no YAML, so nobody can start it.",
        "Correct what the finding names. GitHub shows the workflow by its path instead of its name as long as it cannot read it.",
    ),
    Rule::error("wrong-type", "A value is a list, a map or a text where its key takes another of them.", "Write it as the reference says."),
];
