//! Every page is rendered once, and told what it is.

use super::atlas::Atlas;
use super::draft::{Draft, DraftPage};
use super::front_matter::{self, FrontMatter};
use super::nav;
use super::standing::Standing;
use super::{Book, Kind, Page, decision};
use crate::docs::markdown::{Flaw, Rendered, render as render_markdown};
use crate::reading::bounds;
use milepost_model::{Diagnostic, Diagnostics, Place};
use rayon::prelude::*;

/// Ids that the page around a text has.
const RESERVED: &[&str] = &[
    "contents",
    "decisions",
    "find",
    "i-book",
    "i-clock",
    "i-left",
    "i-menu",
    "i-moon",
    "i-note",
    "i-right",
    "i-search",
    "i-sun",
    "i-system",
    "main",
    "site-nav",
    "tree",
];

/// The most findings of one book that are told one by one.
const MOST_FINDINGS: usize = 40;

/// Renders the pages of all books, and draws their navigation.
pub(super) fn render(drafts: &[Draft<'_>], atlas: &Atlas<'_>, notes: &mut Diagnostics) -> Vec<Book> {
    let all: Vec<(usize, usize)> =
        drafts.iter().enumerate().flat_map(|(book, draft)| (0..draft.pages.len()).map(move |page| (book, page))).collect();
    // One by one, since a page of megabytes may stand beside a thousand short ones.
    let mut done = all.into_par_iter().with_max_len(1).map(|(book, place)| page(atlas, book, place)).collect::<Vec<_>>().into_iter();
    let mut books = Vec::with_capacity(drafts.len());
    for (number, draft) in drafts.iter().enumerate() {
        let (mut pages, mut orders, mut problems) = (Vec::with_capacity(draft.pages.len()), Vec::new(), Vec::new());
        for (page, front, told) in done.by_ref().take(draft.pages.len()) {
            orders.push(front);
            pages.push(page);
            problems.extend(told);
        }
        let drawn = nav::draw(draft, pages, &orders, atlas, number, &mut problems);
        tell(problems, draft, notes);
        books.push(Book {
            owner: draft.owner.clone(),
            repo: draft.shelf.facts.repository.repo.clone(),
            title: draft.title.clone(),
            home: drawn.pages.iter().position(|page| page.address.is_empty()),
            pages: drawn.pages,
            nav: drawn.entries,
            decisions: drawn.decisions,
            shown_for: Vec::new(),
            is_own: draft.is_own,
        });
    }
    books
}

/// Tells what is wrong with a book: the first of it, and how much more there is.
fn tell(mut problems: Vec<Diagnostic>, draft: &Draft<'_>, notes: &mut Diagnostics) {
    problems.sort();
    problems.dedup();
    let more = problems.len().saturating_sub(MOST_FINDINGS);
    notes.extend(problems.into_iter().take(MOST_FINDINGS));
    if more > 0 {
        let message = format!("the documentation of {} has {more} more findings than are listed", draft.owner_name);
        notes.push(Diagnostic::note("docs/many", message).at(Place::in_repo(draft.shelf.name(), draft.root.clone())));
    }
}

/// One page, what it says of itself, and what is wrong with it.
fn page(atlas: &Atlas<'_>, book: usize, place: usize) -> (Page, FrontMatter, Vec<Diagnostic>) {
    let draft = &atlas.drafts[book];
    let DraftPage { path, address, relative, .. } = &draft.pages[place];
    let shelf = draft.shelf;
    let at = Place::in_repo(shelf.name(), path.clone());
    let mut problems = Vec::new();
    let content = shelf.content(path);
    let bytes = content.unwrap_or_else(|| {
        problems.push(Diagnostic::note("docs/too-large", "the page is larger than what is collected, so it is empty here").at(at.clone()));
        bytes::Bytes::new()
    });
    let text = bounds::text(&bytes);
    let (front, problem) = front_matter::read(&text, &at);
    problems.extend(problem);
    let standing = Standing { atlas, book, path };
    let highlighter = shelf.library.highlighter;
    let rendered = match shelf.library.kept {
        Some(kept) => {
            let among = format!("{} {path}", shelf.facts.repository.repo.as_str());
            kept.render((&draft.owner.to_string(), &among), &text, &standing, highlighter, RESERVED)
        }
        None => render_markdown(&text, &standing, highlighter, RESERVED),
    };
    problems.extend(rendered.findings.iter().map(|finding| {
        let (code, help) = advice(finding.flaw);
        let found = if finding.flaw == Flaw::Size {
            Diagnostic::note(code, lower(&finding.message))
        } else {
            Diagnostic::warning(code, lower(&finding.message))
        };
        found.help(help).at(at.clone().at(finding.line, 1))
    }));
    let file = shelf.files.get(path.as_str());
    let decision = decision::is_among_records(relative).then(|| decision::read(path, &front, &text)).flatten();
    // What its name says counts more than what a template wrote into its front matter.
    let by_name = Kind::from_name(path);
    let kind = decision.is_some().then_some(Kind::Decision).or(by_name).or(front.kind).or_else(|| Kind::from_path(relative));
    let Rendered { title, html, headings, words, .. } = rendered;
    let page = Page {
        path: path.clone(),
        address: address.clone(),
        title: title.filter(|title| !title.is_empty()).or_else(|| front.title.clone()).map_or_else(|| titled(path), |title| cut(&title)),
        kind: kind.filter(|kind| *kind != Kind::Decision || decision.is_some()),
        summary: front.summary.clone(),
        decision,
        changed: file.and_then(|file| file.last_change),
        changed_by: file.and_then(|file| file.changed_by.clone()),
        stale: None,
        describes: front.describes.clone(),
        // A copy has no room left from growing, which would stay for the rest of the build.
        html: html.as_str().to_owned(),
        headings,
        words,
    };
    (page, front, problems)
}

/// The code of a flaw, and what to do about it.
fn advice(flaw: Flaw) -> (&'static str, &'static str) {
    match flaw {
        Flaw::Link => ("docs/broken-link", "correct the path, which is seen from the file's own folder, or remove the link"),
        Flaw::Anchor => ("docs/broken-anchor", "name a heading of the page in lower-case letters, with hyphens for spaces"),
        Flaw::Image => ("docs/broken-image", "correct the path, which is seen from the file's own folder, or add the file"),
        Flaw::Include => ("docs/missing-include", "correct the path, or move the file below the folder of the documentation"),
        Flaw::Size => ("docs/too-large", "split the page, or make it simpler"),
    }
}

/// A finding's sentence as diagnostics are written: without a capital and a full stop.
fn lower(message: &str) -> String {
    let text = message.trim_end_matches('.');
    let mut signs = text.chars();
    match (signs.next(), text.split_whitespace().next()) {
        // What begins with a path or an address keeps its letters.
        (Some(first), Some(word)) if !word.contains(['.', '/', '#', ':']) => first.to_lowercase().chain(signs).collect(),
        _ => text.to_owned(),
    }
}

fn cut(title: &str) -> String {
    bounds::cut(&bounds::one_line(title), bounds::NAME)
}

/// The title that a file's name suggests.
pub(super) fn titled(path: &str) -> String {
    let (_, stem) = super::category::numbered(super::address::stem_of(path));
    let words = cut(&stem.replace(['-', '_'], " "));
    let mut signs = words.chars();
    signs.next().map_or_else(|| stem.to_owned(), |first| first.to_uppercase().chain(signs).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn findings_are_written_as_diagnostics_are() {
        for (message, expected) in [
            ("There is no heading #x in this text.", "there is no heading #x in this text"),
            ("Gone.md is not there.", "Gone.md is not there"),
        ] {
            assert_eq!(lower(message), expected);
        }
        assert_eq!(titled("docs/how-to_deploy.md"), "How to deploy");
        assert_eq!(titled("docs/03-light-clients.md"), "Light clients");
    }
}
