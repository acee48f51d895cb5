//! A small random generator whose numbers depend on nothing but the seed and a name.

/// A splitmix64 generator: public domain, ten lines, and the same on every machine.
#[derive(Debug, Clone)]
pub(super) struct Random(u64);

impl Random {
    /// The generator of a thing: another name gives other numbers, other things change nothing.
    pub(super) fn of(seed: u64, name: &str, purpose: &str) -> Self {
        // FNV-1a, whose two constants are those of its authors.
        let mut hash = 0xcbf2_9ce4_8422_2325_u64 ^ seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        for byte in name.bytes().chain([b'/']).chain(purpose.bytes()) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        let mut random = Self(hash);
        random.next();
        random
    }

    /// The next 64 bits.
    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from 0 up to and without `end`; 0 where `end` is 0.
    pub(super) fn below(&mut self, end: usize) -> usize {
        if end == 0 { 0 } else { (self.next() % end as u64) as usize }
    }

    /// A number from `low` up to and with `high`.
    pub(super) fn between(&mut self, low: i64, high: i64) -> i64 {
        low + (self.next() % ((high - low).max(0) as u64 + 1)).cast_signed()
    }

    /// A share from 0 up to and without 1.
    pub(super) fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Whether something of this probability happens.
    pub(super) fn chance(&mut self, probability: f64) -> bool {
        self.share() < probability
    }

    /// One of them.
    pub(super) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    /// A factor around 1 that is as often twice as half: the shape that durations of work have.
    pub(super) fn spread(&mut self) -> f64 {
        // The sum of three shares is near enough to a normal distribution, and needs no logarithm whose
        // last digit differs between machines.
        let bell = (self.share() + self.share() + self.share() - 1.5) * 2.0;
        if bell >= 0.0 { 1.0 + bell + bell * bell } else { 1.0 / (1.0 - bell + bell * bell) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_depend_on_seed_name_and_purpose_only() {
        let draw = |seed, name, purpose| Random::of(seed, name, purpose).next();
        assert_eq!(draw(7, "carrier-sync", "pace"), draw(7, "carrier-sync", "pace"));
        for other in [draw(8, "carrier-sync", "pace"), draw(7, "carrier-hub", "pace"), draw(7, "carrier-sync", "path")] {
            assert_ne!(other, draw(7, "carrier-sync", "pace"));
        }
    }

    #[test]
    fn shares_fill_their_range_and_spread_is_as_often_above_as_below_one() {
        let mut random = Random::of(7, "a", "b");
        let draws: Vec<f64> = (0..4000).map(|_| random.spread()).collect();
        let above = draws.iter().filter(|draw| **draw > 1.0).count();
        assert!((1800..2200).contains(&above), "{above}");
        assert!(draws.iter().all(|draw| (0.05..15.0).contains(draw)));
        assert!((0..1000).all(|_| random.between(3, 5) >= 3 && random.below(7) < 7));
    }
}
