//! The files of one's own that the configuration names: a theme, a sign, pages. They are read before anything else is done.

use super::failure::Failure;
use crate::config::Config;
use crate::config::theme::Theme;
use crate::docs::books;
use bytes::Bytes;
use std::collections::BTreeMap;
use std::path::Path;
use walkdir::WalkDir;

/// A sign of more bytes is a photograph.
const LARGEST_LOGO: usize = 256 << 10;
/// A roadmap of more is a book.
const LARGEST_ROADMAP: usize = 64 << 10;
/// How many files a folder of pages may hold, how large one of them may be, and all together.
const MOST_FILES: usize = 2_000;
const LARGEST_FILE: u64 = 4 << 20;
const LARGEST_FOLDER: u64 = 64 << 20;

/// The configuration with what these files hold.
pub(super) fn read(mut config: Config) -> Result<Config, Failure> {
    let site = &mut config.site;
    if let Some(path) = &site.theme {
        let text = String::from_utf8(own(path, "read the theme")?);
        let text = text.map_err(|_| Failure::new(format!("the theme {} is no text in UTF-8", path.display())))?;
        site.own.theme_style = Some(Theme::load(&text, path).map_err(Failure::Configuration)?.css());
    }
    site.own.logo = site.logo.as_deref().map(logo).transpose()?;
    site.own.logo_dark = site.logo_dark.as_deref().map(logo).transpose()?;
    if let Some(folder) = &site.pages {
        site.own.pages = pages(folder)?;
    }
    if let Some(path) = &config.platform.roadmap {
        config.platform.roadmap_text = Some(roadmap(path)?);
    }
    Ok(config)
}

/// The content of a file. A link to a file beside it is a way to change files, and one that leads elsewhere is none of ours.
fn own(path: &Path, doing: &str) -> Result<Vec<u8>, Failure> {
    let failed = |error| Failure::file(doing, path, &error);
    if std::fs::symlink_metadata(path).map_err(failed)?.is_symlink() {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let folder = folder.canonicalize().map_err(failed)?;
        if !path.canonicalize().map_err(failed)?.starts_with(folder) {
            return Err(Failure::with_help(
                format!("cannot {doing} {}: it is a symbolic link that leads out of its folder", path.display()),
                "put the file itself there",
            ));
        }
    }
    std::fs::read(path).map_err(failed)
}

/// A sign that pages can show.
fn logo(path: &Path) -> Result<Vec<u8>, Failure> {
    let bytes = own(path, "read the logo")?;
    if bytes.len() > LARGEST_LOGO {
        return Err(Failure::with_help(
            format!("the logo {} has {} KB, and every page would load it", path.display(), bytes.len() >> 10),
            "make it smaller: at most 256 KB; a drawing (SVG) seldom has ten",
        ));
    }
    let bytes = Bytes::from(bytes);
    if books::image(&path.to_string_lossy(), &bytes).is_none() {
        return Err(Failure::with_help(
            format!("the logo {} is neither a drawing (SVG) that is whole nor an image (PNG, JPEG, WebP, GIF)", path.display()),
            "what a file is called does not matter; what it holds does. A drawing may name no entities of its own",
        ));
    }
    Ok(bytes.to_vec())
}

/// What comes next, in Markdown.
fn roadmap(path: &Path) -> Result<String, Failure> {
    let text = String::from_utf8(own(path, "read the roadmap")?);
    let text = text.map_err(|_| Failure::new(format!("the roadmap {} is no text in UTF-8", path.display())))?;
    if text.len() > LARGEST_ROADMAP {
        return Err(Failure::with_help(
            format!("the roadmap {} has {} KB, and stands whole on one page", path.display(), text.len() >> 10),
            "keep what comes next in it, at most 64 KB, and link to the rest",
        ));
    }
    Ok(text)
}

/// Every file below a folder, by its path there. What begins with a dot is passed over.
fn pages(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>, Failure> {
    if !folder.is_dir() {
        return Err(Failure::with_help(
            format!("there is no folder {}", folder.display()),
            "make it, or take pages out of [site]; its path starts from the configuration's own folder",
        ));
    }
    let mut found = BTreeMap::new();
    let mut left = LARGEST_FOLDER;
    let is_shown = |entry: &walkdir::DirEntry| entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.');
    for entry in WalkDir::new(folder).sort_by_file_name().into_iter().filter_entry(is_shown) {
        let entry = entry.map_err(|error| Failure::file("read the portal's pages in", folder, &error.into()))?;
        let path = entry.path();
        if entry.path_is_symlink() && entry.depth() > 0 {
            return Err(Failure::with_help(
                format!("{} is a symbolic link, and the portal's pages are read from files of their own", path.display()),
                "put the file itself into the folder",
            ));
        }
        if !entry.file_type().is_file() {
            continue;
        }
        let size = entry.metadata().map_or(0, |metadata| metadata.len());
        if size > LARGEST_FILE || size > left || found.len() == MOST_FILES {
            return Err(Failure::with_help(
                format!("{} is too large for the portal's pages, or one file too many", path.display()),
                "a folder of pages holds at most 2,000 files, each of at most 4 MB, together of at most 64 MB",
            ));
        }
        left -= size;
        let relative = path.strip_prefix(folder).unwrap_or(path);
        let name = relative.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
        found.insert(name, std::fs::read(path).map_err(|error| Failure::file("read", path, &error))?);
    }
    Ok(found)
}
