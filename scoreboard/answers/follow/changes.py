"""Which figures of what is followed a release has changed."""

from __future__ import annotations

import pandas as pd

from scoreboard.analysis.revisions import changes_since
from scoreboard.answers.follow.choice import FollowChoice
from scoreboard.answers.kept import kept
from scoreboard.answers.release import Release


def changes_of(release: Release, choice: FollowChoice) -> pd.DataFrame:
    """The figures of what is followed that differ from the earlier release; see changes_since.

    A figure is followed by its region or by its indicator. Figures of an indicator that the
    catalog has given up since are left out, as no page shows them.
    """
    return _followed(release, _changes(release, choice.after), choice)


def changes_in(release: Release, choice: FollowChoice, number: int) -> pd.DataFrame:
    """The same for what one earlier release changed, whatever became of it afterwards."""
    revisions = release.revisions()
    in_it = revisions[revisions["release_id"] == number]
    return _followed(release, changes_since(in_it, number - 1), choice)


@kept
def _changes(release: Release, after: int) -> pd.DataFrame:
    return changes_since(release.revisions(), after)


def _followed(release: Release, changes: pd.DataFrame, choice: FollowChoice) -> pd.DataFrame:
    is_followed = changes["region_code"].isin(choice.regions) | changes["indicator_code"].isin(
        choice.indicators
    )
    is_shown = changes["indicator_code"].isin(release.catalog.indicators.keys())
    return changes[is_followed & is_shown & changes["region_code"].isin(release.catalog.regions)]
