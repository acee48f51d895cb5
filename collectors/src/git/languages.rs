//! Which language a file is written in, by its name, as GitHub's bars count them.
//!
//! Programming and markup languages count; prose and data (Markdown, JSON, YAML) do not.

/// Languages by ending, sorted by ending.
#[rustfmt::skip]
const BY_ENDING: &[(&str, &str)] = &[
    ("adb", "Ada"), ("ads", "Ada"), ("asm", "Assembly"), ("astro", "Astro"), ("awk", "Awk"), ("bash", "Shell"), ("bat", "Batchfile"),
    ("bicep", "Bicep"), ("bzl", "Starlark"), ("c", "C"), ("c++", "C++"), ("cc", "C++"), ("cjs", "JavaScript"), ("cl", "Common Lisp"),
    ("clj", "Clojure"), ("cljc", "Clojure"), ("cljs", "Clojure"), ("cmake", "CMake"), ("cmd", "Batchfile"), ("coffee", "CoffeeScript"),
    ("cpp", "C++"), ("cr", "Crystal"), ("cs", "C#"), ("cshtml", "HTML"), ("css", "CSS"), ("cts", "TypeScript"), ("cu", "Cuda"),
    ("cue", "CUE"), ("cxx", "C++"), ("d", "D"), ("dart", "Dart"), ("dhall", "Dhall"), ("dockerfile", "Dockerfile"), ("elm", "Elm"),
    ("erb", "HTML"), ("erl", "Erlang"), ("ex", "Elixir"), ("exs", "Elixir"), ("f90", "Fortran"), ("f95", "Fortran"), ("fish", "Shell"),
    ("fs", "F#"), ("fsx", "F#"), ("gleam", "Gleam"), ("glsl", "GLSL"), ("go", "Go"), ("gradle", "Gradle"), ("graphql", "GraphQL"),
    ("groovy", "Groovy"), ("h", "C"), ("h++", "C++"), ("haml", "Haml"), ("hbs", "Handlebars"), ("hcl", "HCL"), ("heex", "HTML"),
    ("hh", "C++"), ("hpp", "C++"), ("hrl", "Erlang"), ("hs", "Haskell"), ("htm", "HTML"), ("html", "HTML"), ("hxx", "C++"),
    ("ipynb", "Jupyter Notebook"), ("java", "Java"), ("jl", "Julia"), ("js", "JavaScript"), ("jsonnet", "Jsonnet"), ("jsp", "Java"),
    ("jsx", "JavaScript"), ("just", "Just"), ("kt", "Kotlin"), ("kts", "Kotlin"), ("less", "Less"), ("libsonnet", "Jsonnet"),
    ("liquid", "Liquid"), ("lisp", "Common Lisp"), ("lua", "Lua"), ("m", "Objective-C"), ("mjs", "JavaScript"), ("mk", "Makefile"),
    ("ml", "OCaml"), ("mli", "OCaml"), ("mm", "Objective-C++"), ("mojo", "Mojo"), ("mts", "TypeScript"), ("mustache", "Mustache"),
    ("nim", "Nim"), ("nix", "Nix"), ("nu", "Nushell"), ("odin", "Odin"), ("pas", "Pascal"), ("php", "PHP"), ("pl", "Perl"),
    ("plsql", "PLSQL"), ("pm", "Perl"), ("proto", "Protocol Buffer"), ("ps1", "PowerShell"), ("psm1", "PowerShell"), ("purs", "PureScript"),
    ("py", "Python"), ("pyi", "Python"), ("pyx", "Cython"), ("r", "R"), ("rake", "Ruby"), ("rb", "Ruby"), ("re", "Reason"),
    ("rego", "Open Policy Agent"), ("rkt", "Racket"), ("robot", "RobotFramework"), ("rs", "Rust"), ("s", "Assembly"), ("sass", "Sass"),
    ("sbt", "Scala"), ("scala", "Scala"), ("scm", "Scheme"), ("scss", "SCSS"), ("sh", "Shell"), ("sol", "Solidity"), ("spec", "RPM Spec"),
    ("star", "Starlark"), ("sv", "SystemVerilog"), ("svelte", "Svelte"), ("swift", "Swift"), ("tcl", "Tcl"), ("tex", "TeX"),
    ("tf", "HCL"), ("tfvars", "HCL"), ("thrift", "Thrift"), ("tpl", "Smarty"), ("ts", "TypeScript"), ("tsx", "TypeScript"), ("twig", "Twig"),
    ("v", "Verilog"), ("vb", "Visual Basic .NET"), ("vhd", "VHDL"), ("vhdl", "VHDL"), ("vim", "Vim Script"), ("vue", "Vue"),
    ("wgsl", "WGSL"), ("xsl", "XSLT"), ("xslt", "XSLT"), ("zig", "Zig"), ("zsh", "Shell"),
];

/// Languages of files that have a name instead of an ending, sorted by name.
#[rustfmt::skip]
const BY_NAME: &[(&str, &str)] = &[
    ("BUILD", "Starlark"), ("BUILD.bazel", "Starlark"), ("Brewfile", "Ruby"), ("CMakeLists.txt", "CMake"), ("Containerfile", "Dockerfile"),
    ("Dangerfile", "Ruby"), ("Dockerfile", "Dockerfile"), ("Earthfile", "Earthly"), ("Fastfile", "Ruby"), ("GNUmakefile", "Makefile"),
    ("Gemfile", "Ruby"), ("Jenkinsfile", "Groovy"), ("Justfile", "Just"), ("Makefile", "Makefile"), ("Podfile", "Ruby"), ("Rakefile", "Ruby"),
    ("Tiltfile", "Starlark"), ("Vagrantfile", "Ruby"), ("WORKSPACE", "Starlark"), ("justfile", "Just"), ("makefile", "Makefile"),
    ("meson.build", "Meson"),
];

/// The language of a file, if it counts.
pub fn language(path: &str) -> Option<&'static str> {
    let name = path.rsplit('/').next().unwrap_or(path);
    if let Ok(found) = BY_NAME.binary_search_by(|(known, _)| (*known).cmp(name)) {
        return Some(BY_NAME[found].1);
    }
    if name.starts_with("Dockerfile.") {
        return Some("Dockerfile");
    }
    let (stem, ending) = name.rsplit_once('.')?;
    if stem.is_empty() || ending.len() > 10 {
        return None;
    }
    let lower = ending.to_ascii_lowercase();
    let found = BY_ENDING.binary_search_by(|(known, _)| (*known).cmp(lower.as_str())).ok()?;
    Some(BY_ENDING[found].1)
}

/// Whether a file was not written by hand or not here, by the rules that GitHub's Linguist goes by.
pub fn is_generated(path: &str) -> bool {
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    let is_foreign = |part: &str| {
        matches!(
            part,
            "vendor"
                | "vendors"
                | "node_modules"
                | "dist"
                | "third_party"
                | "third-party"
                | "Godeps"
                | "bower_components"
                | "Pods"
                | "Carthage"
                | ".yarn"
                | "testdata"
                | "fixtures"
                | "__snapshots__"
                | "site-packages"
        )
    };
    if folders.split('/').any(is_foreign) {
        return true;
    }
    let endings = [
        ".min.js",
        ".min.css",
        ".pb.go",
        ".pb.gw.go",
        "_pb2.py",
        "_pb2_grpc.py",
        "_pb.js",
        "_pb.d.ts",
        ".pb.cc",
        ".pb.h",
        ".g.dart",
        ".freezed.dart",
        ".designer.cs",
        ".generated.ts",
        ".generated.go",
        ".bundle.js",
        "-min.js",
        ".d.ts.map",
        ".js.map",
    ];
    endings.iter().any(|ending| name.ends_with(ending))
        || name.starts_with("zz_generated.")
        || matches!(name, "gradlew" | "gradlew.bat" | "mvnw" | "mvnw.cmd")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_sorted_so_that_they_can_be_searched() {
        assert!(BY_ENDING.is_sorted_by(|a, b| a.0 < b.0));
        assert!(BY_NAME.is_sorted_by(|a, b| a.0 < b.0));
    }

    #[test]
    fn files_are_known_by_name_or_ending() {
        for (path, expected) in [
            ("src/main.rs", Some("Rust")),
            ("a/B.PY", Some("Python")),
            ("Dockerfile", Some("Dockerfile")),
            ("build/Dockerfile.dev", Some("Dockerfile")),
            ("Makefile", Some("Makefile")),
            ("infra/main.tf", Some("HCL")),
            ("web/App.tsx", Some("TypeScript")),
            ("README.md", None),
            ("data.json", None),
            (".rs", None),
            ("LICENSE", None),
        ] {
            assert_eq!(language(path), expected, "{path}");
        }
    }

    #[test]
    fn what_nobody_wrote_here_does_not_count() {
        for (path, expected) in [
            ("vendor/a.go", true),
            ("web/node_modules/x/y.js", true),
            ("static/jquery.min.js", true),
            ("api/pay.pb.go", true),
            ("src/distance.rs", false),
            ("src/vendor.rs", false),
        ] {
            assert_eq!(is_generated(path), expected, "{path}");
        }
    }
}
