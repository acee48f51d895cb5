//! What a page refers to, as seen from where its file stands.

use super::address::{is_index, stem_of};
use super::atlas::Atlas;
use super::base::{is_page, joined};
use super::draft::Draft;
use super::pictures::Refusal;
use crate::catalog::source_links;
use crate::docs::markdown::{Alone, Image, Link, Surroundings};
use crate::docs::marks;
use crate::docs::shelf::Shelf;
use crate::reading::bounds;

/// A file of so many bytes may be included in a page, and no larger one.
const LARGEST_INCLUDED: usize = 1 << 20;

/// Endings of images that are collected from the folders of documentation.
const IMAGES: [&str; 6] = ["png", "jpg", "jpeg", "gif", "svg", "webp"];

/// A page's file, and what is around it.
pub(super) struct Standing<'a> {
    pub atlas: &'a Atlas<'a>,
    pub book: usize,
    /// The path of the page's file in the repository.
    pub path: &'a str,
}

impl<'a> Standing<'a> {
    fn draft(&self) -> &'a Draft<'a> {
        &self.atlas.drafts[self.book]
    }

    fn shelf(&self) -> &'a Shelf<'a> {
        self.draft().shelf
    }

    fn folder(&self) -> &str {
        self.path.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// What a relative path may mean, the likeliest first, each from the repository's root.
    fn meant(&self, path: &str) -> Vec<String> {
        let draft = self.draft();
        if let Some(rooted) = path.strip_prefix('/') {
            // A site's root is the folder of its pages; a host's is the repository's.
            return [joined(&draft.root, rooted), joined("", rooted), joined(&draft.base, rooted)].into_iter().flatten().collect();
        }
        let mut meant: Vec<String> = joined(self.folder(), path).into_iter().collect();
        // Some write addresses of pages instead of paths of files, and a page's address is a folder.
        let stem = stem_of(self.path);
        if !is_index(stem) {
            meant.extend(joined(self.folder(), &format!("{stem}/{path}")));
        }
        meant
    }

    /// The page that a path stands for, whatever form of it was written.
    fn page(&self, shelf: &Shelf<'_>, path: &str) -> Option<String> {
        let path = path.trim_end_matches('/');
        let bare = path.strip_suffix(".html").unwrap_or(path);
        let below = |name: &str| if bare.is_empty() { name.to_owned() } else { format!("{bare}/{name}") };
        let forms = [path.to_owned(), format!("{bare}.md"), below("index.md"), below("README.md"), below("readme.md")];
        let repo = &shelf.facts.repository.repo;
        let (book, page) = forms.iter().find_map(|form| self.atlas.page(self.book, repo, form))?;
        Some(format!("{book}:{}", self.atlas.drafts[book].pages[page].address))
    }

    fn mark(&self, shelf: &Shelf<'_>, path: &str, fragment: Option<&str>) -> Option<Link> {
        let found = self.page(shelf, path)?;
        let (book, address) = found.split_once(':')?;
        Some(Link::Inside(marks::page(book.parse().ok()?, address, fragment)))
    }

    /// A link to a file of a repository that is no page: to its host, at the commit that was read.
    fn hosted(shelf: &Shelf<'_>, path: &str, fragment: Option<&str>) -> Link {
        let fragment = fragment.map(|fragment| format!("#{fragment}")).unwrap_or_default();
        match source_links::file(&shelf.facts.repository, path, None) {
            Some(url) => Link::Outside(format!("{url}{fragment}")),
            None => Link::Unlinked,
        }
    }

    /// Whether a file would have been collected if it were there, so that its absence is known.
    fn is_surely_missing(&self, path: &str) -> bool {
        let draft = self.draft();
        let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending).to_lowercase();
        let is_of_docs = is_page(path) || IMAGES.contains(&ending.as_str());
        let is_inside = path.strip_prefix(draft.root.as_str()).is_some_and(|rest| rest.starts_with('/')) && draft.root != draft.base;
        self.shelf().library.is_whole || (is_of_docs && is_inside)
    }

    fn relative(&self, to: &str) -> Link {
        let (path, fragment) = to.split_once('#').map_or((to, None), |(path, fragment)| (path, Some(fragment)));
        let path = decoded(path.split('?').next().unwrap_or_default());
        let fragment = fragment.map(heading).filter(|fragment| !fragment.is_empty());
        let meant = self.meant(&path);
        let Some(first) = meant.first() else { return Link::Broken(format!("{to} leads out of the repository.")) };
        let shelf = self.shelf();
        if let Some(link) = meant.iter().find_map(|path| self.mark(shelf, path, fragment.as_deref())) {
            return link;
        }
        let known = meant.iter().find(|path| shelf.files.contains_key(path.as_str()) || shelf.has_folder(path));
        match known {
            Some(path) => Self::hosted(shelf, path, fragment.as_deref()),
            None if self.is_surely_missing(first) => Link::Broken(format!("{to} is not there.")),
            None => Self::hosted(shelf, first, fragment.as_deref()),
        }
    }

    fn picture(&self, shelf: &Shelf<'_>, path: &str, at: &str) -> Image {
        let Some(content) = shelf.content(path) else { return Self::elsewhere(shelf, path) };
        match self.atlas.pictures.keep(path, &content) {
            Ok((name, size)) => Image::Here { src: marks::picture(&name), size },
            Err(Refusal::NoImage) => Image::Broken(format!("{at} is no image that pages can show.")),
            Err(Refusal::TooLarge) => Self::elsewhere(shelf, path),
        }
    }

    /// An image that is there and is not shown: a link to its host.
    fn elsewhere(shelf: &Shelf<'_>, path: &str) -> Image {
        let url = source_links::file(&shelf.facts.repository, path, None);
        let host = url.as_deref().and_then(|url| url::Url::parse(url).ok()).and_then(|url| url.host_str().map(str::to_owned));
        match (url, host) {
            (Some(href), Some(host)) => Image::Outside { href, host },
            _ => Image::Broken(format!("{path} was not collected, so it is not shown.")),
        }
    }
}

impl Surroundings for Standing<'_> {
    fn link(&self, to: &str) -> Link {
        let to = to.trim();
        if let Some(fragment) = to.strip_prefix('#') {
            return Link::Inside(format!("#{}", decoded(fragment)));
        }
        if let Some(rest) = to.strip_prefix("//") {
            return Link::Outside(format!("https://{rest}"));
        }
        if to.is_empty() {
            return Link::Broken("A link names nothing.".to_owned());
        }
        let outside = Alone.link(to);
        if let Link::Outside(url) = &outside
            && let Some((shelf, path)) = self.atlas.hosted(url)
            && !url.contains("#L")
        {
            let fragment = url.split_once('#').map(|(_, fragment)| heading(fragment)).filter(|fragment| !fragment.is_empty());
            let path = decoded(path);
            // The repository's own address means the repository.
            let page = if path.is_empty() { None } else { self.mark(shelf, &path, fragment.as_deref()) };
            return page.unwrap_or(outside);
        }
        if let Some(address) = to.strip_prefix('/').filter(|_| self.draft().is_own) {
            // From the portal's own pages, its root is the root.
            return Link::Inside(marks::place(address));
        }
        let has_scheme = to.split_once(':').is_some_and(|(scheme, _)| !scheme.contains(['/', '#', '?', '.']) && !scheme.is_empty());
        if has_scheme { outside } else { self.relative(to) }
    }

    fn image(&self, at: &str) -> Image {
        let at = at.trim();
        let outside = Alone.image(at);
        if let Image::Outside { href, .. } = &outside {
            if let Some((shelf, path)) = self.atlas.hosted(href) {
                let path = decoded(path);
                if shelf.files.contains_key(path.as_str()) {
                    return self.picture(shelf, &path, at);
                }
            }
            return outside;
        }
        if at.contains("://") || at.starts_with("data:") || at.starts_with("//") {
            return outside;
        }
        let plain = at.split(['?', '#']).next().unwrap_or_default();
        let meant = self.meant(&decoded(plain));
        let shelf = self.shelf();
        let Some(first) = meant.first() else { return Image::Broken(format!("{at} leads out of the repository.")) };
        match meant.iter().find(|path| shelf.files.contains_key(path.as_str())) {
            Some(path) => self.picture(shelf, path, at),
            None if self.is_surely_missing(first) => Image::Broken(format!("{at} is not there.")),
            None => Self::elsewhere(shelf, first),
        }
    }

    fn include(&self, path: &str) -> Option<String> {
        let (draft, shelf) = (self.draft(), self.shelf());
        let bases = [draft.base.as_str(), draft.root.as_str(), self.folder()];
        let path = bases.iter().filter_map(|base| joined(base, path)).find(|path| {
            // Only what lies among the documentation may be shown as a part of it.
            let inside = draft.root.is_empty() || path.strip_prefix(draft.root.as_str()).is_some_and(|rest| rest.starts_with('/'));
            inside && shelf.files.contains_key(path.as_str())
        })?;
        let content = shelf.content(&path).filter(|content| content.len() <= LARGEST_INCLUDED)?;
        Some(bounds::text(&content).into_owned())
    }
}

/// The heading that a fragment names. What some add for browsers, the words to look for there, names none.
fn heading(fragment: &str) -> String {
    decoded(fragment.split(":~:").next().unwrap_or_default())
}

/// A part of an address without its per cent signs; as it is where they are none.
fn decoded(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = |place: usize| bytes.get(place).and_then(|byte| char::from(*byte).to_digit(16));
        if let (b'%', Some(high), Some(low)) = (bytes[at], hex(at + 1), hex(at + 2)) {
            out.push(u8::try_from(high * 16 + low).unwrap_or(b'?'));
            at += 3;
        } else {
            out.push(bytes[at]);
            at += 1;
        }
    }
    String::from_utf8(out).ok().filter(|text| !text.contains('\0')).unwrap_or_else(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_in_addresses_are_decoded_where_they_can_be() {
        for (text, expected) in [("a%20b", "a b"), ("%C3%A9", "é"), ("%FF", "%FF"), ("%", "%"), ("%zz", "%zz"), ("%00", "%00")] {
            assert_eq!(decoded(text), expected, "{text}");
        }
        assert_eq!((heading("a%20b:~:text=x"), heading(":~:text=x")), ("a b".to_owned(), String::new()));
    }
}
