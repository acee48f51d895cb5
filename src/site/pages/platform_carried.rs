//! What has to be carried, on the Platform page: the alerts of scanners, and what running costs.

use super::platform::Tile;
use crate::portal::adoption::{Bill, Findings, Open, Upkeep};
use crate::site::adoption::share::DeltaView;
use crate::site::charts::frame::Point;
use crate::site::charts::sparkline;
use crate::site::wording;
use serde::Serialize;

/// How many weeks back a count is compared with.
const BEFORE: usize = 13;

/// What the page says of it, below the tiles.
#[derive(Serialize)]
pub struct Carried {
    scanners: Vec<Scanner>,
    flow: String,
    bills: Vec<BillView>,
}

#[derive(Serialize)]
struct Scanner {
    name: String,
    open: String,
    serious: String,
}

#[derive(Serialize)]
struct BillView {
    currency: String,
    months: Vec<MonthRow>,
}

#[derive(Serialize)]
struct MonthRow {
    name: String,
    amount: String,
    cents: i64,
    services: String,
}

impl Carried {
    /// What there is to say.
    pub fn new(upkeep: &Upkeep) -> Self {
        let scanner = |(name, open): &(String, Open)| Scanner {
            name: name.clone(),
            open: wording::number(open.all.into()),
            serious: wording::number(open.serious.into()),
        };
        Self {
            scanners: upkeep.findings.iter().flat_map(|findings| &findings.tools).map(scanner).collect(),
            flow: upkeep.findings.as_ref().map(flow).unwrap_or_default(),
            bills: upkeep.bills.iter().map(bill).collect(),
        }
    }
}

/// The tiles: open alerts, and the newest bill in each currency.
pub fn tiles(upkeep: &Upkeep) -> Vec<Tile> {
    std::iter::once(alerts(upkeep.findings.as_ref())).chain(upkeep.bills.iter().filter_map(cost)).collect()
}

fn alerts(findings: Option<&Findings>) -> Tile {
    let Some(findings) = findings else {
        return Tile { label: "Open alerts".to_owned(), of: "those of no repository were read".to_owned(), ..Tile::default() };
    };
    let now = findings.now();
    let point = |open: &Option<Open>| open.map_or(Point::Unknown, |open| Point::Known(f64::from(open.all)));
    let before = findings.open.len().checked_sub(BEFORE + 1).and_then(|place| findings.open[place]);
    // Alerts of more repositories are no more alerts: only what was read alike is compared.
    let before = before.filter(|before| before.known_of == now.known_of);
    Tile {
        label: "Open alerts".to_owned(),
        value: Some(wording::number(now.all.into())),
        of: format!(
            "{} critical or high, known of {} of {}",
            wording::number(now.serious.into()),
            wording::number(now.known_of.into()),
            wording::counted(findings.repositories.into(), "repository", "repositories")
        ),
        spark: sparkline::tile(&findings.open.iter().map(point).collect::<Vec<_>>()),
        delta: before.map(|before| fewer(i64::from(now.all) - i64::from(before.all), "in 13 weeks")),
    }
}

fn cost(bill: &Bill) -> Option<Tile> {
    let (last, earlier) = bill.months.split_last()?;
    let values: Vec<Point<f64>> = bill.months.iter().map(|month| Point::Known(month.cents as f64)).collect();
    let delta = earlier.last().filter(|before| before.cents > 0).map(|before| {
        // In tenths of a percent, rounded half away from zero.
        let (now, before) = (i128::from(last.cents), i128::from(before.cents));
        let tenths = ((now - before) * 2000 + before * (now - before).signum()) / (before * 2);
        let tenths = i64::try_from(tenths).unwrap_or(i64::MAX);
        let text = format!("{}{}% in a month", sign(tenths), wording::with_tenths(tenths.unsigned_abs()));
        DeltaView { tone: tone(tenths), text }
    });
    Some(Tile {
        label: format!("Running cost, {}", bill.currency),
        value: Some(amount(last.cents)),
        of: format!("{}, {}", wording::month(last.window.from), wording::counted(last.services.into(), "service", "services")),
        spark: sparkline::tile(&values),
        delta,
    })
}

fn flow(findings: &Findings) -> String {
    let took = findings.took.map_or_else(String::new, |took| {
        format!("; half of those were open for {} at most, nine in ten for {}", wording::duration(took.p50), wording::duration(took.p90))
    });
    format!(
        "In 90 days {} opened and {} closed{took}.",
        wording::counted(findings.opened.into(), "alert was", "alerts were"),
        wording::number(findings.closed.into())
    )
}

fn bill(bill: &Bill) -> BillView {
    let row = |month: &crate::portal::adoption::Month| MonthRow {
        name: wording::month(month.window.from),
        amount: amount(month.cents),
        cents: month.cents,
        services: wording::number(month.services.into()),
    };
    BillView { currency: bill.currency.clone(), months: bill.months.iter().rev().take(6).map(row).collect() }
}

/// Whole units: nobody steers by cents.
fn amount(cents: i64) -> String {
    let sign = if cents < 0 { wording::MINUS } else { "" };
    format!("{sign}{}", wording::number((cents.unsigned_abs() + 50) / 100))
}

fn fewer(change: i64, when: &str) -> DeltaView {
    DeltaView { tone: tone(change), text: format!("{}{} {when}", sign(change), wording::number(change.unsigned_abs())) }
}

fn sign(change: i64) -> &'static str {
    match change {
        0 => "",
        1.. => "+",
        _ => wording::MINUS,
    }
}

/// Less to carry is better.
fn tone(change: i64) -> &'static str {
    match change {
        0 => "flat",
        1.. => "poor",
        _ => "good",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::portal::adoption::Month;
    use milepost_model::{Instant, Window};

    fn month(from: &str, to: &str, cents: i64) -> Month {
        let at = |day: &str| format!("{day}T00:00:00Z").parse::<Instant>().expect("because the test wrote a day");
        Month { window: Window { from: at(from), to: at(to) }, cents, services: 3 }
    }

    #[test]
    fn a_bill_says_its_month_and_what_changed() {
        let months = vec![month("2026-09-01", "2026-10-01", 100_000), month("2026-10-01", "2026-11-01", 112_349)];
        let tile = cost(&Bill { currency: "EUR".into(), months }).expect("because there is a month");
        assert_eq!((tile.value.as_deref(), tile.of.as_str()), (Some("1\u{202f}123"), "October 2026, 3 services"));
        assert_eq!(tile.delta.map(|delta| (delta.tone, delta.text)), Some(("poor", "+12.3% in a month".to_owned())));
        assert_eq!(amount(-12_345), format!("{}123", wording::MINUS));
    }

    #[test]
    fn alerts_are_compared_only_with_a_week_in_which_as_much_was_read() {
        let open = |all, known_of| Some(Open { all, serious: 1, known_of });
        let findings = |then| Findings {
            open: std::iter::once(then).chain(std::iter::repeat_n(open(9, 4), 13)).collect(),
            tools: Vec::new(),
            opened: 1,
            closed: 0,
            took: None,
            repositories: 5,
        };
        let told = |then| alerts(Some(&findings(then))).delta.map(|delta| delta.text);
        assert_eq!(told(open(12, 4)), Some(format!("{}3 in 13 weeks", wording::MINUS)));
        assert_eq!((told(open(12, 3)), told(None)), (None, None));
        assert_eq!(alerts(None).value, None);
    }
}
