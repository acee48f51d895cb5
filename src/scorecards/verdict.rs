//! What a rule says of a service, in one word.

/// What a rule says of a service at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verdict {
    /// It does not hold.
    Fail,
    /// A fact that decides is not known.
    Unknown,
    /// The service may do without it for a while.
    Exempt,
    /// It holds.
    Pass,
    /// It is not about this service.
    NotApplicable,
    /// The service did not exist, or no scorecard asked the rule of it.
    Outside,
}

impl Verdict {
    /// Every verdict, the worst first.
    pub const ALL: &'static [Self] = &[Self::Fail, Self::Unknown, Self::Exempt, Self::Pass, Self::NotApplicable, Self::Outside];

    /// Its word in data.
    pub fn word(self) -> &'static str {
        match self {
            Self::Fail => "fail",
            Self::Unknown => "unknown",
            Self::Exempt => "exempt",
            Self::Pass => "pass",
            Self::NotApplicable => "not_applicable",
            Self::Outside => "outside",
        }
    }

    /// Its words for people.
    pub fn words(self) -> &'static str {
        match self {
            Self::Fail => "fails",
            Self::Unknown => "unknown",
            Self::Exempt => "exempt",
            Self::Pass => "passes",
            Self::NotApplicable => "not applicable",
            Self::Outside => "not asked",
        }
    }

    /// Whether a level can be reached with it.
    pub fn allows_level(self) -> bool {
        !matches!(self, Self::Fail | Self::Unknown)
    }

    /// Whether it counts among those that pass or fail.
    pub fn is_decided(self) -> bool {
        matches!(self, Self::Pass | Self::Fail)
    }
}

/// How many services a rule says what of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// It holds.
    pub pass: u32,
    /// It does not hold.
    pub fail: u32,
    /// It is not known.
    pub unknown: u32,
    /// Exempt for a while.
    pub exempt: u32,
    /// Not about them.
    pub not_applicable: u32,
}

impl Tally {
    /// Counts one more.
    pub fn add(&mut self, verdict: Verdict) {
        match verdict {
            Verdict::Pass => self.pass += 1,
            Verdict::Fail => self.fail += 1,
            Verdict::Unknown => self.unknown += 1,
            Verdict::Exempt => self.exempt += 1,
            Verdict::NotApplicable => self.not_applicable += 1,
            Verdict::Outside => {}
        }
    }

    /// How many it holds or does not hold of.
    pub fn decided(&self) -> u32 {
        self.pass + self.fail
    }
}
