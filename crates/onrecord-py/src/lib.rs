//! Conversion between the Rust core and Python, and nothing else; `_core.pyi` documents the seam.
//!
//! Only builtins cross: a dict of lists of tuples. The GIL is released while the core works.

use std::borrow::Cow;

use onrecord::date_spots::DateSpot;
use onrecord::dates::{self, Found, Order};
use onrecord::error::Error;
use onrecord::evidence::Spot;
use onrecord::forest::Model;
use onrecord::memory::Memory;
use onrecord::page::{self, Offers};
use onrecord::pictures::Picture;
use onrecord::structure::BodyBlock;
use onrecord::study::{self, Study};
use onrecord::things::Thing;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyList, PyString};

type DateParts = (i32, u8, u8, Option<u8>, Option<u8>, Option<u8>, Option<i32>, bool);

type MemoryParts = (Vec<(u64, u32, f32)>, Vec<u64>);

type RememberedParts = (u64, u64, u32, f32, bool);

type BlockParts = (&'static str, u8, String, usize, Vec<(usize, usize, String)>);

type ThingParts<'py> = (String, Vec<String>, String, Option<usize>, Bound<'py, PyDict>);

fn date_parts(f: &Found) -> DateParts {
    (f.year, f.month, f.day, f.hour, f.minute, f.second, f.offset_minutes, f.ambiguous)
}

fn spot(s: Spot) -> (&'static str, String, Option<String>, String, String, i32) {
    (s.cue, s.text, s.href, s.place, s.roles, s.at)
}

fn date(d: DateSpot) -> (DateParts, &'static str, String, String, i32) {
    (date_parts(&d.found), d.cue, d.place, d.roles, d.at)
}

fn thing(py: Python<'_>, t: Thing) -> PyResult<ThingParts<'_>> {
    Ok((t.place, t.types, t.role, t.parent, by_key(py, t.properties)?))
}

/// The values of each key, in their order.
fn by_key<'py>(py: Python<'py>, pairs: Vec<(&'static str, String)>) -> PyResult<Bound<'py, PyDict>> {
    let found = PyDict::new(py);
    for (key, value) in pairs {
        let key = PyString::intern(py, key);
        match found.get_item(&key)? {
            Some(values) => values.cast_into::<PyList>()?.append(value)?,
            None => found.set_item(key, [value])?,
        }
    }
    Ok(found)
}

fn block(b: BodyBlock) -> BlockParts {
    (b.kind, b.level, b.text, b.parts, all(b.links, |l| (l.span.start, l.span.end, l.href)))
}

fn picture(p: Picture) -> (String, Option<String>, Option<String>, usize) {
    (p.url, p.caption, p.credit, p.before)
}

fn all<T, U>(items: Vec<T>, convert: impl Fn(T) -> U) -> Vec<U> {
    items.into_iter().map(convert).collect()
}

fn raise(error: &Error) -> PyErr {
    let kind = match error {
        Error::Empty => "empty",
        Error::NotHtml(_) => "not html",
        Error::TooLarge(..) => "too large",
    };
    PyValueError::new_err((kind, error.to_string()))
}

fn dict(py: Python<'_>, offers: Offers) -> PyResult<Bound<'_, PyDict>> {
    let d = PyDict::new(py);
    d.set_item("language", offers.language)?;
    d.set_item("detected", offers.detected)?;
    d.set_item("title", offers.title)?;
    d.set_item("metas", by_key(py, offers.metas)?)?;
    d.set_item("links", offers.links)?;
    d.set_item("things", offers.things.into_iter().map(|t| thing(py, t)).collect::<PyResult<Vec<_>>>()?)?;
    d.set_item("headings", all(offers.headings, spot))?;
    d.set_item("bylines", all(offers.bylines, spot))?;
    d.set_item("dates", all(offers.dates, date))?;
    d.set_item("standfirst", offers.standfirst)?;
    d.set_item("body", all(offers.body, block))?;
    d.set_item("pictures", all(offers.pictures, picture))?;
    let c = offers.counts;
    d.set_item("counts", (c.words, c.body_words, c.paragraphs, c.linked_headings, c.live_blocks))?;
    d.set_item("left_out", offers.left_out)?;
    d.set_item("kind", offers.kind)?;
    Ok(d)
}

fn study_dict(py: Python<'_>, study: Study) -> PyResult<Bound<'_, PyDict>> {
    let d = PyDict::new(py);
    let floats = |row: &[f32]| PyBytes::new(py, &row.iter().flat_map(|f| f.to_le_bytes()).collect::<Vec<u8>>());
    d.set_item("texts", &study.texts)?;
    d.set_item("blocks", floats(&study.blocks))?;
    d.set_item("page", floats(&study.page))?;
    d.set_item("probability", floats(&study.probability))?;
    d.set_item("words", study.words)?;
    d.set_item("names", study.names)?;
    d.set_item("signatures", study.signatures)?;
    d.set_item("standfirst", study.standfirst)?;
    Ok(d)
}

/// The model to ask: one that is given, or the one that ships.
fn model(given: Option<&[u8]>) -> PyResult<Cow<'static, Model>> {
    match given {
        None => Ok(Cow::Borrowed(Model::shipped())),
        Some(bytes) => Model::parse(bytes).map(Cow::Owned).map_err(PyValueError::new_err),
    }
}

/// The compiled core of onrecord.
#[pymodule]
mod _core {
    use super::{
        DateParts, Memory, MemoryParts, Order, PyDict, RememberedParts, all, date_parts, dates, dict, page, raise,
        study_dict,
    };
    use pyo3::prelude::*;

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }

    #[pyfunction]
    #[pyo3(signature = (html, charset=None, memory=None, model=None))]
    fn read<'py>(
        py: Python<'py>,
        html: &[u8],
        charset: Option<&str>,
        memory: Option<MemoryParts>,
        model: Option<&[u8]>,
    ) -> PyResult<Bound<'py, PyDict>> {
        let model = super::model(model)?;
        let read = || {
            let memory = memory.map(|(signatures, texts)| Memory::of(&signatures, &texts));
            page::read(html, charset, &model, memory.as_ref())
        };
        let offers = py.detach(read).map_err(|e| raise(&e))?;
        dict(py, offers)
    }

    #[pyfunction]
    #[pyo3(signature = (html, charset=None, model=None))]
    fn study<'py>(
        py: Python<'py>,
        html: &[u8],
        charset: Option<&str>,
        model: Option<&[u8]>,
    ) -> PyResult<Bound<'py, PyDict>> {
        let model = super::model(model)?;
        let found = py.detach(|| super::study::study(html, charset, &model)).map_err(|e| raise(&e))?;
        study_dict(py, found)
    }

    #[pyfunction]
    #[pyo3(signature = (html, charset=None, model=None))]
    fn remember(
        py: Python<'_>,
        html: &[u8],
        charset: Option<&str>,
        model: Option<&[u8]>,
    ) -> PyResult<Vec<RememberedParts>> {
        let model = super::model(model)?;
        let found = py.detach(|| super::study::remember(html, charset, &model)).map_err(|e| raise(&e))?;
        Ok(all(found, |r| (r.signature, r.text, r.words, r.probability, r.kept)))
    }

    #[pyfunction]
    fn feature_names() -> (Vec<String>, Vec<String>) {
        super::study::names()
    }

    #[pyfunction]
    fn find_dates(py: Python<'_>, text: &str) -> Vec<DateParts> {
        all(py.detach(|| dates::find(text, Order::DayFirst)), |f| date_parts(&f))
    }
}
