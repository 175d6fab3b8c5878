"""What releases made of figures since an earlier one: worked by hand."""

import pandas as pd
import pytest

from scoreboard.analysis.revisions import changes_since

NONE = float("nan")


def revisions(*rows: tuple[int, str, float, float, str]) -> pd.DataFrame:
    """One figure of 2023 each: release, region, before, after, note after."""
    return pd.DataFrame(
        [
            {
                "release_id": number,
                "region_code": region,
                "indicator_code": "gdp",
                "year": 2023,
                "value_before": before,
                "value_after": after,
                "status_before": "A",
                "status_after": "A",
                "source_before": "s",
                "source_after": "s",
                "note_before": "",
                "note_after": note,
            }
            for number, region, before, after, note in rows
        ]
    )


@pytest.mark.parametrize(
    ("steps", "after", "kind"),
    [
        ([(2, NONE, 5.0)], 1, "added"),
        ([(2, 4.0, 5.0)], 1, "changed"),
        ([(2, 4.0, NONE)], 1, "withdrawn"),
        # Several releases are one change: from what was first to what is last.
        ([(2, NONE, 4.0), (3, 4.0, 5.0)], 1, "added"),
        ([(2, 4.0, 5.0), (3, 5.0, 6.0)], 1, "changed"),
        ([(2, 4.0, NONE), (3, NONE, 5.0)], 1, "changed"),
        # Told in the order of releases, whatever the order of rows.
        ([(3, 4.0, 5.0), (2, NONE, 4.0)], 1, "added"),
        # What a reader saw before is what he sees now.
        ([(2, 4.0, 5.0), (3, 5.0, 4.0)], 1, None),
        ([(2, NONE, 5.0), (3, 5.0, NONE)], 1, None),
        # Only what came later counts.
        ([(2, 4.0, 5.0), (3, 5.0, 4.0)], 2, "changed"),
        ([(2, 4.0, 5.0)], 2, None),
        # Zero is a value.
        ([(2, NONE, 0.0)], 1, "added"),
        ([(2, 0.0, NONE)], 1, "withdrawn"),
    ],
)
def test_several_releases_are_one_change(
    steps: list[tuple[int, float, float]], after: int, kind: str | None
) -> None:
    rows = revisions(*((n, "110000", before, now, "") for n, before, now in steps))
    found = changes_since(rows, after)
    assert list(found["kind"]) == ([] if kind is None else [kind])


def test_the_same_value_with_another_note_is_restated() -> None:
    found = changes_since(revisions((2, "110000", 4.0, 4.0, "修订口径")), 1)
    assert list(found["kind"]) == ["restated"]


def test_the_first_value_and_the_last_are_told_with_the_release_that_came_last() -> None:
    rows = revisions(
        (2, "110000", 4.0, 5.0, ""), (2, "310000", NONE, 1.0, ""), (3, "110000", 5.0, 6.0, "")
    )
    found = changes_since(rows, 1).set_index("region_code")
    beijing = found.loc["110000"]
    assert (beijing["value_before"], beijing["value_after"], beijing["release_id"]) == (4, 6, 3)
    assert found.loc["310000", "release_id"] == 2


def test_without_revisions_nothing_has_changed() -> None:
    rows = revisions((2, "110000", 4.0, 5.0, ""))
    assert changes_since(rows.iloc[:0], 1).empty
