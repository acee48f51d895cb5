//! What a repository begins with, in the commits in which it came.

use super::{Text, Words, api, build, descriptors, docs, module_path, module_text, pipelines, source, stamps, workflows};
use crate::demo::plan::{Awkward, GoldenPath, Unit};
use std::fmt::Write as _;

/// Files that came together.
pub(in crate::demo) struct Group {
    /// The commit's title.
    pub(in crate::demo) title: &'static str,
    /// The files.
    pub(in crate::demo) files: Vec<Text>,
}

/// The first commits of a repository that was on that version of a path, or on none.
pub(in crate::demo) fn scaffold(unit: &Unit, on: Option<(GoldenPath, &str)>) -> Vec<Group> {
    let mut groups = vec![Group { title: "Initial commit", files: first(unit) }];
    if unit.is(Awkward::ReadmeOnly) {
        return groups;
    }
    let mut code = Vec::new();
    let mut builds = Vec::new();
    let mut apis = Vec::new();
    let mut pages = Vec::new();
    for part in &unit.parts {
        let words = Words::of(unit, part);
        code.extend(source::fixed(part, &words));
        code.extend((0..3).map(|noun| (module_path(part, noun, &words), module_text(part, noun, 0, &words))));
        builds.extend(build::files(unit, part, &words));
        apis.extend(api::files(part, &words));
        pages.extend(docs::docs_of(unit, part));
    }
    groups.push(Group { title: "Add the service", files: code });
    groups.push(Group { title: "Build an image and run it locally", files: builds });
    let mut pipeline = pipelines(unit, on);
    pipeline.extend(workflows::others(unit));
    pipeline.extend(on.map(|(path, version)| stamps(unit, path, version)).unwrap_or_default());
    groups.push(Group { title: "Test and deploy with GitHub Actions", files: pipeline });
    groups.push(Group { title: "Describe the service for the catalog", files: descriptors(unit, on.map(|(path, _)| path.name())) });
    groups.push(Group { title: "Describe the API", files: apis });
    let late = pages.split_off(pages.len().min(5));
    groups.push(Group { title: "Write the first pages of documentation", files: pages });
    groups.push(Group { title: "Explain how it works and what to do at night", files: late });
    groups.retain(|group| !group.files.is_empty());
    groups
}

fn first(unit: &Unit) -> Vec<Text> {
    let main = unit.main();
    if unit.is(Awkward::ReadmeOnly) {
        return vec![("README.md".to_owned(), format!("# {}\n\n{} Ask in #brand before you make a new one.\n", unit.name, main.says))];
    }
    let mut files = Vec::new();
    for part in &unit.parts {
        files.extend(docs::front(unit, part));
    }
    if unit.is(Awkward::Monorepo) {
        let mut list = String::new();
        for part in &unit.parts {
            let _ = writeln!(list, "- [{0}](services/{0}): {1}", part.name, part.says);
        }
        files.push(("README.md".to_owned(), format!("# {}\n\nThree services around the dispatcher's desk, in one repository because they change together.\n\n{list}\n## Run it locally\n\nEach folder says how.\n", unit.name)));
    }
    files.push((".gitignore".to_owned(), build::ignored(main.language).to_owned()));
    if unit.index % 4 != 3 {
        files.push(("LICENSE".to_owned(), include_str!("text/license.txt").to_owned()));
    }
    files
}
