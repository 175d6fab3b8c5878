"""What of its figures a table leaves open: questions, and the answers put in their places."""

from __future__ import annotations

from etl.read import cells as c
from etl.read.forms import measures
from etl.read.forms.leaving_out import label_key
from etl.read.model import Hints, RawIssue, ReadFigures, SheetResult


def settle_unit(own: str, of_title: str, hints: Hints) -> str:
    """The unit of a column: its own, else the title's; the analyst's where both differ in size.

    own may be a header's, of_title several joined by 、. Without an answer all stay, to be asked.
    """
    if own:
        others = c.units_in(of_title)
        sizes = [u for u in others if c.is_same_but_for_size(own, u)] if own not in others else []
        said = c.join_units(own, *sizes)
    else:
        said = of_title
    return hints.unit if hints.unit and (not said or "、" in said) else said


def ask_about_titles(
    sheet: str, found: SheetResult, start: int, titles: list[str], headers: list[str], hints: Hints
) -> None:
    """Ask for indicators that the title calls growth, share, … and their own names do not.

    Then put the units and indicators that the analyst gave for single names or columns.
    """
    figures = found.figures
    answered = {label_key(name) for name, _ in hints.indicator_of}
    if any(map(measures.says_so, titles)):
        first: dict[tuple[str, str], int] = {}
        columns = (figures.column(n)[start:] for n in ("indicator", "unit", "column"))
        for place, (name, unit, letters) in enumerate(zip(*columns, strict=True), start):
            if answered.isdisjoint({label_key(name), letters.casefold()}):
                first.setdefault((name, unit), place)
        for key, words in measures.said_by_title_alone(titles, headers, first):
            figure = figures.at(first[key])
            where = (sheet, figure.row, figure.column)
            found.raw_issues.append(RawIssue("indicator_unclear", *where, key[0], words))
    _give_answers(figures, start, hints)


def _give_answers(figures: ReadFigures, start: int, hints: Hints) -> None:
    """Put the units and indicators of single names or columns; units also by the new name."""
    indicators = {label_key(name): said for name, said in hints.indicator_of}
    units = {label_key(name): said for name, said in hints.unit_of}
    names, letters, told = (figures.column(n) for n in ("indicator", "column", "unit"))
    for place in range(start, len(figures) if indicators or units else 0):
        keys = [label_key(names[place]), letters[place].casefold()]
        if said := next(filter(None, map(indicators.get, keys)), None):
            names[place] = said
            keys.append(label_key(said))
        told[place] = next(filter(None, map(units.get, keys)), told[place])


def ask_for_missing(sheet: str, found: SheetResult, start: int, asked: set[str]) -> None:
    """Turn what the figures lack into questions: the unit once for each indicator, all else once.

    A question stands at the first cell that lacks the answer.
    """
    for name in ("region", "indicator", "unit", "year", "source"):
        values = found.figures.column(name)
        if all(values[start:]):
            continue
        names = found.figures.column("indicator") if name == "unit" else None
        for place in range(start, len(values)):
            if values[place]:
                continue
            key = f"{name} {names[place]}" if names else name
            if key in asked:
                if names is None:
                    break
                continue
            asked.add(key)
            figure = found.figures.at(place)
            about = names[place] if names and names[place] else figure.value
            found.raw_issues.append(
                RawIssue(f"{name}_missing", sheet, figure.row, figure.column, about)
            )
