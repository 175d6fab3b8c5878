"""A brief: what pages answer, picked for paper; every format prints the same one.

Nothing is worked out here: sentences, figures and tables are parts of the pages' answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import urlencode

import orjson
import pandas as pd

from scoreboard.answers import indicator_choice
from scoreboard.answers.compare import answer as compare
from scoreboard.answers.compare import choice as compare_choice
from scoreboard.answers.diagnosis import answer as diagnosis
from scoreboard.answers.diagnosis import choice as diagnosis_choice
from scoreboard.answers.link import Link
from scoreboard.answers.model import (
    Answer,
    Bullets,
    Card,
    Facts,
    Figure,
    Grid,
    KeyFigures,
    Map,
    Part,
    Sentence,
    Table,
)
from scoreboard.answers.overview import answer as overview
from scoreboard.answers.profile import answer as profile
from scoreboard.answers.profile import choice as profile_choice
from scoreboard.answers.release import Release
from scoreboard.answers.sources import release_line, source_line, titles_of
from scoreboard.catalog import Language
from scoreboard.language import in_brackets, join_list, join_sentences, translator

Question = Literal["region", "compare", "indicator"]
QUESTIONS: tuple[Question, ...] = ("region", "compare", "indicator")
# The pages whose answers a brief prints.
ANSWERED_BY: dict[Question, tuple[str, ...]] = {
    "region": ("profile", "diagnosis"),
    "compare": ("compare",),
    "indicator": ("overview",),
}
# The page whose link stands on the brief; of a region that of its profile.
PAGES: dict[Question, str] = {"region": "profile", "compare": "compare", "indicator": ""}
LONGEST_NOTE = 500
# Of a list on the page so many items are printed, and how many more there are is said.
_MOST_ITEMS = 5

# What a brief prints: words, drawings, and small tables.
Printed = Sentence | Bullets | Facts | KeyFigures | Grid | Figure | Map


@dataclass(frozen=True)
class Section:
    """A numbered part of a brief under its heading."""

    heading: str
    parts: tuple[Printed, ...]


@dataclass(frozen=True)
class Slide:
    """One message, and what shows it.

    table: a part of the answer as rows, headings first, for the notes under the slide.
    """

    message: str
    parts: tuple[Printed | Series, ...]
    source: str = ""


@dataclass(frozen=True)
class Series:
    """Lines over the years as the answer's table has them; a missing year has no value.

    lines: by name, values in the order of years, in the unit.
    """

    title: str
    unit: str
    years: tuple[int, ...]
    lines: tuple[tuple[str, tuple[float | None, ...]], ...]


@dataclass(frozen=True)
class Brief:
    """A brief of one region, of a comparison or of one indicator, ready to be laid out.

    name: of its files, without ending. facts: what is shown, by which release, under which link.
    note: the reader's own words, marked as such wherever they are printed. sources: what each
    publication behind it is, by whom, with which grade.
    """

    language: Language
    name: str
    title: str
    subject: str
    headline: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    slides: tuple[Slide, ...]
    sources: Grid
    note: str = ""


class NoteTooLongError(ValueError):
    """A note of one's own is longer than a brief has room for."""


def brief(
    release: Release,
    question: Question,
    values: Mapping[str, str],
    language: Language,
    note: str = "",
    address: str = "",
) -> Brief:
    """The brief that answers a question for the choice of a link, as the page answers it.

    values: what the link says by key, see KEYS in `scoreboard/ui/choices.py`; a value that is not
    understood gives the default, and the brief says so as the page does. note: the reader's own
    words. address: of the dashboard, such as https://host/; without it the link begins with the
    page.

    Raises NoteTooLongError, whose message is in the reader's language, for a note of more than
    LONGEST_NOTE characters; ValueError for an unknown question.
    """
    if question not in QUESTIONS:
        raise ValueError(f"no brief answers {question!r}; there are {', '.join(QUESTIONS)}")
    note = check_note(note, language)
    made = _MAKERS[question](release, dict(values), language)
    link = link_of(question, values, release, language, address)
    _ = translator(language)
    facts = (
        *made.facts,
        (_("Data version"), release_line(release.info, language)),
        (_("Link to the page"), link),
    )
    sources = _source_table(release, made, language)
    # What has no heading holds the lines of publications, which the table says at length.
    sections = tuple(section for section in made.sections if section.heading)
    return replace(made, facts=facts, sections=sections, sources=sources, note=note)


def check_note(note: str, language: Language) -> str:
    """The reader's own note without blanks around it; NoteTooLongError beyond LONGEST_NOTE."""
    note = note.strip()
    if len(note) > LONGEST_NOTE:
        _ = translator(language)
        sentence = _("The note has {n} characters; a brief has room for {most}.")
        raise NoteTooLongError(sentence.format(n=len(note), most=LONGEST_NOTE))
    return note


def link_of(
    question: Question,
    values: Mapping[str, str],
    release: Release,
    language: Language,
    address: str = "",
) -> str:
    """The link of the page with the same choice and the release that it was made from."""
    kept = {k: v for k, v in values.items() if v and k not in ("release", "lang", "embed")}
    if language != "zh":
        kept["lang"] = language
    kept["release"] = str(release.number)
    return f"{address.rstrip('/')}/{PAGES[question]}?{urlencode(kept, safe=',:')}".lstrip("/")


def _of_region(release: Release, values: dict[str, str], language: Language) -> Brief:
    """Profile and diagnosis of one region."""
    _ = translator(language)
    link = Link(values, language)
    choice = profile_choice.read_choice(link, release)
    region = release.catalog.regions[choice.region_code]
    name = region.name[language]
    pictured = profile.answer(release, choice, language)
    judged = _diagnosis_of(release, values | {"region": region.code}, language)
    places = _first(judged, "places", Figure) or _first(pictured, "positions", Figure)
    opening = _words(pictured["opening"])
    sections = [
        Section(_("Overview"), (*link.notices, *opening)),
        Section(_("Strengths and weaknesses"), _lists_of(pictured["strengths"], language)[:2]),
    ]
    diagnosed = [*_said_once(_words(judged["opening"]), language)]
    # After the findings the figure fills a page instead of beginning one.
    diagnosed += [*_words(judged["sheet"]), *([places] if places else [])]
    diagnosed += [*_words(judged["sheet_measures"])]
    sections.append(Section(_("Diagnosis"), tuple(diagnosed)))
    sections.append(Section("", _cited(pictured["reading"], judged["sheet_sources"])))
    facts = ((_("Region"), f"{name} ({region.code})"), *_filters(pictured["table"], (1,)))
    return Brief(
        language,
        f"{region.code}_{region.short_name[language]}",
        _("{name}: profile and diagnosis of innovation").format(name=name),
        region.short_name[language],
        pictured.headline or _first_text(opening),
        facts,
        tuple(s for s in sections if s.parts),
        _slides_of_region(release, pictured, judged, language),
        Grid((), ()),
    )


def _diagnosis_of(release: Release, values: dict[str, str], language: Language) -> Answer:
    """The two sheets of the diagnosis; nothing for a zone, which is not diagnosed by itself."""
    level = release.catalog.regions[values["region"]].level
    if level not in diagnosis_choice.LEVELS:
        return Answer("", {})
    choice = diagnosis_choice.read_choice(Link(values | {"part": "sheet"}, language), release)
    return diagnosis.answer(release, choice, language)


def _of_comparison(release: Release, values: dict[str, str], language: Language) -> Brief:
    """Chosen regions against a benchmark."""
    _ = translator(language)
    link = Link(values, language)
    choice = compare_choice.read_choice(link, release)
    found = compare.answer(release, choice, language)
    names = [release.catalog.regions[c].short_name[language] for c in choice.regions]
    gaps = tuple(p for p in found["gaps"] if isinstance(p, Figure))
    sections = (
        Section(_("Overview"), (*link.notices, *_words(found["opening"]))),
        Section(_("Distance from the benchmark"), gaps),
        Section(
            _first_text(_words(found["detail"])),
            (*_words(found["progress"]), *_words(found["trends_title"]), *_drawn(found["trends"])),
        ),
        Section("", _cited(found["source"], found["trends_source"])),
    )
    regions = join_list(names, language)
    facts = ((_("Regions in comparison"), regions), *_filters(found["gap_table"], (0,)))
    return Brief(
        language,
        "_".join(("compare", *choice.regions)),
        _("{names}: comparison").format(names=regions),
        names[0],
        found.headline,
        facts,
        tuple(s for s in sections if s.parts),
        _slides_of_comparison(found, gaps),
        Grid((), ()),
    )


def _of_indicator(release: Release, values: dict[str, str], language: Language) -> Brief:
    """One indicator over the regions of a level."""
    _ = translator(language)
    link = Link(values, language)
    choice = indicator_choice.read_choice(link, release)
    found = overview.answer(release, choice, language)
    indicator = release.catalog.indicators[choice.indicator_code]
    drawn = [_drawn(found[block]) for block in ("map", "ranking", "trend", "distribution")]
    shown = next((part.notes for figures in drawn for part in figures), ())
    chosen = [release.catalog.regions[c].short_name[language] for c in choice.regions]
    facts = [(_("Indicator"), indicator.name[language])]
    facts += [(_("Shown"), " · ".join(shown))] if shown else []
    if choice.within:
        facts += [(_("Within"), release.catalog.regions[choice.within].short_name[language])]
    facts += [(_("Chosen regions"), join_list(chosen, language))] if chosen else []
    sections = (
        Section(_("Overview"), (*link.notices, *_words(found["opening"]), *drawn[0], *drawn[1])),
        Section(_("Over the years"), (*drawn[2], *drawn[3])),
        Section(_("About the indicator"), _words(found["card"])),
        Section("", _cited(found["source"])),
    )
    return Brief(
        language,
        f"{indicator.code}_{choice.year or ''}_{choice.level}",
        indicator.name[language],
        indicator.name[language],
        found.headline or _first_text(_words(found["opening"])),
        tuple(facts),
        tuple(s for s in sections if s.parts),
        _slides_of_indicator(found, drawn),
        Grid((), ()),
    )


_MAKERS: dict[Question, Callable[[Release, dict[str, str], Language], Brief]] = {
    "region": _of_region,
    "compare": _of_comparison,
    "indicator": _of_indicator,
}


def _slides_of_region(
    release: Release, pictured: Answer, judged: Answer, language: Language
) -> tuple[Slide, ...]:
    _ = translator(language)
    source = _line(pictured["reading"])
    reading = [p.text for p in pictured["reading"] if isinstance(p, Sentence) and p.role == "note"]
    placed = join_sentences((*reading, source), language)
    opening = _words(pictured["opening"])
    tiles = tuple(p for p in opening if isinstance(p, KeyFigures))
    second = next((p.text for p in opening if isinstance(p, Sentence) and p.role == "text"), "")
    slides = [Slide(pictured.headline, tiles, source)]
    slides += [Slide(second, (p,), placed) for p in _drawn(pictured["positions"])]
    lists = _lists_of(pictured["strengths"], language)[:2]
    if lists:
        title = _("Strengths and weaknesses")
        slides.append(Slide(title, lists, source))
    said = {
        label: text for p in judged["opening"] if isinstance(p, Facts) for label, text in p.pairs
    }
    years = _series_of(pictured["years_table"])
    if years:
        slides.append(Slide(said.get(_("Five years"), "") or years.title, (years,), source))
    below = source
    for line in _cited(judged["sheet_sources"]):
        titles = titles_of(line.sources, release.titles)
        below = source_line(titles, release.info, language)
    headline = judged.headline or _first_text(_words(judged["opening"]))
    judged_places = join_sentences((*reading, below), language)
    slides += [Slide(headline, (p,), judged_places) for p in _drawn(judged["places"])]
    slides += [
        Slide(said.get(label) or headline, (p,), below)
        for block, label in (("sheet", _("Priority")), ("sheet_measures", _("Measures")))
        for p in _words(judged[block])
    ]
    return tuple(s for s in slides if s.parts)


def _slides_of_comparison(found: Answer, gaps: tuple[Figure, ...]) -> tuple[Slide, ...]:
    source = _line(found["source"])
    slides = [
        Slide(found.headline if n == 0 else _said_of(figure), (figure,), source)
        for n, figure in enumerate(gaps)
    ]
    told = [text for p in found["progress"] if isinstance(p, Facts) for _l, text in p.pairs]
    for n, figure in enumerate(_drawn(found["trends"])):
        said = told[n] if n < len(told) else getattr(figure, "alt", figure.title)
        slides.append(Slide(said, (figure,), _line(found["trends_source"])))
    return tuple(slides)


def _slides_of_indicator(found: Answer, drawn: list[tuple[Figure | Map, ...]]) -> tuple[Slide, ...]:
    source = _line(found["source"])
    slides = [Slide(found.headline, (*drawn[0], *drawn[1]), source)]
    rest = [p for figures in drawn[2:] for p in figures]
    slides += [Slide(getattr(p, "alt", "") or p.title, (p,), source) for p in rest]
    return tuple(s for s in slides if s.parts)


def _said_of(figure: Figure) -> str:
    """The sentence on the first region of a figure of gaps, as the pointer shows it there."""
    points = orjson.loads(figure.spec)["data"][-1]
    said = str((points.get("text") or [""])[0]).split("<br>")[0]
    return f"{figure.title} · {said}" if said else figure.alt


def _series_of(tables: tuple[Part, ...]) -> Series | None:
    """The first indicator's years of the table of ten years: the region beside its peers."""
    table = next((p for p in tables if isinstance(p, Table)), None)
    if table is None:
        return None
    rows = table.build()
    if rows.empty:
        return None
    columns = list(rows.columns)
    name, year, value, unit, peers = columns[:5]
    first = rows[rows[name] == rows[name].iloc[0]].set_index(year)
    years = tuple(range(int(first.index.min()), int(first.index.max()) + 1))
    title = str(first[name].iloc[0])

    def line(column: str) -> tuple[float | None, ...]:
        values = first[column].reindex(years)
        return tuple(None if pd.isna(v) else float(v) for v in values)

    subject = dict(table.facts().lines)
    region = next(iter(subject.values()), "").split(" (")[0]
    lines = ((region, line(value)), (str(peers), line(peers)))
    return Series(title, str(first[unit].iloc[0]), years, lines)


def _words(parts: Iterable[Part]) -> tuple[Sentence | Bullets | Facts | KeyFigures | Grid, ...]:
    """The words of a block; what is in a frame on the page stands plain on paper."""
    found: list[Sentence | Bullets | Facts | KeyFigures | Grid] = []
    for part in parts:
        if isinstance(part, Sentence | Bullets | Facts | KeyFigures | Grid):
            found.append(part)
        elif isinstance(part, Card):
            found += [Sentence(part.title, "title")] if part.title else []
            found += [*part.left, *part.right]
    return tuple(found)


def _drawn(parts: Iterable[Part]) -> tuple[Figure | Map, ...]:
    return tuple(p for p in parts if isinstance(p, Figure | Map))


def _said_once(parts: Iterable[Printed], language: Language) -> tuple[Printed, ...]:
    """The opening of a diagnosis without what stands in full above and below it."""
    _ = translator(language)
    elsewhere = {_("Strengths"), _("Measures")}
    return tuple(
        part
        for part in parts
        if not (isinstance(part, Facts) and {label for label, _text in part.pairs} <= elsewhere)
    )


def _lists_of(parts: Iterable[Part], language: Language) -> tuple[Bullets, ...]:
    """The lists of strengths and weaknesses, each under its title and cut to its first items."""
    found = []
    for part in parts:
        if isinstance(part, Card):
            for inner in part.left:
                if isinstance(inner, Bullets):
                    found.append(_shorten(Bullets(part.title, inner.items), language))
    return tuple(found)


def _shorten(part: Bullets, language: Language) -> Bullets:
    """A list cut to its first items, with how many more there are on the page."""
    if len(part.items) <= _MOST_ITEMS:
        return part
    _ = translator(language)
    more = _("and {n} more").format(n=len(part.items) - _MOST_ITEMS)
    return replace(part, items=(*part.items[:_MOST_ITEMS], more), links=())


def _filters(tables: tuple[Part, ...], places: tuple[int, ...]) -> tuple[tuple[str, str], ...]:
    """What a table says about the choice that it shows: the lines at the places given."""
    lines = [p.facts().lines for p in tables if isinstance(p, Table)]
    return tuple(lines[0][n] for n in places) if lines else ()


def _first(answer: Answer, block: str, kind: type[Figure]) -> Figure | None:
    return next((p for p in answer[block] if isinstance(p, kind)), None)


def _first_text(parts: Iterable[Part]) -> str:
    return next((p.text for p in parts if isinstance(p, Sentence)), "")


def _line(parts: Iterable[Part]) -> str:
    """The line of publications of a block."""
    return next((p.text for p in parts if isinstance(p, Sentence) and p.role == "source"), "")


def _cited(*blocks: Iterable[Part]) -> tuple[Sentence, ...]:
    """The lines of publications, for the table at the end."""
    return tuple(p for b in blocks for p in b if isinstance(p, Sentence) and p.role == "source")


def _source_table(release: Release, made: Brief, language: Language) -> Grid:
    """Every publication behind what is printed, once: title, publisher, day, grade."""
    _ = translator(language)
    codes: list[str] = []
    for section in made.sections:
        for part in section.parts:
            if isinstance(part, KeyFigures):
                codes += [c for f in part.figures for c in f.source_code.split("|") if c]
            elif isinstance(part, Sentence):
                codes += part.sources
    known = release.catalog.sources
    named = [known[c] for c in dict.fromkeys(codes) if c in known]
    rows = tuple(
        (str(n), s.title, s.publisher + in_brackets(s.published, language), s.grade)
        for n, s in enumerate(named, start=1)
    )
    return Grid((_("No."), _("Title of the publication"), _("Publisher"), _("Grade")), rows)
