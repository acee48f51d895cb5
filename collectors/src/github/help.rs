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
            "give milepost a valid token in the environment variable that token_env names, or the app's private key".to_owned()
        }
        // So GitHub answers where a feature was never switched on, whatever the token may do.
        Fault::Refused(why)
            if kind == "finding" && ["must be enabled", "not enabled", "is disabled"].iter().any(|word| why.contains(word)) =>
        {
            "switch the scanner on in GitHub's settings, or leave alerts out with alerts = false".to_owned()
        }
        Fault::Refused(_) => format!("give the token read access: {}", permission(kind)),
        Fault::Missing(_) => "check that it still exists and that the token may see it, or leave it out with exclude".to_owned(),
        Fault::NotKept => "a run with a network keeps it, where it is answered; refusals and what mirrors hold are not kept".to_owned(),
        Fault::Unreached { lack, .. } => lack.help().to_owned(),
        Fault::Unavailable(why) => help_of_network(why).unwrap_or("the next run tries again; what was read before stays").to_owned(),
    }
}

/// The permission of a fine-grained token or an app that a kind of record needs.
pub fn permission(kind: &str) -> &'static str {
    match kind {
        "change" => "Pull requests: read",
        "deployment" => "Deployments: read",
        "release" | "tag" | "file" => "Contents: read",
        "incident" | "ticket" => "Issues: read",
        "pipeline_run" | "dispatch" => "Actions: read",
        "team" => "organisation permission Members: read",
        "finding" => "Dependabot alerts, Code scanning alerts and Secret scanning alerts: read",
        "property" => "organisation permission Custom properties: read",
        _ => "Metadata: read",
    }
}
