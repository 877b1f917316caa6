"""All messages the product can say, found in its source."""

from __future__ import annotations

import ast
import re
import tomllib
from importlib import resources
from pathlib import Path

import matcher
import service
from matcher.i18n import codes, terms
from matcher.workflow import wishes
from matcher.writing import briefing, decided, workbook
from service import problems
from service.pages.fiches import fiche_form
from service.pages.shortlists import board_view, wishes_form
from service.schemas import faults
from service.shortlists import telling

SOURCE, SERVICE = Path(matcher.__file__).parent, Path(service.__file__).parent
_IN_TEMPLATES = re.compile(r"""\bsay\(\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')""")


def in_code() -> dict[str, str | None]:
    """Literal messages of `.say(…)`, `.say_all(…)` and `.plural(…)` → their plural form, if any."""
    found: dict[str, str | None] = {}
    for file in sorted([*SOURCE.rglob("*.py"), *SERVICE.rglob("*.py")]):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", None))
            texts = [arg.value if isinstance(arg, ast.Constant) else None for arg in node.args]
            if name in ("say", "say_all") and texts and isinstance(texts[0], str):
                found.setdefault(texts[0], None)
            if name == "plural" and len(texts) >= 2 and isinstance(texts[0], str):
                found[texts[0]] = str(texts[1])
    return found


def in_templates() -> dict[str, None]:
    """Literal messages of `say(…)` in the templates."""
    found: dict[str, None] = {}
    for file in sorted([*SOURCE.rglob("*.j2"), *SERVICE.rglob("*.j2")]):
        for literal in _IN_TEMPLATES.findall(file.read_text(encoding="utf-8")):
            found[ast.literal_eval(literal)] = None
    return found


def in_tables() -> dict[str, None]:
    """Sentences of codes, names of parts, of fields of the form, of languages."""
    tables = (
        codes.FIELDS, codes.REFUSALS, codes.NOTES, codes.UNSERVED, codes.CONFLICTS, codes.ERRORS,
        codes.CLUES, codes.DIFFERENCES, codes.EXPECTED, codes.PLACES, codes.WITHHELD, terms.PARTS,
        terms.LANGUAGES, terms.KINDS, faults.SENTENCES, _indirect(), decided.VERDICTS,
        telling.CONFLICTS, telling.HELP, telling.STALE, telling.WHY_STALE,
        fiche_form.STATES, fiche_form.HINTS, fiche_form.FAULTS, board_view.VERDICTS,
        wishes_form.TWINS, wishes_form.FAULTS,
    )  # fmt: skip
    return dict.fromkeys([*(m for table in tables for m in table.values())])


def _indirect() -> dict[str, str]:
    """Messages that writers, workflow and service hold in tables and lists."""
    texts = (
        *workbook.DECISIONS,
        *workbook.DECISIONS_GIVEN,
        workbook.REJECTED,
        *workbook.SHEETS,
        *briefing.ROWS.values(),
    )
    titles = [kind.title for kind in problems.ALL_KINDS]
    return {text: text for text in (*texts, *titles, wishes._ASKED)}


def in_profiles() -> dict[str, None]:
    """Reasons in the profiles that ship, and what their weights were learnt from."""
    found: dict[str, None] = {}

    def collect(node: object) -> None:
        if isinstance(node, dict):
            for key in ("reason", "fitted_on"):
                if isinstance(node.get(key), str):
                    found[node[key]] = None
            for value in node.values():
                collect(value)

    for profile in sorted((resources.files("matcher") / "data" / "profiles").iterdir(), key=str):
        if profile.name.endswith(".toml"):
            collect(tomllib.loads(profile.read_text(encoding="utf-8")))
    return found


def all_messages() -> dict[str, str | None]:
    """Message → plural form or None."""
    return {**in_tables(), **in_templates(), **in_profiles(), **in_code()}
