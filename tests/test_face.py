"""The face: the names that onrecord promises, and no others."""

from __future__ import annotations

import inspect
import pickle
import pkgutil
import re
from pathlib import Path

import onrecord
from onrecord import errors, sources, values

QUICKSTART = Path(__file__).resolve().parent.parent / "docs" / "quickstart.md"


def test_the_face_is_the_documented_one() -> None:
    section = QUICKSTART.read_text("utf-8").partition("\n## The whole face\n")[2]
    assert sorted(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)) == onrecord.__all__


def test_the_face_is_small_and_sorted() -> None:
    assert len(onrecord.__all__) <= 25
    assert onrecord.__all__ == sorted(set(onrecord.__all__))


def test_every_name_is_there_and_says_what_it_is() -> None:
    for name in onrecord.__all__:
        thing = getattr(onrecord, name)
        assert isinstance(thing, str) or inspect.getdoc(thing), name


def test_nothing_else_is_public() -> None:
    modules = {module.name for module in pkgutil.iter_modules(onrecord.__path__)}
    public = {name for name in dir(onrecord) if not name.startswith("_")} | {"__version__"}
    assert public - modules == set(onrecord.__all__) - modules


def test_the_face_holds_what_functions_take_and_give_and_the_root_of_all_errors() -> None:
    defined = {
        name for name, kind in vars(values).items() if inspect.isclass(kind) and kind.__module__ == values.__name__
    }
    beside = {"Actor", "Block", "Entity", "Image", "Link", "Location", "Mention", "Speaker", "When"}
    assert defined - set(onrecord.__all__) == beside
    section = QUICKSTART.read_text("utf-8").partition("\n## The whole face\n")[2]
    [row] = [line for line in section.splitlines() if line.startswith("| `values` |")]
    assert set(re.findall(r"`values\.(\w+)`", row)) == beside
    family = [kind for kind in vars(errors).values() if inspect.isclass(kind) and issubclass(kind, Exception)]
    assert all(issubclass(kind, onrecord.OnRecordError) for kind in family)


def test_the_sources_show_what_their_face_says() -> None:
    assert sources.__all__ == ["Fetcher", "Known", "Visit", "fetch", "gather", "pages"]
    assert all(inspect.getdoc(getattr(sources, name)) for name in sources.__all__)


def test_public_methods_say_what_they_do() -> None:
    for name in onrecord.__all__:
        kind = getattr(onrecord, name)
        for method in vars(kind) if inspect.isclass(kind) else ():
            if not method.startswith("_") and callable(getattr(kind, method)):
                assert inspect.getdoc(getattr(kind, method)), f"{name}.{method}"


def test_the_version_is_one() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+\S*", onrecord.__version__)
    manifest = (QUICKSTART.parents[1] / "Cargo.toml").read_text("utf-8")
    assert f'version = "{onrecord.__version__}"' in manifest


def test_values_pickle_hash_and_compare() -> None:
    article = onrecord.extract(
        "<h1>Rain over the valley</h1><p>By Jane Doe</p><p>It rained all day, the office said.</p>"
    )
    record = onrecord.Record.of(article)
    again = pickle.loads(pickle.dumps(record))
    assert again == record
    assert hash(again) == hash(record)
