"""The transformer in torch: BERT with mean pooling, word vectors as they came."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import torch
import torch.nn.functional as F  # noqa: N812  (its usual name)
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from torch import Tensor, nn

from scripts.encoder.weights import DIMENSION, INNER, WORDS, layers_of

#: What the untrained model was taught to expect before every text.
PREFIX = "query: "
HEADS = 12
EPSILON = 1e-12
#: Pieces of a text that are read, marks and prefix included.
LONGEST = 160

WEIGHTS, PIECES, CONFIG = "model.safetensors", "tokenizer.json", "config.json"

_BATCH = 48
_FAR = -1e4  # what is added where there is no piece
#: Marks and prefix, which are never blanked.
_ALWAYS_SEEN = 4


class Transformer(nn.Module):
    """Texts → unit vectors. Its tensors are named as transformers' BertModel names them."""

    def __init__(self, weights: dict[str, Tensor], tokenizer: Tokenizer) -> None:
        super().__init__()
        self.order = list(weights)
        self.register_buffer("words", weights[WORDS].clone(), persistent=False)
        self.held = nn.ParameterDict(
            {
                name.replace(".", "/"): nn.Parameter(value.clone())
                for name, value in weights.items()
                if name != WORDS
            }
        )
        self.layers = layers_of(self.order)
        self.tokenizer = tokenizer
        tokenizer.enable_truncation(LONGEST)

    def weights(self) -> dict[str, Tensor]:
        """All tensors by name, without gradients."""
        return {
            name: self._words if name == WORDS else self.held[name.replace(".", "/")].detach()
            for name in self.order
        }

    def replace(self, weights: dict[str, Tensor]) -> None:
        """Take over the tensors of another model of this shape, but for the word vectors."""
        with torch.no_grad():
            for name in self.order:
                if name != WORDS:
                    self.held[name.replace(".", "/")].copy_(weights[name])

    def forward(self, texts: Sequence[str], drop: float = 0.0) -> Tensor:
        """Unit vectors (n, 384), float32; in training the share `drop` of pieces is blanked."""
        ids = self._ids(texts)
        order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
        parts = [
            self._pooled([ids[i] for i in order[at : at + _BATCH]], drop)
            for at in range(0, len(order), _BATCH)
        ]
        back = torch.empty(len(order), dtype=torch.long)
        back[torch.tensor(order)] = torch.arange(len(order))
        return F.normalize(torch.cat(parts)[back.to(self._words.device)], dim=-1)

    def encode(self, texts: Sequence[str], at_once: int = 256) -> Tensor:
        """Unit vectors of many texts, without gradients, on the processor."""
        was = self.training
        self.eval()
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        made = torch.empty(len(texts), self._words.shape[1])
        with torch.no_grad():
            for at in range(0, len(order), at_once):
                part = order[at : at + at_once]
                made[part] = self([texts[i] for i in part]).cpu()
        self.train(was)
        return made

    def mean(self, texts: Sequence[str]) -> Tensor:
        """The mean of texts' vectors before they are made unit vectors: (384,)."""
        order = sorted(texts, key=len)
        with torch.no_grad():
            parts = [
                self._pooled(self._ids(order[at : at + _BATCH]), 0.0)
                for at in range(0, len(order), _BATCH)
            ]
        return torch.cat(parts).mean(0)

    @property
    def _words(self) -> Tensor:
        return self.get_buffer("words")

    def _ids(self, texts: Sequence[str]) -> list[list[int]]:
        return [one.ids for one in self.tokenizer.encode_batch([PREFIX + text for text in texts])]

    def _pooled(self, ids: list[list[int]], drop: float) -> Tensor:
        device = self._words.device
        width = max(map(len, ids))
        pieces = torch.ones(len(ids), width, dtype=torch.long)
        there = torch.zeros(len(ids), width, dtype=torch.bool)
        for row, one in enumerate(ids):
            pieces[row, : len(one)] = torch.tensor(one)
            there[row, : len(one)] = True
        stay = None
        if drop and self.training:
            # drawn on the processor, so that a run is taken up again from its state alone
            stay = (torch.rand(pieces.shape) > drop).to(device)
            stay[:, :_ALWAYS_SEEN] = True
        pieces, there = pieces.to(device), there.to(device)
        x = self._words[pieces]
        if stay is not None:
            x = x * stay[:, :, None]
        with torch.autocast(device.type, dtype=torch.bfloat16):
            x = x + self.held["embeddings/position_embeddings/weight"][:width]
            x = x + self.held["embeddings/token_type_embeddings/weight"]
            x = self._norm(x, "embeddings/LayerNorm")
            mask = torch.where(there, 0.0, _FAR)[:, None, None, :].to(x.dtype)
            for layer in range(self.layers):
                x = self._layer(x, f"encoder/layer/{layer}", mask)
        weight = there[:, :, None].float()
        return (x.float() * weight).sum(1) / weight.sum(1)

    def _layer(self, x: Tensor, name: str, mask: Tensor) -> Tensor:
        rows, width, size = x.shape
        q, k, v = (
            self._linear(x, f"{name}/attention/self/{part}")
            .view(rows, width, HEADS, -1)
            .transpose(1, 2)
            for part in ("query", "key", "value")
        )
        # Written out: the backward pass of scaled_dot_product_attention is slow on a processor.
        likeness = (q @ k.transpose(2, 3)) * (size // HEADS) ** -0.5 + mask
        seen = (torch.softmax(likeness, -1).to(v.dtype) @ v).transpose(1, 2)
        seen = self._linear(seen.reshape(rows, width, size), f"{name}/attention/output/dense")
        x = self._norm(x + seen, f"{name}/attention/output/LayerNorm")
        inner = F.gelu(self._linear(x, f"{name}/intermediate/dense"))
        return self._norm(
            x + self._linear(inner, f"{name}/output/dense"), f"{name}/output/LayerNorm"
        )

    def _linear(self, x: Tensor, name: str) -> Tensor:
        return F.linear(x, self.held[f"{name}/weight"], self.held[f"{name}/bias"])

    def _norm(self, x: Tensor, name: str) -> Tensor:
        weight, bias = self.held[f"{name}/weight"], self.held[f"{name}/bias"]
        return F.layer_norm(x, x.shape[-1:], weight, bias, EPSILON)


def open_network(folder: Path) -> Transformer:
    """The model of a folder that `save_network` wrote."""
    return Transformer(load_file(folder / WEIGHTS), Tokenizer.from_file(str(folder / PIECES)))


def save_network(folder: Path, weights: dict[str, Tensor], tokenizer: str) -> None:
    """Write a folder that transformers' BertModel opens, too; `tokenizer` is its file's content."""
    folder.mkdir(parents=True, exist_ok=True)
    save_weights(folder / WEIGHTS, weights)
    (folder / PIECES).write_text(tokenizer, encoding="utf-8", newline="\n")
    config = {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "hidden_size": DIMENSION,
        "num_hidden_layers": layers_of(list(weights)),
        "num_attention_heads": HEADS,
        "intermediate_size": INNER,
        "hidden_act": "gelu",
        "layer_norm_eps": EPSILON,
        "max_position_embeddings": 512,
        "type_vocab_size": 1,
        "pad_token_id": 1,
        "vocab_size": len(weights[WORDS]),
    }
    (folder / CONFIG).write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")


def save_weights(path: Path, weights: dict[str, Tensor]) -> None:
    """Write tensors as a safetensors file."""
    plain = {name: value.contiguous().cpu().clone() for name, value in weights.items()}
    save_file(plain, path, {"format": "pt"})
