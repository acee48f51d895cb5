//! A Dockerfile: the images that it builds on.

use super::bounds;

/// The most images of one file that are kept.
const MOST: usize = 20;

/// The images that a Dockerfile builds on, in its order, each once: not its own stages, and not nothing.
pub fn base_images(text: &str) -> Vec<String> {
    let mut stages: Vec<String> = Vec::new();
    let mut images: Vec<String> = Vec::new();
    for line in text.lines() {
        let mut words = line.split_whitespace();
        if !words.next().is_some_and(|word| word.eq_ignore_ascii_case("from")) {
            continue;
        }
        let mut words = words.skip_while(|word| word.starts_with("--"));
        let Some(image) = words.next() else { continue };
        let is_own = image == "scratch" || stages.iter().any(|stage| stage.eq_ignore_ascii_case(image));
        if !is_own && images.len() < MOST && !images.iter().any(|known| known == image) {
            images.push(bounds::cut(image, bounds::NAME));
        }
        if words.next().is_some_and(|word| word.eq_ignore_ascii_case("as")) {
            stages.extend(words.next().map(str::to_owned));
        }
    }
    images
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stages_and_nothing_are_no_images() {
        for (text, expected) in [
            (
                "FROM rust:1.90 AS build\nRUN cargo build\nFROM --platform=linux/amd64 registry.example/base:4\nCOPY --from=build a b\n",
                &["rust:1.90", "registry.example/base:4"][..],
            ),
            ("from a as B\nFROM b\nFROM scratch\nFROM a", &["a"]),
            ("# FROM x\nFROM\n", &[]),
        ] {
            assert_eq!(base_images(text), expected, "{text}");
        }
    }
}
