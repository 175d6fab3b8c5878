"""How long work tells its steps."""

from collections.abc import Callable

# Called with a sentence before each step of a long work.
Progress = Callable[[str], None]
