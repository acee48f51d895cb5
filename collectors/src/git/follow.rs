//! The second round: files that name further files of their repository.

/// A file at the head of a repository, as the first round found it.
#[derive(Debug, Clone, Copy)]
pub struct FoundFile<'a> {
    /// The repository's name.
    pub repository: &'a str,
    /// The file's path inside it.
    pub path: &'a str,
    /// What it holds.
    pub bytes: &'a [u8],
}

/// Knows which further files a file names, such as an API description or a folder of documents.
///
/// The answer must follow from the file alone: a repository is asked again only when it changed.
pub trait Follow: Sync {
    /// Paths or globs inside the same repository, from its root.
    fn further_paths(&self, file: &FoundFile<'_>) -> Vec<String>;

    /// Whether these files, all that are kept at the head of a repository, tell of services that do not
    /// hold all of it, so that only the paths of a commit tell whose it is.
    fn is_divided(&self, files: &[FoundFile<'_>]) -> bool {
        let _ = files;
        false
    }
}

impl<F: Fn(&FoundFile<'_>) -> Vec<String> + Sync> Follow for F {
    fn further_paths(&self, file: &FoundFile<'_>) -> Vec<String> {
        self(file)
    }
}

/// The globs that lead nowhere but into the repository, each once, at most so many; and how many were left out.
pub fn bounded_globs(asked: Vec<String>, limit: usize) -> (Vec<String>, u64) {
    let all = asked.len();
    let mut globs: Vec<_> = asked.into_iter().filter_map(|glob| inside(&glob)).collect();
    let mut left_out = (all - globs.len()) as u64;
    globs.sort();
    globs.dedup();
    left_out += globs.len().saturating_sub(limit) as u64;
    globs.truncate(limit);
    (globs, left_out)
}

fn inside(glob: &str) -> Option<String> {
    let glob = glob.strip_prefix("./").unwrap_or(glob);
    let is_good = !glob.is_empty()
        && glob.len() <= 500
        && !glob.starts_with('/')
        && !glob.contains(['\\', ':'])
        && glob.split('/').all(|part| !matches!(part, "" | "." | ".."))
        && !glob.chars().any(char::is_control);
    is_good.then(|| glob.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_leads_out_of_the_repository_is_left_out() {
        let asked = ["docs/**/*.md", "./api.yaml", "../secret", "/etc/passwd", "a//b", "C:/x", "", "docs/**/*.md", "x\u{0}"];
        let (globs, left_out) = bounded_globs(asked.iter().map(|glob| (*glob).to_owned()).collect(), 10);
        assert_eq!((globs, left_out), (vec!["api.yaml".to_owned(), "docs/**/*.md".to_owned()], 6));
        let many = (0..9).map(|number| format!("f{number}")).collect();
        assert_eq!(bounded_globs(many, 4).1, 5);
    }
}
