//! Footnotes: numbered in the order in which they are named, listed at the end, with ways back.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// A footnote that is named more often has no way back to the later places.
const MOST_WAYS_BACK: usize = 20;

/// The footnotes of a text.
#[derive(Debug, Default)]
pub(super) struct Footnotes {
    /// By label: its number, and how often it was named.
    named: BTreeMap<String, (usize, usize)>,
    /// By label: what it says.
    texts: BTreeMap<String, String>,
}

impl Footnotes {
    /// The mark of a footnote where it is named.
    pub(super) fn mark(&mut self, label: &str) -> String {
        let next = self.named.len() + 1;
        let (number, times) = self.named.entry(label.to_owned()).or_insert((next, 0));
        *times += 1;
        let id = back_id(*number, *times);
        format!("<sup class=\"footnote-ref\"><a id=\"{id}\" href=\"#fn-{number}\" aria-label=\"Footnote {number}\">{number}</a></sup>")
    }

    /// Keeps what a footnote says; the first definition counts.
    pub(super) fn define(&mut self, label: &str, html: String) {
        self.texts.entry(label.to_owned()).or_insert(html);
    }

    /// The list at the end, or nothing where none is named, in pieces: what is ours, and what a stranger
    /// wrote, which the sanitiser must see.
    pub(super) fn list(&self) -> Vec<Piece<'_>> {
        let mut rows: Vec<_> =
            self.named.iter().filter_map(|(label, &(number, times))| Some((number, times, self.texts.get(label)?))).collect();
        rows.sort_unstable_by_key(|(number, ..)| *number);
        if rows.is_empty() {
            return Vec::new();
        }
        let mut pieces = vec![Piece::Ours("<section class=\"footnotes\" aria-label=\"Footnotes\">\n<ol>\n".to_owned())];
        for (number, times, html) in rows {
            pieces.push(Piece::Ours(format!("<li id=\"fn-{number}\" value=\"{number}\">")));
            pieces.push(Piece::Theirs(html));
            let mut back = String::from("<p>");
            for time in 1..=times.min(MOST_WAYS_BACK) {
                let id = back_id(number, time);
                let which = if times > 1 { format!(" {time}") } else { String::new() };
                write!(
                    back,
                    "<a href=\"#{id}\" class=\"footnote-back\" aria-label=\"Back to where footnote {number} is named{which}\">↩</a> "
                )
                .expect("because a string takes everything");
            }
            pieces.push(Piece::Ours(format!("{}</p></li>\n", back.trim_end())));
        }
        pieces.push(Piece::Ours("</ol>\n</section>\n".to_owned()));
        pieces
    }
}

/// A piece of the list.
pub(super) enum Piece<'f> {
    /// Made here.
    Ours(String),
    /// What a footnote says.
    Theirs(&'f str),
}

fn back_id(number: usize, time: usize) -> String {
    if time == 1 { format!("fnref-{number}") } else { format!("fnref-{number}-{time}") }
}
