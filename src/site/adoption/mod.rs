//! How pages show golden paths: states, shares, versions, movers, and whom to help next.

pub mod forecast;
pub mod hatches;
pub mod helping;
pub mod moving;
pub mod offer;
pub mod releases;
pub mod share;
pub mod standing;
pub mod steps;
pub mod versions;

use super::links::path_segment;

/// The address of a path's page.
pub fn path_address(id: &str) -> String {
    format!("golden-paths/{}/", path_segment(id))
}

/// The address of the page of one version of a path.
pub fn version_address(id: &str, version: &str) -> String {
    format!("{}{}/", path_address(id), path_segment(version))
}
