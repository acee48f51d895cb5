//! The platform as a product: adoption, self-service, provisioning, tickets, onboarding, what people say of it, what it
//! carries, and what its own people say.

use super::platform_assessed::Assessment;
use super::platform_carried::{self, Carried};
use super::{Page, Sheet, Shown};
use crate::portal::adoption::{Action, Quartiles, Question, Ratio, Topic, first_deployments, first_deployments_at};
use crate::portal::prose;
use crate::site::Site;
use crate::site::adoption::share::{DeltaView, points, spark};
use crate::site::charts::frame::Point;
use crate::site::charts::sparkline;
use crate::site::layout::Head;
use crate::site::links::Links;
use crate::site::weights::Weights;
use crate::site::wording;
use serde::Serialize;
use tera::Value;

/// `/platform/`
pub struct Platform;

#[derive(Serialize)]
struct View {
    tiles: Vec<Tile>,
    topics: Vec<TopicRow>,
    actions: Vec<ActionRow>,
    questions: Vec<QuestionRow>,
    carried: Carried,
    assessment: Option<Assessment>,
    roadmap: Option<String>,
    paths: String,
    weekly: String,
    data: String,
}

/// A figure with its trend.
#[derive(Default, Serialize)]
pub struct Tile {
    /// What it is.
    pub label: String,
    /// The figure; none where it is not known.
    pub value: Option<String>,
    /// What it is of, or why there is none.
    pub of: String,
    /// Its line.
    pub spark: Option<String>,
    /// Its change.
    pub delta: Option<DeltaView>,
}

impl Tile {
    /// The figure in one line; none where it is not known.
    pub fn sentence(&self) -> Option<String> {
        Some(format!("{}: {}, {}", self.label, self.value.as_ref()?, self.of))
    }
}

#[derive(Serialize)]
struct TopicRow {
    name: String,
    count: String,
    before: String,
    open_for: String,
    cost: String,
    action: Option<String>,
}

#[derive(Serialize)]
struct ActionRow {
    id: String,
    runs: String,
    p50: String,
    p90: String,
    failed: String,
}

#[derive(Serialize)]
struct QuestionRow {
    name: String,
    waves: Vec<WaveCell>,
}

#[derive(Serialize)]
struct WaveCell {
    name: String,
    text: String,
    n: String,
}

impl Page for Platform {
    fn template(&self) -> &'static str {
        "pages/platform.html"
    }

    fn sheets(&self, _: &Site<'_>) -> Vec<Sheet> {
        Sheet::only("platform/")
    }

    fn show(&self, site: &Site<'_>, _: &Sheet, links: &Links, _: &Weights) -> Shown {
        let requests = &site.portal.adoption.requests;
        let told = &site.portal.adoption.platform;
        let tiles: Vec<Tile> = tiles(site).into_iter().chain(platform_carried::tiles(&site.portal.adoption.upkeep)).collect();
        let view = View {
            topics: requests.topics.iter().map(topic).collect(),
            actions: requests.actions.iter().map(action).collect(),
            questions: site.portal.adoption.surveys.iter().map(question).collect(),
            carried: Carried::new(&site.portal.adoption.upkeep),
            assessment: told.maturity.as_ref().map(|maturity| Assessment::new(site, maturity, &tiles)),
            roadmap: told.roadmap_text.as_deref().map(prose),
            tiles,
            paths: links.to("golden-paths/"),
            weekly: links.to("weekly/"),
            data: links.to("data/adoption.json"),
        };
        let head = Head {
            title: "How the platform does".to_owned(),
            description: format!("How the platform of {} serves its people.", site.portal.organisation.name),
            crumbs: vec![("Home".to_owned(), Some(String::new())), ("Platform".to_owned(), None)],
            is_global: true,
            styles: vec!["adoption"],
            ..Head::default()
        };
        Shown { head, view: Value::from_serializable(&view) }
    }
}

fn tiles(site: &Site<'_>) -> Vec<Tile> {
    let adoption = &site.portal.adoption;
    let requests = &adoption.requests;
    let share = adoption.overall.last().map(|count| Ratio { num: count.covered(), den: count.eligible() });
    let before = adoption.overall.len().checked_sub(14).and_then(|place| adoption.overall.get(place));
    let before = before.map(|count| Ratio { num: count.covered(), den: count.eligible() });
    let (first, waiting) = first_deployments(adoption, None);
    let waits = if waiting > 0 { format!(", {} not there yet", wording::number(waiting.into())) } else { String::new() };
    let tickets = |weeks: &[u32]| -> u64 { weeks.iter().rev().take(13).map(|count| u64::from(*count)).sum() };
    vec![
        Tile {
            label: "On a golden path".to_owned(),
            value: share.and_then(percent),
            of: share.map_or_else(String::new, |share| of(share, "eligible services")),
            spark: spark(&adoption.overall),
            delta: change(share, before),
        },
        Tile {
            label: "Self-service".to_owned(),
            value: requests.self_service.and_then(percent),
            of: requests
                .self_service
                .map_or_else(|| "no runs of actions beside tickets were read".to_owned(), |ratio| of(ratio, "requests in 90 days")),
            spark: requests.actions_weekly.as_deref().and_then(line),
            delta: change(requests.self_service, requests.self_service_before),
        },
        Tile {
            label: "Provisioning time".to_owned(),
            value: requests.all.took.map(|took| wording::duration(took.p50)),
            of: requests.all.took.map_or_else(
                || "no run of an action was read".to_owned(),
                |took| {
                    format!(
                        "median of {} that succeeded, p90 {}",
                        wording::counted(took.n.into(), "run", "runs"),
                        wording::duration(took.p90)
                    )
                },
            ),
            spark: lengths(requests.took_weekly.iter().copied()),
            delta: faster(requests.all_before.took, requests.all.took),
        },
        Tile {
            label: "Tickets".to_owned(),
            value: requests.tickets_weekly.as_deref().map(|weeks| wording::number(tickets(weeks))),
            of: if requests.tickets_weekly.is_some() {
                format!("opened in 13 weeks, {} open now", wording::number(requests.open.into()))
            } else {
                "no ticket was read".to_owned()
            },
            spark: requests.tickets_weekly.as_deref().and_then(line),
            delta: None,
        },
        Tile {
            label: "First deployment".to_owned(),
            value: first.map(|first| wording::duration(first.p50)),
            of: first.map_or_else(
                || format!("of no service of the last year it is known{waits}"),
                |first| format!("median of {} created in the last year{waits}", wording::counted(first.n.into(), "service", "services")),
            ),
            spark: lengths(adoption.instants.iter().map(|at| first_deployments_at(adoption, None, *at).0.map(|took| took.p50))),
            delta: None,
        },
    ]
}

fn percent(ratio: Ratio) -> Option<String> {
    ratio.percent().map(|percent| format!("{percent}%"))
}

fn of(ratio: Ratio, what: &str) -> String {
    format!("{} of {} {what}", wording::number(ratio.num.into()), wording::number(ratio.den.into()))
}

fn change(now: Option<Ratio>, before: Option<Ratio>) -> Option<DeltaView> {
    let mut delta = points(now?.tenths()? - before?.tenths()?);
    delta.text.push_str(" points in 90 days");
    Some(delta)
}

/// Less time is better.
fn faster(before: Option<Quartiles>, now: Option<Quartiles>) -> Option<DeltaView> {
    let change = now?.p50 - before?.p50;
    let tone = match change {
        0 => "flat",
        1.. => "poor",
        _ => "good",
    };
    let sign = if change > 0 { "+" } else { "" };
    Some(DeltaView { tone, text: format!("{sign}{} in 90 days", wording::duration(change)) })
}

/// Lengths of time week by week, with gaps where there was none.
fn lengths(weeks: impl Iterator<Item = Option<i64>>) -> Option<String> {
    let values: Vec<Point<f64>> = weeks.map(|week| week.map_or(Point::Empty, |seconds| Point::Known(seconds as f64))).collect();
    sparkline::tile(&values)
}

fn line(weeks: &[u32]) -> Option<String> {
    let values: Vec<Point<f64>> = weeks.iter().map(|count| Point::Known(f64::from(*count))).collect();
    sparkline::tile(&values)
}

fn topic(topic: &Topic) -> TopicRow {
    TopicRow {
        name: topic.name.clone(),
        count: wording::number(topic.count.into()),
        before: wording::number(topic.before.into()),
        open_for: topic.open_for.map_or_else(|| "none was closed".to_owned(), |open| wording::duration(open.p50)),
        cost: topic.open_for.map_or_else(|| "–".to_owned(), |_| wording::duration(topic.cost())),
        action: topic.action.clone(),
    }
}

fn action(action: &Action) -> ActionRow {
    let took = |pick: fn(Quartiles) -> i64| action.took.map_or_else(|| "–".to_owned(), |took| wording::duration(pick(took)));
    ActionRow {
        id: action.id.clone(),
        runs: wording::number(action.runs.into()),
        p50: took(|took| took.p50),
        p90: took(|took| took.p90),
        failed: percent(action.failed).unwrap_or_else(|| "–".to_owned()),
    }
}

fn question(question: &Question) -> QuestionRow {
    let cell = |wave: &crate::portal::adoption::Wave| WaveCell {
        name: wave.name.clone(),
        text: match (wave.satisfied, wave.net_promoters, wave.mean) {
            (Some(ratio), _, _) => format!("{} content", percent(ratio).unwrap_or_default()),
            (_, Some(net), _) => {
                format!("{}{} net promoters", ["", "+", wording::MINUS][usize::from(net != 0) + usize::from(net < 0)], net.unsigned_abs())
            }
            (_, _, Some(mean)) => format!("mean {mean}"),
            _ => "too few to show".to_owned(),
        },
        n: match (wave.mean, wave.most) {
            (Some(mean), Some(most)) => format!("n = {}, mean {mean} of {most}", wave.n),
            _ => format!("n = {}", wave.n),
        },
    };
    QuestionRow { name: question.id.replace('-', " "), waves: question.waves.iter().rev().take(4).rev().map(cell).collect() }
}
