"""The tuned model as it ships: an ONNX graph of whole numbers, word vectors, tokenizer."""
# mypy: disable-error-code="import-not-found, import-untyped"

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from safetensors.numpy import load_file, save_file
from tokenizers import Tokenizer

from matcher.encoding.four_bits import FourBitVectors
from matcher.encoding.transformer_folder import GRAPH, PIECES, VECTORS
from scripts.encoder.four_bits import fold
from scripts.encoder.graph import Arrays, graph, products
from scripts.encoder.network import LONGEST, PREFIX, WEIGHTS
from scripts.encoder.weights import WORDS, layers_of

#: Longest window, in pieces.
POSITIONS = 162
#: How far channels are evened out: 0 leaves it to the matrices, 1 to what goes into them.
POWER = 0.8
#: Texts that show how large channels get.
TEXTS = 200

_TINY = 1e-5
_STEPS = 4  # factors are powers of the fourth root of two


def export(network: Path, folder: Path, texts: Sequence[str]) -> None:
    """Write the model in the folder `network` as the files of a transformer into `folder`.

    `texts` show how large the channels get (`even`). Raises `ValueError` where the word vectors
    are not four-bit numbers any more.
    """
    weights: dict[str, NDArray[np.float32]] = load_file(network / WEIGHTS)
    tokenizer = (network / PIECES).read_text("utf-8")
    words = fold(weights[WORDS])
    positions = weights["embeddings.position_embeddings.weight"][:POSITIONS]
    positions = positions + weights["embeddings.token_type_embeddings.weight"][0]
    folder.mkdir(parents=True, exist_ok=True)
    save_file({"words": words, "positions": positions}, folder / VECTORS)
    (folder / PIECES).write_text(tokenizer, encoding="utf-8", newline="\n")
    inputs = _inputs(Tokenizer.from_str(tokenizer), FourBitVectors(words), positions, texts)
    with tempfile.TemporaryDirectory() as scratch:
        plain = Path(scratch) / GRAPH
        onnx.save(graph(weights, even(weights, inputs)), plain)
        quantize_dynamic(
            plain,
            folder / GRAPH,
            per_channel=True,
            weight_type=QuantType.QInt8,
            op_types_to_quantize=["MatMul"],
            extra_options={"DefaultTensorType": TensorProto.FLOAT},
        )


def even(weights: Arrays, inputs: Sequence[NDArray[np.float32]]) -> dict[str, NDArray[np.float32]]:
    """Factors by which to even out channels that are far larger than others, by product.

    Whole numbers with one step for all channels of a text are coarse where a few channels are
    large. As SmoothQuant (Xiao et al., 2023), with `POWER` in the place of its alpha; `inputs`
    are what the graph is fed with.
    """
    fed = products(layers_of(list(weights)))
    model = graph(weights)
    names = sorted(set(fed.values()))
    for name in names:
        model.graph.output.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, None))
    session: Any = onnxruntime.InferenceSession(
        model.SerializeToString(), providers=["CPUExecutionProvider"]
    )
    most: dict[str, NDArray[np.float32]] = {}
    for one in inputs:
        for name, values in zip(names, session.run(names, {"x": one}), strict=True):
            most[name] = np.maximum(most.get(name, _TINY), np.abs(values).max((0, 1)))
    matrices = {one.name: numpy_helper.to_array(one) for one in model.graph.initializer}
    factors = {}
    for product, name in fed.items():
        largest = np.maximum(np.abs(matrices[product]).max(1), _TINY)
        wanted = most[name] ** POWER / largest ** (1 - POWER)
        wanted = wanted / np.exp(np.log(wanted).mean())
        factors[product] = np.exp2(np.round(np.log2(wanted) * _STEPS) / _STEPS).astype(np.float32)
    return factors


def _inputs(
    tokenizer: Tokenizer,
    words: FourBitVectors,
    positions: NDArray[np.float32],
    texts: Sequence[str],
) -> list[NDArray[np.float32]]:
    tokenizer.enable_truncation(LONGEST)
    made = []
    for text in texts:
        pieces = np.array(tokenizer.encode(PREFIX + text).ids, dtype=np.int64)
        made.append((words.rows(pieces) + positions[: len(pieces)])[None])
    return made
