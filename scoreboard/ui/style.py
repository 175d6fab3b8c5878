"""The style sheets of every page: words of answers, paper, and Streamlit's own words in Chinese."""

import json

import streamlit as st

from scoreboard.catalog import Language
from scoreboard.language import translator
from scoreboard.ui.component import static_address


def use_style(language: Language) -> None:
    """How words look, what is left off the paper, and Streamlit's own words in Chinese.

    The browser fetches each sheet once; its text would go along with every rerun. Streamlit has no
    setting for its own few words. What every figure says alike, the menu of its picture, goes
    along here once (component.js).
    """
    _ = translator(language)
    words = {
        "save": _("Save as a picture"),
        "busy": _("Being drawn …"),
        "failed": _("The picture could not be made."),
    }
    told = "".join(f"--sb-{k}:{json.dumps(w, ensure_ascii=False)};" for k, w in words.items())
    sheets = ["style.css", "print.css", *(["chinese.css"] if language == "zh" else [])]
    imports = "".join(f'@import url("{static_address(sheet)}");' for sheet in sheets)
    st.html(f"<style>{imports}:root{{{told}}}</style>")
