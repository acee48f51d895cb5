//! What the first line of a merge's message says of it.

/// What a merge says, without the branch that it brought: it says nothing of what is in it, and often whose it was.
pub fn without_branch(subject: &str) -> &str {
    let end = [" from ", " '", " of "].iter().filter_map(|mark| subject.find(mark)).min();
    &subject[..end.unwrap_or(subject.len())]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_merge_without_a_change_tells_no_branch() {
        for (subject, told) in [
            ("Merge pull request #74 from lumenfreight/jweber/retry", "Merge pull request #74"),
            ("Merge branch 'jweber/retry' into 'main'", "Merge branch"),
            ("Merge remote-tracking branch 'origin/jweber'", "Merge remote-tracking branch"),
            ("Merge the two halves", "Merge the two halves"),
        ] {
            assert_eq!(without_branch(subject), told);
        }
    }
}
