"""However a command ends, a person reads a sentence and a script sees a status."""

from __future__ import annotations

from pathlib import Path

import pytest

from matcher import shipped
from matcher.reading import source
from tests.cli.conftest import Matcher


def test_help_lists_every_command(matcher: Matcher) -> None:
    ran = matcher("--help")
    assert ran.status == 0
    for name in ("read", "check", "template", "domains", "shortlist", "index", "suggest", "rank"):
        assert f"\n  {name} " in ran.out


@pytest.mark.parametrize(
    "arguments",
    [("fly",), ("read",), ("domains", "--colour"), ("rank", "--index", "x", "--direction", "up")],
)
def test_a_wrong_command_line_is_status_2(matcher: Matcher, arguments: tuple[str, ...]) -> None:
    ran = matcher(*arguments)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err


def test_a_wrong_setting_is_told_with_its_name(
    matcher: Matcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MATCHER_LANG", "de")
    ran = matcher("version")
    assert ran.status == 1
    assert "MATCHER_LANG" in ran.err


def test_the_language_comes_from_the_environment_or_the_option(
    matcher: Matcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MATCHER_LANG", "fr")
    assert "Environnement" in matcher("domains").out
    assert "環境" in matcher("domains", "--lang", "ja").out


def test_a_fault_of_the_program_is_one_line_unless_asked_for_more(
    matcher: Matcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise RuntimeError("a screw is loose")

    monkeypatch.setattr(shipped, "vocabulary", broken)
    ran = matcher("domains")
    assert ran.status == 70
    assert "a screw is loose" in ran.err
    assert "Traceback" not in ran.err
    monkeypatch.setenv("MATCHER_DEBUG", "1")
    assert "Traceback" in matcher("domains").err


def test_the_error_behind_a_damaged_file_is_shown_where_asked_for(
    matcher: Matcher, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "fiche.docx"
    path.write_bytes(b"%PDF-1.7\n%%EOF")

    def broken(*_: object) -> None:
        raise KeyError("a screw is loose")

    monkeypatch.setattr(source, "_binary", broken)
    assert "screw" not in matcher("read", path).err
    monkeypatch.setenv("MATCHER_DEBUG", "1")
    for command in ("read", "check"):
        for options in ((), ("--json",)):
            ran = matcher(command, path, *options)
            assert ran.status == 1
            assert "KeyError: 'a screw is loose'" in ran.err
            assert "Traceback" not in ran.out


def test_version(matcher: Matcher) -> None:
    assert matcher("version").out.startswith("matcher ")


def test_serve_with_nothing_to_serve_is_told_before_anything_listens(
    matcher: Matcher, tmp_path: Path
) -> None:
    foreign = tmp_path / "foreign.db"
    foreign.write_text("no database")
    for arguments in (("--index", "/nowhere"), ("--catalogue", str(foreign))):
        ran = matcher("serve", *arguments, "--port", "0")
        assert ran.status == 1
        assert ran.err
        assert "Traceback" not in ran.err
