"""What the newest articles tell, counted: every number is that of what its link finds, and the rest can be reached."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

import happened
import onrecord
import reported
from onrecord import Archive
from onrecord.archive import Chronicle, chronicles
from onrecord.errors import QueryError
from onrecord.web import addresses


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with Archive(happened.kept(tmp_path_factory.mktemp("chronicle") / "news.db")) as archive:
        yield archive


def test_it_is_what_all_events_are_where_all_articles_were_looked_through(archive: Archive) -> None:
    found, everything = archive.chronicle(limit=500), archive.events(limit=500)
    assert found.happenings == everything.happenings
    assert found.total == everything.total == sum(count for _, count in found.facets["event"])
    assert (found.articles, found.since) == (found.found, None)
    assert found.undated + sum(count for _, _, count in found.days) == found.total
    [thrice] = [one for one in found.happenings if len(one.mentions) == 3]
    assert (thrice.actors[0].code, thrice.day) == ("HAAGOV", "2018-10-02")


def test_pages_follow_each_other(archive: Archive) -> None:
    whole = archive.chronicle(limit=40).happenings
    assert archive.chronicle(limit=15, offset=15).happenings == whole[15:30]
    assert archive.chronicle(limit=20, offset=10_000).happenings == ()


@pytest.mark.parametrize("query", ["", "event:assault", "actor:BAA"])
def test_each_count_is_that_of_what_it_leads_to(archive: Archive, query: str) -> None:
    found = archive.chronicle(query)
    for facet, counts in found.facets.items():
        for value, number in counts:
            if value.isalpha():  # a name that means harm is not looked for as it is written
                assert archive.chronicle(addresses.narrowed(query, facet, value)).total == number, (facet, value)
    for pair in found.pairs:
        if pair.who.isalpha() and pair.whom.isalpha():
            both = addresses.narrowed(addresses.narrowed(query, "actor", pair.who), "recipient", pair.whom)
            assert archive.chronicle(both).total >= pair.total  # BRD by its country is found in BRDGOV too
            assert sum(count for _, count in pair.types) == pair.total


def test_who_has_a_sector_counts_for_the_country_too(archive: Archive) -> None:
    actors = dict(archive.chronicle("talks").facets["actor"])
    assert actors["BAA"] == actors["BAAGOV"] == 5


@pytest.mark.parametrize("day", ["2018", "2018-05", "2018-05-31"])
def test_a_day_keeps_what_began_then(archive: Archive, day: str) -> None:
    everything, found = archive.chronicle(limit=500), archive.chronicle(day=day, limit=500)
    assert found.total == sum(count for at, _, count in everything.days if at.startswith(day)) > 0
    assert all(one.day and one.day.startswith(day) for one in found.happenings)
    assert archive.chronicle(day="1999").total == 0


def test_all_that_is_asked_holds_of_one_event(archive: Archive) -> None:
    assert archive.chronicle("event:assault status:planned").total == 1
    assert archive.chronicle("event:assault status:denied").total == 0
    assert archive.chronicle("actor:SYLGOV").total == 0
    with pytest.raises(QueryError, match="there is no event"):
        archive.chronicle("event:dance")


def test_older_articles_are_not_looked_through_but_can_be_reached(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chronicles, "_EVENTS", 3)
    monkeypatch.setattr(chronicles, "_AT_ONCE", 2)
    with onrecord.open(tmp_path / "news.db") as archive:
        archive.add(
            reported.met("A", "B", day=f"2018-{month:02}-01", number=month, published=datetime(2018, month, 2))
            for month in range(1, 10)
        )
        archive.add([reported.record("Nothing happened here.", onrecord.values.Reading(), url="https://x.example/n")])
        archive.commit()
        found = archive.chronicle()
        assert (found.total, found.articles, found.found, found.since) == (4, 4, 9, "2018-06-02T00:00:00")
        seen, query = months(found), ""
        while found.since:
            query = f"date:..{found.since[:10]}"
            found = archive.chronicle(query)
            seen |= months(found)
        assert len(seen) == 9


def months(found: Chronicle) -> set[str]:
    return {str(one.day) for one in found.happenings}


def test_very_many_parties_are_not_all_paired(tmp_path: Path) -> None:
    names = [f"Party{number}" for number in range(300)]
    text = f"{' '.join(names)} met."
    parties = tuple(reported.party(text, f"{name} ", name=name) for name in names)
    meeting = reported.event(text, "met", actors=parties, recipients=parties)
    with onrecord.open(tmp_path / "news.db") as archive:
        archive.add([reported.record(text, onrecord.values.Reading(models=("test",), events=(meeting,)))])
        archive.commit()
        assert len(archive.chronicle().pairs) == 100
