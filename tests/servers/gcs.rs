//! Google Cloud Storage: a server that speaks the part of its XML API that stores and portals use: whole objects with
//! what they say of themselves, written under a condition, read, removed and listed in pages.

use super::{Bucket, fresh_name};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// Fewer than Google's, so that a store's lists take several.
const PAGE: usize = 25;

/// The server; it ends with the tests.
pub struct Server {
    address: String,
    shelf: Arc<Mutex<Shelf>>,
}

/// Objects by bucket and name.
#[derive(Default)]
struct Shelf {
    objects: BTreeMap<String, Object>,
    /// The last generation that an object was given: each write is the next.
    generation: u64,
    /// Writes whose condition did not hold.
    refused: u64,
}

struct Object {
    generation: u64,
    body: Vec<u8>,
    /// The headers that it was written with and is read with.
    told: Vec<(&'static str, String)>,
}

/// Of the headers of a write, those that stay with the object.
const KEPT: [&str; 2] = ["Content-Type", "Cache-Control"];

struct Request {
    method: String,
    path: String,
    query: BTreeMap<String, String>,
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
}

struct Answer {
    status: &'static str,
    headers: Vec<(&'static str, String)>,
    body: Vec<u8>,
}

impl Server {
    /// Starts it on a free port.
    pub fn start() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port is free");
        let address = format!("http://{}", listener.local_addr().expect("it has an address"));
        let shelf = Arc::new(Mutex::new(Shelf::default()));
        let kept = Arc::clone(&shelf);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shelf = Arc::clone(&kept);
                std::thread::spawn(move || converse(&stream, &shelf));
            }
        });
        Self { address, shelf }
    }

    /// A bucket of its own, which is there once something is in it.
    pub fn bucket(&self, what: &str) -> Bucket {
        // A key without OAuth sends requests unsigned, to whichever server it names.
        let key = format!(
            "{{\"gcs_base_url\":\"{}\",\"disable_oauth\":true,\"client_email\":\"\",\"private_key\":\"\",\"private_key_id\":\"\"}}",
            self.address
        );
        Bucket::new(format!("gs://{}", fresh_name(what)), &[("GOOGLE_SERVICE_ACCOUNT_KEY", &key)])
    }

    /// How many writes were refused, since somebody else had written meanwhile.
    pub fn refused(&self) -> u64 {
        self.shelf.lock().expect("no holder panics").refused
    }
}

/// Answers one request after the other until the connection ends; a request that is not whole does nothing.
fn converse(stream: &TcpStream, shelf: &Mutex<Shelf>) {
    let mut from = BufReader::new(stream);
    while let Some(request) = read(&mut from) {
        let Answer { status, headers, body } = shelf.lock().expect("no holder panics").answer(&request);
        let mut head = format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\n", body.len());
        for (name, value) in headers {
            let _ = write!(head, "{name}: {value}\r\n");
        }
        head.push_str("\r\n");
        let mut whole = head.into_bytes();
        if request.method != "HEAD" {
            whole.extend_from_slice(&body);
        }
        // In one piece: of two, the second waits until the first is acknowledged.
        let mut to = stream;
        if to.write_all(&whole).is_err() {
            return;
        }
    }
}

fn read(from: &mut impl BufRead) -> Option<Request> {
    let mut line = || {
        let mut text = String::new();
        from.read_line(&mut text).ok().filter(|read| *read > 0).map(|_| text.trim_end().to_owned())
    };
    let first = line()?;
    let mut words = first.split(' ');
    let (method, target) = (words.next()?.to_owned(), words.next()?.to_owned());
    let mut headers = BTreeMap::new();
    while let Some((name, value)) = line()?.split_once(": ").map(|(name, value)| (name.to_lowercase(), value.to_owned())) {
        headers.insert(name, value);
    }
    let length = headers.get("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    from.read_exact(&mut body).ok()?;
    let (path, query) = target.split_once('?').unwrap_or((&target, ""));
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let query = pairs.map(|(key, value)| (decoded(key), decoded(value))).collect();
    // A plus is a space in a question, and itself in a path.
    let path = decoded(&path.replace('+', "%2B"));
    Some(Request { method, path: path.trim_start_matches('/').to_owned(), query, headers, body })
}

fn decoded(text: &str) -> String {
    let (mut bytes, mut rest) = (Vec::new(), text.as_bytes());
    while let Some((first, after)) = rest.split_first() {
        let code = after.get(..2).filter(|_| *first == b'%').and_then(|code| u8::from_str_radix(std::str::from_utf8(code).ok()?, 16).ok());
        bytes.push(code.unwrap_or(if *first == b'+' { b' ' } else { *first }));
        rest = if code.is_some() { &after[2..] } else { after };
    }
    String::from_utf8(bytes).expect("stores name objects in UTF-8")
}

impl Shelf {
    fn answer(&mut self, request: &Request) -> Answer {
        let known = self.objects.get(&request.path);
        match request.method.as_str() {
            "GET" if !request.path.contains('/') => self.list(request),
            "GET" | "HEAD" => match known {
                Some(object) => Answer { status: "200 OK", headers: object.headers(), body: object.body.clone() },
                None => Answer { status: "404 Not Found", headers: Vec::new(), body: Vec::new() },
            },
            "PUT" => {
                let wanted = request.headers.get("x-goog-if-generation-match");
                // Generation 0 stands for an object that is not there.
                let generation = known.map_or(0, |object| object.generation).to_string();
                if wanted.is_some_and(|wanted| *wanted != generation) {
                    self.refused += 1;
                    return Answer { status: "412 Precondition Failed", headers: Vec::new(), body: Vec::new() };
                }
                self.generation += 1;
                let told = KEPT.into_iter().filter_map(|name| Some((name, request.headers.get(&name.to_lowercase())?.clone())));
                let object = Object { generation: self.generation, body: request.body.clone(), told: told.collect() };
                let headers = object.headers();
                self.objects.insert(request.path.clone(), object);
                Answer { status: "200 OK", headers, body: Vec::new() }
            }
            "DELETE" => {
                let status = if self.objects.remove(&request.path).is_some() { "204 No Content" } else { "404 Not Found" };
                Answer { status, headers: Vec::new(), body: Vec::new() }
            }
            _ => Answer { status: "405 Method Not Allowed", headers: Vec::new(), body: Vec::new() },
        }
    }

    /// A page of names, with the folders in place of what lies below them where a delimiter is given.
    fn list(&self, request: &Request) -> Answer {
        let asked = |key: &str| request.query.get(key).map(String::as_str).unwrap_or_default();
        let bucket = format!("{}/", request.path);
        let (prefix, delimiter, after) = (asked("prefix"), asked("delimiter"), asked("continuation-token"));
        let mut entries: BTreeMap<String, Option<(u64, usize)>> = BTreeMap::new();
        for (path, object) in &self.objects {
            let Some(name) = path.strip_prefix(&bucket).filter(|name| name.starts_with(prefix)) else { continue };
            let folder = name[prefix.len()..].find('/').filter(|_| delimiter == "/").map(|end| &name[..=prefix.len() + end]);
            match folder {
                Some(folder) => entries.insert(folder.to_owned(), None),
                None => entries.insert(name.to_owned(), Some((object.generation, object.body.len()))),
            };
        }
        let left: Vec<_> = entries.iter().filter(|(name, _)| name.as_str() > after).collect();
        let mut xml = String::from("<?xml version='1.0' encoding='UTF-8'?><ListBucketResult>");
        for (name, object) in left.iter().take(PAGE) {
            let _ = match object {
                Some((generation, size)) => write!(
                    xml,
                    "<Contents><Key>{name}</Key><Size>{size}</Size><ETag>\"{generation}\"</ETag><LastModified>2020-01-01T00:00:00.000Z</LastModified></Contents>"
                ),
                None => write!(xml, "<CommonPrefixes><Prefix>{name}</Prefix></CommonPrefixes>"),
            };
        }
        if let Some((last, _)) = left.get(PAGE - 1).filter(|_| left.len() > PAGE) {
            let _ = write!(xml, "<NextContinuationToken>{last}</NextContinuationToken>");
        }
        xml.push_str("</ListBucketResult>");
        Answer { status: "200 OK", headers: vec![("Content-Type", "application/xml".into())], body: xml.into_bytes() }
    }
}

impl Object {
    fn headers(&self) -> Vec<(&'static str, String)> {
        let marks = [
            ("ETag", format!("\"{}\"", self.generation)),
            ("x-goog-generation", self.generation.to_string()),
            ("Last-Modified", "Wed, 01 Jan 2020 00:00:00 GMT".to_owned()),
        ];
        marks.into_iter().chain(self.told.iter().cloned()).collect()
    }
}
