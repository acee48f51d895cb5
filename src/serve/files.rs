//! Answers a path of the portal with its file, as a static host would.

use super::{Shown, reload};
use crate::site::content_type;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What a path leads to.
#[derive(Debug, PartialEq, Eq)]
enum Found {
    File(PathBuf),
    /// A folder that was asked for without its slash: relative links need it.
    Folder,
    Nothing,
}

/// Answers one request.
pub(super) async fn answer(State(shown): State<Arc<Shown>>, uri: Uri) -> Response {
    match find(&shown.root, uri.path()) {
        Found::File(path) => send(&shown, &path, StatusCode::OK).await,
        Found::Folder => Redirect::permanent(&format!("{}/", uri.path())).into_response(),
        Found::Nothing => send(&shown, &shown.root.join("404.html"), StatusCode::NOT_FOUND).await,
    }
}

fn find(root: &Path, path: &str) -> Found {
    let Some(relative) = safe(path) else { return Found::Nothing };
    let full = root.join(&relative);
    // A link that leads out of the portal is not followed, whoever made it.
    let inside = full.canonicalize().ok().zip(root.canonicalize().ok()).is_some_and(|(full, root)| full.starts_with(root));
    if !inside {
        return Found::Nothing;
    }
    if full.is_dir() {
        let index = full.join("index.html");
        return match (path.ends_with('/'), index.is_file()) {
            (true, true) => Found::File(index),
            (false, true) => Found::Folder,
            (_, false) => Found::Nothing,
        };
    }
    if full.is_file() { Found::File(full) } else { Found::Nothing }
}

/// The path below the root, or nothing where it could lead elsewhere.
fn safe(path: &str) -> Option<PathBuf> {
    let decoded = percent_decoded(path)?;
    let mut relative = PathBuf::new();
    for part in decoded.split('/').filter(|part| !part.is_empty()) {
        if part == "." || part == ".." || part.contains(['\\', '\0', ':']) {
            return None;
        }
        relative.push(part);
    }
    Some(relative)
}

fn percent_decoded(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let high = char::from(rest.next()?).to_digit(16)?;
            let low = char::from(rest.next()?).to_digit(16)?;
            bytes.push(u8::try_from(high * 16 + low).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

async fn send(shown: &Shown, path: &Path, status: StatusCode) -> Response {
    let Ok(bytes) = tokio::fs::read(path).await else {
        return (StatusCode::NOT_FOUND, "There is no page here.\n").into_response();
    };
    let extension = path.extension().and_then(|e| e.to_str()).unwrap_or_default();
    let content_type = content_type::of(&path.to_string_lossy());
    let body = match (&shown.reload, extension) {
        (Some(_), "html") => Body::from(reload::inject(&String::from_utf8_lossy(&bytes))),
        _ => Body::from(bytes),
    };
    let mut response = Response::new(body);
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_below_the_root() {
        for bad in ["/../etc/passwd", "/a/../../b", "/%2e%2e/x", "/a%00b", "/c:/x", "/%zz", "/..%5cx", "/%ff"] {
            assert_eq!(safe(bad), None, "{bad}");
        }
        assert_eq!(safe("/catalog/a%20b/"), Some(PathBuf::from("catalog/a b")));
    }

    #[test]
    fn folders_answer_with_their_index_and_want_a_slash() {
        let folder = tempfile::tempdir().expect("because the machine has a temporary folder");
        let root = folder.path();
        std::fs::create_dir(root.join("teams")).expect("because the folder is new");
        std::fs::write(root.join("teams/index.html"), "x").expect("because the folder is ours");
        assert_eq!(find(root, "/teams/"), Found::File(root.join("teams/index.html")));
        assert_eq!(find(root, "/teams"), Found::Folder);
        assert_eq!(find(root, "/nobody/"), Found::Nothing);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_out_of_the_portal_is_not_followed() {
        let folder = tempfile::tempdir().expect("because the machine has a temporary folder");
        let outside = tempfile::NamedTempFile::new().expect("because the machine has a temporary folder");
        std::os::unix::fs::symlink(outside.path(), folder.path().join("leak.txt")).expect("because the folder is ours");
        assert_eq!(find(folder.path(), "/leak.txt"), Found::Nothing);
    }
}
