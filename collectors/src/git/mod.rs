//! Local git repositories: clones, bare mirrors and worktrees below a folder.
