"""What 关系 says: how far two indicators go together, who stands apart, and what to beware of."""

from __future__ import annotations

import pandas as pd

from scoreboard.analysis.correlation import FEWEST_PAIRS, Coefficient
from scoreboard.analysis.shared_parts import SharedPart, shared_parts
from scoreboard.answers.model import Sentence
from scoreboard.answers.relations.choice import RelationsChoice
from scoreboard.answers.relations.scatter import Axis, Scatter
from scoreboard.answers.release import Release
from scoreboard.catalog import Catalog, Language
from scoreboard.language import in_brackets, join_list, join_sentences, translator
from scoreboard.text.sentences import count_regions, span_text, status_word

# Where words change: below the first a clear relation is called weak, above the second strong.
WEAK, STRONG = 0.3, 0.6
_NAMED = 3


def opening(found: Scatter) -> tuple[Sentence, ...]:
    """Headline, the first chosen region, the line, what is not drawn, and what to beware of."""
    said = [
        Sentence(headline_of(found), "headline"),
        *(Sentence(text) for text in _more(found) if text),
    ]
    if notes := join_sentences(_notes(found), found.language):
        said.append(Sentence(notes, "note"))
    return (*said, *beware(found))


def headline_of(found: Scatter) -> str:
    """How far the two go together, with n and interval; or that too few regions have both."""
    _ = translator(found.language)
    facts = {
        "when": _by_when(found),
        "x": found.x.indicator.name[found.language],
        "y": found.y.indicator.name[found.language],
        "regions": count_regions(len(found.rows), found.choice.level, found.language),
    }
    if len(found.rows) < FEWEST_PAIRS:
        return _(
            "{when}: {y} and {x} are both known of {regions} only; with fewer than ten no "
            "correlation is worked out."
        ).format(**facts)
    if found.correlation is None:
        return _(
            "{when}: all of {regions} have the same value of {x} or of {y}, so no correlation can "
            "be worked out."
        ).format(**facts)
    rho = found.correlation.spearman
    return _template(rho, found.language).format(**facts, rho=coefficient_text(rho, found.language))


def _by_when(found: Scatter) -> str:
    """The year of the figures; by the newest of which years where there are several."""
    if not found.is_mixed:
        return found.when
    _ = translator(found.language)
    return _("By {newest}").format(newest=found.when)


def _template(rho: Coefficient, language: Language) -> str:
    _ = translator(language)
    if not rho.is_clear:
        return _(
            "{when}: among {regions}, {y} and {x} show no clear relation: rank correlation {rho}."
        )
    size = abs(rho.value)
    if rho.value > 0:
        if size >= STRONG:
            return _(
                "{when}: among {regions}, where {x} is higher, {y} is mostly higher: rank "
                "correlation {rho}."
            )
        if size >= WEAK:
            return _(
                "{when}: among {regions}, where {x} is higher, {y} is often higher, with many "
                "exceptions: rank correlation {rho}."
            )
        return _(
            "{when}: among {regions}, where {x} is higher, {y} is only slightly higher: rank "
            "correlation {rho}."
        )
    if size >= STRONG:
        return _(
            "{when}: among {regions}, where {x} is higher, {y} is mostly lower: rank correlation "
            "{rho}."
        )
    if size >= WEAK:
        return _(
            "{when}: among {regions}, where {x} is higher, {y} is often lower, with many "
            "exceptions: rank correlation {rho}."
        )
    return _(
        "{when}: among {regions}, where {x} is higher, {y} is only slightly lower: rank "
        "correlation {rho}."
    )


def coefficient_text(one: Coefficient, language: Language) -> str:
    """A correlation with its interval: 0.78（95%区间0.73至0.82）."""
    _ = translator(language)
    value, low, high = (f"{part:.2f}".replace("-", "−") for part in (one.value, one.low, one.high))
    return _("{value} (95% interval {low} to {high})").format(value=value, low=low, high=high)


def no_relation(release: Release, choice: RelationsChoice, language: Language) -> Sentence | None:
    """Why two indicators cannot be set against each other; None where they can."""
    _, indicators = translator(language), release.catalog.indicators
    if choice.across == choice.indicator_code:
        return Sentence(_("Both axes show the same indicator; choose another for one."), "info")
    for code in (choice.indicator_code, choice.across):
        if not indicators[code].is_ranked:
            sentence = _("{name}: regions count different things, so no relation is shown.")
            return Sentence(sentence.format(name=indicators[code].name[language]), "info")
    if choice.year is not None:
        return None
    template = (
        _("No region of this level has both {y} and {x} in one year.")
        if choice.window == 1
        else _("No region of this level has both {y} and {x} within {n} years.")
    )
    said = [
        template.format(
            n=choice.window,
            y=indicators[choice.indicator_code].name[language],
            x=indicators[choice.across].name[language],
        )
    ]
    for code in (choice.indicator_code, choice.across):
        years = release.years(code, choice.level)
        name = indicators[code].name[language]
        if not years:
            said.append(_("{name} has no figures at this level.").format(name=name))
        else:
            said.append(
                _("{name}: {years}.").format(
                    name=name, years=join_list(map(str, sorted(years)[-6:]), language)
                )
            )
    return Sentence(join_sentences(said, language), "info")


def _more(found: Scatter) -> list[str]:
    """Where the chosen regions stand, how well the line fits, and who stands apart from it."""
    return [
        *(_standing(found, code) for code in found.choice.regions[:1]),
        _line(found),
        _apart(found),
    ]


def _standing(found: Scatter, code: str) -> str:
    """The first chosen region's two figures, and the line there."""
    _, language = translator(found.language), found.language
    name = found.names[code]
    place = found.rows.index[found.rows["region_code"] == code]
    if not len(place):
        sentence = _("{name} does not have both figures in {span}.")
        return sentence.format(name=name, span=found.span)
    row = found.rows.loc[place[0]]
    facts = {
        "name": name,
        "x": found.x.indicator.name[language],
        "y": found.y.indicator.name[language],
        "x_value": _figure(found, found.x, row["value_x"], row["year_x"], row["status_x"]),
        "y_value": _figure(found, found.y, row["value_y"], row["year_y"], row["status_y"]),
    }
    fitted = found.fitted()
    if fitted is None:
        return _("{name}: {x} {x_value}, {y} {y_value}.").format(**facts)
    return _("{name}: {x} {x_value}, {y} {y_value}; the line stands at {fitted} there.").format(
        **facts, fitted=found.y.numbers.text(float(fitted[place[0]]))
    )


def _figure(found: Scatter, axis: Axis, value: float, year: float, status: str) -> str:
    """A figure with its status, and with its year where figures of several years are drawn."""
    _, word = translator(found.language), status_word(status, found.language)
    own = span_text((int(year), int(year)), found.language) if found.is_mixed else ""
    both = _("{year}, {status}").format(year=own, status=word) if own and word else own or word
    return axis.numbers.text(float(value)) + in_brackets(both, found.language)


def _line(found: Scatter) -> str:
    if found.correlation is None or found.line is None:
        return ""
    _ = translator(found.language)
    size = found.correlation.pearson
    text = coefficient_text(size, found.language)
    logs = [axis.indicator.name[found.language] for axis in (found.x, found.y) if axis.is_log]
    if logs:
        sentence = _(
            "By size, with logarithms of {logs}, Pearson's correlation is {size}; the line (least "
            "squares) leaves {rest} of the variance."
        )
    else:
        sentence = _(
            "By size, Pearson's correlation is {size}; the line (least squares) leaves {rest} of "
            "the variance."
        )
    rest = f"{(1 - size.value**2) * 100:.0f}%"
    return sentence.format(size=text, rest=rest, logs=join_list(logs, found.language))


def _apart(found: Scatter) -> str:
    """Who stands furthest above the line and below it, where there is a clear relation."""
    if found.line is None or found.correlation is None or not found.correlation.pearson.is_clear:
        return ""
    _ = translator(found.language)
    rest = furthest(found)
    above = [found.names[c] for c in rest.index[:_NAMED]]
    below = [found.names[c] for c in rest.index[::-1][:_NAMED]]
    return _("Furthest above the line: {above}; furthest below: {below}.").format(
        above=join_list(above, found.language), below=join_list(below, found.language)
    )


def furthest(found: Scatter) -> pd.Series:
    """How far each region stands above the line as drawn, by code, the highest first."""
    assert found.line is not None
    drawn = found.y.drawn(found.rows["value_y"])
    rest = drawn - found.line.at(found.x.drawn(found.rows["value_x"]))
    return pd.Series(rest, found.rows["region_code"]).sort_values(ascending=False, kind="stable")


def _notes(found: Scatter) -> list[str]:
    """Which regions are not drawn, and which axis could not be logarithmic."""
    _, language = translator(found.language), found.language
    level = found.choice.level
    notes = []
    parts = [
        _("only {name}: {regions}").format(
            name=axis.indicator.name[language], regions=count_regions(n, level, language)
        )
        for axis, side in ((found.y, "value_y"), (found.x, "value_x"))
        if (n := int(found.single[side].notna().sum()))
    ]
    if found.missing:
        parts.append(
            _("neither: {regions}").format(regions=count_regions(found.missing, level, language))
        )
    if parts:
        notes.append(
            _("Not drawn in {span}, as they have not both: {parts}.").format(
                span=found.span, parts=join_list(parts, language)
            )
        )
    if apart := int((found.rows["year_x"] != found.rows["year_y"]).sum()):
        sentence = _("The two figures are of different years in {regions}.")
        notes.append(sentence.format(regions=count_regions(apart, level, language)))
    if found.parted:
        sentence = _(
            "Left out, as their series break between their newest figure and {year}: {regions}."
        )
        names = join_list([found.names[code] for code in found.parted], language)
        notes.append(sentence.format(year=found.year, regions=names))
    for axis in (found.x, found.y):
        if axis.too_low:
            sentence = _(
                "{name} has no logarithmic axis: of {regions} the value is not above zero."
            )
            notes.append(
                sentence.format(
                    name=axis.indicator.name[language],
                    regions=count_regions(axis.too_low, level, language),
                )
            )
    return notes


def beware(found: Scatter) -> tuple[Sentence, ...]:
    """One sentence of caution, and what of the relation is arithmetic or a matter of size."""
    _, language, catalog = translator(found.language), found.language, found.release.catalog
    x, y = found.x.indicator, found.y.indicator
    caution = _(
        "A correlation is no cause: both may follow something third, and neighbours are not "
        "independent of one another."
    )
    said = [
        *(_shared_text(catalog, part, found) for part in shared_parts(catalog, x.code, y.code)),
        *_composed(catalog, found),
    ]
    if catalog.adds_up(x.code) and catalog.adds_up(y.code):
        said.append(
            _(
                "Both are amounts, and large regions have more of either; rates or amounts per "
                "head show what goes beyond size."
            )
        )
    if y.code in x.not_comparable_with or x.code in y.not_comparable_with:
        said.append(
            _("The catalog calls the two not comparable: their sizes must not be set side by side.")
        )
    first = Sentence(caution, "note")
    return (first, Sentence(join_sentences(said, language), "caution")) if said else (first,)


def _shared_text(catalog: Catalog, part: SharedPart, found: Scatter) -> str:
    """That a quantity is in both, and where; it moves both by arithmetic."""
    _, language = translator(found.language), found.language
    facts = {
        "part": part.name[language],
        "x": found.x.indicator.name[language],
        "y": found.y.indicator.name[language],
    }
    templates = {
        ("below", "below"): _("Both are divided by {part}: part of the relation is arithmetic."),
        ("above", "above"): _("Both count {part}: part of the relation is arithmetic."),
        ("above", "below"): _(
            "{x} counts {part}, and {y} is divided by it: part of the relation is arithmetic."
        ),
        ("below", "above"): _(
            "{y} counts {part}, and {x} is divided by it: part of the relation is arithmetic."
        ),
    }
    return templates[part.sides].format(**facts)


def _composed(catalog: Catalog, found: Scatter) -> list[str]:
    """That one amount is a part of the other, by the catalog's compositions."""
    _, language = translator(found.language), found.language
    pair = (found.x.indicator, found.y.indicator)
    return [
        _("{part} is a part of {whole}, so the two must go together.").format(
            part=part.name[language], whole=whole.name[language]
        )
        for part, whole in (pair, pair[::-1])
        if any(
            whole.code == entry.whole and part.code in entry.parts
            for entry in catalog.compositions.values()
            # Others are only set against a whole that they are no parts of.
            if all(catalog.unit_of(c) == catalog.unit_of(entry.whole) for c in entry.parts)
        )
    ]
