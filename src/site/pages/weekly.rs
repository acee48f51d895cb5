//! The weekly report: what changed, for whom, and what is not known.

use super::{Page, Sheet, Shown};
use crate::portal::adoption::Move;
use crate::site::Site;
use crate::site::adoption::moving::{self, MoverView};
use crate::site::adoption::share::{self, DeltaView, Panel, points};
use crate::site::adoption::versions::VersionsView;
use crate::site::delivery::reading::Delta;
use crate::site::layout::Head;
use crate::site::links::Links;
use crate::site::report::{
    CampaignWeek, LONGEST, LevelMove, Measure, Report, address, chat, last_day, markdown, shared_target, span, title, weeks,
};
use crate::site::rows::Linked;
use crate::site::scorecards::campaign_address;
use crate::site::weights::Weights;
use crate::site::wording::{self, When};
use serde::Serialize;
use tera::Value;

/// `/weekly/<year>-w<week>/`
pub struct Weekly;

/// How many changes of levels the page lists; the data hold all.
const LEVELS: usize = 40;
/// How many services that moved are named for each way of moving.
const MOVERS: usize = 40;

/// How many weeks the page shows beside its own.
const BESIDE: usize = 5;

#[derive(Serialize)]
struct View {
    title: String,
    span: String,
    is_open: bool,
    before: Option<Linked>,
    after: Option<Linked>,
    all: String,
    percent: Option<String>,
    headline: String,
    is_quiet: bool,
    forecast: Option<String>,
    of: String,
    panel: Panel,
    columns: Vec<Column>,
    upgraded: Column,
    unsupported: Column,
    left: Vec<Linked>,
    delivery: Vec<MeasureRow>,
    delivery_until: Option<When>,
    levels: Vec<LevelRow>,
    levels_more: usize,
    campaigns: Vec<CampaignRow>,
    versions: Vec<(String, VersionsView)>,
    help: Vec<HelpRow>,
    requests: Option<String>,
    unknown: Vec<String>,
    health: String,
    markdown: String,
    markdown_href: String,
    length: String,
    chat: String,
    weeks: Vec<WeekRow>,
}

#[derive(Serialize)]
struct Column {
    title: &'static str,
    icon: &'static str,
    count: usize,
    rows: Vec<MoverView>,
    more: usize,
}

#[derive(Serialize)]
struct MeasureRow {
    name: Linked,
    before: String,
    now: String,
    change: Option<Delta>,
    reading: String,
}

#[derive(Serialize)]
struct LevelRow {
    service: Linked,
    tone: &'static str,
    icon: &'static str,
    verb: String,
    detail: String,
}

#[derive(Serialize)]
struct CampaignRow {
    to: Linked,
    due: String,
    done: String,
    finished: Option<String>,
    pace: String,
    tone: &'static str,
}

#[derive(Serialize)]
struct HelpRow {
    team: Option<Linked>,
    service: Linked,
    why: String,
    effort: String,
}

#[derive(Serialize)]
struct WeekRow {
    week: Linked,
    percent: String,
    delta: Option<DeltaView>,
}

impl Page for Weekly {
    fn template(&self) -> &'static str {
        "pages/weekly.html"
    }

    fn sheets(&self, site: &Site<'_>) -> Vec<Sheet> {
        weeks(site.portal).into_iter().map(|(which, week)| Sheet { address: address(week), which }).collect()
    }

    fn show(&self, site: &Site<'_>, sheet: &Sheet, links: &Links, _: &Weights) -> Shown {
        let all = weeks(site.portal);
        let place = all.iter().position(|(at, _)| *at == sheet.which).unwrap_or_default();
        let (at, week) = all[place];
        let report = Report::of(site.portal, at, week);
        let name = title(week);
        let head = Head {
            title: format!("{name}, weekly report"),
            description: format!("What changed at {} in this week: golden paths, delivery, whom to help.", site.portal.organisation.name),
            crumbs: vec![("Home".to_owned(), Some(String::new())), ("Weekly report".to_owned(), Some("weekly/".to_owned())), (name, None)],
            is_global: true,
            styles: vec!["adoption"],
            ..Head::default()
        };
        Shown { head, view: Value::from_serializable(&view(site, &report, place, links)) }
    }
}

/// A week with its share, for lists of weeks.
fn week_row(site: &Site<'_>, at: usize, week: milepost_model::Window, links: &Links) -> WeekRow {
    let counts = &site.portal.adoption.overall;
    let tenths = |at: usize| share::ratio(&counts.get(at).copied().unwrap_or_default()).tenths();
    let percent = share::ratio(&counts.get(at).copied().unwrap_or_default()).percent();
    WeekRow {
        week: Linked { text: title(week), href: Some(links.to(&address(week))) },
        percent: percent.map_or_else(|| "–".to_owned(), |percent| format!("{percent}%")),
        delta: tenths(at).zip(tenths(at.saturating_sub(1))).map(|(now, before)| points(now - before)),
    }
}

fn view(site: &Site<'_>, report: &Report, place: usize, links: &Links) -> View {
    let portal = site.portal;
    let all = weeks(portal);
    let neighbour = |place: Option<usize>| {
        place.and_then(|place| all.get(place)).map(|(_, week)| Linked { text: title(*week), href: Some(links.to(&address(*week))) })
    };
    let moved = moving::between(site, report.at.saturating_sub(1), report.at, links);
    let column = |title, icon, what: Move| {
        let all: Vec<&MoverView> = moved.iter().filter(|(mover, _)| mover.what == what).map(|(_, view)| view).collect();
        let count = all.len();
        Column { title, icon, count, rows: all.into_iter().take(MOVERS).cloned().collect(), more: count.saturating_sub(MOVERS) }
    };
    let text = markdown(portal, report, site.settings.site_url.as_deref());
    View {
        title: title(report.week),
        span: span(report.week),
        is_open: report.is_open,
        before: neighbour(place.checked_sub(1)),
        after: neighbour(Some(place + 1)),
        all: links.to("weekly/"),
        percent: report.share.percent().map(|percent| format!("{percent}%")),
        headline: report.headline(),
        is_quiet: moved.is_empty() && report.levels.is_empty(),
        forecast: report.forecast.clone(),
        of: format!(
            "{} of {} eligible services, before {} of {}.",
            wording::number(report.share.num.into()),
            wording::number(report.share.den.into()),
            wording::number(report.before.num.into()),
            wording::number(report.before.den.into())
        ),
        panel: share::panel(&portal.adoption, "share", None, shared_target(portal).map(|target| target.share), report.at),
        columns: vec![column("Joined", "up", Move::Joined), column("Drifted", "warn", Move::Drifted), column("Left", "x", Move::Left)],
        upgraded: column("Took a newer version", "up", Move::Upgraded),
        unsupported: column("Out of support", "warn", Move::FellOutOfSupport),
        left: report.left.iter().map(|reference| site.linked(reference, links)).collect(),
        delivery: report.delivery.iter().filter_map(|measure| measure_row(measure, links)).collect(),
        delivery_until: report.delivery_until.map(|until| When::new(last_day(until))),
        levels_more: report.levels.len().saturating_sub(LEVELS),
        levels: report.levels.iter().take(LEVELS).map(|one| level_row(site, one, links)).collect(),
        campaigns: report.campaigns.iter().map(|one| campaign_row(one, links)).collect(),
        versions: (0..portal.adoption.paths.len())
            .map(|path| (portal.adoption.paths[path].settings.title.clone(), VersionsView::new(&portal.adoption, path, report.at, links)))
            .filter(|(_, versions)| !versions.segments.is_empty())
            .collect(),
        help: report
            .help
            .iter()
            .map(|one| HelpRow {
                team: one.team.as_ref().map(|team| site.linked(team, links)),
                service: site.linked(&one.service, links),
                why: one.why.clone(),
                effort: one.effort.clone(),
            })
            .collect(),
        requests: report.requests.map(|(actions, tickets)| {
            let runs = wording::counted(actions.into(), "action was run", "actions were run");
            format!("{runs}, and {} to the platform team.", wording::counted(tickets.into(), "ticket went", "tickets went"))
        }),
        unknown: report.unknown.clone(),
        health: links.to("health/"),
        markdown_href: links.to(&format!("{}report.md", address(report.week))),
        length: format!("{} of {}", wording::number(text.chars().count() as u64), wording::number(LONGEST as u64)),
        markdown: text,
        chat: chat(portal, report, site.settings.site_url.as_deref()),
        weeks: all.iter().take(place + 1).rev().take(BESIDE).map(|(at, week)| week_row(site, *at, *week, links)).collect(),
    }
}

fn measure_row(measure: &Measure, links: &Links) -> Option<MeasureRow> {
    Some(MeasureRow {
        name: Linked { text: measure.five.name.to_owned(), href: Some(links.to(&measure.five.address())) },
        before: measure.before.map_or_else(|| "–".to_owned(), |before| measure.text(before)),
        now: measure.text(measure.now?),
        change: measure.change(),
        reading: measure.reading(),
    })
}

fn level_row(site: &Site<'_>, one: &LevelMove, links: &Links) -> LevelRow {
    let (tone, icon) = if one.is_higher { ("ok", "up") } else { ("bad", "down") };
    let card = &site.portal.scores.cards[one.card].card;
    let is_many = site.portal.scores.cards.len() > 1;
    let mut detail = one.detail();
    if is_many {
        detail = format!("{}, {detail}", card.title);
    }
    LevelRow { service: site.linked(&one.service, links), tone, icon, verb: one.verb(), detail }
}

fn campaign_row(one: &CampaignWeek, links: &Links) -> CampaignRow {
    let finished = one.finished.map(|finished| match finished {
        0 => "none this week".to_owned(),
        1.. => format!("{finished} this week"),
        _ => format!("{} fell back this week", finished.unsigned_abs()),
    });
    CampaignRow {
        to: Linked { text: one.title.clone(), href: Some(links.to(&campaign_address(&one.id))) },
        due: wording::date(one.ends_on),
        done: format!("{} of {}", wording::number(one.done.into()), wording::number(one.asked.into())),
        finished,
        pace: one.pace.clone(),
        tone: one.tone,
    }
}
