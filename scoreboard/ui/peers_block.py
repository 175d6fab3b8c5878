"""The true peers of a region: how near, why, and what each does better; a click opens its page."""

from __future__ import annotations

from functools import partial

import streamlit as st

from scoreboard.analysis.peers import closest_variables
from scoreboard.analysis.profile import better_at
from scoreboard.text.profile import better_line, peer_reason
from scoreboard.ui import cached, choices
from scoreboard.ui.compare_choosers import MOST_COMPARED
from scoreboard.ui.figure import show_title
from scoreboard.ui.plain import plain
from scoreboard.ui.profile_page import ProfilePage

_BETTER = 3


def show_peers(page: ProfilePage) -> None:
    """The nearest regions with distance, reason and what they do better."""
    _ = page.frame.translate
    _matrix, years = cached.structural_traits(page.release_key, page.level)
    names = _trait_names(page)
    show_title(
        _("Peers: the regions most alike in structure"),
        [
            _("by {traits}").format(
                traits=_join(page, [f"{names[code]} {year}" for code, year in years.items()])
            ),
            _("distance in standard deviations; the same both ways"),
        ],
    )
    if page.peers.empty:
        st.caption(plain(_no_peers(page)))
        return
    for peer, distance in zip(page.peers["region_code"], page.peers["distance"], strict=True):
        _show_peer(page, peer, distance)
    nearest = page.peer_codes[: MOST_COMPARED - 1]
    label = _("Compare with the {n} nearest peers").format(n=len(nearest))
    _link_to_comparison(label, page, nearest)


def _link_to_comparison(label: str, page: ProfilePage, peers: list[str]) -> None:
    """Opens the comparison of the region with some of its peers."""
    st.page_link(
        "pages/compare.py",
        label=plain(label),
        icon=":material/compare_arrows:",
        query_params={"compared": ",".join([page.region.code, *peers]), "lang": page.language},
    )


def _no_peers(page: ProfilePage) -> str:
    _ = page.frame.translate
    return _(
        "{name} has no peers: more than half of the structural figures are missing ({traits})."
    ).format(name=page.name, traits=_join(page, list(_trait_names(page).values())))


def _show_peer(page: ProfilePage, peer: str, distance: float) -> None:
    _ = page.frame.translate
    name = page.frame.region_names([peer])[0]
    with st.container(border=True, gap="small"):
        compares = bool(page.position_codes)
        head, better = (
            st.columns([4, 8], gap="small") if compares else (st.container(), st.container())
        )
        with head, st.container(gap=None):
            st.button(
                f"**{plain(name)}**",
                type="tertiary",
                key=f"peer_{peer}",
                help=_("Open the profile of {name}").format(name=plain(name)),
                on_click=partial(_open, peer),
            )
            words = [_("distance {d}").format(d=f"{distance:.2f}"), _reason(page, peer)]
            st.markdown(f":small[{plain(' · '.join(words))}]")
            _link_to_comparison(_("Compare with {name}").format(name=name), page, [peer])
        if compares:
            better.markdown(_better(page, peer, name))


def _open(peer: str) -> None:
    """The peer becomes the region that the page is about."""
    choices.write({"region": peer})


def _reason(page: ProfilePage, peer: str) -> str:
    matrix, _years = cached.structural_traits(page.release_key, page.level)
    names = _trait_names(page)
    closest = [names[c] for c in closest_variables(matrix, page.region.code, peer)]
    missing = matrix.loc[[page.region.code, peer]].isna().any()
    lacking = [names[c] for c in matrix.columns if missing[c]]
    return peer_reason(closest, lacking, page.language)


def _better(page: ProfilePage, peer: str, name: str) -> str:
    """What the peer does better, as Markdown; says so when it leads in nothing compared."""
    _ = page.frame.translate
    codes = page.position_codes
    shared = page.placed[page.placed["indicator_code"].isin(codes)]
    if peer not in set(shared["region_code"]):
        nothing = _("{name} has no figure of the indicators compared").format(name=name)
        return f":small[{plain(nothing)}]"
    found = better_at(page.placed, page.region.code, peer, codes, _BETTER)
    if found.empty:
        nothing = _("leads in none of the indicators that both have")
        return f":small[{plain(nothing)}]"
    lines = [better_line(page.frame.catalog, row, page.language) for _n, row in found.iterrows()]
    heading = plain(_("{name} does better in").format(name=name))
    return "\n".join([f":small[{heading}]", *(f"- :small[{plain(line)}]" for line in lines)])


def _trait_names(page: ProfilePage) -> dict[str, str]:
    traits = page.frame.catalog.structural_of(page.level)
    return {trait.code: trait.name[page.language] for trait in traits}


def _join(page: ProfilePage, items: list[str]) -> str:
    return ("、" if page.language == "zh" else ", ").join(items)
