"""What must hold between the entries of the catalog: every code used is declared, and fits."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from scoreboard.catalog.models import Level, Text
from scoreboard.catalog.structural import LAND_AREA

if TYPE_CHECKING:
    from scoreboard.catalog.loader import Catalog

_NO_INDICATOR = Text(zh="不是目录中的指标", en="is not an indicator")
_NO_REGION = Text(zh="不是目录中的地区", en="is not a region")
_LEVEL_ZH: dict[Level, str] = {
    "nation": "国家",
    "province": "省级",
    "city": "市级",
    "county": "县级",
    "zone": "开发区",
}


class Contradiction(NamedTuple):
    """A code that does not fit: the file and the entry it stands in, and why it does not."""

    file: str
    entry: str
    code: str
    why: Text

    def text(self) -> Text:
        """Entry, code and why it does not fit."""
        zh, en = (f"{self.entry}：", f"{self.entry}: ") if self.entry else ("", "")
        return Text(zh=f"{zh}“{self.code}”{self.why.zh}", en=f"{en}{self.code!r} {self.why.en}")


def contradictions(catalog: Catalog) -> list[Contradiction]:
    """Codes that one entry uses and no other declares, or that do not fit."""
    # What follows asks for the unit of each indicator, and for the province of each region.
    return [*_undeclared(catalog), *_misplaced(catalog)] or [
        *_figure_problems(catalog),
        *_structural_problems(catalog),
        *_chain_problems(catalog),
        *_case_problems(catalog),
        *_target_problems(catalog),
        *_system_problems(catalog),
        *_strategy_problems(catalog),
        *_diagnosis_problems(catalog),
        *_regional_problems(catalog),
        *_register_problems(catalog),
        *_ratio_problems(catalog),
        *_word_problems(catalog),
        *_publisher_problems(catalog),
    ]


def _missing(
    file: str, entry: str, codes: Iterable[str], declared: Container[str], why: Text = _NO_INDICATOR
) -> Iterator[Contradiction]:
    """The codes that are not declared."""
    return (Contradiction(file, entry, code, why) for code in codes if code not in declared)


def _undeclared(catalog: Catalog) -> Iterator[Contradiction]:
    """Units, pillars, chains, scopes and parts of indicators that no entry declares."""
    no_scope = Text(zh="不在scopes.csv中", en="is not declared in scopes.csv")
    for scope in catalog.scopes.values():
        within = [scope.within] if scope.within else []
        yield from _missing("scopes.csv", scope.code, within, catalog.scopes, no_scope)
    for indicator in catalog.indicators.values():
        file = f"indicators/{indicator.code}.yml"
        wanted: tuple[tuple[str, str, Container[str]], ...] = (
            ("unit", indicator.unit, catalog.units),
            ("pillar", indicator.pillar, catalog.pillars),
            ("chain", indicator.chain, catalog.chains),
        )
        for key, code, declared in wanted:
            why = Text(zh=f"不在{key}s.yml中", en=f"is not declared in {key}s.yml")
            yield from _missing(file, key, [code], declared, why)
        yield from _missing(file, "scope", [indicator.scope], catalog.scopes, no_scope)
        used = (*indicator.parts, *indicator.not_comparable_with)
        yield from _missing(file, "", used, catalog.indicators)


def _misplaced(catalog: Catalog) -> Iterator[Contradiction]:
    """Regions that lie in none that is known, or at some remove in themselves."""
    for region in catalog.regions.values():
        parent = [region.parent_code] if region.parent_code else []
        yield from _missing("regions.csv", region.code, parent, catalog.regions, _NO_REGION)
        above, passed = region, {region.code}
        while above.parent_code in catalog.regions:
            above = catalog.regions[above.parent_code]
            if above.code in passed:
                why = Text(zh="按上级地区推算，位于自身之内", en="lies in itself, by its parents")
                yield Contradiction("regions.csv", "", region.code, why)
                break
            passed.add(above.code)


def _figure_problems(catalog: Catalog) -> Iterator[Contradiction]:
    """Key figures, and the stages and steps of the funnel, that are no indicators."""
    figures = [figure.indicator for figure in catalog.key_figures]
    yield from _missing("key_figures.yml", "", figures, catalog.indicators)
    for named in catalog.named_indicators.values():
        file = "named_indicators.yml"
        yield from _missing(file, named.code, named.definitions, catalog.indicators)
    if catalog.funnel is not None:
        used = [stage.indicator for stage in catalog.funnel.stages]
        used += [code for step in catalog.funnel.steps for code in (step.of, step.per)]
        yield from _missing("funnel.yml", "", dict.fromkeys(used), catalog.indicators)


def _system_problems(catalog: Catalog) -> Iterator[Contradiction]:
    """Rows of systems that name no indicator of ours, or one that cannot be scored or ranked."""
    unscored = Text(
        zh="没有方向或不排名，不能计分", en="cannot be scored: it has no direction or is not ranked"
    )
    beside = Text(
        zh="与同一体系中不可比的指标并列", en="stands beside one it must not be compared with"
    )
    for system in catalog.systems.values():
        file = f"systems/{system.code}.yml"
        yield from _missing(file, "", system.indicators, catalog.indicators)
        for code in system.indicators if system.is_computed else ():
            indicator = catalog.indicators.get(code)
            if indicator is None:
                continue
            if not indicator.is_ranked or indicator.direction == "context":
                yield Contradiction(file, "", code, unscored)
            elif set(indicator.not_comparable_with) & set(system.indicators):
                yield Contradiction(file, "", code, beside)


def _case_problems(catalog: Catalog) -> Iterator[Contradiction]:
    """Cases of unknown places, or set beside an indicator of another name or unit."""
    file = "benchmarks.yml"
    for case in catalog.cases.values():
        place = [case.region_code] if case.region_code else []
        yield from _missing(file, case.code, place, catalog.regions, _NO_REGION)
        yield from _missing(file, case.code, case.compared, catalog.indicators)
        named = [figure.named for figure in case.figures if figure.named]
        no_name = Text(zh="不在named_indicators.yml中", en="is not in named_indicators.yml")
        yield from _missing(file, case.code, named, catalog.named_indicators, no_name)
        for code, figure in case.compared.items():
            if code in catalog.indicators and figure.unit != catalog.unit_of(code).name:
                unit = catalog.unit_of(code).name
                why = Text(
                    zh=f"的单位是{unit.zh}，不是{figure.unit.zh}",
                    en=f"is counted in {unit.en}, not in {figure.unit.en}",
                )
                yield Contradiction(file, case.code, code, why)


def _target_problems(catalog: Catalog) -> Iterator[Contradiction]:
    """Targets and statements of unknown places, from unknown sources, in another unit, or twice."""
    no_source = Text(zh="不在sources.csv中", en="is not declared in sources.csv")
    twice = Text(zh="同一地区同一年出现两次", en="is there twice for one region and year")
    for file, entries in (
        ("targets.yml", catalog.targets),
        ("target_statements.yml", catalog.target_statements),
    ):
        seen: set[tuple[str, int, str]] = set()
        for entry in entries:
            code = entry.region_code
            yield from _missing(file, code, [code], catalog.regions, _NO_REGION)
            yield from _missing(file, code, [entry.source], catalog.sources, no_source)
            known = [entry.indicator] if entry.indicator else []
            yield from _missing(file, code, known, catalog.indicators)
            if entry.indicator in catalog.indicators:
                unit = catalog.indicators[entry.indicator].unit
                if entry.unit != unit:
                    why = Text(zh=f"的单位是{unit}", en=f"is counted in {unit}")
                    yield Contradiction(file, code, entry.indicator, why)
            key = (code, entry.year, entry.what)
            if key in seen:
                yield Contradiction(file, code, entry.what, twice)
            seen.add(key)


def _strategy_problems(catalog: Catalog) -> Iterator[Contradiction]:
    """Measures and instruments that name a rule, indicator, paper or region nobody declares."""
    no_rule = Text(zh="不是目录中的规则", en="is no rule")
    no_sign = Text(zh="不是该规则所看的指标", en="is no indicator of a sign of that rule")
    no_instrument = Text(zh="不是目录中的政策工具", en="is no instrument")
    no_paper = Text(zh="不在papers.yml中", en="is no paper")
    measured = catalog.indicators.keys() | catalog.worked_ratios.keys()
    for strategy in catalog.strategies.values():
        file = f"strategies/{strategy.code}.yml"
        papers = [place.source for place in strategy.elsewhere]
        places = [code for place in strategy.elsewhere for code in place.regions]
        yield from _missing(file, "", strategy.indicators, measured)
        yield from _missing(file, "acts_on", strategy.acts_on, catalog.rules, no_rule)
        for rule, indicator in strategy.acts_on.items():
            if rule in catalog.rules:
                signs = {sign.indicator for sign in catalog.rules[rule].signs.values()}
                yield from _missing(file, f"acts_on.{rule}", [indicator], signs, no_sign)
        yield from _missing(file, "", strategy.instruments, catalog.instruments, no_instrument)
        yield from _missing(file, "", papers, catalog.papers, no_paper)
        yield from _missing(file, "", places, catalog.regions, _NO_REGION)
    for instrument in catalog.instruments.values():
        sized = [by.indicator for item in instrument.inputs for by in item.sized_by]
        yield from _missing(f"instruments/{instrument.code}.yml", "", sized, catalog.indicators)


def _diagnosis_problems(catalog: Catalog) -> Iterator[Contradiction]:
    """Codes of tiers, overrides, rules and worked ratios that no other entry declares."""
    for tier in catalog.tiers.values():
        codes = [code for c in tier.criteria for code in (c.indicator, c.instead) if code]
        yield from _missing("tiers.yml", tier.code, codes, catalog.indicators)
        yield from _missing("tiers.yml", tier.code, tier.examples, catalog.regions, _NO_REGION)
    settings = catalog.diagnosis
    wanted = [f.indicator for f in settings.conversion_figures] if settings else []
    yield from _missing("diagnosis.yml", "", wanted, catalog.indicators)
    for figure in catalog.worked_ratios.values():
        yield from _missing("worked_ratios.yml", figure.code, figure.parts, catalog.indicators)
    neither = Text(
        zh="既不是指标，也不在worked_ratios.yml中",
        en="is neither an indicator nor a worked ratio",
    )
    no_rule = Text(zh="不是目录中的规则", en="is no rule")
    measured = catalog.indicators.keys() | catalog.worked_ratios.keys()
    for rule in catalog.rules.values():
        file = f"rules/{rule.code}.yml"
        yield from _missing(file, "", rule.indicators, measured, neither)
        used = [c.indicator for c in rule.caveats if c.indicator]
        yield from _missing(file, "caveats", used, measured, neither)
        places = [code for c in rule.caveats for code in c.regions]
        yield from _missing(file, "caveats", places, catalog.regions, _NO_REGION)
        yield from _missing(file, "", filter(None, [rule.instead_of]), catalog.rules, no_rule)
    for entry in catalog.tier_overrides:
        region, level = catalog.regions.get(entry.region), catalog.tiers.get(entry.tier)
        if region is None or level is None or region.level != level.level:
            why = Text(zh=f"不能列入层级{entry.tier}", en=f"cannot be put into tier {entry.tier!r}")
            yield Contradiction("tier_overrides.yml", "", entry.region, why)


def _structural_problems(catalog: Catalog) -> Iterator[Contradiction]:
    """Unknown codes, and traits that would measure success: peers are never chosen by it."""
    success = Text(
        zh="衡量成效而非结构，不能用于选取同类地区", en="measures performance, not structure"
    )
    for variable in catalog.structural.values():
        used = [c for c in (variable.indicator, variable.per or LAND_AREA) if c != LAND_AREA]
        yield from _missing("structural.yml", variable.code, used, catalog.indicators)
        for code in used:
            if code in catalog.indicators and catalog.indicators[code].direction != "context":
                yield Contradiction("structural.yml", variable.code, code, success)


def _regional_problems(catalog: Catalog) -> Iterator[Contradiction]:
    """Codes in areas, neighbours, macro-regions and compositions that no entry declares."""
    yield from _missing("land_areas.csv", "", catalog.land_areas, catalog.regions, _NO_REGION)
    of_level = {
        level: {code for code, region in catalog.regions.items() if region.level == level}
        for level in _LEVEL_ZH
    }
    for pair in catalog.neighbours:
        codes = (pair.region_code, pair.neighbour_code)
        why = Text(zh=f"不是{_LEVEL_ZH[pair.level]}地区", en=f"is not a {pair.level}")
        yield from _missing("neighbours.csv", "", codes, of_level[pair.level], why)
    no_province = Text(zh="不是省级地区", en="is not a province")
    for group in catalog.macro_regions.values():
        provinces = of_level["province"]
        yield from _missing("macro_regions.yml", group.code, group.members, provinces, no_province)
    amounts = {code for code in catalog.indicators if catalog.adds_up(code)}
    no_amount = Text(zh="不是可以加总的指标", en="is not an indicator that adds up")
    for entry in catalog.compositions.values():
        used = (entry.whole, *entry.parts)
        yield from _missing("compositions.yml", entry.code, used, amounts, no_amount)


def _ratio_problems(catalog: Catalog) -> Iterator[Contradiction]:
    """Published ratios of unknown indicators, and of those whose formula says it already."""
    worked_out = Text(zh="已有公式，不必另列", en="has a formula, which says it already")
    for ratio in catalog.published_ratios.values():
        used = [code for code in (ratio.code, ratio.of, ratio.per) if code]
        yield from _missing("published_ratios.yml", ratio.code, used, catalog.indicators)
        indicator = catalog.indicators.get(ratio.code)
        if indicator is not None and indicator.formula is not None:
            yield Contradiction("published_ratios.yml", "", ratio.code, worked_out)


def _word_problems(catalog: Catalog) -> Iterator[Contradiction]:
    """Everyday words for unknown indicators, and words that stand for two entries."""
    twice = Text(zh="在两项中出现", en="stands in two entries")
    taken: set[str] = set()
    for entry in catalog.everyday_words.values():
        file = "everyday_words.yml"
        yield from _missing(file, entry.code, entry.indicators, catalog.indicators)
        for word in entry.words:
            if word in taken:
                yield Contradiction(file, entry.code, word, twice)
            taken.add(word)


def _publisher_problems(catalog: Catalog) -> Iterator[Contradiction]:
    """Publishers of unknown indicators, and indicators that stand with two of them."""
    twice = Text(zh="在两项中出现", en="stands in two entries")
    taken: set[str] = set()
    for entry in catalog.publishers.values():
        yield from _missing("publishers.yml", entry.code, entry.indicators, catalog.indicators)
        for code in entry.indicators:
            if code in taken:
                yield Contradiction("publishers.yml", entry.code, code, twice)
            taken.add(code)


def _chain_problems(catalog: Catalog) -> Iterator[Contradiction]:
    """Unknown indicators, and those that do not fit: of another chain, amounts, no direction."""
    file = "chain_indicators.yml"
    aimless = Text(zh="没有方向，不能计分", en="has no direction to be scored by")
    amount = Text(
        zh="是总量，按规模大小计分不妥", en="is an amount; large regions would score by size"
    )
    for index in catalog.chain_indices.values():
        for code in (part.indicator for part in index.parts):
            indicator = catalog.indicators.get(code)
            if indicator is None:
                yield Contradiction(file, index.code, code, _NO_INDICATOR)
            elif indicator.chain != index.code:
                why = Text(
                    zh=f"属于{indicator.chain}链", en=f"belongs to the chain {indicator.chain}"
                )
                yield Contradiction(file, index.code, code, why)
            elif indicator.direction == "context" or not indicator.is_ranked:
                yield Contradiction(file, index.code, code, aimless)
            elif catalog.adds_up(code):
                yield Contradiction(file, index.code, code, amount)


def _register_problems(catalog: Catalog) -> Iterator[Contradiction]:
    """Counted indicators that are none, have a formula as well, or are counted twice."""
    formula = Text(zh="已有公式，不能再按名单计数", en="has a formula and cannot be counted, too")
    twice = Text(zh="已按另一名单计数", en="is counted from another register, too")
    for register in catalog.registers.values():
        file = f"registers/{register.code}.yml"
        codes = [count.indicator for count in register.counts]
        yield from _missing(file, "", codes, catalog.indicators)
        for code in codes:
            if code in catalog.indicators and catalog.indicators[code].formula is not None:
                yield Contradiction(file, "", code, formula)
            if codes.count(code) > 1 or catalog.register_of[code] is not register:
                yield Contradiction(file, "", code, twice)
