//! The files of a service that people look for, found by their usual names.

use super::facts::{CatalogFacts, CurrentFile};
use super::placement::last_part;
use super::service::Look;
use super::{PathScope, ServiceFiles};
use crate::reading::{bounds, glob};

/// The most documents and descriptions of APIs of one service that are listed.
const MOST: usize = 200;
/// How much of a document is read for its title, in bytes.
const TITLE_BYTES: usize = 16 * 1024;

/// Finds the files of a service among those of its repository, which are sorted by path.
pub(super) fn find(look: &Look<'_>, folder: &str, scope: &PathScope) -> ServiceFiles {
    let facts = look.facts;
    let own: Vec<(&CurrentFile, &str)> = look
        .files
        .iter()
        .filter(|file| scope.contains(&file.path))
        .map(|file| (*file, inside(&file.path, folder).unwrap_or(&file.path)))
        .collect();
    // Of several that fit, the one nearest to the service's own folder.
    let nearest = |test: &dyn Fn(&str) -> bool| {
        let fits = own.iter().filter(|(_, path)| test(&path.to_lowercase()));
        fits.min_by_key(|(file, path)| (inside(&file.path, folder).is_none(), path.matches('/').count(), path.len(), *path))
            .map(|(file, _)| file.path.clone())
    };
    let readme = nearest(&|path| is_readme(path) && !path.contains('/'))
        .or_else(|| nearest(&|path| is_readme(path) && path.starts_with(".github/")));
    let patterns = &look.settings.runbook;
    let runbook = if patterns.is_empty() {
        nearest(&is_runbook)
    } else {
        let first = |pattern: &String| own.iter().find(|(_, path)| glob::matches(pattern, path));
        patterns.iter().find_map(first).map(|(file, _)| file.path.clone())
    };
    let changelog = nearest(&is_changelog);
    let mut docs = Vec::new();
    let mut apis = Vec::new();
    for (file, path) in &own {
        let path = path.to_lowercase();
        let is_listed = [&readme, &runbook].iter().any(|known| known.as_deref() == Some(file.path.as_str()));
        if docs.len() < MOST && !is_listed && is_document(&path) {
            docs.push((title_of(facts, file), file.path.clone()));
        } else if apis.len() < MOST && is_api(&path) {
            apis.push((api_title(facts, file), file.path.clone()));
        }
    }
    ServiceFiles { descriptor: None, readme, runbook, changelog, codeowners: None, docs, apis }
}

/// The path seen from a folder, if it lies there.
fn inside<'p>(path: &'p str, folder: &str) -> Option<&'p str> {
    if folder.is_empty() { Some(path) } else { path.strip_prefix(folder)?.strip_prefix('/') }
}

/// Whether a name, in lower case, is a document's.
fn is_prose(name: &str) -> bool {
    [".md", ".markdown", ".rst", ".adoc", ".txt"].iter().any(|ending| name.ends_with(ending)) || !name.contains('.')
}

fn is_readme(path: &str) -> bool {
    let name = last_part(path);
    name.starts_with("readme") && is_prose(name)
}

fn is_runbook(path: &str) -> bool {
    let name = last_part(path);
    let is_named =
        name.starts_with("runbook") || name.starts_with("playbook") || name.starts_with("oncall.") || name.starts_with("on-call.");
    let is_in_folder = path.starts_with("runbooks/") || path.starts_with("docs/runbooks/") || path.starts_with("docs/playbooks/");
    is_prose(name) && (is_named || is_in_folder)
}

fn is_changelog(path: &str) -> bool {
    let name = last_part(path);
    let stem = name.split('.').next().unwrap_or_default();
    !path.contains('/') && is_prose(name) && matches!(stem, "changelog" | "changes" | "history" | "news" | "releases")
}

fn is_document(path: &str) -> bool {
    let is_text = [".md", ".markdown"].iter().any(|ending| path.ends_with(ending));
    is_text && (path.starts_with("docs/") || path.starts_with("doc/") || path.starts_with("documentation/") || path.contains("/docs/"))
}

fn is_api(path: &str) -> bool {
    let name = last_part(path);
    let is_tree = [".yaml", ".yml", ".json"].iter().any(|ending| name.ends_with(ending));
    let is_described = ["openapi", "swagger", "asyncapi"].iter().any(|word| name.contains(word));
    let is_schema = [".graphql", ".graphqls", ".proto"].iter().any(|ending| name.ends_with(ending));
    let is_foreign = ["node_modules/", "vendor/", "third_party/", "testdata/", "/test/"].iter().any(|folder| path.contains(folder));
    // What lies in `.github` and the like is about the repository, not of the service.
    let is_hidden = path.starts_with('.') || path.contains("/.");
    ((is_tree && is_described) || is_schema) && !is_foreign && !is_hidden
}

/// A document's first heading or the title of its front matter, else what its name says.
fn title_of(facts: &CatalogFacts<'_>, file: &CurrentFile) -> String {
    let bytes = file.blob.as_deref().and_then(|blob| (facts.content)(blob)).unwrap_or_default();
    let text = bounds::text(&bytes[..bytes.len().min(TITLE_BYTES)]);
    let mut lines = text.lines().take(200).peekable();
    let has_front_matter = lines.next_if(|line| line.trim() == "---").is_some();
    let mut is_front_matter = has_front_matter;
    let title = lines.find_map(|line| {
        if is_front_matter {
            is_front_matter = line.trim() != "---";
            return line.strip_prefix("title:").map(|title| title.trim().trim_matches(['"', '\'']).to_owned());
        }
        line.strip_prefix("# ").map(|title| title.trim_end_matches('#').to_owned())
    });
    let title = title.map(|title| bounds::cut(&bounds::one_line(&title), bounds::NAME));
    title.filter(|title| !title.is_empty()).unwrap_or_else(|| name_as_title(&file.path))
}

/// The title of a description of an API, without parsing what may be megabytes.
fn api_title(facts: &CatalogFacts<'_>, file: &CurrentFile) -> String {
    let is_tree = [".yaml", ".yml", ".json"].iter().any(|ending| file.path.ends_with(ending));
    let bytes = file.blob.as_deref().filter(|_| is_tree).and_then(|blob| (facts.content)(blob)).unwrap_or_default();
    let text = bounds::text(&bytes[..bytes.len().min(TITLE_BYTES)]);
    let title = text.lines().take(100).find_map(|line| {
        let rest = line.trim_start().trim_start_matches('"').strip_prefix("title")?;
        let value = rest.trim_start_matches('"').trim_start().strip_prefix(':')?;
        Some(bounds::cut(&bounds::one_line(value.trim().trim_end_matches(',').trim_matches(['"', '\''])), bounds::NAME))
    });
    title.filter(|title| !title.is_empty()).unwrap_or_else(|| name_as_title(&file.path))
}

fn name_as_title(path: &str) -> String {
    let name = last_part(path);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let words = bounds::cut(&bounds::one_line(&stem.replace(['-', '_'], " ")), bounds::NAME);
    let mut chars = words.chars();
    chars.next().map_or_else(|| bounds::cut(name, bounds::NAME), |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_known_by_their_usual_names() {
        for (path, test, expected) in [
            ("readme.md", is_readme as fn(&str) -> bool, true),
            ("readme", is_readme, true),
            ("readme.js", is_readme, false),
            ("docs/runbook.md", is_runbook, true),
            ("docs/runbook-db.md", is_runbook, true),
            ("docs/runbooks/restart.md", is_runbook, true),
            ("src/runbook.rs", is_runbook, false),
            ("changelog.md", is_changelog, true),
            ("docs/changelog.md", is_changelog, false),
            ("docs/adr/0001-x.md", is_document, true),
            ("src/x.md", is_document, false),
            ("api/openapi.yaml", is_api, true),
            ("proto/a.proto", is_api, true),
            ("node_modules/x/openapi.json", is_api, false),
            (".github/workflows/asyncapi.yml", is_api, false),
            ("openapi-generator.md", is_api, false),
        ] {
            assert_eq!(test(path), expected, "{path}");
        }
        assert_eq!(name_as_title("docs/how-to_deploy.md"), "How to deploy");
    }
}
