//! Shards: jobs side by side that each read a part, and between them everything once.

/// The part that a run reads: its number, from 1, and how many there are; nothing means everything.
pub type Shard = Option<(u32, u32)>;

/// Whether what bears this key belongs to the shard: by a stable hash, so that every run deals alike.
pub fn takes(shard: Shard, key: &[u8]) -> bool {
    let Some((number, of)) = shard.filter(|(_, of)| *of > 0) else { return true };
    let hash = blake3::hash(key);
    let bytes = hash.as_bytes();
    u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]) % of + 1 == number
}

/// Whether the run reads what belongs to no repository: one shard does.
pub fn is_first(shard: Shard) -> bool {
    shard.is_none_or(|(number, _)| number == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_belongs_to_one_shard_and_each_shard_has_its_share() {
        let keys: Vec<String> = (0..4_000).map(|number| format!("lumen/service-{number}")).collect();
        for of in [1, 2, 3, 8] {
            let mut shares = vec![0; of as usize];
            for key in &keys {
                let takers: Vec<u32> = (1..=of).filter(|number| takes(Some((*number, of)), key.as_bytes())).collect();
                assert_eq!(takers.len(), 1, "{key} of {of}");
                shares[takers[0] as usize - 1] += 1;
            }
            assert!(shares.iter().all(|share| share * of as usize * 10 > keys.len() * 8), "{shares:?}");
        }
        assert!(takes(None, b"x") && takes(Some((1, 0)), b"x") && is_first(None) && is_first(Some((1, 3))) && !is_first(Some((2, 3))));
    }
}
