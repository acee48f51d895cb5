//! Who touches the world outside: clock, environment, disk, other programs, the network.
//!
//! Everything between collecting and publishing is a function of its arguments. That is what makes
//! the same input give the same bytes, and last year's figures computable today.

use crate::scanner::is_word;
use crate::source::Source;

/// A way to reach outside, and the modules that may.
struct Door {
    what: &'static str,
    paths: &'static [&'static str],
    open_to: &'static [&'static str],
}

const DOORS: &[Door] = &[
    Door {
        what: "reads the clock",
        paths: &["Utc::now", "Local::now", "SystemTime::now", "UNIX_EPOCH.elapsed"],
        open_to: &["cli", "main"],
    },
    // A stopwatch tells how long a stage took; it never decides what a page says.
    Door { what: "starts a stopwatch", paths: &["Instant::now"], open_to: &["cli", "main", "pipeline", "report", "serve"] },
    Door {
        what: "reads the environment",
        paths: &["env::var", "env::var_os", "env::vars", "env::vars_os", "env::args", "env::current_dir", "env::home_dir", "env::temp_dir"],
        open_to: &["cli", "main"],
    },
    Door {
        what: "reads or writes files",
        paths: &["std::fs", "fs::read", "fs::write", "File::open", "File::create", "tokio::fs", "OpenOptions::new"],
        open_to: &[
            "cli",
            "collectors",
            "demo",
            "main",
            "publish",
            "serve",
            "store",
            "config/init",
            "mcp/built",
            "site/output",
            "site/templates",
        ],
    },
    // Who answers agents and who reads templates only reads.
    Door {
        what: "writes files",
        paths: &[
            "fs::write",
            "fs::create_dir",
            "fs::create_dir_all",
            "fs::remove_file",
            "fs::remove_dir_all",
            "fs::rename",
            "File::create",
            "OpenOptions::new",
        ],
        open_to: &["cli", "collectors", "demo", "main", "publish", "serve", "store", "config/init", "site/output"],
    },
    Door {
        what: "starts a program",
        paths: &["std::process", "process::Command", "Command::new"],
        open_to: &["cli", "collectors", "demo", "main", "publish"],
    },
    Door {
        what: "opens a connection",
        paths: &["std::net", "tokio::net", "TcpListener::bind", "TcpStream::connect"],
        open_to: &["collectors", "publish", "serve"],
    },
];

/// Places where a module reaches outside that should be told instead.
pub fn violations(sources: &[Source]) -> Vec<String> {
    let mut found = Vec::new();
    for source in sources {
        let Some(module) = source.module() else { continue };
        for door in DOORS.iter().filter(|door| !is_open(door, module, &source.path)) {
            for path in door.paths {
                for (at, _) in source.product_code.match_indices(path) {
                    let before_is_name = source.product_code[..at].ends_with(is_word);
                    let goes_on = source.product_code[at + path.len()..].starts_with(is_word);
                    if !before_is_name && !goes_on {
                        found.push(format!("{}: {module} {} ({path}); only {} may", source.place(at), door.what, door.open_to.join(", ")));
                    }
                }
            }
        }
    }
    found
}

fn is_open(door: &Door, module: &str, path: &str) -> bool {
    door.open_to.iter().any(|open| match open.split_once('/') {
        Some(_) => path == format!("src/{open}.rs") || path.starts_with(&format!("src/{open}/")),
        None => *open == module,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doors_are_open_to_few() {
        let rows = [
            ("src/metrics/a.rs", "let now = Utc::now();", 1),
            ("src/metrics/a.rs", "let now = chrono::Utc::now();", 1),
            ("src/main.rs", "let now = Utc::now();", 0),
            ("src/metrics/a.rs", "let now = std::time::Instant::now();", 1),
            ("src/pipeline.rs", "let clock = Instant::now();", 0),
            ("src/metrics/a.rs", "let now = MyUtc::now(); let x = Utc::now_or_never();", 0),
            ("src/catalog/a.rs", "if std::env::var_os(\"HOME\").is_some() {}", 1),
            ("src/catalog/a.rs", "const V: &str = env!(\"CARGO_PKG_VERSION\");", 0),
            ("src/catalog/a.rs", "#[cfg(test)]\nmod tests { fn a() { std::fs::read(x); } }", 0),
            ("src/site/output.rs", "File::create(x)", 0),
            ("src/site/output/stale.rs", "File::create(x)", 0),
            ("src/site/pages/home.rs", "File::open(x)", 1),
            ("src/site/pages/home.rs", "File::create(x)", 2),
            ("src/mcp/built.rs", "let a = File::open(x);", 0),
            ("src/mcp/built.rs", "fs::rename(a, b)", 1),
            ("src/mcp/tools/read_doc.rs", "File::open(x)", 1),
            ("model/src/window.rs", "// Utc::now\nlet x = \"Utc::now\";", 0),
        ];
        for (path, text, count) in rows {
            assert_eq!(violations(&[Source::new(path, text)]).len(), count, "{path}: {text}");
        }
    }
}
