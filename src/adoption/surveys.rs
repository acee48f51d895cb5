//! What people said of the platform, in waves, never of anybody.

use super::ratio::Ratio;
use crate::metrics::delivery::Decimal;
use milepost_model::Instant;
use milepost_model::record::Survey;
use std::collections::BTreeMap;

/// Fewer answers than this are not shown: they could be told apart.
const LEAST: usize = 5;

/// A question of the surveys, and its answers wave by wave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Its id.
    pub id: String,
    /// Its waves, oldest first.
    pub waves: Vec<Wave>,
}

/// The answers of one wave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wave {
    /// Its name, such as `2026-Q3`.
    pub name: String,
    /// How many answered.
    pub n: u32,
    /// Their mean; none where fewer than five answered.
    pub mean: Option<Decimal>,
    /// The highest answer that the question allows, where it is known.
    pub most: Option<i64>,
    /// How many gave one of the two best answers, on a scale to five.
    pub satisfied: Option<Ratio>,
    /// Promoters less detractors among a hundred, on a scale to ten.
    pub net_promoters: Option<i64>,
}

/// Every question that was answered by an instant.
pub(super) fn of(answers: &[Survey], as_of: Instant) -> Vec<Question> {
    type Waves<'a> = BTreeMap<(chrono::NaiveDate, &'a str), Vec<&'a Survey>>;
    let mut first: BTreeMap<&str, chrono::NaiveDate> = BTreeMap::new();
    let known = || answers.iter().filter(|answer| answer.submitted_on <= as_of.date_naive());
    for answer in known() {
        let day = first.entry(&answer.wave).or_insert(answer.submitted_on);
        *day = (*day).min(answer.submitted_on);
    }
    let mut questions: BTreeMap<&str, Waves<'_>> = BTreeMap::new();
    for answer in known() {
        let wave = (first[answer.wave.as_str()], answer.wave.as_str());
        questions.entry(&answer.question).or_default().entry(wave).or_default().push(answer);
    }
    let question = |(id, waves): (&str, Waves<'_>)| Question {
        id: id.to_owned(),
        waves: waves.into_iter().map(|((_, name), answers)| wave(name, &answers)).collect(),
    };
    questions.into_iter().map(question).collect()
}

fn wave(name: &str, answers: &[&Survey]) -> Wave {
    let n = u32::try_from(answers.len()).unwrap_or(u32::MAX);
    let most = answers.iter().find_map(|answer| answer.scale).map(|scale| scale.max.round() as i64);
    let mut wave = Wave { name: name.to_owned(), n, mean: None, most, satisfied: None, net_promoters: None };
    if answers.len() < LEAST {
        return wave;
    }
    let hundredths: i64 = answers.iter().map(|answer| (answer.value.clamp(-1e6, 1e6) * 100.0).round() as i64).sum();
    wave.mean = Decimal::of(hundredths, i64::from(n) * 100, 1);
    let count =
        |is_one: &dyn Fn(f64) -> bool| u32::try_from(answers.iter().filter(|answer| is_one(answer.value)).count()).unwrap_or(u32::MAX);
    match most {
        Some(5) => wave.satisfied = Some(Ratio { num: count(&|value| value >= 4.0), den: n }),
        Some(10) => {
            let (promoters, detractors) = (count(&|value| value >= 9.0), count(&|value| value <= 6.0));
            let net = Decimal::of((i64::from(promoters) - i64::from(detractors)) * 100, i64::from(n), 0);
            wave.net_promoters = net.map(Decimal::scaled);
        }
        _ => {}
    }
    wave
}

#[cfg(test)]
mod tests {
    use super::*;
    use milepost_model::record::survey::Scale;

    fn answers(wave: &str, day: u32, max: f64, values: &[f64]) -> Vec<Survey> {
        let answer = |value: &f64| Survey {
            wave: wave.into(),
            question: "q".into(),
            value: *value,
            submitted_on: chrono::NaiveDate::from_ymd_opt(2026, 1, day).expect("because it is a day"),
            scale: Some(Scale { min: 0.0, max }),
            ..Survey::default()
        };
        values.iter().map(answer).collect()
    }

    #[test]
    fn few_answers_are_not_shown_and_scales_have_their_own_figures() {
        let as_of = "2026-02-01T00:00:00Z".parse().expect("because it is an instant");
        let all = [
            answers("b", 9, 5.0, &[5.0, 4.0, 3.0, 1.0, 4.0]),
            answers("a", 2, 5.0, &[5.0; 4]),
            answers("c", 20, 10.0, &[10.0, 9.0, 8.0, 6.0, 0.0]),
        ];
        let found = of(&all.concat(), as_of);
        let waves = &found[0].waves;
        assert_eq!(waves.iter().map(|wave| wave.name.as_str()).collect::<Vec<_>>(), ["a", "b", "c"]);
        assert_eq!((waves[0].n, waves[0].mean, waves[0].satisfied), (4, None, None));
        assert_eq!(waves[1].mean.map(|mean| mean.to_string()).as_deref(), Some("3.4"));
        assert_eq!(waves[1].satisfied, Some(Ratio { num: 3, den: 5 }));
        assert_eq!(waves[2].net_promoters, Some(0));
    }
}
