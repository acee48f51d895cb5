//! Tells how a service, or many, are delivered, with what stands behind each figure.

use super::{About, Desk, Tool};
use crate::mcp::answer::Answer;
use crate::mcp::asked::{Asked, CURSOR, LIMIT, Takes, input};
use crate::mcp::deployments::{self, Deployment};
use crate::mcp::figures::{self, FIVE, Rollup, WINDOWS};
use crate::mcp::names::{Named, Sort};
use crate::mcp::trouble::Trouble;
use crate::portal::METRICS;
use serde_json::{Value, json};

/// The tool.
pub struct GetMetrics;

const ABOUT: About = About {
    name: "get_metrics",
    title: "Get delivery figures",
    what: "DORA's five figures of a service, or the distribution over the services of a team, a system, a domain or the whole organisation: each with its window, how many records stand behind it, its definition, and the reason where it is unknown. With metric: that one, and of a service its records. Figures are of services and never of people.",
    inputs: &[
        input("service", Takes::Text, "A service, by name or reference."),
        input("team", Takes::Text, "A team, by name or reference."),
        input("system", Takes::Text, "A system or a domain, by name or reference. Without any of these: the organisation."),
        input("window", Takes::OneOf(WINDOWS), "The days before now; 90d without it."),
        input("metric", Takes::Text, "One metric, such as change_lead_time or review_time; DORA's five without it."),
        LIMIT,
        CURSOR,
    ],
};

impl Tool for GetMetrics {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn answer(&self, desk: &Desk, asked: &Asked) -> Result<Answer, Trouble> {
        if let Some(metric) = asked.text("metric")
            && figures::about(metric).is_none()
        {
            let known: Vec<&str> = METRICS.iter().map(|metric| metric.about().id).collect();
            return Err(Trouble::Asked(format!("there is no metric of that name; there are {}", known.join(", "))));
        }
        let names = desk.names()?;
        match (asked.text("service"), asked.text("team"), asked.text("system")) {
            (Some(service), None, None) => of_service(desk, names.one(Sort::Service, service)?, asked),
            (None, Some(team), None) => of_many(desk, Some(names.one(Sort::Team, team)?), asked),
            (None, None, Some(system)) => of_many(desk, Some(names.one(Sort::Anything, system)?), asked),
            (None, None, None) => of_many(desk, None, asked),
            _ => Err(Trouble::Asked("say one of service, team and system, or none of them".to_owned())),
        }
    }
}

/// The metrics that were asked for.
fn wanted(asked: &Asked) -> Vec<&str> {
    asked.text("metric").map_or_else(|| FIVE.to_vec(), |metric| vec![metric])
}

fn of_service(desk: &Desk, service: &Named, asked: &Asked) -> Result<Answer, Trouble> {
    let window = asked.text("window").unwrap_or("90d");
    let file = service.data.as_deref().map(|data| desk.portal.entity(data)).transpose()?;
    let none = Value::Null;
    let delivery = file.as_deref().map_or(&none, |file| &file["delivery"]);
    let home = service.page.as_deref().unwrap_or_default();
    let tab = format!("{home}delivery/");
    let page = if desk.portal.has(&format!("{tab}index.html")) { tab } else { home.to_owned() };
    if delivery.is_null() {
        let why = "nothing that counts as a deployment or a change of it was read";
        let data = json!({ "service": service.name, "ref": service.reference, "figures": { "unknown": why } });
        return Ok(Answer::new(format!("No figure of {} is known: {why}.", service.name), data).on_page(&desk.portal, "its page", &page));
    }
    let found = &delivery["windows"][window];
    let told: Vec<Value> = wanted(asked).iter().map(|id| figures::of_service(id, &found["metrics"][*id])).collect();
    let mut data = json!({
        "service": service.name,
        "ref": service.reference,
        "window": { "name": window, "from": found["from"], "to": found["to"] },
        "counted_as_deployment": delivery["rule"].as_str().map_or_else(|| json!({ "unknown": "nothing was recognised as a deployment" }), Value::from),
        "figures": told,
        "left_out": delivery["left_out"].as_array().into_iter().flatten().map(|one| json!({ "why": one["why"], "count": one["count"] })).collect::<Vec<_>>(),
    });
    let mut next = None;
    if let Some(metric) = asked.text("metric") {
        let span = (found["from"].as_str().unwrap_or_default(), found["to"].as_str().unwrap_or_default());
        let (records, more) = asked.page(records(desk, service, metric, span)?)?;
        data["records"] = records.into();
        next = more;
    }
    let answer = Answer::new(format!("{}, {window}: {}.", service.name, sentence(&told)), data).then(next);
    let answer = answer.on_page(&desk.portal, "its delivery", &page).in_data(
        &desk.portal,
        "its figures",
        service.data.as_deref().unwrap_or_default(),
    );
    Ok(match deployments::address(service).filter(|address| desk.portal.has(address)) {
        Some(address) => answer.in_data(&desk.portal, "the records behind them", &address).on_page(
            &desk.portal,
            "how they are computed",
            "delivery/method/",
        ),
        None => answer.on_page(&desk.portal, "how they are computed", "delivery/method/"),
    })
}

/// The records behind a metric of a service, the newest first.
fn records(desk: &Desk, service: &Named, metric: &str, (from, to): (&str, &str)) -> Result<Vec<Value>, Trouble> {
    let all = deployments::of(&desk.portal, service)?.unwrap_or_default();
    let within = |one: &&Deployment| from <= one.finished.as_str() && one.finished.as_str() < to;
    let deployed = |test: &dyn Fn(&Deployment) -> bool| -> Vec<Value> {
        all.iter().filter(within).filter(|one| test(one)).map(|one| one.told.clone()).collect()
    };
    Ok(match metric {
        "change_lead_time" => {
            let changes = all.iter().filter(within).flat_map(|one| one.changes.iter().map(move |change| (one, change)));
            let told = changes.filter(|(_, change)| change.lead_time.is_some()).map(|(one, change)| {
                let mut told = change.told.clone();
                told["deployed_at"] = one.finished.as_str().into();
                told["deployment"] = one.told["id"].clone();
                told
            });
            told.collect()
        }
        "deployment_frequency" => deployed(&|one| one.kind == "forward"),
        "change_fail_rate" => deployed(&|one| one.has_failed),
        "deployment_rework_rate" => deployed(&|one| one.is_rework),
        // A recovery belongs to the window in which it was reached.
        "failed_deployment_recovery_time" => {
            let reached = |one: &&Deployment| one.told["recovered_at"].as_str().is_some_and(|at| from <= at && at < to);
            all.iter().filter(|one| one.recovered_after.is_some()).filter(reached).map(|one| one.told.clone()).collect()
        }
        _ => Vec::new(),
    })
}

fn of_many(desk: &Desk, named: Option<&Named>, asked: &Asked) -> Result<Answer, Trouble> {
    let window = asked.text("window").unwrap_or("90d");
    let unknown = |named: &Named| {
        Trouble::Asked(format!("there are no figures over {}: only over teams, systems and domains with services", named.reference))
    };
    let (name, rollup, page, data): (&str, Rollup, &str, &str) = match named {
        None => ("All services", Rollup::clone(&*desk.over_all()?), "delivery/", "data/metrics.json"),
        Some(named) => {
            let path = named.data.as_deref().ok_or_else(|| unknown(named))?;
            let file = desk.portal.entity(path)?;
            let found = Rollup::of_entity(&file).ok_or_else(|| unknown(named))?;
            (&named.name, found, named.page.as_deref().unwrap_or_default(), path)
        }
    };
    let found = &rollup.windows[window];
    let told: Vec<Value> = wanted(asked).iter().map(|id| figures::of_many(id, &found["metrics"][*id])).collect();
    let told_of = json!({
        "of": name,
        "ref": named.map(|named| named.reference.as_str()),
        "services": rollup.services,
        "window": { "name": window, "from": found["from"], "to": found["to"] },
        "figures": told,
    });
    let answer = Answer::new(format!("{name}, {window}, the median of {} services: {}.", rollup.services, sentence(&told)), told_of);
    let answer = answer.on_page(&desk.portal, "the figures", page).in_data(&desk.portal, "all windows, week by week", data);
    Ok(answer.on_page(&desk.portal, "how they are computed", "delivery/method/"))
}

fn sentence(figures: &[Value]) -> String {
    let one = |figure: &Value| {
        let name = figure["name"].as_str().unwrap_or_default();
        match (figure["value"]["words"].as_str(), figure["unknown"].as_str()) {
            (Some(words), _) => format!("{name} {words}"),
            (None, Some(why)) => format!("{name} unknown, {why}"),
            (None, None) => format!("{name} unknown"),
        }
    };
    figures.iter().map(one).collect::<Vec<_>>().join("; ")
}
