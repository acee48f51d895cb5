//! A way to a server on this machine as if it stood elsewhere: a proxy that asks for a password, and behind it TLS with
//! a certificate of an authority that no machine trusts by itself.
//!
//! The keys below `keys/` protect nothing: they were made for these tests, and hold for a hundred years.

use base64::Engine;
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::net::{SocketAddr, TcpListener as Bound};
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

/// The name that the certificate bears, and that no other way than the proxy leads to.
pub const NAME: &str = "git.lumen.test";
/// The public host, which the server can stand for behind the proxy.
pub const PUBLIC: &str = "github.com";
/// The authority, as a file for `ca_file`.
pub const AUTHORITY: &str = include_str!("keys/authority.pem");
/// What the proxy asks for; nothing that a run leaves behind may hold it.
pub const PASSWORD: &str = "planted0Proxy1Password2Here3";

/// The proxy and the TLS behind it.
pub struct Gate {
    /// Where TLS is spoken, for whoever goes there without the proxy.
    pub tls: SocketAddr,
    proxy: SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Gate {
    /// A way to the server at that address, `http://127.0.0.1:…`.
    pub fn before(server: &str) -> Self {
        let behind: SocketAddr = server.trim_start_matches("http://").parse().expect("because it is a server on this machine");
        let bind = || {
            let bound = Bound::bind("127.0.0.1:0").expect("because this machine has ports");
            bound.set_nonblocking(true).expect("because it is ours");
            let address = bound.local_addr().expect("because it is bound");
            (bound, address)
        };
        let ((tls_listener, tls), (proxy_listener, proxy)) = (bind(), bind());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let known = Arc::clone(&asked);
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("there is room");
            runtime.block_on(async move {
                let tls_listener = TcpListener::from_std(tls_listener).expect("because it is ours");
                let proxy_listener = TcpListener::from_std(proxy_listener).expect("because it is ours");
                tokio::join!(speak_tls(tls_listener, behind), lead(proxy_listener, tls, known));
            });
        });
        Self { tls, proxy, asked }
    }

    /// The proxy's address with its password, as `HTTPS_PROXY` has it.
    pub fn proxy(&self) -> String {
        format!("http://porter:{PASSWORD}@{}", self.proxy)
    }

    /// Where the proxy was asked to lead, each time, since the last look.
    pub fn take_asked(&self) -> Vec<String> {
        std::mem::take(&mut self.asked.lock().expect("because no holder panics"))
    }
}

fn acceptor() -> TlsAcceptor {
    let chain: Vec<CertificateDer<'static>> =
        CertificateDer::pem_slice_iter(include_bytes!("keys/server.pem")).map(|one| one.expect("it is a certificate")).collect();
    let key = PrivateKeyDer::from_pem_slice(include_bytes!("keys/server.key")).expect("it is a key");
    let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("because ring speaks them")
        .with_no_client_auth()
        .with_single_cert(chain, key);
    TlsAcceptor::from(Arc::new(config.expect("the key is the certificate's")))
}

async fn speak_tls(listener: TcpListener, behind: SocketAddr) {
    let acceptor = acceptor();
    while let Ok((stream, _)) = listener.accept().await {
        let acceptor = acceptor.clone();
        tokio::spawn(async move {
            // Whoever does not trust the authority ends it here.
            let Ok(mut inside) = acceptor.accept(stream).await else { return };
            let Ok(mut server) = TcpStream::connect(behind).await else { return };
            let _ = copy_bidirectional(&mut inside, &mut server).await;
        });
    }
}

async fn lead(listener: TcpListener, tls: SocketAddr, asked: Arc<Mutex<Vec<String>>>) {
    while let Ok((stream, _)) = listener.accept().await {
        tokio::spawn(lead_one(stream, tls, Arc::clone(&asked)));
    }
}

/// Leads one connection to where it asks for, if that is the one place that this proxy knows.
async fn lead_one(mut stream: TcpStream, tls: SocketAddr, asked: Arc<Mutex<Vec<String>>>) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read_u8().await {
            Ok(byte) if head.len() < 8_192 => head.push(byte),
            _ => return,
        }
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let expected = base64::engine::general_purpose::STANDARD.encode(format!("porter:{PASSWORD}"));
    let is_known = head
        .lines()
        .filter_map(|line| line.split_once(':'))
        .any(|(name, value)| name.eq_ignore_ascii_case("proxy-authorization") && value.trim() == format!("Basic {expected}"));
    if !is_known {
        let refused =
            "HTTP/1.1 407 Who are you\r\nProxy-Authenticate: Basic realm=\"gate\"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        let _ = stream.write_all(refused.as_bytes()).await;
        return;
    }
    let target = head.strip_prefix("CONNECT ").and_then(|rest| rest.split(' ').next()).unwrap_or("no tunnel").to_owned();
    let leads = [NAME, PUBLIC].iter().any(|name| target == format!("{name}:443"));
    asked.lock().expect("because no holder panics").push(target);
    if !leads {
        let _ = stream.write_all(b"HTTP/1.1 502 No way\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").await;
        return;
    }
    let Ok(mut there) = TcpStream::connect(tls).await else { return };
    if stream.write_all(b"HTTP/1.1 200 Go\r\n\r\n").await.is_ok() {
        let _ = copy_bidirectional(&mut stream, &mut there).await;
    }
}
