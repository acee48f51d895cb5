//! A bare line of a few weeks, for a cell of a table or a tile; its figure stands beside it as text.

use super::frame::{Point, stretches};
use super::themed::{self, SCALE};
use plotters::prelude::*;

/// How many weeks a line in a table shows.
pub const WEEKS: usize = 13;

/// The line of the last weeks, scaled to its own range; none where there are too few of them.
pub fn draw(values: &[u32]) -> Option<String> {
    let points: Vec<Point<f64>> = values.iter().map(|value| Point::Known(f64::from(*value))).collect();
    let least = values.iter().rev().take(WEEKS).min().copied().unwrap_or_default();
    let most = values.iter().rev().take(WEEKS).max().copied().unwrap_or_default();
    bare(
        &points,
        Shape { width: 84, height: 22, weeks: WEEKS, line: themed::SPARK, range: Some((f64::from(least), f64::from(most.max(least + 1)))) },
    )
}

/// The line of half a year for a tile, with gaps where weeks are not known.
pub fn tile(values: &[Point<f64>]) -> Option<String> {
    bare(values, Shape { width: 220, height: 40, weeks: 26, line: themed::LINE, range: None })
}

/// The line of a quarter for one of several that share their range.
pub fn multiple(values: &[Point<f64>], range: (f64, f64)) -> Option<String> {
    bare(values, Shape { width: 120, height: 44, weeks: WEEKS, line: themed::LINE, range: Some(range) })
}

/// The line of half a year over its area, for a share: the height is all.
pub fn share(values: &[Point<f64>]) -> Option<String> {
    bare(values, Shape { width: 220, height: 44, weeks: 26, line: themed::GOLD, range: Some((0.0, 1.0)) })
}

/// How a bare line is drawn.
#[derive(Clone, Copy)]
struct Shape {
    width: i32,
    height: i32,
    weeks: usize,
    line: RGBColor,
    /// What its ends stand for; none for its own least and greatest value.
    range: Option<(f64, f64)>,
}

fn bare(values: &[Point<f64>], shape: Shape) -> Option<String> {
    let shown = &values[values.len().saturating_sub(shape.weeks)..];
    let known: Vec<f64> = shown.iter().filter_map(Point::value).collect();
    if known.len() < 2 {
        return None;
    }
    let own = (known.iter().copied().fold(f64::INFINITY, f64::min), known.iter().copied().fold(f64::NEG_INFINITY, f64::max));
    let (least, most) = shape.range.unwrap_or(own);
    // A line that never moves runs through the middle.
    let (least, most) = if most > least { (least, most) } else { (least - 1.0, most + 1.0) };
    let mut svg = String::new();
    let size = ((shape.width * SCALE).unsigned_abs(), (shape.height * SCALE).unsigned_abs());
    {
        let root = SVGBackend::with_string(&mut svg, size).into_drawing_area();
        let last = (shown.len() - 1) as f64;
        let mut chart = ChartBuilder::on(&root).margin(3 * SCALE).build_cartesian_2d(0.0..last, least..most).ok()?;
        for (start, stretch) in stretches(shown) {
            let points: Vec<(f64, f64)> = stretch.iter().enumerate().map(|(week, value)| ((start + week) as f64, *value)).collect();
            if let [only] = points[..] {
                chart.draw_series([Circle::new(only, 16, themed::DOT.filled())]).ok()?;
                continue;
            }
            if shape.line == themed::GOLD {
                let ends = [(points[points.len() - 1].0, least), (points[0].0, least)];
                let area: Vec<(f64, f64)> = points.iter().copied().chain(ends).collect();
                chart.draw_series([Polygon::new(area, themed::GOLD_AREA)]).ok()?;
            }
            chart.draw_series([PathElement::new(points, shape.line.stroke_width(1))]).ok()?;
        }
        if let Some(end) = shown.last().and_then(Point::value) {
            let dot = if shape.line == themed::GOLD { themed::GOLD_POINT } else { themed::DOT };
            chart.draw_series([Circle::new((last, end), 26, dot.filled())]).ok()?;
        }
        root.present().ok()?;
    }
    let (width, height) = (shape.width, shape.height);
    Some(format!("<svg viewBox=\"0 0 {width} {height}\" aria-hidden=\"true\">{}</svg>", themed::themed(&svg)))
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

    #[test]
    fn weeks_that_are_not_known_break_the_line() {
        let known = |value: f64| Point::Known(value);
        let svg = tile(&[known(1.0), known(2.0), Point::Unknown, known(3.0), Point::Empty]).expect("because three are known");
        assert_eq!((svg.matches("<path").count(), svg.matches("<circle").count()), (1, 1), "{svg}");
        assert!(tile(&[known(1.0), Point::Unknown]).is_none());
    }
}
