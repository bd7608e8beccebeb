//! JSON as pages write it: what is strict is read to the letter, what is broken as far as it can be understood.

#![allow(clippy::expect_used, clippy::panic, clippy::format_collect)] // a test may

use onrecord::json::{MAX_DEPTH, Value, parse};

/// A value in one line, its strings without escapes: `{a:1 b:[x y]}`.
fn shown(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Scalar(text) => format!("'{text}'"),
        Value::Array(items) => format!("[{}]", items.iter().map(shown).collect::<Vec<_>>().join(" ")),
        Value::Object(members) => {
            let members: Vec<String> = members.iter().map(|(key, value)| format!("{key}:{}", shown(value))).collect();
            format!("{{{}}}", members.join(" "))
        }
    }
}

fn all(text: &str) -> String {
    parse(text).iter().map(shown).collect::<Vec<_>>().join(" ")
}

fn check(rows: &[(&str, &str)]) {
    let wrong: Vec<String> = rows
        .iter()
        .map(|(text, expected)| (text, all(text), expected))
        .filter(|(_, found, expected)| found != *expected)
        .map(|(text, found, expected)| format!("{text}\n   found {found}\nexpected {expected}"))
        .collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), rows.len(), wrong.join("\n"));
}

#[test]
fn what_is_strict() {
    check(&[
        ("{}", "{}"),
        (r#"{"a":"b"}"#, "{a:'b'}"),
        (r#" { "a" : [ 1 , -2.5e3 , true , false , null , "x" ] } "#, "{a:['1' '-2.5e3' 'true' 'false' null 'x']}"),
        (r#"[{"a":{"b":{"c":""}}},[]]"#, "[{a:{b:{c:''}}} []]"),
        ("{\n\t\"a\": 1,\r\n\t\"b\": 2\n}", "{a:'1' b:'2'}"),
        (r#"{"a":1,"a":2}"#, "{a:'1' a:'2'}"),
        (r#"{"":{"":1}}"#, "{:{:'1'}}"),
        (r#"{"a":"null","b":null}"#, "{a:'null' b:null}"),
        (r#"{"a":"{[,:]}"}"#, "{a:'{[,:]}'}"),
        (r#"{"a" : "b" , "c" : "d"}"#, "{a:'b' c:'d'}"),
        (r#"{"a":["b", "c" , true, null,false]}"#, "{a:['b' 'c' 'true' null 'false']}"),
    ]);
}

#[test]
fn escapes() {
    check(&[
        (r#"{"a":"\"b\" \\ \/ \n\tc"}"#, "{a:'\"b\" \\ / \n\tc'}"),
        (r#"{"a":"\u00e9\u4e2d"}"#, "{a:'é中'}"),
        (r#"{"a":"\ud83c\udf27"}"#, "{a:'🌧'}"),
        (r#"{"a":"\uD83C\uDF27"}"#, "{a:'🌧'}"),
        (r#"{"a":"\ud83cx"}"#, "{a:'\u{fffd}x'}"),
        (r#"{"a":"\ud83c\u0041"}"#, "{a:'\u{fffd}A'}"),
        (r#"{"a":"\udf27"}"#, "{a:'\u{fffd}'}"),
        (r#"{"a":"\u12"}"#, "{a:'\u{fffd}12'}"),
        (r#"{"a":"\u+041"}"#, "{a:'\u{fffd}+041'}"),
        (r#"{"a":"\x\é"}"#, "{a:'xé'}"),
        (r#"{"a\"b":"c\\"}"#, "{a\"b:'c\\'}"),
    ]);
}

#[test]
fn what_stands_around() {
    check(&[
        ("", ""),
        ("rain", ""),
        ("\u{feff}{\"a\":1}", "{a:'1'}"),
        ("<!-- {\"a\":1} -->", "{a:'1'}"),
        ("<!--//--><![CDATA[//><!--\n{\"a\":1}\n//--><!]]>", "{a:'1'}"),
        ("//<![CDATA[\n{\"a\":1}\n//]]>", "{a:'1'}"),
        ("/* rain */ {\"a\":1}; // north", "{a:'1'}"),
        ("var x = {\"a\":1};", "{a:'1'}"),
        ("{\"a\":1}{\"b\":2}", "{a:'1'} {b:'2'}"),
        ("{\"a\":1},\n{\"b\":2}", "{a:'1'} {b:'2'}"),
        ("[{\"a\":1}][{\"b\":2}]", "[{a:'1'}] [{b:'2'}]"),
        ("[1,2] {\"a\":1}", "{a:'1'}"),
        ("{\"a\":1}}]{\"b\":2}", "{a:'1'} {b:'2'}"),
        ("\0{\0\"a\":\0\"b\"}\0", "{a:'b'}"),
    ]);
}

#[test]
fn what_is_forgiven() {
    check(&[
        ("{\"a\":\"b\nc\"}", "{a:'b\nc'}"),
        ("{\"a\":\"b\",}", "{a:'b'}"),
        ("{\"a\":[1,2,],}", "{a:['1' '2']}"),
        ("{\"a\":1,,\"b\":2}", "{a:'1' b:'2'}"),
        ("{\"a\":\"x\"\n\"b\":\"y\"}", "{a:'x' b:'y'}"),
        ("{\"a\":{\"b\":1}\n\"c\":2}", "{a:{b:'1'} c:'2'}"),
        ("{\"a\":\"He said \"no\" twice\"}", "{a:'He said \"no\" twice'}"),
        ("{\"a\":\"He said \"no\", twice\",\"b\":1}", "{a:'He said \"no\", twice' b:'1'}"),
        ("{\"a\":\"\"no\" he said\"}", "{a:'\"no\" he said'}"),
        ("{\"a\":2018-05-31}", "{a:'2018-05-31'}"),
        ("{\"a\":undefined}", "{a:null}"),
        ("{\"a\":,\"b\":1}", "{a:null b:'1'}"),
        ("{\"a\":[1 2]}", "{a:['1 2']}"),
        ("{\"a\":1, // x\n\"b\":2}", "{a:'1' b:'2'}"),
    ]);
}

#[test]
fn what_is_cut_off() {
    check(&[
        ("{", "{}"),
        ("[{", "[{}]"),
        ("{\"a", "{}"),
        ("{\"a\"", "{}"),
        ("{\"a\":", "{a:null}"),
        ("{\"a\":\"b", "{a:'b'}"),
        ("{\"a\":\"b\\", "{a:'b'}"),
        ("{\"a\":\"b\\u00", "{a:'b\u{fffd}00'}"),
        ("{\"a\":[{\"b\":1},{\"c\"", "{a:[{b:'1'} {}]}"),
        ("{\"a\":[{\"b\":1}", "{a:[{b:'1'}]}"),
        ("[{\"a\":{\"b\":1]", "[{a:{b:'1'}}]"),
        ("{\"a\":[1,2}", "{a:['1' '2']}"),
    ]);
}

/// How deep a value is nested.
fn depth(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        Value::Object(members) => 1 + members.iter().map(|(_, value)| depth(value)).max().unwrap_or(0),
        Value::Null | Value::Scalar(_) => 0,
    }
}

#[test]
fn what_is_too_deep_is_passed_over() {
    for n in [MAX_DEPTH - 1, MAX_DEPTH, MAX_DEPTH + 1, 10_000] {
        let nested = format!("{{\"a\":{}\"x\"{},\"b\":1}}", "[".repeat(n), "]".repeat(n));
        let values = parse(&nested);
        assert_eq!(values.len(), 1, "{n}");
        assert_eq!(depth(&values[0]), (n + 1).min(MAX_DEPTH), "{n}");
        let Value::Object(members) = &values[0] else { panic!("no object: {n}") };
        assert_eq!(members[1], ("b".into(), Value::Scalar("1".into())), "{n}");
    }
    for unit in ["[", "{", "{\"a\":", "[{\"a\":", "{\"a\":["] {
        assert!(parse(&unit.repeat(100_000)).iter().all(|value| depth(value) <= MAX_DEPTH), "{unit}");
    }
}

#[test]
fn strings_with_brackets_are_passed_over_whole() {
    let deep = format!("{}{{\"a\":\"]}}\\\"]\"}}{}", "[".repeat(MAX_DEPTH), "]".repeat(MAX_DEPTH));
    assert_eq!(all(&format!("{{\"a\":{deep},\"b\":1}}")).chars().rev().take(6).collect::<String>(), "}'1':b");
}

#[test]
fn what_is_too_much_is_passed_over() {
    let many = format!("{{\"a\":[{}{{}}],\"b\":1}}", "{},".repeat(300_000));
    let values = parse(&many);
    let Value::Object(members) = &values[0] else { panic!("no object") };
    assert_eq!(members[1], ("b".into(), Value::Scalar("1".into())));
    let scalars = format!("{{\"a\":[{}0],\"b\":1}}", "0,".repeat(300_000));
    let values = parse(&scalars);
    let Value::Object(members) = &values[0] else { panic!("no object") };
    assert_eq!(members[1].0, "b");
}
