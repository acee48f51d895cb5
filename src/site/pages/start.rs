//! Your first deploy: the steps from nothing to a first deployment, and how long they take here.

use super::start_parts::{Newcomer, PathRow, StepView, Wait, default_steps, newcomers, own_steps, paths, waits};
use super::{Page, Sheet, Shown};
use crate::site::Site;
use crate::site::layout::Head;
use crate::site::links::Links;
use crate::site::weights::Weights;
use crate::site::wording;
use serde::Serialize;
use tera::Value;

/// `/start/`
pub struct Start;

#[derive(Serialize)]
struct View {
    is_own: bool,
    steps: Vec<StepView>,
    total: Option<String>,
    newcomers: Newcomer,
    waits: Vec<Wait>,
    delivery: String,
    paths: Vec<PathRow>,
    golden_paths: String,
}

impl Page for Start {
    fn template(&self) -> &'static str {
        "pages/start.html"
    }

    fn sheets(&self, _: &Site<'_>) -> Vec<Sheet> {
        Sheet::only("start/")
    }

    fn show(&self, site: &Site<'_>, _: &Sheet, links: &Links, _: &Weights) -> Shown {
        let head = Head {
            title: "Your first deploy".to_owned(),
            description: format!("The steps from nothing to a first deployment at {}.", site.portal.organisation.name),
            crumbs: vec![("Home".to_owned(), Some(String::new())), ("Your first deploy".to_owned(), None)],
            is_global: true,
            scripts: vec!["start"],
            styles: vec!["start"],
            ..Head::default()
        };
        let is_own = !site.settings.start.is_empty();
        let waits = waits(site, links);
        let view = View {
            is_own,
            steps: if is_own { own_steps(site, links) } else { default_steps(site, links) },
            total: total(site),
            newcomers: newcomers(site, links),
            waits,
            delivery: links.to("delivery/"),
            paths: paths(site, links),
            golden_paths: links.to("golden-paths/"),
        };
        Shown { head, view: Value::from_serializable(&view) }
    }
}

/// How long all steps take, where each says it.
fn total(site: &Site<'_>) -> Option<String> {
    let minutes: Option<u64> = site.settings.start.iter().map(|step| step.minutes).sum();
    let minutes = minutes.filter(|minutes| *minutes > 0)?;
    i64::try_from(minutes).ok().map(|minutes| wording::duration(minutes * 60))
}
