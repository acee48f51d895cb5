//! What to do about what could not be read.

use crate::remote::Fault;
use crate::remote::fault::help_of_network;

/// What to do about a fault of this kind of record.
pub fn for_fault(fault: &Fault, kind: &str) -> String {
    match fault {
        Fault::Stopped(_) => {
            "the next run goes on where this one stopped; raise max_requests or deadline_minutes to read more at once".to_owned()
        }
        Fault::Unauthorised(_) => {
            "give milepost a valid token in the environment variable that token_env names, and say with token_as what it is".to_owned()
        }
        Fault::Refused(_) => format!("give the token more: {}", permission(kind)),
        Fault::Missing(_) => "check that it still exists and that the token may see it, or leave it out with exclude".to_owned(),
        Fault::NotKept => "a run with a network keeps it, where it is answered; refusals and what mirrors hold are not kept".to_owned(),
        Fault::Unreached { lack, .. } => lack.help().to_owned(),
        Fault::Unavailable(why) => help_of_network(why).unwrap_or("the next run tries again; what was read before stays").to_owned(),
    }
}

/// What a token needs for a kind of record.
pub fn permission(kind: &str) -> &'static str {
    match kind {
        "file" | "tag" | "commit" => "the scope read_repository and the role Reporter",
        "deployment" | "pipeline_run" | "dispatch" | "change" | "release" => "the scope read_api and the role Reporter in the project",
        "branch_rule" => "the scope read_api and the role Maintainer in the project",
        "team" => "the scope read_api and membership of the group",
        _ => "the scope read_api",
    }
}

/// What to do where a mirror cannot be fetched.
pub const MIRROR: &str =
    "give the token the scope read_repository and the role Reporter, or leave the project out with exclude; the next run tries again";
