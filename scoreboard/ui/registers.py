"""The choosers of the lists: which list, of which year, and of which province."""

from __future__ import annotations

import streamlit as st

from scoreboard.answers.registered import places_listed, registers_in_order
from scoreboard.answers.registers.choice import RegisterChoice
from scoreboard.catalog import NATION
from scoreboard.ui import choices
from scoreboard.ui.frame import Frame

_EVERYWHERE = "all"


def show_choosers(frame: Frame, choice: RegisterChoice) -> None:
    """The list, its province, and its year where there are several."""
    _, catalog = frame.translate, frame.catalog
    registers = registers_in_order(catalog)
    provinces = {r.code: r.short_name[frame.language] for r in places_listed(catalog, "province")}
    years = [str(known.year) for known in registers[choice.register_code].lists]
    left, right = st.columns([5, 5], vertical_alignment="bottom")
    with left:
        st.selectbox(
            _("List"),
            list(registers),
            format_func=lambda code: registers[code].name[frame.language],
            **choices.bind(
                "register", choice.register_code, next(iter(registers)), lambda _new: {"list": None}
            ),
        )
    with right, st.container(horizontal=True, vertical_alignment="bottom"):
        shown = choice.region_code if choice.region_code != NATION else _EVERYWHERE
        st.selectbox(
            _("Place"),
            [_EVERYWHERE, *provinces],
            format_func=lambda code: provinces.get(code) or _("Nation"),
            width=220,
            **choices.bind("within", shown, _EVERYWHERE),
        )
        if len(years) > 1:
            st.segmented_control(
                _("Year"), years, **choices.bind("list", str(choice.year), years[-1])
            )
