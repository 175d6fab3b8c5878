"""区域创新看板: the menu, one line a page. Nothing here can fail before the menu is built."""

import streamlit as st

from scoreboard.language import translator
from scoreboard.ui.choices import arrive, catch_up, have_drawn, language
from scoreboard.ui.embedded import show_embedded
from scoreboard.ui.frame import run_page, show_language_switch
from scoreboard.ui.style import use_style
from scoreboard.ui.top import show_top

catch_up()
_ = translator(language())
st.set_page_config(
    page_title=_("Regional innovation scoreboard"),
    page_icon="static/favicon.svg",
    layout="wide",
    initial_sidebar_state=250,
)
page = st.navigation(
    {
        _("Innovation scoreboard"): [
            st.Page("pages/overview.py", title=_("Overview"), icon=":material/map:", default=True),
            st.Page("pages/profile.py", title=_("Region profile"), icon=":material/id_card:"),
            st.Page("pages/compare.py", title=_("Benchmarking"), icon=":material/compare_arrows:"),
            st.Page("pages/composite.py", title=_("Composite"), icon=":material/leaderboard:"),
            st.Page("pages/structure.py", title=_("Regional structure"), icon=":material/hub:"),
            st.Page("pages/relations.py", title=_("Relations"), icon=":material/scatter_plot:"),
            st.Page(
                "pages/diagnosis.py",
                title=_("Tiered diagnosis"),
                icon=":material/stethoscope:",
            ),
            st.Page("pages/instruments.py", title=_("Policy instruments"), icon=":material/tune:"),
            st.Page("pages/registers.py", title=_("National lists"), icon=":material/checklist:"),
            st.Page("pages/gaps.py", title=_("Missing figures"), icon=":material/playlist_add:"),
            st.Page("pages/follow.py", title=_("Follow"), icon=":material/notifications:"),
            st.Page("pages/update.py", title=_("Update"), icon=":material/upload_file:"),
            st.Page("pages/releases.py", title=_("Releases"), icon=":material/history:"),
            st.Page("pages/methods.py", title=_("Methods"), icon=":material/menu_book:"),
        ]
    },
    position="hidden" if st.context.is_embedded else "sidebar",
    # With more than a dozen pages Streamlit would fold the last away, in its own English.
    expanded=True,
)
name = page.url_path or "overview"
if st.context.is_embedded:
    use_style(language())
    show_embedded(name)
else:
    arrive(page.url_path)
    show_language_switch()
    show_top(name, language())
    use_style(language())
    run_page(page)
    have_drawn()
