//! What people asked of the platform: by themselves through actions, and of its team through tickets.

use super::ratio::{Quartiles, Ratio};
use super::source::Requested;
use milepost_model::record::{Dispatch, Ticket};
use milepost_model::{Instant, Outcome, Window};
use std::collections::BTreeMap;

/// What people asked of the platform.
#[derive(Debug, Clone, Default)]
pub struct Requests {
    /// Runs of actions in each complete week; none where no run of any action is known.
    pub actions_weekly: Option<Vec<u32>>,
    /// Tickets that were opened in each complete week; none where no ticket is known.
    pub tickets_weekly: Option<Vec<u32>>,
    /// How long runs took that succeeded, in seconds: the median of the four weeks up to the end of each complete week.
    pub took_weekly: Vec<Option<i64>>,
    /// The actions of the last 90 days, the most used first.
    pub actions: Vec<Action>,
    /// All actions together.
    pub all: Action,
    /// All actions together, in the 90 days before.
    pub all_before: Action,
    /// What tickets of the last 90 days were about: those that took most of people's time first.
    pub topics: Vec<Topic>,
    /// Runs of actions among all requests of the last 90 days.
    pub self_service: Option<Ratio>,
    /// The same of the 90 days before.
    pub self_service_before: Option<Ratio>,
    /// How many tickets are open.
    pub open: u32,
}

/// How an action was used in 90 days.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Action {
    /// Its id.
    pub id: String,
    /// How often it was run.
    pub runs: u32,
    /// Of those that ended, how many failed.
    pub failed: Ratio,
    /// From request to end, of those that succeeded, in seconds.
    pub took: Option<Quartiles>,
}

/// What tickets were about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic {
    /// The topic.
    pub name: String,
    /// How many were opened in 90 days.
    pub count: u32,
    /// How many were opened in the 90 days before.
    pub before: u32,
    /// How long those that were closed were open, in seconds.
    pub open_for: Option<Quartiles>,
    /// The action that bears the topic's name, so that people may help themselves.
    pub action: Option<String>,
}

impl Topic {
    /// What it cost people: how many times how long, in seconds.
    pub fn cost(&self) -> i64 {
        i64::from(self.count) * self.open_for.map_or(0, |open_for| open_for.p50)
    }
}

impl Requests {
    /// Counts the requests as of an instant.
    pub(super) fn of(requested: &Requested, weeks: &[Window], as_of: Instant) -> Self {
        let (last, before) = (Window::last_days(90, as_of), Window::last_days(90, as_of - chrono::Duration::days(90)));
        let runs = |window: Window| requested.dispatches.iter().filter(move |run| window.contains(run.requested_at));
        let tickets = |window: Window| requested.tickets.iter().filter(move |ticket| window.contains(ticket.opened_at));
        let mut by_action: BTreeMap<String, Vec<&Dispatch>> = BTreeMap::new();
        for run in runs(last) {
            by_action.entry(name_of(run)).or_default().push(run);
        }
        let mut actions: Vec<Action> = by_action.into_iter().map(|(id, runs)| Action::of(id, &runs)).collect();
        actions.sort_by(|a, b| (b.runs, &a.id).cmp(&(a.runs, &b.id)));
        let every: Vec<String> = requested.dispatches.iter().map(name_of).collect::<std::collections::BTreeSet<_>>().into_iter().collect();
        let ratio = |window: Window| {
            let num = u32::try_from(runs(window).count()).unwrap_or(u32::MAX);
            let asked = u32::try_from(tickets(window).count()).unwrap_or(u32::MAX);
            let is_known = !requested.dispatches.is_empty() && !requested.tickets.is_empty();
            is_known.then_some(Ratio { num, den: num + asked })
        };
        let weekly = |instants: Vec<Instant>| {
            let count = |week: &Window| instants.iter().filter(|at| week.contains(**at)).count();
            (!instants.is_empty()).then(|| weeks.iter().map(|week| u32::try_from(count(week)).unwrap_or(u32::MAX)).collect())
        };
        Self {
            actions_weekly: weekly(requested.dispatches.iter().map(|run| run.requested_at).collect()),
            tickets_weekly: weekly(requested.tickets.iter().map(|ticket| ticket.opened_at).collect()),
            took_weekly: weeks
                .iter()
                .map(|week| Window { from: week.to - chrono::Duration::weeks(4), to: week.to })
                .map(|four| Action::of(String::new(), &runs(four).collect::<Vec<_>>()).took.map(|took| took.p50))
                .collect(),
            actions,
            all: Action::of(String::new(), &runs(last).collect::<Vec<_>>()),
            all_before: Action::of(String::new(), &runs(before).collect::<Vec<_>>()),
            topics: topics(&tickets(last).collect::<Vec<_>>(), &tickets(before).collect::<Vec<_>>(), &every),
            self_service: ratio(last),
            self_service_before: ratio(before),
            open: u32::try_from(requested.tickets.iter().filter(|ticket| ticket.closed_at.is_none()).count()).unwrap_or(u32::MAX),
        }
    }
}

impl Action {
    fn of(id: String, runs: &[&Dispatch]) -> Self {
        let mut failed = Ratio::default();
        for run in runs.iter().filter(|run| matches!(run.outcome, Outcome::Success | Outcome::Failure)) {
            failed.count(run.outcome == Outcome::Failure);
        }
        let succeeded = runs.iter().filter(|run| run.outcome == Outcome::Success);
        let took = succeeded.filter_map(|run| Some((run.finished_at? - run.requested_at).num_seconds().max(0)));
        Self { id, runs: u32::try_from(runs.len()).unwrap_or(u32::MAX), failed, took: Quartiles::of(took.collect()) }
    }
}

/// The action of a run: its id, else the name of the workflow's file.
fn name_of(run: &Dispatch) -> String {
    let file = || {
        let name = run.workflow.rsplit('/').next().unwrap_or_default();
        name.split('.').next().unwrap_or(name).to_owned()
    };
    run.action.clone().unwrap_or_else(file)
}

fn topics(tickets: &[&Ticket], before: &[&Ticket], actions: &[String]) -> Vec<Topic> {
    let name = |ticket: &Ticket| ticket.topic.clone().or_else(|| ticket.labels.first().cloned()).unwrap_or_else(|| "other".to_owned());
    let mut by_topic: BTreeMap<String, Vec<&Ticket>> = BTreeMap::new();
    for ticket in tickets {
        by_topic.entry(name(ticket)).or_default().push(ticket);
    }
    let mut found: Vec<Topic> = by_topic
        .into_iter()
        .map(|(topic, own)| {
            let open_for = own.iter().filter_map(|ticket| Some((ticket.closed_at? - ticket.opened_at).num_seconds().max(0)));
            Topic {
                count: u32::try_from(own.len()).unwrap_or(u32::MAX),
                before: u32::try_from(before.iter().filter(|ticket| name(ticket) == topic).count()).unwrap_or(u32::MAX),
                open_for: Quartiles::of(open_for.collect()),
                action: actions.iter().find(|action| covers(action, &topic)).cloned(),
                name: topic,
            }
        })
        .collect();
    found.sort_by(|a, b| (b.cost(), b.count, &a.name).cmp(&(a.cost(), a.count, &b.name)));
    found
}

/// Whether an action bears every word of a topic's name: `provision-database` is about `database`.
fn covers(action: &str, topic: &str) -> bool {
    let words = |text: &str| {
        text.to_lowercase().split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect::<Vec<_>>()
    };
    let (action, topic) = (words(action), words(topic));
    !topic.is_empty() && topic.iter().all(|word| action.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: u32, hour: u32) -> Instant {
        format!("2026-03-{day:02}T{hour:02}:00:00Z").parse().expect("because it is an instant")
    }

    fn run(action: &str, day: u32, hours: u32, outcome: Outcome) -> Dispatch {
        Dispatch {
            action: Some(action.into()),
            requested_at: at(day, 0),
            finished_at: Some(at(day, hours)),
            outcome,
            ..Dispatch::default()
        }
    }

    fn ticket(topic: &str, day: u32, hours: Option<u32>) -> Ticket {
        Ticket { topic: Some(topic.into()), opened_at: at(day, 0), closed_at: hours.map(|hours| at(day, hours)), ..Ticket::default() }
    }

    #[test]
    fn an_action_covers_the_topics_whose_words_it_bears() {
        for (action, topic, expected) in [
            ("provision-database", "database", true),
            ("provision-database", "Database", true),
            ("staging-environment", "preview-environment", false),
            ("deploy", "ci-is-slow", false),
            ("deploy", "", false),
        ] {
            assert_eq!(covers(action, topic), expected, "{action} {topic}");
        }
    }

    #[test]
    fn requests_are_counted_by_what_they_are_and_failures_never_shorten_them() {
        let requested = Requested {
            dispatches: vec![
                run("database", 1, 2, Outcome::Success),
                run("database", 2, 4, Outcome::Success),
                run("database", 3, 1, Outcome::Failure),
                run("deploy", 4, 1, Outcome::Running),
            ],
            tickets: vec![ticket("database", 1, Some(10)), ticket("dns", 2, Some(20)), ticket("dns", 3, None)],
            ..Requested::default()
        };
        let found = Requests::of(&requested, &Window::last_weeks(2, at(20, 0)), at(20, 0));
        assert_eq!(found.actions[0].took, Some(Quartiles { p50: 3 * 3600, p90: 13_680, n: 2 }));
        assert_eq!(found.took_weekly, [Some(3 * 3600); 2]);
        assert_eq!((found.actions[0].failed, found.actions[1].failed), (Ratio { num: 1, den: 3 }, Ratio::default()));
        assert_eq!(found.self_service, Some(Ratio { num: 4, den: 7 }));
        assert_eq!((found.topics[0].name.as_str(), found.topics[0].action.as_deref(), found.open), ("dns", None, 1));
        assert_eq!(found.topics[1].action.as_deref(), Some("database"));
        assert_eq!(Requests::of(&Requested::default(), &[], at(20, 0)).self_service, None);
    }
}
