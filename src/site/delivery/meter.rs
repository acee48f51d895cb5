//! Where a figure stands: a step among DORA's six answers, or a position from 0 to 10.

use crate::portal::About;
use crate::portal::delivery::survey::{self, Scale, Standing};
use crate::site::wording;
use serde::Serialize;

/// A standing as a bar of steps or of one piece, with the mark of all industries.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Meter {
    /// The pieces: where each begins, how wide it is, whether it is reached.
    pub pieces: Vec<Piece>,
    /// Where the mark of all industries is.
    pub mean: Option<f64>,
    /// DORA's answer, or the mean of all industries where there are no answers.
    pub words: String,
    /// The same for those who do not see it: `step 5 of 6; industry mean 5.5 of 10`.
    pub spoken: String,
    /// The position from 0 to 10.
    pub position: String,
}

/// A piece of a meter.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Piece {
    x: f64,
    width: f64,
    class: &'static str,
}

const WIDTH: f64 = 120.0;
const STEP: f64 = 20.5;
const GAP: f64 = 3.0;

impl Meter {
    /// The meter of a standing.
    pub fn new(about: &About, standing: Standing) -> Self {
        let mean = survey::mean(about.id);
        let position = wording::position(standing.tenths);
        let spoken_mean = mean.map(|mean| format!("; industry mean {} of 10", wording::position(mean))).unwrap_or_default();
        let (pieces, words, spoken) = if let Some(bucket) = standing.bucket {
            let class = |place: u8| if place < bucket { "on" } else { "off" };
            let step = |place: u8| Piece { x: f64::from(place) * STEP, width: STEP - GAP, class: class(place) };
            let words = about.scale.and_then(|scale| scale.words(bucket)).map(wording::lowered).unwrap_or_default();
            ((0..6).map(step).collect(), words, format!("step {bucket} of 6{spoken_mean}"))
        } else {
            let reached = (f64::from(standing.tenths) * WIDTH).round() / 100.0;
            let pieces = vec![Piece { x: 0.0, width: WIDTH, class: "off" }, Piece { x: 0.0, width: reached, class: "on" }];
            let words = mean.map(|mean| format!("industry mean {}%", 100 - mean)).unwrap_or_default();
            (pieces, words, format!("position {position} of 10{spoken_mean}"))
        };
        let mean = mean.map(|mean| (f64::from(mean) * WIDTH).round() / 100.0 - 1.0);
        Self { pieces, mean, words, spoken, position }
    }
}

/// A position from 0 to 10 on a line, with the mark of all industries.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Axis10 {
    own_x: String,
    own: String,
    mean_x: Option<String>,
    mean: Option<String>,
}

impl Axis10 {
    /// The position of a standing of a metric.
    pub fn new(id: &str, standing: Standing) -> Self {
        let x = |tenths: u8| format!("{:.1}", 10.0 + f64::from(tenths) * 3.4);
        let mean = survey::mean(id);
        Self { own_x: x(standing.tenths), own: wording::position(standing.tenths), mean_x: mean.map(x), mean: mean.map(wording::position) }
    }
}

/// One of DORA's six answers, and who gave it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Answer {
    words: &'static str,
    /// How many services stand here.
    count: Option<String>,
    is_reached: bool,
    is_own: bool,
}

/// The six answers with the one of a standing.
pub fn answers(scale: Scale, own: Option<u8>) -> Vec<Answer> {
    each(scale, own, |_| None)
}

/// The six answers with how many services stand at each.
pub fn counted(scale: Scale, buckets: &[u32; 6]) -> Vec<Answer> {
    let median = median_bucket(buckets);
    each(scale, median, |bucket| Some(wording::number(u64::from(buckets[usize::from(bucket) - 1]))))
}

fn each(scale: Scale, own: Option<u8>, count: impl Fn(u8) -> Option<String>) -> Vec<Answer> {
    let answer = |bucket: u8| {
        Some(Answer {
            words: scale.words(bucket)?,
            count: count(bucket),
            is_reached: own.is_some_and(|own| bucket <= own),
            is_own: own == Some(bucket),
        })
    };
    (1..=6).filter_map(answer).collect()
}

/// The answer of the median service; of an even number the slower of the two in the middle.
pub fn median_bucket(buckets: &[u32; 6]) -> Option<u8> {
    let total: u32 = buckets.iter().sum();
    let mut below = 0;
    (1..=6).zip(buckets).find_map(|(bucket, count)| {
        below += count;
        (total > 0 && below * 2 >= total).then_some(bucket)
    })
}

#[cfg(test)]
mod tests {
    use super::super::five::about;
    use super::*;

    #[test]
    fn a_duration_has_steps_and_a_rate_a_position() {
        let meter = Meter::new(about("change_lead_time"), Standing::of_bucket(5));
        assert_eq!(meter.pieces.iter().filter(|piece| piece.class == "on").count(), 5);
        assert_eq!((meter.words.as_str(), meter.spoken.as_str()), ("less than one day", "step 5 of 6; industry mean 5.5 of 10"));
        assert_eq!(meter.mean, Some(65.0));
        let rate = Standing::of_share(79, 1165).expect("because the whole is no nought");
        let meter = Meter::new(about("change_fail_rate"), rate);
        assert_eq!((meter.words.as_str(), meter.spoken.as_str()), ("industry mean 19%", "position 9.3 of 10; industry mean 8.1 of 10"));
    }

    #[test]
    fn the_median_service_stands_where_half_of_them_are() {
        assert_eq!(median_bucket(&[2, 10, 55, 108, 12, 0]), Some(4));
        assert_eq!(median_bucket(&[1, 0, 0, 0, 0, 1]), Some(1));
        assert_eq!(median_bucket(&[0; 6]), None);
        let answers = counted(Scale::Duration, &[2, 10, 55, 108, 12, 0]);
        assert_eq!(answers.iter().filter(|answer| answer.is_own).map(|answer| answer.count.as_deref()).collect::<Vec<_>>(), [Some("108")]);
    }
}
