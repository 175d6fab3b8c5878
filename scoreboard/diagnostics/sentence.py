"""Puts names and numbers into a rule's wording, and keeps each number as evidence."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from scoreboard.catalog import Catalog, Language, Rule, Text
from scoreboard.diagnostics.collect import settings_of
from scoreboard.diagnostics.facts import Fact, LargestCity, RegionFacts, Yardstick
from scoreboard.diagnostics.finding import Evidence
from scoreboard.diagnostics.measures import unit_name, write_named, write_value
from scoreboard.diagnostics.sides import Side, find_side, name_together
from scoreboard.diagnostics.signs import find_nation_growth, find_trend
from scoreboard.text.sentences import status_in_brackets

_PLACE = re.compile(r"\{([a-z0-9_.]+)\}")
_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
# One figure held against several things in a row: they are said together, "below A and B, above C".
_COMPARISON = (
    r"(?:，|, )\{[a-z0-9_]+\.vs_(?:nation|peers|tier|level|limit\.[a-z0-9_]+)\}"
    r"(?:（[^（）]*）| \([^()]*\))?"
)
_COMPARISONS = re.compile(rf"(?:\[{_COMPARISON}\]|{_COMPARISON})+")
_HELD_AGAINST = re.compile(r"\{([a-z0-9_]+)\.vs_([a-z0-9_.]+)\}(（[^（）]*）| \([^()]*\))?")
# What a city's part is of, in running text.
_WHOLES = {
    "gdp": Text(zh="地区生产总值", en="GDP"),
    "rd_expenditure": Text(zh="R&D经费", en="R&D expenditure"),
}
_CITY_UP = "its part of {name} is up {by} from {before} in {year}"
_CITY_DOWN = "its part of {name} is down {by} from {before} in {year}"
_UNITS: dict[str, Text] = {
    "province": Text(zh="省级地区", en="provinces"),
    "city": Text(zh="城市", en="cities"),
    "county": Text(zh="区县", en="counties and districts"),
}


def both(zh: str, en: str, **facts: str | Text) -> Text:
    """One wording in both languages, its places filled with the same facts."""
    values = {
        language: {k: v[language] if isinstance(v, Text) else v for k, v in facts.items()}
        for language in ("zh", "en")
    }
    return Text(zh=zh.format(**values["zh"]), en=en.format(**values["en"]))


@dataclass
class Writer:
    """Fills the places of a wording for one region; evidence grows with each number.

    rule: the one whose wording it is, for the lines and the context that this names; none where
    the wording names figures alone. is_named: values stand behind their indicators' names, which
    tell the unit.
    """

    catalog: Catalog
    rule: Rule | None
    facts: RegionFacts
    evidence: dict[tuple[str, str], Evidence] = field(default_factory=dict)
    is_named: bool = False

    def write(self, template: Text) -> Text:
        """The wording with everything filled in; optional parts without a figure drop out."""
        return Text(zh=self._fill(template.zh, "zh"), en=self._fill(template.en, "en"))

    def _fill(self, template: str, language: Language) -> str:
        def optional(match: re.Match[str]) -> str:
            keys = _PLACE.findall(match[1])
            return match[1] if all(self._find(key) is not None for key in keys) else ""

        def place(match: re.Match[str]) -> str:
            found = self._find(match[1])
            return "—" if found is None else found[language]

        def comparisons(match: re.Match[str]) -> str:
            sides = [
                (side, noun[language] + remark)
                for code, kind, remark in _HELD_AGAINST.findall(match[0])
                for side, noun in self._side(code, kind)
            ]
            said = name_together(sides, language)
            return ("，" if language == "zh" else ", ") + said if said else ""

        text = _PLACE.sub(place, _OPTIONAL.sub(optional, _COMPARISONS.sub(comparisons, template)))
        return text.rstrip("；; ")

    def _find(self, key: str) -> Text | None:
        """What stands in a place; none when a figure is missing. Raises KeyError for a bad key."""
        if key == "region":
            return self.catalog.regions[self.facts.region_code].short_name
        first, _dot, rest = key.partition(".")
        if first == "context":
            return self._context(rest)
        if first == "limit":
            return self._limit(rest)
        return self._parts[rest](first)

    @property
    def _parts(self) -> dict[str, Callable[[str], Text | None]]:
        return {
            "": self._value,
            "yuan": self._yuan,
            "year": self._year,
            "since": self._since,
            "trend": self._trend,
            "growth": self._growth,
            "place": self._place,
            "city": self._city,
            "city_trend": self._city_trend,
        }

    def _write(self, code: str, value: float) -> Text:
        return (write_named if self.is_named else write_value)(self.catalog, code, value)

    def _keep(
        self,
        code: str,
        what: str,
        value: float,
        written: Text,
        *,
        unit: str | None = None,
        year: int | None = None,
        source: str = "",
    ) -> Text:
        """One number that stands in the sentence, kept once."""
        self.evidence[(code, what)] = Evidence(
            code=code,
            what=what,
            value=value,
            unit=unit_name(self.catalog, code) if unit is None else unit,
            year=year,
            indicator_code=code if code in self.catalog.indicators else None,
            source=source,
            written=written,
        )
        return written

    def _year_of(self, code: str, what: str, year: int, source: str) -> str:
        """A year that the sentence names, kept like any other number."""
        written = Text(zh=str(year), en=str(year))
        self._keep(code, what, year, written, unit="年", year=year, source=source)
        return str(year)

    def _value(self, code: str) -> Text | None:
        fact = self.facts.values.get(code)
        if fact is None:
            return None
        written = self._write(code, fact.value)
        self._keep(code, "value", fact.value, written, year=fact.year, source=fact.source_code)
        return Text(
            zh=written.zh + status_in_brackets(fact.status, "zh"),
            en=written.en + status_in_brackets(fact.status, "en"),
        )

    def _yuan(self, code: str) -> Text | None:
        """A ratio of yuan to yuan, said as yuan for each yuan."""
        fact = self.facts.values.get(code)
        if fact is None or self._value(code) is None:
            return None
        bare = self.evidence[(code, "value")].written
        return Text(
            zh=f"{bare.zh}元{status_in_brackets(fact.status, 'zh')}",
            en=f"{bare.en} yuan{status_in_brackets(fact.status, 'en')}",
        )

    def _year(self, code: str) -> Text | None:
        fact = self.facts.values.get(code)
        if fact is None:
            return None
        year = self._year_of(code, "year", fact.year, fact.source_code)
        return Text(zh=year, en=year)

    def _since(self, code: str) -> Text | None:
        """The year that a change starts from."""
        fact = self.facts.values.get(code)
        if fact is None:
            return None
        first = fact.year - (self.catalog.indicators[code].years_back or 0)
        year = self._year_of(code, "before_year", first, fact.source_code)
        return Text(zh=year, en=year)

    def _side(self, code: str, kind: str) -> list[tuple[Side, Text]]:
        """On which side of a yardstick a figure is, and the yardstick in words; none without."""
        if kind.startswith("limit."):
            return self._side_of_limit(code, kind.removeprefix("limit."))
        fact, yardstick = self.facts.values.get(code), self.facts.yardstick(kind, code)
        if fact is None or yardstick is None:
            return []
        written = self._keep(
            code,
            kind,
            yardstick.value,
            self._write(code, yardstick.value),
            year=yardstick.last_year,
            source=yardstick.source_code,
        )
        side = find_side(self.catalog, code, fact.value, yardstick.value)
        return [(side, self._noun(yardstick, self._unless_same(code, fact, written)))]

    def _unless_same(self, code: str, fact: Fact, written: Text) -> Text | None:
        """A yardstick's number; none where it is written as the figure before it."""
        return None if written == self._write(code, fact.value) else written

    def _noun(self, yardstick: Yardstick, written: Text | None) -> Text:
        """What a value is held against, in words with its number, where one is given."""
        if yardstick.kind == "nation":
            if written is None:
                return Text(zh="全国", en="the nation")
            return both("全国的{v}", "the national {v}", v=written)
        code, kind, source = yardstick.indicator_code, yardstick.kind, yardstick.source_code
        count = Text(zh=str(yardstick.regions), en=str(yardstick.regions))
        self._keep(code, f"{kind}_count", yardstick.regions, count, unit="个", source=source)
        wording = {
            "peers": ("{n}个同类地区的中位数{v}", "the median {v} of {n} peers"),
            "tier": (
                "其余{n}个同层级地区的中位数{v}",
                "the median {v} of the {n} others of its tier",
            ),
            "level": ("其余{n}个{unit}的中位数{v}", "the median {v} of {n} other {unit}"),
        }[kind]
        if written is None:
            zh, en = wording
            wording = zh.replace("{v}", ""), en.replace(" {v}", "")
        noun = both(*wording, n=count, v=written or "", unit=_UNITS[self.facts.level])
        if yardstick.first_year == yardstick.last_year == self.facts.values[code].year:
            return noun
        first = self._year_of(code, f"{kind}_first_year", yardstick.first_year, source)
        last = self._year_of(code, f"{kind}_last_year", yardstick.last_year, source)
        span = Text(zh=f"{first}—{last}", en=f"{first}–{last}")
        if first == last:
            span = Text(zh=first, en=first)
        return both("{noun}（{span}年）", "{noun} ({span})", noun=noun, span=span)

    def _limit(self, sign: str) -> Text | None:
        assert self.rule is not None  # only rules have lines
        lines = self.rule.signs[sign]
        if lines.limit is None:
            return None
        code = lines.indicator
        source = lines.source or f"rules/{self.rule.code}.yml"
        return self._keep(
            code,
            f"limit_{sign}",
            lines.limit,
            self._write(code, lines.limit),
            source=source,
        )

    def _side_of_limit(self, code: str, sign: str) -> list[tuple[Side, Text]]:
        fact, written = self.facts.values.get(code), self._limit(sign)
        if fact is None or written is None:
            return []
        limit = self.evidence[code, f"limit_{sign}"].value
        told = self._unless_same(code, fact, written)
        line = Text(zh="判断线", en="the line")
        if told is not None:
            line = both("判断线{v}", "the line of {v}", v=told)
        return [(find_side(self.catalog, code, fact.value, limit), line)]

    def _context(self, key: str) -> Text | None:
        code, _dot, part = key.partition(".")
        assert self.rule is not None  # only rules have a context
        figure = self.rule.context[code]
        if figure.region != self.facts.region_code:
            return None
        self.evidence[(f"context_{code}", "context")] = Evidence(
            code=f"context_{code}",
            what="context",
            value=figure.value,
            unit=figure.unit,
            year=figure.year,
            indicator_code=None,
            source=figure.source,
            written=figure.written,
        )
        if part == "year" and figure.year is not None:
            year = Text(zh=str(figure.year), en=str(figure.year))
            self.evidence[(f"context_{code}", "context_year")] = replace(
                self.evidence[(f"context_{code}", "context")],
                what="context_year",
                value=figure.year,
                unit="年",
                written=year,
            )
            return year
        return figure.written

    def _trend(self, code: str) -> Text | None:
        trend = find_trend(self.facts, code, self.catalog, settings_of(self.catalog))
        if trend is None:
            return None
        first, last = trend.first, trend.last
        before = self._keep(
            code,
            "before",
            first.value,
            self._write(code, first.value),
            year=first.year,
            source=first.source_code,
        )
        facts: dict[str, str | Text] = {
            "year": self._year_of(code, "before_year", first.year, first.source_code),
            "before": before,
        }
        if before == self._write(code, last.value):
            return both("与{year}年持平", "as in {year}", **facts)
        facts["by"] = self._moved_by(code, "moved", first, last)
        zh, en = self._moved(code, first.value, last.value)
        moved = both(zh, en, **facts)
        if trend.turn is None:
            return moved
        turned = self._since_turn(code, trend.turn, last)
        turned_back = (trend.turn.value > last.value) == (first.value < last.value)
        zh, en = ("，但", ", but ") if turned_back else ("，", ", ")
        return both("{a}" + zh + "{b}", "{a}" + en + "{b}", a=moved, b=turned)

    def _since_turn(self, code: str, turn: Fact, last: Fact) -> Text:
        """How far it has moved the other way since its highest or lowest figure in between."""
        facts: dict[str, str | Text] = {
            "year": self._year_of(code, "turn_year", turn.year, turn.source_code),
            "before": self._keep(
                code,
                "turn",
                turn.value,
                self._write(code, turn.value),
                year=turn.year,
                source=turn.source_code,
            ),
            "by": self._moved_by(code, "turned", turn, last),
        }
        zh, en = self._moved(code, turn.value, last.value)
        return both(zh, en, **facts)

    def _moved(self, code: str, first: float, last: float) -> tuple[str, str]:
        """The wording of a change, Chinese and English."""
        if unit_name(self.catalog, code) == "位":
            return (
                ("比{year}年（{before}）前移{by}", "{by} up from {before} in {year}")
                if last < first
                else ("比{year}年（{before}）后移{by}", "{by} down from {before} in {year}")
            )
        return (
            ("比{year}年的{before}升{by}", "up {by} from {before} in {year}")
            if last > first
            else ("比{year}年的{before}降{by}", "down {by} from {before} in {year}")
        )

    def _moved_by(self, code: str, what: str, first: Fact, last: Fact) -> Text:
        """How far a figure moved: in places, in points of rates, in per cent of anything else."""
        apart, unit = abs(last.value - first.value), unit_name(self.catalog, code)
        if unit == "%":
            return self._points(code, what, apart, last.year, last.source_code)
        if unit == "位":
            value, wording = apart, ("{n}位", "{n} place" if apart == 1 else "{n} places")
        else:
            value, unit, wording = apart / abs(first.value) * 100, "%", ("{n}%", "{n}%")
        number = f"{value:.0f}" if unit == "位" or value >= 10 else f"{value:.1f}"
        return self._keep(
            code,
            what,
            value,
            both(*wording, n=number),
            unit=unit,
            year=last.year,
            source=last.source_code,
        )

    def _growth(self, code: str) -> Text | None:
        trend = find_trend(self.facts, code, self.catalog, settings_of(self.catalog))
        nation = find_nation_growth(trend, self.facts, self.catalog) if trend else None
        if trend is None or nation is None:
            return None
        source = trend.last.source_code
        nation_source = self.facts.nation_series[code][-1].source_code
        facts: dict[str, str | Text] = {
            "first": self._year_of(code, "before_year", trend.first.year, source),
            "last": self._year_of(code, "year", trend.last.year, source),
            "own": self._per_cent(code, "growth", trend.yearly_pct, trend.last.year, source),
            "nation": self._per_cent(code, "nation_growth", nation, trend.last.year, nation_source),
        }
        own_grew, nation_grew = trend.yearly_pct >= 0, nation >= 0
        zh = "{first}—{last}年年均" + ("增长" if own_grew else "下降") + "{own}，全国年均"
        en = ("grew" if own_grew else "fell") + " by {own} a year from {first} to {last}, "
        zh += ("增长" if nation_grew else "下降") + "{nation}"
        en += "while the nation " + ("grew" if nation_grew else "fell") + " by {nation}"
        return both(zh, en, **facts)

    def _per_cent(self, code: str, what: str, value: float, year: int, source: str) -> Text:
        """A yearly growth without its sign, which the words around it carry."""
        text = f"{abs(value):.1f}%"
        return self._keep(
            code, what, value, Text(zh=text, en=text), unit="%", year=year, source=source
        )

    def _place(self, code: str) -> Text | None:
        place, fact = self.facts.ranks.get(code), self.facts.values.get(code)
        if place is None or fact is None:
            return None
        rank = Text(zh=f"第{place[0]}位", en=f"no. {place[0]}")
        count = Text(zh=str(place[1]), en=str(place[1]))
        self._keep(
            code, "place", place[0], rank, unit="位", year=fact.year, source=fact.source_code
        )
        self._keep(code, "place_count", place[1], count, unit="个", source=fact.source_code)
        return both(
            "居{n}个{unit}{rank}",
            "{rank} of {n}",
            n=count,
            rank=rank,
            unit=_UNITS[self.facts.level],
        )

    def _city(self, code: str) -> Text | None:
        city = self.facts.largest_cities.get(code)
        if city is None:
            return None
        share = self._share(code, "city_share", city.share_pct, city.year, city)
        year = self._year_of(code, "city_year", city.year, city.source_code)
        return both(
            "{year}年{city}占全省{name}的{share}",
            "{city} held {share} of the province's {name} in {year}",
            year=year,
            city=self.catalog.regions[city.city_code].short_name,
            name=_WHOLES[code],
            share=share,
        )

    def _city_trend(self, code: str) -> Text | None:
        city = self.facts.largest_cities.get(code)
        if city is None or city.earlier_share_pct is None or city.earlier_year is None:
            return None
        before = self._share(code, "city_before", city.earlier_share_pct, city.earlier_year, city)
        year = self._year_of(code, "city_before_year", city.earlier_year, city.source_code)
        risen = city.share_pct - city.earlier_share_pct
        facts: dict[str, str | Text] = {"name": _WHOLES[code], "year": year, "before": before}
        if abs(risen) < 0.05:
            return both("其{name}份额与{year}年持平", "its part of {name} is as in {year}", **facts)
        facts["by"] = self._points(code, "city_moved", risen, city.year, city.source_code)
        if risen > 0:
            return both("其{name}份额比{year}年的{before}升{by}", _CITY_UP, **facts)
        return both("其{name}份额比{year}年的{before}降{by}", _CITY_DOWN, **facts)

    def _points(self, code: str, what: str, moved: float, year: int, source: str) -> Text:
        """A change of a rate in percentage points, without its sign."""
        number = f"{abs(moved):.1f}" if abs(moved) >= 1 else f"{abs(moved):.2f}"
        written = both("{n}个百分点", "{n} points", n=number)
        return self._keep(
            code, what, abs(moved), written, unit="个百分点", year=year, source=source
        )

    def _share(self, code: str, what: str, value: float, year: int, city: LargestCity) -> Text:
        text = f"{value:.1f}%"
        return self._keep(
            code, what, value, Text(zh=text, en=text), unit="%", year=year, source=city.source_code
        )
