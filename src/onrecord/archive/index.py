"""The full text beside the truth: a tantivy index of the latest version of each page, made from the database.

It holds no text: a hit is a record's number, and what is shown comes from the database. Words are runs of letters and
digits, without case and accents; scripts that write no spaces between words go character by character, and what is
looked for in them is a phrase.
"""

from __future__ import annotations

import re
import shutil
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

import msgspec
import tantivy
from tantivy import FieldType, Filter, Occur, Order, Tokenizer

from onrecord.archive import files
from onrecord.archive.query import Clause, Days, Query, Records, Term
from onrecord.errors import ArchiveError, Damaged, Locked, NoArchive, QueryError

SORTS: Mapping[str, tuple[str, Order] | None] = MappingProxyType(
    {"relevance": None, "newest": ("time", Order.Desc), "oldest": ("time", Order.Asc)}
)
FACETS = ("site", "author", "speaker", "section", "language", "kind", "month", "event", "actor", "recipient")
"""By which fields what was found can be counted."""

_WORDS = "words"
_WHOLE = "whole"
# Fields of names are indexed twice: by their words, to be looked for, and whole, to be counted.
_BY_WORDS = ("author", "section", "site", "speaker", "tag", "title", "actor", "recipient")
_BY_WHOLE = ("kind", "language", "story", "event", "mode", "status")
_NUMBERS = ("seq", "day", "month", "happened")
_COUNTED = ("author", "section", "site", "speaker", "actor", "recipient")
_MAX_WORD = 60
_HEAP = 64_000_000
_TITLE_BOOST = 2.0
_TOKEN = "onrecord-token"
_ACCENTS = re.compile("[\u0300-\u036f]")  # of Latin, Greek and Cyrillic letters; in other scripts marks are vowels
# Han, kana, Thai, Lao, Burmese, Khmer: no spaces between words.
_UNSPACED = re.compile(
    "([\u0e00-\u0e7f\u0e80-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff])"
)

_Counts = dict[tuple[str, int], tuple[tuple[str, int], ...]]


def analyzer() -> tantivy.TextAnalyzer:
    """What makes words of a text, in the index and in what is looked for."""
    built = tantivy.TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.remove_long(_MAX_WORD))
    return built.filter(Filter.lowercase()).filter(Filter.ascii_fold()).build()


def spaced(text: str) -> str:
    """The text without accents, and the characters of scripts that write no spaces set apart."""
    if text.isascii():
        return text
    bare = unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFD", text)))
    return _UNSPACED.sub(r" \1 ", bare)


def folder(path: Path) -> Path:
    """Where the index of an archive lies."""
    return path.with_name(path.name + ".index")


def stamp(place: Path) -> str:
    """What changes with every commit to the index in a folder."""
    return files.stamp(place / "meta.json")


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for number in _NUMBERS:
        builder.add_unsigned_field(number, indexed=True, fast=True)
    builder.add_integer_field("time", fast=True)
    builder.add_text_field("text", tokenizer_name=_WORDS)
    for name in _BY_WORDS:
        builder.add_text_field(name, tokenizer_name=_WORDS)
    for name in _BY_WHOLE:
        builder.add_text_field(name, tokenizer_name="raw", fast=True, index_option="basic")
    for name in _COUNTED:
        builder.add_text_field(f"{name}_{_WHOLE}", tokenizer_name="raw", fast=True, index_option="basic")
    return builder.build()


class Index:
    """An index in a folder. `document` says what of a record goes in."""

    def __init__(self, place: Path) -> None:
        self._place = place
        self._analyzer = analyzer()
        self._schema = _schema()
        try:
            place.mkdir(parents=True, exist_ok=True)
            self._index = tantivy.Index(self._schema, path=str(place), reuse=True)
        except (ValueError, OSError) as error:
            raise _unopened(error, place) from error
        self._index.register_tokenizer(_WORDS, self._analyzer)
        self._writer: tantivy.IndexWriter | None = None
        self._kept: tuple[str, _Counts] = ("", {})

    @staticmethod
    def there(place: Path) -> bool:
        """Whether there is an index in this folder."""
        return (place / "meta.json").is_file()

    def write_to(self) -> None:
        """Become the one writer. Raises Locked where another process is."""
        if self._writer is not None:
            return
        try:
            self._writer = self._index.writer(heap_size=_HEAP, num_threads=1)
        except ValueError as error:
            if "lock" in str(error).lower():
                raise Locked(
                    "another process writes to the archive; wait until it is done", path=self._place
                ) from error
            raise Damaged(f"the index cannot be written ({error}); run `onrecord reindex`", path=self._place) from error

    def put(self, documents: Iterable[Mapping[str, Sequence[Any]]], *, without: Sequence[int]) -> None:
        """Index these, and forget the records of the numbers `without`; shown after `commit`."""
        assert self._writer is not None
        with self._troubles():
            for number in without:
                # by a query, as a term made of an int is taken for one of a signed field, and finds nothing
                self._writer.delete_documents_by_query(tantivy.Query.term_query(self._schema, "seq", number))
            for document in documents:
                self._writer.add_document(_document(document))

    def commit(self, token: str) -> None:
        """Make what was put visible and lasting; `token` says from now on which state of the database it is of."""
        assert self._writer is not None
        with self._troubles():
            self._writer.commit()
            part = self._place / f"{_TOKEN}.part"
            part.write_text(token)
            part.replace(self._place / _TOKEN)

    def clear(self) -> None:
        """Forget all records, at the next `commit`."""
        assert self._writer is not None
        with self._troubles():
            self._writer.delete_all_documents()

    def token(self) -> str | None:
        """The token of the last commit; None where there was none."""
        return token_in(self._place)

    def reload(self) -> None:
        """See what was committed up to now; it would be seen within a second anyway."""
        self._index.reload()

    def close(self) -> None:
        """End the writing, and wait for the merging of segments; what was not committed is gone."""
        writer, self._writer = self._writer, None
        if writer is not None:
            with self._troubles():
                writer.wait_merging_threads()

    def count(self, query: Query | None = None) -> int:
        """How many records are in it, or are found."""
        if query is None:
            return int(self._index.searcher().num_docs)
        with self._reading():
            found = self._index.searcher().search(self._built(query), 1, count=True)
        return int(found.count)  # type: ignore[attr-defined]

    def find(self, query: Query, *, sort: str, limit: int, offset: int) -> tuple[list[tuple[int, float]], int]:
        """Numbers of records and their scores, best first, and how many there are in all."""
        searcher = self._index.searcher()
        order = SORTS[sort]
        built = self._built(query)
        with self._reading():
            if order is None:
                found = searcher.search(built, limit, offset=offset)
            else:
                found = searcher.search(built, limit, offset=offset, order_by_field=order[0], order=order[1])
        numbers = searcher.fast_field_values("seq", [address for _, address in found.hits])
        scores = [float(score) if order is None else 0.0 for score, _ in found.hits]
        total = int(found.count)  # type: ignore[attr-defined]
        return list(zip((int(number) for number in numbers if number is not None), scores, strict=True)), total

    def every(self, query: Query) -> list[int]:
        """The numbers of all records that are found, newest first, as the index is at one moment."""
        searcher = self._index.searcher()
        built = self._built(query)
        with self._reading():
            many = max(int(searcher.search(built, 1, count=True).count), 1)  # type: ignore[attr-defined]
            found = searcher.search(built, many, order_by_field="time", order=Order.Desc)
            numbers = searcher.fast_field_values("seq", [address for _, address in found.hits])
        return [int(number) for number in numbers if number is not None]

    def counts(self, query: Query, sizes: Mapping[str, int]) -> dict[str, tuple[tuple[str, int], ...]]:
        """For each facet so many of its most frequent values among what is found; months in their order."""
        if query.clauses:
            return self._counts(query, sizes)
        kept = self._of_everything()
        lacked = {name: size for name, size in sizes.items() if (name, size) not in kept}
        kept.update({(name, lacked[name]): found for name, found in self._counts(query, lacked).items()})
        return {name: kept[name, size] for name, size in sizes.items()}

    def _of_everything(self) -> _Counts:
        """The counts of all records as they are kept until the next commit: many ask for them, and they are dear."""
        seen, kept = self._kept
        if (now := stamp(self._place)) != seen:
            self.reload()  # what is counted from now on is not older than the stamp
            kept = {}
            self._kept = (now, kept)
        return kept

    def _counts(self, query: Query, sizes: Mapping[str, int]) -> dict[str, tuple[tuple[str, int], ...]]:
        wanted = {name: {"terms": _counted(name, size)} for name, size in sizes.items()}
        if not wanted:
            return {}
        with self._reading():
            answer = self._index.searcher().aggregate(self._built(query), wanted)
        return {name: _buckets(name, answer[name]["buckets"]) for name in sizes}

    def frequency(self, word: str) -> int:
        """How many records have a word, as `tokens` gives it."""
        return int(self._index.searcher().doc_freq("text", word))

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """What goes wrong in a search: a ValueError too."""
        try:
            yield
        except (ValueError, OSError) as error:
            message = f"the index does not answer ({error}); run `onrecord reindex`"
            raise Damaged(message, path=self._place) from error

    @contextmanager
    def _troubles(self) -> Iterator[None]:
        """What goes wrong in the writing of the index, which tantivy calls a ValueError whatever it is."""
        try:
            yield
        except (ValueError, OSError) as error:
            message = f"the index cannot be written ({error}); the records are safe, run `onrecord reindex`"
            raise ArchiveError(message, path=self._place) from error

    def tokens(self, text: str) -> list[str]:
        """The words of a text as the index has them."""
        return list(self._analyzer.analyze(spaced(text)))

    def _built(self, query: Query) -> tantivy.Query:
        parts = [self._clause(clause) for clause in query.clauses]
        if not any(occur is Occur.Must for occur, _ in parts):
            parts.append((Occur.Must, tantivy.Query.all_query()))
        # A word in the headline counts more; it is in the text's field too, so this finds nothing by itself.
        boosted = [self._boosted(term) for term in query.words if term.field is None]
        return tantivy.Query.boolean_query([*parts, *((Occur.Should, query) for query in boosted)])

    def _clause(self, clause: Clause) -> tuple[Occur, tantivy.Query]:
        found = [self._one(term) for term in clause.terms]
        built = found[0] if len(found) == 1 else tantivy.Query.boolean_query([(Occur.Should, query) for query in found])
        return (Occur.MustNot if clause.negated else Occur.Must), built

    def _one(self, term: Term | Days | Records) -> tantivy.Query:
        if isinstance(term, Records):
            return tantivy.Query.term_set_query(self._schema, "seq", term.numbers)
        return self._days(term) if isinstance(term, Days) else self._term(term)

    def _boosted(self, term: Term) -> tantivy.Query:
        return tantivy.Query.boost_query(self._words("title", term), _TITLE_BOOST)

    def _days(self, days: Days) -> tantivy.Query:
        name = "day" if days.field == "date" else days.field
        return tantivy.Query.range_query(self._schema, name, FieldType.Unsigned, max(days.first, 1), days.last)

    def _term(self, term: Term) -> tantivy.Query:
        if term.whole:
            return tantivy.Query.term_query(self._schema, f"{term.field}_{_WHOLE}", term.words)
        if term.field in _BY_WHOLE:
            if term.prefix:
                raise QueryError(f"a star does not go with {term.field}:; write it in full", position=term.position)
            whole = term.words.strip().lower()
            value = whole.partition("-")[0] if term.field == "language" else whole
            value = whole.upper() if term.field == "event" else value
            return tantivy.Query.term_query(self._schema, term.field, value)
        return self._words(term.field or "text", term)

    def _words(self, name: str, term: Term) -> tantivy.Query:
        words = self.tokens(term.words)
        if not words:
            raise QueryError(
                f"there is no word in {term.words!r}; letters and digits can be looked for", position=term.position
            )
        if term.prefix and len(words) == 1:
            return tantivy.Query.regex_query(self._schema, name, f"{re.escape(words[0])}.*")
        if term.prefix:
            return tantivy.Query.phrase_prefix_query(self._schema, name, list(words))
        if len(words) == 1:
            return tantivy.Query.term_query(self._schema, name, words[0])
        return tantivy.Query.phrase_query(self._schema, name, list(words))


def _unopened(error: Exception, place: Path) -> ArchiveError:
    if "PermissionDenied" in str(error) or isinstance(error, PermissionError):
        message = "its folder cannot be written to, which even a search has to, for a lock; copy the archive elsewhere"
        return ArchiveError(message, path=place)
    return Damaged(f"the index cannot be opened ({error}); `onrecord reindex` makes it again", path=place)


def token_in(place: Path) -> str | None:
    """The token of the index in this folder; None where there is none."""
    try:
        return (place / _TOKEN).read_text()
    except OSError:
        return None


def remove(place: Path) -> None:
    """Remove an index with all of its files."""
    shutil.rmtree(place, ignore_errors=True)


def exchanged(fresh: Path, place: Path) -> None:
    """Put a new index in the place of an old one."""
    old = place.with_name(place.name + ".old")
    remove(old)
    if place.exists():
        place.rename(old)
    fresh.rename(place)
    remove(old)


def array(text: str) -> list[str]:
    """The strings of a JSON array, as columns hold them."""
    return msgspec.json.decode(text, type=list[str])


def opened(path: Path, tokens: Sequence[str]) -> Index:
    """The index of the archive at `path`, whose database knows it by one of these tokens.

    Raises NoArchive where there is none, Damaged where it is that of another state of the database or cannot be opened.
    """
    place = folder(path)
    if not Index.there(place):
        raise NoArchive("the archive has no index; `onrecord reindex` makes it", path=place)
    if token_in(place) not in tokens:
        raise Damaged("this is not the index of this archive as it is; `onrecord reindex` makes it again", path=place)
    return Index(place)


COLUMNS = (
    "host",
    "site",
    "title",
    "standfirst",
    "authors",
    "published",
    "published_at",
    "language",
    "section",
    "tags",
    "kind",
)
"""What `document` reads of the table `records`, beside its number and the id of its story."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Within:
    """What an article reports, by fields of the index: names of speakers, what else is said of them (`roles`), types,
    modes and statuses of events, the first day of each, all by which actors and recipients are called, and by which of
    it each is `counted`.
    """

    speaker: Sequence[str] = ()
    roles: Sequence[str] = ()
    event: Sequence[str] = ()
    mode: Sequence[str] = ()
    status: Sequence[str] = ()
    happened: Sequence[str] = ()
    actor: Sequence[str] = ()
    recipient: Sequence[str] = ()
    counted: Mapping[str, Sequence[str]] = field(default_factory=dict)


def document(row: Mapping[str, Any], text: str, within: Within) -> dict[str, Any]:
    """The values of each field of the index: `row` is as the table `records` has it, with the id of its story."""
    published = row["published"]
    day = _number(published) if published else None
    language = (row["language"] or "").partition("-")[0].lower() or None
    sites = _some(row["host"], row["site"])
    names = {"author": array(row["authors"]), "section": _some(row["section"])}
    counted = {**names, "site": sites[:1], "speaker": within.speaker, **within.counted}
    return {
        "seq": _some(row["seq"]),
        "day": _some(day),
        "month": _some(day and day // 100),
        "time": _some(row["published_at"]),
        "text": _some("\n".join(_some(row["title"], row["standfirst"], text))),
        "title": _some(row["title"]),
        "tag": array(row["tags"]),
        **names,
        "speaker": (*within.speaker, *within.roles),
        **{name: getattr(within, name) for name in ("event", "mode", "status", "actor", "recipient")},
        "happened": tuple(map(_number, within.happened)),
        "site": sites,
        "kind": _some(row["kind"]),
        "language": _some(language),
        "story": _some(row["story_id"]),
        **{f"{name}_{_WHOLE}": values for name, values in counted.items()},
    }


def _number(day: str) -> int:
    """A day, or the day of a time, as a number: 20180531."""
    return int(day[:10].replace("-", ""))


def _some(*values: Any) -> tuple[Any, ...]:
    return tuple(value for value in values if value is not None and value != "")


def _document(fields: Mapping[str, Sequence[Any]]) -> tantivy.Document:
    made = tantivy.Document()
    for name, values in fields.items():
        for value in values:
            if name in _NUMBERS:
                made.add_unsigned(name, value)
            elif name == "time":
                made.add_integer(name, value)
            else:
                made.add_text(name, spaced(value) if name in _BY_WORDS or name == "text" else value)
    return made


def _counted(name: str, size: int) -> dict[str, Any]:
    if name == "month":
        return {"field": "month", "size": 1200, "order": {"_key": "asc"}}
    return {"field": f"{name}_{_WHOLE}" if name in _COUNTED else name, "size": size}


def _buckets(name: str, buckets: Iterable[Mapping[str, Any]]) -> tuple[tuple[str, int], ...]:
    if name == "month":
        return tuple((f"{int(b['key']) // 100:04}-{int(b['key']) % 100:02}", int(b["doc_count"])) for b in buckets)
    return tuple((str(bucket["key"]), int(bucket["doc_count"])) for bucket in buckets)
