//! How connections are made: directly or through a proxy, trusting the machine's authorities and one's own.

use super::fault::RemoteError;
use super::secret::Secret;
use http::Uri;
use hyper_rustls::HttpsConnectorBuilder;
use hyper_util::client::legacy::connect::proxy::Tunnel;
use hyper_util::client::legacy::connect::{Connect, HttpConnector};
use hyper_util::client::proxy::matcher::Matcher;
use octocrab::OctoBody;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// A connection that is not made by then is not made.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(20);

/// How the network is reached.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Network {
    /// The proxy's address, as `https_proxy` has it; it may hold a password.
    pub proxy: Option<Secret>,
    /// Hosts that are reached without it, as `no_proxy` lists them.
    pub no_proxy: String,
    /// A file of certificates of authorities that are trusted besides the machine's.
    pub ca_file: Option<PathBuf>,
}

/// Sends requests over connections to one place.
pub type Sender = hyper_util::client::legacy::Client<hyper_rustls::HttpsConnector<Dial>, OctoBody>;

/// Makes connections.
pub type Dial = tower::util::BoxCloneSyncService<Uri, Connection, Box<dyn std::error::Error + Send + Sync>>;

/// A connection that was made.
pub type Connection = hyper_util::rt::TokioIo<tokio::net::TcpStream>;

impl Network {
    /// A sender for requests to this address.
    pub fn sender(&self, to: &Uri) -> Result<Sender, RemoteError> {
        let mut direct = HttpConnector::new();
        direct.enforce_http(false);
        direct.set_connect_timeout(Some(CONNECT_TIMEOUT));
        direct.set_nodelay(true);
        let dial = match self.proxy_for(to)? {
            None => boxed(direct),
            Some((proxy, auth)) => {
                let tunnel = Tunnel::new(proxy, direct);
                boxed(match auth {
                    Some(auth) => tunnel.with_auth(auth),
                    None => tunnel,
                })
            }
        };
        let https = HttpsConnectorBuilder::new().with_tls_config(self.tls()?).https_or_http().enable_http1().wrap_connector(dial);
        Ok(hyper_util::client::legacy::Client::builder(hyper_util::rt::TokioExecutor::new()).build(https))
    }

    fn proxy_for(&self, to: &Uri) -> Result<Option<(Uri, Option<http::HeaderValue>)>, RemoteError> {
        let Some(proxy) = self.proxy.as_ref().filter(|proxy| !proxy.is_empty()) else { return Ok(None) };
        let matcher = Matcher::builder().all(proxy.reveal().to_owned()).no(self.no_proxy.clone()).build();
        let is_left_out =
            Matcher::builder().all("http://proxy.invalid".to_owned()).no(self.no_proxy.clone()).build().intercept(to).is_none();
        match matcher.intercept(to) {
            Some(found) => Ok(Some((found.uri().clone(), found.basic_auth().cloned()))),
            None if is_left_out => Ok(None),
            None => Err(RemoteError::settings("the proxy's address cannot be read", "write it as http://proxy.example.com:3128")),
        }
    }

    fn tls(&self) -> Result<ClientConfig, RemoteError> {
        let mut roots = RootCertStore::empty();
        // A machine may hold certificates that cannot be read; the others count.
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        if let Some(path) = &self.ca_file {
            let unreadable = |why: String| {
                RemoteError::settings(
                    format!("ca_file {} cannot be read: {why}", path.display()),
                    "name a file of certificates in PEM form",
                )
            };
            let pem = std::fs::read(path).map_err(|error| unreadable(error.to_string()))?;
            let mut found = 0;
            for certificate in CertificateDer::pem_slice_iter(&pem) {
                let certificate = certificate.map_err(|error| unreadable(error.to_string()))?;
                roots.add(certificate).map_err(|error| unreadable(error.to_string()))?;
                found += 1;
            }
            if found == 0 {
                return Err(unreadable("it holds no certificate".to_owned()));
            }
        }
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("because ring speaks the versions that rustls has by default");
        Ok(config.with_root_certificates(roots).with_no_client_auth())
    }
}

fn boxed<C>(connector: C) -> Dial
where
    C: tower::Service<Uri, Response = Connection> + Clone + Send + Sync + 'static,
    C::Future: Send + 'static,
    C::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    use tower::ServiceExt;
    Dial::new(connector.map_err(Into::into))
}

/// Only there to say what a sender needs of a connector.
#[allow(dead_code, reason = "the compiler checks it")]
fn is_connector(dial: Dial) -> impl Connect + Clone {
    dial
}
