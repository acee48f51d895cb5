//! Answers to surveys.

use super::{Lines, seen_by};
use crate::demo::history::World;
use crate::demo::plan::Team;
use crate::demo::random::Random;
use chrono::{Datelike, Duration};
use milepost_model::record::Survey;
use milepost_model::record::survey::Scale;

/// Question, highest answer, and the mean of the first wave and of the last.
const QUESTIONS: [(&str, f64, f64, f64); 4] = [
    ("platform-satisfaction", 5.0, 3.3, 3.9),
    ("platform-recommend", 10.0, 6.6, 7.8),
    ("docs-findable", 5.0, 2.9, 3.7),
    ("deploys-without-fear", 5.0, 3.4, 3.8),
];

/// A wave each quarter; a team's answers name it only where five or more answered.
pub(super) fn put(teams: &[Team], world: &World, lines: &mut Lines) {
    let calendar = world.calendar;
    for wave in 0..4_i64 {
        let opens = calendar.days_ago(320 - wave * 92, 0, 0);
        if opens < calendar.start {
            continue;
        }
        let name = format!("{}-Q{}", opens.year(), opens.month0() / 3 + 1);
        for team in teams {
            let mut random = Random::of(world.seed, &team.slug, &name);
            let answers = team.people.iter().filter(|_| random.chance(0.8)).count();
            for person in 0..answers {
                for (question, max, first, last) in QUESTIONS {
                    let mean = first + (last - first) * wave as f64 / 3.0;
                    let value =
                        (mean + (random.share() + random.share() - 1.0) * max * 0.4).round().clamp(if max > 5.0 { 0.0 } else { 1.0 }, max);
                    let submitted = opens + Duration::days(random.between(0, 9));
                    lines.put(&Survey {
                        id: format!("survey:{name}:{}:{person}:{question}", team.slug),
                        observed_at: calendar.today,
                        provenance: seen_by("survey"),
                        wave: name.clone(),
                        question: question.to_owned(),
                        value,
                        submitted_on: submitted.date_naive(),
                        scale: Some(Scale { min: if max > 5.0 { 0.0 } else { 1.0 }, max }),
                        team: (answers >= 5).then(|| team.slug.clone()),
                        ..Survey::default()
                    });
                }
            }
        }
    }
}
