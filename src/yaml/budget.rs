//! How much YAML may ask for before it is refused.

/// The most that one text may hold.
///
/// Aliases count as what they stand for, so a few lines that stand for a billion are over the budget
/// as soon as the counting reaches it, not after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// Bytes of the text.
    pub bytes: usize,
    /// Scalars, lists and maps, with what aliases stand for.
    pub nodes: usize,
    /// Lists and maps inside one another.
    pub depth: usize,
    /// Aliases.
    pub aliases: usize,
    /// Documents.
    pub documents: usize,
}

impl Budget {
    /// For what people write by hand: descriptors, workflows, front matter.
    ///
    /// The largest hand-written catalogs that we know are below 1 MiB and 40 000 nodes.
    pub const DESCRIPTOR: Self = Self { bytes: 4 << 20, nodes: 250_000, depth: 64, aliases: 10_000, documents: 1_024 };

    /// For what programs write, such as the description of a large API: the largest that we know has
    /// 9 MB and 700 000 nodes.
    pub const GENERATED: Self = Self { bytes: 32 << 20, nodes: 2_000_000, depth: 128, aliases: 50_000, documents: 1_024 };

    /// How many bytes of text the scalars may have, with what aliases stand for.
    pub(super) fn scalar_bytes(&self) -> usize {
        self.bytes.saturating_mul(4)
    }
}
