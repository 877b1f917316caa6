"""A folder of few fiches, as YAML: four of each country, one natural pair a topic."""

from __future__ import annotations

from pathlib import Path

FICHES = {
    "fr-tours.yaml": """\
name: Tours
kind: commune
country: FR
language: fr
domains: [Gastronomie, Culture]
population: 137000
contact: Mme Sentinelle, sentinelle@tours.example
key_points:
  - "Cité internationale de la gastronomie : marchés, formation des restaurateurs, vins locaux."
  - "Itinéraire cyclable le long de la Loire, hébergements labellisés."
""",
    "fr-lyon.yaml": """\
name: Métropole de Lyon
country: FR
language: fr
domains: [Énergies renouvelables, Numérique]
population: 1400000
key_points:
  - "Quartier de démonstration énergétique : bâtiments à énergie positive, réseau intelligent."
""",
    "fr-gard.yaml": """\
name: Gard
kind: département
country: FR
language: fr
domains: [Prévention des risques]
population: 750000
key_points:
  - "Plan de prévention des inondations : repères de crues, exercices d'évacuation avec les écoles."
""",
    "fr-vallauris.yaml": """\
name: Vallauris Golfe-Juan
country: FR
language: fr
domains: [Artisanat]
population: 27000
key_points:
  - "Biennale de la céramique d'art, soutien aux ateliers de potiers et à leur apprentissage."
""",
    "jp-鶴岡.yaml": """\
name: 鶴岡市
country: JP
language: ja
domains: [食文化]
population: 122000
key_points:
  - 在来作物を農家・料理人・大学が守り、食文化創造都市として市場や飲食店で活用する。
""",
    "jp-横浜.yaml": """\
name: 横浜市
country: JP
language: ja
domains: [再生可能エネルギー, 情報通信]
population: 3770000
key_points:
  - スマートシティ実証：住宅とビルのエネルギーを管理し、太陽光と蓄電池を地域の電力網で使う。
""",
    "jp-仙台.yaml": """\
name: 仙台市
country: JP
language: ja
domains: [防災]
population: 1090000
key_points:
  - 地域の防災リーダーを養成し、学校と町内会が洪水や津波の避難訓練を共同で行う。
""",
    "jp-瀬戸.yaml": """\
name: 瀬戸市
country: JP
language: ja
domains: [伝統工芸]
population: 128000
key_points:
  - 陶磁器の産地として窯元の若手作家を育て、国際陶芸展を開く。
""",
}


def write_folder(folder: Path) -> Path:
    """Write the fiches into `folder`, which is made; its path has spaces and Japanese."""
    folder.mkdir(parents=True)
    for name, text in FICHES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder
