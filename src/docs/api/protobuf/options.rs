//! Options of protobuf that a reader wants to know of. The parser leaves them as they are written.

use super::super::words;
use prost_types::UninterpretedOption;

fn is(option: &UninterpretedOption, names: &[&str]) -> bool {
    option.name.iter().map(|part| part.name_part.trim_start_matches('.')).eq(names.iter().copied())
}

/// Whether something should not be used any more.
pub(super) fn is_deprecated(options: &[UninterpretedOption]) -> bool {
    options.iter().any(|option| is(option, &["deprecated"]) && option.identifier_value.as_deref() == Some("true"))
}

/// Whether a field must be there, as API improvement proposal 203 says it.
pub(super) fn is_required(options: &[UninterpretedOption]) -> bool {
    let behaviour = options.iter().filter(|option| is(option, &["google.api.field_behavior"]));
    let value = |option: &UninterpretedOption| option.identifier_value.clone().or_else(|| option.aggregate_value.clone());
    behaviour.filter_map(value).any(|value| value.contains("REQUIRED"))
}

/// The HTTP requests that a method also answers, from `google.api.http`.
pub(super) fn http(options: &[UninterpretedOption]) -> Vec<(String, String)> {
    const METHODS: [&str; 5] = ["get", "put", "post", "delete", "patch"];
    let mut found = Vec::new();
    for option in options.iter().filter(|option| is(option, &["google.api.http"])) {
        let text = option.aggregate_value.as_deref().unwrap_or_default();
        let mut words: Vec<&str> = text.split('"').collect();
        words.truncate(64);
        for pair in words.chunks_exact(2) {
            let key = pair[0].trim_end().trim_end_matches(':').trim_end();
            let method = METHODS.iter().find(|method| key.ends_with(**method));
            if let Some(method) = method.filter(|_| pair[1].starts_with('/')) {
                found.push(("HTTP".to_owned(), words::name(&format!("{} {}", method.to_uppercase(), pair[1]))));
            }
        }
    }
    for option in
        options.iter().filter(|option| option.name.len() == 2 && option.name[0].name_part.trim_start_matches('.') == "google.api.http")
    {
        let path = option.string_value.as_deref().map(String::from_utf8_lossy).unwrap_or_default();
        let method = option.name[1].name_part.as_str();
        if METHODS.contains(&method) {
            found.push(("HTTP".to_owned(), words::name(&format!("{} {path}", method.to_uppercase()))));
        }
    }
    found
}
