"""The model card, rendered from meta.json."""

from __future__ import annotations

from typing import Any


def card(meta: dict[str, Any]) -> str:
    """A model card in Markdown."""
    files = "\n".join(f"| `{name}` | {meta['bytes'][name]} | `{digest}` |" for name, digest in meta["sha256"].items())
    data = "\n".join(
        f"| {row['name']} | {row['used']} | {row['licence']} | `{row['sha256'][:16]}…` |" for row in meta["data"]
    )
    scores = "\n".join(f"| {name} | {score:.3f} |" for name, score in meta["scores"].items())
    made = ", ".join(f"{name} {number}" for name, number in meta["made_with"].items())
    return f"""# The model of events

Who did what to whom in English news: the trees of sentences, who plays which role in what happens, and which kind of
event a word names between two parties. Rendered from `meta.json` by `training/events/card.py`; made again by
`make train-events`.

| file | bytes | SHA-256 |
|---|---|---|
{files}

It is a branch of the model of statements: that model's encoder works once for both, and this one goes on from its
fourth layer with two layers of its own. On these stand heads for trees and roles (biaffine; Dozat and Manning, 2017)
and for the kinds of events, which a dictionary of verbs helps to tell (CAMEO's, as petrarch2 has it): the share of its
patterns in which a word stands for each kind. Weights are in 8 bits.

Made with {made}.

## Data

| set | learned from | licence | SHA-256 |
|---|---|---|---|
{data}

The texts are no part of the project. The weights hold no text but the words of the dictionary of verbs. Where the
licence of a set is not stated by those who gave it, whoever needs a model with a cleared origin should leave that set
out and train again with the same command.

## Scores

On sentences and articles that were not learned from.

| | |
|---|---|
{scores}

## Limits

- English alone. Trees and roles were learned from web text (reviews, mails, answers, newsgroups, weblogs), not from
  news.
- The kinds are the sixteen of PLOVER, which are about politics and conflict: business, sports, accidents and crime
  among private persons are not looked for, and now and then taken for one of them.
- The trees that ship were learned in two sittings, at other rates than those of config.toml, and the kinds on them in
  one: a run of the present code from its beginning gives scores that differ in the second digit.
- Marked news of political events is scarce: most kinds were learned from a few dozen sentences of news, and from
  sentences that were made from the patterns of a dictionary.
"""
