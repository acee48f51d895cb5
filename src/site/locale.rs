//! How an organisation writes dates and numbers. The words of pages are English in every locale.
//!
//! Two hundred places write a number or a day, and each page is written by one of many threads. So the locale is not
//! handed from one to the next: it belongs to the threads that render, which are made for one site and end with it.

use super::SiteError;
use chrono::NaiveDate;
use std::cell::Cell;

/// How dates and numbers are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Locale {
    /// `20 Nov 2026`, `1 862`, `9.4`.
    #[default]
    British,
    /// `Nov 20, 2026`, `1,862`, `9.4`.
    American,
    /// `20.11.2026`, `1.862`, `9,4`.
    German,
    /// `20/11/2026`, `1 862`, `9,4`.
    French,
}

thread_local! {
    static CURRENT: Cell<Locale> = const { Cell::new(Locale::British) };
}

/// The space inside a number, which never breaks: U+202F.
const THIN: char = '\u{202f}';

impl Locale {
    /// The locale of a language tag, such as `en-US`.
    pub fn of_tag(tag: &str) -> Option<Self> {
        Some(match tag {
            "en-GB" => Self::British,
            "en-US" => Self::American,
            "de" => Self::German,
            "fr" => Self::French,
            _ => return None,
        })
    }

    /// The one that this thread writes in.
    pub fn current() -> Self {
        CURRENT.get()
    }

    /// What stands between thousands.
    pub fn thousands(self) -> char {
        match self {
            Self::British | Self::French => THIN,
            Self::American => ',',
            Self::German => '.',
        }
    }

    /// What stands before the decimals.
    pub fn point(self) -> char {
        match self {
            Self::British | Self::American => '.',
            Self::German | Self::French => ',',
        }
    }

    /// A day as scripts write it: `d` and `dd` are the day, `m` the month's two digits, `M` its name, `y` the year.
    pub fn day_pattern(self) -> &'static str {
        match self {
            Self::British => "d M y",
            Self::American => "M d, y",
            Self::German => "dd.m.y",
            Self::French => "dd/m/y",
        }
    }

    /// A day: `20 Nov 2026`.
    pub fn day(self, day: NaiveDate) -> String {
        let form = match self {
            Self::British => "%-d %b %Y",
            Self::American => "%b %-d, %Y",
            Self::German => "%d.%m.%Y",
            Self::French => "%d/%m/%Y",
        };
        day.format(form).to_string()
    }

    /// A day in sentences: `20 November 2026`.
    pub fn long_day(self, day: NaiveDate) -> String {
        match self {
            Self::British => day.format("%-d %B %Y").to_string(),
            Self::American => day.format("%B %-d, %Y").to_string(),
            Self::German | Self::French => self.day(day),
        }
    }

    /// A day without its year: `20 Nov`.
    pub fn day_of_year(self, day: NaiveDate) -> String {
        let form = match self {
            Self::British => "%-d %b",
            Self::American => "%b %-d",
            Self::German => "%d.%m.",
            Self::French => "%d/%m",
        };
        day.format(form).to_string()
    }

    /// What stands between a weekday and the day after it.
    pub fn after_weekday(self) -> &'static str {
        if self == Self::American { ", " } else { " " }
    }

    /// How a time of day is written, for `format`.
    pub fn time_form(self) -> &'static str {
        if self == Self::American { "%-I:%M %p" } else { "%H:%M" }
    }

    /// Does work whose words are written in this locale, whatever threads it is shared among.
    pub fn write<T: Send>(self, work: impl FnOnce() -> Result<T, SiteError> + Send) -> Result<T, SiteError> {
        let threads = rayon::ThreadPoolBuilder::new().start_handler(move |_| CURRENT.set(self)).build().map_err(SiteError::Threads)?;
        threads.install(work)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rayon::prelude::*;

    const ALL: [Locale; 4] = [Locale::British, Locale::American, Locale::German, Locale::French];

    #[test]
    fn days_stand_as_each_locale_writes_them() {
        let day = NaiveDate::from_ymd_opt(2026, 3, 5).expect("because the day exists");
        let written = |form: fn(Locale, NaiveDate) -> String| ALL.map(|locale| form(locale, day));
        assert_eq!(written(Locale::day), ["5 Mar 2026", "Mar 5, 2026", "05.03.2026", "05/03/2026"]);
        assert_eq!(written(Locale::long_day), ["5 March 2026", "March 5, 2026", "05.03.2026", "05/03/2026"]);
        assert_eq!(written(Locale::day_of_year), ["5 Mar", "Mar 5", "05.03.", "05/03"]);
    }

    #[test]
    fn every_thread_of_a_site_writes_in_its_locale_and_no_other_thread_does() {
        std::thread::scope(|scope| {
            for locale in ALL {
                scope.spawn(move || {
                    let found: Vec<Locale> =
                        locale.write(|| Ok((0..500).into_par_iter().map(|_| Locale::current()).collect())).expect("threads");
                    assert!(found.into_iter().all(|one| one == locale));
                    assert_eq!(Locale::current(), Locale::British);
                });
            }
        });
        assert_eq!(["en-GB", "en-US", "de", "fr"].map(Locale::of_tag), ALL.map(Some));
        assert_eq!(Locale::of_tag("de-DE"), None);
    }
}
