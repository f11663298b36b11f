"""Languages by whatever they are called: in any of our languages, in their own, in ISO's codes."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from academy.text import unicode
from academy.text.names import coded, key, parts
from academy.text.places import LANGUAGES

USUAL: Final = {
    "sw": "kiswahili, swahili, suaheli",
    "zh": "mandarin, chinese, putonghua, chinois, chino, mandarin chinese, simplified chinese,"
          " traditional chinese, мандарин, китайский,"
          " 普通话, 汉语, 國語, 国语, 中国话, 中文, 漢語, 华语",
    "yue": "cantonese, 广东话, 廣東話, 粤语, guangdonghua",
    "fa": "farsi, persian, dari persian",
    "tl": "tagalog",
    "fil": "filipino, pilipino",
    "my": "burmese, myanmar, birman, myanma",
    "km": "khmer, cambodian",
    "lo": "lao, laotian",
    "ky": "kyrgyz, kirghiz, kirgiz, кыргызча",
    "kk": "kazakh, қазақша",
    "uz": "uzbek, o zbek, узбек",
    "tg": "tajik, тоҷикӣ",
    "pt": "portuguese, portugais, brazilian, brazilian portuguese",
    "es": "spanish, castellano, castilian, espanol, espanola, espagnol, espagnole",
    "ha": "hausa", "yo": "yoruba", "ig": "igbo, ibo", "am": "amharic", "om": "oromo, afaan oromoo",
    "ti": "tigrinya", "so": "somali", "rw": "kinyarwanda", "rn": "kirundi", "lg": "luganda, ganda",
    "ny": "chichewa, chewa, nyanja, chinyanja", "sn": "shona, chishona", "nd": "ndebele",
    "zu": "zulu, isizulu", "xh": "xhosa, isixhosa", "st": "sesotho", "tn": "setswana, tswana",
    "bem": "bemba, ichibemba",
    "luo": "luo, dholuo",
    "ki": "kikuyu, gikuyu",
    "kam": "kamba, kikamba",
    "wo": "wolof, ouolof",
    "bm": "bambara, bamanankan",
    "ff": "fula, fulani, peul, pulaar, fulfulde",
    "ln": "lingala", "kg": "kikongo, kongo", "lua": "tshiluba", "mg": "malagasy, malgache",
    "ht": "creole, kreyol, haitian creole, creole haitien", "qu": "quechua", "ay": "aymara",
    "gn": "guarani", "id": "bahasa, bahasa indonesia, indonesian", "ms": "malay, bahasa melayu",
    "tpi": "tok pisin, pidgin english", "bn": "bangla, bengali", "hi": "hindi",
    "ru": "russian, по русски",
    "en": "english, anglais, anglaise, ingles, inglesa, английский",
    "fr": "french, francaise",
}  # fmt: skip
"""What people write besides what Unicode's data calls a language."""

# "русский язык", "langue française", "中文语": the word for language says nothing of which.
_LANGUAGE: Final = re.compile(
    r"^(?:ภาษา|ພາສາ)|\b(?:language|langue|idioma|lengua|язык|тили|тілі|bahasa|lugha ya|sprache"
    r"|lingua|اللغة|لغة)\b"
)


_TRADITIONAL: Final = re.compile(r"tradi[ct]ion|традицион|繁|正[體体]|\bhant\b|^zh (?:tw|hk|mo)\b")
_ALSO_TRADITIONAL: Final = (
    "繁體",
    "繁体",
    "繁中",
    "正體",
    "正体",
    "正體中文",
    "正体中文",
    "中文繁體",
    "中文繁体",
)


def language(written: str) -> str | None:
    """The code of a language as somebody wrote it, of several the first; None where none is meant.

    Codes are Unicode's, as short as they are: sw, zh, fil. A code with a script or a country
    (`pt-BR`, `zh_Hant`) counts as its language.
    """
    several = re.split(r"[,;/+&|、，；]|\band\b|\bet\b|\by\b|\bи\b", written)
    tries = map(_one, (written, *parts(written), *several))
    return next(filter(None, tries), None)


def locale(written: str) -> str | None:
    """As `language`, but Chinese by its characters: `zh_Hant` where that is said, else `zh_Hans`.

    Who only says Chinese, Mandarin or 中文 says nothing of them.
    """
    code, name = language(written), key(written)
    if name in _traditional() or (code == "zh" and _TRADITIONAL.search(name)):
        return "zh_Hant"
    return "zh_Hans" if code == "zh" else code


@cache
def _traditional() -> frozenset[str]:
    """What Chinese in Traditional characters is called."""
    listed = [unicode.names(one, "languages").get("zh_Hant", "") for one in LANGUAGES]
    return frozenset(map(key, (*listed, *_ALSO_TRADITIONAL))) - {""}


def _one(written: str) -> str | None:
    name, names = key(written), _names()
    tag = re.fullmatch(r"([a-z]{2,3})( [a-z]{4})?( [a-z]{2}| \d{3})?", name)
    return names.get(name) or names.get(_bare(name)) or (names.get(tag[1]) if tag else None)


def _bare(name: str) -> str:
    return " ".join(_LANGUAGE.sub(" ", name).split())


@cache
def _names() -> dict[str, str]:
    """Every name and code, as two are compared, with the code we keep."""
    found = coded(USUAL)
    for code, name in _listed():
        found.setdefault(key(name), code)
        found.setdefault(_bare(key(name)), code)
    found.pop("", None)
    return found


def _listed() -> Iterable[tuple[str, str]]:
    from babel.core import get_global
    from babel.localedata import locale_identifiers

    known = unicode.names("en", "languages")
    plain = [code for code in known if re.fullmatch(r"[a-z]{2,3}", code)]
    yield from ((code, code) for code in plain)
    for alias, code in get_global("language_aliases").items():
        if code in plain:
            yield code, alias
    for locale in LANGUAGES:
        for code, name in unicode.names(locale, "languages").items():
            if code in plain:
                yield code, name
    for code in locale_identifiers():
        if code in plain and (own := unicode.names(code, "languages").get(code)):
            yield code, own
