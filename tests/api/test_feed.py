"""The feed of what is followed: a feed reader asks it again and again."""

import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest
from starlette.testclient import TestClient

from tests.etl.uploads import cell, publish_cells

ATOM = {"a": "http://www.w3.org/2005/Atom"}


def test_a_release_becomes_an_entry_that_leads_to_its_page(
    api: TestClient, releases: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(releases / "0001.duckdb", tmp_path)
    (tmp_path / "CURRENT").write_text("0001.duckdb\n", encoding="utf-8")
    monkeypatch.setattr("scoreboard.paths.RELEASES", tmp_path)
    asked = "feed.atom?follow=110000&lang=en"
    first = api.get(asked)
    assert first.status_code == 200
    assert first.headers["content-type"].startswith("application/atom+xml")
    assert ElementTree.fromstring(first.content).findall("a:entry", ATOM) == []
    again = api.get(asked, headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304 and not again.content

    source = {"indicator": "rd_intensity", "unit": "%", "source": "rd_bulletin_2023"}
    publish_cells([cell(6.61, **source)], tmp_path)
    news = api.get(asked, headers={"If-None-Match": first.headers["etag"]})
    assert news.status_code == 200
    (entry,) = ElementTree.fromstring(news.content).findall("a:entry", ATOM)
    assert "6.61%" in (entry.findtext("a:content", namespaces=ATOM) or "")
    link = entry.find("a:link", ATOM)
    assert link is not None
    assert link.get("href") == "http://scoreboard/follow?follow=110000&after=1&lang=en"


def test_who_follows_nothing_gets_an_empty_feed(api: TestClient) -> None:
    found = ElementTree.fromstring(api.get("feed.atom?follow=nowhere").content)
    assert found.findall("a:entry", ATOM) == []
    assert found.findtext("a:updated", namespaces=ATOM)
