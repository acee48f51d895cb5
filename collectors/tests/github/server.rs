//! The server: sockets, credentials, ETags, limits, faults, and git over HTTP.

use super::app::App;
use super::world::World;
use super::{answers, git_http, rest};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Method, Response, Uri};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

/// The credential that the server takes; nothing that a run leaves behind may hold it.
pub const TOKEN: &str = "ghp_planted0Token1That2Must3Not4Leak5";

/// Which answers go wrong.
#[derive(Debug, Clone, Copy, Default)]
pub struct Faults {
    /// Of a hundred answers so many go wrong.
    pub percent: u64,
    /// Another number, other faults.
    pub seed: u64,
    /// After so many requests the limit of an hour is reached, once.
    pub limit: Option<u64>,
}

/// A running server.
pub struct Server {
    pub address: String,
    inner: Arc<Inner>,
}

struct Inner {
    /// Where pages of lists say that the next one is.
    address: Mutex<String>,
    app: Mutex<Option<App>>,
    world: Mutex<World>,
    faults: Mutex<Faults>,
    requests: AtomicU64,
    not_modified: AtomicU64,
    faulty: AtomicU64,
    git: Mutex<Option<PathBuf>>,
    git_answers: AtomicU64,
    git_hangs: AtomicU64,
    upstream: Mutex<Option<String>>,
    rest_log: Mutex<Vec<(String, u16, String)>>,
}

impl Server {
    /// A server that holds that world.
    pub fn start(world: World) -> Self {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let inner = Arc::new(Inner {
            address: Mutex::new(address.clone()),
            app: Mutex::default(),
            world: Mutex::new(world),
            faults: Mutex::default(),
            requests: AtomicU64::new(0),
            not_modified: AtomicU64::new(0),
            faulty: AtomicU64::new(0),
            git: Mutex::default(),
            git_answers: AtomicU64::new(u64::MAX),
            git_hangs: AtomicU64::new(0),
            upstream: Mutex::default(),
            rest_log: Mutex::default(),
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

    /// Looks at the world.
    pub fn world<T>(&self, look: impl FnOnce(&World) -> T) -> T {
        look(&self.inner.world.lock().unwrap())
    }

    /// The address that those know who do not come directly.
    pub fn is_known_as(&self, address: &str) {
        address.clone_into(&mut self.inner.address.lock().unwrap());
    }

    /// Takes the tokens of an app from now on, and no other.
    pub fn install(&self, app: App) {
        *self.inner.app.lock().unwrap() = Some(app);
    }

    /// The tokens that the app gave.
    pub fn issued(&self) -> Vec<String> {
        let app = self.inner.app.lock().unwrap();
        app.iter().flat_map(|app| &app.issued).map(|issued| issued.token.clone()).collect()
    }

    /// Lets answers go wrong.
    pub fn fault(&self, faults: Faults) {
        *self.inner.faults.lock().unwrap() = faults;
    }

    /// Serves the repositories of this folder over git's protocol.
    pub fn serve_git(&self, folder: PathBuf) {
        *self.inner.git.lock().unwrap() = Some(folder);
    }

    /// Lets git have so many answers more. Whoever asks then waits for ever, or is refused.
    pub fn git_answers(&self, count: u64, does_hang: bool) {
        self.inner.git_hangs.store(u64::from(does_hang), Ordering::SeqCst);
        self.inner.git_answers.store(count, Ordering::SeqCst);
    }

    /// How many wait for git for ever.
    pub fn hanging(&self) -> u64 {
        self.inner.git_hangs.load(Ordering::SeqCst).saturating_sub(1)
    }

    /// Lets another server on this machine answer what is not GraphQL.
    pub fn answer_rest_from(&self, address: String) {
        *self.inner.upstream.lock().unwrap() = Some(address);
    }

    /// What that server was asked, with the status and the beginning of each answer.
    pub fn take_rest_log(&self) -> Vec<(String, u16, String)> {
        std::mem::take(&mut self.inner.rest_log.lock().unwrap())
    }

    /// Requests since the last time, those of them that were answered “not modified”, and those that went wrong.
    pub fn take_counts(&self) -> (u64, u64, u64) {
        let take = |counter: &AtomicU64| counter.swap(0, Ordering::SeqCst);
        (take(&self.inner.requests), take(&self.inner.not_modified), take(&self.inner.faulty))
    }
}

async fn handle(State(inner): State<Arc<Inner>>, method: Method, uri: Uri, headers: HeaderMap, body: Bytes) -> Response<Body> {
    if !uri.path().starts_with("/api/") {
        let folder = inner.git.lock().unwrap().clone();
        let Some(folder) = folder else { return plain(404, "") };
        let left = inner.git_answers.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
        match inner.git_hangs.load(Ordering::SeqCst) {
            0 if left.is_err() => return plain(500, ""),
            1.. if left.is_err() => {
                inner.git_hangs.fetch_add(1, Ordering::SeqCst);
                std::future::pending::<()>().await;
            }
            _ => {}
        }
        let own = inner.app.lock().unwrap().as_ref().map(App::logins);
        let logins = own.unwrap_or_else(|| vec![format!("x-access-token:{TOKEN}")]);
        return git_http::answer(&folder, &logins, (&method, &uri), &headers, &body);
    }
    let authorization = headers.get("authorization").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let of_app = inner.app.lock().unwrap().as_mut().and_then(|app| app.answer(method.as_str(), uri.path(), authorization));
    if let Some(answer) = of_app {
        return answer;
    }
    let number = inner.requests.fetch_add(1, Ordering::SeqCst);
    let accepted = inner.app.lock().unwrap().as_ref().map(|app| app.accepts(authorization));
    if !accepted.unwrap_or_else(|| authorization == format!("Bearer {TOKEN}")) {
        return plain(401, r#"{"message":"Bad credentials"}"#);
    }
    assert!(headers.contains_key("user-agent"), "GitHub refuses requests without a user agent");
    let is_graphql = uri.path() == "/api/graphql";
    if let Some(fault) = fault(&inner, number, is_graphql).await {
        return fault;
    }
    if is_graphql {
        let asked: Value = serde_json::from_slice(&body).unwrap();
        return match answers::answer(&inner.world.lock().unwrap(), &asked) {
            Ok(answer) => plain(200, &answer.to_string()),
            Err(why) => plain(400, &serde_json::json!({"message": why}).to_string()),
        };
    }
    let Some(path) = uri.path().strip_prefix("/api/v3") else { return plain(404, r#"{"message":"Not Found"}"#) };
    let upstream = inner.upstream.lock().unwrap().clone();
    if let Some(upstream) = upstream {
        let asked = uri.path_and_query().unwrap().as_str().trim_start_matches("/api/v3").to_owned();
        let (status, text) = ask_upstream(&upstream, &asked);
        inner.rest_log.lock().unwrap().push((asked, status, text.chars().take(600).collect()));
        return plain(status, &text);
    }
    let query: BTreeMap<String, String> = url::form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes()).into_owned().collect();
    let answer = rest::answer(&inner.world.lock().unwrap(), path, &query);
    let text = answer.body.to_string();
    let etag = format!("\"{}\"", &blake3::hash(text.as_bytes()).to_hex()[..16]);
    let response =
        Response::builder().header("etag", &etag).header("x-ratelimit-remaining", "4000").header("content-type", "application/json");
    if answer.status == 200 && headers.get("if-none-match").is_some_and(|known| known == etag.as_str()) {
        inner.not_modified.fetch_add(1, Ordering::SeqCst);
        return response.status(304).body(Body::empty()).unwrap();
    }
    let response = match answer.next {
        Some(next) => {
            let mut query = query;
            query.insert("page".into(), next.to_string());
            let query: String = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(query).finish();
            response.header("link", format!("<{}/api/v3{path}?{query}>; rel=\"next\"", inner.address.lock().unwrap()))
        }
        None => response,
    };
    response.status(answer.status).body(Body::from(text)).unwrap()
}

/// An answer that goes wrong, if this one is to.
async fn fault(inner: &Inner, number: u64, is_graphql: bool) -> Option<Response<Body>> {
    let faults = {
        let mut faults = inner.faults.lock().unwrap();
        if faults.limit.is_some_and(|limit| number >= limit) {
            faults.limit = None;
            inner.faulty.fetch_add(1, Ordering::SeqCst);
            let response = Response::builder().status(403).header("x-ratelimit-limit", "5000").header("x-ratelimit-remaining", "0");
            let now = std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap().as_secs();
            let body = r#"{"message":"API rate limit exceeded for user ID 1."}"#;
            return Some(response.header("x-ratelimit-reset", (now + 600).to_string()).body(Body::from(body)).unwrap());
        }
        *faults
    };
    let hash = blake3::hash(&[faults.seed.to_le_bytes(), number.to_le_bytes()].concat());
    if u64::from(hash.as_bytes()[0]) * 100 / 256 >= faults.percent {
        return None;
    }
    inner.faulty.fetch_add(1, Ordering::SeqCst);
    Some(match hash.as_bytes()[1] % 8 {
        0 => plain(502, "<html>Bad Gateway</html>"),
        1 => Response::builder().status(429).header("retry-after", "1").body(Body::from(r#"{"message":"slow down"}"#)).unwrap(),
        2 => plain(403, r#"{"message":"You have exceeded a secondary rate limit. Please wait a few minutes before you try again."}"#),
        // Promised more than came.
        3 => Response::builder()
            .status(200)
            .header("etag", "\"half\"")
            .header("content-length", "4096")
            .body(broken(r#"{"total_count": 1, "workflow_"#))
            .unwrap(),
        4 => {
            tokio::time::sleep(std::time::Duration::from_millis(1_300)).await;
            plain(504, "")
        }
        // The connection ends before the first byte.
        5 => Response::builder().status(200).body(broken("")).unwrap(),
        // Whole, and no JSON.
        6 => plain(200, r#"{"data": {"repository"#),
        _ if is_graphql => plain(200, r#"{"data":null,"errors":[{"type":"RATE_LIMITED","message":"API rate limit exceeded"}]}"#),
        _ => plain(500, "{}"),
    })
}

/// A body that ends with an error after so much.
fn broken(text: &'static str) -> Body {
    let first: Result<Bytes, std::io::Error> = Ok(Bytes::from_static(text.as_bytes()));
    let then = Err(std::io::Error::other("the connection was reset"));
    Body::from_stream(futures::stream::iter([first, then]))
}

pub(super) fn plain(status: u16, body: &str) -> Response<Body> {
    Response::builder().status(status).header("content-type", "application/json").body(Body::from(body.to_owned())).unwrap()
}

/// Asks a server on this machine in the plainest way.
fn ask_upstream(address: &str, path: &str) -> (u16, String) {
    use std::io::{Read, Write};
    let mut stream = std::net::TcpStream::connect(address).unwrap();
    write!(stream, "GET {path} HTTP/1.0\r\nHost: {address}\r\nAccept: application/json\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    (head.split(' ').nth(1).unwrap().parse().unwrap(), body.to_owned())
}
