"""Names are found by what officials type: initials, pinyin, Latin letters, English words."""

import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoreboard.language.search_keys import learn_readings, search_keys


@pytest.mark.parametrize(
    ("zh", "initials", "pinyin"),
    [
        ("R&D经费投入强度", "rdjftrqd", "rdjingfeitouruqiangdu"),
        ("研发强度", "yfqd", "yanfaqiangdu"),
        ("技术合同成交额占GDP比重", "jshtcjezgdpbz", "jishuhetongchengjiaoezhangdpbizhong"),
        ("每万人口发明专利拥有量", "mwrkfmzlyyl", "meiwanrenkoufamingzhuanliyongyouliang"),
        ("2023年增长率", "2023nzzl", "2023nianzengzhanglv"),
    ],
)
def test_initials_and_pinyin_keep_latin_letters_and_drop_signs(zh, initials, pinyin):
    keys = search_keys(zh, "")
    assert keys[0] == initials
    assert pinyin in keys


@pytest.mark.parametrize(
    ("zh", "own", "other"),
    [
        ("重庆", ("cq", "chongqing"), ("zq", "zhongqing")),
        ("厦门", ("xm", "xiamen"), ("sm", "shamen")),
        ("六安", ("la", "luan"), ("la", "liuan")),
        ("长春", ("cc", "changchun"), ("zc", "zhangchun")),
    ],
)
def test_both_readings_find_a_name_its_own_first(zh, own, other):
    keys = search_keys(zh, "")
    assert keys[0] == own[0]
    assert {*own, *other} <= set(keys)
    assert keys.index(own[1]) < keys.index(other[1])


def test_english_is_lower_case_with_single_spaces_and_the_chinese_name_is_kept():
    keys = search_keys("R&D经费投入强度", " R&D  Expenditure Intensity ")
    assert "r&d expenditure intensity" in keys
    assert "r&d经费投入强度" in keys


def test_full_width_letters_are_read_as_letters():
    assert search_keys("Ｒ＆Ｄ经费", "")[0] == "rdjf"


def test_empty_names_give_no_keys():
    assert search_keys("", "") == ()
    assert search_keys("", "Xi'an") == ("xi'an",)


def test_answers_are_kept():
    assert search_keys("重庆", "Chongqing") is search_keys("重庆", "Chongqing")


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=12), st.text(max_size=12))
def test_any_name_gives_distinct_lower_case_keys(zh, en):
    keys = search_keys(zh, en)
    assert len(set(keys)) == len(keys)
    assert all(key and key == key.lower() and "\n" not in key for key in keys)


def test_names_that_another_process_read_are_found_by_the_same_keys(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    name = "重庆市R&D 经费"
    at_once = search_keys(name, "Chongqing")
    learn_readings([name, "厦门市"])
    search_keys.cache_clear()
    # Whoever reads it now does without the dictionary.
    monkeypatch.setitem(sys.modules, "pypinyin", None)
    assert search_keys(name, "Chongqing") == at_once
    assert search_keys("厦门市", "")[1] == "sms"
    with pytest.raises(ImportError):
        search_keys("成都市", "not learnt")
