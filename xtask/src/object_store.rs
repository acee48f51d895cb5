//! Servers that speak S3 and Azure's Blob Storage on this machine, for the tests of stores and portals in buckets.
//!
//! A third one, for Google's, is part of the tests themselves.

use crate::debian::Tools;
use crate::packages;
use crate::step::Context;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// The server for S3, pinned: a Python package that keeps buckets in memory.
const S3: &str = "moto[server]==5.2.5";
/// The server for Azure, pinned: an npm package that does the same when it is told to.
const AZURE: &str = "azurite@3.37.0";
/// The account that the tests sign for, with its key: its name in base64.
const ACCOUNT: &str = "milepost:bWlsZXBvc3Q=";

/// A server that runs until this is dropped.
#[derive(Debug)]
pub struct Server {
    child: Child,
    /// The variable in which the tests look for it.
    pub variable: &'static str,
    /// Where it answers.
    pub address: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Installs the servers into folders below `target/`, and starts each on a free port of the loopback address.
pub fn start(context: &Context, tools: &Tools) -> Result<Vec<Server>, Vec<String>> {
    let s3 = packages::installed(context, &[S3], "object-store", "bin/moto_server", |folder| {
        packages::pip(context, &tools.python, folder, &[S3])
    })?;
    let s3 = started("MILEPOST_TEST_S3", |port| {
        let mut command = Command::new(&s3);
        command.args(["-H", "127.0.0.1", "-p", port]);
        command
    })?;
    let script = "node_modules/azurite/dist/src/blob/main.js";
    let azure = packages::installed(context, &[AZURE], "object-store-azure", script, |folder| packages::npm(tools, folder, AZURE))?;
    let azure = started("MILEPOST_TEST_AZURE", |port| {
        let mut command = Command::new(&tools.node);
        command.arg(&azure).args(["--blobHost", "127.0.0.1", "--blobPort", port, "--silent", "--inMemoryPersistence"]);
        // The library may speak a newer version of the interface than the server's last release knows.
        command.arg("--skipApiVersionCheck").env("AZURITE_ACCOUNTS", ACCOUNT);
        command
    })?;
    Ok(vec![s3, azure])
}

/// Starts what the command says on a free port.
fn started(variable: &'static str, command: impl FnOnce(&str) -> Command) -> Result<Server, Vec<String>> {
    // The port is free until somebody takes it; another one is a run of the tests away.
    let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .and_then(|listener| listener.local_addr())
        .map_err(|error| vec![format!("no port is free on this machine: {error}")])?
        .port();
    let address = format!("127.0.0.1:{port}");
    let mut command = command(&port.to_string());
    let program = command.get_program().to_string_lossy().into_owned();
    let child = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| vec![format!("{program} cannot be started: {error}")])?;
    let server = Server { child, variable, address: format!("http://{address}") };
    for _ in 0..600 {
        if TcpStream::connect(&address).is_ok() {
            return Ok(server);
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    Err(vec![format!("{program} did not answer on {address} within a minute")])
}
