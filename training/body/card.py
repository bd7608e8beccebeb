"""The model card, rendered from meta.json."""

from __future__ import annotations

from typing import Any

LICENCES = {
    "atf": "research; the licence is stated for research use",
    "fundus": "MIT",
    "htmldate": "not stated; only schema.org's articleBody of these pages is learned from, no annotation",
    "trafi": "Apache-2.0",
    "wcxb": "CC-BY-4.0",
}


def card(meta: dict[str, Any]) -> str:
    """A model card in Markdown."""
    data = "\n".join(
        f"| {name} | {row['pages']} | {row['learned_from']} | {_figure(row['ceiling'])} | {LICENCES.get(name, 'not stated')} | `{row['gold_sha256'][:16]}…` |"
        for name, row in meta["data"].items()
    )
    scores = "\n".join(
        f"| {name} | {values['pages']} | " + " | ".join(_figure(values.get(key)) for key in _MEASURES) + " |"
        for name, values in meta["scores"].items()
        if any(key in values for key in _MEASURES)
    )
    made = ", ".join(f"{name} {number}" for name, number in meta["made_with"].items())
    left_out = "; ".join(f"{reason}: {count}" for reason, count in meta["left_out"].items())
    return f"""# The body model

Which blocks of a page are its article, which are the standfirst, and what kind of page it is. Rendered from
`meta.json` by `training/body/card.py`; made again by `make train-body`.

| | |
|---|---|
| file | `body.bin`, {meta["bytes"]} bytes, compiled into the core |
| SHA-256 | `{meta["sha256"]}` |
| parts | two lexicons (weights of hashed words, and of hashed words in the names of elements), three forests (body, standfirst, kind), a threshold for each kind |
| features | {meta["features"]["block"]} of a block, {meta["features"]["page"]} of a page; computed by the same Rust code in training and in use |
| made with | {made} |

## Data

| set | pages with blocks | learned from | ceiling | licence | SHA-256 of gold.jsonl |
|---|---|---|---|---|---|
{data}

The ceiling is the word F1 of the best choice of whole blocks.

Labels: the gold text aligned with the blocks of the page by a patience diff over words; schema.org's articleBody where
at least 90 % of it stands on the page; single snippets known to be in or out of the text. Pages whose gold disagrees
with the page are found and not learned from ({left_out}); `build/training/body/disagreeing.txt` lists them. The pages
are no part of the project; the weights hold no text.

## Scores

On sites that were not seen: five folds, all pages of a site in one, each page read by the model trained without its
fold (`make quality`). F1 is that of words, the mean of pages; perfect is the share of pages from .995 on.

| set | pages | F1 | perfect | below .80 | snippet F1 |
|---|---|---|---|---|---|
{scores}

## Limits

- The sets disagree on what belongs to a text: promotion inside the body, captions, lists of links. What one set keeps
  another drops; the model stands between them, nearer to the news sets.
- Some gold texts of atf stop in the middle of the article; a reader that finds the rest loses points there.
- Four of five pages are English. Other languages rest on structure, names of elements and marks more than on words.
- Which blocks may be a standfirst was redefined after these weights were trained. A new run of the present code gives
  another standfirst forest, scores that differ in the third digit, and two golden pages that it reads otherwise.
- Product pages, lists of products and service pages are read much worse than articles.
"""


_MEASURES = ("F1", "perfect", "below80", "snip_F1")


def _figure(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
