//! Workflows that are started by hand, whole and broken, and what is read of them.

use super::*;
use crate::reading::workflow;

fn of(text: &str) -> Option<Dispatch> {
    workflow::read(text).expect("because the YAML is good").dispatch
}

fn codes(inputs: &str) -> Vec<String> {
    let found = of(&format!("on:\n  workflow_dispatch:\n    inputs:\n{inputs}")).expect("because it is there");
    found.problems.iter().map(|problem| problem.code.trim_start_matches("actions/").to_owned()).collect()
}

#[test]
fn all_three_spellings_start_a_workflow_by_hand_and_others_do_not() {
    for (text, expected) in [
        ("on: workflow_dispatch\n", Some(1)),
        ("on: [push, workflow_dispatch]\n", Some(1)),
        ("on:\n- push\n- workflow_dispatch\n", Some(3)),
        ("on:\n  push:\n  workflow_dispatch:\n", Some(3)),
        ("\"on\":\n  workflow_dispatch: {}\n", Some(2)),
        ("on: {workflow_dispatch: {inputs: {}}}\n", Some(1)),
        ("on: &when\n  workflow_dispatch:\n    inputs: &all\n      a:\n", Some(2)),
        ("on: push\n", None),
        ("on: [workflow_call]\n", None),
        ("name: workflow_dispatch\n", None),
    ] {
        assert_eq!(of(text).map(|dispatch| dispatch.line), expected, "{text}");
    }
}

#[test]
fn every_kind_of_input_is_read_with_what_is_said_of_it() {
    let text = "on:\n  workflow_dispatch:\n    inputs:\n      a: {description: \"What\\n for\", required: true, default: x}\n      \
                b: {type: choice, options: [on, 'off', 3.10], default: off}\n      c: {type: boolean, default: false}\n      \
                d: {type: number, default: 1.10}\n      e: {type: environment, deprecationMessage: gone}\n      f:\n";
    let found = of(text).expect("because it is there");
    assert_eq!(found.problems, []);
    let short: Vec<_> = found.inputs.iter().map(|input| (input.name.as_str(), input.kind.word(), input.default.as_deref())).collect();
    assert_eq!(
        short,
        [
            ("a", "string", Some("x")),
            ("b", "choice", Some("off")),
            ("c", "boolean", Some("false")),
            ("d", "number", Some("1.10")),
            ("e", "environment", None),
            ("f", "string", None)
        ]
    );
    assert_eq!(found.inputs[1].options, ["on", "off", "3.10"]);
    assert_eq!(found.inputs[0].description.as_deref(), Some("What for"));
    assert!(found.inputs[0].is_required && !found.inputs[5].is_required);
    assert_eq!(found.inputs[4].deprecation.as_deref(), Some("gone"));
}

#[test]
fn anchors_and_merges_give_the_inputs_that_they_stand_for() {
    let text = "x: &base {type: choice, options: [a, b]}\non:\n  workflow_dispatch:\n    inputs:\n      one: {<<: *base, default: b}\n      two: *base\n";
    let found = of(text).expect("because it is there");
    assert!(found.inputs.iter().all(|input| input.options == ["a", "b"]));
    // GitHub takes aliases, and no merge keys.
    let told: Vec<_> = found.problems.iter().map(|problem| (problem.code.as_str(), problem.place.clone().unwrap_or_default())).collect();
    assert_eq!(told, [("actions/merge-key", Place::default().at(5, 13))]);
}

#[test]
fn what_github_would_refuse_is_told() {
    let many: String = (0..26).fold(String::new(), |text, at| format!("{text}      i{at}: {{type: string}}\n"));
    for (inputs, expected) in [
        ("      a: {type: choice}\n", &["no-options"][..]),
        ("      a: {type: choice, options: []}\n", &["no-options"]),
        ("      a: {type: choice, options: ['']}\n", &["empty-option"]),
        ("      a: {type: choice, options: [x], default: y}\n", &["bad-default"]),
        ("      a: {type: choice, options: [x, x]}\n", &["option-twice"]),
        ("      a: {type: boolean, default: yes}\n", &["bad-default"]),
        ("      a: {type: boolean, options: [x]}\n", &["options-of-no-choice"]),
        ("      a: {options: [x]}\n", &["options-of-no-choice"]),
        ("      a: {type: text}\n", &["unknown-type"]),
        ("      a: {type: number, default: hello}\n", &["bad-default"]),
        ("      a: {typ: number}\n", &["unknown-key"]),
        ("      a:\n      A:\n", &["input-twice"]),
        ("      a: 3\n", &["wrong-type"]),
        ("      - a\n", &["wrong-type"]),
        (many.as_str(), &["too-many-inputs"]),
        ("      a: {type: number, default: 3.1415}\n      logLevel:\n      b: {type: boolean, default: true}\n", &[]),
    ] {
        assert_eq!(codes(inputs), expected, "{inputs}");
    }
}

/// The cases of inputs that actionlint’s own tests hold, in words of ours.
#[test]
fn what_another_linter_finds_is_found_here() {
    let text = "on:
  workflow_dispatch:
    also: 1
    inputs:
      pick: {type: choice}
      none:
        type: choice
        options: []
      blank:
        type: choice
        options: ['']
      other:
        type: choice
        options:
          - red
        default: blue
      again:
        type: choice
        options:
          - red
          - red
      flag:
        type: boolean
        default: perhaps
      flags:
        type: boolean
        options: [red]
      words:
        type: string
        options: [red]
      place:
        type: environment
        options: [red]
      plain:
        options: [red]
      plainer:
        options: []
      shape:
        type: colour
      size:
        type: number
        default: large
      loud:
        DESCRIPTION: not the key
      typo:
        invalid: x
";
    let found = of(text).expect("because it is there");
    let at = |problem: &Diagnostic| problem.place.as_ref().and_then(|place| place.line);
    let lines: Vec<_> =
        found.problems.iter().map(|problem| (at(problem).unwrap_or(0), problem.code.trim_start_matches("actions/"))).collect();
    let expected = [
        (3, "unknown-key"),
        (5, "no-options"),
        (8, "no-options"),
        (11, "empty-option"),
        (16, "bad-default"),
        (21, "option-twice"),
        (24, "bad-default"),
        (27, "options-of-no-choice"),
        (30, "options-of-no-choice"),
        (33, "options-of-no-choice"),
        (35, "options-of-no-choice"),
        (37, "options-of-no-choice"),
        (39, "unknown-type"),
        (42, "bad-default"),
        (44, "unknown-key"),
        (46, "unknown-key"),
    ];
    assert_eq!(lines, expected);
}

#[test]
fn what_another_linter_finds_nothing_in_is_fine() {
    let five_and_twenty: String = (0..25).fold(String::new(), |text, at| format!("{text}      i{at}:\n"));
    for inputs in [
        five_and_twenty.as_str(),
        "      logLevel:\n",
        "      name:\n        type: choice\n        description: Which event\n        options:\n          - workflow_call\n          - webhook\n      type: {type: choice, options: [choice, string], default: string}\n",
        "      verbose: {type: boolean, default: false}\n      dry-run: {type: boolean, default: true}\n      notify: {type: boolean}\n",
        "      where: {type: environment}\n      count: {type: number, default: 123}\n      pi: {type: number, default: 3.1415}\n      text: {type: string, default: hello}\n",
        "      shared: {type: string}\n  workflow_call:\n    inputs:\n      shared: {type: number}\n",
        "      needed: {type: string, required: true, description: It must be there}\n",
        "      expressed: {description: \"one of ${{ x }}\", default: a}\n",
    ] {
        assert_eq!(codes(inputs), [] as [&str; 0], "{inputs}");
    }
}
