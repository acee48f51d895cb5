//! The awkward cases that the demo holds on purpose, so that every page meets them every day.

/// Something that real organisations have and tidy examples leave out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::demo) enum Awkward {
    /// Nobody owns it: the page must say so, and how to change that.
    NoOwner,
    /// Its owner is a team that nobody described: a typing error that must be found.
    UnknownOwner,
    /// It never reached production: figures are unknown, not zero.
    NeverDeployed,
    /// Only part of its runs could be read: figures rest on less than they seem to.
    PartialCoverage,
    /// Its descriptor is not YAML: the file, the line and the column are shown and the rest goes on.
    BrokenDescriptor,
    /// Its descriptor has a key that nobody knows: the nearest known one is offered.
    UnknownKey,
    /// The same version goes out again, for its keys are renewed with it: that is no deployment of anything new.
    SentAgain,
    /// What deploys it tells a commit of its own for some of its deployments: what these brought is known by time alone, and
    /// figures that rest on them are estimates.
    OtherCommits,
    /// It is archived and names its successor: shown, and counted nowhere.
    Archived,
    /// It left its golden path: listed until somebody acknowledges it.
    LeftPath,
    /// It wrote a pipeline of its own and kept its path's stamp: neither on the path nor off it.
    Drifted,
    /// It was called something else: the old address must lead to it.
    Renamed,
    /// Its name is as long as names may be: no layout may break.
    LongName,
    /// Its title runs from right to left and ends in a picture: no text may be garbled by it.
    RightToLeft,
    /// Its clone is cut short: what lies before is unknown.
    Shallow,
    /// Nothing was ever committed to it: there is no branch to read.
    Empty,
    /// It has sixty pages of documentation: navigation must stay usable.
    ManyDocs,
    /// Nothing changed in it for a year: quiet is not broken.
    Quiet,
    /// Nobody fetches its clone any more: what came since is unknown, not zero.
    NotFetched,
    /// It has a README and nothing else: a service is inferred from it, or nothing is.
    ReadmeOnly,
    /// Two repositories describe a component of the same name: neither may hide the other.
    NameClash,
    /// Its description holds HTML: it is text and must stay text.
    HtmlInText,
    /// A link in its docs leads nowhere: found and listed.
    BrokenLink,
    /// It depends on something that is not in the catalog: the edge is kept and said to dangle.
    DanglingDependency,
    /// It depends on something that depends on it: drawing and counting must end.
    DependencyCycle,
    /// One repository holds several services, each with its own paths and deployments.
    Monorepo,
}

#[cfg(test)]
impl Awkward {
    /// Every case.
    pub(in crate::demo) const ALL: [Self; 26] = [
        Self::NoOwner,
        Self::UnknownOwner,
        Self::NeverDeployed,
        Self::PartialCoverage,
        Self::BrokenDescriptor,
        Self::UnknownKey,
        Self::SentAgain,
        Self::OtherCommits,
        Self::Archived,
        Self::LeftPath,
        Self::Drifted,
        Self::Renamed,
        Self::LongName,
        Self::RightToLeft,
        Self::Shallow,
        Self::Empty,
        Self::ManyDocs,
        Self::Quiet,
        Self::NotFetched,
        Self::ReadmeOnly,
        Self::NameClash,
        Self::HtmlInText,
        Self::BrokenLink,
        Self::DanglingDependency,
        Self::DependencyCycle,
        Self::Monorepo,
    ];
}
