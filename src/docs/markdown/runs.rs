//! The words of code by class, in few bytes: how long each is, and its class.
//!
//! They say nothing of the code itself, so that what was kept by an earlier build can colour code and never
//! add to it.

use super::tokens::escape;

/// The classes that the theme knows.
const CLASSES: &[u8] = b"cnskftao";

/// Stretches of code, one after the other: a class, and a length in bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Runs(Vec<u8>);

impl Runs {
    /// The class of words that nothing is said about.
    pub(super) const PLAIN: u8 = 0;

    /// Those that were kept.
    pub(super) fn kept(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// As they are kept.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// The same without room to grow, for those that stay.
    pub(super) fn fitting(&self) -> Self {
        Self(self.0.as_slice().to_vec())
    }

    /// Adds the next stretch.
    pub(super) fn push(&mut self, class: u8, mut length: usize) {
        if length == 0 {
            return;
        }
        self.0.push(class);
        while length >= 0x80 {
            self.0.push((length & 0x7f) as u8 | 0x80);
            length >>= 7;
        }
        self.0.push(length as u8);
    }

    /// Code as HTML; nothing where these are not the words of it.
    pub(super) fn html(&self, code: &str) -> Option<String> {
        let mut out = String::with_capacity(code.len() * 2);
        let mut rest = code;
        let mut bytes = self.0.iter();
        while let Some(class) = bytes.next() {
            let (mut length, mut shift) = (0_usize, 0);
            loop {
                let byte = *bytes.next()?;
                length |= usize::from(byte & 0x7f).checked_shl(shift).filter(|_| shift < 28)?;
                shift += 7;
                if byte & 0x80 == 0 {
                    break;
                }
            }
            let (text, after) = rest.split_at_checked(length)?;
            rest = after;
            if *class == Self::PLAIN {
                escape(text, &mut out);
            } else {
                let class = CLASSES.iter().find(|known| *known == class)?;
                // An element over several lines would break the numbers beside them.
                if text.contains('\n') {
                    return None;
                }
                out.push_str("<span class=\"h-");
                out.push(char::from(*class));
                out.push_str("\">");
                escape(text, &mut out);
                out.push_str("</span>");
            }
        }
        rest.is_empty().then_some(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn stretches_come_back_as_they_were_and_colour_their_code_alone() {
        let mut runs = Runs::default();
        runs.push(b'k', 2);
        runs.push(Runs::PLAIN, 1);
        runs.push(b's', 300);
        let code = format!("fn {}", "<".repeat(300));
        let html = runs.html(&code).unwrap();
        assert!(html.starts_with("<span class=\"h-k\">fn</span> <span class=\"h-s\">&lt;&lt;"), "{html}");
        assert_eq!(runs.html("fn <"), None, "a length of other code");
        let mut over = Runs::default();
        over.push(b's', 3);
        assert_eq!(over.html("a\nb"), None);
        assert_eq!(over.html("aé"), Some("<span class=\"h-s\">aé</span>".to_owned()));
        assert_eq!(over.html("aaé"), None, "within a letter");
    }

    proptest! {
        #[test]
        fn bytes_that_anybody_may_have_written_never_add_to_the_code(bytes in proptest::collection::vec(any::<u8>(), 0..40), code in "[a<\\n\"é]{0,12}") {
            if let Some(html) = Runs::kept(bytes).html(&code) {
                let text: String = html.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect();
                prop_assert_eq!(super::super::unescaped(&text), code);
            }
        }
    }
}
