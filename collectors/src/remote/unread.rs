//! Whether a source gave nothing because it could not be read at all, which is more than some of it missing.

use super::Fault;
use super::state::RepositoryState;

/// Why nothing was found of what the settings name; none where something was, or where there was nothing to find.
pub fn of_sweep(unread: &[(String, Fault)], found: usize) -> Option<String> {
    let (name, fault) = unread.first().filter(|_| found == 0)?;
    Some(format!("“{name}”: {fault}"))
}

/// Why not one list of any repository was read; none where one was, or where there is no repository.
pub fn by_all<'s>(states: impl Iterator<Item = &'s RepositoryState>) -> Option<String> {
    let mut why = None;
    for state in states {
        for list in state.lists.values() {
            why = Some((&state.name, list.reason.as_ref()?));
        }
    }
    why.map(|(name, reason)| format!("every repository, as {name}: {reason}"))
}

#[cfg(test)]
mod tests {
    use super::super::stretch::Stretch;
    use super::*;

    #[test]
    fn a_source_of_which_anything_was_read_was_read() {
        let refused = vec![("lumen".to_owned(), Fault::Unauthorised("Bad credentials".to_owned()))];
        assert_eq!(of_sweep(&refused, 0).as_deref(), Some("“lumen”: 401: the token was not accepted: Bad credentials"));
        assert_eq!((of_sweep(&refused, 1), of_sweep(&[], 0)), (None, None));

        let state = |reasons: &[Option<&str>]| {
            let list = |reason: Option<&str>| Stretch { reason: reason.map(str::to_owned), ..Stretch::default() };
            let lists = reasons.iter().zip(0..).map(|(reason, at): (_, u32)| (at.to_string(), list(*reason))).collect();
            let mut state = RepositoryState::default();
            (state.name, state.lists) = ("lumen/notes".to_owned(), lists);
            state
        };
        let told = |states: &[RepositoryState]| by_all(states.iter());
        assert_eq!(told(&[]), None);
        assert_eq!(told(&[state(&[])]), None, "a repository without lists was read");
        let all = told(&[state(&[Some("403"), Some("403")]), state(&[Some("403")])]);
        assert_eq!(all.as_deref(), Some("every repository, as lumen/notes: 403"));
        assert_eq!(told(&[state(&[Some("403"), None]), state(&[Some("403")])]), None);
    }
}
