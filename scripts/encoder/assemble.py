"""The folder of the shipped model: the convolutional part, the transformer, and their weights."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer

from matcher.encoding import joined_folder, transformer_folder
from matcher.encoding.model_files import CONFIG
from scripts.encoder import sources
from scripts.encoder.network import PREFIX

#: Parts in the order of their vectors, and how much each counts in a cosine.
PARTS = {"convolutional": 0.4, "transformer": 0.6}

_FILES = (
    transformer_folder.GRAPH,
    transformer_folder.VECTORS,
    transformer_folder.PIECES,
)
_START, _END = 0, 2


def assemble(exported: Path, model: Path) -> None:
    """Put the exported transformer into the folder `model`, beside the convolutional part.

    Ends the program where that part is not there.
    """
    if not (model / "convolutional" / CONFIG).exists():
        raise SystemExit(
            f"{model / 'convolutional'}: not there; make it with scripts/build_encoder.py"
        )
    part = model / "transformer"
    part.mkdir(exist_ok=True)
    for file in _FILES:
        shutil.copyfile(exported / file, part / file)
    tokenizer = Tokenizer.from_file(str(part / transformer_folder.PIECES))
    prefix = tokenizer.encode(PREFIX.rstrip(), add_special_tokens=False).ids
    _write(
        part / CONFIG,
        {
            "architecture": transformer_folder.ARCHITECTURE,
            "layout": transformer_folder.LAYOUT,
            "source": f"{sources.WEIGHTS.package} {sources.WEIGHTS.version}, "
            "tuned by scripts/train_encoder.py",
            "before": [_START, *prefix],
            "after": [_END],
            "files": {file: _sha256(part / file) for file in _FILES},
        },
    )
    _write(
        model / CONFIG,
        {
            "architecture": joined_folder.ARCHITECTURE,
            "layout": joined_folder.LAYOUT,
            "parts": [{"folder": name, "weight": weight} for name, weight in PARTS.items()],
            "files": {f"{name}/{CONFIG}": _sha256(model / name / CONFIG) for name in PARTS},
        },
    )


def _write(path: Path, config: dict[str, Any]) -> None:
    path.write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8", newline="\n")


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
