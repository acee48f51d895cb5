//! A rendered page in bytes: what it asked, a hash of the answers, which code it shows, and what became of it.

use crate::docs::markdown::{CodeName, Finding, Flaw, Heading, Question, Rendered};
use bytes::Bytes;
use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use std::collections::BTreeSet;
use std::io::{Read as _, Write as _};

/// More than any page has: what says that it is longer is damaged.
const LONGEST: usize = 256 << 20;

/// Every flaw, by the byte that stands for it.
const FLAWS: [Flaw; 5] = [Flaw::Link, Flaw::Anchor, Flaw::Image, Flaw::Include, Flaw::Size];

/// A page that was rendered.
pub(super) struct Entry {
    /// Everything that it asked.
    pub questions: BTreeSet<Question>,
    /// A hash of what was answered.
    pub answers: blake3::Hash,
    /// The code that it shows.
    pub codes: Vec<CodeName>,
    /// What became of it.
    pub rendered: Rendered,
}

impl Entry {
    /// As it is kept.
    pub fn written(&self) -> Bytes {
        let mut out = Vec::with_capacity(self.rendered.html.len() + 512);
        out.extend_from_slice(self.answers.as_bytes());
        length(self.questions.len(), &mut out);
        for question in &self.questions {
            let (sort, asked) = match question {
                Question::Link(to) => (b'l', to),
                Question::Image(at) => (b'i', at),
                Question::Include(path) => (b'f', path),
            };
            out.push(sort);
            text(asked, &mut out);
        }
        length(self.codes.len(), &mut out);
        self.codes.iter().for_each(|code| out.extend_from_slice(code));
        let Rendered { title, html, headings, front_matter, words, findings } = &self.rendered;
        for one in [title, front_matter] {
            out.push(u8::from(one.is_some()));
            text(one.as_deref().unwrap_or_default(), &mut out);
        }
        text(html, &mut out);
        length(*words, &mut out);
        length(headings.len(), &mut out);
        for heading in headings {
            out.push(heading.level);
            text(&heading.id, &mut out);
            text(&heading.text, &mut out);
        }
        length(findings.len(), &mut out);
        for finding in findings {
            let flaw = FLAWS.iter().position(|flaw| *flaw == finding.flaw);
            out.push(flaw.and_then(|at| u8::try_from(at).ok()).expect("because every flaw is in the list"));
            out.extend_from_slice(&finding.line.to_le_bytes());
            text(&finding.message, &mut out);
        }
        let mut packed = u32::try_from(out.len()).unwrap_or(u32::MAX).to_le_bytes().to_vec();
        let mut encoder = ZlibEncoder::new(&mut packed, Compression::fast());
        encoder.write_all(&out).and_then(|()| encoder.finish().map(drop)).expect("because memory takes everything");
        // Without the room that it grew into, which would stay for the rest of the build.
        Bytes::copy_from_slice(&packed)
    }

    /// What was kept, where it is whole.
    pub fn read(packed: &[u8]) -> Option<Self> {
        let (size, packed) = packed.split_first_chunk::<4>()?;
        let size = u32::from_le_bytes(*size) as usize;
        let mut bytes = Vec::with_capacity(Some(size).filter(|size| *size <= LONGEST)?);
        ZlibDecoder::new(packed).take(size as u64 + 1).read_to_end(&mut bytes).ok()?;
        let mut piece = Piece((bytes.len() == size).then_some(bytes.as_slice())?);
        let answers = blake3::Hash::from_bytes(piece.take(blake3::OUT_LEN)?.try_into().ok()?);
        let mut questions = BTreeSet::new();
        for _ in 0..piece.length()? {
            let sort = piece.byte()?;
            let asked = piece.text()?;
            questions.insert(match sort {
                b'l' => Question::Link(asked),
                b'i' => Question::Image(asked),
                b'f' => Question::Include(asked),
                _ => return None,
            });
        }
        let mut codes = Vec::new();
        for _ in 0..piece.length()? {
            codes.push(CodeName::try_from(piece.take(size_of::<CodeName>())?).ok()?);
        }
        let mut maybe = || Some((piece.byte()? == 1, piece.text()?));
        let (title, front_matter) = (maybe()?, maybe()?);
        let mut rendered = Rendered { html: piece.text()?, words: piece.length()?, ..Rendered::default() };
        rendered.title = title.0.then_some(title.1);
        rendered.front_matter = front_matter.0.then_some(front_matter.1);
        for _ in 0..piece.length()? {
            rendered.headings.push(Heading { level: piece.byte()?, id: piece.text()?, text: piece.text()? });
        }
        for _ in 0..piece.length()? {
            let flaw = *FLAWS.get(usize::from(piece.byte()?))?;
            let line = u32::from_le_bytes(piece.take(4)?.try_into().ok()?);
            rendered.findings.push(Finding { flaw, line, message: piece.text()? });
        }
        piece.0.is_empty().then_some(Self { questions, answers, codes, rendered })
    }
}

fn length(value: usize, out: &mut Vec<u8>) {
    out.extend_from_slice(&u32::try_from(value).unwrap_or(u32::MAX).to_le_bytes());
}

fn text(text: &str, out: &mut Vec<u8>) {
    length(text.len(), out);
    out.extend_from_slice(text.as_bytes());
}

/// Bytes that are read from their beginning.
pub(super) struct Piece<'b>(pub &'b [u8]);

impl<'b> Piece<'b> {
    /// The next so many.
    pub fn take(&mut self, length: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    /// Those whose number stands before them.
    pub fn sized(&mut self) -> Option<&'b [u8]> {
        let length = self.length()?;
        self.take(length)
    }

    fn byte(&mut self) -> Option<u8> {
        self.take(1)?.first().copied()
    }

    fn length(&mut self) -> Option<usize> {
        Some(u32::from_le_bytes(self.take(4)?.try_into().ok()?) as usize)
    }

    fn text(&mut self) -> Option<String> {
        Some(std::str::from_utf8(self.sized()?).ok()?.to_owned())
    }
}
