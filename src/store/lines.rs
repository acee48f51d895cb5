//! Cuts a stream into blocks of whole lines.

use std::io::{self, Read};

/// How much is read at once.
const BLOCK: usize = 2 << 20;
/// A line that is longer is not a record, and is not kept in memory.
const LONGEST: usize = 64 << 20;

/// A piece of a file.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Block {
    /// Whole lines, the last one perhaps without its line break.
    Lines(Vec<u8>),
    /// One line that is too long.
    TooLong,
}

/// Reads blocks one after the other.
#[derive(Debug)]
pub(super) struct Blocks<R> {
    from: R,
    rest: Vec<u8>,
    // Memory that the system hands out anew costs as much as reading into it.
    spare: Vec<Vec<u8>>,
    is_first: bool,
    is_ended: bool,
}

impl<R: Read> Blocks<R> {
    pub fn new(from: R) -> Self {
        Self { from, rest: Vec::new(), spare: Vec::new(), is_first: true, is_ended: false }
    }

    /// The next few blocks; none at the end.
    pub fn take(&mut self, most: usize) -> io::Result<Vec<Block>> {
        let mut blocks = Vec::with_capacity(most);
        while blocks.len() < most {
            let Some(block) = self.next()? else { break };
            blocks.push(block);
        }
        Ok(blocks)
    }

    /// Takes back a block that was read, for its memory.
    pub fn give_back(&mut self, block: Block) {
        if let Block::Lines(mut lines) = block
            && lines.capacity() <= 2 * BLOCK
        {
            lines.clear();
            self.spare.push(lines);
        }
    }

    fn next(&mut self) -> io::Result<Option<Block>> {
        let mut lines = self.spare.pop().unwrap_or_else(|| Vec::with_capacity(BLOCK + BLOCK / 8));
        lines.append(&mut self.rest);
        let mut searched = 0;
        loop {
            if !self.is_ended {
                self.fill(&mut lines)?;
            }
            if let Some(end) = lines[searched..].iter().rposition(|byte| *byte == b'\n') {
                self.rest = lines.split_off(searched + end + 1);
                return Ok(Some(Block::Lines(lines)));
            }
            if self.is_ended {
                return Ok((!lines.is_empty()).then_some(Block::Lines(lines)));
            }
            if lines.len() > LONGEST {
                self.skip_line()?;
                return Ok(Some(Block::TooLong));
            }
            searched = lines.len();
        }
    }

    fn fill(&mut self, lines: &mut Vec<u8>) -> io::Result<()> {
        let before = lines.len();
        let read = (&mut self.from).take(BLOCK as u64).read_to_end(lines)?;
        self.is_ended = read < BLOCK;
        // Some editors put a mark before the first line, which is not JSON.
        if std::mem::take(&mut self.is_first) && lines[before..].starts_with(b"\xEF\xBB\xBF") {
            lines.drain(before..before + 3);
        }
        Ok(())
    }

    fn skip_line(&mut self) -> io::Result<()> {
        let mut skipped = Vec::new();
        while !self.is_ended {
            skipped.clear();
            self.fill(&mut skipped)?;
            if let Some(end) = skipped.iter().position(|byte| *byte == b'\n') {
                self.rest = skipped.split_off(end + 1);
                break;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &[u8]) -> Vec<Block> {
        Blocks::new(text).take(usize::from(u8::MAX)).expect("because memory does not fail")
    }

    #[test]
    fn blocks_end_where_lines_end() {
        assert_eq!(all(b""), []);
        assert_eq!(all(b"a\nb"), [Block::Lines(b"a\n".to_vec()), Block::Lines(b"b".to_vec())]);
        assert_eq!(all(b"\xEF\xBB\xBFa\n"), [Block::Lines(b"a\n".to_vec())]);
    }

    #[test]
    fn a_line_may_span_blocks_and_one_that_is_too_long_is_passed_over() {
        let mut text = vec![b'x'; BLOCK + 5];
        text.extend(b"\nnext\n");
        assert_eq!(all(&text), [Block::Lines(text.clone())]);
        let mut text = vec![b'x'; LONGEST + BLOCK];
        text.extend(b"\nnext\n");
        assert_eq!(all(&text), [Block::TooLong, Block::Lines(b"next\n".to_vec())]);
    }
}
