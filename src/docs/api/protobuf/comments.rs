//! The comments of a protobuf file, by what they stand before.

use super::super::words;
use milepost_model::Place;
use prost_types::FileDescriptorProto;
use std::collections::HashMap;

/// Comments and lines, by the path to what they belong to (descriptor.proto, SourceCodeInfo).
#[derive(Debug, Default)]
pub(super) struct Comments {
    texts: HashMap<Vec<i32>, String>,
    lines: HashMap<Vec<i32>, (u32, u32)>,
    file: Option<String>,
}

/// The paths of `syntax` and `package`: what stands before them speaks of the file.
const SYNTAX: i32 = 12;
const PACKAGE: i32 = 2;

impl Comments {
    pub(super) fn of(descriptor: &FileDescriptorProto) -> Self {
        let mut comments = Self::default();
        for location in descriptor.source_code_info.iter().flat_map(|found| &found.location) {
            let leading = location.leading_comments.as_deref().map(unindented);
            let text = leading.or_else(|| location.trailing_comments.as_deref().map(unindented));
            if matches!(location.path.as_slice(), [SYNTAX | PACKAGE]) {
                let detached = location.leading_detached_comments.iter().map(|text| unindented(text));
                let told = location.leading_comments.as_deref().map(unindented).into_iter().chain(detached);
                let found = told.filter(|text| !is_licence(text)).find_map(|text| words::prose(&text));
                comments.file = comments.file.take().or(found);
            }
            if let Some(text) = text.and_then(|text| words::prose(&text)) {
                comments.texts.insert(location.path.clone(), text);
            }
            if let [line, column, ..] = location.span[..] {
                let number = |count: i32| u32::try_from(count).unwrap_or(0).saturating_add(1);
                comments.lines.insert(location.path.clone(), (number(line), number(column)));
            }
        }
        comments
    }

    /// The comment before something, else the one behind it.
    pub(super) fn before(&self, path: &[i32]) -> Option<String> {
        self.texts.get(path).cloned()
    }

    /// The comment at the top of the file, unless it is the licence.
    pub(super) fn of_file(&self) -> Option<String> {
        self.file.clone()
    }

    /// Where something stands.
    pub(super) fn place(&self, file: &Place, path: &[i32]) -> Place {
        match self.lines.get(path) {
            Some((line, column)) => file.clone().at(*line, *column),
            None => file.clone(),
        }
    }
}

/// A comment without the space before its lines, and without what only linters and generators read.
fn unindented(text: &str) -> String {
    let lines = text.lines().map(|line| line.strip_prefix(' ').unwrap_or(line)).map(|line| line.trim_start_matches("* "));
    lines.filter(|line| !line.trim_start().starts_with("buf:lint") && !line.starts_with("(-- api-linter")).collect::<Vec<_>>().join("\n")
}

fn is_licence(text: &str) -> bool {
    let lower = text.to_lowercase();
    ["copyright", "licensed under", "spdx-license"].iter().any(|word| lower.contains(word))
}
