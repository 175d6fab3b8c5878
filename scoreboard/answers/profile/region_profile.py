"""One region in all its indicators, as words, figures and tables of the profile share it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from scoreboard.analysis.profile import Marks, compared_codes, mark_strengths
from scoreboard.analysis.summary import WHOLE_FIELD
from scoreboard.answers import basis
from scoreboard.answers.profile.choice import ProfileChoice
from scoreboard.answers.release import Release
from scoreboard.catalog import Catalog, Indicator, Language, Level, Region
from scoreboard.text.sentences import span_text

# Cities publish little: a rank is shown from this many of them on, with the number beside it.
FEWEST_CITIES = 10


@dataclass(frozen=True, eq=False)
class RegionProfile:
    """One region with its peers and its figures in every indicator.

    peers: region_code, distance, nearest first. rows: the region's rows in the windows of
    comparison beside nation and peers, see compare_region. newest: its newest figure in each
    indicator, whatever the year.
    """

    release: Release
    choice: ProfileChoice
    language: Language
    region: Region
    peers: pd.DataFrame
    rows: pd.DataFrame
    newest: pd.DataFrame

    @property
    def catalog(self) -> Catalog:
        """The catalog of the release."""
        return self.release.catalog

    @property
    def level(self) -> Level:
        """The level of the region and of those it is compared with."""
        return self.region.level

    @property
    def name(self) -> str:
        """The region's short name; of a county with its city."""
        return basis.name_in_place(self.catalog, self.region.code, self.language)

    @property
    def token(self) -> str:
        """What is shown, for tests and benchmarks that wait until every figure carries it."""
        return f"{self.region.code}|{','.join(self.peer_codes)}"

    @property
    def peer_codes(self) -> tuple[str, ...]:
        """The peers, nearest first."""
        return tuple(self.peers["region_code"])

    @property
    def panel(self) -> pd.DataFrame:
        """Every figure of the level and of the nation."""
        return self.release.panel(self.level)

    @property
    def placed(self) -> pd.DataFrame:
        """Every region of the level in every indicator of its window."""
        return basis.placed(self.release, self.level, self.choice.window)

    @property
    def years(self) -> dict[str, int]:
        """The year that each indicator is compared in; the last of its window."""
        return basis.years_compared(self.release, self.level, self.choice.window)

    @cached_property
    def spans(self) -> dict[str, tuple[int, int]]:
        """The first and the last year of the figures that each indicator is compared by."""
        years = self.placed.groupby("indicator_code")["year"].agg(["min", "max"])
        return {str(row.Index): (int(row.min), int(row.max)) for row in years.itertuples()}

    @cached_property
    def expected(self) -> int:
        """How many regions the statistics of the level cover."""
        return basis.count_expected(self.catalog, self.level)

    @property
    def rule_codes(self) -> list[str]:
        """The indicators that strengths and weaknesses are looked for in."""
        return list(basis.telling(self.release, self.level))

    @cached_property
    def drawn_codes(self) -> list[str]:
        """The indicators drawn: those of the rule; for cities all that enough of them publish."""
        if self.level == "province":
            return self.rule_codes
        wanted = compared_codes(self.placed, self.catalog, 2 * FEWEST_CITIES)
        known = set(self.rows.loc[self.rows["percentile"].notna(), "indicator_code"])
        return [code for code in wanted if code in known]

    @property
    def drawn(self) -> pd.DataFrame:
        """The region's rows of the indicators drawn."""
        return self.rows[self.rows["indicator_code"].isin(self.drawn_codes)]

    @cached_property
    def marks(self) -> Marks:
        """The region's strengths and weaknesses by the published rule."""
        return mark_strengths(self.rows, self.rule_codes)

    @cached_property
    def by_code(self) -> dict[str, pd.Series]:
        """The region's row in an indicator's window, by indicator."""
        return {str(row["indicator_code"]): row for _n, row in self.rows.iterrows()}

    @cached_property
    def notes(self) -> dict[tuple[str, int], str]:
        """What the sources say about the region's figures, by indicator and year."""
        rows = self.release.notes(self.region.code)
        keys = zip(rows["indicator_code"], rows["year"].astype(int), strict=True)
        return dict(zip(keys, rows["note"], strict=True))

    def shown(self, code: str) -> pd.Series | None:
        """The figure said of the region: of the window, else its own newest."""
        if code in self.by_code:
            return self.by_code[code]
        own = self.newest[self.newest["indicator_code"] == code]
        return None if own.empty else own.iloc[0]

    def newer(self, row: pd.Series) -> pd.Series | None:
        """The region's own newest figure where it is of a later year than the one compared."""
        own = self.newest[self.newest["indicator_code"] == row["indicator_code"]]
        return None if own.empty or own.iloc[0]["year"] <= row["year"] else own.iloc[0]

    def is_wide(self, row: pd.Series) -> bool:
        """Whether enough regions have published for a rank to mean something by itself."""
        return bool(row.get("regions", 0) >= WHOLE_FIELD * self.expected)

    def window_text(self, code: str) -> str:
        """The years that an indicator is compared in, where they are several; else empty."""
        first, last = self.spans.get(code, (0, 0))
        return "" if first == last else span_text((first, last), self.language)

    def indicator(self, code: str) -> Indicator:
        """An indicator of the catalog."""
        return self.catalog.indicators[code]

    def indicator_name(self, code: str) -> str:
        """The name of an indicator."""
        return self.indicator(code).name[self.language]

    def region_names(self, codes: Iterable[str]) -> list[str]:
        """The short names of regions; of counties with their city."""
        return [basis.name_in_place(self.catalog, code, self.language) for code in codes]


def take_profile(release: Release, choice: ProfileChoice, language: Language) -> RegionProfile:
    """The region of a choice with its peers and its figures."""
    region = release.catalog.regions[choice.region_code]
    peers = basis.chosen_peers(release, region.level, region.code, choice.peer_choice)
    codes = tuple(peers["region_code"])
    return RegionProfile(
        release=release,
        choice=choice,
        language=language,
        region=region,
        peers=peers,
        rows=basis.compared(release, region.level, region.code, codes, choice.window),
        newest=basis.newest(release, region.level, region.code),
    )
