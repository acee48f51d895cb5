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
    /// A page of the portal by its address, which somebody wrote and nobody checked yet.
    Place(&'m str),
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

/// The mark of a page of the portal.
pub(super) fn place(address: &str) -> String {
    format!("{MARK}l{address}")
}

/// What the marks of a text stand for, in their order.
pub(super) fn all(html: &str) -> impl Iterator<Item = Marked<'_>> {
    html.split(MARK).skip(1).filter_map(|rest| read(rest.split('"').next()?))
}

/// The pages of the portal that a text leads to, as their addresses stand in HTML.
pub fn places(html: &str) -> Vec<&str> {
    let places = all(html).filter_map(|marked| if let Marked::Place(address) = marked { Some(address) } else { None });
    places.collect()
}

/// HTML in which the words of some links to pages of the portal stay, and the links go.
pub fn unlinked(html: &str, is_missing: impl Fn(&str) -> bool) -> String {
    const START: &str = "<a href=\"";
    const END: &str = "</a>";
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, after)) = rest.split_once(START) {
        out.push_str(before);
        let mark = after.strip_prefix(MARK).and_then(|mark| read(mark.split('"').next()?));
        match (mark, after.split_once('>'), after.split_once(END)) {
            (Some(Marked::Place(address)), Some((_, inner)), Some((_, next))) if is_missing(address) => {
                out.push_str(&inner[..inner.len() - next.len() - END.len()]);
                rest = next;
            }
            _ => {
                out.push_str(START);
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
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
    if let Some(address) = mark.strip_prefix('l') {
        return Some(Marked::Place(address));
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
            Marked::Place(address) => address.to_owned(),
        });
        assert_eq!(shown, "<a href=\"3|how-to/#x\">a</a><img src=\"assets/a.1f.png\">");
    }

    #[test]
    fn links_to_pages_that_are_not_there_become_words() {
        let html = format!(
            "<p><a href=\"{}\">a <b>b</b></a> <a href=\"{}\" title=\"t\">c</a> <a href=\"x\">d</a>",
            place("gone/"),
            place("here/?q=1")
        );
        assert_eq!(places(&html), ["gone/", "here/?q=1"]);
        let kept = unlinked(&html, |address| address == "gone/");
        assert_eq!(replaced(&kept, |_| "y".to_owned()), "<p>a <b>b</b> <a href=\"y\" title=\"t\">c</a> <a href=\"x\">d</a>");
        assert!(!unlinked(&html, |_| true).contains(MARK));
    }
}
