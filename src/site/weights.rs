//! How heavy pages are against what we allow ourselves.

use flate2::Compression;
use flate2::write::GzEncoder;
use std::collections::BTreeMap;
use std::io::Write as _;
use std::sync::Mutex;

/// The heaviest page of each template.
#[derive(Debug, Default)]
pub struct Weights(Mutex<BTreeMap<&'static str, Heaviest>>);

/// The heaviest page of a template.
#[derive(Debug, Clone)]
pub struct Heaviest {
    /// Its address.
    pub address: String,
    html: Vec<u8>,
}

impl Heaviest {
    /// Its size as a server sends it.
    pub fn gzipped(&self) -> u64 {
        gzipped(&self.html)
    }
}

impl Weights {
    /// Keeps the page if it is the heaviest of its template so far; of two equal ones the first by address.
    pub fn note(&self, template: &'static str, address: &str, html: &[u8]) {
        let mut all = self.0.lock().expect("because no thread panics while it holds the weights");
        let is_heaviest = all
            .get(template)
            .is_none_or(|kept| html.len() > kept.html.len() || html.len() == kept.html.len() && address < kept.address.as_str());
        if is_heaviest {
            all.insert(template, Heaviest { address: address.to_owned(), html: html.to_vec() });
        }
    }

    /// The heaviest page of a template.
    pub fn heaviest(&self, template: &str) -> Option<Heaviest> {
        self.0.lock().expect("because no thread panics while it holds the weights").get(template).cloned()
    }
}

/// How many bytes a text has when it is sent compressed.
pub fn gzipped(bytes: &[u8]) -> u64 {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    let sent = encoder.write_all(bytes).and_then(|()| encoder.finish());
    sent.map_or(0, |sent| sent.len() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heaviest_page_does_not_depend_on_who_came_first() {
        for order in [["a/", "b/"], ["b/", "a/"]] {
            let weights = Weights::default();
            for address in order {
                weights.note("pages/service.html", address, b"12345");
            }
            weights.note("pages/service.html", "c/", b"1");
            assert_eq!(weights.heaviest("pages/service.html").expect("one").address, "a/");
        }
    }
}
