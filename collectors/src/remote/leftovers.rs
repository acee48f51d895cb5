//! What a fetch that was ended leaves in a mirror: locks, which every later fetch would run into, and halves of packs.

use std::path::Path;
use std::time::Duration;

/// Removes what nobody touched for so long.
pub fn remove(mirror: &Path, untouched: Duration) {
    let entries = walkdir::WalkDir::new(mirror).into_iter().filter_map(Result::ok).filter(|entry| entry.file_type().is_file());
    for entry in entries {
        let name = entry.file_name().to_string_lossy();
        let is_left = name.ends_with(".lock") || (name.starts_with("tmp_") && entry.path().starts_with(mirror.join("objects")));
        let age = || entry.metadata().ok()?.modified().ok()?.elapsed().ok();
        if is_left && age().is_none_or(|age| age >= untouched) {
            // What stays is run into by git, which says so.
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locks_and_halves_of_packs_go_once_they_are_old_and_nothing_else_does() {
        let mirror = tempfile::tempdir().expect("because the machine has a temporary folder");
        let files =
            ["HEAD", "config.lock", "refs/heads/main.lock", "refs/tags/tmp_1", "objects/pack/tmp_pack_x", "objects/pack/pack-1.pack"];
        for file in files {
            let path = mirror.path().join(file);
            std::fs::create_dir_all(path.parent().expect("because it has one")).expect("because the folder is ours");
            std::fs::write(path, "").expect("because the folder is ours");
        }
        let there = || files.into_iter().filter(|file| mirror.path().join(file).exists()).collect::<Vec<_>>();
        remove(mirror.path(), Duration::from_mins(5));
        assert_eq!(there(), files);
        remove(mirror.path(), Duration::ZERO);
        assert_eq!(there(), ["HEAD", "refs/tags/tmp_1", "objects/pack/pack-1.pack"]);
    }
}
