//! One request without a body, as making a bucket takes.

use std::fmt::Write as _;
use std::io::{Read, Write};
use std::net::TcpStream;

/// Sends it and gives the whole answer.
pub fn send(server: &str, method: &str, path: &str, headers: &[(&str, &str)]) -> String {
    let host = server.trim_start_matches("http://");
    let mut request = format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\nContent-Length: 0\r\nConnection: close\r\n");
    for (name, value) in headers {
        let _ = write!(request, "{name}: {value}\r\n");
    }
    request.push_str("\r\n");
    let mut stream = TcpStream::connect(host).expect("the server answers");
    stream.write_all(request.as_bytes()).expect("the server reads");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("the server answers");
    answer
}
