"""关注: after a real release, what changed of what is followed, and nothing else."""

import shutil
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import pytest

from scoreboard.answers.follow.answer import answer
from scoreboard.answers.follow.choice import MOST_FOLLOWED, read_choice
from scoreboard.answers.follow.news import news
from scoreboard.answers.link import Link
from scoreboard.answers.model import Answer, Bullets, Card, Table
from scoreboard.answers.release import Release, open_release
from scoreboard.catalog import Language
from scoreboard.reports.feed import to_atom
from scoreboard.store.folder import key_of
from tests.etl.uploads import cell, publish_cells

SOURCE = {"indicator": "rd_intensity", "unit": "%", "source": "rd_bulletin_2023"}


@pytest.fixture(scope="module")
def third(releases: Path, tmp_path_factory: pytest.TempPathFactory) -> Release:
    """Release 2 gives Beijing's intensity of 2023 another value, release 3 Shaanxi's."""
    folder = tmp_path_factory.mktemp("follow")
    shutil.copy(releases / "0001.duckdb", folder)
    (folder / "CURRENT").write_text("0001.duckdb\n", encoding="utf-8")
    publish_cells([cell(6.61, **SOURCE)], folder)
    publish_cells([cell(2.52, region="陕西", **SOURCE)], folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("scoreboard.paths.RELEASES", folder)
        return open_release(key_of(folder, 3))


def ask(release: Release, language: Language = "zh", **values: str) -> tuple[Answer, Link]:
    link = Link(values, language)
    return answer(release, read_choice(link, release), language), link


def items(found: Answer) -> list[str]:
    return [
        item
        for part in found["changes"]
        if isinstance(part, Card)
        for each in part.left
        if isinstance(each, Bullets)
        for item in each.items
    ]


def test_nobody_who_follows_nothing_is_told_of_changes(third: Release) -> None:
    found, _ = ask(third)
    assert "尚未关注" in found.headline
    assert not found["changes"] and not found["table"]


def test_the_first_release_has_changed_nothing(release: Release) -> None:
    found, _ = ask(release, follow="610000")
    assert found.headline.startswith("陕西：数据第1版（")
    assert found.headline.endswith("是首个版本，尚无变化。")


def test_a_region_is_followed_over_all_its_figures(third: Release) -> None:
    before = third.revisions()
    of_it = before[(before["region_code"] == "610000") & (before["release_id"] == 3)]
    found, _ = ask(third, follow="610000")
    (table,) = (part for part in found["table"] if isinstance(part, Table))
    rows = table.build()
    assert len(rows) == len(of_it) > 0
    assert set(rows["地区"]) == {"陕西"}
    # The first thing read is what was corrected, with what it was.
    assert items(found)[0].startswith("陕西2023年")
    assert any("2.52%，原为" in item for item in items(found))


def test_what_an_earlier_release_changed_is_told_when_it_is_asked_for(third: Release) -> None:
    newest, _ = ask(third, follow="110000")
    assert newest.headline.endswith("没有变化。") and not newest["table"]
    since_first, _ = ask(third, follow="110000", after="1")
    assert any("6.61%" in item for item in items(since_first))


def test_an_indicator_is_followed_over_all_regions(third: Release) -> None:
    found, _ = ask(third, follow="rd_intensity", after="1")
    (table,) = (part for part in found["table"] if isinstance(part, Table))
    rows = table.build()
    assert list(rows["地区"]) == ["北京", "陕西"]
    assert list(rows["现值"]) == [6.61, 2.52]
    assert "修订2个数值" in found.headline


def test_the_feed_has_an_entry_for_each_release_that_touched_what_is_followed(
    third: Release,
) -> None:
    choice = read_choice(Link({"follow": "610000,rd_intensity"}, "zh"), third)
    entries = news(third, choice, "zh")
    assert [entry.number for entry in entries] == [3, 2]
    assert "陕西" in entries[0].items[0] and "北京" in entries[1].items[0]
    (of_beijing,) = news(third, read_choice(Link({"follow": "110000"}, "zh"), third), "zh")
    assert of_beijing.number == 2
    assert news(third, read_choice(Link({}, "zh"), third), "zh") == ()

    content = to_atom(
        "<所关注>",
        entries,
        itself="http://host/feed.atom?follow=610000&lang=zh",
        page_of=lambda number: f"http://host/follow?after={number - 1}",
        since="2026-01-01T00:00:00+00:00",
        language="zh",
    )
    feed = ElementTree.fromstring(content)
    atom = {"a": "http://www.w3.org/2005/Atom"}
    assert feed.findtext("a:title", namespaces=atom) == "<所关注>"
    found = feed.findall("a:entry", atom)
    # What RFC 4287 asks of a feed and of each entry, once each.
    for element in (feed, *found):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"a:{name}", atom)) == 1
    assert len({entry.findtext("a:id", namespaces=atom) for entry in found}) == 2
    assert feed.findtext("a:updated", namespaces=atom) == entries[0].published_at
    content_of_first = unescape(found[0].findtext("a:content", namespaces=atom) or "")
    assert entries[0].items[0] in content_of_first


def test_english_says_the_same(third: Release) -> None:
    found, _ = ask(third, "en", follow="rd_intensity", after="1")
    assert "2 changed" in found.headline
    assert any("6.61%, before" in item for item in items(found))


def test_what_is_unknown_is_left_out_and_said(third: Release) -> None:
    found, link = ask(third, follow="610000,nowhere", after="9")
    assert "陕西" in found.headline
    assert len(link.notices) == 2
    assert "nowhere" in link.notices[0].text


def test_more_than_a_page_can_tell_of_is_not_followed(third: Release) -> None:
    codes = list(third.catalog.regions)[: MOST_FOLLOWED + 5]
    link = Link({"follow": ",".join(codes)}, "zh")
    assert len(read_choice(link, third).followed) == MOST_FOLLOWED
    assert link.notices
