"""How trees, roles and kinds become what the model of events learns from."""

from __future__ import annotations

import importlib
import json
import random
import sys
from pathlib import Path
from types import ModuleType

import pytest
from tokenizers import Tokenizer

from onrecord.reading import model
from onrecord.reading.events.kinds import KINDS, said
from onrecord.reading.events.trees import LABELS, ROLES

FOLDER = Path(__file__).resolve().parent.parent / "training" / "events"
TREE = """# sent_id = reviews-1-0001
# text = Kenya didn't visit Chad.
1\tKenya\tKenya\tPROPN\tNNP\t_\t4\tnsubj\t_\tSpaceAfter=No
2\tdid\tdo\tAUX\tVBD\t_\t4\taux\t_\tSpaceAfter=No
3\tn't\tnot\tPART\tRB\t_\t4\tadvmod\t_\t_
4\tvisit\tvisit\tVERB\tVB\t_\t0\troot\t_\t_
5\tChad\tChad\tPROPN\tNNP\t_\t4\tobj\t_\tSpaceAfter=No
6\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_
"""
SKELETON = "\n".join(
    f"google/ewt/reviews/00/1.xml 0 {at} [WORD] X (S* {role}"
    for at, role in enumerate(
        ("- - (ARG0*)", "- - *", "- - (ARGM-NEG*)", "visit visit.01 (V*)", "- - (ARG1*)", "- - *")
    )
)
VERBS = """&AID
+FOOD
+MEDICINE

---  SEND   [---]  ---
SEND {SENDS SENDING SENT }  # a comment
DISPATCH [070]
- * &AID                     [073]   # SEND
- * TROOPS (AGAINST $)       [150]   # SEND
"""
CODES = "07: AID\n070: AID, , # aid\n073: AID, , humanitarian # food\n"


@pytest.fixture(scope="module")
def trainings() -> dict[str, ModuleType]:
    """The modules of training/events that do without torch; they are on nobody's path."""
    sys.path.insert(0, str(FOLDER))
    try:
        return {name: importlib.import_module(name) for name in ("trees", "patterns", "kinds", "calm")}
    finally:
        sys.path.remove(str(FOLDER))


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    """The tokenizer that ships."""
    return model.shipped().tokenizer


def test_trees_and_roles_become_words(trainings: dict[str, ModuleType], tokenizer: Tokenizer, tmp_path: Path) -> None:
    (tmp_path / "a.conllu").write_text(TREE, "utf-8")
    (tmp_path / "roles").mkdir()
    (tmp_path / "roles" / "1.xml.gold_skel").write_text(SKELETON, "utf-8")
    [sentence] = trainings["trees"].sentences(tmp_path / "a.conllu", tmp_path / "roles")
    assert sentence.roles == {3: ((0, "ARG0"), (2, "ARGM-NEG"), (4, "ARG1"))}
    [item] = trainings["trees"].examples([sentence], tokenizer)
    shown = [sentence.text[start:end] for start, end in zip(item.words.starts, item.words.ends, strict=True)]
    labels = [LABELS[at] for at in item.labels]
    visit = shown.index("visit")
    assert item.heads[visit] == visit
    assert labels[visit] == "root"
    assert labels[shown.index("Chad")] == "obj"
    assert item.heads[shown.index("Chad")] == visit
    assert "part" in labels, "the pieces of n't hang together"
    assert item.predicates.tolist() == [visit]
    assert {ROLES[kind] for _, _, kind in item.roles.tolist()} == {"ARG0", "ARG1", "ARGM-NEG"}


def test_patterns_become_sentences_of_their_kind(trainings: dict[str, ModuleType], tmp_path: Path) -> None:
    (tmp_path / "CAMEO.2.0.txt").write_text(VERBS, "utf-8")
    (tmp_path / "CAMEO2PLOVER-2021.txt").write_text(CODES, "utf-8")
    made = trainings["patterns"].made(tmp_path, seed=1)
    assert {one.kind for one in made} == {"AID"}
    for one in made:
        assert one.text[slice(*one.trigger)] in {"sent", "dispatched"}
        names = {name.lower() for name in trainings["patterns"].NAMES} | {"he", "she", "they", "we"}
        assert one.text[slice(*one.actor)].lower() in names
    assert any("food" in one.text or "medicine" in one.text for one in made)


def test_patterns_become_a_lexicon(trainings: dict[str, ModuleType], tmp_path: Path) -> None:
    (tmp_path / "CAMEO.2.0.txt").write_text(VERBS, "utf-8")
    (tmp_path / "CAMEO2PLOVER-2021.txt").write_text(CODES, "utf-8")
    lexicon = trainings["kinds"].lexicon(tmp_path)
    assert set(lexicon) == {"send", "dispatch", "food", "medicine"}, "no pattern of a kind has troops"
    aid = KINDS.index("AID")
    assert lexicon["dispatch"][aid] == pytest.approx(1 / 2)
    assert lexicon["food"].nonzero()[0].tolist() == [len(KINDS) + aid]
    sent = said(lexicon, "dispatched")
    assert sent.tolist() == lexicon["dispatch"].tolist()
    assert not said(lexicon, "rained").any()


def test_calm_paragraphs_are_of_sections_without_politics(trainings: dict[str, ModuleType], tmp_path: Path) -> None:
    match = "The keeper beat away the first shot, and the striker fired the second of the day over the bar."
    foreign = "The keeper of France beat away the first shot, and the striker fired the second one over the bar."
    for name in trainings["calm"].SETS:
        (tmp_path / name).mkdir()
        rows = [
            {"url": f"https://{name}.example/sports/1", "text": f"{match}\n{foreign}\nAnd the"},
            {"url": f"https://{name}.example/world/2", "text": match},
            {"url": f"https://{name}.example/food/3", "text": None},
        ]
        (tmp_path / name / "gold.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    assert list(trainings["calm"].paragraphs(tmp_path)) == [match] * len(trainings["calm"].SETS)


@pytest.mark.parametrize(("verb", "forms", "past"), [("SEND", ["SENDS", "SENT"], "sent"), ("RELY_ON", [], "relied on")])
def test_verbs_have_a_past(trainings: dict[str, ModuleType], verb: str, forms: list[str], past: str) -> None:
    assert trainings["patterns"].past(verb, forms) == past


def test_phrases_mark_their_trigger_and_their_parties(trainings: dict[str, ModuleType]) -> None:
    made = list(trainings["kinds"].phrases(1))
    assert {one.kind for one in made} == set(KINDS)
    for one in made:
        assert "[" not in one.text
        assert one.text[slice(*one.trigger)].strip()
    random.Random(1).shuffle(made)
    assert any(one.recipient is None for one in made)
