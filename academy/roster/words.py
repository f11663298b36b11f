"""What lists call their columns and roles, in every language of the pages, as two are compared."""

import unicodedata
from functools import cache
from typing import Final

from academy.languages import i18n
from academy.text import signs

HEADERS: Final = {
    "alias": (
        "alias", "nickname", "first name", "pseudonyme", "pseudo", "prénom", "surnom", "nombre",
        "apodo", "seudónimo", "alias o apodo", "имя", "псевдоним", "ник", "别名", "別名", "化名",
        "名字", "昵称", "暱稱", "alcunha", "pseudónimo", "primeiro nome", "nome próprio",
        "jina la utani", "lakabu", "jina la kujiita", "jina la kwanza",
        "الاسم المستعار", "اسم مستعار", "الاسم الأول",
    ),
    "organisation": (
        "organisation", "organization", "org", "group", "association", "ngo", "cbo", "structure",
        "organisme", "ong", "collectif", "réseau", "organización", "asociación", "colectivo",
        "entidad", "организация", "группа", "нко", "нпо", "объединение", "组织", "机构", "单位",
        "社团", "團體", "組織", "機構", "單位", "المنظمة", "منظمة", "الجمعية", "الجهة",
        "organização", "associação", "coletivo", "entidade", "grupo", "rede",
        "shirika", "chama", "kikundi", "asasi", "mtandao",
    ),
    "country": (
        "country", "country code", "nation", "pays", "code pays", "país", "страна", "государство",
        "国家", "國家", "国家代码", "国别", "البلد", "بلد", "الدولة",
        "código do país", "nchi", "taifa",
    ),
    "language": (
        "language", "lang", "langue", "idioma", "lengua", "язык", "语言", "語言", "语种", "اللغة",
        "لغة", "língua", "lugha",
    ),
    "team": (
        "team", "national team", "équipe", "equipo", "команда", "小组", "小組", "团队", "队",
        "الفريق", "فريق", "equipa", "equipa nacional", "timu",
    ),
    "role": ("role", "rôle", "rol", "papel", "роль", "角色", "职责", "الدور", "دور"),
}  # fmt: skip
"""What a column may be called, in the languages of the pages, compared without case and accents.
What the pages themselves call it comes from the catalogues. A job (Fonction, Cargo, Função) is no
role here.
"""

NAMES: Final = (
    "name", "names", "full name", "participant name", "name of participant", "nom", "noms",
    "nom et prénom", "nom et prénoms", "nom complet", "noms et prénoms", "nombre y apellido",
    "nombre y apellidos", "nombres", "nombre completo", "фио", "ф и о", "имя и фамилия",
    "nome", "nomes", "nome completo", "nome e apelido",
    "jina", "majina", "jina kamili", "majina kamili",
    "фамилия имя", "姓名", "名单", "الاسم", "الاسم الكامل", "الأسماء",
)  # fmt: skip
"""Columns that often hold legal names, which don't belong here: taken for aliases where there is
no other, and the page says so.
"""

ROLES: Final = {
    "participant": (
        "participant", "participante", "participant·e", "participants", "участник", "участница",
        "participa", "参与者", "学员", "mshiriki", "مشارك", "مشاركة", "مشارك/ة",
    ),
    "co-facilitator": (
        "co-facilitator", "cofacilitator", "co facilitator", "cofacilitateur", "cofacilitatrice",
        "co-facilitateur", "co-facilitatrice", "cofacilitador", "cofacilitadora", "cofacilita",
        "ко-фасилитатор",
        "mwezeshaji mwenza",
        "联合协作者", "ميسر مساعد", "ميسرة مساعدة", "ميسر/ة مساعد/ة",
    ),
    "facilitator": (
        "facilitator", "trainer", "facilitateur", "facilitatrice", "formateur", "formatrice",
        "facilitador", "facilitadora", "facilita", "capacitador", "capacitadora",
        "formador", "formadora",
        "mwezeshaji", "mkufunzi",
        "фасилитатор", "тренер",
        "协作者", "引导者", "培训师", "ميسر", "ميسرة", "ميسر/ة", "مدرب", "مدربة",
    ),
    "organiser": (
        "organiser", "organizer", "organisateur", "organisatrice", "organizador", "organizadora",
        "организатор", "mwandaaji", "组织者", "主办方", "منظم", "منظمة", "منظم/ة",
    ),
}  # fmt: skip
"""What a role may be called; a word that isn't here is left for the rules to refuse."""


def folded(word: str) -> str:
    """A heading as two are compared: without case, accents, punctuation at its ends."""
    plain = unicodedata.normalize("NFKD", signs.ignored(word).casefold())
    kept = "".join(s for s in plain if not unicodedata.combining(s))
    return " ".join(kept.replace("_", " ").strip(" :*#.").split())


@cache
def headings() -> dict[str, str]:
    """Each known heading, folded, with the field it means."""
    said = {"alias": "Alias", "organisation": "Organisation", "country": "Country",
            "language": "Language", "team": "Team", "role": "Role"}  # fmt: skip
    return _with_pages(HEADERS, said)


@cache
def roles() -> dict[str, str]:
    """Each known word for a role, folded, with the role."""
    return _with_pages(ROLES, {role: role for role in ROLES})


@cache
def names() -> frozenset[str]:
    """The folded headings of columns that may hold legal names."""
    return frozenset(map(folded, NAMES))


def _with_pages(known: dict[str, tuple[str, ...]], said: dict[str, str]) -> dict[str, str]:
    """The words of a table and those of the pages: a list printed here can be read here."""
    found = {folded(word): name for name, words in known.items() for word in words}
    for locale in i18n.NAMES:
        gettext = i18n.gettext_for(locale)
        for name, english in said.items():
            found.setdefault(folded(gettext(english)), name)
    return found
