"""Every message has a Chinese wording with the same fields, and plain text stays plain."""

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from scoreboard import paths
from scoreboard.ui.plain import plain

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = paths.LOCALES / "zh" / "LC_MESSAGES" / "scoreboard.po"


def messages_in_code() -> set[str]:
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
    return {m for m in found if isinstance(m, str)}


def fields(message: str) -> set[str]:
    return set(re.findall(r"{(\w+)}", message))


def test_every_message_is_translated_and_no_translation_is_left_over() -> None:
    with CATALOGUE.open("rb") as handle:
        translated = {m.id: m.string for m in read_po(handle, locale="zh") if m.id}
    in_code = messages_in_code()
    assert len(in_code) > 50
    assert sorted(in_code - translated.keys()) == []
    assert sorted(translated.keys() - in_code) == []
    for message, wording in translated.items():
        assert wording, f"no Chinese for {message!r}"
        assert fields(wording) <= fields(message), message


def test_chinese_wording_holds_no_english_sentence() -> None:
    with CATALOGUE.open("rb") as handle:
        for message in read_po(handle, locale="zh"):
            bare = re.sub(r"{\w+}|R&D|GDP|CSV|Excel|Ctrl|[AB C]级", "", str(message.string))
            if message.id:
                assert not re.search(r"[A-Za-z]{3,}", bare), message.string


@pytest.mark.parametrize("text", ["a*b_c", "# title", "<script>", "$x$", "[a](b)", ":red[x]"])
def test_plain_text_has_no_markup_left(text: str) -> None:
    for match in re.finditer(r"[*_#<>$\[\]():]", plain(text)):
        assert plain(text)[match.start() - 1] == "\\"
