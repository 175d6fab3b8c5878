"""Every question can be asked by its name, and gets the answer that its page shows."""

from pathlib import Path

import pytest

from scoreboard.answers.link import Link
from scoreboard.answers.pages import page_words
from scoreboard.answers.profile.answer import answer
from scoreboard.answers.profile.choice import read_choice
from scoreboard.answers.questions import QUESTIONS, answer_question
from scoreboard.answers.release import Release
from scoreboard.catalog import Language

PAGES = Path(__file__).resolve().parents[2] / "pages"


def test_the_questions_are_the_pages_that_answer_one() -> None:
    answering = {p.stem for p in PAGES.glob("*.py") if ".answer import answer" in p.read_text()}
    assert set(QUESTIONS) == answering
    assert QUESTIONS.keys() <= page_words("zh").keys()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("question", QUESTIONS)
def test_each_is_answered(release: Release, question: str, language: Language) -> None:
    found, notices = answer_question(question, release, {}, language)
    assert any(found.blocks.values())
    assert not notices


def test_a_link_gets_the_answer_of_the_page_and_hears_what_it_said_wrongly(
    release: Release,
) -> None:
    values = {"region": "410300", "peers": "many"}
    found, notices = answer_question("profile", release, values, "zh")
    link = Link(values, "zh")
    assert found is answer(release, read_choice(link, release), "zh")
    assert [n.text for n in notices] == [n.text for n in link.notices] != []
