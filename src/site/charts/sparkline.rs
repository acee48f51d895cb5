//! A bare line of a few weeks, for a cell of a table; its figure stands beside it as text.

use super::themed::{self, SCALE};
use plotters::prelude::*;

/// How many weeks it shows.
pub const WEEKS: usize = 13;
const WIDTH: i32 = 84;
const HEIGHT: i32 = 22;

/// The line of the last weeks, scaled to its own range; none where there are too few of them.
pub fn draw(values: &[u32]) -> Option<String> {
    let shown = &values[values.len().saturating_sub(WEEKS)..];
    if shown.len() < 2 {
        return None;
    }
    let least = f64::from(*shown.iter().min()?);
    let most = f64::from(*shown.iter().max()?).max(least + 1.0);
    let mut svg = String::new();
    let size = ((WIDTH * SCALE).unsigned_abs(), (HEIGHT * SCALE).unsigned_abs());
    {
        let root = SVGBackend::with_string(&mut svg, size).into_drawing_area();
        let last = (shown.len() - 1) as f64;
        let mut chart = ChartBuilder::on(&root).margin(3 * SCALE).build_cartesian_2d(0.0..last, least..most).ok()?;
        let points: Vec<(f64, f64)> = shown.iter().enumerate().map(|(week, value)| (week as f64, f64::from(*value))).collect();
        let end = *points.last()?;
        chart.draw_series(LineSeries::new(points, themed::SPARK.stroke_width(1))).ok()?;
        chart.draw_series([Circle::new(end, 26, themed::DOT.filled())]).ok()?;
        root.present().ok()?;
    }
    Some(format!("<svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" aria-hidden=\"true\">{}</svg>", themed::themed(&svg)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_ends_in_a_dot_and_a_single_week_has_none() {
        let svg = draw(&[0, 4, 2]).expect("because three weeks make a line");
        assert!(svg.contains("<path class=\"l l6 thin\" d=\"M3 18.9L41.9 3L80.9 11\"/>"), "{svg}");
        assert!(svg.contains("<circle class=\"f1\" cx=\"80.9\" cy=\"11\" r=\"2.6\"/>"), "{svg}");
        assert_eq!(draw(&[3]), None);
    }
}
