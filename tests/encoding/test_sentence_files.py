"""Which prompt is put before key points, by what a model's settings say."""

from __future__ import annotations

import pytest

from matcher.encoding.sentence_files import SentenceFiles

BOTH = {"query": "query: ", "passage": "passage: "}
GEMMA = {
    "query": "task: search result | query: ",
    "document": "title: none | text: ",
    "STS": "task: sentence similarity | query: ",
}


@pytest.mark.parametrize(
    ("prompts", "default", "asked", "given"),
    [
        ({}, None, None, ""),
        (BOTH, None, None, "query: "),
        (BOTH, "passage", None, "passage: "),
        (BOTH, "passage", "none", ""),
        (BOTH, "passage", "", ""),
        (BOTH, None, "passage", "passage: "),
        (BOTH, None, "Topic: ", "Topic: "),
        (GEMMA, None, None, "task: sentence similarity | query: "),
        ({"query": "Instruct: retrieve\nQuery: "}, None, None, ""),
    ],
)
def test_the_prompt_of_key_points(
    prompts: dict[str, str], default: str | None, asked: str | None, given: str
) -> None:
    assert SentenceFiles(prompts=prompts, default_prompt=default).prompt(asked) == given
