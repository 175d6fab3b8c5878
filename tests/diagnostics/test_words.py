"""How findings read: what must not stand in any sentence of any region, and a few by hand."""

import re

import pytest

from scoreboard.catalog import Language, load_catalog
from scoreboard.diagnostics.judge import judge
from tests.diagnostics.conftest import Shipped
from tests.diagnostics.region_fixtures import build_region

# Said of every shipped province and city. Each was once there and cannot be read aloud.
UNSAYABLE: dict[Language, tuple[str, ...]] = {
    "zh": (
        r"低于[^；。]*，低于",
        r"高于[^；。]*，高于",
        r"此后(上升|下降|持平)",
        r"(?<![\d.,/])([\d.,]+[^\d，年]*?)(?:（[^）]*）)?，与[^，；。]*(?<![\d.,])\1(?:（[^）]*）)?持平",
        r"每[^，；。]*人口[^，；。]*/(?:10)?万人",
        r"0\.0+个百分点",
        r"\.txt",
        r"—(?!\d)",
    ),
    "en": (
        r"below [^;]*, below ",
        r"above [^;]*, above ",
        r"has (risen|fallen|not moved) since",
        r"\b0\.0+ points",
        r"\.txt",
        r"—",
    ),
}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_finding_of_any_region_says_what_cannot_be_read_aloud(
    shipped: Shipped, language: Language
) -> None:
    said = [
        (f.region_code, f.sentence[language]) for found in shipped.findings.values() for f in found
    ]
    assert len(said) > 1000
    wrong = [
        (region, text)
        for region, text in said
        for pattern in UNSAYABLE[language]
        if re.search(pattern, text)
    ]
    assert wrong == []


def said(**case: dict[str, float]) -> tuple[str, str]:
    """What the rule on researchers says of a region made by hand, in Chinese and English."""
    catalog = load_catalog()
    finding = judge(catalog.rules["researchers_few"], build_region("province", case), catalog)
    return finding.sentence.zh, finding.sentence.en


SHARE = "rd_researchers_pct"


def test_yardsticks_on_one_side_are_named_together() -> None:
    zh, en = said(values={SHARE: 29.2}, nation={SHARE: 41.5}, peers={SHARE: 39.1})
    assert "29.2%，低于全国的41.5%和8个同类地区的中位数39.1%。" in zh
    assert "below the national 41.5% and the median 39.1% of 8 peers." in en
    zh, en = said(values={SHARE: 40.0}, nation={SHARE: 41.5}, peers={SHARE: 39.1})
    assert "40.0%，低于全国的41.5%，高于8个同类地区的中位数39.1%。" in zh


def test_figures_that_differ_by_a_hair_are_on_a_par() -> None:
    """A quarter of a per cent of the yardstick: 41.45 of 41.5 is a par, 41.3 is not."""
    zh, en = said(values={SHARE: 41.45}, nation={SHARE: 41.5}, peers={SHARE: 20.0})
    assert "41.5%，与全国持平，高于8个同类地区" in zh
    assert "on a par with the nation, above" in en
    zh, _en = said(values={SHARE: 41.3}, nation={SHARE: 41.5}, peers={SHARE: 20.0})
    assert "低于全国的41.5%，高于" in zh


def test_a_figure_as_its_yardstick_is_said_once() -> None:
    """41.5% on a par with 41.5% reads as a mistake: the number stands once."""
    zh, en = said(values={SHARE: 41.5}, nation={SHARE: 41.5}, peers={SHARE: 41.52})
    assert "41.5%，与全国和8个同类地区的中位数持平。" in zh
    assert (
        "41.5% of R&D personnel in 2023, on a par with the nation and the median of 8 peers." in en
    )


def test_a_change_is_said_with_its_amount() -> None:
    """29.2 less 24.9 is 4.3 points; a change that the written figures do not show is none."""
    case = {"values": {SHARE: 29.2}, "nation": {SHARE: 41.5}, "peers": {SHARE: 39.1}}
    zh, en = said(**case, before={SHARE: 24.9})
    assert zh.endswith("；比2019年的24.9%升4.3个百分点。")
    assert en.endswith("; up 4.3 points from 24.9% in 2019.")
    zh, en = said(**case, before={SHARE: 29.9})
    assert zh.endswith("；比2019年的29.9%降0.70个百分点。")
    zh, en = said(**case, before={SHARE: 29.21})
    assert zh.endswith("；与2019年持平。")
    assert en.endswith("; as in 2019.")
