//! What stands apart on the screen stands apart in the text.

#![allow(clippy::expect_used, clippy::panic, clippy::format_collect)] // a test may

use onrecord::blocks::{Block, Blocks};
use onrecord::cues::Roles;
use onrecord::dom::Document;
use onrecord::tags::Tag;

fn read<T>(html: &str, hidden: bool, ask: impl Fn(&Document, &Blocks) -> T) -> T {
    let document = Document::parse(html).expect("a page of few nodes");
    let blocks = Blocks::of(&document, hidden);
    ask(&document, &blocks)
}

fn texts(html: &str) -> Vec<String> {
    read(html, false, |_, blocks| (0..blocks.blocks.len()).map(|i| blocks.text_of(i).to_owned()).collect())
}

fn check(rows: &[(&str, &[&str])]) {
    for (html, expected) in rows {
        assert_eq!(texts(html), *expected, "{html}");
    }
}

/// The only block of a page.
fn only(html: &str) -> Block {
    read(html, false, |_, blocks| {
        assert_eq!(blocks.blocks.len(), 1, "{html}");
        blocks.blocks[0].clone()
    })
}

#[test]
fn blocks_begin_and_end_with_block_elements() {
    check(&[
        ("<p>a</p><p>b</p>", &["a", "b"]),
        ("<p>a<p>b", &["a", "b"]),
        ("a<p>b</p>c", &["a", "b", "c"]),
        ("<div>a<p>b</p>c<div>d</div></div>e", &["a", "b", "c", "d", "e"]),
        ("<h1>a</h1>b<blockquote>c</blockquote>", &["a", "b", "c"]),
        ("<p>a<b>b</b>c<i> d</i></p>", &["abc d"]),
        ("<p>a <b> b </b> c</p>", &["a b c"]),
        ("<p>\n a\n\tb\u{a0}\u{2003}c </p>", &["a b c"]),
        ("<p>a&nbsp;&amp;&#160;b &lt;c&gt;</p>", &["a & b <c>"]),
        ("<p>a\u{ad}b\u{200b}c\u{feff}</p>", &["abc"]),
        ("<p>a\0b\u{7}c\u{fffd}</p>", &["abc"]),
        ("<p>e\u{301} \u{200d}👩\u{200d}👧</p>", &["e\u{301} \u{200d}👩\u{200d}👧"]),
        ("<p></p><p> </p><p>&nbsp;</p><p>***</p><p>a</p>", &["a"]),
        ("<p>a<hr>b", &["a", "b"]),
        ("<p>a<!-- b -->c<script>d</script>e</p>", &["ace"]),
        ("<b>a<p>b</b>c</p>d", &["a", "bc", "d"]),
    ]);
}

#[test]
fn line_breaks() {
    check(&[
        ("<p>a<br>b</p>", &["a\nb"]),
        ("<p>a <br> b</p>", &["a\nb"]),
        ("<p>a<br><br>b</p>", &["a", "b"]),
        ("<p>a<br>\n<br/>b<br>c</p>", &["a", "b\nc"]),
        ("<p>a<br><br><br><br>b</p>", &["a", "b"]),
        ("<p><br>a<br></p>", &["a"]),
        ("<p>a<br><b>b</b><br></p>c", &["a\nb", "c"]),
        ("a<br>b<br><br>c", &["a\nb", "c"]),
        ("<p>a<br>***<br>b</p>", &["a\n***\nb"]),
    ]);
}

#[test]
fn preformatted_text_keeps_its_lines() {
    check(&[
        ("<pre>a\nb\n\nc</pre>", &["a\nb", "c"]),
        ("<pre>\n  a   b\n</pre>c\nd", &["a b", "c d"]),
        ("<pre>a<b>\nb</b></pre>", &["a\nb"]),
        ("<pre>***<br>\n\na</pre>", &["a"]),
        ("<a href=x><pre>***\n\na</pre></a>", &["a"]),
        ("<pre><p>a\nb</p></pre><p>c\nd</p>", &["a\nb", "c d"]),
    ]);
}

#[test]
fn lists_and_tables() {
    check(&[
        ("<ul><li>a<li>b<ul><li>c</ul></ul>", &["a", "b", "c"]),
        ("<ul><li><p>a</p><p>b</p></ul>", &["a", "b"]),
        ("<dl><dt>a<dd>b</dl>", &["a", "b"]),
        ("<table><caption>a</caption><tr><td>b<td>c</table>", &["a", "b", "c"]),
    ]);
    read("<ol><li>a<ul><li>b</ul><li>c</ol><p>d", false, |document, blocks| {
        let places: Vec<_> = blocks.blocks.iter().map(|b| b.place).collect();
        assert!(places[..3].iter().all(|p| p.list == 1 && p.tag == Tag::Li), "the outermost list");
        assert_eq!(document.nodes[places[1].item as usize].depth, 4, "the innermost item");
        assert_ne!(places[0].item, places[2].item);
        assert_eq!((places[3].list, places[3].item, places[3].tag), (0, 0, Tag::P));
    });
    read("<table><tr><td>a<td><table><tr><td>b</table>c</table>d", false, |_, blocks| {
        let places: Vec<_> = blocks.blocks.iter().map(|b| b.place).collect();
        assert_eq!((places[0].table, places[0].row, places[0].cell), (1, 2, 3));
        assert!(places[1].table > places[0].table && places[1].row > places[0].row);
        assert_eq!((places[2].table, places[2].row), (1, 2), "back in the outer table");
        assert_eq!((places[3].table, places[3].cell), (0, 0));
    });
}

#[test]
fn what_a_block_is() {
    for (html, tag) in [
        ("<p>a", Tag::P),
        ("<div>a", Tag::Div),
        ("a", Tag::Div),
        ("<h2>a", Tag::H2),
        ("<h2><div>a", Tag::H2),
        ("<div><h3><span>a", Tag::H3),
        ("<li><div>a", Tag::Li),
        ("<li><p>a", Tag::P),
        ("<blockquote>a", Tag::Div),
        ("<pre>a", Tag::Pre),
        ("<td>a", Tag::Td),
        ("<dd>a", Tag::Dd),
        ("<figure><figcaption>a", Tag::Figcaption),
    ] {
        assert_eq!(only(html).place.tag, tag, "{html}");
    }
    assert_eq!(only("<blockquote><blockquote><p>a").place.quote, 1, "the outermost quote");
}

#[test]
fn what_is_not_text() {
    check(&[
        ("<head>a<title>b</title></head><p>c", &["c"]),
        ("<button>a</button><select><option>b</select><p>c", &["c"]),
        ("<noscript>a</noscript><template>b</template><textarea>c</textarea><svg>d</svg><p>e", &["e"]),
        ("<video>a</video><audio>b</audio><object>c</object><canvas>d</canvas><p>e", &["e"]),
        ("<iframe>a</iframe><style>b</style><p>c", &["c"]),
    ]);
}

#[test]
fn hidden_text() {
    for hidden in [
        "<div hidden>a b c</div>", "<div style=\"display:none\">a b c</div>",
        "<div style=\"color: red; DISPLAY : None\">a b c</div>", "<div style='visibility: hidden'>a b c</div>",
        "<div aria-hidden=true>a b c</div>", "<span class=\"sr-only\">a b c</span>",
        "<div hidden><p>a <b>b</b></p> c</div>",
    ] {
        let page = format!("<p>x</p>{hidden}<p>y</p>");
        assert_eq!(texts(&page), ["x", "y"], "{hidden}");
        assert!(read(&page, false, |_, blocks| blocks.hidden_words) > 0, "{hidden}");
        let all = read(&page, true, |_, blocks| blocks.text.clone());
        assert!(all.starts_with("xa") && all.ends_with("cy"), "{hidden}: {all}");
    }
    check(&[("<div hidden id=\"S:1\"><p>a</p></div>", &["a"]), ("<div aria-hidden=false>a</div>", &["a"])]);
}

#[test]
fn shares_of_links() {
    let share = |html: &str| only(html).link_share;
    assert!(share("<p>rain fell") < 0.01);
    assert!(share("<p><a href=x>rain fell</a>") > 0.99);
    let part = share("<p>rain <a href=x>fell</a> on");
    assert!(part > 0.3 && part < 0.45, "{part}");
    let two = share("<p><a href=x>rain</a> <a href=y>fell</a>");
    assert!(two > 0.8, "{two}");
    assert_eq!(only("<p><a href=x>rain fell</a>").link, 2);
    assert_eq!(only("<a href=x><p>rain fell</p></a>").link, 1);
    assert_eq!(only("<p>rain <a href=x>fell</a> on").link, 0);
    read("<p><a href=x>rain</a></p><p>fell", false, |_, blocks| {
        assert_eq!((blocks.blocks[1].link, blocks.blocks[1].link_share), (0, 0.0));
    });
    read("<a href=x><p>rain</p><p>fell</p></a><p>on", false, |_, blocks| {
        let links: Vec<u32> = blocks.blocks.iter().map(|b| b.link).collect();
        assert_eq!(links, [1, 1, 0]);
    });
}

#[test]
fn words() {
    for (text, words) in [
        ("rain", 1),
        ("It rained all day.", 4),
        ("rock-'n'-roll isn't 3.5 or 1,000", 10), // runs of letters and digits
        ("l’homme", 2),
        ("Дождь шёл весь день", 4),
        ("雨が降った", 3),
        ("— … !", 0),
    ] {
        assert_eq!(only(&format!("<p>{text} a")).words, words + 1, "{text}");
    }
}

#[test]
fn roles_are_inherited() {
    read("<div class=related><p>a</p></div><p class=byline>b</p><p>c", false, |document, blocks| {
        assert!(blocks.blocks[0].roles.has(Roles::RELATED));
        assert!(blocks.blocks[1].roles.has(Roles::BYLINE));
        assert_eq!(blocks.blocks[2].roles, Roles::default());
        assert_eq!(blocks.roles.len(), document.nodes.len());
    });
    // The link of a block says what the block is; so does what stands around it.
    assert!(only("<p><a class=author href=x>Jane Doe</a>").roles.has(Roles::BYLINE));
    // An element that ended gives nothing to what follows, even where a block outlived it.
    read("<span class=comment><div>a</span></div><p>b", false, |_, blocks| {
        assert!(blocks.blocks[0].roles.has(Roles::COMMENT));
        assert!(!blocks.blocks[1].roles.has(Roles::COMMENT));
    });
}

#[test]
fn what_covers_the_page_says_nothing_of_a_part() {
    let prose = "It rained all day in the north of the country, and in the south it snowed for an hour at noon.";
    let page = format!("<div class=sidebar><p>{prose}</p><p>{prose}</p></div><div class=comment><p>{prose}</p></div>");
    read(&page, false, |_, blocks| {
        assert!(!blocks.blocks[0].roles.has(Roles::ASIDE), "most of the page");
        assert!(blocks.blocks[2].roles.has(Roles::COMMENT), "a part of it");
    });
}

#[test]
fn containers_and_pictures() {
    let page = "<div><p>a</p><div><p>b</p><img src=1></div></div><img src=2><p>c</p><div></div>";
    read(page, false, |document, blocks| {
        let inside = blocks.containers.iter().filter(|c| c.node != 0); // the page itself may be one
        let ranges: Vec<(Tag, u32, u32)> =
            inside.map(|c| (document.nodes[c.node as usize].tag, c.first, c.last)).collect();
        assert_eq!(
            ranges,
            [(Tag::P, 0, 1), (Tag::P, 1, 2), (Tag::Div, 1, 2), (Tag::Div, 0, 2), (Tag::P, 2, 3)],
            "in the order in which they end; empty ones hold nothing"
        );
        let before: Vec<u32> = blocks.images.iter().map(|(_, before)| *before).collect();
        assert_eq!(before, [2, 2]);
        assert_eq!(blocks.before.len(), document.nodes.len());
        assert!(blocks.before.is_sorted());
    });
}

#[test]
fn inline_elements_that_style_sets_apart() {
    check(&[
        ("<div><span class=a>By Jane</span><span class=b>2 May</span></div>", &["By Jane 2 May"]),
        ("<div><a href=x>News</a><a href=y>Sport</a></div>", &["News Sport"]),
        ("<p>a<span class=x>b</span>c</p>", &["abc"]),
        ("<p><a href=x>a</a>, b</p>", &["a, b"]),
        ("<div>a<b>b</b></div>", &["ab"]),
    ]);
}
