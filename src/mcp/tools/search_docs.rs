//! Finds pages of documentation by what they say.

use super::{About, Desk, Tool};
use crate::mcp::answer::Answer;
use crate::mcp::asked::{Asked, CURSOR, LIMIT, Takes, input, required};
use crate::mcp::search::excerpt;
use crate::mcp::trouble::Trouble;
use crate::site::search::fold;
use serde_json::{Value, json};

/// The tool.
pub struct SearchDocs;

const ABOUT: About = About {
    name: "search_docs",
    title: "Search documentation",
    what: "Finds documentation, runbooks, decision records and API references by what they say, in the order of the portal's own search. Gives page, heading, a few words around, and a link; read_doc reads the page.",
    inputs: &[
        required("query", Takes::Text, "A few words. Fewer find more: a page must say all of them where one does."),
        input("kind", Takes::OneOf(&["docs", "apis", "any"]), "Documentation (without it), references of APIs, or every kind of page."),
        input("owner", Takes::Text, "Only what this team owns, by its name."),
        LIMIT,
        CURSOR,
    ],
};

impl Tool for SearchDocs {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn answer(&self, desk: &Desk, asked: &Asked) -> Result<Answer, Trouble> {
        let search = desk.search()?;
        let query = asked.needed("query");
        let (found, meant) = search.text.find(&desk.portal, &search.head.synonyms, query)?;
        let kind = match asked.text("kind").unwrap_or("docs") {
            "docs" => Some("Docs"),
            "apis" => Some("APIs"),
            _ => None,
        };
        let owner = asked.text("owner");
        let is_meant = |page: usize| {
            kind.is_none_or(|kind| search.text.kind(page) == kind)
                && owner.is_none_or(|owner| search.text.owner(page).eq_ignore_ascii_case(owner))
        };
        let found: Vec<_> = found.into_iter().filter(|one| is_meant(one.page)).collect();
        let count = found.len();
        let words = fold::words(query);
        let (page, next) = asked.page(found)?;
        let mut hits: Vec<Value> = Vec::new();
        for one in &page {
            let opened = search.text.open(&desk.portal, one.page, one.section)?;
            let (heading, id) = opened.heading;
            let address = if id.is_empty() { opened.address.clone() } else { format!("{}#{id}", opened.address) };
            hits.push(json!({
                "title": opened.title,
                "of": opened.of,
                "kind": search.text.kind(one.page),
                "owner": search.text.owner(one.page),
                "heading": heading,
                "says": excerpt(&opened.text, &words),
                "link": desk.portal.url(&address),
                "page": opened.address,
            }));
        }
        let mut says = match count {
            0 => "No page says that.".to_owned(),
            1 => "One page says it.".to_owned(),
            many => format!("{many} pages say it."),
        };
        if let Some(meant) = meant.filter(|_| count == 0) {
            says = format!("{says} “{meant}” may be meant.");
        }
        let query: String = url::form_urlencoded::byte_serialize(query.as_bytes()).collect();
        let answer = Answer::new(says, json!({ "count": count, "pages": hits })).then(next);
        Ok(answer.on_page(&desk.portal, "the same search", &format!("search/?q={query}")))
    }
}
