"""Free labels in three languages → the controlled domains."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher import shipped
from matcher.collectivity import Language
from matcher.domains import Vocabulary, parse_vocabulary
from matcher.errors import DataFileError

ISSUE_IDS = (
    "spatial-planning environment renewable-energy transport culture tourism university-exchange "
    "scientific-studies scientific-economic-exchange disaster-risk urbanism economic-development "
    "agriculture-food ageing-health digital education-youth sport public-administration"
)


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return shipped.vocabulary()


def test_the_ids_are_these_in_this_order(vocabulary: Vocabulary) -> None:
    assert " ".join(vocabulary.ids) == ISSUE_IDS


def test_every_domain_has_a_label_in_every_language_that_means_it(vocabulary: Vocabulary) -> None:
    labels = [vocabulary.label(id_, lang) for id_ in vocabulary.ids for lang in Language]
    assert len(labels) == 18 * 3
    for id_ in vocabulary.ids:
        for language in Language:
            label = vocabulary.label(id_, language)
            assert vocabulary.map(label) == (id_,), label
            assert vocabulary.is_known(label), label


def test_the_ten_fields_of_objective_17(vocabulary: Vocabulary) -> None:
    assert list(vocabulary.ids[:10]) == ISSUE_IDS.split()[:10]


def test_the_fields_of_tohoku(vocabulary: Vocabulary) -> None:
    named = {domain.id for domain in vocabulary.domains if domain.tohoku}
    assert named == {"renewable-energy", "urbanism", "disaster-risk"}


def test_the_fields_of_companies(vocabulary: Vocabulary) -> None:
    named = {domain.id for domain in vocabulary.domains if domain.companies}
    assert {"economic-development", "scientific-economic-exchange", "tourism"} <= named
    assert not named & {"culture", "sport", "education-youth", "university-exchange"}


def test_what_the_roadmap_stresses_is_economic_or_sustainable(vocabulary: Vocabulary) -> None:
    named = {domain.id for domain in vocabulary.domains if domain.stressed}
    assert {"economic-development", "environment", "renewable-energy"} <= named
    assert not named & {"culture", "sport", "tourism", "education-youth"}


@pytest.mark.parametrize(
    ("label", "ids"),
    [
        ("aménagement du territoire", "spatial-planning"),
        ("ÉNERGIES  RENOUVELABLES", "renewable-energy"),
        ("échanges scientifiques et économiques", "scientific-economic-exchange"),
        ("prévention des risques liés aux catastrophes naturelles", "disaster-risk"),
        # several by their scope
        ("Métiers d'art", "culture economic-development"),
        ("伝統工芸", "culture economic-development"),
        ("Thermalisme", "tourism ageing-health"),
        ("温泉", "tourism ageing-health"),
        ("Reconstruction", "disaster-risk urbanism"),
        ("震災復興", "disaster-risk urbanism"),
        ("Gastronomie", "culture agriculture-food"),
        ("食文化", "culture agriculture-food"),
        ("空き家対策", "urbanism"),
        ("Pêche", "agriculture-food"),
        # the head of the label, not its adjective
        ("Agriculture urbaine", "agriculture-food"),
        ("Tourisme durable", "tourism"),
        ("都市農業", "agriculture-food"),
        ("Patrimoine naturel", "environment"),
        ("Risques naturels", "disaster-risk"),
        ("Sécurité alimentaire", "agriculture-food"),
        ("多文化共生", "public-administration"),
        # letters, width, plural, middle dots
        ("Thé", "agriculture-food"),
        ("Bains thermaux", "tourism ageing-health"),
        ("グリーン・ツーリズム", "tourism agriculture-food"),
        ("ＩＣＴ", "digital"),
        ("行政DX", "digital public-administration"),
        # several in one
        ("Éclairage public et sécurité", "disaster-risk urbanism"),
        ("健康・福祉・スポーツ", "ageing-health sport"),
    ],
)
def test_labels_mean_what_they_say(vocabulary: Vocabulary, label: str, ids: str) -> None:
    assert vocabulary.map(label) == tuple(ids.split())


@pytest.mark.parametrize(
    "label",
    ["Divers", "Jumelage", "Échanges internationaux", "国際交流", "姉妹都市", "その他", "Twinning",
     "International exchange", "Other", "Magie", "the", "", "…", "・", "42"],
)  # fmt: skip
def test_labels_that_stand_for_no_domain_map_nowhere(vocabulary: Vocabulary, label: str) -> None:
    assert vocabulary.map(label) == ()


@pytest.mark.parametrize(
    ("label", "known"),
    [
        ("échanges scientifiques et économiques", True),
        ("sciences et techniques", True),
        ("Parcs et jardins", True),
        ("culture et tourisme", False),
        ("Environnement / Économie", False),
        ("防災及び減災", False),
        ("Magie", False),
        ("", False),
    ],
)
def test_a_known_whole_is_not_split(vocabulary: Vocabulary, label: str, known: bool) -> None:
    assert vocabulary.is_known(label) is known


def test_labels_together(vocabulary: Vocabulary) -> None:
    assert vocabulary.map_all(("Tourisme", "Gastronomie", "Magie", "観光")) == (
        "culture",
        "tourism",
        "agriculture-food",
    )


def test_the_development_labels(vocabulary: Vocabulary) -> None:
    """`domains_dev.json`: labels of our own writing; the blind set is another file."""
    text = (Path(__file__).parent / "domains_dev.json").read_text(encoding="utf-8")
    right = found = wanted = 0
    for entry in json.loads(text):
        got, want = set(vocabulary.map(entry["label"])), set(entry["domain_ids"])
        right += len(got & want)
        found += len(got)
        wanted += len(want)
    assert wanted > 1_000
    assert 2 * right / (found + wanted) >= 0.97


@given(st.text(max_size=60))
def test_any_text_maps_to_ids_in_order(label: str) -> None:
    vocabulary = shipped.vocabulary()
    found = vocabulary.map(label)
    assert list(found) == sorted(set(found), key=vocabulary.ids.index)


@given(
    st.sampled_from(["Tourisme rural", "防災", "Smart city", "Vin"]), st.sampled_from(" \t\u3000")
)
def test_case_and_spaces_do_not_matter(label: str, space: str) -> None:
    vocabulary = shipped.vocabulary()
    assert vocabulary.map(f"{space}{label.upper()}{space}") == vocabulary.map(label)


SMALL = """
[[domain]]
id = "culture"
fr = "Culture"
ja = "文化"
en = "Culture"

[[words]]
ids = ["culture"]
fr = ["musée*"]
"""


def test_a_vocabulary_of_ones_own() -> None:
    vocabulary = parse_vocabulary(SMALL, "mine.toml")
    assert vocabulary.map("Musées") == ("culture",)


def test_faults_are_collected_with_their_lines() -> None:
    text = (
        SMALL.replace('ja = "文化"\n', "")
        + """
[[words]]
ids = ["cultur"]

[[words]]
ids = []
fr = ["musée*", "de la"]
ja = ["IT"]

[[words]]
ids = []
counts = "sometimes"
"""
    )
    with pytest.raises(DataFileError) as raised:
        parse_vocabulary(text, "mine.toml")
    faults = {(fault.line, fault.place, fault.found) for fault in raised.value.faults}
    assert faults == {
        (3, "label", "culture"),
        (12, "ids", "cultur"),
        (16, "words", "musée*"),
        (16, "words", "de la"),
        (17, "words", "IT"),
        (21, "counts", "sometimes"),
    }


@pytest.mark.parametrize("text", ["", "not toml", "[[domain]"])
def test_what_is_no_vocabulary_is_refused(text: str) -> None:
    with pytest.raises(DataFileError):
        parse_vocabulary(text, "mine.toml")
