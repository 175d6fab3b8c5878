"""The peers of a region: how near, why, and what each does better."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd

from scoreboard.analysis.peers import closest_variables
from scoreboard.analysis.profile import better_at
from scoreboard.answers import basis
from scoreboard.answers.model import (
    Bullets,
    Card,
    PageLink,
    Part,
    Sentence,
    Step,
    Table,
    TableFacts,
)
from scoreboard.answers.profile.region_profile import RegionProfile
from scoreboard.catalog import Catalog, Language
from scoreboard.charts.theme import MOST_COMPARED
from scoreboard.language import join_list, translator
from scoreboard.text.figures import figure_text, is_place, rank_text

_BETTER = 3


def peers_of_region(profile: RegionProfile) -> tuple[Part, ...]:
    """The nearest regions with distance, reason and what they do better; the way to each."""
    _ = translator(profile.language)
    title = Sentence(
        _("Peers: the regions that you named")
        if profile.choice.own
        else _("Peers: the regions most alike in structure"),
        "heading",
    )
    if profile.level == "zone":
        sentence = _(
            "{name} has no peers: neither population nor land of zones is in this release."
        )
        return title, Sentence(sentence.format(name=profile.name), "note")
    if profile.peers.empty:
        return title, Sentence(_no_peers(profile), "note")
    nearest = profile.peer_codes[: MOST_COMPARED - 1]
    return (
        title,
        Sentence(_traits_compared(profile), "note"),
        *_cards(profile),
        Table(
            key="peer_traits",
            label=_("Why each is a peer: trait by trait"),
            name=f"peers_{profile.region.code}",
            build=partial(build_traits, profile),
            facts=partial(_traits_facts, profile),
        ),
        Sentence(_("Open the profile of a peer, or compare"), "title"),
        *map(partial(_step, profile), profile.peer_codes),
        PageLink(
            "compare",
            _("Compare with the {n} nearest peers").format(n=len(nearest)),
            (("compared", ",".join([profile.region.code, *nearest])),),
            ":material/compare_arrows:",
        ),
    )


def _traits_compared(profile: RegionProfile) -> str:
    """By which traits, of which year each, and in which unit the distance is."""
    _, language = translator(profile.language), profile.language
    _matrix, years = basis.structural_traits(profile.release, profile.level)
    names = _trait_names(profile)
    traits = join_list([f"{names[code]} {year}" for code, year in years.items()], language)
    notes = [
        _("by {traits}").format(traits=traits),
        _("distance in standard deviations; the same both ways"),
    ]
    if profile.level == "county":
        notes.insert(
            0,
            _("among districts of cities")
            if basis.is_district(profile.region)
            else _("among counties and county-level cities"),
        )
        notes.append(_("income is missing: no GDP per head is shipped for counties"))
    return " · ".join(notes)


def build_traits(profile: RegionProfile) -> pd.DataFrame:
    """One row a peer: its distance, and each trait as times the region's own.

    Traits are compared by their logarithms, so that twice and half are equally far. Where either
    has none, nothing stands.
    """
    _ = translator(profile.language)
    matrix, years = basis.structural_traits(profile.release, profile.level)
    own = matrix.reindex([profile.region.code]).iloc[0]
    names = _trait_names(profile)
    rows = matrix.reindex(profile.peer_codes)
    columns = {
        _("{trait}, times that of {name} ({year})").format(
            trait=names[code], name=profile.name, year=years[code]
        ): np.exp(rows[code] - own[code]).round(2).to_numpy()
        for code in matrix.columns
    }
    return pd.DataFrame(
        {
            _("Peer"): profile.region_names(profile.peer_codes),
            _("Distance"): profile.peers["distance"].round(2).to_numpy(),
        }
        | columns
    )


def _traits_facts(profile: RegionProfile) -> TableFacts:
    _ = translator(profile.language)
    title = _("{name}: why each is a peer").format(name=profile.name)
    return TableFacts(title, ((_("Note"), _traits_compared(profile)),))


def _no_peers(profile: RegionProfile) -> str:
    """Which traits a region lacks: without all of them it has no distance to any other."""
    matrix, _years = basis.structural_traits(profile.release, profile.level)
    names, own = _trait_names(profile), matrix.reindex([profile.region.code]).iloc[0]
    lacking = join_list([names[c] for c in matrix.columns if pd.isna(own[c])], profile.language)
    _ = translator(profile.language)
    return _("{name} has no peers: it has no confirmed figure of {traits}.").format(
        name=profile.name, traits=lacking
    )


def _step(profile: RegionProfile, peer: str) -> Step:
    """The peer becomes the region that the page is about."""
    (name,) = profile.region_names([peer])
    return Step(f"peer_{peer}", name, (("region", peer),), ":material/id_card:")


def _cards(profile: RegionProfile) -> list[Card]:
    """One card a peer, nearest first."""
    peers, codes = profile.peer_codes, profile.drawn_codes
    found = better_at(profile.placed, profile.region.code, peers, codes, _BETTER)
    better = {str(peer): rows for peer, rows in found.groupby("region_code")}
    shared = profile.placed[profile.placed["indicator_code"].isin(codes)]
    known = set(shared["region_code"])
    return [
        _card(profile, peer, distance, better.get(peer), peer in known)
        for peer, distance in zip(peers, profile.peers["distance"], strict=True)
    ]


def _card(
    profile: RegionProfile, peer: str, distance: float, better: pd.DataFrame | None, is_known: bool
) -> Card:
    """Distance, reason, and what the peer does better; says so when it leads in nothing."""
    _, language = translator(profile.language), profile.language
    (name,) = profile.region_names([peer])
    why = (
        [_("no distance: a trait is missing")]
        if pd.isna(distance)
        else [_("distance {d}").format(d=f"{distance:.2f}"), _reason(profile, peer)]
    )
    words: list[Sentence | Bullets] = [Sentence(" · ".join(why), "note")]
    if better is not None:
        lines = (
            better_line(profile.catalog, row, language, is_wide=profile.is_wide(row))
            for _n, row in better.iterrows()
        )
        words.append(Bullets(_("{name} stands better in").format(name=name), tuple(lines)))
    elif profile.drawn_codes and is_known:
        words.append(Sentence(_("leads in none of the indicators that both have")))
    elif profile.drawn_codes:
        nothing = _("{name} has no figure of the indicators compared")
        words.append(Sentence(nothing.format(name=name)))
    return Card(name, tuple(words))


def _reason(profile: RegionProfile, peer: str) -> str:
    matrix, _years = basis.structural_traits(profile.release, profile.level)
    names = _trait_names(profile)
    closest = [names[c] for c in closest_variables(matrix, profile.region.code, peer)]
    _ = translator(profile.language)
    return _("closest in {traits}").format(traits=join_list(closest, profile.language))


def _trait_names(profile: RegionProfile) -> dict[str, str]:
    traits = profile.catalog.structural_of(profile.level)
    return {trait.code: trait.name[profile.language] for trait in traits}


def better_line(
    catalog: Catalog, row: pd.Series, language: Language, *, is_wide: bool = True
) -> str:
    """In what a peer stands better: its figure and place, and those of the page's region.

    is_wide: whether enough regions have a figure for places to mean something.
    """
    _ = translator(language)
    code = str(row["indicator_code"])
    facts = {
        "indicator": catalog.indicators[code].name[language],
        "value": figure_text(catalog, code, float(row["value"]), language),
        "own_value": figure_text(catalog, code, float(row["own_value"]), language),
    }
    # Places among the few that publish an indicator are no places.
    if is_place(catalog, code) or not is_wide:
        return _("{indicator} {value}, here {own_value}").format(**facts)
    if row["year"] != row["own_year"]:
        template = _(
            "{indicator} {value} in {year} ({rank}), here {own_value} in {own_year} ({own_rank})"
        )
        facts |= {"year": str(int(row["year"])), "own_year": str(int(row["own_year"]))}
    else:
        template = _("{indicator} {value} ({rank}), here {own_value} ({own_rank})")
    return template.format(
        **facts,
        rank=rank_text(float(row["rank"]), language),
        own_rank=rank_text(float(row["own_rank"]), language),
    )
