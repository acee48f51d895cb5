//! Lists that are too long for one page.

use super::links::Links;
use super::pages::Sheet;
use super::rows::Linked;

/// How a list is cut into pages: the first stands at the list's own address, the others below it.
#[derive(Debug, Clone, Copy)]
pub struct Paging {
    /// How many rows there are.
    pub rows: usize,
    /// How many a page holds.
    pub per_page: usize,
}

/// Bits of a sheet's `which` that number the page; the others number the list.
const PAGE_BITS: u32 = 16;

impl Paging {
    /// How many pages there are; an empty list has one, which says so.
    pub fn pages(self) -> usize {
        self.rows.div_ceil(self.per_page).max(1)
    }

    /// The sheets of a list, which is known by a number.
    pub fn sheets(self, address: &str, list: usize) -> impl Iterator<Item = Sheet> + use<> {
        let address = address.to_owned();
        (1..=self.pages()).map(move |page| Sheet { address: page_address(&address, page), which: list << PAGE_BITS | page })
    }

    /// The rows of a page.
    pub fn range(self, page: usize) -> std::ops::Range<usize> {
        let first = (page - 1) * self.per_page;
        first.min(self.rows)..(first + self.per_page).min(self.rows)
    }

    /// Links to the pages; none where one is enough. The page itself has no link.
    pub fn links(self, address: &str, page: usize, links: &Links) -> Vec<Linked> {
        if self.pages() == 1 {
            return Vec::new();
        }
        let link =
            |number: usize| Linked { text: number.to_string(), href: (number != page).then(|| links.to(&page_address(address, number))) };
        (1..=self.pages()).map(link).collect()
    }
}

/// The list and the page that a sheet is of.
pub fn of_sheet(sheet: &Sheet) -> (usize, usize) {
    (sheet.which >> PAGE_BITS, sheet.which & ((1 << PAGE_BITS) - 1))
}

/// ` (page 2)` behind a title; nothing behind that of the first page.
pub fn title_suffix(page: usize) -> String {
    if page > 1 { format!(" (page {page})") } else { String::new() }
}

/// The address of a page of a list.
pub fn page_address(list: &str, page: usize) -> String {
    if page == 1 { list.to_owned() } else { format!("{list}by/page/{page}/") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_list_has_pages_and_a_short_one_has_one() {
        let paging = Paging { rows: 450, per_page: 200 };
        let addresses: Vec<String> = paging.sheets("apis/", 3).map(|sheet| sheet.address).collect();
        assert_eq!(addresses, ["apis/", "apis/by/page/2/", "apis/by/page/3/"]);
        assert_eq!((paging.range(1), paging.range(3)), (0..200, 400..450));
        let last = paging.sheets("apis/", 3).last().expect("because there are three");
        assert_eq!(of_sheet(&last), (3, 3));
        let empty = Paging { rows: 0, per_page: 200 };
        assert_eq!((empty.pages(), empty.range(1), empty.links("apis/", 1, &Links::from("apis/", false)).len()), (1, 0..0, 0));
    }
}
