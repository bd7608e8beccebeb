"""Pages made to hurt, as generators: each makes a page of about so many bytes."""

from __future__ import annotations

import json
import random
from collections.abc import Callable

Generator = Callable[[int], bytes]

URL = "https://www.example.org/2024/05/02/rain-in-the-north"
PROSE = "The office said on Monday that it had rained for a whole day in the north, and that more would come. "
HEAD = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Rain in the north</title></head><body>'
    f"<article><h1>Rain in the north</h1><p>{PROSE}</p><p>{PROSE}{PROSE}</p>"
)
TAIL = f"<p>{PROSE}{PROSE}</p><p>{PROSE}</p></article></body></html>"


def fill(unit: str, n: int) -> str:
    """The unit again and again, about n bytes of it."""
    return unit * max(1, n // len(unit.encode()))


def numbered(unit: str, n: int) -> str:
    """The same with a running number in place of every %."""
    count = max(1, n // (len(unit.encode()) + 4 * unit.count("%")))
    return "".join(unit.replace("%", str(i)) for i in range(count))


def body(unit: str, *, before: str = "", after: str = "") -> Generator:
    """A page whose article has the repeated unit in its middle."""
    return lambda n: (HEAD + before + fill(unit, n) + after + TAIL).encode()


def each(unit: str, *, before: str = "", after: str = "") -> Generator:
    """As `body`, with numbers in place of every %."""
    return lambda n: (HEAD + before + numbered(unit, n) + after + TAIL).encode()


def bare(unit: str, *, before: str = "<p>", after: str = "") -> Generator:
    """Nothing but the unit."""
    return lambda n: (before + fill(unit, n) + after).encode()


def closed(*tags: str) -> Generator:
    """Elements in each other, all of them closed in the end."""
    opening, closing = "".join(f"<{tag}>" for tag in tags), "".join(f"</{tag}>" for tag in reversed(tags))

    def page(n: int) -> bytes:
        count = max(1, n // len(opening + closing))
        return (HEAD + opening * count + PROSE + closing * count + TAIL).encode()

    return page


def head(markup: str, unit: str) -> Generator:
    """A page with the markup in its head, a % in it replaced by the repeated unit."""
    before, after = markup.split("%")
    start, end = HEAD.split("<title>")
    return lambda n: (start + before + fill(unit, n) + after + "<title>" + end + TAIL).encode()


def ld(before: str, unit: str, after: str = "") -> Generator:
    """A page with JSON-LD in its head."""
    start, end = HEAD.split("</head>")
    script = '<script type="application/ld+json">'
    return lambda n: (start + script + before + fill(unit, n) + after + "</script></head>" + end + TAIL).encode()


def ld_each(before: str, unit: str, after: str = "") -> Generator:
    """The same with numbers in place of every %."""
    start, end = HEAD.split("</head>")
    script = '<script type="application/ld+json">'
    return lambda n: (start + script + before + numbered(unit, n) + after + "</script></head>" + end + TAIL).encode()


def article(key: str, unit: str, *, start: str = "", end: str = "") -> Generator:
    """JSON-LD of an article with one very long string."""
    return ld('{"@type":"NewsArticle","headline":"Rain in the north","' + key + '":"' + start, unit, end + '"}')


def ld_nested(opening: str, closing: str) -> Generator:
    def page(n: int) -> bytes:
        count = max(1, n // len(opening + closing))
        return ld(opening * count + '"x"' + closing * count, " ")(1)

    return page


def noise(n: int) -> bytes:
    return b"<html><p>" + random.Random(1).randbytes(n)


def invalid_utf8(n: int) -> bytes:
    return HEAD.encode() + b"<p>caf\xe9 \xff\xc3 \xf0\x9f\x98 caf\xc3\xa9" * (n // 20) + TAIL.encode()


def utf16(encoding: str) -> Generator:
    return lambda n: (HEAD + fill("<p>Rain, schön grüßend, fell. ", n // 2) + TAIL).encode(encoding)


def combining(n: int) -> str:
    """Marks in the wrong order, which a normalizer has to sort."""
    return "a" + "\u0301" * (n // 4) + "\u0323" * (n // 4)


def many_titles(n: int) -> bytes:
    """Hundreds of titles to compare every heading with."""
    metas = "".join(f'<meta property="og:title" content="Rain {i} {PROSE}{PROSE}">' for i in range(470))
    start, end = HEAD.split("</head>")
    return (start + metas + "</head>" + end + numbered("<h2>Rain % in the north and the south</h2>", n) + TAIL).encode()


def wrapped(depth: int, opening: str, unit: str) -> Generator:
    """A fixed number of elements around one long text."""
    return lambda n: (HEAD + opening * depth + fill(unit, n) + TAIL).encode()


NESTED = [
    "div",
    "span",
    "a",
    "b",
    "table",
    "li",
    "font",
    "p",
    "blockquote",
    "section",
    "button",
    "form",
    "h2",
    "ul",
    "dd",
]
NESTED += ["select", "option", "tr", "td", "nobr", "figure", "object", "video", "label", "custom-element"]
NESTED += ["template shadowrootmode=open", "details", "menu", "dl", "head", "body", "html", "marquee"]
MIXED = {
    "table tr td": "<table><tr><td>",
    "ul li": "<ul><li>",
    "dl dt dd": "<dl><dt>a<dd>",
    "b div": "<b><div>",
    "b p end": "<b><p></b>x",
    "a p": "<a href=x><p>",
    "a div end": "<a href=x><div></a>x</div>",
    "a table a": "<a href=x><table><tr><td>",
    "font span b i": "<font color=red><span class=x><b><i>",
    "p div": "<p><div>",
    "i end b": "<b><i></b></i>",
    "span li": "<span><li>",
    "td b end": "<table><td><b></table>x",
    "select": "<select><option>a<optgroup>",
    "links": '<a href="/x">x',
    "headings": "<h1><h2><h3>",
}
RAW = [
    "script",
    "style",
    "title",
    "textarea",
    "svg",
    "math",
    "iframe",
    "noscript",
    "template",
    "xmp",
    "noembed",
    "noframes",
]
SCHEMA = "itemscope itemtype=https://schema.org/NewsArticle"
KEYS = ["@id", "url", "name", "headline", "description", "author", "creator", "publisher", "datePublished"]
KEYS += ["articleSection", "keywords", "image"]

GENERATORS: dict[str, Generator] = {
    **{f"open {tag}": body(f"<{tag}>") for tag in NESTED},
    **{f"open {tag} with text": body(f"<{tag}>rain fell") for tag in NESTED[:6]},
    **{f"closed {tag}": closed(tag) for tag in NESTED[:9]},
    **{f"mixed {name}": body(unit) for name, unit in MIXED.items()},
    "closed mix": closed("div", "span", "a", "b", "ul", "li", "font", "p"),
    "closed table": closed("table", "tr", "td"),
    "bare div": bare("<div>", before=""),
    # tags and their attributes
    "attributes": each(" a%=b", before="<p", after=">"),
    "known attributes": body(' class="a" id=b href=c', before="<p", after=">"),
    "same attribute": body(' class="a"', before="<p", after=">"),
    "attributes without value": body(" a", before="<p", after=">"),
    "attribute value": body("x", before='<p class="', after='">'),
    "attribute of many words": body("byline comment ", before='<p class="', after='">'),
    "attribute of entities": body("&amp;", before='<meta name=description content="', after='">'),
    "long class on a parent": lambda n: (
        HEAD + f'<div class="{"x" * n}">' + "<p>By Jane Doe, 2 May 2024</p>" * 130 + "</div>" + TAIL
    ).encode(),
    "long style": body("color:red;", before='<p style="', after='">'),
    "long href": body("/rain", before='<a rel=author href="', after='">x</a>'),
    "long link around headings": lambda n: (
        HEAD + f'<a href="/{"x" * n}">' + "<h2>Rain</h2>" * 60 + "</a>" + TAIL
    ).encode(),
    "link around headings": lambda n: (
        HEAD + f'<a href="/{"x" * 4000}">' + "<h2>Rain</h2>" * (n // 13) + "</a>" + TAIL
    ).encode(),
    "long image": body("/rain", before='<img src="', after='">'),
    "srcset": body("/rain.jpg 640w, ", before='<img srcset="', after='">'),
    "unclosed double quotes": body('<a b="'),
    "unclosed single quotes": body("<a b='"),
    "unclosed quotes of both kinds": body("<a b=\"'"),
    "unclosed tag": body("<p "),
    "tags without end": body("<p"),
    "slashes": body("/", before="<p"),
    "equal signs": body("=", before="<p"),
    "angles": body("<"),
    "closing angles": body(">"),
    "angles and letters": body("<a<b"),
    "long tag name": body("x", before="<", after=">"),
    "long end tag": body("x", before="</", after=">"),
    "stray end p": body("</p>"),
    "stray end div": body("</div>"),
    "stray end mix": body("</b></table></td></li></a></h1></body></html></br></span>"),
    "open and stray": body("<b></i>"),
    "ends of names": body("</"),
    "declarations": body("<!"),
    "instructions": body("<?"),
    # comments and raw content
    "comments without end": body("<!--"),
    "comments": body("<!-- rain -->"),
    "short comments": body("<!-->"),
    "comment dashes": body("-", before="<!--"),
    "comment almost closed": body("--!>", before="<!--"),
    "cdata": body("<![CDATA["),
    **{f"open {tag}": body(f"<{tag}>") for tag in RAW},
    **{f"unclosed {tag}": body("rain < 4 </b> ", before=f"<{tag}>") for tag in RAW[:6]},
    **{f"almost closed {tag}": body(f"</{tag}x", before=f"<{tag}>") for tag in RAW[:6]},
    "open raw of all kinds": body("".join(f"<{tag}>" for tag in RAW)),
    "ends in a script": body("</", before="<script>", after="</script>"),
    "scripts": body("<script>x</script>"),
    "script data": body('{"published":"x","publishedAt":', before="<script>", after="</script>"),
    "script data of letters": body("published: é", before="<script>", after="</script>"),
    "scripts of ld": body('<script type="application/ld+json">{"@type":"NewsArticle","name":"x"}</script>'),
    # bytes
    "noise": noise,
    "zeros": lambda n: b"\0" * n,
    "zeros in a page": body("\0"),
    "zeros in markup": body("<\0p\0>\0"),
    "invalid utf-8": invalid_utf8,
    "continuation bytes": lambda n: HEAD.encode() + b"\x80" * n,
    "utf-16 le": utf16("utf-16-le"),
    "utf-16 be": utf16("utf-16-be"),
    "windows-1252": lambda n: HEAD.replace("utf-8", "").encode() + "<p>schön grüßend".encode("cp1252") * (n // 16),
    # text
    "one text": body(PROSE, before="<p>"),
    "one word": body("rain", before="<p>"),
    "one word bare": bare("x"),
    "one line of spaces": body(" ", before="<p>x", after="x"),
    "spaces of all kinds": body("\u00a0\u2003\n\t ", before="<p>x", after="x"),
    "invisible": body("\u00ad\u200b\ufeff", before="<p>x", after="x"),
    "combining marks": lambda n: (HEAD + f"<h2>{combining(n)}</h2><p>{combining(n)}" + TAIL).encode(),
    "no spaces": body("雨が降った。", before="<p>"),
    "emoji": body("👩‍👩‍👧 ", before="<p>"),
    "punctuation": body("...!?", before="<p>x"),
    "bars": body("|", before="<p>x"),
    "bars and words": body("a | ", before="<p>x"),
    "ampersands": body("&", before="<p>"),
    "entities": body("&amp;&nbsp;&#160;&#xe9;", before="<p>"),
    "entities out of range": body("&#xFFFFFFFF;&#99999999999999;&#x110000;", before="<p>"),
    "entities without end": body("&#1", before="<p>"),
    "entity names without end": body("&nbspx&ampy", before="<p>"),
    "one long entity": body("1", before="<p>&#", after=";"),
    "digits": body("1", before="<p>"),
    "numbers": body("2018 ", before="<p>"),
    "dates": body("31 May 2018, 14:03; ", before="<p>"),
    "almost dates": body("31.05.", before="<p>"),
    "almost dates with years": body("Monday 2018-2018 of May, ", before="<p>"),
    "times of day": body("14:03:", before="<p>"),
    "digits of other scripts": body("٣१２", before="<p>"),
    # blocks
    "paragraphs": body("<p>Rain fell.</p>"),
    "paragraphs of prose": each(f"<p>% {PROSE}</p>"),
    "paragraphs alike": body(f"<p>{PROSE}</p>"),
    "paragraphs without end": body("<p>Rain fell."),
    "line breaks": body("<br>"),
    "lines": body("Rain fell<br>"),
    "double line breaks": each("Rain % fell.<br><br>"),
    "headings with text": each("<h2>Rain % in the north</h2>"),
    "headlines": body("<h1>Rain in the north</h1>"),
    "headings and prose": each(f"<h2>Rain %</h2><p>{PROSE}</p>"),
    "many titles": many_titles,
    "images": each('<img src="/%.jpg">'),
    "images alike": body('<img src="/a.jpg">'),
    "figures": each('<figure><img src="/%.jpg"><figcaption>Rain %</figcaption></figure>'),
    "figure with a long caption": lambda n: (
        HEAD
        + "<figure>"
        + numbered('<img src="/%.jpg">', 1200)
        + f"<figcaption>{fill('rain ', n)}</figcaption></figure>"
        + TAIL
    ).encode(),
    "links": each('<a href="/%">Rain %</a> '),
    "links of authors": each('<a rel=author href="/author/%">Jane Doe</a> '),
    "links in a table": each('<table><tr><td><a href="/author/%">Jane Doe'),
    "list": each("<li>Rain %"),
    "list of links": each('<li><a href="/%">Rain in the north %</a>', before="<ul>"),
    "lists": each("<ul><li>Rain % fell on us<li>and more</ul>"),
    "table": each("<tr><td>%<td>rain", before="<table>"),
    "wide table": body("<td>1", before="<table><tr>"),
    "tables": each("<table><tr><td>Rain %<td>fell</table>"),
    "tables of prose": each(f"<table><tr><td>% {PROSE}</td></tr></table>"),
    "small tables of prose": each("<table><tr><td>Rain % fell for the whole of a day on all of the hills.</table>"),
    "quotes": each(f"<blockquote><p>% {PROSE}</p></blockquote>"),
    "code": body("x = 1\n", before="<pre>", after="</pre>"),
    "code of empty lines": body("\n", before="<pre>x", after="x</pre>"),
    "codes": body("<pre>x\n\ny</pre>"),
    "hidden": body("<p hidden>Rain fell all day.</p>"),
    "hidden alone": bare("<p hidden>Rain fell all day.</p>", before=""),
    "hidden nested": body("<div hidden>rain fell "),
    "comments of readers": each(f'<div class="comment"><p>% {PROSE}</p></div>'),
    "spans": each('<span class="date-%">Rain</span>'),
    "classes": each('<div class="c% byline related post-%">Rain</div>'),
    "bylines": each('<p class="byline">By Jane Doe %</p>'),
    "by": body("<p>By Jane Doe</p>"),
    "by in prose": each(f"<p>By Jane Doe {PROSE}%</p>"),
    "by one word": body("x", before="<p>By ", after="</p>"),
    "by one line": body("a|", before="<p>By ", after="</p>"),
    "by @": body("@", before="<p>By ", after="</p>"),
    "by reporters": body("기자", before="<p>", after="</p>"),
    "by brackets": body("(", before="<p>By ", after="</p>"),
    "written by": body("<p>Written by</p>"),
    "times": body("<time datetime=2018-05-31T14:03Z>31 May</time> "),
    "times of nothing": body("<time datetime=rain>rain</time>"),
    "times in one element": body("<time datetime=2018-05-31>rain ", before="<p>Updated "),
    "one long time": body("2018 ", before='<time datetime="', after='">'),
    "sales": body("<div><p>Subscribe now</p><p>Sign up for our newsletter</p></div>"),
    "end lines": body("<p>Related articles</p><h3>Read more</h3>"),
    "live posts": each('<div class="live-post"><h3>Rain %</h3><time datetime=2024-05-02>now</time></div>'),
    "teasers": each('<h3><a href="/%">Rain in the north of the country %</a></h3>'),
    # microdata
    "scopes": body(f"<div {SCHEMA}>"),
    "scopes closed": body(f"<div {SCHEMA}></div>"),
    "scopes in scopes": body(f"<div {SCHEMA} itemprop=author>"),
    "properties": body("<b itemprop=name>Rain</b>", before=f"<div {SCHEMA}>"),
    "properties of many names": body("name ", before=f'<div {SCHEMA}><b itemprop="', after='">Rain'),
    "properties around a text": wrapped(60, f"<div {SCHEMA}><b itemprop='{' '.join(KEYS * 5)}'>", "rain "),
    "properties with a long content": lambda n: (
        HEAD + f"<div {SCHEMA}><meta itemprop='{' '.join(KEYS * 5)}' content='{'x' * n}'>" + TAIL
    ).encode(),
    "author links around a text": wrapped(80, "<table><tr><td><a rel=author href=/x>", "rain "),
    # the head
    "metas": each('<meta name="a%" content="b">'),
    "metas alike": body('<meta property="article:tag" content="rain">'),
    "title": head("<title>%</title>", "rain "),
    "title of parts": head("<title>%</title>", "Rain | "),
    "title of bars": head("<title>%</title>", "|"),
    "title of dashes": head("<title>%</title>", "- "),
    "title of ligatures": head("<title>%</title>", "ﷺ"),
    "title of lines": head("<title>%</title>", "雨_"),
    "og:title of parts": head('<meta property="og:title" content="%">', "Rain - "),
    "og:title one word": head('<meta property="og:title" content="%">', "rain"),
    "title of marks": lambda n: f"<title>{combining(n)}</title>{HEAD}{TAIL}".encode(),
    "description of marks": lambda n: f'<meta name="description" content="{combining(n)}">{HEAD}{TAIL}'.encode(),
    "site of marks": lambda n: f'<meta property="og:site_name" content="{combining(n)}">{HEAD}{TAIL}'.encode(),
    "meta author one word": head('<meta name="author" content="%">', "x"),
    "meta author of brackets": head('<meta name="author" content="%">', "("),
    "meta author of corners": head('<meta name="author" content="%">', "["),
    "meta author of names": head('<meta name="author" content="%">', "Jane Doe, "),
    "meta author of for": head('<meta name="author" content="%!">', "for Rain "),
    "meta author of ats": head('<meta name="author" content="%">', "a@b"),
    "meta author of signs": head('<meta name="author" content="%x">', "!-"),
    "meta author of digits": head('<meta name="author" content="%">', "1.a"),
    "meta author of initials": head('<meta name="author" content="%">', "J. "),
    "meta date": head('<meta property="article:published_time" content="%">', "2018-"),
    "meta dates": head('<meta property="article:published_time" content="%">', "31 May 2018 "),
    "meta keywords": head('<meta name="keywords" content="%">', "rain,"),
    "meta description": head('<meta name="description" content="%">', "rain "),
    "meta url": head('<meta property="og:url" content="https://example.org/%">', "2018/"),
    "meta url of digits": head('<meta property="og:url" content="https://example.org/%">', "1"),
    "canonical": head('<link rel=canonical href="https://example.org/%">', "a/../"),
    "canonicals": head("%", "<link rel=canonical href=/x>"),
    "language": head('<meta property="og:locale" content="%">', "en"),
    # JSON-LD
    "ld open arrays": ld("", "["),
    "ld open objects": ld("", '{"a":'),
    "ld open objects with types": ld("", '{"@type":"Person","name":"Jane Doe","author":'),
    "ld open both": ld("", '[{"@graph":'),
    "ld nested arrays": ld_nested("[", "]"),
    "ld nested objects": ld_nested('{"author":', "}"),
    "ld scalars": ld("[", "0,", "0]"),
    "ld empty strings": ld("[", '"",', "0]"),
    "ld nulls": ld('{"author":[', "null,", "null]}"),
    "ld arrays": ld("[", "[],", "0]"),
    "ld objects": ld("[", "{},", "{}]"),
    "ld values in a row": ld("", "{}"),
    "ld arrays in a row": ld("", "[0]"),
    "ld things": ld_each("[", '{"@type":"NewsArticle","name":"Rain %"},', "{}]"),
    "ld graph": ld_each('{"@graph":[', '{"@id":"#%","@type":"Person","name":"Jane Doe"},', "{}]}"),
    "ld keys": ld_each("{", '"k%":1,', '"x":1}'),
    "ld known keys": ld("{", '"name":"x","url":"y",', '"x":1}'),
    "ld live keys": ld("{", '"liveBlogUpdate":1,"name":"x",', '"x":1}'),
    "ld all keys full": lambda n: ld(
        "{" + "".join(f'"{key}":{json.dumps(["x"] * 60)},' for key in KEYS) + '"name":[', '"x",', '"x"]}'
    )(n),
    "ld types": ld('{"@type":[', '"NewsArticle",', '"x"],"name":"Rain"}'),
    "ld authors": ld_each('{"@type":"NewsArticle","author":[', '{"name":"Jane Doe %"},', "{}]}"),
    "ld circles": ld_each("[", '{"@id":"#%","@type":"NewsArticle","author":{"@id":"#%"}},', "{}]"),
    "ld one circle": ld('{"@graph":[', '{"@id":"#a","@type":"Person","author":{"@id":"#a"}},', "{}]}"),
    "ld without quotes": ld("", "{a:b,c:[d,e]},"),
    "ld quotes": ld('{"name":', '"', "}"),
    "ld escaped quotes": ld('{"name":"', '\\"', '"}'),
    "ld quotes in a string": ld('{"name":"x', '" y', '"}'),
    "ld quotes and spaces": ld('{"name":"x', '"            ', '"}'),
    "ld escapes": ld('{"name":"', "\\u00e9\\n\\ud83d", '"}'),
    "ld backslashes": ld('{"name":"', "\\", '"}'),
    "ld brackets closed": ld("", "]}"),
    "ld commas": ld("[", ",", "]"),
    "ld colons": ld("{", ":", "}"),
    "ld letters": ld('{"name":', "é", "}"),
    "ld cdata": ld("", "[CDATA["),
    "ld cdata and values": ld("", "[CDATA[{}]]"),
    "ld entities": ld("", "{&quot;name&quot;:&quot;x&quot;},"),
    "ld comments": ld("", "/* x */ {} // y\n"),
    **{f"ld long {key}": article(key, "rain ") for key in (*KEYS, "@type", "inLanguage", "mainEntityOfPage")},
    "ld headline of parts": article("headline", "Rain | "),
    "ld headline of tags": article("headline", "<b"),
    "ld headline of entities": article("headline", "&amp;amp;"),
    "ld author one word": article("author", "x"),
    "ld author of spaces": article("author", " ", start="Jane", end="Doe"),
    "ld author of lines": article("author", "Jane Doe\\n"),
    "ld text": article("articleBody", PROSE),
    "ld text of spaces": article("articleBody", " ", start=PROSE * 9, end="x"),
    "ld text of lines": article("articleBody", "rain\\n"),
    "ld text of angles": article("articleBody", "< ", start=PROSE * 9),
    "ld text of breaks": article("articleBody", "<br   ", start=PROSE * 9),
    "ld text of tags": article("articleBody", "<p>rain</p> "),
    "ld text of entities": article("articleBody", "&amp; &#38; &rain; "),
    "ld text of ampersands": article("articleBody", "& &# ", start=PROSE * 9),
    "ld published": article("datePublished", "2018-05-31 "),
    "ld url": article("url", "/", start="https://"),
    "ld url of corners": article("url", "[", start="https://"),
}
