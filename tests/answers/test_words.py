"""What no sentence of diagnosis, profile and comparison may say, of provinces and cities."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from scoreboard.answers import basis
from scoreboard.answers.compare.choice import read_choice as read_comparison
from scoreboard.answers.compare.comparison import take_comparison
from scoreboard.answers.compare.progress import assess, planned_lines, progress_lines
from scoreboard.answers.compare.words import opening as open_comparison
from scoreboard.answers.diagnosis.choice import read_choice as read_diagnosis
from scoreboard.answers.diagnosis.findings import findings_parts
from scoreboard.answers.diagnosis.measures import measures_parts
from scoreboard.answers.diagnosis.opening import opening as open_diagnosis
from scoreboard.answers.diagnosis.subject import take_subject
from scoreboard.answers.diagnosis.tier import tier_parts
from scoreboard.answers.link import Link
from scoreboard.answers.profile.choice import read_choice as read_profile
from scoreboard.answers.profile.named import named_indicators
from scoreboard.answers.profile.peers import peers_of_region
from scoreboard.answers.profile.region_profile import take_profile
from scoreboard.answers.profile.words import opening as open_profile
from scoreboard.answers.release import Release
from scoreboard.answers.targets import newest_data_year
from scoreboard.catalog import NATION, OUTSIDE_STATISTICS, Language
from tests.answers.reading import lines_of

CITIES = 40
# Each was once on a page and cannot be read aloud, or is not true: why, pattern, what was said.
UNSAYABLE: dict[Language, tuple[tuple[str, str, str], ...]] = {
    "zh": (
        ("two below", r"低于[^；。：]*，低于|高于[^；。：]*，高于", "低于全国的2.65%，低于中位数"),
        ("no amount", r"此后(上升|下降|持平)", "此后上升"),
        (
            "equal numbers held apart",
            r"(?<![\d.,])([\d.,]*\d)[^\d，（；。]{0,6}，(低于|高于)[^；。（]{0,30}(?<![\d.,])\1(?![\d.])",
            "40.06人年/万人，低于8个同类地区的中位数40.06人年/万人",
        ),
        ("unlike things in per cent", r"元/元[^。；]*为[^。；]*的\d+%", "0.8元/元，为中位数的12%"),
        ("behind on average", r"平均(落后|领先)", "平均落后16.8%"),
        ("a file as a source", r"\.(txt|csv|xlsx?|pdf)\b", "004_0500ff72c060f5fa.txt"),
        ("jargon", r"轮廓系数|聚类", "聚类分2组，轮廓系数0.40"),
        (
            "none, and then one",
            r"未见[^。；]*(短板|断层)；[^。；]*(少|低|弱|不足|慢)：",
            "未见明显断层；研发换来的技术交易少：",
        ),
        ("both ways", r"未见明显(偏低|不足|偏弱|薄弱)：", "基础研究占比未见明显偏低：2023年"),
    ),
    "en": (
        ("two below", r"below [^;.]*, below |above [^;.]*, above ", "below 2, below 3"),
        ("no amount", r"has (risen|fallen|not moved) since", "has risen since"),
        ("behind on average", r"(behind|ahead) on average", "behind on average by 16.8%"),
        ("a file as a source", r"\.(txt|csv|xlsx?|pdf)\b", "004_0500ff72c060f5fa.txt"),
        ("jargon", r"silhouette|k-means", "2 groups by k-means, silhouette 0.40"),
        (
            "none, and then one",
            r"no marked weak point[^.;]*; [^.;]*\b(few|little|low)\b",
            "no marked weak point in what could be judged; R&D yields little sale",
        ),
        ("both ways", r"shows no marked lack:", "R&D input shows no marked lack: R&D intensity"),
    ),
}
# A unit whose half the name has said. Not of the diagnosis, whose rules write units in full.
UNIT_TWICE = r"每(元|万人|亿元|10万人)[^，。；]*\d(元|件|人|家)/"
# Whose examples a rule's sentence may have: a paper's figure is of one place.
OF_ONE_PLACE = {
    "关中": "610000",
    "Guanzhong": "610000",
    "苏州工业园区": "320500",
    "Suzhou Ind": "320500",
}


def lines(release: Release, code: str, language: Language) -> Iterator[tuple[str, str]]:
    """The words of the three pages of a region, without what is only drawn."""
    level = release.catalog.regions[code].level
    link = Link({"region": code, "level": level}, language)
    subject = take_subject(release, read_diagnosis(link, release), language)
    found = (*tier_parts(subject), *findings_parts(subject), *measures_parts(subject))
    for line in lines_of((*open_diagnosis(subject), *found)):
        yield "diagnosis", line
    profile = take_profile(release, read_profile(link, release), language)
    parts = (*open_profile(profile), *named_indicators(profile), *peers_of_region(profile))
    for line in lines_of(parts):
        yield "profile", line
    page = take_comparison(release, read_comparison(link, release), language)
    assessed = assess(page)
    for line in lines_of(
        (*open_comparison(page), *progress_lines(page, assessed), *planned_lines(page))
    ):
        yield "comparison", line


def regions_read(release: Release) -> list[str]:
    """All provinces with statistics, and cities that lie evenly among those with most figures."""
    provinces = [
        r.code
        for r in basis.regions_compared(release.catalog, "province")
        if r.code not in OUTSIDE_STATISTICS
    ]
    rows = release.panel("city")
    counts = rows[rows["region_code"] != NATION].groupby("region_code")["indicator_code"].nunique()
    cities = [str(c) for c in counts.sort_values(ascending=False).index[: 4 * CITIES : 4]]
    return [*provinces, *cities]


def test_each_pattern_finds_what_was_once_said() -> None:
    for patterns in UNSAYABLE.values():
        for why, pattern, once in patterns:
            assert re.search(pattern, once), why


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_page_of_any_region_says_what_is_not_so(release: Release, language: Language) -> None:
    wrong, read = [], 0
    for code in regions_read(release):
        name = release.catalog.regions[code].short_name[language]
        itself = rf"^{name}.*(比|低于|高于|below |above ){name}[（( ]\d"
        for page, line in lines(release, code, language):
            read += 1
            found = [why for why, pattern, _once in UNSAYABLE[language] if re.search(pattern, line)]
            if re.search(itself, line):
                found.append("a region beside itself")
            if page != "diagnosis" and re.search(UNIT_TWICE, line):
                found.append("a unit twice")
            if page == "diagnosis" and re.search("论文所述|a paper puts", line):
                found += [
                    "another's example"
                    for p, of in OF_ONE_PLACE.items()
                    if p in line and of != code
                ]
            wrong += [(name, page, why, line) for why in found]
    assert read > 5000
    assert wrong == []


def test_a_mean_a_line_carried_on_and_a_forecast_rest_on_enough_years(release: Release) -> None:
    """A mean needs three figures, a line four; and no year that is over is still to come."""
    until = newest_data_year(release)
    for code in regions_read(release):
        link = Link({"region": code, "level": release.catalog.regions[code].level}, "zh")
        page = take_comparison(release, read_comparison(link, release), "zh")
        assessed = assess(page)
        text = "\n".join(lines_of((*progress_lines(page, assessed), *planned_lines(page))))
        for region, (_goal, progress) in assessed.items():
            own = [line for line in text.split("\n") if f" {page.names[region]}2" in line]
            if progress.pace is not None and progress.pace.figures < 3:
                first = f"{progress.pace.first_year}—{progress.pace.last_year}年年均"
                assert all(first not in line for line in own), own
            assert progress.state == "too_old" or progress.year >= until - 5, own
        carried = [p for _g, p in assessed.values() if p.is_carried_on]
        assert ("直线外推" in text) == bool(carried), code
        assert all(p.pace is not None and p.pace.figures >= 4 for p in carried)
        for year in re.findall(r"到(\d{4})年达到|才能在(\d{4})年达到", text):
            assert int("".join(year)) > until, text
