//! A workflow's inputs and what a file says of them become one form; where they disagree, the workflow wins.

use super::action::{Choice, Field, Format, Section};
use super::file::InputFile;
use crate::reading::dispatch::{Input, InputKind};
use milepost_model::{Diagnostic, Place, Severity};

/// A text may offer so many values as cards; more become a list.
const NOTED: usize = 5;

/// The form, and what the two sources disagree about.
#[derive(Debug, Default)]
pub(super) struct Joined {
    pub(super) fields: Vec<Field>,
    pub(super) sections: Vec<Section>,
    pub(super) problems: Vec<Diagnostic>,
}

/// Joins the inputs of a workflow with what a file says of them.
pub(super) fn join(inputs: &[Input], said: &[InputFile], sections: &[(Section, Place)]) -> Joined {
    let mut joined = Joined::default();
    for extra in said.iter().filter(|said| !inputs.iter().any(|input| is_of(said, input))) {
        let names: Vec<&str> = inputs.iter().map(|input| input.name.as_str()).collect();
        let near = names.iter().find(|name| strsim::damerau_levenshtein(name, &extra.name) <= 2);
        let help = match near {
            Some(near) => format!("did you mean “{near}”?"),
            None if names.is_empty() => "the workflow takes no inputs".to_owned(),
            None => format!("the workflow takes {}", names.join(", ")),
        };
        joined.tell(Severity::Error, "no-such-input", format!("the workflow has no input “{}”", extra.name), &extra.place, help);
    }
    for input in inputs {
        let said = said.iter().find(|said| is_of(said, input));
        let field = joined.field(input, said, inputs);
        joined.fields.push(field);
    }
    // In the order of the form: as the file names them, and then the others as the workflow does. Deprecated ones come last.
    let place = |field: &Field| said.iter().position(|said| said.name.eq_ignore_ascii_case(&field.name)).unwrap_or(usize::MAX);
    joined.fields.sort_by_key(|field| (field.deprecation.is_some(), place(field)));
    joined.group(sections);
    joined
}

fn is_of(said: &InputFile, input: &Input) -> bool {
    said.name.eq_ignore_ascii_case(&input.name)
}

/// What stands above a field that nobody gave a label: `dry_run` is “Dry run”.
pub(super) fn label(name: &str) -> String {
    let words = name.replace(['_', '-'], " ");
    let mut letters = words.trim().chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

impl Joined {
    fn field(&mut self, input: &Input, said: Option<&InputFile>, inputs: &[Input]) -> Field {
        let options = input.options.iter().map(|value| Choice { value: value.clone(), says: None }).collect();
        let mut field = Field {
            name: input.name.clone(),
            kind: input.kind,
            label: label(&input.name),
            help: input.description.clone(),
            default: input.default.clone(),
            is_required: input.is_required,
            format: (input.kind == InputKind::Environment).then_some(Format::Environment),
            options,
            deprecation: input.deprecation.clone(),
            ..Field::default()
        };
        let Some(said) = said else { return field };
        field.label = said.label.clone().unwrap_or(field.label);
        field.help = said.help.clone().or(field.help);
        field.placeholder.clone_from(&said.placeholder);
        field.pattern.clone_from(&said.pattern);
        field.pattern_says.clone_from(&said.pattern_says);
        (field.min, field.max) = (said.min, said.max);
        field.unit.clone_from(&said.unit);
        field.only_when.clone_from(&said.only_when);
        (field.is_long, field.is_fixed, field.writes_reference) = (said.is_long, said.is_fixed, said.writes_reference);
        self.required(&mut field, said);
        self.format(&mut field, said);
        self.options(&mut field, said);
        self.initial(&mut field, said);
        self.bounds(&mut field, said);
        for needed in &said.depends_on {
            if let Some(found) = inputs.iter().find(|input| input.name.eq_ignore_ascii_case(needed) && input.name != field.name) {
                field.depends_on.push(found.name.clone());
            } else {
                let message = format!("“{}” depends on “{needed}”, which is no other input of the workflow", field.name);
                self.tell(Severity::Error, "no-such-input", message, &said.place, "name inputs of the workflow".to_owned());
            }
        }
        field
    }

    fn required(&mut self, field: &mut Field, said: &InputFile) {
        match &said.required {
            Some((false, place)) if field.is_required => {
                let message = format!("“{}” is required by the workflow, and cannot be made optional", field.name);
                self.tell(Severity::Error, "required-differs", message, place, "remove the line, or change the workflow".to_owned());
            }
            Some((true, _)) => field.is_required = true,
            _ => {}
        }
    }

    fn format(&mut self, field: &mut Field, said: &InputFile) {
        let Some(format) = said.format else { return };
        let fits = match field.kind {
            InputKind::Text => true,
            InputKind::Environment => format == Format::Environment,
            _ => false,
        };
        if fits {
            field.format = Some(format);
        } else {
            let message = format!("“{}” is a {}, and cannot be a {}", field.name, field.kind.word(), format.word());
            self.tell(Severity::Error, "format-differs", message, &said.place, "remove `format`, or make the input a string".to_owned());
        }
    }

    fn options(&mut self, field: &mut Field, said: &InputFile) {
        if said.options.is_empty() {
            return;
        }
        if field.kind == InputKind::Choice {
            for choice in said.options.iter().filter(|choice| !field.options.iter().any(|option| option.value == choice.value)) {
                let known: Vec<&str> = field.options.iter().map(|option| option.value.as_str()).collect();
                let message = format!("“{}” offers “{}”, which is no option of the workflow", field.name, choice.value);
                let help = format!("the workflow has {}", known.join(", "));
                self.tell(Severity::Error, "options-differ", message, &said.options_place, help);
            }
            let known = std::mem::take(&mut field.options);
            field.options = said.options.iter().filter(|choice| known.iter().any(|option| option.value == choice.value)).cloned().collect();
            if field.options.is_empty() {
                field.options = known;
            }
        } else if matches!(field.kind, InputKind::Text | InputKind::Environment | InputKind::Number) {
            field.options.clone_from(&said.options);
        } else {
            let message = format!("“{}” is true or false, and has no options", field.name);
            self.tell(Severity::Error, "options-differ", message, &said.options_place, "remove the options".to_owned());
        }
    }

    fn initial(&mut self, field: &mut Field, said: &InputFile) {
        let Some((default, place)) = &said.default else { return };
        let problem = match field.kind {
            InputKind::Choice if !field.options.iter().any(|option| option.value == *default) => Some("is none of its options"),
            InputKind::Boolean if !matches!(default.as_str(), "true" | "false") => Some("is neither true nor false"),
            InputKind::Number if default.parse::<f64>().is_err() => Some("is no number"),
            _ => None,
        };
        match problem {
            Some(problem) => {
                let message = format!("the default “{default}” of “{}” {problem}", field.name);
                self.tell(Severity::Error, "bad-default", message, place, "write one that the workflow takes".to_owned());
            }
            None => field.default = Some(default.clone()),
        }
    }

    fn bounds(&mut self, field: &mut Field, said: &InputFile) {
        let is_measured = matches!(field.kind, InputKind::Text | InputKind::Number);
        let is_wrong = said.min.zip(said.max).is_some_and(|(min, max)| min > max);
        if !is_measured && (said.min.is_some() || said.max.is_some()) || is_wrong {
            let message = format!("“{}” has bounds that no value keeps", field.name);
            self.tell(Severity::Error, "bad-bounds", message, &said.place, "bound a number, or the length of a text".to_owned());
            (field.min, field.max) = (None, None);
        }
        if field.pattern.is_some() && field.kind != InputKind::Text {
            let message = format!("“{}” is no text, and has a pattern", field.name);
            self.tell(Severity::Error, "bad-bounds", message, &said.place, "remove the pattern".to_owned());
            field.pattern = None;
        }
    }

    fn group(&mut self, sections: &[(Section, Place)]) {
        let mut taken: Vec<String> = Vec::new();
        for (section, place) in sections {
            let mut kept = Section { title: section.title.clone(), inputs: Vec::new() };
            for name in &section.inputs {
                match self.fields.iter().find(|field| field.name.eq_ignore_ascii_case(name)) {
                    Some(field) if !taken.contains(&field.name) => {
                        taken.push(field.name.clone());
                        kept.inputs.push(field.name.clone());
                    }
                    found => {
                        let what = if found.is_some() { "stands in two sections" } else { "is no input of the workflow" };
                        let message = format!("“{name}” {what}");
                        self.tell(Severity::Error, "no-such-input", message, place, "name each input of the workflow once".to_owned());
                    }
                }
            }
            if !kept.inputs.is_empty() {
                self.sections.push(kept);
            }
        }
    }

    fn tell(&mut self, severity: Severity, what: &str, message: String, place: &Place, help: String) {
        let found = Diagnostic::new(severity, &format!("actions/{what}"), message).at(place.clone()).help(help);
        self.problems.push(found);
    }
}

/// Whether a field's values are shown side by side, each with what follows from it.
pub fn shows_cards(field: &Field) -> bool {
    field.options.len() < NOTED && !field.options.is_empty() && matches!(field.kind, InputKind::Choice | InputKind::Environment)
}
