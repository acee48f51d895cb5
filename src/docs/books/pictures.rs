//! The images that pages show: judged by what they hold, and named by it.

use super::address::{of, stem_of};
use super::svg;
use bytes::Bytes;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, PoisonError};

/// A larger image is not copied: its page links to it.
const LARGEST: usize = 4 << 20;
/// The longest side of an image that is believed, in pixels.
const LONGEST_SIDE: usize = 32_767;

/// An image of the portal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Its name, which has a hash of its content in it.
    pub name: String,
    /// What it holds.
    pub content: Bytes,
}

/// Why an image is not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    /// It is none that browsers show, or holds what an image has no need of.
    NoImage,
    /// It is too large to be copied.
    TooLarge,
}

/// Width and height in pixels, where they are known.
pub type Size = Option<(u32, u32)>;
/// An image's name and its size.
pub(super) type Kept = (String, Size);

/// The images that were asked for.
#[derive(Debug, Default)]
pub(super) struct Pictures(Mutex<Shelves>);

#[derive(Debug, Default)]
struct Shelves {
    /// By path and content: what became of it.
    judged: HashMap<blake3::Hash, Result<Kept, Refusal>>,
    kept: BTreeMap<String, Bytes>,
}

impl Pictures {
    /// Keeps an image, and gives it a name. What is no image by its content is refused, whatever it is called.
    pub(super) fn keep(&self, path: &str, content: &Bytes) -> Result<Kept, Refusal> {
        if content.len() > LARGEST {
            return Err(Refusal::TooLarge);
        }
        let mut hash = blake3::Hasher::new();
        hash.update(stem_of(path).as_bytes()).update(b"\0").update(content);
        let hash = hash.finalize();
        if let Some(judged) = self.lock().judged.get(&hash) {
            return judged.clone();
        }
        let judged = judge(path, content);
        let mut shelves = self.lock();
        let result = judged.map(|(name, content, size)| {
            shelves.kept.insert(name.clone(), content);
            (name, size)
        });
        shelves.judged.insert(hash, result.clone());
        result
    }

    /// All that were kept, by their names.
    pub(super) fn taken(self) -> Vec<Picture> {
        let shelves = self.0.into_inner().unwrap_or_else(PoisonError::into_inner);
        shelves.kept.into_iter().map(|(name, content)| Picture { name, content }).collect()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Shelves> {
        // Whoever panicked left the maps whole: entries are inserted in one step.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An image alone, and its size: none where pages could not show it.
pub fn image(path: &str, content: &Bytes) -> Option<(Picture, Size)> {
    let (name, content, size) = judge(path, content).ok()?;
    Some((Picture { name, content }, size))
}

fn judge(path: &str, content: &Bytes) -> Result<(String, Bytes, Size), Refusal> {
    let stem = of(&format!("{}.x", stem_of(path)));
    let stem = if stem.is_empty() { "image" } else { stem.trim_end_matches('/') };
    if let Some(ending) = ending(content) {
        let size = imagesize::blob_size(content).ok().filter(|size| size.width.max(size.height) <= LONGEST_SIDE);
        let size = size.and_then(|size| Some((u32::try_from(size.width).ok()?, u32::try_from(size.height).ok()?)));
        return Ok((named(stem, content, ending), content.clone(), size.filter(|(width, height)| *width > 0 && *height > 0)));
    }
    let text = std::str::from_utf8(content).map_err(|_| Refusal::NoImage)?;
    let (clean, size) = svg::cleaned(text).ok_or(Refusal::NoImage)?;
    Ok((named(stem, clean.as_bytes(), "svg"), Bytes::from(clean), size))
}

fn named(stem: &str, content: &[u8], ending: &str) -> String {
    format!("{stem}.{}.{ending}", &blake3::hash(content).to_hex()[..16])
}

/// The ending of an image of points, told by its first bytes.
fn ending(content: &[u8]) -> Option<&'static str> {
    Some(match content {
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => "png",
        [0xFF, 0xD8, 0xFF, ..] => "jpg",
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => "gif",
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => "webp",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The beginning of a PNG of this size, which is all that its size needs.
    fn png(width: u32, height: u32) -> Bytes {
        let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
        bytes.extend(width.to_be_bytes());
        bytes.extend(height.to_be_bytes());
        bytes.extend([8, 6, 0, 0, 0, 0, 0, 0, 0]);
        Bytes::from(bytes)
    }

    #[test]
    fn images_are_named_by_what_they_hold() {
        let pictures = Pictures::default();
        let (name, size) = pictures.keep("docs/A picture.PNG", &png(640, 480)).expect("because it is an image");
        assert!(name.starts_with("a-picture.") && name.rsplit('.').next() == Some("png"), "{name}");
        assert_eq!(size, Some((640, 480)));
        assert_eq!(pictures.keep("other/a picture.gif", &png(640, 480)).expect("because it is one").0, name);
        assert_eq!(pictures.keep("x.png", &png(4_000_000_000, 1)).expect("because it is one").1, None);
        assert_eq!(pictures.taken().len(), 2);
    }

    #[test]
    fn what_is_no_image_is_refused_whatever_it_is_called() {
        let pictures = Pictures::default();
        for content in [&b"<html><script>alert(1)</script>"[..], b"", b"\xff\xfe", b"%PDF-1.7"] {
            assert_eq!(pictures.keep("a.png", &Bytes::copy_from_slice(content)), Err(Refusal::NoImage));
        }
        assert_eq!(pictures.keep("a.png", &Bytes::from(vec![0; LARGEST + 1])), Err(Refusal::TooLarge));
    }
}
