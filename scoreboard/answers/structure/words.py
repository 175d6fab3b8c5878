"""Regional structure in sentences made from computed facts; every verdict has its number."""

from __future__ import annotations

import math
from dataclasses import dataclass

from scoreboard.analysis.convergence import Beta
from scoreboard.analysis.spatial.moran import PERMUTATIONS, SIGNIFICANT, Autocorrelation
from scoreboard.catalog.models import Language
from scoreboard.language import join_list, join_sentences, translator
from scoreboard.language.numbers import format_plain

# Longer lists of names are not read in a sentence.
MOST_NAMED = 12


@dataclass(frozen=True)
class Measured:
    """A measure in a year and, where one can be set against it, in an earlier year."""

    now: float
    before: float | None = None
    since: int | None = None

    @property
    def change(self) -> float | None:
        """The difference of the unrounded measures; none without an earlier year."""
        if self.before is None or self.since is None or math.isnan(self.before):
            return None
        return self.now - self.before


def concentration_sentence(
    year: str,
    shown: str,
    field: str,
    gini: Measured,
    leaders: tuple[list[str], float],
    language: Language,
    *,
    by_people: bool = False,
) -> str:
    """How concentrated an amount is, how that moved, and what the leaders hold.

    field: the regions counted, in words; leaders: their names, and their share in per cent;
    by_people: the coefficient counts regions by their population.
    """
    _ = translator(language)
    template = (
        _("{year}: the population-weighted Gini coefficient of {shown} among {field} is {value}")
        if by_people
        else _("{year}: the Gini coefficient of {shown} among {field} is {value}")
    )
    parts = [
        template.format(year=year, shown=shown, field=field, value=number(gini.now)),
        change_clause(gini, 3, language),
        _("{names} hold {share} of the total").format(
            names=join_with_and(leaders[0], language), share=per_cent(leaders[1])
        ),
    ]
    return join_clauses(parts, language)


def dispersion_sentence(
    year: str, shown: str, field: str, spread: Measured, language: Language
) -> str:
    """How far a rate differs between regions, and how that moved."""
    _ = translator(language)
    parts = [
        _("{year}: the coefficient of variation of {shown} among {field} is {value}").format(
            year=year, shown=shown, field=field, value=number(spread.now)
        ),
        change_clause(spread, 3, language),
    ]
    return join_clauses(parts, language)


def change_clause(measured: Measured, decimals: int, language: Language) -> str:
    """How a measure changed since an earlier year; empty where there is none to compare with."""
    if measured.change is None:
        return ""
    _ = translator(language)
    amount = round(measured.change, decimals)
    if amount == 0:
        return _("the same as in {since}").format(since=measured.since)
    template = (
        _("{amount} higher than in {since}") if amount > 0 else _("{amount} lower than in {since}")
    )
    return template.format(amount=number(abs(amount), decimals), since=measured.since)


def since_words(measured: Measured, language: Language) -> str:
    """The change since the earlier year for a tile; empty where there is none to compare with."""
    if measured.change is None:
        return ""
    _ = translator(language)
    amount = round(measured.change, 3)
    sign = "+" if amount > 0 else "−" if amount < 0 else "±"
    return _("{change} since {since}").format(
        change=sign + number(abs(amount)), since=measured.since
    )


def moran_clause(found: Autocorrelation, language: Language) -> str:
    """Moran's I with its p, and what they say together."""
    _ = translator(language)
    if not found.is_significant:
        template = _("Moran's I is {value} (p = {p}): no clear spatial pattern")
    elif found.value > found.expected:
        template = _("Moran's I is {value} (p = {p}): neighbours have similar levels")
    else:
        template = _("Moran's I is {value} (p = {p}): neighbours have opposite levels")
    return template.format(value=number(found.value), p=number(found.p))


def moran_notes(
    found: Autocorrelation, islands: list[tuple[str, str]], left_out: list[str], language: Language
) -> list[str]:
    """What a reader must know of the figure: how p comes about, few regions, islands.

    islands: pairs of names joined though no border is shared.
    """
    _ = translator(language)
    notes = [
        _("p is two-sided, from {permutations} random permutations.").format(
            permutations=PERMUTATIONS
        )
    ]
    if found.has_low_power:
        notes.append(
            _(
                "With only {regions} regions the power of the test is low: "
                "a large p does not mean that there are no clusters."
            ).format(regions=found.regions)
        )
    notes.append(
        _(
            "Local p-values are not corrected for testing {regions} regions: "
            "about {chance} would fall below {limit} by chance alone."
        ).format(
            regions=found.regions,
            chance=max(1, round(found.regions * SIGNIFICANT)),
            limit=SIGNIFICANT,
        )
    )
    notes.append(_("Neighbours share a border or a corner."))
    if islands:
        pairs = [_("{island} with {nearest}").format(island=a, nearest=b) for a, b in islands]
        notes.append(
            _("Islands are joined to the nearest: {pairs}.").format(
                pairs=join_list(pairs, language)
            )
        )
    if left_out:
        notes.append(
            _("Left out, as no neighbour has a value: {names}.").format(
                names=join_list(left_out, language)
            )
        )
    return notes


def clusters_sentence(found: Autocorrelation, names: dict[str, str], language: Language) -> str:
    """Which regions form clusters, kind by kind; that there is none where there is none."""
    _ = translator(language)
    words = cluster_words(language)
    parts = []
    for kind in ("HH", "LL", "HL", "LH"):
        codes = found.rows.loc[found.rows["cluster"] == kind, "region_code"]
        if len(codes):
            listed = join_list([names[c] for c in codes], language)
            parts.append(_("{kind}: {names}").format(kind=words[kind], names=listed))
    if not parts:
        return _("No region forms a local cluster (p < {limit}).").format(limit=SIGNIFICANT)
    listed = ("；" if language == "zh" else "; ").join(parts)
    return _("Local clusters (p < {limit}): {listed}.").format(limit=SIGNIFICANT, listed=listed)


def cluster_words(language: Language) -> dict[str, str]:
    """What each kind of local cluster is called; the empty one is not significant."""
    _ = translator(language)
    return {
        "HH": _("high among high"),
        "HL": _("high among low"),
        "": _("not significant"),
        "LH": _("low among high"),
        "LL": _("low among low"),
    }


def sigma_sentence(last: int, cv: Measured, language: Language) -> str:
    """Whether the spread has narrowed since the earlier year; empty without one."""
    if cv.change is None or cv.before is None:
        return ""
    _ = translator(language)
    amount = round(cv.change, 3)
    # What is said to differ must not read the same.
    decimals = 4 if number(cv.now) == number(cv.before) else 3
    if amount < 0:
        template = _(
            "{first} to {last}: the coefficient of variation fell from {before} to {now}; "
            "the spread has narrowed."
        )
    elif amount > 0:
        template = _(
            "{first} to {last}: the coefficient of variation rose from {before} to {now}; "
            "the spread has widened."
        )
    else:
        template, decimals = (
            _("{first} to {last}: the coefficient of variation stayed at {now}."),
            3,
        )
    before, now = number(cv.before, decimals), number(cv.now, decimals)
    return template.format(first=cv.since, last=last, before=before, now=now)


def beta_sentence(first: int, last: int, beta: Beta, language: Language) -> str:
    """Whether those that began lower grew faster, with slope, standard error, p and half-life."""
    _ = translator(language)
    facts = {
        "first": first,
        "last": last,
        "slope": format_plain(beta.slope, 4),
        "error": format_plain(beta.stderr, 4),
        "p": p_value(beta.p),
        "half_life": "" if math.isnan(beta.half_life) else format_plain(beta.half_life, 0),
    }
    numbers = _("slope {slope}, standard error {error}, {p}").format(**facts)
    if beta.converges and facts["half_life"]:
        template = _(
            "{first} to {last}: regions that began lower grew faster ({numbers}); "
            "at this pace half of the distance is gone in {half_life} years."
        )
    elif beta.converges:
        template = _("{first} to {last}: regions that began lower grew faster ({numbers}).")
    elif beta.diverges:
        template = _("{first} to {last}: regions that began higher grew faster ({numbers}).")
    else:
        template = _("{first} to {last}: growth does not clearly depend on the start ({numbers}).")
    return template.format(numbers=numbers, **facts)


def quotients_sentence(
    region: str, highest: tuple[str, float], lowest: tuple[str, float], language: Language
) -> str:
    """What a region has more and less of than its weight, with the quotients."""
    _ = translator(language)
    return _(
        "{region}: the location quotient is highest for {high} ({high_value}) "
        "and lowest for {low} ({low_value})."
    ).format(
        region=region,
        high=highest[0],
        high_value=number(highest[1], 2),
        low=lowest[0],
        low_value=number(lowest[1], 2),
    )


def too_few_sentence(
    year: int, shown: str, known: list[str], expected: str, missing: list[str], language: Language
) -> str:
    """That too few regions have a value to speak of all of them, and who has or lacks one.

    known, missing: names of the regions with and without a value; the shorter list is given.
    expected: all regions of the level, in words.
    """
    _ = translator(language)
    sentence = _(
        "{year}: only {found} of {expected} have a value of {shown}, less than four fifths; "
        "concentration, clusters and convergence are not worked out."
    ).format(year=year, found=len(known), expected=expected, shown=shown)
    listed = ""
    if 0 < len(missing) <= min(len(known), MOST_NAMED):
        listed = _("Missing: {names}.").format(names=join_list(missing, language))
    elif 0 < len(known) <= MOST_NAMED:
        listed = _("With a value: {names}.").format(names=join_list(known, language))
    return join_sentences([sentence, listed], language)


def number(value: float, decimals: int = 3) -> str:
    """A measure without unit, with a fixed number of decimals."""
    return "—" if math.isnan(value) else format_plain(value, decimals)


def per_cent(value: float) -> str:
    """A share in per cent, with one decimal."""
    return format_plain(value, 1) + "%"


def p_value(p: float) -> str:
    """A p-value as papers print it: p = 0.012, or p < 0.001."""
    return "p < 0.001" if p < 0.001 else f"p = {p:.3f}"


def join_clauses(parts: list[str], language: Language) -> str:
    """Clauses as one sentence; empty ones are left out."""
    there = [part for part in parts if part]
    return "，".join(there) + "。" if language == "zh" else "; ".join(there) + "."


def join_with_and(items: list[str], language: Language) -> str:
    """Names in a row that ends in 和 or and."""
    if len(items) < 2:
        return "".join(items)
    _ = translator(language)
    return _("{first} and {last}").format(first=join_list(items[:-1], language), last=items[-1])
