"""Peers of cities are those that a planner there would name: alike in size, income and people."""

import pytest

from scoreboard.answers import judged
from scoreboard.answers.basis import peers_of, structural_traits
from scoreboard.answers.compare.answer import answer as compare_answer
from scoreboard.answers.compare.choice import read_choice as compare_choice
from scoreboard.answers.compare.references import group_of
from scoreboard.answers.diagnosis.choice import read_choice as diagnosis_choice
from scoreboard.answers.diagnosis.subject import take_subject
from scoreboard.answers.link import Link
from scoreboard.answers.profile.choice import read_choice as profile_choice
from scoreboard.answers.profile.peers import build_traits
from scoreboard.answers.profile.region_profile import take_profile
from scoreboard.answers.release import Release


def nearest(release: Release, region_code: str) -> list[str]:
    """The short names of the ten nearest cities."""
    known = release.catalog.regions
    found = peers_of(release, "city", region_code, 10)["region_code"]
    return [known[code].short_name["zh"] for code in found]


# Each with some that stand near by common sense, and some that do not though they once did.
COMMON_SENSE = [
    ("340100", {"济南", "长沙", "南昌", "郑州"}, {"邯郸", "唐山"}),
    ("320500", {"无锡", "宁波", "青岛"}, {"邯郸", "洛阳"}),
    ("410300", {"徐州", "潍坊"}, {"苏州", "郑州"}),
    ("610300", {"十堰", "绵阳", "柳州"}, {"恩施", "西安"}),
    ("420600", {"岳阳", "常德"}, {"武汉"}),
    ("510700", {"宝鸡", "九江"}, {"成都"}),
]


@pytest.mark.parametrize(("region_code", "near", "far"), COMMON_SENSE)
def test_the_ten_nearest_are_those_of_common_sense(
    release: Release, region_code: str, near: set[str], far: set[str]
) -> None:
    found = nearest(release, region_code)
    assert near <= set(found), found
    assert not far & set(found), found


def test_no_peer_lacks_a_trait_and_nearly_every_city_has_peers(release: Release) -> None:
    traits, _years = structural_traits(release, "city")
    whole = set(traits.index[traits.notna().all(axis=1)])
    with_peers = {code for code in traits.index if nearest(release, code)}
    assert with_peers == whole
    assert len(whole) >= 300
    for code in whole:
        assert set(peers_of(release, "city", code, 10)["region_code"]) <= whole


OWN = ("610300", "420600", "510700")
LUOYANG, XINXIANG = "410300", "410700"


def test_named_peers_are_those_of_profile_comparison_and_diagnosis(release: Release) -> None:
    link = {"region": LUOYANG, "own_peers": ",".join(OWN), "benchmark": "peers"}
    profile = take_profile(release, profile_choice(Link(link, "zh"), release), "zh")
    assert tuple(profile.peer_codes) == OWN
    subject = take_subject(release, diagnosis_choice(Link(link, "zh"), release), "zh")
    assert tuple(subject.peers) == OWN
    # The median of 洛阳's peers is that of the three, and what rules say goes by it.
    named = [judged.facts(release, "city")[c].values["fiscal_st_expenditure_pct"] for c in OWN]
    yardstick = subject.facts.peer_medians["fiscal_st_expenditure_pct"]
    assert yardstick.value == sorted(f.value for f in named)[1]
    compared = compare_choice(Link(link, "zh"), release)
    assert group_of(release, compared, LUOYANG, "city") == list(OWN)
    assert group_of(release, compared, OWN[0], "city") == list(OWN[1:])
    assert judged.facts(release, "city")[LUOYANG].peers != OWN


def test_a_named_peer_of_another_level_is_left_out_and_said(release: Release) -> None:
    link = Link({"region": LUOYANG, "own_peers": f"610000,{OWN[0]},{LUOYANG}"}, "zh")
    assert profile_choice(link, release).own == (OWN[0],)
    assert len(link.notices) == 2


def test_cities_of_the_own_province_can_be_left_out_on_every_page(release: Release) -> None:
    link = {"region": XINXIANG, "near": "out", "benchmark": "peers", "compared": XINXIANG}
    profile = take_profile(release, profile_choice(Link(link, "zh"), release), "zh")
    subject = take_subject(release, diagnosis_choice(Link(link, "zh"), release), "zh")
    compared = compare_choice(Link(link, "zh"), release)
    found = [profile.peer_codes, subject.peers, group_of(release, compared, XINXIANG, "city")]
    inside = peers_of(release, "city", XINXIANG)["region_code"]
    assert any(code.startswith("41") for code in inside)
    for codes in found:
        assert len(codes) == 8
        assert not [code for code in codes if code.startswith("41")]


def test_why_each_is_a_peer_is_shown_trait_by_trait(release: Release) -> None:
    link = Link({"region": LUOYANG, "own_peers": OWN[0]}, "zh")
    profile = take_profile(release, profile_choice(link, release), "zh")
    (row,) = build_traits(profile).to_dict("records")
    people = [
        judged.facts(release, "city")[code].values["population"].value for code in (OWN[0], LUOYANG)
    ]
    assert row["同类地区"] == "宝鸡"
    assert row["常住人口为洛阳的倍数（2020年）"] == round(people[0] / people[1], 2)
    traits, _years = structural_traits(release, "city")
    assert len(row) == 2 + len(traits.columns)


def test_a_comparison_with_named_peers_names_them(release: Release) -> None:
    asked = {"compared": LUOYANG, "own_peers": ",".join(OWN), "benchmark": "peers"}
    found = compare_answer(release, compare_choice(Link(asked, "zh"), release), "zh")
    said = " ".join(p.text for block in found.blocks.values() for p in block if hasattr(p, "text"))
    assert "自选同类地区（宝鸡、襄阳、绵阳）同年数值的中位数" in said
    assert "最接近的八个地区" not in said
