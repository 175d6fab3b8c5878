"""Numbers are written as people read them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoreboard.catalog import Indicator, Language, Unit, load_catalog
from scoreboard.language.numbers import (
    NumberFormat,
    beside_name,
    change_format,
    format_plain,
    rank_format,
    value_format,
)

YUAN = Unit(code="元", name={"zh": "元", "en": "yuan"}, base="元", factor=1, change="percent")
HUNDRED_M = Unit(
    code="亿元",
    name={"zh": "亿元", "en": "100 million yuan"},
    base="元",
    factor=10**8,
    change="percent",
)
PATENTS = Unit(code="件", name={"zh": "件", "en": "patents"}, base="件", factor=1, change="percent")
PERCENT = Unit(code="%", name={"zh": "%", "en": "%"}, base="%", factor=1, change="points")
PER_10K = Unit(
    code="件/万人",
    name={"zh": "件/万人", "en": "per 10,000 people"},
    base="件/万人",
    factor=1,
    change="percent",
)


@pytest.fixture(scope="module")
def indicator() -> Indicator:
    return load_catalog().indicators["rd_intensity"]


@pytest.mark.parametrize(
    ("value", "unit", "base", "zh", "en"),
    [
        (33357.1, HUNDRED_M, YUAN, "3.34万亿元", "3.34tn yuan"),
        (3278.4, HUNDRED_M, YUAN, "3278亿元", "327.8bn yuan"),
        (7.2, HUNDRED_M, YUAN, "7.2亿元", "720m yuan"),
        (0.05, HUNDRED_M, YUAN, "500万元", "5m yuan"),
        (921000, PATENTS, PATENTS, "92.1万件", "921k patents"),
        (812, PATENTS, PATENTS, "812件", "812 patents"),
        (2.6451, PERCENT, PERCENT, "2.65%", "2.65%"),
        (262.93, PER_10K, PER_10K, "262.9件/万人", "262.9 per 10000 people"),
    ],
)
def test_a_value_is_written_with_the_step_that_suits_its_size(
    indicator: Indicator, value: float, unit: Unit, base: Unit, zh: str, en: str
) -> None:
    assert _tidy(value_format(indicator, unit, base, value, "zh").text(value)) == zh
    assert _tidy(value_format(indicator, unit, base, value, "en").text(value)) == en


def _tidy(text: str) -> str:
    """Trailing zeros and separators do not matter here; their rules have tests of their own."""
    import re

    text = re.sub(r"(\d),(\d)", r"\1\2", text)
    return re.sub(r"(\d+)\.0+(?=\D|$)|(\d+\.\d*?[1-9])0+(?=\D|$)", lambda m: m[1] or m[2], text)


def test_one_figure_has_one_unit_so_that_its_numbers_compare_by_eye(indicator: Indicator) -> None:
    measure = value_format(indicator, HUNDRED_M, YUAN, 4900.0, "zh")
    assert measure.unit == "亿元"
    assert measure.number(7.26) == "7"
    assert measure.number(0.26) == "0.26"
    assert measure.number(4900) == "4,900"
    small = value_format(indicator, HUNDRED_M, YUAN, 31.4, "zh")
    assert [small.number(v) for v in (13618.4, 31.4, 3.0)] == ["13,618.40", "31.40", "3.00"]


def test_ranks_are_words_and_changes_carry_their_sign() -> None:
    assert rank_format("zh").text(3) == "第3位"
    assert change_format("points", 2, "zh").text(0.15, signed=True) == "+0.15个百分点"
    assert change_format("points", 2, "en").text(-0.15) == "−0.15 pp"
    assert change_format("percent", 0, "zh").text(8.42, signed=True) == "+8.4%"


def test_nothing_is_written_as_minus_zero() -> None:
    assert NumberFormat(1, "%", 1, "zh").number(-0.04, signed=True) == "0.0"


@given(st.floats(min_value=-1e15, max_value=1e15, allow_nan=False))
def test_pictures_show_at_most_four_figures_of_a_large_number(value: float) -> None:
    text = NumberFormat(1, "", 2, "zh").number(value)
    decimals = text.partition(".")[2]
    whole = text.partition(".")[0].replace(",", "").lstrip("−").lstrip("0")
    assert not decimals or len(whole) + len(decimals) <= 4 or not whole


def test_tables_print_a_fixed_number_of_decimals() -> None:
    assert format_plain(1234567.891, 2) == "1,234,567.89"


def test_beside_a_name_that_tells_what_it_is_per_a_unit_is_short() -> None:
    """5.57 件 of 每万人口…, 14,720 people of "… per 100,000"; a unit that tells more stays."""
    catalog = load_catalog()

    def beside(code: str, language: Language) -> str:
        indicator = catalog.indicators[code]
        numbers = value_format(
            indicator, catalog.unit_of(code), catalog.base_unit_of(code), None, language
        )
        return beside_name(numbers, indicator).unit

    assert beside("higher_edu_per_100k", "en") == "people"
    assert beside("higher_edu_per_100k", "zh") == "人"
    assert beside("patents_granted_per_10k", "en") == "patents"
    assert beside("rd_intensity", "en") == "%"
