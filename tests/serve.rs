//! The preview, asked over real HTTP.

use milepost::serve::{self, Preview, Rebuild};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::sync::mpsc;
use std::thread;

fn site() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("because the machine has a temporary folder");
    let page = |name: &str| {
        format!(
            "<!doctype html><html><head><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'\"></head><body>{name}</body></html>"
        )
    };
    std::fs::create_dir(folder.path().join("teams")).expect("because the folder is ours");
    for (path, name) in [("index.html", "home"), ("teams/index.html", "teams"), ("404.html", "nothing here")] {
        std::fs::write(folder.path().join(path), page(name)).expect("because the folder is ours");
    }
    std::fs::write(folder.path().join("a.css"), "body{}").expect("because the folder is ours");
    folder
}

fn start(root: &Path, rebuild: Option<Rebuild>) -> SocketAddr {
    let (tell, told) = mpsc::channel();
    let preview = Preview { root: root.to_owned(), port: 0, rebuild };
    thread::spawn(move || serve::run(preview, |address| tell.send(address).expect("because the test waits")));
    told.recv().expect("because the preview starts")
}

fn ask(address: SocketAddr, path: &str, host: &str) -> (u16, String, String) {
    let mut stream = TcpStream::connect(address).expect("because the preview listens");
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").expect("because the preview reads");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("because the preview answers in UTF-8");
    let (head, body) = answer.split_once("\r\n\r\n").expect("because HTTP separates head and body");
    let status = head.split(' ').nth(1).and_then(|word| word.parse().ok()).expect("because HTTP has a status");
    (status, head.to_lowercase(), body.to_owned())
}

#[test]
fn the_preview_answers_as_a_static_host_would() {
    let folder = site();
    let address = start(folder.path(), None);
    for (path, status, part) in [
        ("/", 200, "home"),
        ("/teams/", 200, "teams"),
        ("/nobody/", 404, "nothing here"),
        ("/../Cargo.toml", 404, "nothing here"),
        ("/a.css", 200, "body{}"),
    ] {
        let (got, _, body) = ask(address, path, "localhost");
        assert_eq!(got, status, "{path}");
        assert!(body.contains(part), "{path}: {body}");
    }
    let (status, head, _) = ask(address, "/teams", "localhost");
    assert_eq!(status, 308);
    assert!(head.contains("location: /teams/"), "{head}");
    let (_, head, body) = ask(address, "/", "localhost");
    assert!(head.contains("cache-control: no-store") && head.contains("content-type: text/html"), "{head}");
    assert!(!body.contains("_milepost"), "a preview that does not watch changes no page");
}

#[test]
fn other_names_for_this_machine_are_refused() {
    let folder = site();
    let address = start(folder.path(), None);
    assert_eq!(ask(address, "/", "portal.example.com").0, 403);
    assert_eq!(ask(address, "/", "127.0.0.1:4000").0, 200);
}

#[test]
fn a_change_of_an_input_builds_again_and_tells_open_pages() {
    let folder = site();
    let input = tempfile::tempdir().expect("because the machine has a temporary folder");
    let rebuild = Rebuild { paths: vec![input.path().to_owned()], folders: Vec::new(), build: Box::new(|| true) };
    let address = start(folder.path(), Some(rebuild));
    assert!(ask(address, "/", "localhost").2.contains("/_milepost/reload.js"));

    let mut stream = TcpStream::connect(address).expect("because the preview listens");
    write!(stream, "GET /_milepost/events HTTP/1.1\r\nHost: localhost\r\n\r\n").expect("because the preview reads");
    let mut lines = BufReader::new(stream).lines().map_while(Result::ok);
    assert!(lines.by_ref().any(|line| line.is_empty()), "the events' head has arrived, so the page listens");
    std::fs::write(input.path().join("metrics-config.toml"), "changed").expect("because the folder is ours");
    assert!(lines.any(|line| line == "event: built"));
}

#[test]
fn a_folder_without_a_portal_says_how_to_make_one() {
    let folder = tempfile::tempdir().expect("because the machine has a temporary folder");
    let error =
        serve::run(Preview { root: folder.path().to_owned(), port: 0, rebuild: None }, |_| {}).expect_err("because the folder is empty");
    assert!(error.to_string().contains("milepost build --out"), "{error}");
}
