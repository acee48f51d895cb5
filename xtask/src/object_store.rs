//! A server that speaks S3 on this machine, for the tests of stores in buckets.

use crate::debian;
use crate::program::Program;
use crate::step::Context;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// The server, pinned: a Python package that keeps buckets in memory.
const PACKAGE: &str = "moto[server]==5.2.5";

/// A server that runs until this is dropped.
#[derive(Debug)]
pub struct Server {
    child: Child,
    /// Where it answers.
    pub address: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Installs the server into a folder below `target/`, and starts it on a free port of the loopback address.
pub fn start(context: &Context, python: &Path) -> Result<Server, Vec<String>> {
    let program = installed(context, python)?;
    // The port is free until somebody takes it; another one is a run of the tests away.
    let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .and_then(|listener| listener.local_addr())
        .map_err(|error| vec![format!("no port is free on this machine: {error}")])?
        .port();
    let address = format!("127.0.0.1:{port}");
    let child = Command::new(&program)
        .args(["-H", "127.0.0.1", "-p", &port.to_string()])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| vec![format!("{} cannot be started: {error}", program.display())])?;
    let server = Server { child, address: format!("http://{address}") };
    for _ in 0..600 {
        if TcpStream::connect(&address).is_ok() {
            return Ok(server);
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    Err(vec![format!("{} did not answer on {address} within a minute", program.display())])
}

fn installed(context: &Context, python: &Path) -> Result<PathBuf, Vec<String>> {
    let folder = context.workshop().join("object-store");
    let program = folder.join("bin/moto_server");
    let stamp = folder.join("package");
    if program.is_file() && std::fs::read_to_string(&stamp).is_ok_and(|package| package == PACKAGE) {
        return Ok(program);
    }
    if context.offline {
        return Err(vec![format!("{} is missing, and --offline forbids to install it", program.display())]);
    }
    let _ = std::fs::remove_dir_all(&folder);
    let venv = Program::new(&python.to_string_lossy()).args(&["-m", "venv"]).arg(&folder);
    if !venv.run().is_success {
        // Debian keeps this part of Python in a package of its own.
        debian::add(context, "python3-venv")?;
        done(&venv)?;
    }
    let pip = folder.join("bin/pip").to_string_lossy().into_owned();
    done(&Program::new(&pip).args(&["install", "--quiet", "--disable-pip-version-check", PACKAGE]))?;
    std::fs::write(&stamp, PACKAGE).map_err(|error| vec![format!("{} cannot be written: {error}", stamp.display())])?;
    Ok(program)
}

fn done(step: &Program) -> Result<(), Vec<String>> {
    let ended = step.run();
    if ended.is_success {
        return Ok(());
    }
    let mut complaints = vec![format!("the server for the tests of stores in buckets ({PACKAGE}) cannot be installed.")];
    complaints.extend(ended.tail);
    Err(complaints)
}
