"""What the map is told: compact, complete, and the same when it is read back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoreboard import paths
from scoreboard.charts.map import (
    ClassScale,
    ContinuousScale,
    MapLabels,
    MapPayload,
    MapRegion,
    MapWords,
    border_versions,
    map_payload,
    unpack_regions,
)

COLORS = ["#dbe9f4", "#a8cce4", "#66a3cd", "#2c74ae", "#0b4076"]
CLASSES = ClassScale(COLORS, ["10–63", "63–130", "130–169", "169–320", "320–1955"])
RAMP = ContinuousScale(COLORS, ("10", "140", "1955"))
VERSIONS = {"province": "0123abcd", "city": "4567cdef", "county": "89abcdef"}
LABELS = MapLabels(
    rank="第{rank}位",
    change="较上年{change}",
    missing="无数据",
    preliminary="初步核算",
    unconfirmed="待核",
    estimated="估计数",
    zoom_in="放大",
    zoom_out="缩小",
    reset="恢复全图",
    hint="按住 Ctrl 键滚动可缩放",
    keys="地图：方向键换地区，回车选定，加减号缩放，Esc 复原",
    failed="边界文件没有取到，请刷新页面",
    inset="南海诸岛",
    approval="审图号：{approval}",
    source="底图：{source}",
)
WORDS = MapWords("2024年各市研发经费：深圳最高，2236.6亿元", LABELS, "亿元")
SOME = [
    MapRegion("440000", 4, "4,802", 1, "+7.6%"),
    MapRegion("310000", 3, "2,049.6", 2, "", "P"),
    MapRegion("469005", 0, "0.07", 3, "-1.2%", "E"),
    MapRegion("710000", None),
]


def payload_of(
    regions: list[MapRegion], scale: ClassScale | ContinuousScale = CLASSES
) -> MapPayload:
    return map_payload(level="city", versions=VERSIONS, regions=regions, scale=scale, words=WORDS)


def test_regions_read_back_as_they_were_sent() -> None:
    assert unpack_regions(payload_of(SOME)) == SOME


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.builds(
            MapRegion,
            code=st.from_regex(r"[1-9][0-9]{5}", fullmatch=True),
            mark=st.none() | st.integers(0, 4),
            value=st.text(alphabet="0123456789.,%万亿 ", max_size=8),
            rank=st.none() | st.integers(1, 400),
            change=st.text(alphabet="+-0123456789.", max_size=6),
            status=st.sampled_from(["", "P", "U", "E"]),
        ),
        unique_by=lambda region: region.code,
        max_size=40,
    )
)
def test_any_regions_read_back_as_they_were_sent(regions: list[MapRegion]) -> None:
    assert unpack_regions(payload_of(regions)) == regions


def test_packed_texts_have_one_entry_a_region() -> None:
    payload = payload_of(SOME)
    assert payload["codes"] == "44 31 469005 71"
    for packed in (payload["values"], payload["ranks"], payload["changes"]):
        assert len(packed.split("|")) == len(SOME)
    assert len(payload["scale"]["marks"]) == len(payload["statuses"]) == len(SOME)


def test_a_region_without_value_is_missing_not_lowest() -> None:
    classed, ramp = payload_of(SOME), payload_of([MapRegion("110000", 0.0), SOME[3]], RAMP)
    assert classed["scale"]["marks"] == "430-"
    assert ramp["scale"]["marks"] == "00--"
    assert classed["counts"]["missing"] == ramp["counts"]["missing"] == 1


def test_legend_counts_every_region_once() -> None:
    payload = payload_of(SOME)
    assert payload["scale"]["counts"] == [1, 0, 0, 1, 1]
    assert sum(payload["scale"]["counts"]) + payload["counts"]["missing"] == len(SOME)


def test_statuses_are_carried_and_counted() -> None:
    payload = payload_of(SOME)
    assert payload["statuses"] == "-PE-"
    assert (payload["counts"]["P"], payload["counts"]["E"]) == (1, 1)
    assert payload_of(SOME[:1])["statuses"] == ""


def test_continuous_positions_rise_with_the_value() -> None:
    shares = [k / 375 for k in range(376)]
    regions = [MapRegion(str(110000 + k), share) for k, share in enumerate(shares)]
    payload = payload_of(regions, RAMP)
    marks = payload["scale"]["marks"]
    positions = [int(marks[at : at + 2], 36) for at in range(0, len(marks), 2)]
    assert positions == sorted(positions)
    assert (positions[0], positions[-1]) == (0, 1000)
    assert payload["scale"]["texts"] == ["10", "140", "1955"]


@pytest.mark.parametrize("scale", [CLASSES, RAMP], ids=["classes", "continuous"])
def test_375_cities_stay_under_10_kb(scale: ClassScale | ContinuousScale) -> None:
    def mark(k: int) -> float:
        return k % 5 if isinstance(scale, ClassScale) else k / 375

    regions = [
        MapRegion(
            code=f"{1101 + k * 10}00",
            mark=mark(k),
            value=f"{12.34 * k:.4g}",
            rank=k + 1,
            change=f"{k % 31 - 9.5:+.1f}%",
            status="P" if k % 3 else "",
        )
        for k in range(375)
    ]
    # Streamlit sends JSON with every Chinese character as six bytes, as json.dumps does.
    assert len(json.dumps(payload_of(regions, scale))) <= 10 * 1024


def test_token_follows_the_content() -> None:
    same, other = payload_of(SOME), payload_of([*SOME[:3], MapRegion("710000", 0, "1", 4)])
    assert payload_of(SOME)["token"] == same["token"] != other["token"]
    assert len(same["token"]) == 12


@pytest.mark.parametrize(
    ("regions", "scale", "words"),
    [
        ([MapRegion("440000", 5)], CLASSES, "no class 5"),
        ([MapRegion("440000", 0.5)], CLASSES, "no class 0.5"),
        ([MapRegion("440000", 1.01)], RAMP, "not between 0 and 1"),
        ([MapRegion("440000", float("nan"))], RAMP, "not between 0 and 1"),
        ([MapRegion("440000", 1), MapRegion("440000", 2)], CLASSES, "listed twice"),
        ([MapRegion("000000", 1)], CLASSES, "six digits"),
        ([MapRegion("320500-SIP", 1)], CLASSES, "six digits"),
        ([MapRegion("440000", 1, "1|2")], CLASSES, "may not contain"),
        ([MapRegion("440000", 1)], ClassScale(["red"], ["1"]), "#rrggbb"),
    ],
)
def test_what_the_browser_could_not_draw_is_refused(
    regions: list[MapRegion], scale: ClassScale | ContinuousScale, words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        payload_of(regions, scale)


def test_a_scale_that_does_not_fit_itself_is_refused() -> None:
    with pytest.raises(ValueError, match="colours for"):
        ClassScale(COLORS, ["1–2"])
    with pytest.raises(ValueError, match="at most nine"):
        ClassScale(["#000000"] * 10, ["1"] * 10)
    with pytest.raises(ValueError, match="two colours"):
        ContinuousScale(["#000000"], ("1", "2", "3"))


def test_border_files_are_found_and_change_version_with_their_content(tmp_path: Path) -> None:
    for name in ("province", "county", "county-440000", "county-110000"):
        (tmp_path / f"{name}.json").write_text(name, encoding="utf-8")
    before = border_versions(tmp_path)
    assert set(before) == {"province", "county"}
    (tmp_path / "county-110000.json").write_text("new", encoding="utf-8")
    after = border_versions(tmp_path)
    assert after["province"] == before["province"]
    assert after["county"] != before["county"]


def test_every_word_the_script_shows_is_in_the_message() -> None:
    folder = paths.STATIC / "components"
    script = (folder / "map.js").read_text(encoding="utf-8")
    for word in MapLabels.__annotations__:
        assert word in script, word
    assert "export default" in script
    assert ".map {" in (folder / "map.css").read_text(encoding="utf-8")
