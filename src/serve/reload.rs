//! Tells open pages that the portal was built again.

use super::Shown;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures::stream;
use std::convert::Infallible;
use std::sync::Arc;
use tokio::sync::watch;

/// Where the script is.
pub(super) const SCRIPT_PATH: &str = "/_milepost/reload.js";
/// Where it listens.
pub(super) const EVENTS_PATH: &str = "/_milepost/events";

const SCRIPT: &str = "new EventSource('/_milepost/events').addEventListener('built',()=>location.reload());\n";

/// Counts the builds that open pages have not seen.
#[derive(Debug, Clone)]
pub(super) struct Reload {
    builds: Arc<watch::Sender<u64>>,
}

impl Reload {
    pub(super) fn new() -> Self {
        Self { builds: Arc::new(watch::Sender::new(0)) }
    }

    /// The portal was built again.
    pub(super) fn tell(&self) {
        self.builds.send_modify(|count| *count += 1);
    }
}

/// Answers with the script that reloads a page.
pub(super) async fn script() -> Response {
    ([(header::CONTENT_TYPE, "text/javascript; charset=utf-8")], SCRIPT).into_response()
}

/// Answers with one event per build.
pub(super) async fn events(State(shown): State<Arc<Shown>>) -> Response {
    let Some(reload) = &shown.reload else { return StatusCode::NOT_FOUND.into_response() };
    let builds = reload.builds.subscribe();
    let stream = stream::unfold(builds, |mut builds| async move {
        builds.changed().await.ok()?;
        Some((Ok::<_, Infallible>(Event::default().event("built").data("now")), builds))
    });
    Sse::new(stream).keep_alive(KeepAlive::default()).into_response()
}

/// Adds the script to a page. The pages' own policy lets scripts of the site connect to it; one that does not is changed.
pub(super) fn inject(page: &str) -> String {
    let allowed = if page.contains("connect-src") {
        page.to_owned()
    } else {
        page.replacen("default-src 'none'", "default-src 'none'; connect-src 'self'", 1)
    };
    let tag = format!("<script src=\"{SCRIPT_PATH}\" defer></script></head>");
    allowed.replacen("</head>", &tag, 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_is_allowed_by_the_pages_own_policy() {
        let page = "<head><meta content=\"default-src 'none'; script-src 'self'\"></head><body></body>";
        let shown = inject(page);
        assert!(shown.contains("connect-src 'self'"), "{shown}");
        assert!(shown.contains("<script src=\"/_milepost/reload.js\" defer></script></head>"), "{shown}");
    }
}
