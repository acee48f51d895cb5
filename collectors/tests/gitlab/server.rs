//! The server: sockets, credentials, ETags, limits, faults, and git over HTTP.

use super::world::World;
use super::{answers, git_http};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Method, Response, Uri};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

/// The credential that the server takes; nothing that a run leaves behind may hold it.
pub const TOKEN: &str = "glpat-planted0Token1That2Must3Not4";

/// Which answers go wrong.
#[derive(Debug, Clone, Copy, Default)]
pub struct Faults {
    /// Of a hundred answers so many go wrong.
    pub percent: u64,
    /// Another number, other faults.
    pub seed: u64,
    /// After so many requests the limit of a minute is reached, once.
    pub limit: Option<u64>,
}

/// A running server.
pub struct Server {
    pub address: String,
    inner: Arc<Inner>,
}

struct Inner {
    address: String,
    world: Mutex<World>,
    faults: Mutex<Faults>,
    counts: [AtomicU64; 3],
    git: Mutex<Option<PathBuf>>,
    log: Mutex<Vec<String>>,
}

impl Server {
    /// A server that holds that world.
    pub fn start(world: World) -> Self {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let inner = Arc::new(Inner {
            address: address.clone(),
            world: Mutex::new(world),
            faults: Mutex::default(),
            counts: Default::default(),
            git: Mutex::default(),
            log: Mutex::default(),
        });
        let state = Arc::clone(&inner);
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
            runtime.block_on(async move {
                let router = Router::new().fallback(handle).with_state(state);
                axum::serve(tokio::net::TcpListener::from_std(listener).unwrap(), router).await.unwrap();
            });
        });
        Self { address, inner }
    }

    /// Changes the world.
    pub fn change(&self, change: impl FnOnce(&mut World)) {
        change(&mut self.inner.world.lock().unwrap());
    }

    /// Lets answers go wrong.
    pub fn fault(&self, faults: Faults) {
        *self.inner.faults.lock().unwrap() = faults;
    }

    /// Serves the repositories of this folder over git's protocol.
    pub fn serve_git(&self, folder: PathBuf) {
        *self.inner.git.lock().unwrap() = Some(folder);
    }

    /// The paths and queries that were asked since the last time.
    pub fn take_log(&self) -> Vec<String> {
        std::mem::take(&mut self.inner.log.lock().unwrap())
    }

    /// Requests since the last time, those of them that were answered “not modified”, and those that went wrong.
    pub fn take_counts(&self) -> (u64, u64, u64) {
        let [requests, unchanged, faulty] = self.inner.counts.each_ref().map(|counter| counter.swap(0, Ordering::SeqCst));
        (requests, unchanged, faulty)
    }
}

async fn handle(State(inner): State<Arc<Inner>>, method: Method, uri: Uri, headers: HeaderMap, body: Bytes) -> Response<Body> {
    let Some(path) = uri.path().strip_prefix("/api/v4") else {
        let folder = inner.git.lock().unwrap().clone();
        let Some(folder) = folder else { return plain(404, "") };
        assert!(uri.path().contains(".git/"), "GitLab redirects addresses without .git");
        return git_http::answer(&folder, &[format!("oauth2:{TOKEN}")], (&method, &uri), &headers, &body);
    };
    let number = inner.counts[0].fetch_add(1, Ordering::SeqCst);
    inner.log.lock().unwrap().push(uri.to_string());
    let is_known = headers.get("private-token").is_some_and(|value| value == TOKEN)
        || headers.get("authorization").is_some_and(|value| value == &format!("Bearer {TOKEN}"));
    if !is_known {
        return plain(401, r#"{"message":"401 Unauthorized"}"#);
    }
    assert_eq!(method, Method::GET);
    if let Some(fault) = fault(&inner, number).await {
        return fault;
    }
    let query: BTreeMap<String, String> = url::form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes()).into_owned().collect();
    let answer = answers::answer(&inner.world.lock().unwrap(), path, &query);
    let text = answer.body.to_string();
    let etag = format!("W/\"{}\"", &blake3::hash(text.as_bytes()).to_hex()[..16]);
    let mut response = Response::builder().header("etag", &etag).header("content-type", "application/json");
    response = response.header("ratelimit-limit", "2000").header("ratelimit-remaining", "1900");
    if answer.status == 200 && headers.get("if-none-match").is_some_and(|known| known == etag.as_str()) {
        inner.counts[1].fetch_add(1, Ordering::SeqCst);
        return response.status(304).body(Body::empty()).unwrap();
    }
    if let (301, Some(to)) = (answer.status, answer.body.as_str()) {
        return response.status(301).header("location", format!("{}/api/v4{to}", inner.address)).body(Body::empty()).unwrap();
    }
    if let Some(next) = answer.next {
        let query: String = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(next).finish();
        let first = format!("<{}/api/v4{path}?per_page=100>; rel=\"first\"", inner.address);
        response = response.header("link", format!("<{}/api/v4{path}?{query}>; rel=\"next\", {first}", inner.address));
    }
    response.status(answer.status).body(Body::from(text)).unwrap()
}

/// An answer that goes wrong, if this one is to.
async fn fault(inner: &Inner, number: u64) -> Option<Response<Body>> {
    let faults = {
        let mut faults = inner.faults.lock().unwrap();
        if faults.limit.is_some_and(|limit| number >= limit) {
            faults.limit = None;
            inner.counts[2].fetch_add(1, Ordering::SeqCst);
            let now = std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap().as_secs();
            let response = Response::builder().status(429).header("ratelimit-limit", "2000").header("ratelimit-remaining", "0");
            return Some(response.header("ratelimit-reset", (now + 600).to_string()).body(Body::from("Retry later\n")).unwrap());
        }
        *faults
    };
    let hash = blake3::hash(&[faults.seed.to_le_bytes(), number.to_le_bytes()].concat());
    if u64::from(hash.as_bytes()[0]) * 100 / 256 >= faults.percent {
        return None;
    }
    inner.counts[2].fetch_add(1, Ordering::SeqCst);
    Some(match hash.as_bytes()[1] % 7 {
        0 => plain(502, "GitLab is not responding"),
        1 => Response::builder().status(429).header("retry-after", "1").body(Body::from("Retry later\n")).unwrap(),
        // Promised more than came.
        2 => Response::builder()
            .status(200)
            .header("etag", "\"half\"")
            .header("content-length", "4096")
            .body(broken(r#"[{"id": 1, "#))
            .unwrap(),
        3 => {
            tokio::time::sleep(std::time::Duration::from_millis(1_300)).await;
            plain(504, "")
        }
        // The connection ends before the first byte.
        4 => Response::builder().status(200).body(broken("")).unwrap(),
        // Whole, and no JSON.
        5 => plain(200, r#"[{"id": 1"#),
        _ => plain(500, r#"{"message":"500 Internal Server Error"}"#),
    })
}

/// A body that ends with an error after so much.
fn broken(text: &'static str) -> Body {
    let first: Result<Bytes, std::io::Error> = Ok(Bytes::from_static(text.as_bytes()));
    let then = Err(std::io::Error::other("the connection was reset"));
    Body::from_stream(futures::stream::iter([first, then]))
}

fn plain(status: u16, body: &str) -> Response<Body> {
    Response::builder().status(status).header("content-type", "application/json").body(Body::from(body.to_owned())).unwrap()
}
