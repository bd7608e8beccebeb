"""The documents say what is there, and nothing else: modules, options, fields, errors, rules, links, the picture."""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from html import unescape
from pathlib import Path
from types import ModuleType
from typing import get_args

import click
import pytest

import onrecord
import onrecord.fields
from onrecord import errors, values
from onrecord.cli import main
from onrecord.fields.choose import Rule
from onrecord.formats import EXPORTS, FORMATS
from onrecord.reading.actors.sectors import SECTORS
from onrecord.sources.files import ENDINGS
from onrecord.web import legends

ROOT = Path(__file__).resolve().parent.parent
DOCS = sorted(
    path.relative_to(ROOT).as_posix()
    for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), ROOT / "bench/README.md")
)
VALUES = (
    *("Record", "Article", "Block", "Span", "Image", "Link", "Evidence", "Page", "Failure"),
    *("Reading", "Statement", "Speaker", "Entity", "Mention", "Event", "Actor", "Location", "When"),
)
PRESENT = re.compile(r"\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


@cache
def text(name: str) -> str:
    """A document."""
    return (ROOT / name).read_text("utf-8")


def sections(name: str) -> dict[str, str]:
    """The sections of a document by their headings, whatever the level."""
    parts = re.split(
        r"^#+ (.+)$", FENCE.sub(lambda found: found[0].replace("\n#", "\n "), text(name)), flags=re.MULTILINE
    )
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def rows(section: str) -> list[list[str]]:
    """The rows of the tables of a section, without their heads, as cells."""
    lines = [line for line in section.split("\n") if line.startswith("|")]
    cells = [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]
    rules = [number for number, row in enumerate(cells) if all(re.fullmatch("-+:?", cell) for cell in row)]
    return [row for number, row in enumerate(cells) if not {number, number + 1} & set(rules)]


# --- the README ---------------------------------------------------------------------------------------------------


def test_the_readme_is_short() -> None:
    assert len(text("README.md").splitlines()) <= 150


def _picture() -> ModuleType:
    spec = importlib.util.spec_from_file_location("picture", ROOT / "docs/img/picture.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_picture_shows_what_the_program_prints() -> None:
    def letters(svg: str) -> Counter[str]:
        shown = re.sub(r"<style>.*?</style>|<[^>]*>", "", svg, flags=re.DOTALL)
        return Counter("".join(unescape(shown).split()))

    assert letters(text("docs/img/read.svg")) == letters(_picture().drawn()), (
        "make the picture again: .venv/bin/python docs/img/picture.py"
    )


# --- the command line ---------------------------------------------------------------------------------------------


def commands() -> Iterator[tuple[str, click.Command]]:
    """Every command with its name as typed."""
    yield "onrecord", main
    for name, command in main.commands.items():
        yield f"onrecord {name}", command


def options(command: click.Command) -> set[str]:
    """Every way to write an option of a command."""
    context = click.Context(command, info_name="onrecord", **command.context_settings)
    found = command.get_params(context)
    return {name for option in found if isinstance(option, click.Option) for name in option.opts}


def test_every_command_and_option_is_documented() -> None:
    page = text("docs/command-line.md")
    for name, command in commands():
        assert name in page
        for option in options(command):
            assert re.search(rf"`{re.escape(option)}[ `]", page), f"docs/command-line.md lacks {name} {option}"


def test_no_option_is_documented_that_is_not_there() -> None:
    known = {option for _, command in commands() for option in options(command)}
    for name in ("docs/command-line.md", "README.md", "docs/quickstart.md", "docs/how-to-read-a-warc.md"):
        assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", text(name))) <= known, name


def test_every_format_is_documented() -> None:
    assert [row[0].strip("`") for row in rows(sections("docs/record-format.md")["The formats"])] == list(FORMATS)
    assert all(f"`{name}`" in text("docs/command-line.md") for name in FORMATS)


def test_every_export_is_documented() -> None:
    stated = [(row[0].strip("`"), row[1].strip("`")) for row in rows(sections("docs/record-format.md")["Exports"])]
    assert stated == [(name, export.ending) for name, export in EXPORTS.items()]


def test_every_ending_of_a_file_in_a_folder_is_documented() -> None:
    [folder] = [row for row in rows(sections("docs/command-line.md")["onrecord read"]) if row[0] == "a folder"]
    assert re.findall(r"`(\.[a-z.]+)`", folder[1]) == list(ENDINGS)


def test_every_exit_code_is_documented() -> None:
    import onrecord.cli

    stated = re.findall(r"^(\d+) ", onrecord.cli.__doc__ or "", re.MULTILINE)
    assert [row[0] for row in rows(sections("docs/command-line.md")["Exit codes"])] == stated


def test_every_error_is_documented() -> None:
    family = [name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, Exception)]
    assert [row[0].strip("`") for row in rows(sections("docs/command-line.md")["Errors"])] == family


# --- the values ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", VALUES)
def test_every_field_of_a_value_is_documented(name: str) -> None:
    kind = getattr(values, name)
    expected = list(getattr(kind, "__struct_fields__", kind.__match_args__ or kind.__slots__))
    assert [row[0].strip("`") for row in rows(sections("docs/record-format.md")[name])] == expected
    listed = sections("ARCHITECTURE.md")["Values"]
    assert re.search(rf"^    {name}\s+" + r"\s+".join(expected) + r"\b", listed, re.MULTILINE), (
        f"ARCHITECTURE.md: {name}"
    )


def test_every_value_is_documented() -> None:
    defined = {name for name, kind in vars(values).items() if getattr(kind, "__module__", "") == values.__name__}
    assert {name for name in defined if name[0].isupper()} == set(VALUES)


def test_codes_mean_in_the_documents_what_they_do_on_pages() -> None:
    assert tuple(legends.TYPES) == get_args(values.EventType)
    assert tuple(legends.STATUSES) == get_args(values.EventStatus)
    assert legends.SECTORS.keys() == SECTORS
    for heading, meanings in (("Types of events", legends.TYPES), ("Sectors", legends.SECTORS)):
        stated = rows(sections("docs/record-format.md")[heading])
        assert stated == [[f"`{code}`", meaning] for code, meaning in meanings.items()]


# --- the rules ----------------------------------------------------------------------------------------------------


def tables() -> dict[str, list[list[str]]]:
    """Every table of rules, as docs/rules.md should show it."""
    found = {}
    for module in pkgutil.iter_modules(onrecord.fields.__path__):
        for name, table in vars(importlib.import_module(f"onrecord.fields.{module.name}")).items():
            if isinstance(table, tuple) and table and all(isinstance(rule, Rule) for rule in table):
                place = f"`fields/{module.name}.py`, `{name}`"
                found[place] = [[f"`{rule.name}`", rule.why.replace("|", "\\|")] for rule in table]
    return found


def test_every_rule_is_documented() -> None:
    documented = {
        heading.partition(": ")[2]: rows(section)
        for heading, section in sections("docs/rules.md").items()
        if "`fields/" in heading
    }
    expected = tables()
    assert documented.keys() == expected.keys()
    for place, table in expected.items():
        wanted = "\n".join(f"| {' | '.join(row)} |" for row in table)
        assert documented[place] == table, f"docs/rules.md: the table of {place} should be\n{wanted}"


def test_quoted_code_is_the_code() -> None:
    code = "".join(path.read_text("utf-8") for path in (ROOT / "src/onrecord/fields").glob("*.py"))
    page = text("docs/how-to-add-a-rule.md")
    quoted = re.findall(r"(?<=^```python\n).*?(?=^```)|^    Rule\(.*?\),$", page, re.MULTILINE | re.DOTALL)
    assert len(quoted) == 2
    assert all(part in code for part in quoted)


# --- the architecture ---------------------------------------------------------------------------------------------


def layout() -> set[str]:
    """The files and folders that ARCHITECTURE.md lists; a folder ends in a slash."""
    found: set[str] = set()
    folders: list[str] = []
    for line in sections("ARCHITECTURE.md")["Layout"].split("\n"):
        if not line.startswith("    "):
            continue
        name = line.split()[0]
        depth = (len(line) - len(line.lstrip()) - 4) // 2
        folders = [*folders[:depth], name]
        found.add("".join(folders))
    return found


def test_the_layout_names_nothing_that_is_not_there() -> None:
    for place in layout():
        assert any(ROOT.glob(place)), f"ARCHITECTURE.md names {place}, which is not there"


def test_the_layout_names_every_module_and_document() -> None:
    patterns = ("src/onrecord/**/*.py", "src/onrecord/**/*.pyi", "crates/*/src/**/*.rs", "docs/*.md")
    there = {path.relative_to(ROOT).as_posix() for pattern in patterns for path in ROOT.glob(pattern)}
    assert there
    assert sorted(there - layout()) == []


def test_the_floors_are_those_of_the_import_contract() -> None:
    contracts = tomllib.loads(text("pyproject.toml"))["tool"]["importlinter"]["contracts"]
    floors, forbidden = contracts[0], contracts[1]
    section = sections("ARCHITECTURE.md")["Floors"]
    named = [re.split(r"\s{2,}", line.strip())[0] for line in section.split("\n") if line.startswith("    ")]
    assert named == [name.strip("()") for name in floors["layers"]]
    for module in (
        *(name.removeprefix("onrecord.") for name in forbidden["source_modules"]),
        *forbidden["forbidden_modules"],
    ):
        assert module in section


# --- all documents ------------------------------------------------------------------------------------------------


def anchors(name: str) -> set[str]:
    """The anchors that a reader of the repository gets for the headings of a document."""
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in sections(name)}


@pytest.mark.parametrize("name", DOCS)
def test_no_link_is_broken(name: str) -> None:
    for target in PRESENT.findall(FENCE.sub("", text(name))):
        if target.startswith(("https://", "http://")):
            continue
        place, _, anchor = target.partition("#")
        path = ((ROOT / name).parent / place).resolve() if place else ROOT / name
        assert path.exists(), f"{name} links to {target}"
        if anchor:
            assert anchor in anchors(path.relative_to(ROOT).as_posix()), f"{name} links to {target}"


@pytest.mark.parametrize("name", DOCS)
def test_every_make_target_that_is_named_is_there(name: str) -> None:
    there = set(re.findall(r"^([a-z-]+):", text("Makefile"), re.MULTILINE))
    assert set(re.findall(r"(?:^    |`)make ([a-z-]+)", text(name), re.MULTILINE)) <= there


@pytest.mark.parametrize("name", DOCS)
def test_no_document_names_a_place_of_one_machine(name: str) -> None:
    assert not re.search(r"(?<![\w.])/(?:home|root|work|Users|tmp)/", text(name))
