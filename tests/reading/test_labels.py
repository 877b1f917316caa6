"""Which field a label means, in the writings people give it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.collectivity import Language
from matcher.reading.labels import Field, recognise, recognise_inline
from matcher.reading.wording import blank_form

OFFICIAL = [
    ("Nom de la collectivité", Field.NAME),
    ("Localisation (sur carte) ou CARTE (lien)", Field.LOCATION),
    ("Domaine(s) concerné(s)", Field.DOMAINS),
    ("Population", Field.POPULATION),
    ("Site Internet (en anglais) :", Field.WEBSITE),
    ("Contact :", Field.CONTACT),
    ("Points essentiels de la politique novatrice déployée :", Field.KEY_POINTS),
    ("自治体名", Field.NAME),
    ("位置（地図）／ 地図リンク", Field.LOCATION),
    ("分野 / 対象分野", Field.DOMAINS),
    ("人口", Field.POPULATION),
    ("ウェブサイト（英語）", Field.WEBSITE),
    ("連絡先 / 担当", Field.CONTACT),
    ("先進的な取組の要点", Field.KEY_POINTS),
    ("更新日", Field.UPDATED),
    ("Name of the local authority", Field.NAME),
    ("Location (map) or map link", Field.LOCATION),
    ("Field(s) concerned", Field.DOMAINS),
    ("Website (in English)", Field.WEBSITE),
    ("Contact", Field.CONTACT),
    ("Key points of the innovative policy", Field.KEY_POINTS),
    ("Updated on", Field.UPDATED),
]

VARIED = [
    ("NOM DE LA COLLECTIVITE", Field.NAME),
    ("nom de la collectivité*", Field.NAME),
    ("1. Nom de la collectivité", Field.NAME),
    ("1) Nom de la collectivité :", Field.NAME),
    ("Nom de la collectivité (obligatoire)", Field.NAME),
    ("Nom  de la\u00a0collectivité\u00a0:", Field.NAME),
    ("Nom de la collectivte", Field.NAME),
    ("Nom de la colectivité", Field.NAME),
    ("Collectivité", Field.NAME),
    ("Ville", Field.NAME),
    ("Commune :", Field.NAME),
    ("Nom", Field.NAME),
    ("市町村名", Field.NAME),
    ("団体名", Field.NAME),
    ("自 治 体 名", Field.NAME),
    ("１．自治体名", Field.NAME),
    ("①自治体名", Field.NAME),
    ("【自治体名】", Field.NAME),
    ("自治体名：", Field.NAME),
    ("自治体名（必須）", Field.NAME),
    ("■ 自治体名", Field.NAME),
    ("Local authority", Field.NAME),
    ("Name of local authority", Field.NAME),
    ("Name of the Municipality", Field.NAME),
    ("<b>Nom de la collectivit&eacute;</b>", Field.NAME),
    ("City", Field.NAME),
    ("name", Field.NAME),
    ("Nom / Name / 名称", Field.NAME),
    ("自治体名 Name of the local authority", Field.NAME),
    ("[Nom de la ville]", Field.NAME),
    ("Localisation", Field.LOCATION),
    ("Localisation (carte)", Field.LOCATION),
    ("Situation géographique", Field.LOCATION),
    ("CARTE (lien)", Field.MAP_LINK),
    ("CARTE(lien)", Field.MAP_LINK),
    ("Carte", Field.MAP_LINK),
    ("Lien vers la carte", Field.MAP_LINK),
    ("地図リンク", Field.MAP_LINK),
    ("位置", Field.LOCATION),
    ("位置(地図)", Field.LOCATION),
    ("所在地", Field.LOCATION),
    ("Map link", Field.MAP_LINK),
    ("Location on the map", Field.LOCATION),
    ("Coordonnées GPS", Field.LOCATION),
    ("Latitude", Field.LAT),
    ("経度", Field.LON),
    ("lat", Field.LAT),
    ("lon", Field.LON),
    ("link", Field.MAP_LINK),
    ("Domaine concerné", Field.DOMAINS),
    ("Domaines concernés", Field.DOMAINS),
    ("Domaine (s) concerné (s) :", Field.DOMAINS),
    ("DOMAINES", Field.DOMAINS),
    ("Thématiques", Field.DOMAINS),
    ("Domaines d'intervention", Field.DOMAINS),
    ("対象分野", Field.DOMAINS),
    ("分　野", Field.DOMAINS),
    ("関連分野", Field.DOMAINS),
    ("Fields concerned", Field.DOMAINS),
    ("Domain(s)", Field.DOMAINS),
    ("Policy area(s)", Field.DOMAINS),
    ("domains", Field.DOMAINS),
    ("Nombre d'habitants", Field.POPULATION),
    ("Nombre d’habitants", Field.POPULATION),
    ("Nb d'habitants", Field.POPULATION),
    ("Nb habitants", Field.POPULATION),
    ("Population (2013)", Field.POPULATION),
    ("人口（人）", Field.POPULATION),
    ("人口（令和2年国勢調査）", Field.POPULATION),
    ("総人口", Field.POPULATION),
    ("Number of inhabitants", Field.POPULATION),
    ("Population / 人口", Field.POPULATION),
    ("Populaton", Field.POPULATION),
    ("population_year", Field.POPULATION_YEAR),
    ("Site web", Field.WEBSITE),
    ("Site internet", Field.WEBSITE),
    ("Site Internet (anglais)", Field.WEBSITE),
    ("Site Web officiel", Field.WEBSITE),
    ("URL", Field.WEBSITE),
    ("ホームページ", Field.WEBSITE),
    ("ホームページ（英語版）", Field.WEBSITE),
    ("公式サイト", Field.WEBSITE),
    ("HP", Field.WEBSITE),
    ("Web site", Field.WEBSITE),
    ("Homepage", Field.WEBSITE),
    ("ウエブサイト（英語）", Field.WEBSITE),
    ("Contact(s)", Field.CONTACT),
    ("Personne à contacter", Field.CONTACT),
    ("問い合わせ先", Field.CONTACT),
    ("お問い合わせ先", Field.CONTACT),
    ("担当課", Field.CONTACT),
    ("連絡先", Field.CONTACT),
    ("Contact person", Field.CONTACT),
    ("Courriel", Field.CONTACT_PART),
    ("Tél.", Field.CONTACT_PART),
    ("E-mail", Field.CONTACT_PART),
    ("電話番号", Field.CONTACT_PART),
    ("ＦＡＸ", Field.CONTACT_PART),
    ("メールアドレス", Field.CONTACT_PART),
    ("Téléphone :", Field.CONTACT_PART),
    ("Points essentiels", Field.KEY_POINTS),
    ("Points-clés", Field.KEY_POINTS),
    ("Points essentiels de la politique novatrice", Field.KEY_POINTS),
    ("Points essentiels de la politique innovante déployée", Field.KEY_POINTS),
    ("Points essentiels de la politique novatrice deployee (5 points maximum)", Field.KEY_POINTS),
    ("先進的な取組", Field.KEY_POINTS),
    ("先進的な取り組みの要点", Field.KEY_POINTS),
    ("取組の概要", Field.KEY_POINTS),
    ("先進的取組の要点", Field.KEY_POINTS),
    ("Key points", Field.KEY_POINTS),
    ("Key Points of the Innovative Policy Implemented", Field.KEY_POINTS),
    ("key_points", Field.KEY_POINTS),
    ("Point essentiel n° 2", Field.KEY_POINTS),
    ("Key point 3", Field.KEY_POINTS),
    ("Mis à jour le", Field.UPDATED),
    ("Date de mise à jour", Field.UPDATED),
    ("Dernière mise à jour :", Field.UPDATED),
    ("最終更新日", Field.UPDATED),
    ("記入日", Field.UPDATED),
    ("Last update", Field.UPDATED),
    ("updated", Field.UPDATED),
    ("(Mis à jour le)", Field.UPDATED),
    ("Partenaire recherché", Field.SEEKING),
    ("Partenaire(s) recherché(s)", Field.SEEKING),
    ("希望する交流相手", Field.SEEKING),
    ("Seeking", Field.SEEKING),
    ("Partner sought", Field.SEEKING),
    ("Pays", Field.COUNTRY),
    ("国", Field.COUNTRY),
    ("Country", Field.COUNTRY),
    ("Région", Field.REGION),
    ("都道府県", Field.REGION),
    ("Prefecture", Field.REGION),
    ("Région / Département", Field.REGION),
    ("Type de collectivité", Field.KIND),
    ("種別", Field.KIND),
    ("kind", Field.KIND),
    ("Code INSEE", Field.CODE),
    ("団体コード", Field.CODE),
    ("Identifiant", Field.ID),
    ("識別子", Field.ID),
    ("id", Field.ID),
    ("Langue", Field.LANGUAGE),
    ("言語", Field.LANGUAGE),
    ("Superficie (km²)", Field.OTHER),
    ("姉妹都市", Field.OTHER),
    ("Jumelages", Field.OTHER),
]


@pytest.mark.parametrize(("typed", "field"), OFFICIAL + VARIED)
def test_a_label_is_known_in_its_variations(typed: str, field: Field) -> None:
    label = recognise(typed)
    assert label is not None
    assert label.field is field


@pytest.mark.parametrize(
    "typed",
    [
        "",
        ":",
        "Vocation",
        "Tourisme",
        "Tourisme / Culture",
        "Strasbourg",
        "高松市",
        "観光",
        "Tramway",
        "Environnement",
        "Réseau de chaleur",
        "12 345 hab.",
        "Culture et patrimoine",
        "まちづくり",
        "La ville a une population jeune",
        "Contrat de ville",
        "Ville de Tours",
        "Population vieillissante",
        "Site classé",
        "Renewable energy",
        "Community development",
        "人口減少対策",
        "Nomade",
        "Domaine skiable",
        "Villes et pays d'art",
        "http://www.ville.fr",
        "Développement",
        "Points de vente",
        "Logement",
        "Économie",
        "Transports",
        "Patrimoine",
        "Agriculture",
        "再生可能エネルギー",
        "防災",
        "産業振興",
    ],
)
def test_content_is_no_label(typed: str) -> None:
    assert recognise(typed) is None


INLINE = [
    ("Nom de la collectivité : Tours", Field.NAME, "Tours"),
    ("Nom de la collectivité: Tours", Field.NAME, "Tours"),
    ("Nom de la collectivité\u00a0:\u00a0Tours", Field.NAME, "Tours"),
    ("自治体名：高松市", Field.NAME, "高松市"),
    ("自治体名:高松市", Field.NAME, "高松市"),
    ("【自治体名】高松市", Field.NAME, "高松市"),
    ("［人口］419,429人", Field.POPULATION, "419,429人"),
    ("Population (2013) : 12 345", Field.POPULATION, "12 345"),
    ("Population\t12 345", Field.POPULATION, "12 345"),
    ("Population – 12 345 hab.", Field.POPULATION, "12 345 hab."),
    ("人口　４１９，４２９人", Field.POPULATION, "４１９，４２９人"),
    ("Mis à jour le 12/03/2014", Field.UPDATED, "12/03/2014"),
    ("Mis à jour le : 12/03/2014", Field.UPDATED, "12/03/2014"),
    ("更新日 平成26年3月", Field.UPDATED, "平成26年3月"),
    (
        "Site Internet (en anglais) : http://www.ville.fr:8080/en",
        Field.WEBSITE,
        "http://www.ville.fr:8080/en",
    ),
    ("Site web https://ville.fr", Field.WEBSITE, "https://ville.fr"),
    ("Domaine(s) concerné(s) – Culture", Field.DOMAINS, "Culture"),
    ("Updated on 12 March 2014", Field.UPDATED, "12 March 2014"),
    ("Contact :", Field.CONTACT, ""),
]


@pytest.mark.parametrize(("typed", "field", "rest"), INLINE)
def test_a_label_with_its_value_on_one_line(typed: str, field: Field, rest: str) -> None:
    inline = recognise_inline(typed)
    assert inline is not None
    assert (inline.label.field, inline.rest) == (field, rest)


@pytest.mark.parametrize(
    "typed",
    [
        "Tramway : trois lignes",
        "Plus de 600 km : vélos",
        "Rénovation – logement",
        "Voir http://ville.fr",
        "15:30",
        "観光：温泉",
    ],
)
def test_prose_with_a_colon_begins_with_no_label(typed: str) -> None:
    assert recognise_inline(typed) is None


@pytest.mark.parametrize("language", list(Language))
def test_the_labels_of_our_own_blank_form_are_known(language: Language) -> None:
    found = {}
    for row in blank_form(language).fields:
        label = recognise(row.label)
        found[row.field] = label.field if label else None
    assert found.pop("map_link") in (Field.LOCATION, Field.MAP_LINK)
    assert found == {field: Field(field) for field in found}


@given(
    st.sampled_from(OFFICIAL),
    st.sampled_from(
        ["{}", "{} :", "{}：", " {} ", "{}*", "1. {}", "({})", "{}\n", "■{}", "• {} :"]
    ),
    st.booleans(),
)
def test_dress_does_not_matter(official: tuple[str, Field], dress: str, upper: bool) -> None:
    text = official[0].rstrip(" :")
    label = recognise(dress.format(text.upper() if upper else text))
    assert label is not None
    assert label.field is official[1]


@given(
    st.sampled_from([o for o in OFFICIAL if len(o[0]) > 22]),
    st.data(),
)
def test_one_slip_in_a_long_label_is_forgiven(
    official: tuple[str, Field], data: st.DataObject
) -> None:
    text = official[0].rstrip(" :")
    letters = [
        i
        for i, c in enumerate(text)
        if c.isalpha() and i > 0 and text[:i].count("(") == text[:i].count(")")
    ]
    at = data.draw(st.sampled_from(letters))
    label = recognise(text[:at] + text[at + 1 :])
    assert label is not None
    assert label.field is official[1]
