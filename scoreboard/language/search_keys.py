"""The words that find a name in a chooser: pinyin, its initials, English and Chinese.

python -m scoreboard.language.search_keys reads names from its input, as a JSON list, and writes
their readings.
"""

from __future__ import annotations

import json
import subprocess
import sys
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain

from scoreboard import paths

# Characters of place and indicator names that people read in two ways when they type; pypinyin
# gives the reading right for the phrase, these are the others that are looked for as well.
_OTHER_READINGS = {
    "重": "zhong chong",
    "厦": "xia sha",
    "长": "chang zhang",
    "都": "du dou",
    "朝": "chao zhao",
    "行": "hang xing",
    "乐": "le yue",
    "率": "lv shuai",
    "单": "dan shan",
    "六": "lu liu",
    "会": "hui kuai",
    "解": "jie xie",
    "藏": "zang cang",
    "传": "chuan zhuan",
    "蔚": "wei yu",
    "尉": "wei yu",
    "莘": "xin shen",
    "番": "fan pan",
    "什": "shi shen",
    "大": "da dai",
    "宿": "su xiu",
    "涡": "guo wo",
    "阿": "a e",
    "车": "che ju",
    "省": "sheng xing",
    "埔": "pu bu",
    "泌": "bi mi",
    "荥": "xing ying",
    "歙": "she xi",
    "调": "diao tiao",
}


# Readings that learn_readings fetched, by name.
_learnt: dict[str, list[str]] = {}


@lru_cache(maxsize=8192)
def search_keys(zh: str, en: str) -> tuple[str, ...]:
    """The words that find a name: pinyin initials, whole pinyin, English and Chinese name.

    All in lower case, without tones, ü as v, Latin letters and digits kept and signs dropped
    from the pinyin ("R&D经费" gives "rdjf" and "rdjingfei"). A character with two common
    readings gives one more pair of keys for each other reading, the phrase's own first.
    An empty name gives no keys.
    """
    zh, en = _plain(zh), _plain(en)
    spoken = _learnt.get(zh) or _read_aloud(zh)
    readings = [spoken, *_other_readings(zh, spoken)]
    kept = [[s for s in reading if s.isalnum()] for reading in readings]
    initials = ("".join(s[0] for s in reading) for reading in kept)
    whole = ("".join(reading) for reading in kept)
    return tuple(dict.fromkeys(key for key in chain(initials, whole, (en, zh)) if key))


def learn_readings(names: Iterable[str]) -> None:
    """Have a process of its own read names aloud, so that `search_keys` needs no dictionary here.

    The dictionary of phrases takes 55 MB and is wanted once for each name. A name that was not
    learnt is read by this process, which then holds the dictionary, too.
    """
    plain = sorted(set(map(_plain, names)))
    reader = subprocess.run(
        [sys.executable, "-m", "scoreboard.language.search_keys"],
        cwd=paths.ROOT,
        input=json.dumps(plain),
        capture_output=True,
        text=True,
        check=True,
    )
    _learnt.update(zip(plain, json.loads(reader.stdout), strict=True))


def _plain(name: str) -> str:
    """A name in lower case, with signs of one width and single spaces."""
    return " ".join(unicodedata.normalize("NFKC", name).lower().split())


def _read_aloud(name: str) -> list[str]:
    """The pinyin of a name, one entry a character."""
    # Imported here: see learn_readings.
    from pypinyin import lazy_pinyin

    # pypinyin splits what it cannot read too, only its types deny it.
    return lazy_pinyin(name, errors=list)  # type: ignore[arg-type]


def _other_readings(zh: str, spoken: list[str]) -> list[list[str]]:
    """The name read otherwise, one character at a time, so that the number of keys stays small."""
    if len(spoken) != len(zh):  # never with errors=list; a mismatch would read the wrong place
        return []
    return [
        [*spoken[:place], other, *spoken[place + 1 :]]
        for place, character in enumerate(zh)
        for other in _OTHER_READINGS.get(character, "").split()
        if other != spoken[place]
    ]


if __name__ == "__main__":
    json.dump([_read_aloud(name) for name in json.load(sys.stdin)], sys.stdout)
