"""The rules, one a file; each is found by being here.

A rule file names the signs that the rule looks at; its lines, yardsticks and words are in
data/catalog/rules under the same name.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import lru_cache

from scoreboard.catalog import Catalog, RuleEntry
from scoreboard.diagnostics.measures import is_known
from scoreboard.diagnostics.signs import Rule


@lru_cache(maxsize=1)
def find_rules() -> dict[str, Rule]:
    """Every rule of this folder, by code, in order of the files' names."""
    found = {}
    for file in sorted(pkgutil.iter_modules(__path__), key=lambda m: m.name):
        rule = importlib.import_module(f"{__name__}.{file.name}").RULE
        found[rule.code] = rule
    return found


def check_rules(rules: dict[str, Rule], catalog: Catalog) -> list[str]:
    """What does not fit between the rules as code and as data, one sentence each."""
    problems = [
        f"rules/{code}.yml: there is no rule {code!r} in scoreboard/diagnostics/rules"
        for code in catalog.rules
        if code not in rules
    ]
    for code, rule in rules.items():
        entry = catalog.rules.get(code)
        if entry is None:
            problems.append(f"{code}: data/catalog/rules/{code}.yml is missing")
        else:
            problems += _check_rule(rule, entry, catalog)
    return problems


def _check_rule(rule: Rule, entry: RuleEntry, catalog: Catalog) -> list[str]:
    where = f"rules/{rule.code}.yml"
    declared, written = {s.code for s in rule.signs}, set(entry.signs)
    problems = [f"{where}: no lines for the sign {code!r}" for code in declared - written]
    problems += [f"{where}: the rule has no sign {code!r}" for code in written - declared]
    problems += [
        f"{where}: the sign {s.code!r} needs a limit"
        for s in rule.signs
        if s.against == "limit" and s.code in written and entry.signs[s.code].limit is None
    ]
    problems += [
        f"{where}: {code!r} is neither an indicator nor a worked ratio"
        for code in rule.indicators
        if not is_known(catalog, code)
    ]
    return problems
