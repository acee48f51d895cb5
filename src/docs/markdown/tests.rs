//! Texts as people write them, and as attackers do.

use super::{Alone, Heading, Image, Link, PlainCode, Rendered, Surroundings, render};

/// A folder of documentation: two pages, an image, a file to include.
struct Folder;

impl Surroundings for Folder {
    fn link(&self, to: &str) -> Link {
        match to {
            "guide.md" => Link::Inside("guide/".to_owned()),
            "gone.md" => Link::Broken("gone.md is not here.".to_owned()),
            other => Alone.link(other),
        }
    }
    fn image(&self, at: &str) -> Image {
        match at {
            "a.png" => Image::Here { src: "../assets/a.1f.png".to_owned(), size: Some((640, 480)) },
            other => Alone.image(other),
        }
    }
    fn include(&self, path: &str) -> Option<String> {
        match path {
            "part.md" => Some("Included **words**.\n--8<-- \"part.md\"".to_owned()),
            "code.py" => Some("a = 1\n# --8<-- [start:b]\nb = 2\n# --8<-- [end:b]\n".to_owned()),
            _ => None,
        }
    }
}

fn run(source: &str) -> Rendered {
    render(source, &Folder, &PlainCode, &["main"])
}

fn html(source: &str) -> String {
    run(source).html.trim().to_owned()
}

#[test]
fn blocks_and_spans_become_html() {
    for (source, expected) in [
        ("a *b* **c** `d<`", "<p>a <em>b</em> <strong>c</strong> <code>d&lt;</code></p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("3. a", "<ol start=\"3\">\n<li>a</li>\n</ol>"),
        ("> a", "<blockquote>\n<p>a</p>\n</blockquote>"),
        ("~~a~~", "<p><del>a</del></p>"),
        ("- [x] a", "<ul>\n<li><span class=\"task done\" role=\"img\" aria-label=\"Done\"></span> a</li>\n</ul>"),
        ("Term\n: Meaning", "<dl>\n<dt>Term</dt>\n<dd>Meaning</dd>\n</dl>"),
        ("==a== :tada: ++ctrl+c++", "<p><mark>a</mark> 🎉 <kbd>ctrl</kbd>+<kbd>c</kbd></p>"),
        ("see https://a.example.", "<p>see <a href=\"https://a.example\" rel=\"noreferrer\">https://a.example</a>.</p>"),
        ("> [!WARNING]\n> a", "<div class=\"admonition warning\">\n<p class=\"admonition-title\">Warning</p>\n<p>a</p>\n</div>"),
        (
            "```py title=\"a.py\"\nx<1\n```",
            "<div class=\"code\"><p class=\"code-title\">a.py</p><pre tabindex=\"0\"><code class=\"language-py\">x&lt;1</code></pre></div>",
        ),
    ] {
        assert_eq!(html(source), expected, "{source}");
    }
}

#[test]
fn githubs_own_markdown_is_known() {
    for (source, expected) in [
        ("~~Hi~~ ~there~ ~~~not~~~", "<p><del>Hi</del> <del>there</del> ~~~not~~~</p>"),
        ("This ~~has a\n\nnew~~.", "<p>This ~~has a</p>\n<p>new~~.</p>"),
        ("| a | b |\n| --- |\n| c |", "<p>| a | b |\n| --- |\n| c |</p>"),
        ("Visit www.a.example/b.c.", "<p>Visit <a href=\"https://www.a.example/b.c\" rel=\"noreferrer\">www.a.example/b.c</a>.</p>"),
        ("www.a.example/x&hl;", "<p><a href=\"https://www.a.example/x&amp;hl\" rel=\"noreferrer\">www.a.example/x&amp;hl</a>;</p>"),
        ("www.a.example/he<lp", "<p><a href=\"https://www.a.example/he\" rel=\"noreferrer\">www.a.example/he</a>&lt;lp</p>"),
        ("foo@bar.baz", "<p><a href=\"mailto:foo@bar.baz\" rel=\"noreferrer\">foo@bar.baz</a></p>"),
        ("<strong> <title> <em>a</em></strong>", "<p><strong> &lt;title&gt; <em>a</em></strong></p>"),
        ("> [!CAUTION]\n> x", "<div class=\"admonition danger\">\n<p class=\"admonition-title\">Caution</p>\n<p>x</p>\n</div>"),
    ] {
        assert_eq!(html(source), expected, "{source}");
    }
    let table = html("| f\\|oo  |\n| ------ |\n| b `\\|` az |\n| x | y |\n> bar\n");
    assert!(table.contains(">f|oo</th>") && table.contains("<td>b <code>|</code> az</td>") && !table.contains(">y<"), "{table}");
    assert!(table.ends_with("<blockquote>\n<p>bar</p>\n</blockquote>"), "{table}");
}

#[test]
fn nothing_is_lost_where_a_tag_is_none_or_a_heading_stands_in_a_quote() {
    for (source, expected) in [
        ("<div id=\"a\"\n*b*\n\nc", "&lt;div id=\"a\"\n*b*\n<p>c</p>"),
        ("a <![CDATA[>&<]]> <?php b ?> c", "<p>a   c</p>"),
        (
            "> # A\n> b",
            "<blockquote>\n<h2 id=\"a\">A <a class=\"anchor\" href=\"#a\" aria-label=\"Link to A\">#</a></h2>\n<p>b</p>\n</blockquote>",
        ),
        ("[a](<https://x.example/b c\\d>)", "<p><a href=\"https://x.example/b%20c%5Cd\" rel=\"noreferrer\">a</a></p>"),
        (
            "![a](a.png \"b & c\"){ width=64 }",
            "<p><img src=\"../assets/a.1f.png\" alt=\"a\" title=\"b &amp; c\" loading=\"lazy\" decoding=\"async\" width=\"64\" height=\"48\"></p>",
        ),
        ("<div class=\"x\">a</div>", "<div>a</div>"),
    ] {
        assert_eq!(html(source), expected, "{source}");
    }
}

#[test]
fn tables_have_regions_and_classes_and_no_styles() {
    let html = html("| a | b |\n|:-:|--:|\n| 1 | 2 |\n\n| c |\n|---|\n| 3 |");
    assert!(html.contains("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Table 1\"><table><thead><tr><th scope=\"col\" class=\"align-center\">a</th>"), "{html}");
    assert!(html.contains("<td class=\"align-right\">2</td>") && html.contains("aria-label=\"Table 2\""), "{html}");
    assert!(!html.contains("style="), "{html}");
}

#[test]
fn material_blocks_nest() {
    let html = html("!!! tip \"Read *this*\"\n    One[^1].\n\n    ??? note\n        - two\n\n[^1]: There.\n");
    assert!(html.starts_with("<div class=\"admonition tip\">\n<p class=\"admonition-title\">Read *this*</p>\n<p>One<sup"), "{html}");
    assert!(html.contains("<details class=\"admonition note\">\n<summary class=\"admonition-title\">Note</summary>\n<ul>\n<li>two</li>\n</ul>\n</details>\n</div>"), "{html}");
    assert!(html.ends_with("<li id=\"fn-1\" value=\"1\"><p>There.</p>\n<p><a href=\"#fnref-1\" class=\"footnote-back\" aria-label=\"Back to where footnote 1 is named\">↩</a></p></li>\n</ol>\n</section>"), "{html}");
    let tabs = self::html("=== \"Linux\"\n    a\n\n=== \"macOS\"\n    b\n");
    assert_eq!(tabs.matches("<input type=\"radio\" name=\"tabs-1\"").count(), 2, "{tabs}");
    assert_eq!(tabs.matches("<div").count(), tabs.matches("</div>").count(), "{tabs}");
}

#[test]
fn boxes_between_colons_are_boxes_and_others_stay_as_they_are() {
    let html = html("a\n:::note Read *this*\nb\n:::\nc\n\n1. d\n   :::danger\n   - e\n   :::\n\n::: own\nf\n:::\n");
    assert!(
        html.starts_with(
            "<p>a</p>\n<div class=\"admonition note\">\n<p class=\"admonition-title\">Read *this*</p>\n<p>b</p>\n</div>\n<p>c</p>"
        ),
        "{html}"
    );
    assert!(html.contains("<div class=\"admonition danger\">\n<p class=\"admonition-title\">Danger</p>\n<ul>\n<li>e</li>"), "{html}");
    assert!(html.trim_end().ends_with("<p>::: own\nf\n:::</p>"), "{html}");
}

#[test]
fn nobody_can_write_our_marks() {
    let html = html("!!! note\n    a\n\n<mp-open-0123456789abcdef-0>\n\n<mp-close--0>\n\nb");
    assert!(!html.contains("<mp-"), "{html}");
    assert_eq!(html.matches("admonition note").count(), 1, "{html}");
}

#[test]
fn the_first_heading_is_the_title_and_no_id_comes_twice() {
    let found = run("# The `title`\n\n## Main\n\n#### Deep {#own}\n\n## Main\n\n[a](#main-1) [b](#the-title) [c](#none) [d](#DEEP)");
    assert_eq!(found.title.as_deref(), Some("The title"));
    let ids: Vec<_> = found.headings.iter().map(|Heading { level, id, .. }| (*level, id.as_str())).collect();
    assert_eq!(ids, [(2, "main-1"), (3, "own"), (2, "main-2")]);
    let messages: Vec<_> = found.findings.iter().map(|finding| (finding.line, finding.message.as_str())).collect();
    assert_eq!(messages, [(9, "There is no heading #none in this text."), (9, "There is no heading #DEEP in this text.")]);
}

#[test]
fn links_and_images_are_led_where_the_surroundings_say() {
    let found = run("[a](guide.md) [b](gone.md) [c](javascript:alert(1)) ![d](a.png){ width=320 } ![e](https://x.example/e.svg)");
    let html = &found.html;
    assert!(html.contains("<a href=\"guide/\">a</a> b c "), "{html}");
    assert!(
        html.contains("<img src=\"../assets/a.1f.png\" alt=\"d\" loading=\"lazy\" decoding=\"async\" width=\"320\" height=\"240\">"),
        "{html}"
    );
    assert!(html.contains("href=\"https://x.example/e.svg\"") && !html.contains("src=\"https"), "{html}");
    assert_eq!(found.findings.len(), 2, "{:?}", found.findings);
    assert!(
        self::html("[![badge](https://x.example/b.svg)](https://y.example)")
            .contains("<a href=\"https://y.example\" rel=\"noreferrer\">badge</a>")
    );
}

#[test]
fn files_are_included_from_where_the_documentation_is() {
    let found = run("a\n\n--8<-- \"part.md\"\n\n```py\n--8<-- \"code.py:b\"\n```\n\n--8<-- \"../../etc/passwd\"\n");
    assert!(found.html.contains("<p>Included <strong>words</strong>."), "{}", found.html);
    assert!(found.html.contains("<code class=\"language-py\">b = 2</code>"), "{}", found.html);
    assert_eq!(found.findings.len(), 2, "{:?}", found.findings);
    assert_eq!(found.findings[1].line, 9);
    let found = run("```py\n {! code.py !}\n```\n\n{!../../etc/passwd!}\n\n{!a!} {!part.md!}\n");
    assert!(found.html.contains(" b = 2"), "{}", found.html);
    assert!(found.html.contains("<p>{!../../etc/passwd!}</p>\n<p>{!a!} {!part.md!}</p>"), "{}", found.html);
    assert_eq!(found.findings, []);
}

#[test]
fn raw_html_is_cleaned_and_kept() {
    for (source, expected) in [
        ("a<br>b <kbd>c</kbd>", "<p>a<br>b <kbd>c</kbd></p>"),
        ("<h1 align=\"center\">T</h1>", "<p class=\"heading heading-1 align-center\">T</p>"),
        ("<a name=\"x\"></a>[b](#x)", "<p><a id=\"user-content-x\"></a><a href=\"#user-content-x\">b</a></p>"),
        (
            "<a rel=\"opener\" href=\"https://x.example\" title=\"t\">b</a>",
            "<p><a href=\"https://x.example\" rel=\"noreferrer\" title=\"t\">b</a></p>",
        ),
        ("<details><summary>s</summary>\n\n**b**\n\n</details>", "<details><summary>s</summary>\n<p><strong>b</strong></p>\n</details>"),
        (
            "<img src=\"a.png\" width=64 alt=\"z\">",
            "<img src=\"../assets/a.1f.png\" alt=\"z\" loading=\"lazy\" decoding=\"async\" width=\"64\" height=\"48\">",
        ),
        ("a <!-- b --> c", "<p>a  c</p>"),
        ("<!-- a\n\nb\n-->\n\nc", "<p>c</p>"),
        (
            "<div>\n<img\n src=\"a.png\"\n alt=\"z\">\n</div>",
            "<div>\n<img src=\"../assets/a.1f.png\" alt=\"z\" loading=\"lazy\" decoding=\"async\" width=\"640\" height=\"480\">\n</div>",
        ),
        (
            "a\n\n---\nb: c\n---\n",
            "<p>a</p>\n<hr>\n<h2 id=\"b-c\">b: c <a class=\"anchor\" href=\"#b-c\" aria-label=\"Link to b: c\">#</a></h2>",
        ),
        // The sanitiser would take a shape away with everything that follows it.
        ("the plan at <path> has *been*\n\napproved", "<p>the plan at  has <em>been</em></p>\n<p>approved</p>"),
        ("a <title> b <script>c</script>\n\nd", "<p>a &lt;title&gt; b &lt;script&gt;c&lt;/script&gt;</p>\n<p>d</p>"),
        ("<div>\n<svg viewBox=\"0 0 1 1\"><path d=\"M0 0\"/><title>x</title></svg>\n</div>\n\ne", "<div>\n\n</div>\n<p>e</p>"),
        ("<style>\np { color: red }\n</style>\n\nf", "<p>f</p>"),
        ("`<b>` <i>c</i>", "<p><code>&lt;b&gt;</code> <i>c</i></p>"),
    ] {
        assert_eq!(html(source), expected, "{source}");
    }
}

#[test]
fn attacks_leave_nothing_that_acts() {
    for source in [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<a href=\"javascript:alert(1)\">x</a>",
        "<a href=\" jav&#x09;ascript:alert(1)\">x</a>",
        "[x](javascript:alert(1))",
        "[x](  JaVaScRiPt:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "<svg onload=alert(1)><script>alert(1)</script></svg>",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
        "<iframe src=\"https://evil.example\"></iframe>",
        "<div style=\"position:fixed\" onclick=alert(1)>x</div>",
        "<form action=\"https://evil.example\"><input name=token></form>",
        "<link rel=stylesheet href=https://evil.example><base href=https://evil.example>",
        "<img src=\"https://evil.example/pixel.png\">",
        "<picture><source srcset=\"https://evil.example/p.png\"><img src=\"https://evil.example/p.png\"></picture>",
        "```\"><script>alert(1)</script>\nx\n```",
        "```x title=\"<script>alert(1)</script>\"\nx\n```",
        "!!! note \"<script>alert(1)</script>\"\n    x",
        "=== \"<img src=x onerror=alert(1)>\"\n    x",
        ":::note <script>alert(1)</script>\nx\n:::",
        ":::note[\"<img src=x onerror=alert(1)>]\n<script>alert(1)</script>\n:::",
        "# <script>alert(1)</script> {#\"><script>}",
        "$\\href{javascript:alert(1)}{x}$",
        "*[x]: <script>alert(1)</script>\n\nx",
        "[^\"><script>]: a\n\n[^\"><script>]",
        "a[^x]\n\n[^x]: <img src=x onerror=alert(1)><script>alert(1)</script>",
        "a[^x]\n\n[^x]: b\n\n    <svg onload=alert(1)>",
        "## a <img src=x onerror=alert(1)>\n\n![<img src=x onerror=alert(1)>](a.png)",
        "| <img src=x onerror=alert(1)> |\n|---|\n| <script>alert(1)</script> |",
        "[<img src=x onerror=alert(1)>](guide.md \"<script>\")",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
        "<a href=\"\u{E000}0\u{E001}\">x</a> `<script>`",
        "<p id=main>x</p>",
    ] {
        let html = run(source).html;
        let tags: Vec<_> = html.split('<').skip(1).filter_map(|part| part.split('>').next()).map(|tag| format!("<{tag}>")).collect();
        let lower = tags.join("").to_lowercase();
        for bad in [
            "<script",
            " onerror=",
            " onload=",
            " onclick=",
            "<iframe",
            "<form",
            "<svg",
            "<link",
            "<base",
            "<style",
            " style=",
            "src=\"http",
            "srcset",
            "\u{e000}",
        ] {
            assert!(!lower.contains(bad), "{source}\n→ {html}");
        }
        for address in lower.split("href=\"").skip(1) {
            assert!(
                !address.starts_with("javascript") && !address.starts_with("data:") && !address.contains("ascript:alert(1)\">x"),
                "{source}\n→ {html}"
            );
        }
        assert!(!lower.contains("id=\"main\""), "{source}\n→ {html}");
    }
}

#[test]
fn hostile_sizes_end_in_a_page_or_a_finding() {
    for source in [
        "<div>".repeat(100_000),
        "<b>".repeat(100_000) + "x",
        "[".repeat(50_000),
        "*a_ ".repeat(30_000),
        ">".repeat(50_000),
        "[^a]".repeat(30_000),
        "$".repeat(50_000),
        "`".repeat(50_000),
        "a".repeat(3_000_000),
        "| a |\n|---|\n".to_owned() + &"| b |\n".repeat(100_000),
        "!!! note\n    ".repeat(5_000),
        ":::note\n".repeat(50_000) + &":::\n".repeat(50_000),
        ":::note\n".repeat(200_000),
        "*[a]: b\n".repeat(5_000) + &"a ".repeat(50_000),
        "[x](#a)\n".repeat(20_000),
        "# a\n".repeat(20_000),
        "<a ".repeat(50_000),
        "<svg>".repeat(50_000),
        "<svg></svg ".repeat(20_000),
        "x <title> ".repeat(20_000),
        "x\n\n".to_owned() + &"<!--".repeat(50_000) + "\n\n# x",
        "--8<-- \"part.md\"\n".repeat(5_000),
        "https://".repeat(20_000),
        "(https://a.example/".to_owned() + &")".repeat(20_000),
        ":a".repeat(50_000),
        "a@".repeat(50_000),
        "a.b".repeat(50_000) + "@c.d",
        "<!".repeat(50_000),
        "<?x".repeat(50_000),
        "- ".repeat(20_000),
        "x".repeat(10 << 20),
    ] {
        let found = run(&source);
        assert!(!found.html.is_empty() || found.title.is_some() || !found.findings.is_empty(), "{}", &source[..40.min(source.len())]);
        assert!(found.findings.len() <= 6_000);
    }
}
