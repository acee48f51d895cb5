//! Requests over octocrab's transport, each with the credential that it needs.
//!
//! octocrab makes the tokens of apps and renews them; what is asked and how answers are read is ours. The
//! credential is set on each request here, after looking where the request goes, since a redirect or a page's
//! link may lead anywhere.

use super::address::Address;
use super::settings::{Credential, GitHubSettings};
use crate::remote::client::{Raw, Unsent};
use crate::remote::{Fault, RemoteError, Secret};
use bytes::Bytes;
use http::header::{AUTHORIZATION, HeaderMap, HeaderValue, USER_AGENT};
use http::{Method, Request, Uri};
use http_body_util::{BodyExt, Limited};
use octocrab::auth::{AppAuth, EncodingKey};
use octocrab::models::{AppId, InstallationId};
use octocrab::service::middleware::extra_headers::ExtraHeadersLayer;
use octocrab::{AuthState, OctoBody, Octocrab, OctocrabBuilder};
use std::sync::Arc;
use tower::util::MapRequestLayer;

/// No answer is larger than this.
const MOST_BYTES: usize = 64 << 20;

const AGENT: &str = concat!("milepost/", env!("CARGO_PKG_VERSION"));

/// How long a token has to hold, of the hour that an app's lives for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Left {
    /// For one request.
    Request,
    /// For many mirrors that are fetched with it.
    Mirrors,
    /// Longer than any: the one that is there is not accepted.
    New,
}

impl Left {
    fn length(self) -> chrono::Duration {
        chrono::Duration::minutes(match self {
            Self::Request => 2,
            Self::Mirrors => 50,
            Self::New => 120,
        })
    }
}

/// Sends requests and brings whole answers.
pub struct Wire {
    crab: Octocrab,
    address: Address,
    credential: Credential,
}

impl Wire {
    /// A wire to that address.
    pub fn new(settings: &GitHubSettings) -> Result<Self, RemoteError> {
        let address = settings.address();
        if settings.credential != Credential::None && !address.is_safe() {
            return Err(RemoteError::settings(
                format!("the token would be sent to {} in the clear", address.rest),
                "use https, or a proxy on this machine",
            ));
        }
        let bad = |_| RemoteError::settings(format!("“{}” is no address of an API", address.rest), "write it as https://HOST/api/v3");
        let base: Uri = address.rest.parse().map_err(bad)?;
        let agent = ExtraHeadersLayer::new(Arc::new(vec![(USER_AGENT, HeaderValue::from_static(AGENT))]));
        let auth = match &settings.credential {
            Credential::App { id, key, .. } => {
                let key = EncodingKey::from_rsa_pem(key.reveal().as_bytes()).map_err(|_| {
                    RemoteError::settings("the app's private key cannot be read", "give the whole PEM file that GitHub made")
                })?;
                AuthState::App(AppAuth { app_id: AppId(*id), key })
            }
            Credential::Token(_) | Credential::None => AuthState::None,
        };
        let sender = settings.network.sender(&base)?;
        let address_of_app = address.rest.clone();
        let Ok(crab) = OctocrabBuilder::new_empty()
            .with_service(sender)
            .with_layer(&MapRequestLayer::new(move |request| below(&address_of_app, request)))
            .with_layer(&agent)
            .with_auth(auth)
            .build();
        Ok(Self { crab, address, credential: settings.credential.clone() })
    }

    /// Where it leads.
    pub fn address(&self) -> &Address {
        &self.address
    }

    /// Becomes the installation of an app on an organisation, where the credential is an app's.
    pub fn installed(&mut self, installation: u64) -> Result<(), RemoteError> {
        self.crab = self
            .crab
            .installation(InstallationId(installation))
            .map_err(|error| RemoteError::settings(format!("the app cannot act as its installation: {error}"), "check app_id"))?;
        if let Credential::App { installation: known, .. } = &mut self.credential {
            *known = Some(installation);
        }
        Ok(())
    }

    /// The token that requests bear now; an app's is made anew before it ends.
    pub async fn token(&self, left: Left) -> Result<Option<Secret>, Unsent> {
        match &self.credential {
            Credential::None => Ok(None),
            Credential::Token(token) => Ok(Some(token.clone())),
            Credential::App { installation: None, .. } => {
                Err(Unsent::Fault(Fault::Unauthorised("the app's installation is not known".to_owned())))
            }
            Credential::App { .. } => {
                use octocrab::secrecy::ExposeSecret;
                let token = self.crab.installation_token_with_buffer(left.length()).await.map_err(|error| refusal(&error))?;
                Ok(Some(Secret::new(token.expose_secret())))
            }
        }
    }

    /// Sends a request and waits for its whole answer.
    pub async fn send(
        &self,
        method: Method,
        url: &str,
        mut headers: HeaderMap,
        body: Option<Bytes>,
        token: Option<&Secret>,
    ) -> Result<Raw, Unsent> {
        let uri: Uri = url.parse().map_err(|_| Unsent::Again("the address cannot be read".to_owned()))?;
        if let Some(token) = token.filter(|_| self.address.owns(url)) {
            let mut value = HeaderValue::from_str(&format!("Bearer {}", token.reveal()))
                .map_err(|_| Unsent::Again("the token cannot stand in a header".to_owned()))?;
            value.set_sensitive(true);
            headers.insert(AUTHORIZATION, value);
        }
        let mut request = Request::builder().method(method).uri(uri);
        if let Some(known) = request.headers_mut() {
            known.extend(headers);
        }
        let request = request.body(body.map_or_else(OctoBody::empty, OctoBody::from)).map_err(|error| Unsent::of(&error))?;
        let answer = self.crab.send(request).await.map_err(|error| Unsent::of(&error))?;
        let (parts, body) = answer.into_parts();
        let body = Limited::new(body, MOST_BYTES).collect().await.map_err(|error| Unsent::of(error.as_ref()))?;
        Ok(Raw { status: parts.status.as_u16(), headers: parts.headers, body: body.to_bytes() })
    }

    /// Asks as the app itself, which only questions about its installations are.
    pub async fn as_app(&self, path: &str) -> Result<Raw, Unsent> {
        let request = Request::builder().method(Method::GET).uri(path).header(http::header::ACCEPT, "application/vnd.github+json");
        let request = request.body(OctoBody::empty()).map_err(|error| Unsent::of(&error))?;
        let answer = self.crab.execute(request).await.map_err(|error| Unsent::of(&error))?;
        let (parts, body) = answer.into_parts();
        let body = Limited::new(body, MOST_BYTES).collect().await.map_err(|error| Unsent::of(error.as_ref()))?;
        Ok(Raw { status: parts.status.as_u16(), headers: parts.headers, body: body.to_bytes() })
    }
}

/// A request for a path goes below the API's address; octocrab asks so for the tokens of apps.
///
/// Whole addresses stay what they are: GraphQL is not below the REST address on a server of one's own.
fn below(base: &str, mut request: Request<OctoBody>) -> Request<OctoBody> {
    if request.uri().authority().is_none() {
        let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
        if let Ok(uri) = format!("{base}{path}").parse() {
            *request.uri_mut() = uri;
        }
    }
    request
}

/// Why an app got no token. It is asked for, which may fail once as any question may.
fn refusal(error: &octocrab::Error) -> Unsent {
    match error {
        octocrab::Error::GitHub { source, .. } => match source.status_code.as_u16() {
            401 | 403 | 404 => Unsent::Fault(Fault::Unauthorised(format!("the app got no token for its installation: {}", source.message))),
            _ => Unsent::Again(source.message.clone()),
        },
        other => Unsent::of(other),
    }
}
