"""The network as an ONNX graph: one text's word vectors plus positions in, its mean vector out.

Word vectors are left out of the graph: they stay the four-bit blocks that they came in, and are
unfolded where a text needs them. One text at a time needs no padding, so that a text's vector
cannot depend on what is encoded beside it.
"""
# mypy: disable-error-code="import-not-found, import-untyped"

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from scripts.encoder.network import EPSILON, HEADS
from scripts.encoder.weights import DIMENSION, layers_of

Arrays = Mapping[str, NDArray[np.float32]]

#: Operators of onnxruntime's own: attention, and GELU with a bias.
_MICROSOFT = "com.microsoft"
_OPSET, _MICROSOFT_OPSET, _IR = 18, 1, 9
#: Parts of a layer whose products can be stored smaller, and what goes into each.
_PRODUCTS = {"qkv": "n2", "ao": "att", "fi": "n1", "fo": "gelu"}


def products(layers: int) -> dict[str, str]:
    """The matrix products of the graph, and the name of what each is fed with."""
    fed = {}
    for layer in range(layers):
        for part, source in _PRODUCTS.items():
            before = source == _PRODUCTS["qkv"]
            fed[f"{layer}.{part}"] = f"{layer - 1 if before else layer}_{source}"
    fed["0.qkv"] = "emb"
    return fed


def graph(weights: Arrays, factors: Arrays | None = None) -> Any:
    """The model: "x", float32 (texts, pieces, 384), to "mean", (texts, 384).

    With `factors` (name of a product → (columns of what it is fed with,)) a product's input is
    divided by them and its matrix multiplied: the same result, with evener numbers.
    """
    writer = _Writer(weights, factors or {})
    writer.put("e.g", weights["embeddings.LayerNorm.weight"])
    writer.put("e.b", weights["embeddings.LayerNorm.bias"])
    x = writer.node("LayerNormalization", ["x", "e.g", "e.b"], "emb", axis=-1, epsilon=EPSILON)
    for layer in range(layers_of(list(weights))):
        x = writer.layer(layer, x)
    return writer.model(x)


class _Writer:
    """Nodes and constants, in the order in which they are put down."""

    def __init__(self, weights: Arrays, factors: Arrays) -> None:
        self._weights, self._factors = weights, factors
        self._nodes: list[Any] = []
        self._constants: dict[str, NDArray[Any]] = {}

    def put(self, name: str, value: NDArray[Any]) -> str:
        """A constant, as float32; its name."""
        self._constants[name] = np.ascontiguousarray(value, dtype=np.float32)
        return name

    def node(
        self, operator: str, inputs: list[str], output: str, domain: str = "", **settings: Any
    ) -> str:
        """An operator; the name of what comes out."""
        self._nodes.append(
            helper.make_node(operator, inputs, [output], name=output, domain=domain, **settings)
        )
        return output

    def layer(self, number: int, x: str) -> str:
        """A layer of the network fed with `x`; the name of what comes out."""
        x = self._residue(number, self._attention(number, x), x, "1", "ao")
        return self._residue(number, self._inner(number, x), x, "2", "fo")

    def model(self, x: str) -> Any:
        """The whole, with the mean of `x` over the pieces at its end."""
        self._constants["axis"] = np.array([1], np.int64)
        self.node("ReduceMean", [x, "axis"], "mean", keepdims=0)
        given = ("x", ["texts", "pieces", DIMENSION])
        wanted = ("mean", ["texts", DIMENSION])
        body = helper.make_graph(
            self._nodes,
            "encoder",
            [helper.make_tensor_value_info(given[0], TensorProto.FLOAT, given[1])],
            [helper.make_tensor_value_info(wanted[0], TensorProto.FLOAT, wanted[1])],
            [numpy_helper.from_array(value, name) for name, value in self._constants.items()],
        )
        opsets = [
            helper.make_opsetid("", _OPSET),
            helper.make_opsetid(_MICROSOFT, _MICROSOFT_OPSET),
        ]
        model = helper.make_model(body, opset_imports=opsets)
        model.ir_version = _IR
        return model

    def _matrix(self, layer: int, part: str) -> NDArray[np.float32]:
        return self._weights[f"encoder.layer.{layer}.{part}.weight"].T

    def _vector(self, layer: int, part: str, kind: str = "bias") -> NDArray[np.float32]:
        return self._weights[f"encoder.layer.{layer}.{part}.{kind}"]

    def _product(self, x: str, name: str, output: str) -> str:
        factors = self._factors.get(name)
        if factors is not None:
            self._constants[name] = self._constants[name] * factors[:, None]
            x = self.node("Mul", [x, self.put(f"{name}.f", 1 / factors)], f"{output}_even")
        return self.node("MatMul", [x, name], output)

    def _attention(self, layer: int, x: str) -> str:
        parts = [f"attention.self.{name}" for name in ("query", "key", "value")]
        matrices = [self._matrix(layer, part) for part in parts]
        self.put(f"{layer}.qkv", np.concatenate(matrices, 1))
        self.put(f"{layer}.qkvb", np.concatenate([self._vector(layer, part) for part in parts]))
        y = self._product(x, f"{layer}.qkv", f"{layer}_qkv")
        split = [f"{layer}_{letter}" for letter in "qkv"]
        self._nodes.append(
            helper.make_node("Split", [y], split, name=f"{layer}_split", axis=-1, num_outputs=3)
        )
        attention = self.node(
            "MultiHeadAttention",
            [*split, f"{layer}.qkvb"],
            f"{layer}_att",
            _MICROSOFT,
            num_heads=HEADS,
        )
        self.put(f"{layer}.ao", self._matrix(layer, "attention.output.dense"))
        self.put(f"{layer}.aob", self._vector(layer, "attention.output.dense"))
        return self._product(attention, f"{layer}.ao", f"{layer}_ao")

    def _inner(self, layer: int, x: str) -> str:
        self.put(f"{layer}.fi", self._matrix(layer, "intermediate.dense"))
        self.put(f"{layer}.fib", self._vector(layer, "intermediate.dense"))
        y = self._product(x, f"{layer}.fi", f"{layer}_fi")
        y = self.node("BiasGelu", [y, f"{layer}.fib"], f"{layer}_gelu", _MICROSOFT)
        self.put(f"{layer}.fo", self._matrix(layer, "output.dense"))
        self.put(f"{layer}.fob", self._vector(layer, "output.dense"))
        return self._product(y, f"{layer}.fo", f"{layer}_fo")

    def _residue(self, layer: int, y: str, x: str, number: str, part: str) -> str:
        """Bias, what was there before, and the norm."""
        norm = "attention.output.LayerNorm" if part == "ao" else "output.LayerNorm"
        scale, shift = f"{layer}.g{number}", f"{layer}.b{number}"
        self.put(scale, self._vector(layer, norm, "weight"))
        self.put(shift, self._vector(layer, norm))
        y = self.node("Add", [y, f"{layer}.{part}b"], f"{layer}_{part}b")
        y = self.node("Add", [y, x], f"{layer}_{part}s")
        return self.node(
            "LayerNormalization",
            [y, scale, shift],
            f"{layer}_n{number}",
            axis=-1,
            epsilon=EPSILON,
        )
