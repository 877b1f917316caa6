"""What the product calls its own things: parts of a score and criteria, as messages."""

from __future__ import annotations

from collections.abc import Mapping

from matcher.collectivity import Language

#: Name of each part of a score → its short label.
PARTS: Mapping[str, str] = {
    "constant": "Starting point",
    "key-points": "Key points",
    "specific-policy": "Specific policy in common",
    "domains": "Fields",
    "stressed-field": "Field the roadmap stresses",
    "companies": "Of use to companies",
    "tohoku": "Reconstruction of Tōhoku",
    "population": "Population",
    "comparable-scale": "Comparable scale",
}

#: Legal kinds, as the registers write them → what readers of other languages are told.
KINDS: Mapping[str, str] = {
    "commune": "commune",
    "commune (collectivité d'outre-mer)": "commune",
    "communauté de communes": "community of communes",
    "communauté d'agglomération": "agglomeration community",
    "communauté urbaine": "urban community",
    "métropole": "metropolitan authority",
    "métropole (collectivité à statut particulier)": "metropolitan authority",
    "département": "département",
    "département (Collectivité européenne d'Alsace)": "département",
    "département d'outre-mer": "département",
    "région": "region",
    "collectivité territoriale unique": "single territorial authority",
    "市": "city",
    "特別区": "special ward",
    "町": "town",
    "村": "village",
    "都": "prefecture",
    "道": "prefecture",
    "府": "prefecture",
    "県": "prefecture",
}

#: Languages, as each is called in English.
LANGUAGES: Mapping[Language, str] = {
    Language.FR: "French",
    Language.JA: "Japanese",
    Language.EN: "English",
}


def part_label(name: str) -> str:
    """The message for a part's name; a part unknown here is called by its name."""
    return PARTS.get(name, name)
