"""Why nothing was published, taken back or put in force again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from scoreboard.catalog.dropped import Dropped
from scoreboard.catalog.models import Text
from scoreboard.catalog.problems import CatalogError

# How long a press of the button waits for somebody else's publishing; ten million figures take
# less.
WAIT_SECONDS = 60.0
RefusalKind = Literal[
    "busy",  # somebody else is publishing
    "stale",  # another release came in since the comparison
    "errors",
    "warnings",
    "nothing",  # no figure would change
    "published",  # this very comparison was published before
    "reviewer",  # nobody reviews what they publish themselves
    "differs",  # the comparison is not the one that was made
    "unknown_release",
    "not_published",  # only what a person published can be taken back
    "withdrawn",  # it was taken back before, or a rollback went back beyond it
    "folder",  # the folder of releases cannot be used as it is
    "catalog",  # a file of the catalog is broken, or lacks a code of what would be published
]


@dataclass(frozen=True)
class Refused:
    """Why nothing was published; the release in force is as it was."""

    kind: RefusalKind
    reason: Text
    in_force: int | None = None


def refuse(kind: RefusalKind, zh: str, en: str, in_force: int | None = None) -> Refused:
    """A refusal with its reason in both languages."""
    return Refused(kind, Text(zh=zh, en=en), in_force)


BUSY = refuse(
    "busy",
    "另一位用户正在发布，请稍后再试。",
    "Somebody else is publishing; please try again in a moment.",
)


def broken_catalog(error: CatalogError) -> Refused:
    """That a file of the catalog cannot be read."""
    return refuse(
        "catalog",
        f"指标目录有误，未作任何改动：{error.said('zh')}请改正该文件后重试。",
        f"The catalog cannot be used, and nothing was changed: {error.said('en')} Mend the file and"
        " try again.",
    )


def lacking_codes(dropped: Dropped) -> Refused | None:
    """Why figures under codes without a card do not come into force; None when there are none."""
    if not dropped:
        return None
    listed = dropped.listed()
    return refuse(
        "catalog",
        f"指标目录中没有要写入的代码（{listed.zh}），未作任何改动。请先恢复目录文件。",
        f"The catalog lacks codes that would be written ({listed.en}), and nothing was changed."
        " Put the files of the catalog back first.",
    )
