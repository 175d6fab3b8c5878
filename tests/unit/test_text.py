"""Every message has a Chinese wording with the same fields, and plain text stays plain."""

import re
from collections import Counter
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir

from scoreboard.language import message_files, read_messages
from scoreboard.text.sentences import count_regions
from scoreboard.ui.plain import plain

ROOT = Path(__file__).resolve().parents[2]
# What a Chinese yearbook or textbook writes in Latin letters too.
NAMES_IN_CHINESE = "|".join(
    (
        "R&D|GDP|CSV|PDF|Word|PowerPoint|docx|Excel|Ctrl|[AB C]级",
        "TOPSIS|CRITIC|HHI|LISA|Moran|Gini|Theil|Lorenz|Dirichlet|KPI",
    )
)


def messages_in_code() -> set[str | tuple[str, ...]]:
    found = {
        message
        for folder in ("scoreboard", "pages")
        for _, _, message, _, _ in extract_from_dir(str(ROOT / folder))
    }
    found |= {
        message
        for _, _, message, _, _ in extract_from_dir(
            str(ROOT), [("app.py", "python")], directory_filter=lambda _: False
        )
    }
    return {m for m in found if m}


def forms_of(message: str | tuple[str, ...]) -> tuple[str, ...]:
    """A message with its plural, where it has one."""
    return (message,) if isinstance(message, str) else tuple(message)


def fields(message: str) -> set[str]:
    return set(re.findall(r"{(\w+)}", message))


def test_every_message_is_translated_and_no_translation_is_left_over() -> None:
    translated = {m.id: m.string for m in read_messages("zh") if m.id}
    in_code = messages_in_code()
    assert len(in_code) > 50
    assert sorted(in_code - translated.keys(), key=str) == []
    assert sorted(translated.keys() - in_code, key=str) == []
    for message, wording in translated.items():
        known = {field for form in forms_of(message) for field in fields(form)}
        for words in forms_of(wording):
            assert words, f"no Chinese for {message!r}"
            assert fields(words) <= known, message


def test_no_message_is_worded_twice() -> None:
    lines = [
        line
        for file in message_files("zh")
        for line in file.read_text(encoding="utf-8").splitlines()
        if line.startswith('msgid "') and line != 'msgid ""'
    ]
    assert [line for line, times in Counter(lines).items() if times > 1] == []


def test_chinese_wording_holds_no_english_sentence() -> None:
    for message in read_messages("zh"):
        for words in forms_of(message.string):
            bare = re.sub(rf"{{\w+}}|{NAMES_IN_CHINESE}", "", words)
            if message.id:
                assert not re.search(r"[A-Za-z]{3,}", bare), words


def test_one_is_not_said_in_the_plural() -> None:
    assert count_regions(1, "province", "en") == "1 province"
    assert count_regions(2, "city", "en") == "2 cities"
    assert count_regions(1, "city", "zh") == "1个城市"


@pytest.mark.parametrize("text", ["a*b_c", "# title", "<script>", "$x$", "[a](b)", ":red[x]"])
def test_plain_text_has_no_markup_left(text: str) -> None:
    for match in re.finditer(r"[*_#<>$\[\]():]", plain(text)):
        assert plain(text)[match.start() - 1] == "\\"
