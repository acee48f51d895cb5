//! Which known entity a name that leads nowhere may have meant.

use milepost_model::EntityRef;
use std::collections::BTreeMap;

/// How many names of one run are looked up: comparing with all of a large catalog takes longer than the rest.
const LOOKUPS: usize = 200;
/// How alike two names are that one of them may be a slip of the pen.
const ALIKE: f64 = 0.8;

/// The names of the catalog, by kind and length.
#[derive(Debug)]
pub(super) struct Likeness<'a> {
    names: BTreeMap<(&'a str, usize), Vec<&'a EntityRef>>,
    left: usize,
}

impl<'a> Likeness<'a> {
    /// Of these entities, which come in their order.
    pub(super) fn new(known: impl Iterator<Item = &'a EntityRef>) -> Self {
        let mut names: BTreeMap<(&str, usize), Vec<&EntityRef>> = BTreeMap::new();
        for reference in known {
            names.entry((&*reference.kind, reference.name.chars().count())).or_default().push(reference);
        }
        Self { names, left: LOOKUPS }
    }

    /// “did you mean …?”, or what to do otherwise.
    pub(super) fn help(&mut self, wanted: &EntityRef, otherwise: &str) -> String {
        self.left = self.left.saturating_sub(1);
        let nearest = (self.left > 0).then(|| self.nearest(wanted)).flatten();
        nearest.map_or_else(|| otherwise.to_owned(), |reference| format!("did you mean {reference}?"))
    }

    /// The known entity of the same kind whose name is most like this one.
    fn nearest(&self, wanted: &EntityRef) -> Option<&'a EntityRef> {
        let length = wanted.name.chars().count();
        // Names that differ more in length cannot be alike.
        let (least, most) = (length * 4 / 5, length * 5 / 4);
        let candidates = self.names.range((&*wanted.kind, least)..=(&*wanted.kind, most)).flat_map(|(_, names)| names).copied();
        candidates
            .map(|reference| (alike(&reference.name, &wanted.name), reference))
            .filter(|(likeness, _)| *likeness > ALIKE)
            .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
            .map(|(_, reference)| reference)
    }
}

/// How alike two names are, from 0 to 1.
fn alike(a: &str, b: &str) -> f64 {
    if !a.is_ascii() || !b.is_ascii() {
        return strsim::normalized_damerau_levenshtein(a, b);
    }
    // What both begin and end with costs no step, and names of one catalog have much of that.
    let most = a.len().max(b.len());
    let same = |pairs: &mut dyn Iterator<Item = (u8, u8)>| pairs.take_while(|(a, b)| a == b).count();
    let start = same(&mut a.bytes().zip(b.bytes()));
    let (a, b) = (&a[start..], &b[start..]);
    let end = same(&mut a.bytes().rev().zip(b.bytes().rev()));
    let (a, b) = (&a[..a.len() - end], &b[..b.len() - end]);
    let steps = strsim::damerau_levenshtein(a, b);
    if most == 0 { 1.0 } else { 1.0 - steps as f64 / most as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn leaving_out_what_is_the_same_changes_no_likeness(a in "[ab-]{0,9}", b in "[ab-]{0,9}") {
            prop_assert!((alike(&a, &b) - strsim::normalized_damerau_levenshtein(&a, &b)).abs() < 1e-12);
        }
    }

    #[test]
    fn a_slip_of_the_pen_finds_what_was_meant() {
        let known = [EntityRef::new("group", "team-tracking"), EntityRef::new("component", "team-trackin")];
        let mut likeness = Likeness::new(known.iter());
        assert_eq!(likeness.help(&EntityRef::new("group", "team-trackin"), "no"), "did you mean group:default/team-tracking?");
        assert_eq!(likeness.help(&EntityRef::new("group", "payments"), "no"), "no");
        assert_eq!(likeness.help(&EntityRef::new("api", "team-tracking"), "no"), "no");
    }
}
