//! Which fact somebody probably meant.

/// The known name that is nearest to what was found, if one is near enough to be meant.
pub(super) fn nearest<'k>(found: &str, known: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    if found.len() > 80 {
        return None;
    }
    let last = |name: &str| name.rsplit('.').next().unwrap_or_default().to_owned();
    let found_last = last(found);
    known
        .map(|name| {
            let whole = strsim::damerau_levenshtein(found, name);
            // Somebody who leaves the group out still knows the name.
            let tail = strsim::damerau_levenshtein(&found_last, &last(name));
            (whole.min(tail + 1), name)
        })
        .filter(|(distance, name)| *distance <= (name.len().min(found.len().max(3)) / 3).max(1))
        .min()
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typos_and_missing_groups_are_recognised() {
        let known = ["owner", "repository.is_archived", "delivery.lead_time"];
        for (found, expected) in [
            ("ownr", Some("owner")),
            ("repo.is_archived", Some("repository.is_archived")),
            ("lead_time", Some("delivery.lead_time")),
            ("colour", None),
        ] {
            assert_eq!(nearest(found, known.into_iter()), expected, "{found}");
        }
    }
}
