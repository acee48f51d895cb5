//! The program as companies run it: behind a proxy that asks for a password, with an authority of their own, as an app
//! whose tokens end while it reads.

#[allow(dead_code, reason = "another test uses the rest")]
#[path = "servers/gate.rs"]
mod gate;
#[allow(dead_code, reason = "other tests use the rest")]
#[path = "servers/github.rs"]
mod github;

use gate::{AUTHORITY, Gate, NAME, PASSWORD};
use github::app::{App, Life};
use github::server::{Server, TOKEN};
use github::world::World;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// The instant of every run.
const NOW: &str = "2026-11-20T06:40:00Z";

/// The key of the app; nothing that a run leaves behind may hold a line of it.
const APP_KEY: &str = include_str!("servers/keys/app.key");

/// A folder with a configuration.
struct Place(tempfile::TempDir);

impl Place {
    fn new(source: &str) -> Self {
        let place = Self(tempfile::tempdir().expect("because the machine has a temporary folder"));
        let text = format!(
            "[organisation]\nname = \"Lumen\"\n[site]\nvisibility = \"internal\"\n[[source]]\nid = \"host\"\nkind = \"github\"\norganisations = [\"lumen\"]\ncache = \"cache\"\nraw = \"raw\"\nrequest_seconds = 10\n{source}"
        );
        std::fs::write(place.path("metrics-config.toml"), text).expect("because the folder is ours");
        std::fs::write(place.path("company-ca.pem"), AUTHORITY).expect("because the folder is ours");
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Runs it in an environment that holds these variables and what a program needs, and nothing else.
    fn run(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Output {
        self.command(arguments, variables).output().expect("because cargo built it")
    }

    fn command(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_milepost"));
        command.args(arguments).current_dir(self.0.path()).env_clear().env("HOME", self.0.path()).env("CI", "true");
        command.env("PATH", "/usr/local/bin:/usr/bin:/bin").envs(variables.iter().copied());
        command.stderr(Stdio::piped()).stdout(Stdio::piped());
        command
    }

    fn good(&self, arguments: &[&str], variables: &[(&str, &str)]) -> String {
        let output = self.run(arguments, variables);
        let said = told(&output);
        assert!(output.status.success(), "milepost {arguments:?} said: {said}");
        said
    }

    /// The lines of the store's records of these kinds.
    fn records(&self) -> Vec<String> {
        self.good(&["export", "--format", "ndjson", "--to", "exported"], &[]);
        let mut lines = Vec::new();
        for file in files(&self.path("exported")) {
            let text = std::fs::read_to_string(&file).expect("because it is text");
            lines.extend(text.lines().filter(|line| !line.contains("\"kind\":\"coverage\"")).map(str::to_owned));
        }
        lines.sort();
        lines
    }
}

fn variables<'v>(owned: &'v [(&'v str, String)]) -> Vec<(&'v str, &'v str)> {
    owned.iter().map(|(name, value)| (*name, value.as_str())).collect()
}

fn told(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = walkdir::WalkDir::new(folder).into_iter().map(|entry| entry.expect("because the folder is ours"));
    entries.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path).collect()
}

/// Nothing below the folder, compressed or not, and nothing that was said holds any of these.
fn holds_none(folder: &Path, said: &str, secrets: &[&str]) {
    use std::io::Read;
    assert!(!secrets.iter().any(|secret| said.contains(secret)), "it is told: {said}");
    let mut looked_at = 0;
    for path in files(folder) {
        let bytes = std::fs::read(&path).expect("because it is ours");
        let mut unpacked = Vec::new();
        let _ = flate2::read::GzDecoder::new(&bytes[..]).read_to_end(&mut unpacked);
        for content in [&bytes, &unpacked] {
            let found = secrets.iter().find(|secret| content.windows(secret.len()).any(|part| part == secret.as_bytes()));
            assert!(found.is_none(), "{} holds {found:?}", path.display());
        }
        looked_at += 1;
    }
    assert!(looked_at > 50, "{looked_at} files were looked at");
}

/// A bare repository with a few files, where the server's git finds it.
fn repository(root: &Path, name: &str) {
    let (bare, work) = (root.join(name), root.join("work"));
    let git = |folder: &Path, arguments: &[&str]| {
        let identity = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com", "-c", "commit.gpgSign=false"];
        let date = "@1780000000 +0000";
        let mut command = Command::new("git");
        command.args(identity).args(arguments).current_dir(folder).env("GIT_AUTHOR_DATE", date).env("GIT_COMMITTER_DATE", date);
        let output = command.output().expect("because git is on the PATH");
        assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    };
    for folder in [&bare, &work] {
        std::fs::create_dir_all(folder).expect("because the folder is ours");
    }
    git(&bare, &["init", "-q", "--bare", "-b", "main"]);
    git(&work, &["init", "-q", "-b", "main"]);
    std::fs::write(work.join("README.md"), "# Behind the gate\n").expect("because the folder is ours");
    git(&work, &["add", "-A"]);
    git(&work, &["commit", "-qm", "First"]);
    git(&work, &["push", "-q", &bare.display().to_string(), "main"]);
}

/// An organisation of a few repositories, the first of which git can fetch.
fn organisation(root: &Path) -> Server {
    let mut world = World::small();
    world.repos.truncate(6);
    for repo in world.repos.iter().filter(|repo| repo.branch.is_some()) {
        let _ = std::fs::remove_dir_all(root.join("work"));
        repository(root, &repo.name);
    }
    let server = Server::start(world);
    server.serve_git(root.to_owned());
    server
}

/// What an app that reads by a token of its own, directly and without TLS, finds.
fn plainly(server: &Server) -> Vec<String> {
    let source = format!("host = \"{NAME}\"\napi = \"{0}/api/v3\"\nweb = \"{0}\"\nmirrors = false\n", server.address);
    let place = Place::new(&source);
    place.good(&["collect", "--now", NOW], &[("GITHUB_TOKEN", TOKEN)]);
    place.records()
}

#[test]
fn an_app_reads_through_a_proxy_and_its_tokens_are_renewed_while_it_does() {
    let root = tempfile::tempdir().expect("because the machine has a temporary folder");
    let server = organisation(root.path());
    let expected = plainly(&server);
    let gate = Gate::before(&server.address);
    server.is_known_as(&format!("https://{NAME}"));
    // The first token ends by its own date within the run, the second is refused in the middle, and one is not to be had
    // at the first try.
    let lives = vec![Life::Seconds(90), Life::Requests(9), Life::Requests(7)];
    server.install(App { id: 12, installation: 34, lives, fails_at: Some(2), ..App::default() });
    let place = Place::new(&format!("host = \"{NAME}\"\nca_file = \"company-ca.pem\"\napp_id = 12\n"));
    let proxy = gate.proxy();
    // A variable holds one line in many a CI.
    let key = APP_KEY.trim().replace('\n', "\\n");
    // What the machine says of authorities does not go before ca_file.
    let environment =
        [("HTTPS_PROXY", proxy.as_str()), ("GITHUB_APP_PRIVATE_KEY", key.as_str()), ("GIT_SSL_CAINFO", "/etc/no-such-authorities.pem")];
    let mut said = place.good(&["collect", "--now", NOW], &environment);
    assert!(!said.contains("not up to date"), "{said}");
    let issued = server.issued();
    assert!(issued.len() >= 4, "{issued:?}");

    // Everything that leads somewhere led to the one place, by the proxy.
    let asked = gate.take_asked();
    assert!(!asked.is_empty() && asked.iter().all(|target| *target == format!("{NAME}:443")), "{asked:?}");
    let found = place.records();
    let missing: Vec<&String> = expected.iter().filter(|line| !found.contains(line)).take(3).collect();
    assert_eq!(missing, Vec::<&String>::new());
    assert!(found.iter().any(|line| line.contains("\"kind\":\"file\"") && line.contains("README.md")), "git went through as well");

    said.push_str(&place.good(&["build", "--as-of", NOW], &environment));
    said.push_str(&place.good(&["collect", "--now", "2026-11-20T07:40:00Z"], &environment));
    let mut secrets: Vec<&str> = issued.iter().map(String::as_str).collect();
    secrets.extend(APP_KEY.lines().filter(|line| line.len() > 40));
    secrets.push(PASSWORD);
    holds_none(place.0.path(), &said, &secrets);
}

#[test]
fn an_app_on_the_account_of_a_person_is_found_there() {
    let root = tempfile::tempdir().expect("because the machine has a temporary folder");
    let server = organisation(root.path());
    let expected = plainly(&server);
    server.install(App { id: 12, installation: 34, is_persons: true, ..App::default() });
    let place =
        Place::new(&format!("host = \"{NAME}\"\napi = \"{0}/api/v3\"\nweb = \"{0}\"\nmirrors = false\napp_id = 12\n", server.address));
    place.good(&["collect", "--now", NOW], &[("GITHUB_APP_PRIVATE_KEY", &APP_KEY.trim().replace('\n', "\\n"))]);
    assert_eq!((place.records(), server.issued().len()), (expected, 1));
}

#[test]
fn what_no_proxy_names_is_reached_without_it() {
    let root = tempfile::tempdir().expect("because the machine has a temporary folder");
    let server = organisation(root.path());
    let gate = Gate::before(&server.address);
    let address = format!("https://localhost:{}", gate.tls.port());
    server.is_known_as(&address);
    let source = format!("host = \"{NAME}\"\napi = \"{address}/api/v3\"\nweb = \"{address}\"\nca_file = \"company-ca.pem\"\n");
    let place = Place::new(&source);
    let proxy = gate.proxy();
    let by =
        |no_proxy: &'static str| [("https_proxy", proxy.clone()), ("NO_PROXY", no_proxy.to_owned()), ("GITHUB_TOKEN", TOKEN.to_owned())];
    place.good(&["collect", "--now", NOW], &variables(&by("example.com,localhost")));
    assert_eq!(gate.take_asked(), Vec::<String>::new());
    assert!(place.records().iter().any(|line| line.contains("\"kind\":\"file\"")), "git went without it as well");
    // Where it is not named, the proxy is asked, though it leads to no such place.
    let mut child = place.command(&["collect", "--now", NOW], &variables(&by("example.com"))).spawn().expect("because cargo built it");
    let asked = (0..2_000).find_map(|_| {
        std::thread::sleep(std::time::Duration::from_millis(5));
        Some(gate.take_asked()).filter(|asked| !asked.is_empty())
    });
    child.kill().expect("it is ours");
    child.wait().expect("it ends");
    assert_eq!(asked.unwrap_or_default().first(), Some(&format!("localhost:{}", gate.tls.port())));
}

#[test]
fn a_certificate_of_an_authority_that_nobody_named_is_refused_and_gets_no_token() {
    let root = tempfile::tempdir().expect("because the machine has a temporary folder");
    let server = organisation(root.path());
    let gate = Gate::before(&server.address);
    let place = Place::new(&format!("host = \"{NAME}\"\n"));
    let proxy = gate.proxy();
    let output = place.run(&["collect", "--now", NOW], &[("HTTPS_PROXY", &proxy), ("GITHUB_TOKEN", TOKEN)]);
    let said = told(&output);
    assert!(said.contains("certificate") && said.contains("ca_file") && said.contains("“lumen” was not read"), "{said}");
    assert_eq!(server.take_counts().0, 0, "nothing was asked of a server that nobody knows");
    assert!(!said.contains(TOKEN) && !said.contains(PASSWORD), "{said}");
}
