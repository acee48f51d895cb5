//! `files.base_images`: the images that its containers build on.

use super::{About, Fact, FactKind, Reading, Subject, Tier};

/// The images that its containers build on.
pub(super) struct BaseImages;

impl Fact for BaseImages {
    fn about(&self) -> &'static About {
        &About {
            name: "files.base_images",
            title: "Base images",
            kind: FactKind::Texts,
            tier: Tier::Files,
            doc: "The images that its containers build on.",
            example: r#"files.base_images.all(i, i.startsWith("registry.example.com/"))"#,
        }
    }

    fn read(&self, subject: &Subject<'_>) -> Reading {
        Reading::of(subject.files.and_then(|files| files.base_images.clone()))
    }
}
