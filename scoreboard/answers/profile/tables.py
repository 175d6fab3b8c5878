"""The tables behind a profile: every figure of the region, and ten years of those drawn."""

from __future__ import annotations

from functools import partial

import pandas as pd

from scoreboard.analysis.profile import recent_medians, recent_series
from scoreboard.answers.model import Behind, Table, TableFacts
from scoreboard.answers.profile.region_profile import RegionProfile
from scoreboard.answers.sources import cited, release_line
from scoreboard.language import join_list, translator
from scoreboard.store.bulk import Selection
from scoreboard.text.sentences import span_text, status_word

_KEYS = ["indicator_code", "year"]


def table_of(profile: RegionProfile) -> Table:
    """Every figure of the region with its yardsticks."""
    _ = translator(profile.language)
    return Table(
        key="profile_table",
        label=_("All indicators: table and download"),
        name=f"profile_{profile.region.code}",
        build=partial(_build, profile),
        facts=partial(_facts, profile),
        behind=Behind(Selection(regions=(profile.region.code,))),
    )


def table_of_years(profile: RegionProfile) -> Table:
    """Ten years of the indicators drawn."""
    _ = translator(profile.language)
    return Table(
        key="profile_years_table",
        label=_("Ten years: table and download"),
        name=f"profile_years_{profile.region.code}",
        build=partial(_build_years, profile),
        facts=partial(_facts, profile),
        behind=Behind(
            Selection(indicators=tuple(profile.drawn_codes), regions=(profile.region.code,))
        ),
    )


def _build(profile: RegionProfile) -> pd.DataFrame:
    """One row an indicator that the region has a figure of, in the catalog's unit and order.

    Indicators without a figure in the window show the region's newest, without a rank.
    """
    _ = translator(profile.language)
    catalog, language, titles = profile.catalog, profile.language, profile.release.titles
    rest = profile.newest[~profile.newest["indicator_code"].isin(profile.by_code)]
    order = {i.code: n for n, i in enumerate(catalog.indicators_in_order())}
    rows = pd.concat([profile.rows, rest], ignore_index=True)
    rows = rows.sort_values("indicator_code", key=lambda codes: codes.map(order))
    rows = _with_notes(profile, rows)
    codes = rows["indicator_code"]
    # Two more decimals than pages show: the table is there to be checked against.
    places = [catalog.indicators[c].decimals + 2 for c in codes]

    def rounded(column: str) -> list[float | None]:
        return [
            None if pd.isna(v) else round(float(v), n)
            for v, n in zip(rows[column], places, strict=True)
        ]

    return pd.DataFrame(
        {
            _("Pillar"): [
                catalog.pillars[catalog.indicators[c].pillar].name[language] for c in codes
            ],
            _("Indicator"): [profile.indicator_name(c) for c in codes],
            _("Year"): rows["year"].astype(int),
            _("Value"): rounded("value"),
            _("Unit"): [catalog.unit_of(c).name[language] for c in codes],
            _("Rank"): rows["rank"].astype("Int64"),
            _("Regions with a figure"): rows["regions"].astype("Int64"),
            _("Compared within"): [
                span_text(profile.spans[c], language) if known else ""
                for c, known in zip(codes, rows["regions"].notna(), strict=True)
            ],
            _("Rank before"): rows["rank_before"].astype("Int64"),
            _("Value before"): rounded("value_before"),
            _("Nation"): rounded("nation"),
            _("Median of the peers"): rounded("peers_median"),
            _("Best of the peers"): [
                "" if pd.isna(c) else profile.region_names([c])[0] for c in rows["best_peer"]
            ],
            _("Value of the best"): rounded("best_value"),
            _("Year of the best"): rows["best_year"].astype("Int64"),
            _("Status"): [status_word(s, language) for s in rows["status"]],
            _("Source"): [cited(s, titles) for s in rows["source_code"]],
            _("Code"): codes,
            _("Note"): rows["note"],
        }
    )


def _build_years(profile: RegionProfile) -> pd.DataFrame:
    """One row an indicator drawn and year, in the catalog's unit, beside the median of peers."""
    _ = translator(profile.language)
    catalog, language, titles = profile.catalog, profile.language, profile.release.titles
    codes = profile.drawn_codes
    medians = recent_medians(profile.panel, profile.peer_codes, codes)
    rows = recent_series(profile.panel, profile.region.code, codes).merge(
        medians, on=_KEYS, how="left", suffixes=("", "_peers")
    )
    order = {code: n for n, code in enumerate(codes)}
    rows = rows.sort_values(_KEYS, key=lambda c: c.map(order).fillna(c))
    rows = _with_notes(profile, rows)
    return pd.DataFrame(
        {
            _("Indicator"): [profile.indicator_name(c) for c in rows["indicator_code"]],
            _("Year"): rows["year"].astype(int),
            _("Value"): rows["value"].round(4),
            _("Unit"): [catalog.unit_of(c).name[language] for c in rows["indicator_code"]],
            _("Median of the peers"): rows["value_peers"].round(4),
            _("Status"): [status_word(s, language) for s in rows["status"]],
            _("Source"): [cited(s, titles) for s in rows["source_code"]],
            _("Code"): rows["indicator_code"],
            _("Note"): rows["note"],
        }
    )


def _with_notes(profile: RegionProfile, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with what the source says about each value; empty where it says nothing."""
    found = rows.merge(profile.release.notes(profile.region.code), on=_KEYS, how="left")
    return found.assign(note=found["note"].fillna(""))


def _facts(profile: RegionProfile) -> TableFacts:
    """What goes with the tables into every file."""
    _ = translator(profile.language)
    peers = join_list(profile.region_names(profile.peer_codes), profile.language)
    return TableFacts(
        _("Region profile") + f": {profile.name}",
        (
            (_("Region"), f"{profile.name} ({profile.region.code})"),
            (_("Peers"), peers or _("none")),
            (_("Release"), release_line(profile.release.info, profile.language)),
        ),
    )
