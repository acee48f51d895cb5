//! Expressions that name inputs, those that do not, and where each stands.

use super::*;
use crate::reading::workflow;

fn named(expression: &str) -> Vec<&str> {
    mentions(expression).into_iter().map(|mention| mention.name).collect()
}

/// What is said of unknown inputs of a workflow: the line, the column and the name in quotes, with what was meant.
fn said(text: &str) -> Vec<String> {
    told(text, "actions/undefined-input")
}

fn told(text: &str, code: &str) -> Vec<String> {
    let dispatch = workflow::read(text).expect("because the YAML is good").dispatch.expect("because it is started by hand");
    let line = |problem: &Diagnostic| {
        let place = problem.place.clone().unwrap_or_default();
        let name = problem.message.split(['“', '”']).nth(1).unwrap_or_default();
        format!("{}:{} {name}: {}", place.line.unwrap_or(0), place.column.unwrap_or(0), problem.help.as_deref().unwrap_or_default())
    };
    dispatch.problems.iter().filter(|problem| problem.code == code).map(line).collect()
}

#[test]
fn only_what_names_an_input_outright_is_a_mention() {
    for (expression, expected) in [
        ("inputs.a", &["a"][..]),
        (" INPUTS . dry-run ", &["dry-run"]),
        ("inputs['a b']", &["a b"]),
        ("github.event.inputs.a || inputs.b", &["a", "b"]),
        ("github['event'].inputs['a']", &["a"]),
        ("github.event.client_payload.inputs.a", &[]),
        ("steps.inputs.outputs.a", &[]),
        ("needs.x.outputs.inputs", &[]),
        ("env.inputs.a", &[]),
        ("'inputs.a' == 'it''s inputs.b'", &[]),
        ("format('{0}', inputs.a)", &["a"]),
        ("toJSON(inputs)", &[]),
        ("inputs.*", &[]),
        ("inputs[env.NAME]", &[]),
        ("inputs[matrix['x']] && !inputs.b", &["b"]),
        ("my_inputs.a && inputsx.b", &[]),
        ("'unclosed inputs.a", &[]),
        ("inputs.", &[]),
        ("github.event.", &[]),
        ("", &[]),
    ] {
        assert_eq!(named(expression), expected, "{expression}");
    }
}

#[test]
fn expressions_end_where_github_ends_them() {
    assert_eq!(expressions("a ${{ inputs.a }} b ${{inputs['}}']}} ${{ x"), [" inputs.a ", "inputs['}}']"]);
    assert_eq!(expressions("${{ '${{' }}"), [" '${{' "]);
    assert_eq!(only_input("${{ inputs.environment }}"), Some("environment"));
    assert_eq!(only_input(" ${{github.event.inputs.to}} "), Some("to"));
    for text in
        ["production", "${{ inputs.a }}-eu", "${{ inputs.a || 'x' }}", "${{ !inputs.a }}", "${{ inputs.a }}${{ inputs.b }}", "${{ }}"]
    {
        assert_eq!(only_input(text), None, "{text}");
    }
}

#[test]
fn an_input_that_is_not_there_is_told_with_its_place_and_what_was_meant() {
    let text = "on:\n  workflow_dispatch:\n    inputs:\n      message: {description: 'one of ${{ inputs.nothing }}'}\n      dry-run:\njobs:\n  a:\n    \
                if: inputs.dry_run && github.ref_name != 'inputs.x'\n    environment: ${{ inputs.MESSAGE }}\n    steps:\n      \
                - run: |\n          # ${{ inputs.massage }}\n          echo “${{ inputs.dry-run }}” ${{ github.event.inputs.massage }}\n          \
                echo ${{ inputs.massage }}\n      # ${{ inputs.comment }}\n      - run: echo \"${{ inputs.else }} ${{ inputs.else }}\"\n";
    assert_eq!(
        said(text),
        [
            "8:9 inputs.dry_run: did you mean dry-run?",
            "12:17 inputs.massage: did you mean message?",
            "13:44 github.event.inputs.massage: did you mean message?",
            "14:20 inputs.massage: did you mean message?",
            "16:24 inputs.else: it has message, dry-run",
            "16:43 inputs.else: it has message, dry-run"
        ]
    );
}

#[test]
fn what_another_workflow_hands_over_is_an_input_and_not_one_of_the_event() {
    let text = "on:\n  workflow_dispatch:\n  workflow_call: {inputs: {tag: {type: string}}}\njobs: {a: {steps: [{run: '${{ inputs.tag }}${{ github.event.inputs.tag }}'}]}}\n";
    assert_eq!(said(text), ["4:48 github.event.inputs.tag: it has no inputs; add it to them, or remove it"]);
    assert_eq!(said("on: [workflow_dispatch]\nenv: {A: '${{ inputs.a }}'}\n").len(), 1);
    assert_eq!(said("on: workflow_dispatch\njobs: {a: {steps: [{run: '${{ toJSON(inputs) }}'}]}}\n"), [] as [&str; 0]);
}

#[test]
fn a_finding_comes_once_wherever_an_alias_repeats_it_and_never_without_end() {
    let text = "on: workflow_dispatch\nenv: &e {A: '${{ inputs.a }}'}\njobs: {a: {env: *e}, b: {env: *e}}\n";
    assert_eq!(said(text).len(), 1);
    let many: String =
        (0..500).fold("on: workflow_dispatch\nenv:\n".to_owned(), |text, at| format!("{text}  A{at}: '${{{{ inputs.a{at} }}}}'\n"));
    assert_eq!(said(&many).len(), MOST);
    let folded = "on: workflow_dispatch\nenv:\n  A: \"${{ inputs.a ||\n    inputs.b }}\"\n";
    assert_eq!(said(folded).len(), 2, "what is written on two lines is told where it begins");
}

#[test]
fn what_is_looked_up_by_an_input_of_another_type_is_told() {
    let text = |expression: &str| {
        format!(
            "on:\n  workflow_dispatch:\n    inputs:\n      word: {{type: string}}\n      pick: {{type: choice, options: [a]}}\n      yes: {{type: boolean}}\n      \
             count: {{type: number}}\n      plain:\n      odd: {{type: colour}}\njobs: {{a: {{steps: [{{run: \"${{{{ {expression} }}}}\"}}]}}}}\n"
        )
    };
    for (expression, count) in [
        ("github[inputs.yes]", 1),
        ("github[inputs.count]", 1),
        ("ENV [ Inputs.Yes ]", 1),
        ("env[inputs.word] && env[inputs.pick] && env[inputs.plain]", 0),
        ("github[github.event.inputs.yes]", 0),
        ("github.event.*[github.event.inputs.count]", 1),
        ("github.event.*[inputs.pick]", 1),
        ("github.event.commits.*[inputs.yes] || github.event . * [ inputs.word ]", 2),
        ("github.event.*[inputs.count]", 0),
        // Of what these hold nothing is known.
        ("github.event.commits[inputs.yes]", 0),
        ("fromJSON('{}')[inputs.yes]", 0),
        ("env[inputs.odd]", 0),
        ("env[inputs.yes && 'a']", 0),
        ("env[format('{0}', inputs.yes)]", 0),
        ("'env[inputs.yes]'", 0),
        ("inputs.yes", 0),
        ("myenv[inputs.yes]", 0),
    ] {
        assert_eq!(told(&text(expression), "actions/odd-lookup").len(), count, "{expression}");
    }
    assert_eq!(told(&text("github[inputs.yes]"), "actions/odd-lookup"), ["10:38 inputs.yes: look it up by an input of that type"]);
    let both = "on:\n  workflow_dispatch: {inputs: {a: {type: boolean}}}\n  workflow_call: {inputs: {a: {type: string}}}\nenv: {A: '${{ env[inputs.a] }}'}\n";
    assert_eq!(told(both, "actions/odd-lookup"), [] as [&str; 0]);
}
