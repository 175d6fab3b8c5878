"""Every question that a link can ask, answered by its name: for what is not a page of its own.

Pages call their question directly; briefs, the interface over HTTP and single figures do not know
beforehand which one they are asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

from scoreboard.answers.link import Link
from scoreboard.answers.model import Answer, Sentence
from scoreboard.answers.release import Release
from scoreboard.catalog import Language

# By question, named as its page: the module that reads its choice.
QUESTIONS = {
    "overview": "indicator_choice",
    "profile": "profile.choice",
    "compare": "compare.choice",
    "composite": "composite.choice",
    "structure": "structure.choice",
    "relations": "relations.choice",
    "diagnosis": "diagnosis.choice",
    "instruments": "instruments.choice",
    "registers": "registers.choice",
    "gaps": "gaps.choice",
    "follow": "follow.choice",
    "methods": "methods.choice",
}


def answer_question(
    question: str, release: Release, values: Mapping[str, str], language: Language
) -> tuple[Answer, tuple[Sentence, ...]]:
    """The answer that a link gets, and what the link said that could not be followed.

    question: one of QUESTIONS; another is a KeyError. values: as the address bar has them.
    """
    link = Link(values, language)
    choice = read_question(question, release, link)
    return answer_choice(question, release, choice, language), tuple(link.notices)


def read_question(question: str, release: Release, link: Link) -> Any:
    """What a link chooses on the page of a question."""
    return import_module(f"scoreboard.answers.{QUESTIONS[question]}").read_choice(link, release)


def answer_choice(question: str, release: Release, choice: Any, language: Language) -> Answer:
    """The answer of a question to what `read_question` gave."""
    module = import_module(f"scoreboard.answers.{question}.answer")
    answer: Answer = module.answer(release, choice, language)
    return answer
