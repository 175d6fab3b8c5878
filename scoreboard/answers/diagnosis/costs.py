"""What a measure costs by its calculators, which open with the region's own figures."""

from __future__ import annotations

from collections.abc import Mapping

from scoreboard.analysis.instruments import encode_inputs
from scoreboard.answers.diagnosis.strategy_words import cost_sentence
from scoreboard.answers.diagnosis.subject import Subject
from scoreboard.answers.model import PageLink
from scoreboard.catalog import Instrument
from scoreboard.catalog.instruments import SizedBy
from scoreboard.diagnostics.facts import Fact
from scoreboard.diagnostics.measures import format_of
from scoreboard.language import join_list, join_sentences, translator
from scoreboard.text.instruments import write_result

CALCULATORS = "instruments"


def cost_line(subject: Subject, code: str) -> str:
    """What an instrument costs or shares out, for the region's size where its figures tell it."""
    language, instrument = subject.language, subject.catalog.instruments[code]
    values, sized = _fill_in(instrument, subject.facts.values)
    said = [_written(subject, by, fact) for by, fact in sized]
    result = join_sentences(write_result(instrument, values, language), language)
    return cost_sentence(instrument.name[language], join_list(said, language), result, language)


def calculator_link(subject: Subject, code: str) -> PageLink:
    """The way to an instrument's calculator, with the region's own figures filled in."""
    _ = translator(subject.language)
    instrument = subject.catalog.instruments[code]
    values, _sized = _fill_in(instrument, subject.facts.values)
    label = _("Calculate: {name}").format(name=instrument.name[subject.language])
    changes = (("tool", code), ("inputs", encode_inputs(instrument, values)))
    return PageLink(CALCULATORS, label, changes, ":material/calculate:")


def _fill_in(
    instrument: Instrument, known: Mapping[str, Fact]
) -> tuple[dict[str, float], list[tuple[SizedBy, Fact]]]:
    """The inputs for a region, and the figures that they were filled in from."""
    values, sized = dict(instrument.defaults), []
    for item in instrument.inputs:
        by = next((by for by in item.sized_by if by.indicator in known), None)
        if by is None:
            continue
        value = max(round(known[by.indicator].value * by.times), item.least)
        if item.accepts(value):
            values[item.code] = float(value)
            sized.append((by, known[by.indicator]))
    return values, sized


def _written(subject: Subject, by: SizedBy, fact: Fact) -> str:
    """How an input was sized: 每100家…1个项目（2020年1,863家）."""
    _ = translator(subject.language)
    value = format_of(subject.catalog, by.indicator, subject.language).text(fact.value)
    return _("{basis} ({value} in {year})").format(
        basis=by.words[subject.language], value=value, year=fact.year
    )
