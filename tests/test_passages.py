"""Key points cut into passages, and background told from policy."""

# ruff: noqa: E501 -- prose stands here as it is, not folded to a line length

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.collectivity import Language
from matcher.passages import background, passages, sentences

FILES = Path(__file__).parent / "files"
WRITTEN = tomllib.loads((FILES / "passages.toml").read_text("utf-8"))
#: A passage at or above this reads as background.
HALF = 0.5

SENTENCES = [
    (Language.FR, ["La ville agit.", "Elle a un plan."]),
    (Language.FR, ["M. Dupont, maire, a lancé le plan.", "Il dure encore."]),
    (Language.FR, ["Le réseau dessert env. 3 000 logements.", "Il est au bois."]),
    (Language.FR, ["L'architecte J. Nouvel a dessiné le marché.", "Il est couvert."]),
    (Language.FR, ["Un prix de 1.5 million a été remis.", "Bravo !", "Quand ?", "En 2012."]),
    (Language.FR, ["Elle dit : « Nous réduisons. »", "Puis elle agit."]),
    (Language.FR, ["Jardins, vergers, etc.", "Les écoles y vont."]),
    (Language.FR, ["Le plan (cf. p. 3) est connu.", "« Zéro déchet » est son nom."]),
    (Language.EN, ["Measure No. 5 began in 2010.", "It works."]),
    (Language.EN, ["Mr. Sato, the mayor, signed it.", "The U.S. partner agreed."]),
    (Language.EN, ["It uses wind, e.g. offshore turbines.", "Costs fell by 3.5 percent."]),
    (Language.JA, ["公園を整備した。", "利用者が増えた。"]),
    (Language.JA, ["「ここにいてはダメです。」と明示した地図を配布。", "訓練も行う。"]),
    (
        Language.JA,
        [
            "市民が選ぶ（毎年実施。継続中。）仕組みである。",
            "成果も出た！",
            "次は何か？",
            "検討中。",
        ],
    ),
    (Language.JA, ["「仙台防災枠組」が採択された。", "「伝える」ことも続ける。"]),
]


@pytest.mark.parametrize(("language", "parts"), SENTENCES)
def test_sentences_end_where_readers_stop(language: Language, parts: list[str]) -> None:
    between = "" if language is Language.JA else " "
    assert list(sentences(between.join(parts), language)) == parts


PROSE_FR = (
    "Ancien centre sidérurgique, la ville s'étend au bord de la mer et compte 980 000 habitants. Fondée au XIXe siècle, elle fut longtemps la plus grande "
    "aciérie du pays. Dans les années soixante, la baie était morte et le ciel de sept couleurs. Un mouvement de mères de famille a obtenu de la ville et des "
    "entreprises un accord de réduction des fumées, contrôlé par un observatoire public. Depuis 1997, une écoville de recyclage accueille vingt-cinq usines qui "
    "traitent les plastiques, les voitures et les appareils. La ville forme chaque année deux cents ingénieurs de villes d'Asie et exporte ses méthodes "
    "de compostage. Un réseau intelligent alimente un quartier entier avec le courant d'une centrale à gaz et du soleil."
)
PROSE_JA = (
    "県の北部に位置し、人口は約10万人である。江戸時代には城下町として栄えた。市は平成20年に交通計画を策定し、路面電車の環状化を進めた。沿線への住み替えに補助金を出し、"
    "中心部の人口は10年で1割増えた。65歳以上の市民は100円で電車とバスを利用できる。駅前の空き店舗を改修し、子育て支援の拠点を設けた。"
)


@pytest.mark.parametrize(
    ("text", "language", "target"), [(PROSE_FR, Language.FR, 200), (PROSE_JA, Language.JA, 90)]
)
def test_prose_is_cut_into_one_to_three_sentences(
    text: str, language: Language, target: int
) -> None:
    cut = passages(text, language)
    assert len(cut) >= 3
    assert all(1 <= len(sentences(passage.text, language)) <= 3 for passage in cut)
    assert all(len(passage.text) <= 2 * target for passage in cut)


@pytest.mark.parametrize(("text", "language"), [(PROSE_FR, Language.FR), (PROSE_JA, Language.JA)])
def test_the_opening_of_a_real_fiche_is_background_and_its_policy_is_not(
    text: str, language: Language
) -> None:
    cut = passages(text, language)
    assert cut[0].background >= HALF
    assert all(passage.background < HALF for passage in cut[2:])


def test_a_short_key_point_is_one_passage() -> None:
    text = "Tramway : trois lignes. Vélos : 600 km."
    (passage,) = passages(text, Language.FR)
    assert (passage.text, passage.start, passage.end) == (text, 0, len(text))


def test_a_very_long_sentence_is_cut_at_semicolons() -> None:
    text = (
        "La ville a "
        + " ; ".join(
            f"rénové le quartier numéro {i} avec ses habitants et ses artisans" for i in range(8)
        )
        + "."
    )
    assert len(passages(text, Language.FR)) >= 3


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_a_blank_text_has_no_passage(text: str) -> None:
    assert passages(text, Language.FR) == ()


@given(
    st.text(alphabet="abcé .;:!?\n「」。、（）A1–", max_size=900), st.sampled_from(list(Language))
)
def test_every_passage_keeps_its_place(text: str, language: Language) -> None:
    end = 0
    for passage in passages(text, language):
        assert text[passage.start : passage.end] == passage.text == passage.text.strip() != ""
        assert passage.start >= end
        assert not text[end : passage.start].strip()
        assert 0.0 <= passage.background <= 1.0
        end = passage.end
    assert not text[end:].strip()


def shares() -> tuple[float, float]:
    """Of the written passages: background found, policy taken for background."""
    found = taken = total = 0
    for language in Language:
        for text in WRITTEN[language]["background"]:
            found += background(text, language) >= HALF
            total += 1
        taken += sum(background(text, language) >= HALF for text in WRITTEN[language]["policy"])
    return found / total, taken / total


def test_background_is_told_from_policy() -> None:
    found, taken = shares()
    assert found >= 0.8
    assert taken == 0.0


def test_the_policies_of_the_examples_are_no_background() -> None:
    fiches = json.loads((FILES / "examples.json").read_text("utf-8"))
    texts = [
        (text, Language(fiche["language"])) for fiche in fiches for text in fiche["key_points"]
    ]
    assert len(texts) > 150
    assert [text for text, language in texts if background(text, language) >= HALF] == []


@pytest.mark.parametrize(
    ("text", "language"),
    [("Les trois axes de la politique :", Language.FR), ("主な取組は次のとおり：", Language.JA)],
)
def test_a_line_that_leads_into_a_list_carries_nothing(text: str, language: Language) -> None:
    assert background(text, language) >= HALF


def test_a_run_that_nothing_can_cut_is_cut_all_the_same() -> None:
    text = "a" * 4_500
    found = passages(text, Language.FR)
    assert max(len(passage.text) for passage in found) <= 1000
    assert "".join(passage.text for passage in found) == text
