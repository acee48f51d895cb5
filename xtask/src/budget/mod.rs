//! What a built site weighs and how fast it is, against what it may: one table, and a failure where it is over.

mod pace;
mod row;
mod weight;

use crate::step::{self, Context, End, Outcome};
use crate::{browser, debian};
use row::Row;
use std::path::Path;
use std::time::{Duration, Instant};

/// Weighs the site, opens it in Chromium where that is wanted, and prints everything in one table.
pub fn run(context: &Context, site: &Path, is_weight_only: bool) -> Vec<Outcome> {
    let started = Instant::now();
    let mut rows = match weight::weigh(site) {
        Ok(rows) => rows,
        Err(complaint) => return vec![step::check("budget", || Err(vec![complaint]))],
    };
    let mut outcomes = Vec::new();
    if !is_weight_only {
        match paces(context, site, &mut outcomes) {
            Ok(found) => rows.extend(found),
            Err(complaints) => outcomes.push(ended("pace", complaints, Duration::ZERO)),
        }
    }
    println!();
    for line in row::table(&rows) {
        println!("{line}");
    }
    let over = rows.iter().filter(|row| row.is_over()).map(Row::complaint).collect();
    outcomes.push(ended("budget", over, started.elapsed()));
    outcomes
}

/// How fast it is, with what that needs brought in first.
fn paces(context: &Context, site: &Path, outcomes: &mut Vec<Outcome>) -> Result<Vec<Row>, Vec<String>> {
    let tools = debian::ensure(context)?;
    outcomes.push(browser::packages(context, &tools));
    if !outcomes.iter().all(Outcome::is_well) {
        return Err(vec!["the packages of tests/browser are missing".to_owned()]);
    }
    pace::measure(context, &tools, site).map_err(|error| vec![error])
}

fn ended(name: &'static str, complaints: Vec<String>, took: Duration) -> Outcome {
    let end = if complaints.is_empty() { End::Well } else { End::Badly(complaints) };
    Outcome { name, end, closing: Vec::new(), took }
}
