//! The page of the manual about asking a portal, written from the tools themselves.

use super::asked::{Input, Takes};
use super::server::INSTRUCTIONS;
use super::tools::TOOLS;
use std::fmt::Write as _;

/// `docs/reference/mcp.md`.
pub fn markdown() -> String {
    let mut page = format!("{HEAD}{INSTRUCTIONS}\n{TOOLS_HEAD}");
    for tool in TOOLS {
        let about = tool.about();
        let _ = write!(page, "\n### `{}`\n\n{}\n\n| input | takes | what it says |\n|---|---|---|\n", about.name, about.what);
        for input in about.inputs {
            let _ = writeln!(page, "| `{}` | {} | {} |", input.name, takes(input), input.what);
        }
    }
    page.push_str(FOOT);
    page
}

fn takes(input: &Input) -> String {
    let what = match input.takes {
        Takes::Text => "a text".to_owned(),
        Takes::OneOf(words) => format!("one of {}", words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")),
        Takes::Number(least, most) => format!("{least} to {most}"),
        Takes::Flag => "`true` or `false`".to_owned(),
        Takes::Texts => "texts by name".to_owned(),
    };
    if input.is_required { format!("{what}; required") } else { what }
}

const HEAD: &str = "# Asking a portal: `milepost mcp`

<!-- Written by `cargo xtask docs` from src/mcp/; a test compares. -->

`milepost mcp` answers the questions of agents over the [Model Context Protocol](https://modelcontextprotocol.io/), on standard input and output. It reads the folder of a portal that was built, and nothing else: no store, no token, no network. It writes nothing and starts nothing. When the portal is built anew, the next answer is from the new one.

```
milepost mcp --site site
```

Without `--site` it reads the folder that the configuration names as `out`. It ends with code 2, and says what to do, where no portal lies there or where one lies in a form that this version does not read ([data.md](data.md)).

## Adding it to an agent

Programs that know the protocol take a command and its arguments. Most read a file such as this one:

```json
{
  \"mcpServers\": {
    \"portal\": {
      \"command\": \"milepost\",
      \"args\": [\"mcp\", \"--site\", \"/path/to/site\"]
    }
  }
}
```

People who do not build the portal themselves get its folder from where it is published: a checkout of the branch, or a copy of the bucket.

## What agents are told first

";

const TOOLS_HEAD: &str = "
## Answers

Every answer is data and the same as text. `says` is the answer in a sentence, `answer` holds the facts, `sources` names the page, the data and the file and line behind them; `as_of` says how new it is. Addresses are whole where the configuration said `site.url`, else from the portal's root. What is unknown is an object with `unknown` and the reason. A list that is longer than `limit` has `next_cursor`. Texts of people are cut at 2,000 letters, and what steers terminals or turns lines around is taken out; `read_doc` gives 12,000 letters at once.

A name that nothing has, or several have, is answered with the names that may be meant. Every tool says of itself that it only reads, destroys nothing, gives the same answer twice and reaches nothing outside.

`llms.txt` and every page can also be read as resources: `portal:///llms.txt`, `portal:///catalog/x/docs/`.

## Tools
";

const FOOT: &str = "
## What it does not do

It runs no action, asks no model and no host, and answers no question about a person's work. It knows what the portal knew when it was built: a portal that is public answers with what is public.
";
