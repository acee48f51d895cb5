//! How an organisation writes dates and numbers, with the names of months and weekdays. All other words of pages are
//! English in every locale.
//!
//! Two hundred places write a number or a day, and each page is written by one of many threads. So the locale is not
//! handed from one to the next: it belongs to the threads that render, which are made for one site and end with it.

use super::SiteError;
use chrono::{Datelike, NaiveDate};
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

/// What months and weekdays are called, as CLDR has it; weeks begin on Monday.
struct Names {
    months: [&'static str; 12],
    /// The short names, standing alone.
    short_months: [&'static str; 12],
    weekdays: [&'static str; 7],
}

const ENGLISH: Names = Names {
    months: ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"],
    short_months: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    weekdays: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
};

const GERMAN: Names = Names {
    months: ["Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"],
    short_months: ["Jan", "Feb", "Mär", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez"],
    weekdays: ["Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"],
};

const FRENCH: Names = Names {
    months: ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"],
    short_months: ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."],
    weekdays: ["lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."],
};

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

    fn names(self) -> &'static Names {
        match self {
            Self::British | Self::American => &ENGLISH,
            Self::German => &GERMAN,
            Self::French => &FRENCH,
        }
    }

    /// A month's name: `November`.
    pub fn month(self, day: NaiveDate) -> &'static str {
        self.names().months[day.month0() as usize]
    }

    /// A month's short name: `Nov`.
    pub fn short_month(self, day: NaiveDate) -> &'static str {
        self.names().short_months[day.month0() as usize]
    }

    /// A weekday's short name: `Fri`.
    pub fn weekday(self, day: NaiveDate) -> &'static str {
        self.names().weekdays[day.weekday().num_days_from_monday() as usize]
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
        let (number, month, year) = (day.day(), self.month(day), day.year());
        match self {
            Self::British | Self::French => format!("{number} {month} {year}"),
            Self::American => format!("{month} {number}, {year}"),
            Self::German => format!("{number}. {month} {year}"),
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
        if matches!(self, Self::American | Self::German) { ", " } else { " " }
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
        assert_eq!(written(Locale::long_day), ["5 March 2026", "March 5, 2026", "5. März 2026", "5 mars 2026"]);
        assert_eq!(written(Locale::day_of_year), ["5 Mar", "Mar 5", "05.03.", "05/03"]);
    }

    #[test]
    fn months_and_weekdays_have_the_names_of_each_locale() {
        let day = NaiveDate::from_ymd_opt(2026, 3, 1).expect("because the day exists");
        let named = |name: fn(Locale, NaiveDate) -> &'static str| ALL.map(|locale| name(locale, day));
        assert_eq!(named(Locale::month), ["March", "March", "März", "mars"]);
        assert_eq!(named(Locale::short_month), ["Mar", "Mar", "Mär", "mars"]);
        assert_eq!(named(Locale::weekday), ["Sun", "Sun", "So", "dim."]);
        // English names are those that the calendar itself writes.
        for day in (0..366).filter_map(|more| day.checked_add_days(chrono::Days::new(more))) {
            let ours = (Locale::British.month(day), Locale::British.short_month(day), Locale::British.weekday(day));
            assert_eq!(format!("{} {} {}", ours.0, ours.1, ours.2), day.format("%B %b %a").to_string());
        }
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
