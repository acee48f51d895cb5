//! One line of the table: a thing, its figure, what it may be, and whether it is over.

/// A figure against its limit.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// What was measured.
    pub thing: String,
    /// Its figure; none where it could not be measured.
    pub figure: Option<f64>,
    /// What the figures count.
    pub unit: Unit,
    /// What it may be; none where it is only told.
    pub limit: Option<Limit>,
    /// Where, or why not.
    pub note: String,
}

/// What a figure counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Things, or a share.
    Plain,
    /// Bytes.
    Bytes,
    /// Thousandths of a second.
    Milliseconds,
}

/// What a figure may be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Limit {
    /// At most.
    Most(f64),
    /// At least.
    Least(f64),
}

impl Row {
    /// Whether the figure is beyond its limit.
    pub fn is_over(&self) -> bool {
        match (self.figure, self.limit) {
            (Some(figure), Some(Limit::Most(most))) => figure > most,
            (Some(figure), Some(Limit::Least(least))) => figure < least,
            _ => false,
        }
    }

    /// The row in a sentence.
    pub fn complaint(&self) -> String {
        let (figure, limit) = self.words();
        format!(
            "{}: {figure}, may be {limit}{}",
            self.thing,
            if self.note.is_empty() { String::new() } else { format!(" ({})", self.note) }
        )
    }

    fn words(&self) -> (String, String) {
        let limit = match self.limit {
            Some(Limit::Most(most)) => format!("≤ {}", self.unit.says(most)),
            Some(Limit::Least(least)) => format!("≥ {}", self.unit.says(least)),
            None => "–".to_owned(),
        };
        (self.figure.map_or_else(|| "not measured".to_owned(), |figure| self.unit.says(figure)), limit)
    }

    fn verdict(&self) -> &'static str {
        match (self.figure, self.limit) {
            (None, _) => "?",
            (_, None) => "",
            _ if self.is_over() => "OVER",
            _ => "ok",
        }
    }
}

impl Unit {
    fn says(self, figure: f64) -> String {
        match self {
            Self::Plain if figure.fract() == 0.0 => format!("{figure:.0}"),
            Self::Plain => format!("{figure:.3}"),
            Self::Bytes if figure >= 1e6 => format!("{:.1} MB", figure / 1e6),
            Self::Bytes => format!("{:.1} kB", figure / 1e3),
            Self::Milliseconds => format!("{figure:.0} ms"),
        }
    }
}

/// The rows as lines, in columns.
pub fn table(rows: &[Row]) -> Vec<String> {
    let width = rows.iter().map(|row| row.thing.chars().count()).max().unwrap_or_default();
    let line = |thing: &str, figure: &str, limit: &str, verdict: &str, note: &str| {
        format!("{thing:<width$}  {figure:>12}  {limit:>12}  {verdict:<4}  {note}").trim_end().to_owned()
    };
    let mut lines = vec![line("thing", "measured", "budget", "", "")];
    lines.extend(rows.iter().map(|row| {
        let (figure, limit) = row.words();
        line(&row.thing, &figure, &limit, row.verdict(), &row.note)
    }));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_itself_is_within_and_what_was_not_measured_is_neither() {
        let row = |figure, limit| Row { thing: "page".to_owned(), figure, unit: Unit::Bytes, limit, note: String::new() };
        for (figure, limit, is_over, verdict) in [
            (Some(14_000.0), Some(Limit::Most(14_000.0)), false, "ok"),
            (Some(14_001.0), Some(Limit::Most(14_000.0)), true, "OVER"),
            (Some(98.0), Some(Limit::Least(98.0)), false, "ok"),
            (Some(97.0), Some(Limit::Least(98.0)), true, "OVER"),
            (None, Some(Limit::Most(1.0)), false, "?"),
            (Some(3.0), None, false, ""),
        ] {
            let row = row(figure, limit);
            assert_eq!((row.is_over(), row.verdict()), (is_over, verdict), "{row:?}");
        }
    }

    #[test]
    fn the_columns_stand_below_each_other() {
        let row = |thing: &str, figure| Row {
            thing: thing.to_owned(),
            figure: Some(figure),
            unit: Unit::Bytes,
            limit: Some(Limit::Most(12_000.0)),
            note: "a note".to_owned(),
        };
        let lines = table(&[row("style", 11_600.0), row("all of it together", 900_000_000.0)]);
        assert_eq!(lines[1], "style                    11.6 kB     ≤ 12.0 kB  ok    a note");
        assert!(lines.iter().skip(1).all(|line| line.find('≤') == lines[1].find('≤')), "{lines:#?}");
        assert_eq!(row("style", 12_600.0).complaint(), "style: 12.6 kB, may be ≤ 12.0 kB (a note)");
    }
}
