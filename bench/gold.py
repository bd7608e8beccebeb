"""The gold pages: news pages with what a careful reader takes from them. They are no part of the project.

Their folder holds pages/<set>/gold.jsonl, pages/<set>/pages/<id>.html.gz and the scorer, measure/fields.py. The
variable ONRECORD_GOLD names it; without that it is looked for beside the repository, in ../shared.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

ROOT = Path(__file__).resolve().parent.parent


class NoGoldError(Exception):
    """The gold pages are not where they are looked for."""


class Row(msgspec.Struct, frozen=True):
    """What the benches need of a line of gold.jsonl; the scorer reads the rest."""

    id: str
    type: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Gold:
    """A folder of gold pages that is there."""

    root: Path

    @property
    def pages(self) -> Path:
        """The folder of the sets."""
        return self.root / "pages"

    @property
    def scorer(self) -> Path:
        """The program that scores an extractor on them."""
        return self.root / "measure" / "fields.py"

    def sets(self) -> tuple[str, ...]:
        """The names of the sets, sorted."""
        return tuple(sorted(path.parent.name for path in self.pages.glob("*/gold.jsonl")))

    def rows(self, name: str) -> list[Row]:
        """The pages of a set, in the order of its gold.jsonl."""
        with (self.pages / name / "gold.jsonl").open("rb") as lines:
            return [msgspec.json.decode(line, type=Row) for line in lines]

    def html(self, name: str) -> Iterator[tuple[Row, bytes]]:
        """Each page of a set with its bytes, unpacked."""
        for row in self.rows(name):
            yield row, self.page(name, row.id)

    def page(self, name: str, identity: str) -> bytes:
        """One page of a set, unpacked."""
        return gzip.decompress((self.pages / name / "pages" / f"{identity}.html.gz").read_bytes())

    def digest(self, name: str) -> str:
        """SHA-256 of a set's gold.jsonl, in hexadecimal."""
        return hashlib.sha256((self.pages / name / "gold.jsonl").read_bytes()).hexdigest()


def located(environment: Mapping[str, str] = os.environ) -> Gold:
    """The gold pages.

    Raises NoGoldError, whose message says where they were looked for, if there are none.
    """
    root = Path(environment.get("ONRECORD_GOLD") or ROOT.parent / "shared").resolve()
    gold = Gold(root)
    if not gold.scorer.is_file() or not gold.sets():
        raise NoGoldError(
            f"no gold pages at {root}: "
            "ONRECORD_GOLD should name a folder with pages/<set>/gold.jsonl and measure/fields.py"
        )
    return gold


def asked_for() -> Gold:
    """The gold pages, for a program that is nothing without them: it says where they were looked for and ends with exit
    code 2 where there are none."""
    try:
        return located()
    except NoGoldError as error:
        print(error, file=sys.stderr)
        raise SystemExit(2) from None


def main() -> int:
    """Say what is there; exit code 2 where nothing is."""
    gold = asked_for()
    print("gold pages:", ", ".join(f"{name} {len(gold.rows(name))}" for name in gold.sets()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
