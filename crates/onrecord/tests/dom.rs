//! The tree that a page becomes: what ends by itself, what is misnested, what is no markup at all.

#![allow(clippy::expect_used, clippy::panic, clippy::format_collect)] // a test may

use onrecord::Error;
use onrecord::dom::{Document, MAX_DEPTH, MAX_NODES};
use onrecord::tags::{Attr, Tag};

fn parse(html: &str) -> Document<'_> {
    Document::parse(html).expect("a page of few nodes")
}

/// The tree in one line: `ul[li['a'] li['b']]`; the content of a raw element stands in parentheses.
fn shape(html: &str) -> String {
    let document = parse(html);
    let mut out = String::new();
    let mut open = vec![0];
    for (i, node) in document.nodes.iter().enumerate().skip(1) {
        while open.last().is_some_and(|top| *top != node.parent) {
            open.pop();
            out.push(']');
        }
        if !out.is_empty() && !out.ends_with('[') {
            out.push(' ');
        }
        let raw = document.raw(i);
        match node.tag {
            Tag::Text => out.extend(["'", raw, "'"]),
            tag if tag.is_raw() && node.stop > 0 => out.extend([tag.name(), "(", raw, ")"]),
            tag => {
                out.push_str(tag.name());
                if document.nodes.get(i + 1).is_some_and(|next| next.parent as usize == i) {
                    out.push('[');
                    open.push(i as u32);
                }
            }
        }
    }
    out.extend(open[1..].iter().map(|_| ']'));
    out
}

fn check(rows: &[(&str, &str)]) {
    let wrong: Vec<String> = rows
        .iter()
        .map(|(html, expected)| (html, shape(html), expected))
        .filter(|(_, found, expected)| found != *expected)
        .map(|(html, found, expected)| format!("{html}\n   found {found}\nexpected {expected}"))
        .collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), rows.len(), wrong.join("\n"));
}

/// The value of an attribute of the first element.
fn attr(html: &str, name: Attr) -> Option<&str> {
    parse(html).attr(1, name)
}

#[test]
fn what_ends_by_itself() {
    check(&[
        ("<p>a<p>b", "p['a'] p['b']"),
        ("<p>a</p>b", "p['a'] 'b'"),
        ("<p>a<div>b</div>c", "p['a'] div['b'] 'c'"),
        ("<p>a<b>b<p>c", "p['a' b['b']] p['c']"),
        ("<p>a<span>b</span>c", "p['a' span['b'] 'c']"),
        ("<p>a<ul><li>b</ul>", "p['a'] ul[li['b']]"),
        ("<p>a<table><tr><td>b</table>", "p['a'] table[tr[td['b']]]"),
        ("<p>a<h2>b</h2>", "p['a'] h2['b']"),
        ("<p>a<hr>b", "p['a'] hr 'b'"),
        ("<div><p>a</div>b", "div[p['a']] 'b'"),
        ("<ul><li>a<li>b</ul>c", "ul[li['a'] li['b']] 'c'"),
        ("<ul><li><b>a<li>b</ul>", "ul[li[b['a']] li['b']]"),
        ("<ul><li>a<ul><li>b<li>c</ul><li>d</ul>", "ul[li['a' ul[li['b'] li['c']]] li['d']]"),
        ("<ul><li><div>a<li>b</ul>", "ul[li[div['a']] li['b']]"),
        ("<dl><dt>a<dd>b<dt>c<dd>d</dl>", "dl[dt['a'] dd['b'] dt['c'] dd['d']]"),
        ("<table><tr><td>a<td>b<tr><th>c</table>d", "table[tr[td['a'] td['b']] tr[th['c']]] 'd'"),
        (
            "<table><thead><tr><td>a<tbody><tr><td>b<tfoot><tr><td>c</table>",
            "table[thead[tr[td['a']]] tbody[tr[td['b']]] tfoot[tr[td['c']]]]",
        ),
        ("<select><option>a<option>b</select>c", "select[option['a'] option['b']] 'c'"),
        ("<h1>a<h2>b</h2>", "h1['a'] h2['b']"),
        ("<h1>a</h2>b", "h1['a'] 'b'"),
        ("<head><meta name=a><p>b", "head[meta] p['b']"),
        ("<head><title>a</title><body>b", "head[title(a)] body['b']"),
        ("<head><script>a</script><div>b</div>", "head[script(a)] div['b']"),
    ]);
}

#[test]
fn what_is_misnested() {
    check(&[
        ("<b>1<i>2</b>3</i>4", "b['1' i['2']] '3' '4'"),
        ("<b><p>1</b>2</p>3", "b[p['1' '2']] '3'"),
        ("<b><div>1</b>2</div>3<p>4", "b[div['1' '2']] '3' p['4']"),
        ("<b><div>1</b>2<p>3</p></div><div>4</div>", "b[div['1' '2' p['3']]] div['4']"),
        ("<b><i><div>1</b>2</i>3</div>4", "b[i[div['1' '2' '3']]] '4'"),
        ("<span><div>1</span></div><span><div>2</span></div>3", "span[div['1']] span[div['2']] '3'"),
        ("<a href=1>x<a href=2>y</a>z", "a['x'] a['y'] 'z'"),
        ("<a href=1><div>x</div></a>y", "a[div['x']] 'y'"),
        ("<a href=1><div>x<a href=2>y</a></div>z", "a[div['x' a['y']]] 'z'"),
        ("<a href=1><p>x<a href=2>y", "a[p['x' a['y']]]"),
        ("<div><b>1</div>2", "div[b['1']] '2'"),
        ("<form><div>1</form>2</div>3", "form[div['1' '2']] '3'"),
        ("<form>1</form>2", "form['1'] '2'"),
        ("<form><b>1</form>2", "form[b['1']] '2'"),
        ("<div><table><tr><td>1</div>2</table>3</div>", "div[table[tr[td['1' '2']]] '3']"),
        ("<b><table><tr><td>1</b>2</table>3</b>4", "b[table[tr[td['1' '2']]] '3'] '4'"),
        ("<table><tr><td><table><tr><td>1</table>2<td>3</table>", "table[tr[td[table[tr[td['1']]] '2'] td['3']]]"),
        ("<p>1<table><tr><td><p>2</table>3", "p['1'] table[tr[td[p['2']]]] '3'"),
        ("<li>1<table><tr><td><li>2</table>", "li['1' table[tr[td[li['2']]]]]"),
        ("1</b>2</div>3</p>4</table>5", "'1' '2' '3' '4' '5'"),
        ("1</br>2</br/>3", "'1' br '2' br '3'"),
        ("<p>1</body></html>2", "p['1' '2']"),
        ("<body>1<body>2<html>3", "body['1' '2' '3']"),
    ]);
}

#[test]
fn an_element_that_ended_early_holds_nothing_more() {
    let document = parse("<b class=comment><div>1</b>2</div>3<p>4</p>5");
    for (i, node) in document.nodes.iter().enumerate().skip(1) {
        let text = document.raw(i);
        let inside = (1..document.nodes[1].end).contains(&(i as u32));
        assert_eq!(inside, i == 1 || i == 2 || text == "1", "{node:?}");
    }
    let outside = |text: &str| (1..document.nodes.len()).find(|i| document.raw(*i) == text).expect("a text");
    assert_eq!(document.nodes[outside("3")].parent, 0);
    assert_eq!(document.nodes[outside("5")].depth, 1);
}

#[test]
fn elements_without_content() {
    check(&[
        ("a<br>b<br/>c<br />d", "'a' br 'b' br 'c' br 'd'"),
        ("<p>a<img src=b>c", "p['a' img 'c']"),
        ("<picture><source srcset=a><img src=b></picture>c", "picture[source img] 'c'"),
        ("<input><meta><link><wbr>a", "input meta link wbr 'a'"),
        ("<div/>a", "div['a']"),
        ("<amp-img src=a></amp-img>b", "amp-img 'b'"),
        ("<x-y>a</x-y>b", "other['a'] 'b'"),
        ("<averyveryverylongname>a</averyveryverylongname>b", "other['a'] 'b'"),
        ("<DIV>a</Div>b", "div['a'] 'b'"),
        ("<div\n>a</div\t>b</div x=y>", "div['a'] 'b'"),
    ]);
}

#[test]
fn what_is_no_tag() {
    check(&[
        ("1 < 2", "'1 < 2'"),
        ("a<1>b", "'a<1>b'"),
        ("a<", "'a<'"),
        ("a< p>b", "'a< p>b'"),
        ("a<é>b", "'a<é>b'"),
        ("a<p", "'a' p"),
        ("a</", "'a'"),
        ("a<p b='c", "'a' p"),
        ("a>b", "'a>b'"),
        ("", ""),
    ]);
}

#[test]
fn comments_and_their_like() {
    check(&[
        ("a<!-- <p> -->b", "'a' 'b'"),
        ("a<!-->b", "'a' 'b'"),
        ("a<!--->b", "'a' 'b'"),
        ("a<!-- -- > -->b", "'a' 'b'"),
        ("a<!---->b", "'a' 'b'"),
        ("a<!----->b", "'a' 'b'"),
        ("a<!-- b > c", "'a' ' c'"),
        ("a<!-- b > c<p>d<!-- e -->f", "'a' 'f'"),
        ("<!doctype html>a", "'a'"),
        ("<?xml version='1.0'?>a", "'a'"),
        ("a<![CDATA[b]]>c", "'a' 'c'"),
        ("a<!", "'a'"),
        ("a</>b", "'a' 'b'"),
    ]);
}

#[test]
fn what_is_not_looked_into() {
    check(&[
        ("<script>a<p>b</script>c", "script(a<p>b) 'c'"),
        ("<script>a</SCRIPT >b", "script(a) 'b'"),
        ("<script>a</scripts>b</script>c", "script(a</scripts>b) 'c'"),
        ("<script>a</ script>b</script/>c", "script(a</ script>b) 'c'"),
        ("<script src=a></script>b", "script() 'b'"),
        ("<script>a<!-- </script>b", "script(a<!-- ) 'b'"),
        ("<script>a<p>b", "script(a<p>b)"),
        ("<style>a<p>b", "style(a<p>b)"),
        ("<title>a<b>c</title>d", "title(a<b>c) 'd'"),
        ("<title>a<p>b", "title(a) p['b']"),
        ("<title>a<p>b<title>c</title>d", "title(a<p>b<title>c) 'd'"),
        ("<textarea><p>a</textarea>b", "textarea(<p>a) 'b'"),
        ("<textarea>a<p>b", "textarea(a) p['b']"),
        ("<svg><title>a</title></svg>b", "svg(<title>a</title>) 'b'"),
        ("<svg>a<p>b", "svg(a) p['b']"),
        ("<noscript><img src=a></noscript>b", "noscript(<img src=a>) 'b'"),
        ("<iframe src=a></iframe>b", "iframe() 'b'"),
        ("<template><p>a</template>b", "template(<p>a) 'b'"),
        ("<template>a<template>b</template>c</template>d", "template(a<template>b</template>c) 'd'"),
        ("<template shadowrootmode=open><p>a</template>b", "template[p['a']] 'b'"),
        ("<xmp><p>a</xmp>b<math><mi>c</math>d", "xmp(<p>a) 'b' math(<mi>c) 'd'"),
    ]);
}

#[test]
fn attributes_as_they_are_written() {
    for (html, expected) in [
        ("<p class=\"a b\">", Some("a b")),
        ("<p class='a \"b\"'>", Some("a \"b\"")),
        ("<p class=a>", Some("a")),
        ("<p class=a/b/>", Some("a/b/")),
        ("<p class>", Some("")),
        ("<p class=>", Some("")),
        ("<p class=\"\">", Some("")),
        ("<p CLASS=A>", Some("A")),
        ("<p class = \"a\">", Some("a")),
        ("<p\nclass\n=\n'a\nb'\n>", Some("a\nb")),
        ("<p id=x class=a id=y>", Some("a")),
        ("<p class=a class=b>", Some("a")),
        ("<p class=\"a>b\">", Some("a>b")),
        ("<p class=\"a&amp;b\">", Some("a&amp;b")),
        ("<p/class=a>", Some("a")),
        ("<p id=\"x\"class=\"a\">", Some("a")),
        ("<p = class=a>", Some("a")),
        ("<p classes=a>", None),
        ("<p data-class=a>", None),
        ("<p title='class=a'>", None),
        ("<p class=\"a>b", Some("\"a")),
    ] {
        assert_eq!(attr(html, Attr::Class), expected, "{html}");
    }
}

#[test]
fn questions_about_attributes() {
    let document = parse("<p class=a title=b><b data-x=1 onclick=2>c</b><i id=d>");
    assert!(document.has_attrs(1) && !document.has_attrs(2) && document.has_attrs(4));
    assert!(document.has_any(1, &[Attr::Id, Attr::Title]));
    assert!(!document.has_any(1, &[Attr::Id, Attr::Href]));
    assert!(!document.has_any(1, &[]));
    assert_eq!((document.attr(2, Attr::Class), document.attr(3, Attr::Class)), (None, None));
    assert_eq!(document.attr(4, Attr::Id), Some("d"));
}

#[test]
fn of_many_attributes_the_first_are_kept() {
    let many: String = (0..1000).map(|i| format!(" data-x{i}=1")).collect();
    assert_eq!(attr(&format!("<p{many} class=a>"), Attr::Class), Some("a"));
    let known: String = ["id", "href", "src", "alt", "title", "name", "lang", "rel", "role", "type"]
        .iter()
        .map(|name| format!(" {name}={name}").repeat(100))
        .collect();
    let page = format!("<p{known} class=a><b class=c>");
    assert_eq!(attr(&page, Attr::Class), Some("a"));
    assert_eq!(parse(&page).attr(2, Attr::Class), Some("c"));
}

#[test]
fn the_root_is_the_html_element() {
    let document = parse("<!doctype html>\n <html lang=de class=a><body lang=fr>x<html lang=en>y");
    assert_eq!((document.attr(0, Attr::Lang), document.attr(0, Attr::Class)), (Some("de"), Some("a")));
    assert_eq!(document.attr(1, Attr::Lang), Some("fr"));
    assert_eq!(shape("<!doctype html>\n <html lang=de><body>x"), "body['x']");
    // Too late: something stands before it.
    let document = parse("<p>x</p><html lang=de><p lang=fr>y");
    assert_eq!((document.attr(0, Attr::Lang), document.attr(3, Attr::Lang)), (None, Some("fr")));
    let empty = parse("");
    assert_eq!((empty.nodes.len(), empty.nodes[0].end, empty.nodes[0].tag), (1, 1, Tag::Html));
}

#[test]
fn what_is_too_deep_becomes_siblings() {
    let deep = 2 * MAX_DEPTH;
    for tag in ["div", "span", "b", "blockquote", "x-y"] {
        let page = format!("{}<i>x</i>{}<p>after", format!("<{tag}>").repeat(deep), format!("</{tag}>").repeat(deep));
        let document = parse(&page);
        assert!(document.nodes.iter().all(|n| usize::from(n.depth) <= MAX_DEPTH), "{tag}");
        let after = document.nodes.len() - 2;
        assert_eq!((document.nodes[after].tag, document.nodes[after].parent), (Tag::P, 0), "{tag}");
    }
}

#[test]
fn paragraphs_that_are_too_deep_do_not_swallow_end_tags() {
    // Nobody closes these, so none of them may wait for an end tag.
    let page = format!("<div>{}{}</div><p>after", "<font>".repeat(MAX_DEPTH), "<p>x".repeat(50));
    let document = parse(&page);
    let after = document.nodes.len() - 2;
    assert_eq!((document.nodes[after].tag, document.nodes[after].parent), (Tag::P, 0));
}

#[test]
fn a_page_of_too_many_nodes_is_refused() {
    assert!(Document::parse(&"<br>".repeat(MAX_NODES / 2)).is_ok());
    let error = Document::parse(&"<br>".repeat(MAX_NODES + 1)).err();
    assert_eq!(error, Some(Error::TooLarge("elements", MAX_NODES)));
}
