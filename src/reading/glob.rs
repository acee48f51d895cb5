//! Globs over paths, as the files of an organisation write them.
//!
//! `*` and `?` stay inside a folder, `**` does not, `{a,b}` is either. Matching takes time in
//! proportion to the lengths of glob and path multiplied, whatever the glob: these globs are written
//! by strangers, and a backtracking matcher would let one of them stop the build.

/// The most alternatives that the braces of one glob may stand for.
const ALTERNATIVES: usize = 64;

/// Whether the glob matches the whole path.
pub fn matches(glob: &str, path: &str) -> bool {
    // Most globs have no braces, and most of those name a file that the path does not.
    if glob.contains('{') { alternatives(glob).iter().any(|glob| one_matches(glob, path)) } else { one_matches(glob, path) }
}

/// Whether a glob without braces matches the whole path.
fn one_matches(glob: &str, path: &str) -> bool {
    let glob = glob.trim_start_matches("./");
    let (last_part, last_name) = (last(glob), last(path));
    if last_part != "**" && !name_matches(last_part, last_name) {
        return false;
    }
    let parts: Vec<&str> = glob.split('/').collect();
    let names: Vec<&str> = path.split('/').collect();
    segments(&parts, &names)
}

fn last(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Whether a glob says something beyond one path.
pub fn is_glob(text: &str) -> bool {
    text.contains(['*', '?', '{'])
}

/// Whether the parts of a glob match the names of a path, `**` standing for any number of names.
fn segments(parts: &[&str], names: &[&str]) -> bool {
    // reach[n]: the parts so far can match exactly the first n names.
    let mut reach = vec![false; names.len() + 1];
    reach[0] = true;
    for (index, part) in parts.iter().enumerate() {
        let mut next = vec![false; names.len() + 1];
        if *part == "**" {
            // At the end `**` means what lies inside, so it takes at least one name.
            let least = usize::from(index + 1 == parts.len() && parts.len() > 1);
            let mut open = false;
            for n in 0..=names.len() {
                next[n] = open || (least == 0 && reach[n]);
                open |= reach[n];
            }
        } else {
            for (n, name) in names.iter().enumerate() {
                next[n + 1] = reach[n] && name_matches(part, name);
            }
        }
        reach = next;
    }
    reach[names.len()]
}

/// Whether a pattern with `*` and `?` matches the whole name.
pub fn name_matches(pattern: &str, name: &str) -> bool {
    if !pattern.contains(['*', '?']) {
        return pattern == name;
    }
    let (pattern, name): (Vec<char>, Vec<char>) = (pattern.chars().collect(), name.chars().collect());
    let (mut p, mut n) = (0, 0);
    // Where the last star stands, and how much of the name it has taken so far.
    let mut star: Option<(usize, usize)> = None;
    while n < name.len() {
        match pattern.get(p) {
            Some('*') => {
                star = Some((p, n));
                p += 1;
            }
            Some(c) if *c == '?' || *c == name[n] => {
                p += 1;
                n += 1;
            }
            _ => {
                let Some((at, taken)) = star else { return false };
                star = Some((at, taken + 1));
                p = at + 1;
                n = taken + 1;
            }
        }
    }
    pattern[p..].iter().all(|c| *c == '*')
}

/// The globs that a glob with braces stands for; a glob with too many is taken as it is written.
fn alternatives(glob: &str) -> Vec<String> {
    let mut done = Vec::new();
    let mut open = vec![glob.to_owned()];
    while let Some(next) = open.pop() {
        let Some((start, end)) = innermost(&next) else {
            done.push(next);
            continue;
        };
        for choice in next[start + 1..end].split(',') {
            open.push(format!("{}{choice}{}", &next[..start], &next[end + 1..]));
        }
        if open.len() + done.len() > ALTERNATIVES {
            return vec![glob.to_owned()];
        }
    }
    done
}

/// The first pair of braces that holds no other pair.
fn innermost(glob: &str) -> Option<(usize, usize)> {
    let end = glob.find('}')?;
    let start = glob[..end].rfind('{')?;
    Some((start, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn globs_match_as_people_expect() {
        for (glob, path, expected) in [
            ("services/a/**", "services/a/src/main.rs", true),
            ("services/a/**", "services/a", false),
            ("services/a/**", "services/ab/x", false),
            ("**", "any/thing", true),
            ("**/milepost.yaml", "milepost.yaml", true),
            ("**/milepost.yaml", "a/b/milepost.yaml", true),
            ("docs/*.md", "docs/a.md", true),
            ("docs/*.md", "docs/a/b.md", false),
            ("./docs/*.md", "docs/a.md", true),
            ("a/**/z", "a/z", true),
            ("a/**/z", "a/b/c/z", true),
            ("*.{yaml,yml}", "x.yml", true),
            ("*.{yaml,yml}", "x.json", false),
            ("libs/carrier-?/x", "libs/carrier-1/x", true),
            ("README.md", "readme.md", false),
            ("{a,b}/{c,d}", "b/c", true),
            ("{a,b", "{a,b", true),
        ] {
            assert_eq!(matches(glob, path), expected, "{glob} on {path}");
        }
    }

    #[test]
    fn a_hostile_glob_takes_no_time() {
        let name = "a".repeat(500);
        assert!(!name_matches(&format!("{}b", "*a".repeat(200)), &name));
        let deep = vec!["**"; 200].join("/") + "/z";
        assert!(!matches(&deep, &vec!["x"; 200].join("/")));
        assert!(!matches(&"{a,b}".repeat(500), "x"));
    }
}
