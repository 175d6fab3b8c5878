"""What releases changed as an Atom feed (RFC 4287), for any feed reader."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from xml.etree import ElementTree

from scoreboard.answers.follow.news import News
from scoreboard.catalog import Language
from scoreboard.language import translator

MEDIA_TYPE = "application/atom+xml; charset=utf-8"
_ATOM = "http://www.w3.org/2005/Atom"


def to_atom(
    title: str,
    entries: Sequence[News],
    *,
    itself: str,
    page_of: Callable[[int], str],
    since: str,
    language: Language,
) -> bytes:
    """The feed: an entry a release, its id and its day never change while the release stands.

    itself: the address of the feed, which is also its name. page_of: the page that shows what one
    release changed, by its number. since: the moment of the first release, for a feed in which
    nothing has changed yet.
    """
    _ = translator(language)
    ElementTree.register_namespace("", _ATOM)
    feed = ElementTree.Element(f"{{{_ATOM}}}feed")
    _add(feed, "id", itself)
    _add(feed, "title", title)
    _add(feed, "updated", entries[0].published_at if entries else since)
    _add(_add(feed, "author"), "name", _("Regional innovation scoreboard"))
    _add(feed, "link", rel="self", href=itself)
    for each in entries:
        entry = _add(feed, "entry")
        _add(entry, "id", f"{itself}#release-{each.number}")
        _add(entry, "title", each.title)
        _add(entry, "updated", each.published_at)
        _add(entry, "link", rel="alternate", href=page_of(each.number))
        items = "".join(f"<li>{escape(item)}</li>" for item in each.items)
        more = _("and {n} more").format(n=f"{each.more:,}")
        tail = f"<p>{escape(more)}</p>" if each.more else ""
        _add(entry, "content", f"<ul>{items}</ul>{tail}", type="html")
    return ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)


def _add(
    parent: ElementTree.Element, name: str, text: str = "", **attributes: str
) -> ElementTree.Element:
    child = ElementTree.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
    child.text = text or None
    return child
