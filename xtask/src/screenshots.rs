//! Pictures of every type of page, wide and narrow, light and dark, and those of them that docs/images/ shows.

use crate::program::Program;
use crate::step::{self, Context, Outcome};
use crate::{browser, debian};
use std::path::Path;

/// Builds the demo and takes its pictures; a site that is given is taken as it is.
pub fn run(context: &Context, site: Option<&Path>) -> Vec<Outcome> {
    let tools = match debian::ensure(context) {
        Ok(tools) => tools,
        Err(complaints) => return vec![step::check("tools", || Err(complaints))],
    };
    let (site, mut outcomes) = if let Some(site) = site {
        (site.to_owned(), Vec::new())
    } else {
        let (site, made) = browser::demo(context);
        (site, vec![made])
    };
    outcomes.push(browser::packages(context, &tools));
    if outcomes.iter().all(Outcome::is_well) {
        let node = Program::new(&tools.node.to_string_lossy())
            .within(&context.root.join("tests/browser"))
            .with("CHROMIUM", &tools.chromium)
            .arg("screenshots.js")
            .arg(context.root.join(site))
            .arg(context.root.join("docs/images"))
            .arg(context.workshop().join("pictures"));
        outcomes.push(step::program("screenshots", &node));
    } else {
        outcomes.push(Outcome::not_run("screenshots", "the demo or the packages are missing"));
    }
    outcomes
}
