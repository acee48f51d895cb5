//! A plain static server below a path: no rewriting, no default but a folder's `index.html`.

use super::fixture::Files;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};

/// Where the portal lies on it.
pub const BASE: &str = "/a/b/portal/";

/// Serves a folder until the test ends.
pub fn serve(root: PathBuf) -> SocketAddr {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port is free");
    let address = listener.local_addr().expect("it is bound");
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let _ = answer(stream, &root);
        }
    });
    address
}

fn answer(mut stream: TcpStream, root: &Path) -> std::io::Result<()> {
    let mut line = String::new();
    let mut reader = BufReader::new(stream.try_clone()?);
    reader.read_line(&mut line)?;
    let mut header = String::new();
    while reader.read_line(&mut header)? > 2 {
        header.clear();
    }
    let path = line.split(' ').nth(1).unwrap_or_default();
    let content = path.strip_prefix(BASE).filter(|path| !path.contains("..")).and_then(|path| {
        let name = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
        std::fs::read(root.join(name)).ok()
    });
    let status = if content.is_some() { "200 OK" } else { "404 Not Found" };
    let content = content.unwrap_or_default();
    write!(stream, "HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", content.len())?;
    stream.write_all(&content)
}

/// The content at a path of the portal, where there is any.
pub fn get(server: SocketAddr, path: &str) -> Option<Vec<u8>> {
    let mut stream = TcpStream::connect(server).expect("the server answers");
    write!(stream, "GET {BASE}{path} HTTP/1.1\r\nHost: localhost\r\n\r\n").expect("the server reads");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("the server answers");
    let end = answer.windows(4).position(|window| window == b"\r\n\r\n").expect("there is a head") + 4;
    answer.starts_with(b"HTTP/1.1 200").then(|| answer[end..].to_vec())
}

/// What a reader gets who follows every link from Home: each page and file once, by its path.
pub fn crawl(server: SocketAddr) -> (Files, Vec<String>) {
    let (mut found, mut missing) = (Files::new(), Vec::new());
    let mut waiting = vec!["index.html".to_owned()];
    while let Some(path) = waiting.pop() {
        let asked = if path == "index.html" {
            ""
        } else {
            path.strip_suffix("/index.html").map_or(path.as_str(), |_| path.trim_end_matches("index.html"))
        };
        let Some(content) = get(server, asked) else {
            missing.push(path);
            continue;
        };
        let page: Files = [(path.clone(), content.clone())].into();
        found.insert(path, content);
        for reference in super::links::references(&page) {
            if !found.contains_key(&reference.to) && !waiting.contains(&reference.to) && !missing.contains(&reference.to) {
                waiting.push(reference.to);
            }
        }
    }
    (found, missing)
}
