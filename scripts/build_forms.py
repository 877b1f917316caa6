"""Writes the blank forms of examples/forms from the words of the package."""

from __future__ import annotations

from pathlib import Path

from matcher.collectivity import Language
from matcher.reading.template import blank_docx

FOLDER = Path(__file__).resolve().parent.parent / "examples" / "forms"


def main() -> None:
    """One file a language; the same bytes on every run."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for language in Language:
        (FOLDER / f"blank-form-{language}.docx").write_bytes(blank_docx(language))


if __name__ == "__main__":
    main()
