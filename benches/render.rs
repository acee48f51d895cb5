//! How long it takes to render a portal of many services, from the made-up one that the tests use.

#[allow(dead_code, reason = "the tests use the rest of it")]
#[path = "../tests/site/fixture/mod.rs"]
mod fixture;

use milepost::site::{self, SiteSettings};

/// As the program has it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    divan::main();
}

/// A first build into an empty folder.
#[divan::bench(args = [100, 1000, 5000], sample_count = 3, sample_size = 1)]
fn first_build(bencher: divan::Bencher<'_, '_>, services: usize) {
    let portal = fixture::generated(services);
    bencher
        .with_inputs(|| tempfile::tempdir().expect("a folder"))
        .bench_refs(|folder| site::render(&portal, &SiteSettings::default(), folder.path()).expect("because the portal can be rendered"));
}

/// A second build over the first: everything is compared, nothing is written.
#[divan::bench(args = [1000], sample_count = 3, sample_size = 1)]
fn unchanged_build(bencher: divan::Bencher<'_, '_>, services: usize) {
    let portal = fixture::generated(services);
    let folder = tempfile::tempdir().expect("a folder");
    site::render(&portal, &SiteSettings::default(), folder.path()).expect("because the portal can be rendered");
    bencher.bench(|| site::render(&portal, &SiteSettings::default(), folder.path()).expect("because the portal can be rendered"));
}
