"""What a source says about a value stands in the hover of every figure and in every table."""

import re
from collections.abc import Iterable

import orjson
import pandas as pd
import pytest

from scoreboard.answers.compare.answer import answer as compare
from scoreboard.answers.compare.choice import CompareChoice
from scoreboard.answers.diagnosis.answer import answer as diagnosis
from scoreboard.answers.diagnosis.choice import DiagnosisChoice
from scoreboard.answers.indicator_choice import read_choice
from scoreboard.answers.link import Link
from scoreboard.answers.model import Answer, Figure, Map, Part
from scoreboard.answers.overview.answer import answer as overview
from scoreboard.answers.profile.answer import answer as profile
from scoreboard.answers.profile.choice import ProfileChoice
from scoreboard.answers.release import Release
from scoreboard.answers.structure.answer import answer as structure
from scoreboard.answers.structure.choice import read_choice as read_structure
from scoreboard.charts.map import unpack_regions
from scoreboard.charts.theme import hover_note
from scoreboard.paths import ROOT
from tests.answers.reading import tables_of

REGION, INDICATOR, YEAR = "610000", "rd_intensity", 2023


@pytest.fixture(scope="module")
def note(release: Release) -> str:
    """What the source says about 陕西's R&D intensity of 2023."""
    rows = release.notes(REGION)
    of_year = rows[(rows["indicator_code"] == INDICATOR) & (rows["year"] == YEAR)]
    return str(of_year["note"].item())


def hovers(parts: Iterable[Part], key: str) -> list[str]:
    """The texts of one figure's points, trace by trace."""
    (figure,) = [p for p in parts if isinstance(p, Figure) and p.key == key]
    found: list[str] = []
    for trace in orjson.loads(figure.spec)["data"]:
        for texts in (trace.get("text"), trace.get("hovertext")):
            if isinstance(texts, list):
                found += [str(text) for text in texts]
    return found


def in_tables(answer: Answer, note: str) -> bool:
    """Whether the note stands in every table that has a row of the region or indicator."""
    tables = [table.build() for table in tables_of(answer).values()]
    tables = [t for t in tables if "代码" in t and set(t["代码"]) & {REGION, INDICATOR}]
    return bool(tables) and all(note in set(t["说明"]) for t in tables)


def test_the_overview_says_the_note(release: Release, note: str) -> None:
    link = Link({"indicator": INDICATOR, "year": str(YEAR), "regions": REGION}, "zh")
    page = overview(release, read_choice(link, release), "zh")
    for block in ("ranking", "trend", "distribution"):
        texts = hovers(page[block], block)
        assert any(text.endswith(hover_note(note)) for text in texts), block
    (drawn,) = [p for p in page["map"] if isinstance(p, Map)]
    on_map = {r.code: r.note for r in unpack_regions(orjson.loads(drawn.payload))}
    assert on_map[REGION] == note
    # Taiwan has no figure, and so no note.
    assert on_map["710000"] == ""
    (bar,) = [text for text in hovers(page["ranking"], "ranking") if text.startswith("陕西")]
    assert bar == f"陕西（初步核算）  2.50 %{hover_note(note)}"
    assert in_tables(page, note)


def test_the_profile_says_the_note(release: Release, note: str) -> None:
    page = profile(release, ProfileChoice(REGION, 8), "zh")
    name = release.catalog.indicators[INDICATOR].name.zh
    figures = [p for p in page["positions"] if isinstance(p, Figure)]
    texts = hovers(figures, figures[0].key)
    own = [text for text in texts if text.startswith(f"{name} {YEAR}")]
    assert own
    assert all(text.endswith(hover_note(note)) for text in own)
    small = [t for t in hovers(page["years"], "sparklines") if t.startswith(f"{YEAR}  2.5<br>")]
    assert small == [f"{YEAR}  2.5{hover_note(note)}"]
    assert in_tables(page, note)


def test_the_comparison_says_the_note(release: Release, note: str) -> None:
    choice = CompareChoice((REGION, "510000"), own=(INDICATOR,))
    page = compare(release, choice, "zh")
    texts = hovers(page["gaps"], f"dumbbell_{INDICATOR}")
    (own,) = [text for text in texts if text.startswith("陕西")]
    assert own.endswith(hover_note(note))
    trends = [p for p in page["trends"] if isinstance(p, Figure)]
    texts = [t for trend in trends for t in hovers([trend], trend.key)]
    assert any(text.endswith(hover_note(note)) for text in texts)
    assert in_tables(page, note)


def test_structure_says_the_note(release: Release) -> None:
    """Every point that is a region's figure carries it; of a ratio of parts, the part's."""
    note = str(
        release.observations("patents_granted", "province")
        .query("region_code == @REGION and year == @YEAR")["note"]
        .item()
    )
    link = Link({"indicator": "patents_granted", "year": str(YEAR), "region": REGION}, "zh")
    page = structure(release, read_structure(link, release), "zh")
    figures = {p.key: [p] for parts in page.blocks.values() for p in parts if isinstance(p, Figure)}
    for key in ("structure_lorenz_curve", "structure_moran", "structure_beta"):
        assert hover_note(note) in hovers(figures[key], key), key
    assert any("<br>" in text for text in hovers(figures["structure_cities"], "structure_cities"))
    own = hovers(figures["structure_quotients"], "structure_quotients")
    assert any(text.startswith("<br>") for text in own)


def test_the_funnel_says_the_notes_of_both_stages(release: Release) -> None:
    page = diagnosis(release, DiagnosisChoice(REGION, "chains"), "zh")
    texts = hovers(page["funnel_steps"], "funnel_steps")
    assert any(text.startswith("陕西") and text.count("<br>") == 2 for text in texts)
    table = tables_of(page)["funnel_table"].build()
    assert table["说明"].fillna("").str.len().gt(0).sum() >= 3


def test_a_note_is_text_in_short_lines() -> None:
    assert hover_note("") == hover_note(None) == hover_note(float("nan")) == ""
    assert hover_note("a <b>bold</b> claim") == "<br>a &lt;b&gt;bold&lt;/b&gt; claim"
    assert hover_note("字" * 31) == "<br>" + "字" * 30 + "<br>字"


def test_shipped_notes_and_titles_are_chinese(release: Release) -> None:
    """They stand on Chinese pages as they are; English in them is names, not words in a row."""
    files = sorted((ROOT / "data" / "observations").glob("*.csv"))
    rows = pd.concat([pd.read_csv(path, usecols=["note"], dtype=str) for path in files])
    said = {*rows["note"].dropna()} | {*release.titles.values()}
    assert len(said) > 500
    foreign = re.compile(r"^[^\u4e00-\u9fff]+$|[a-z]{3,}[ -][A-Za-z]{2,}|[a-z]_[a-z]")
    assert sorted(text for text in said if foreign.search(text)) == []
