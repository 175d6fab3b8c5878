"""What the link of the policy instruments says: which one, and the numbers entered for it."""

from __future__ import annotations

from dataclasses import dataclass

from scoreboard.analysis.instruments import complete_inputs
from scoreboard.answers.link import Link, cut
from scoreboard.answers.release import Release
from scoreboard.catalog import Catalog, Instrument
from scoreboard.language import translator
from scoreboard.text.instruments import problem_sentence

_MOST_NAMED = 3


@dataclass(frozen=True)
class InstrumentChoice:
    """The instrument that is calculated, and the value of each of its inputs, in their order."""

    instrument_code: str
    inputs: tuple[tuple[str, float], ...]


def instruments_in_order(catalog: Catalog) -> dict[str, Instrument]:
    """The instruments by code, as the page lists them."""
    return {i.code: i for i in sorted(catalog.instruments.values(), key=lambda i: i.order)}


def read_choice(link: Link, release: Release) -> InstrumentChoice:
    """The choice of a link: what was entered, else the defaults; what cannot be used is said."""
    instruments = instruments_in_order(release.catalog)
    instrument = instruments[link.one("tool", instruments, next(iter(instruments)))]
    values, problems = complete_inputs(instrument, _entered(link, instrument))
    for problem in problems:
        link.notice(problem_sentence(problem, instrument, link.language))
    return InstrumentChoice(instrument.code, tuple(values.items()))


def _entered(link: Link, instrument: Instrument) -> dict[str, float]:
    """The numbers of a link by input; not a number where the link has none."""
    known = {item.code for item in instrument.inputs}
    entered: dict[str, float] = {}
    unknown = []
    for pair in filter(None, (link.get("inputs") or "").split(",")):
        code, _colon, text = pair.partition(":")
        if code not in known:
            unknown.append(code)
            continue
        try:
            entered[code] = float(text)
        except ValueError:
            entered[code] = float("nan")
    if unknown:
        _ = translator(link.language)
        sentence = _("The link names unknown inputs, left out: “{names}”.")
        link.notice(sentence.format(names=", ".join(map(cut, unknown[:_MOST_NAMED]))))
    return entered
