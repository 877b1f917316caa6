"""Old Word files (.doc) through LibreOffice, where it is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from matcher.errors import FileRefused

_PROGRAMS = ("soffice", "libreoffice")
_USUAL_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.com",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
)
#: A conversion takes about a second; a first start on a slow disk up to half a minute.
_SECONDS = 90


def as_docx(data: bytes, source: str) -> bytes:
    """The old Word file `data` as .docx.

    Every call has a profile of its own, so that several may run at a time beside an open
    LibreOffice; macros never run in a conversion. Raises `FileRefused`: "needs-libreoffice"
    where it is not installed, "conversion-failed" where it cannot read the file in time.
    """
    program = libreoffice()
    if program is None:
        raise FileRefused(source, "needs-libreoffice")
    with tempfile.TemporaryDirectory(prefix="matcher-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        given = home / "fiche.doc"
        given.write_bytes(data)
        command = [
            program,
            f"-env:UserInstallation={(home / 'profile').as_uri()}",
            "--headless",
            "--norestore",
            "--nolockcheck",
            "--convert-to",
            "docx:MS Word 2007 XML",
            "--outdir",
            str(home / "out"),
            str(given),
        ]
        try:
            subprocess.run(  # noqa: S603 - the program is LibreOffice, the arguments are ours
                command,
                capture_output=True,
                timeout=_SECONDS,
                check=True,
                stdin=subprocess.DEVNULL,
                cwd=home,
            )
            return (home / "out" / "fiche.docx").read_bytes()
        except (subprocess.SubprocessError, OSError) as problem:
            details = {"error": type(problem).__name__}
            raise FileRefused(source, "conversion-failed", details) from problem


def libreoffice() -> str | None:
    """The LibreOffice of this machine: `MATCHER_SOFFICE`, the search path, its usual places."""
    chosen = os.environ.get("MATCHER_SOFFICE")
    if chosen:
        return chosen if Path(chosen).is_file() else None
    for program in _PROGRAMS:
        found = shutil.which(program)
        if found:
            return found
    return next((place for place in _USUAL_PLACES if Path(place).is_file()), None)
