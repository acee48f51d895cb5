//! Addresses in the HTML of documents that are right only once it is known from where they are seen.
//!
//! A document is rendered once and may be shown at any address. A link to another page of the portal, or
//! to one of its images, is a mark until then; no author can write one.

use super::markdown::MARK;

/// What a mark stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marked<'m> {
    /// A page of a book.
    Page {
        /// The book, by its place among the documents.
        book: usize,
        /// The page's address in it, with a fragment if it has one.
        address: &'m str,
    },
    /// An image of the documents, by its name.
    Picture(&'m str),
}

/// The mark of a page.
pub(super) fn page(book: usize, address: &str, fragment: Option<&str>) -> String {
    let fragment = fragment.map(|fragment| format!("#{fragment}")).unwrap_or_default();
    format!("{MARK}p{book}:{address}{fragment}")
}

/// The mark of an image.
pub(super) fn picture(name: &str) -> String {
    format!("{MARK}i{name}")
}

/// HTML with every mark replaced by what `place` makes of it.
pub fn replaced(html: &str, mut place: impl FnMut(Marked<'_>) -> String) -> String {
    if !html.contains(MARK) {
        return html.to_owned();
    }
    let mut out = String::with_capacity(html.len() + 256);
    let mut rest = html;
    while let Some((before, after)) = rest.split_once(MARK) {
        out.push_str(before);
        let (mark, after) = after.split_at(after.find('"').unwrap_or(after.len()));
        if let Some(marked) = read(mark) {
            out.push_str(&place(marked));
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

fn read(mark: &str) -> Option<Marked<'_>> {
    if let Some(name) = mark.strip_prefix('i') {
        return Some(Marked::Picture(name));
    }
    let (book, address) = mark.strip_prefix('p')?.split_once(':')?;
    Some(Marked::Page { book: book.parse().ok()?, address })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_become_what_they_stand_for() {
        let html = format!("<a href=\"{}\">a</a><img src=\"{}\">", page(3, "how-to/", Some("x")), picture("a.1f.png"));
        let shown = replaced(&html, |marked| match marked {
            Marked::Page { book, address } => format!("{book}|{address}"),
            Marked::Picture(name) => format!("assets/{name}"),
        });
        assert_eq!(shown, "<a href=\"3|how-to/#x\">a</a><img src=\"assets/a.1f.png\">");
    }
}
