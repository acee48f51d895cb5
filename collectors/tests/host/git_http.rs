//! Git's own server over HTTP, with the password that a collector must send in a header.

use axum::body::Body;
use axum::http::{HeaderMap, Method, Response, Uri};
use std::path::Path;

/// Answers as git's own server does, where the request bears one of the logins, `user:password`.
pub fn answer(folder: &Path, logins: &[String], (method, uri): (&Method, &Uri), headers: &HeaderMap, body: &[u8]) -> Response<Body> {
    use base64::Engine;
    use std::io::Write;
    let borne = headers.get("authorization").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let is_known = |login: &String| borne == format!("Basic {}", base64::engine::general_purpose::STANDARD.encode(login));
    if !logins.iter().any(is_known) {
        return Response::builder().status(401).body(Body::empty()).unwrap();
    }
    let mut command = std::process::Command::new("git");
    command
        .arg("http-backend")
        .env("GIT_PROJECT_ROOT", folder)
        .env("GIT_HTTP_EXPORT_ALL", "1")
        .env("PATH_INFO", uri.path())
        .env("REQUEST_METHOD", method.as_str());
    command.env("QUERY_STRING", uri.query().unwrap_or_default()).env("REMOTE_USER", "x").env("CONTENT_LENGTH", body.len().to_string());
    let config = [("uploadpack.allowFilter", "true"), ("uploadpack.allowAnySHA1InWant", "true"), ("safe.directory", "*")];
    command.env("GIT_CONFIG_COUNT", config.len().to_string());
    for (at, (key, value)) in config.iter().enumerate() {
        command.env(format!("GIT_CONFIG_KEY_{at}"), key).env(format!("GIT_CONFIG_VALUE_{at}"), value);
    }
    for (header, variable) in
        [("content-type", "CONTENT_TYPE"), ("content-encoding", "HTTP_CONTENT_ENCODING"), ("git-protocol", "GIT_PROTOCOL")]
    {
        if let Some(value) = headers.get(header) {
            command.env(variable, value.to_str().unwrap());
        }
    }
    let mut child = command
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let sent = body.to_vec();
    let writing = std::thread::spawn(move || input.write_all(&sent));
    let output = child.wait_with_output().unwrap().stdout;
    let _ = writing.join();
    let split = output.windows(4).position(|four| four == b"\r\n\r\n").unwrap_or(0);
    let (head, rest) = (String::from_utf8_lossy(&output[..split]).into_owned(), output[(split + 4).min(output.len())..].to_vec());
    let mut response = Response::builder();
    for line in head.lines() {
        if let Some((name, value)) = line.split_once(": ") {
            if name == "Status" {
                response = response.status(value.split(' ').next().unwrap().parse::<u16>().unwrap());
            } else {
                response = response.header(name, value);
            }
        }
    }
    response.body(Body::from(rest)).unwrap()
}
