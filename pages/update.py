"""数据更新: bring in a new year's figures. What would change, and is anything wrong?"""

import streamlit as st

from scoreboard.ui.frame import open_page
from scoreboard.ui.update.comparison import show_comparison
from scoreboard.ui.update.names import decide_names
from scoreboard.ui.update.page import (
    show_issues,
    show_reading,
    upload_and_check,
)
from scoreboard.ui.update.publishing import finish_publishing, show_publish, take_press
from scoreboard.ui.update.template import show_template

frame = open_page("update", in_force=True)
_ = frame.translate
press = take_press()
show_template(frame)
checked = upload_and_check(frame)
if checked is not None:
    show_reading(frame, checked)
    report = show_issues(frame, checked)
    decide_names(frame, report)
    if report.errors == 0 and len(report.rows):
        st.header(_("What publishing would change"), anchor=False)
        show_publish(frame, show_comparison(frame, report), press)
finish_publishing(frame, press)
