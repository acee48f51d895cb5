//! Which change a commit brought in, as the titles that forges write tell it.

use super::message::{bounded, first_line, number_after};
use super::text::clean_line;

/// What a merge or squash commit says of the change that it brought in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Proposal {
    /// The change's number at its forge.
    pub number: Option<u64>,
    /// Its title.
    pub title: Option<String>,
    /// The branch that it came from, without its owner.
    pub head: Option<String>,
    /// The branch that it went into, where the message names it.
    pub base: Option<String>,
}

const TITLE_LIMIT: usize = 256;
const BRANCH_LIMIT: usize = 200;

/// Reads the message of a commit on the default branch.
pub fn parse(message: &[u8], is_merge: bool) -> Proposal {
    let message = bounded(message);
    let title = String::from_utf8_lossy(first_line(message)).trim().to_owned();
    let body = String::from_utf8_lossy(message);
    let mut proposal = if is_merge { merged(&title, &body) } else { None }.unwrap_or_else(|| squashed(&title));
    if proposal.number.is_none() {
        proposal.number = see_merge_request(&body);
    }
    if proposal.title.is_none() {
        proposal.title = clean_line(title.as_bytes(), TITLE_LIMIT);
    }
    proposal
}

/// The many ways to say “merged”.
fn merged(title: &str, body: &str) -> Option<Proposal> {
    let next = || second_paragraph(body);
    if let Some(rest) = title.strip_prefix("Merge pull request #") {
        // GitHub: `Merge pull request #12 from owner/branch`;
        // Bitbucket Server: `Merge pull request #12 in PROJ/repo from branch to main`.
        let (number, rest) = leading_number(rest)?;
        let from = rest.split_once(" from ").map_or(rest, |(_, from)| from);
        let is_server = rest.trim_start().starts_with("in ");
        let (head, base) = from.split_once(" to ").filter(|_| is_server).map_or((from, None), |(h, b)| (h, Some(b)));
        let head = if is_server { head } else { head.split_once('/').map_or(head, |(_, branch)| branch) };
        return Some(Proposal { number, title: next(), head: branch(head), base: base.and_then(branch) });
    }
    if let Some(rest) = title.strip_prefix("Merge pull request '") {
        // Gitea and Forgejo: `Merge pull request 'Title' (#12) from branch into main`.
        let (name, rest) = rest.rsplit_once("' (#")?;
        let (number, rest) = leading_number(rest)?;
        let (head, base) = rest.split_once(" from ").map_or((rest, ""), |(_, tail)| tail.split_once(" into ").unwrap_or((tail, "")));
        return Some(Proposal { number, title: clean_line(name.as_bytes(), TITLE_LIMIT), head: branch(head), base: branch(base) });
    }
    if let Some(rest) = title.strip_prefix("Merged in ") {
        // Bitbucket: `Merged in feature/x (pull request #12)`.
        let (head, tail) = rest.split_once(" (pull request ").unwrap_or((rest, ""));
        return Some(Proposal { number: number_after(tail, &['#']), title: next(), head: branch(head), base: None });
    }
    if let Some(rest) = title.strip_prefix("Auto merge of #") {
        // Bors: `Auto merge of #12 - owner:branch, r=reviewer`; the names are left out.
        let (number, rest) = leading_number(rest)?;
        let head = rest.trim_start_matches([' ', '-']).split(", r=").next().unwrap_or_default();
        let head = head.split_once(':').map_or(head, |(_, branch)| branch);
        return Some(Proposal { number, title: next(), head: branch(head), base: None });
    }
    if let Some(rest) = title.strip_prefix("Merge #") {
        let (number, _) = leading_number(rest)?;
        return Some(Proposal { number, title: next(), ..Proposal::default() });
    }
    if let Some(rest) = title.strip_prefix("Merge branch '").or_else(|| title.strip_prefix("Merge remote-tracking branch '")) {
        // Git and GitLab: `Merge branch 'x' into 'main'`.
        let (head, tail) = rest.split_once('\'').unwrap_or((rest, ""));
        let base = tail.split_once(" into ").map(|(_, base)| base.trim_matches('\''));
        let number = see_merge_request(body);
        let title = if number.is_some() { next() } else { None };
        return Some(Proposal { number, title, head: branch(head), base: base.and_then(branch) });
    }
    None
}

/// `Title (#123)` of GitHub, `Merged PR 123: Title` of Azure, `Title (!123)` of GitLab's templates.
fn squashed(title: &str) -> Proposal {
    if let Some((number, rest)) = title.strip_prefix("Merged PR ").and_then(leading_number) {
        let name = rest.trim_start_matches(':');
        return Proposal { number, title: clean_line(name.as_bytes(), TITLE_LIMIT), ..Proposal::default() };
    }
    let Some(inner) = title.strip_suffix(')') else { return Proposal::default() };
    let Some((name, number)) = inner.rsplit_once("(#").or_else(|| inner.rsplit_once("(!")) else { return Proposal::default() };
    let is_number = !number.is_empty() && number.len() <= 12 && number.bytes().all(|b| b.is_ascii_digit());
    if !is_number || name.trim().is_empty() {
        return Proposal::default();
    }
    let number = number.parse().ok().filter(|number| *number > 0);
    Proposal { number, title: clean_line(name.as_bytes(), TITLE_LIMIT), ..Proposal::default() }
}

/// The number in GitLab's last line, `See merge request group/project!12`.
fn see_merge_request(body: &str) -> Option<u64> {
    let at = body.rfind("See merge request ")?;
    number_after(body[at..].lines().next()?, &['!'])
}

fn leading_number(text: &str) -> Option<(Option<u64>, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let number: u64 = text[..end].parse().ok()?;
    Some((Some(number).filter(|number| *number > 0), &text[end..]))
}

fn second_paragraph(body: &str) -> Option<String> {
    let line = body.lines().skip(1).map(str::trim).find(|line| !line.is_empty())?;
    clean_line(line.as_bytes(), TITLE_LIMIT).filter(|line| !line.starts_with("See merge request "))
}

fn branch(name: &str) -> Option<String> {
    clean_line(name.trim().as_bytes(), BRANCH_LIMIT)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a row of the tables below expects.
    type Expected<'a> = (Option<u64>, Option<&'a str>, Option<&'a str>, Option<&'a str>);

    fn check(message: &str, is_merge: bool, expected: Expected<'_>) {
        let found = parse(message.as_bytes(), is_merge);
        let found = (found.number, found.title.as_deref(), found.head.as_deref(), found.base.as_deref());
        assert_eq!(found, expected, "{message:?}");
    }

    #[test]
    fn merges_are_read_as_every_forge_writes_them() {
        for (message, expected) in [
            ("Merge pull request #12 from lumen/fix/rates\n\nFix the rates\n", (Some(12), Some("Fix the rates"), Some("fix/rates"), None)),
            ("Merge pull request #12 from lumen/fix", (Some(12), Some("Merge pull request #12 from lumen/fix"), Some("fix"), None)),
            ("Merge pull request #7 in LUM/pay from feature/a to master\n\nA\n", (Some(7), Some("A"), Some("feature/a"), Some("master"))),
            ("Merge pull request 'Say (so)' (#3) from b into main\n", (Some(3), Some("Say (so)"), Some("b"), Some("main"))),
            (
                "Merge branch 'x' into 'main'\n\nTitle\n\nSee merge request group/sub/project!12\n",
                (Some(12), Some("Title"), Some("x"), Some("main")),
            ),
            (
                "Merge branch 'x' into 'main'\n\nSee merge request group/project!12",
                (Some(12), Some("Merge branch 'x' into 'main'"), Some("x"), Some("main")),
            ),
            ("Merge branch 'develop'\n", (None, Some("Merge branch 'develop'"), Some("develop"), None)),
            (
                "Merge branch 'main' of https://u:tok@github.com/o/r\n",
                (None, Some("Merge branch 'main' of https://github.com/o/r"), Some("main"), None),
            ),
            (
                "Merge remote-tracking branch 'origin/main' into dev",
                (None, Some("Merge remote-tracking branch 'origin/main' into dev"), Some("origin/main"), Some("dev")),
            ),
            ("Merged in feature/x (pull request #31)\n\nDo x\n", (Some(31), Some("Do x"), Some("feature/x"), None)),
            ("Auto merge of #1157 - ada:fix, r=bob\n\nFix it\n", (Some(1157), Some("Fix it"), Some("fix"), None)),
            ("Merge #8 #9\n\n8: One r=a a=b\n", (Some(8), Some("8: One r=a a=b"), None, None)),
            ("Release 3 (#44)\n", (Some(44), Some("Release 3"), None, None)),
            ("Merge pull request #x from y", (None, Some("Merge pull request #x from y"), None, None)),
        ] {
            check(message, true, expected);
        }
    }

    #[test]
    fn squash_titles_give_their_number() {
        for (message, expected) in [
            ("Add rates (#123)\n\n* one\n* two\n", (Some(123), Some("Add rates"), None, None)),
            ("Revert \"Add rates (#123)\" (#124)", (Some(124), Some("Revert \"Add rates (#123)\""), None, None)),
            ("Add rates (!9)", (Some(9), Some("Add rates"), None, None)),
            ("Add rates\n\nSee merge request lumen/pay!77\n", (Some(77), Some("Add rates"), None, None)),
            ("Merged PR 55: Add rates", (Some(55), Some("Add rates"), None, None)),
            ("Add rates (#12a)", (None, Some("Add rates (#12a)"), None, None)),
            ("Fix #12", (None, Some("Fix #12"), None, None)),
            ("(#12)", (None, Some("(#12)"), None, None)),
            ("Add (#0)", (None, Some("Add"), None, None)),
            ("Add (#99999999999999999999)", (None, Some("Add (#99999999999999999999)"), None, None)),
            ("", (None, None, None, None)),
        ] {
            check(message, false, expected);
        }
    }
}
