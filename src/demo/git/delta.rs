//! An object told as the difference from an earlier one, in the form that packs use.

/// The longest piece that one copy instruction can name: three bytes of size.
const LONGEST_COPY: usize = 0x00ff_ffff;

/// Tells `content` as a copy of the common beginning of `base`, new bytes, and a copy of the common end.
///
/// Commits change one place of a file and one line of a folder, so nothing cleverer is needed.
pub(super) fn delta(base: &[u8], content: &[u8]) -> Vec<u8> {
    let start = base.iter().zip(content).take_while(|(a, b)| a == b).count();
    let longest_end = base.len().min(content.len()) - start;
    let end = base.iter().rev().zip(content.iter().rev()).take(longest_end).take_while(|(a, b)| a == b).count();
    let mut out = Vec::with_capacity(32 + content.len() - start - end);
    put_size(&mut out, base.len());
    put_size(&mut out, content.len());
    put_copy(&mut out, 0, start);
    for piece in content[start..content.len() - end].chunks(127) {
        out.push(piece.len() as u8);
        out.extend_from_slice(piece);
    }
    put_copy(&mut out, base.len() - end, end);
    out
}

/// Seven bits a byte, lowest first; the highest bit says that more follow.
fn put_size(out: &mut Vec<u8>, mut size: usize) {
    while size >= 0x80 {
        out.push((size & 0x7f) as u8 | 0x80);
        size >>= 7;
    }
    out.push(size as u8);
}

/// One bit for each byte of offset and size that is not zero, then these bytes.
fn put_copy(out: &mut Vec<u8>, mut offset: usize, mut size: usize) {
    while size > 0 {
        let now = size.min(LONGEST_COPY);
        let at = out.len();
        out.push(0x80);
        for byte in 0..4 {
            let value = (offset >> (8 * byte)) as u8;
            if value != 0 {
                out[at] |= 1 << byte;
                out.push(value);
            }
        }
        for byte in 0..3 {
            let value = (now >> (8 * byte)) as u8;
            if value != 0 {
                out[at] |= 0x10 << byte;
                out.push(value);
            }
        }
        offset += now;
        size -= now;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Reads a delta as git's documentation of the pack format describes it.
    fn apply(base: &[u8], delta: &[u8]) -> Vec<u8> {
        let mut at = 0;
        let mut take = || {
            at += 1;
            delta.get(at - 1).copied()
        };
        let mut sizes = [0_usize; 2];
        for size in &mut sizes {
            let mut shift = 0;
            loop {
                let byte = take().expect("because a size is there");
                *size |= usize::from(byte & 0x7f) << shift;
                shift += 7;
                if byte & 0x80 == 0 {
                    break;
                }
            }
        }
        let mut out = Vec::new();
        while let Some(op) = take() {
            if op & 0x80 == 0 {
                out.extend((0..op).map(|_| take().expect("because the new bytes are there")));
                continue;
            }
            let mut read = |bits: u8, count: u32| {
                (0..count)
                    .filter(|bit| bits & (1 << bit) != 0)
                    .fold(0, |sum, bit| sum | usize::from(take().expect("because it is named")) << (8 * bit))
            };
            let offset = read(op & 0x0f, 4);
            let size = match read(op >> 4 & 0x07, 3) {
                0 => 0x1_0000,
                size => size,
            };
            out.extend_from_slice(&base[offset..offset + size]);
        }
        assert_eq!(sizes, [base.len(), out.len()]);
        out
    }

    proptest! {
        #[test]
        fn a_delta_gives_back_its_content(base in proptest::collection::vec(0_u8..3, 0..400), content in proptest::collection::vec(0_u8..3, 0..400)) {
            prop_assert_eq!(apply(&base, &delta(&base, &content)), content);
        }

        #[test]
        fn long_copies_are_told_whole(size in 0_usize..200_000, at in 0_usize..200_000) {
            let base: Vec<u8> = (0..size).map(|i| i as u8).collect();
            let mut content = base.clone();
            content.insert(at.min(size), 7);
            prop_assert_eq!(apply(&base, &delta(&base, &content)), content);
        }
    }
}
