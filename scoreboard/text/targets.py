"""Targets of plans in words: what is wanted, how it stands, and what officials said of it."""

from __future__ import annotations

from collections.abc import Sequence

from scoreboard.analysis.targets import Judgement, OpenReason
from scoreboard.catalog.loader import Catalog
from scoreboard.catalog.models import Language, Source
from scoreboard.catalog.targets import Comparator, PlanTarget, TargetStatement
from scoreboard.language import join_list, join_sentences, translator
from scoreboard.text.figures import figure_text
from scoreboard.text.pace import gap_words, pace_text, share_text
from scoreboard.text.sentences import status_in_brackets


def quantity_name(catalog: Catalog, entry: PlanTarget | TargetStatement, language: Language) -> str:
    """What a target or statement is about: our indicator, or the plan's own quantity."""
    if entry.quantity is not None:
        return entry.quantity[language]
    return catalog.indicators[entry.indicator].name[language]


def value_text(catalog: Catalog, entry: PlanTarget | TargetStatement, language: Language) -> str:
    """The bare value as it is written in the plan, with its unit."""
    unit = catalog.units.get(entry.unit)
    name = entry.unit if unit is None or entry.unit == "%" else unit.name[language]
    gap = "" if language == "zh" or name == "%" else " "
    return f"{entry.value:,.10g}{gap}{name}"


def wanted_text(catalog: Catalog, target: PlanTarget, language: Language) -> str:
    """The target's value as the plan bounds it: about, more than, at least."""
    _ = translator(language)
    templates: dict[Comparator, str] = {
        "at_least": _("at least {figure}"),
        "more_than": _("over {figure}"),
        "about": _("about {figure}"),
        "at_most": _("at most {figure}"),
    }
    return templates[target.comparator].format(figure=value_text(catalog, target, language))


def target_title(catalog: Catalog, target: PlanTarget, language: Language) -> str:
    """What is wanted when: quantity, year and value in a line; an ambition is called so."""
    _ = translator(language)
    template = (
        _("{name}, {year}: {value} (an ambition)")
        if target.is_ambition
        else _("{name}, {year}: {value}")
    )
    return template.format(
        name=quantity_name(catalog, target, language),
        year=target.year,
        value=wanted_text(catalog, target, language),
    )


def judgement_word(target: PlanTarget, judgement: Judgement | None, language: Language) -> str:
    """How a target stands, in a word or two."""
    _ = translator(language)
    if target.doubt is not None:
        return _("doubtful, not judged")
    if judgement is None:
        return _("listed, not compared")
    return {
        "reached": _("reached"),
        "missed": _("missed"),
        "on_course": _("on course"),
        "behind": _("behind"),
        "open": _("cannot be judged yet"),
    }[judgement.state]


def judgement_sentence(
    catalog: Catalog,
    target: PlanTarget,
    judgement: Judgement | None,
    language: Language,
    data_until: int,
) -> str:
    """How the figures stand to a target, with both numbers, their years and the paces.

    data_until: the newest year with data in the release; a target year up to it is over.
    """
    if judgement is None:
        reason = target.apart or target.doubt
        return "" if reason is None else reason[language]
    _ = translator(language)
    return _Told(catalog, target, judgement, language, data_until).sentence()


def statement_sentence(catalog: Catalog, statement: TargetStatement, language: Language) -> str:
    """What officials said of a figure; their words and not our figure."""
    _ = translator(language)
    value = value_text(catalog, statement, language)
    said = _in_their_words(statement.wording, value) if language == "zh" else value
    told = _("{year}: {said}.").format(year=statement.year, said=said)
    return join_sentences((told, statement.note[language] if statement.note else ""), language)


def original_text(source: Source, wordings: Sequence[str], language: Language) -> str:
    """Where something was read, and the words it stands in there."""
    _ = translator(language)
    words = [_("“{wording}”").format(wording=quoted(w)) for w in wordings if w]
    told = [_("Source: {source}.").format(source=_source_text(source, language))]
    if words:
        told.append(_("In its words: {wordings}.").format(wordings=join_list(words, language)))
    return join_sentences(told, language)


def _source_text(source: Source, language: Language) -> str:
    """A publication with its publisher, day and grade."""
    _ = translator(language)
    return _("{title}, {publisher} ({years}; grade {grade})").format(
        title=source.title,
        publisher=source.publisher,
        years=source.published or _("day not known"),
        grade=source.grade,
    )


def _in_their_words(wording: str, value: str) -> str:
    """A value in the Chinese words around it: 突破4500家, 预计4.5%左右."""
    before, dots, after = wording.rpartition("…")
    return f"{before}{value}{after}" if dots else f"{wording}{value}"


class _Told:
    """One judgement as it is told; the clauses are put together by its state."""

    def __init__(
        self,
        catalog: Catalog,
        target: PlanTarget,
        judgement: Judgement,
        language: Language,
        data_until: int,
    ) -> None:
        self.target, self.judgement, self.language = target, judgement, language
        self.data_until = data_until
        self.catalog = catalog
        self.words = gap_words(catalog, target.indicator, target.value, language)
        self._ = translator(language)

    def sentence(self) -> str:
        """Value and state, then the path, then what is left to do."""
        _, judgement = self._, self.judgement
        said = [
            [self._standing()],
            self._path() if judgement.pace is not None else [],
            [self._reason()] if judgement.state == "open" else [],
            [self._left()],
            [self._close_call()],
            [self._over()],
        ]
        sentences = [_sentence(clauses, self.language) for clauses in said]
        return join_sentences(sentences, self.language)

    def _standing(self) -> str:
        """The newest figure, and how far it is from the target."""
        _, judgement = self._, self.judgement
        if judgement.value is None:
            return _("this platform has no figure of it")
        if judgement.state == "reached":
            template = _("{year}: {value}, which reaches it")
        elif judgement.state == "missed":
            template = _("{year}: {value}, {short} short of it")
        elif judgement.reason == "nothing_since":
            template = _("{year}: {value}")
        else:
            template = _("{year}: {value}, {short} short of it so far")
        return template.format(
            year=judgement.year,
            value=self._figure(judgement.value)
            + status_in_brackets(judgement.status, self.language),
            short=self.words.amount(abs(self.target.value - judgement.value)),
        )

    def _left(self) -> str:
        """What the years that are left would have to bring."""
        judgement, needed = self.judgement, self.judgement.required_from_now
        if needed is None or self.target.year <= self.data_until:
            return ""
        return self._("to be there by {year} it needs {pace} after {last}").format(
            year=self.target.year, pace=pace_text(needed, self.words), last=judgement.year
        )

    def _figure(self, value: float) -> str:
        return figure_text(self.catalog, self.target.indicator, value, self.language)

    def _path(self) -> list[str]:
        """What the straight path asks for, what was achieved, and the share of it."""
        _, pace, judgement = self._, self.judgement.pace, self.judgement
        assert pace is not None
        told = {
            "first": pace.first_year,
            "last": pace.last_year,
            "start": self._figure(pace.first),
            "needed": pace_text(judgement.required or 0.0, self.words),
            "achieved": pace_text(pace.per_year, self.words),
        }
        clauses = [
            _("from {start} in {first} the straight path asks for {needed}").format(**told),
            _("{first}–{last} brought {achieved}").format(**told),
        ]
        if judgement.ratio is not None and judgement.ratio >= 0:
            share = share_text(judgement.ratio * 100, self.language)
            clauses[-1] += _(", {share} of it").format(share=share)
        if pace.last_year != judgement.year:
            clauses.append(
                _("figures after {last} are of another definition and not counted in it").format(
                    **told
                )
            )
        return clauses

    def _reason(self) -> str:
        _, target = self._, self.target
        reasons: dict[OpenReason, str] = {
            "no_figure": "",
            "nothing_since": _("no figure is known since the base year {base}"),
            "year_skipped": _("no figure of {year} is known"),
            "no_base_year": _("the text names neither its day nor a base year"),
            "no_base_figure": _("no figure of the base year {base} is known"),
            "break": _("the definition changed less than two years after the base year {base}"),
            "too_few_years": _("comparable figures end less than two years after {base}"),
            "not_positive": _("there is no growth rate: figures not above zero"),
        }
        assert self.judgement.reason is not None
        return reasons[self.judgement.reason].format(base=target.base_year, year=target.year)

    def _close_call(self) -> str:
        if not self.judgement.is_close:
            return ""
        _, target = self._, self.target
        if target.is_base_inferred:
            return _(
                "a close call: the base year is inferred, and with the year before or after it "
                "the judgement would be another"
            )
        return _("a close call: against {value} exactly the judgement would be another").format(
            value=value_text(self.catalog, target, self.language)
        )

    def _over(self) -> str:
        """That the target year is over and its figure not shipped: nobody can say yet."""
        judgement, target = self.judgement, self.target
        is_settled = judgement.state in ("reached", "missed") or judgement.year is None
        if is_settled or judgement.reason == "year_skipped" or target.year > self.data_until:
            return ""
        return self._("the figure of {year} is not on this platform yet").format(year=target.year)


def _sentence(clauses: Sequence[str], language: Language) -> str:
    """Clauses as one sentence; empty when there is none."""
    text = ("；" if language == "zh" else "; ").join(c for c in clauses if c)
    if not text:
        return ""
    return text + "。" if language == "zh" else text[0].upper() + text[1:] + "."


def quoted(wording: str) -> str:
    """Words to stand between quotation marks: those inside become single ones."""
    return wording.replace("“", "‘").replace("”", "’")


def count_states(words: Sequence[str], language: Language) -> str:
    """How many targets stand how: 已达到2个，落后于进度1个."""
    _ = translator(language)
    counted = dict.fromkeys(words, 0)
    for word in words:
        counted[word] += 1
    comma = "，" if language == "zh" else ", "
    return comma.join(_("{word}: {n}").format(word=w, n=n) for w, n in counted.items())
