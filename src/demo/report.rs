//! What the last run over the example's host is said to have used.

use milepost_model::{Instant, RunReport};

/// A daily run that found little new: a query for every fifty repositories, a list of runs for each, most unchanged.
pub fn report(today: Instant, repositories: u64) -> RunReport {
    let sweeps = repositories.div_ceil(50);
    let moved = repositories.div_ceil(4);
    let requests = sweeps + repositories + moved + 8;
    let unchanged = repositories - moved + 3;
    RunReport {
        source: "github".to_owned(),
        observed_at: today,
        last_success: Some(today),
        requests,
        counted: requests - unchanged,
        most: Some(4_000),
        unchanged,
        points: sweeps * 5 + moved * 2 + 1,
        retries: 2,
        // Those that Platform health lists could not be read.
        repositories: repositories + 3,
        whole: repositories,
        records: moved * 11,
        ..RunReport::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_figures_fit_each_other_however_few_repositories_there_are() {
        for repositories in [1, 4, 40, 5_000] {
            let report = report(Instant::UNIX_EPOCH, repositories);
            assert_eq!(report.counted + report.unchanged, report.requests);
        }
    }
}
