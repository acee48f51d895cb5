//! The deployments of a service, from its table of evidence.

use super::built::Built;
use super::names::Named;
use super::trouble::Trouble;
use serde_json::{Value, json};

/// A deployment with the changes that it brought.
#[derive(Debug)]
pub struct Deployment {
    /// When it was there.
    pub finished: String,
    /// `forward`, `rollback` or another kind.
    pub kind: String,
    /// Whether it failed.
    pub has_failed: bool,
    /// Whether it was unplanned work.
    pub is_rework: bool,
    /// How long until it was well again, in seconds.
    pub recovered_after: Option<u64>,
    /// What it was, as an answer tells it.
    pub told: Value,
    /// The changes: id, title, when they were merged, how long they took.
    pub changes: Vec<Change>,
}

/// A change that a deployment brought.
#[derive(Debug)]
pub struct Change {
    /// How long it took, in seconds, where it counts.
    pub lead_time: Option<u64>,
    /// What it was, as an answer tells it.
    pub told: Value,
}

/// The address of the table of a service.
pub fn address(service: &Named) -> Option<String> {
    Some(format!("data/deployments/{}.csv", service.slug()?))
}

/// All of them, the newest first; nothing where the service has no table.
pub fn of(portal: &Built, service: &Named) -> Result<Option<Vec<Deployment>>, Trouble> {
    let Some(path) = address(service).filter(|path| portal.has(path)) else { return Ok(None) };
    let unreadable = |why: &csv::Error| Trouble::Unreadable { file: path.clone(), why: why.to_string() };
    let mut table = csv::ReaderBuilder::new().from_reader(portal.open_file(&path)?);
    let columns = table.headers().map_err(|why| unreadable(&why))?.clone();
    let mut found: Vec<(String, Deployment)> = Vec::new();
    for row in table.records() {
        let row = row.map_err(|why| unreadable(&why))?;
        let cell = |name: &str| {
            let place = columns.iter().position(|column| column == name);
            place.and_then(|place| row.get(place)).map(as_meant).unwrap_or_default()
        };
        let id = cell("deployment");
        if found.last().is_none_or(|(last, _)| *last != id) {
            found.push((id, deployment(&cell)));
        }
        if let Some((_, deployment)) = found.last_mut()
            && !cell("change").is_empty()
        {
            deployment.changes.push(change(&cell));
        }
    }
    Ok(Some(found.into_iter().map(|(_, deployment)| deployment).collect()))
}

fn deployment(cell: &dyn Fn(&str) -> String) -> Deployment {
    let kept = |name: &str| Some(cell(name)).filter(|text| !text.is_empty());
    let recovered_after = cell("recovery_seconds").parse().ok();
    let has_failed = cell("failed") == "true";
    let mut told = json!({
        "id": cell("deployment"),
        "version": kept("version"),
        "sha": kept("sha"),
        "finished_at": cell("finished_at"),
        "environments": cell("environments").split(' ').filter(|name| !name.is_empty()).collect::<Vec<_>>(),
        "kind": cell("kind"),
        "failed": has_failed,
        "rework": cell("rework") == "true",
    });
    if has_failed {
        told["failed_by"] = cell("failed_by").split(' ').collect();
        told["recovered_at"] = kept("recovered_at").map_or_else(|| json!({ "unknown": "no recovery was seen yet" }), Value::from);
        told["recovery_seconds"] = recovered_after.map_or(Value::Null, |seconds: u64| seconds.into());
        told["recovered_by"] = kept("recovered_by").into();
    }
    Deployment {
        finished: cell("finished_at"),
        kind: cell("kind"),
        has_failed,
        is_rework: cell("rework") == "true",
        recovered_after,
        told,
        changes: Vec::new(),
    }
}

fn change(cell: &dyn Fn(&str) -> String) -> Change {
    let kept = |name: &str| Some(cell(name)).filter(|text| !text.is_empty());
    let lead_time = cell("lead_time_seconds").parse().ok();
    let told = json!({
        "id": cell("change"),
        "title": kept("title"),
        "first_commit_at": kept("first_commit_at"),
        "merged_at": kept("merged_at"),
        "lead_time_seconds": lead_time.map_or_else(|| json!({ "unknown": "it does not count, or its first commit is not known" }), |seconds: u64| seconds.into()),
    });
    Change { lead_time, told }
}

/// A cell without the apostrophe that keeps spreadsheets from running it.
fn as_meant(cell: &str) -> String {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r']) => rest.to_owned(),
        _ => cell.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_what_was_meant() {
        for (cell, expected) in [("'=1+1", "=1+1"), ("''=1", "'=1"), ("'s", "'s"), ("a", "a"), ("", "")] {
            assert_eq!(as_meant(cell), expected);
        }
    }
}
