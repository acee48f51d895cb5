//! A local preview of a built portal, which reloads itself when the portal is built again.
//!
//! The server answers on the loopback address only, and only to names of this machine, so that no
//! page of another site can read an internal portal through it.

mod files;
mod reload;
mod watch;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::net::TcpListener;

pub use watch::Rebuild;

/// What to show, and where.
#[derive(Debug)]
pub struct Preview {
    /// The folder of the built portal.
    pub root: PathBuf,
    /// The port; 0 takes a free one.
    pub port: u16,
    /// Watches the inputs and builds again when they change.
    pub rebuild: Option<Rebuild>,
}

/// Why a preview could not be shown.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// There is no portal there.
    #[error("there is no portal in {0}: it has no index.html. Build one first: milepost build --out {0}, or milepost demo")]
    NoPortal(PathBuf),
    /// The port is taken.
    #[error("port {0} cannot be used: {1}. Choose another with --port, or --port 0 for any free one")]
    Port(u16, std::io::Error),
    /// The server broke.
    #[error("the preview stopped: {0}")]
    Broke(#[from] std::io::Error),
    /// The inputs cannot be watched.
    #[error("the inputs cannot be watched: {0}. Without --watch the preview works")]
    Watch(#[from] notify::Error),
}

/// What every answer needs.
pub(crate) struct Shown {
    root: PathBuf,
    reload: Option<reload::Reload>,
}

/// Shows the portal until the process is told to stop; `ready` is called with the address.
pub fn run(preview: Preview, ready: impl FnOnce(SocketAddr)) -> Result<(), ServeError> {
    if !preview.root.join("index.html").is_file() {
        return Err(ServeError::NoPortal(preview.root));
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(async {
        let listener =
            TcpListener::bind((Ipv4Addr::LOCALHOST, preview.port)).await.map_err(|error| ServeError::Port(preview.port, error))?;
        let address = listener.local_addr()?;
        let reload = preview.rebuild.as_ref().map(|_| reload::Reload::new());
        let _watcher = match (preview.rebuild, &reload) {
            (Some(rebuild), Some(reload)) => Some(watch::start(rebuild, reload.clone())?),
            _ => None,
        };
        let app = router(&preview.root, reload);
        ready(address);
        // Open pages hold their event stream for ever, so waiting for them would never end.
        tokio::select! {
            served = async { axum::serve(listener, app).await } => Ok(served?),
            _ = tokio::signal::ctrl_c() => Ok(()),
        }
    })
}

fn router(root: &Path, reload: Option<reload::Reload>) -> Router {
    let shown = Arc::new(Shown { root: root.to_owned(), reload });
    Router::new()
        .route(reload::SCRIPT_PATH, get(reload::script))
        .route(reload::EVENTS_PATH, get(reload::events))
        .fallback(get(files::answer))
        .layer(middleware::from_fn_with_state(Arc::clone(&shown), only_this_machine))
        .with_state(shown)
}

/// Refuses requests that reached the loopback address under somebody else's name (DNS rebinding).
async fn only_this_machine(State(_): State<Arc<Shown>>, request: Request, next: Next) -> Response {
    let host = request.headers().get(header::HOST).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, port)| if port.bytes().all(|b| b.is_ascii_digit()) { name } else { host });
    if !matches!(name, "localhost" | "127.0.0.1" | "[::1]") {
        return (StatusCode::FORBIDDEN, "This preview answers on localhost only.\n").into_response();
    }
    let mut response = next.run(request).await;
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response.headers_mut().insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}
