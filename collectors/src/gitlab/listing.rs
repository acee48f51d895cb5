//! Lists that are ordered by their last change, read newest first in windows of time.
//!
//! A page of GitLab's is so many entries from the top, so that what comes while a list is read moves the others, and
//! far pages are slow. Each page here begins at the instant that the last one ended with instead. So a run goes on
//! where another stopped, and nothing is lost in between.

use super::client::{Client, entries};
use crate::remote::Fault;
use crate::remote::client::{ATTEMPTS, Keep};
use crate::remote::stretch::Lane;
use chrono::{Duration, SecondsFormat};
use milepost_model::Instant;
use serde::de::DeserializeOwned;

/// How many entries a page has; the next size is tried where an answer is too heavy.
const SIZES: [usize; 3] = [100, 20, 4];

/// A list of one project.
#[derive(Debug)]
pub struct Listing {
    /// Which endpoint it is, for the report.
    pub endpoint: &'static str,
    /// Its path, with what is asked for besides time and page.
    pub path: String,
    size: usize,
}

/// Where a page begins: behind so many entries of this instant and older.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Cursor {
    before: Option<Instant>,
    skip: usize,
}

impl Cursor {
    fn read(text: Option<&str>) -> Self {
        let read = |text: &str| {
            let (before, skip) = text.split_once('|')?;
            Some(Self { before: before.parse().ok(), skip: skip.parse().ok().filter(|skip| *skip < 1_000_000)? })
        };
        text.and_then(read).unwrap_or(Self { before: None, skip: 0 })
    }

    fn text(self) -> String {
        format!("{}|{}", self.before.map(exact).unwrap_or_default(), self.skip)
    }

    /// The page of that size that the cursor stands in.
    fn page(self, size: usize) -> usize {
        self.skip / size + 1
    }

    /// Where the page after a full one of that size begins, whose oldest entry is of that instant.
    fn after(self, size: usize, oldest: Option<Instant>) -> Self {
        // GitLab tells milliseconds and compares microseconds.
        let before = oldest.map(|oldest| oldest + Duration::milliseconds(1));
        match before {
            Some(before) if self.before.is_none_or(|last| before < last) => Self { before: Some(before), skip: 0 },
            // More entries of one instant than a page holds.
            _ => Self { skip: self.page(size) * size, ..self },
        }
    }
}

impl Listing {
    /// A list at that path.
    pub fn new(endpoint: &'static str, path: String) -> Self {
        Self { endpoint, path, size: 0 }
    }

    /// The same in smaller pages, where each entry asks for more.
    #[must_use]
    pub fn in_smaller_pages(self) -> Self {
        Self { size: 1, ..self }
    }

    /// Reads the page that the lane wants next; `at` tells when an entry was changed last.
    pub async fn page<T: DeserializeOwned>(
        &mut self,
        client: &Client<'_>,
        lane: &mut Lane,
        at: impl Fn(&T) -> Option<Instant>,
    ) -> Result<Vec<T>, Fault> {
        let cursor = Cursor::read(lane.after());
        let (answer, size) = loop {
            let size = SIZES[self.size];
            let is_smallest = self.size + 1 == SIZES.len();
            let path = self.address(lane.floor(), cursor, size);
            match client.get(self.endpoint, &path, Keep::Raw, if is_smallest { ATTEMPTS } else { 2 }).await {
                Ok(answer) => break (answer, size),
                Err(Fault::Unavailable(_) | Fault::NotKept) if !is_smallest => self.size += 1,
                Err(fault) => return Err(fault),
            }
        };
        let count = entries::<serde::de::IgnoredAny>(&answer.body)?.len();
        let found: Vec<T> = entries(&answer.body)?;
        let oldest = found.iter().filter_map(&at).min();
        if count >= size {
            let next = cursor.after(size, oldest).text();
            lane.turn(oldest.or(Some(lane.floor())), Some(next));
        } else {
            lane.turn_last(oldest);
        }
        Ok(found)
    }

    fn address(&self, floor: Instant, cursor: Cursor, size: usize) -> String {
        let before = cursor.before.map(|before| format!("&updated_before={}", exact(before))).unwrap_or_default();
        let page = if cursor.page(size) > 1 { format!("&page={}", cursor.page(size)) } else { String::new() };
        let join = if self.path.contains('?') { '&' } else { '?' };
        format!("{}{join}order_by=updated_at&sort=desc&updated_after={}{before}&per_page={size}{page}", self.path, exact(floor))
    }
}

fn exact(instant: Instant) -> String {
    instant.to_rfc3339_opts(SecondsFormat::Millis, true)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        text.parse().expect("because the test wrote an instant")
    }

    #[test]
    fn a_page_begins_where_the_last_one_ended_and_entries_of_one_instant_are_counted() {
        let first = Cursor::read(None);
        let second = first.after(100, Some(at("2026-05-01T10:00:00.123Z")));
        assert_eq!(second.text(), "2026-05-01T10:00:00.124Z|0");
        assert_eq!(Cursor::read(Some(&second.text())), second);
        // A whole page of that one instant: the next is the second page of the same window.
        let third = second.after(100, Some(at("2026-05-01T10:00:00.123Z")));
        assert_eq!((third.before, third.skip, third.page(100)), (second.before, 100, 2));
        // A smaller page begins no later than where the larger one would have.
        assert_eq!((third.page(20), third.after(20, third.before).skip), (6, 120));
        assert_eq!(third.after(20, None).page(100), 2);
        for nonsense in ["", "x", "|", "2026|9999999999", "|-1"] {
            assert_eq!(Cursor::read(Some(nonsense)), first, "{nonsense}");
        }
    }

    #[test]
    fn a_page_is_asked_for_by_time() {
        let listing = Listing::new("deployments", "/projects/7/deployments?x=1".to_owned());
        let cursor = Cursor { before: Some(at("2026-05-01T10:00:00Z")), skip: 40 };
        assert_eq!(
            listing.address(at("2026-01-01T00:00:00Z"), cursor, 20),
            "/projects/7/deployments?x=1&order_by=updated_at&sort=desc&updated_after=2026-01-01T00:00:00.000Z\
             &updated_before=2026-05-01T10:00:00.000Z&per_page=20&page=3"
        );
    }
}
