//! Whose word counts where several files describe one thing.

/// How far a source of descriptions is believed; the first is believed most.
///
/// What people wrote for milepost counts before what they wrote for another portal, and what they
/// wrote before what is only guessed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Trust {
    /// milepost's own descriptor.
    Own,
    /// Backstage's descriptors, whose model ours follows.
    SameModel,
    /// The descriptors of other portals and of what watches services.
    OtherPortal,
    /// What describes how something is deployed or provided.
    Workload,
    /// CODEOWNERS, for owners only.
    Codeowners,
    /// The configuration's owner of what nobody owns, and the teams that the provider knows.
    Organisation,
    /// What a repository's own words and files suggest.
    Inferred,
}

impl Trust {
    /// Every level, the most trusted first.
    pub const ALL: [Self; 7] =
        [Self::Own, Self::SameModel, Self::OtherPortal, Self::Workload, Self::Codeowners, Self::Organisation, Self::Inferred];

    /// What speaks at this level, for the manual.
    pub fn words(self) -> &'static str {
        match self {
            Self::Own => "`milepost.yaml`",
            Self::SameModel => "Backstage's descriptors",
            Self::OtherPortal => "descriptors of other portals",
            Self::Workload => "descriptions of workloads and platforms",
            Self::Codeowners => "CODEOWNERS, for the owner",
            Self::Organisation => "`catalog.default_owner` of the configuration, and the provider's teams",
            Self::Inferred => "the repository's description, its manifests, its README and its files",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_levels_stand_in_their_order() {
        assert!(Trust::ALL.windows(2).all(|pair| pair[0] < pair[1]));
    }
}
