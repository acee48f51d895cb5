//! Several descriptions of one workflow become one: what counts more stands, what counts less fills its gaps.

use super::file::{ActionFile, InputFile};

/// A description with its gaps filled from one that counts less.
pub(super) fn over(above: ActionFile, below: &ActionFile) -> ActionFile {
    let mut inputs: Vec<InputFile> = above
        .inputs
        .into_iter()
        .map(|input| match below.inputs.iter().find(|other| is_same(other, &input)) {
            Some(other) => input_over(input, other),
            None => input,
        })
        .collect();
    let missing: Vec<InputFile> = below.inputs.iter().filter(|other| !inputs.iter().any(|input| is_same(input, other))).cloned().collect();
    inputs.extend(missing);
    ActionFile {
        title: above.title.or_else(|| below.title.clone()),
        description: above.description.or_else(|| below.description.clone()),
        intent: above.intent.or(below.intent),
        git_ref: above.git_ref.or_else(|| below.git_ref.clone()),
        owner: above.owner.or_else(|| below.owner.clone()),
        sections: if above.sections.is_empty() { below.sections.clone() } else { above.sections },
        inputs,
        ..above
    }
}

fn is_same(one: &InputFile, other: &InputFile) -> bool {
    one.name.eq_ignore_ascii_case(&other.name)
}

fn input_over(above: InputFile, below: &InputFile) -> InputFile {
    let has_options = !above.options.is_empty();
    let has_pattern = above.pattern.is_some();
    let has_bounds = above.min.is_some() || above.max.is_some();
    InputFile {
        label: above.label.or_else(|| below.label.clone()),
        help: above.help.or_else(|| below.help.clone()),
        placeholder: above.placeholder.or_else(|| below.placeholder.clone()),
        default: above.default.or_else(|| below.default.clone()),
        // What is written together is taken together.
        writes_reference: if above.format.is_some() { above.writes_reference } else { below.writes_reference },
        format: above.format.or(below.format),
        options_place: if has_options { above.options_place } else { below.options_place.clone() },
        options: if has_options { above.options } else { below.options.clone() },
        pattern_says: if has_pattern { above.pattern_says } else { above.pattern_says.or_else(|| below.pattern_says.clone()) },
        pattern: above.pattern.or_else(|| below.pattern.clone()),
        min: if has_bounds { above.min } else { below.min },
        max: if has_bounds { above.max } else { below.max },
        unit: above.unit.or_else(|| below.unit.clone()),
        depends_on: if above.depends_on.is_empty() { below.depends_on.clone() } else { above.depends_on },
        only_when: above.only_when.or_else(|| below.only_when.clone()),
        required: above.required.or_else(|| below.required.clone()),
        is_long: above.is_long || below.is_long,
        // Whoever names an input in a file of its own wants it asked.
        is_fixed: above.is_fixed,
        name: above.name,
        place: above.place,
    }
}
