//! `milepost mcp`.

use super::args::Mcp;
use super::failure::Failure;
use super::settings;
use super::{Context, Ended};
use crate::mcp::{self, Built};
use std::path::PathBuf;

pub(super) fn run(options: &Mcp, context: &Context<'_>) -> Result<Ended, Failure> {
    let folder = match &options.site {
        Some(folder) => folder.clone(),
        None => settings::found(context)?.map_or_else(|| PathBuf::from("site"), |config| config.site.out),
    };
    mcp::serve(Built::open(&folder)?)?;
    Ok(Ended::Done)
}
