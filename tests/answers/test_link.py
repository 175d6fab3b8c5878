"""A link says which region a page is about; no region that the catalog knows is unknown to it."""

from collections.abc import Callable
from typing import Any

import pytest

from scoreboard.answers.basis import DEFAULT_REGION
from scoreboard.answers.compare.choice import read_choice as compare
from scoreboard.answers.composite.choice import read_choice as composite
from scoreboard.answers.diagnosis.choice import read_choice as diagnosis
from scoreboard.answers.indicator_choice import read_choice as overview
from scoreboard.answers.link import Link, read_peer_count, read_region
from scoreboard.answers.profile.choice import read_choice as profile
from scoreboard.answers.release import Release
from scoreboard.answers.structure.choice import read_choice as structure
from scoreboard.catalog import NATION, Language

Reader = Callable[[Link, Release], Any]


def region_of(release: Release, language: Language = "zh", **values: str) -> tuple[str, str]:
    """The code of the region shown, and what is said about the link."""
    link = Link(values, language)
    found = read_region(link, release)
    return found.code, "".join(notice.text for notice in link.notices)


def test_a_region_that_the_page_shows_is_shown_without_a_word(release: Release) -> None:
    assert region_of(release, region="320500") == ("320500", "")
    assert region_of(release, regions="320500,110000") == ("320500", "")
    assert region_of(release) == ("610000", "")


@pytest.mark.parametrize(
    ("code", "shown", "sentence"),
    [
        ("320500-SIP", "320500", "本页展示省级地区、城市，不含苏州工业园区；现展示苏州。"),
        ("110000-ZGC", "110000", "本页展示省级地区、城市，不含中关村；现展示北京。"),
        ("320106", "320100", "本页展示省级地区、城市，不含鼓楼区；现展示南京。"),
        ("659001", "650000", "本页展示省级地区、城市，不含石河子；现展示新疆。"),
        ("000000", "610000", "本页展示省级地区、城市，不含全国；现展示陕西。"),
        # Laiwu became part of Jinan, Chongwen of Dongcheng in Beijing.
        ("371200", "370100", "莱芜已撤销；现展示济南。"),
        ("110103", "110000", "崇文区已撤销；现展示北京。"),
    ],
)
def test_for_a_region_of_another_level_the_nearest_is_shown(
    release: Release, code: str, shown: str, sentence: str
) -> None:
    assert region_of(release, region=code) == (shown, sentence)
    # The same where it was chosen on a page that shows its level.
    assert region_of(release, regions=code) == (shown, sentence)


# Every page that is about a region, and the levels that it can be set to.
PAGES = [
    (page, level)
    for page, levels in (
        (overview, ("province", "city")),
        (profile, ("",)),
        (compare, ("",)),
        (composite, ("province", "city")),
        (structure, ("province", "city")),
        (diagnosis, ("",)),
    )
    for level in levels
]


def shown_of(page: Reader, link: Link, release: Release) -> str:
    """The region that a page marks or is about."""
    choice = page(link, release)
    regions = getattr(choice, "regions", ())
    return regions[0] if regions else getattr(choice, "region_code", "")


@pytest.mark.parametrize(("page", "level"), PAGES)
def test_every_page_shows_a_region_for_every_code_and_says_when_it_is_another(
    release: Release, page: Reader, level: str
) -> None:
    """Zones, counties, cities, provinces and the nation, on every page at each of its levels."""
    catalog = release.catalog
    regions = list(catalog.regions.values())
    some = [r for r in regions if r.level not in ("county", "zone")]
    # Of counties and zones every tenth, and the named zones.
    rest = [r for r in regions if r.level in ("county", "zone")]
    some += [r for k, r in enumerate(rest) if k % 10 == 0 or "-" in r.code]
    for region in some:
        link = Link({"region": region.code} | ({"level": level} if level else {}), "zh")
        found = shown_of(page, link, release)
        said = "".join(n.text for n in link.notices)
        shown = catalog.regions[found]
        assert "无法识别" not in said, region.code
        if found == region.code:
            assert not said, region.code
            continue
        asked, name = region.short_name.zh, shown.short_name.zh
        assert (
            said.endswith(f"不含{asked}；现展示{name}。")
            or said == f"{asked}已撤销；现展示{name}。"
        )
        province = catalog.province_of(region.code)
        assert province is not None or region.code == NATION
        own = catalog.province_of(found)
        # Municipalities, Taiwan, Hong Kong and Macao have no cities: the default stands in.
        # 区域格局 marks the city or its province at either level.
        is_for_cities = level == "city" and page is not structure
        has_any = province and (not is_for_cities or catalog.children(province.code, "city"))
        if region.valid_to is None:
            assert own == (province if has_any else catalog.regions[DEFAULT_REGION]), region.code


@pytest.mark.parametrize(
    ("code", "shown", "sentence"),
    [
        ("440000", "440100", "本页展示城市，不含广东；现展示广州。"),
        ("110000", "610100", "本页展示城市，不含北京；现展示西安。"),
        ("320500-SIP", "320500", "本页展示城市，不含苏州工业园区；现展示苏州。"),
        ("659001", "650100", "本页展示城市，不含石河子；现展示乌鲁木齐。"),
        ("000000", "610100", "本页展示城市，不含全国；现展示西安。"),
    ],
)
def test_a_page_of_cities_alone_shows_the_first_of_the_province(
    release: Release, code: str, shown: str, sentence: str
) -> None:
    link = Link({"region": code}, "zh")
    assert read_region(link, release, ("city",)).code == shown
    assert [n.text for n in link.notices] == [sentence]


@pytest.mark.parametrize("page", [composite, structure])
def test_a_page_that_does_not_compare_counties_says_which_it_does(
    release: Release, page: Reader
) -> None:
    link = Link({"level": "county", "within": "330700", "region": "330782"}, "zh")
    assert page(link, release).level == "province"
    said = "".join(notice.text for notice in link.notices)
    assert "本页比较：省级地区、城市，不含区县，现显示省级地区。" in said
    assert "无法识别" not in said


def test_the_overview_of_counties_marks_no_county_for_a_city(release: Release) -> None:
    link = Link({"level": "county", "region": "330700"}, "zh")
    assert overview(link, release).regions == ()
    assert not link.notices
    link = Link({"level": "county", "region": "330782"}, "zh")
    assert overview(link, release).regions == ("330782",)


def test_every_code_of_the_catalog_is_understood(release: Release) -> None:
    for code in release.catalog.regions:
        shown, said = region_of(release, region=code)
        assert release.catalog.regions[shown].level in ("province", "city")
        assert "无法识别" not in said, code


def test_a_code_that_nobody_knows_gives_the_default(release: Release) -> None:
    shown, said = region_of(release, region="999999")
    assert shown == "610000"
    assert "“999999”无法识别" in said
    assert region_of(release, region="999999", regions="320500")[0] == "320500"


def test_the_sentence_in_english(release: Release) -> None:
    said = region_of(release, "en", region="320500-SIP")[1]
    assert said == (
        "This page shows: provinces, cities. Suzhou Industrial Park is none of these; "
        "Suzhou is shown."
    )


def test_the_number_of_peers_is_the_catalogs_unless_the_link_asks(release: Release) -> None:
    assert release.catalog.diagnosis is not None
    assert read_peer_count(Link({}, "zh"), release.catalog) == release.catalog.diagnosis.peers == 8
    assert read_peer_count(Link({"peers": "3"}, "zh"), release.catalog) == 3
    link = Link({"peers": "77"}, "zh")
    assert read_peer_count(link, release.catalog) == 8
    assert "77" in link.notices[0].text
