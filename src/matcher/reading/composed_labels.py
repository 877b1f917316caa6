"""The label of the key points, which people word in more ways than a list can hold.

« Les points forts de notre politique », "Highlights of the policy", 「本市の取組のポイント」:
a word for the essence of something and a word for the policy, with nothing else beside them.
« Présentation de notre bonne pratique » is no such label: it is what people write over the form.
"""

from __future__ import annotations

import re

from matcher.collectivity import Language
from matcher.reading.folding import folded, has_cjk

_ESSENCE_FR = (
    "point points essentiel essentiels essentielle essentielles fort forts cle cles principal "
    "principaux principales saillant saillants marquant marquants majeur majeurs important "
    "importants atout atouts ligne lignes axe axes trait traits element elements aspect aspects "
    "caracteristique caracteristiques description resume contenu synthese descriptif"
)
_POLICY_FR = (
    "politique politiques pratique pratiques action actions demarche demarches mesure mesures "
    "dispositif dispositifs initiative initiatives projet projets realisation realisations "
    "experience experiences novatrice novatrices novateur novateurs innovante innovantes innovant "
    "innovants innovation innovations"
)
_BESIDE_FR = (
    "le la les l de du des d un une sur en et notre nos votre vos sa ses leur leurs grandes grande "
    "bonne bonnes locale locales municipale municipales publique publiques deployee deployees "
    "deploye menee menees mene mise mises oeuvre conduite conduites ville commune collectivite "
    "territoire phare phares exemplaire exemplaires plus concernant presentee presentees"
)
_ESSENCE_EN = (
    "point points key main strong essential highlight highlights feature features element elements "
    "summary outline description overview aspect aspects strength strengths content"
)
_POLICY_EN = (
    "policy policies practice practices action actions measure measures initiative initiatives "
    "project projects programme programmes program programs achievement achievements innovation "
    "innovations innovative"
)
_BESIDE_EN = (
    "the of a an in on and our your its their good best local municipal public deployed "
    "implemented city town municipality carried out flagship"
)
_LANGUAGES = {
    Language.FR: (_ESSENCE_FR, _POLICY_FR, _BESIDE_FR),
    Language.EN: (_ESSENCE_EN, _POLICY_EN, _BESIDE_EN),
}
_WORDS = {
    language: tuple(frozenset(group.split()) for group in groups)
    for language, groups in _LANGUAGES.items()
}
_JA = re.compile(
    "^(?:(?:本|当|貴)?(?:自治体|[市町村県区])(?:における|での|の)|[わ我]が(?:自治体|[市町村県区])の)?"
    "(?:(?:主|先進的|先駆的|革新的|特徴的|独創的|重点的)な|特色(?:ある|のある)|優れた|独自の|重点)?"
    "(?:取り?組み?|政策|施策|事業|活動|実践|優良事例|先進事例)"
    "(?:における|について)?の?"
    "(?:要点|要旨|ポイント|概要|内容|特徴|特色|紹介|説明|あらまし|アピールポイント|重要点)(?:について)?$"
)


def is_key_points(label: str) -> Language | None:
    """The language in which `label` asks for the key points of the policy; None if it does not."""
    if has_cjk(label):
        return Language.JA if _JA.match("".join(label.split())) else None
    words = folded(label).split()
    for language, (essence, policy, beside) in _WORDS.items():
        if (
            any(word in essence for word in words)
            and any(word in policy for word in words)
            and all(word in essence or word in policy or word in beside for word in words)
        ):
            return language
    return None
