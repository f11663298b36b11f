"""Countries by whatever they are called: in any of our languages, in their own, in ISO's codes.

`CODES` are the countries there are. Names come from Unicode's data (Babel) in the languages of the
pages and in those that each country speaks, with ISO 3166's three letters and three digits; what
people usually write besides stands in `USUAL`.
"""

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from academy.text import unicode
from academy.text.names import coded, key, parts

CODES: Final = frozenset(
    """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR
    BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ
    EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW
    GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY
    KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV
    MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY
    QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG
    TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA
    ZM ZW
    """.split()  # noqa: SIM905 - ten lines that a reader can check against a list
)
"""ISO 3166-1 alpha-2, and XK, which all who report on Kosovo use."""

LANGUAGES: Final = ("en", "fr", "es", "ru", "zh_Hans", "zh_Hant", "ar", "pt", "pt_PT", "sw", "de")

USUAL: Final = {
    "GB": "uk, great britain, britain, england, scotland, wales, angleterre, inglaterra, англия",
    "US": "usa, u s a, u s, america, united states of america, etats unis d amerique, eeuu,"
          " ee uu, eua, сша",
    "CD": "rdc, drc, dr congo, rd congo, congo kinshasa, democratic republic of the congo, zaire,"
          " democratic republic of congo, republique democratique du congo, congo rdc, congo drc,"
          " republica democratica do congo",
    "CG": "congo, congo brazzaville, republic of the congo, republique du congo, republic of congo",
    "CI": "ivory coast, cote d ivoire, cote divoire, republique de cote d ivoire,"
          " costa de marfil, rci",
    "MM": "burma, birmanie, birmania, myanmar burma, бирма",
    "LA": "laos, lao pdr, lao p d r, lao, lao people s democratic republic",
    "KG": "kirghizia, kirghizistan, kirghizstan, kirgizstan, kyrgyz republic,"
          " кыргызская республика,"
          " киргизская республика",
    "RU": "российская федерация, russia, russian federation, federation de russie, rf, рф",
    "VN": "viet nam, vietnam",
    "KR": "south korea, korea, republic of korea, coree, coree du sud, corea, rok",
    "KP": "north korea, dprk, democratic people s republic of korea",
    "CF": "centrafrique, car, rca, central african republic",
    "CV": "cape verde, cap vert, cabo verde",
    "SZ": "swaziland, kingdom of eswatini, swazilandia, suazilandia",
    "TL": "east timor, timor leste, timor oriental",
    "MK": "macedonia, fyrom, macedoine, north macedonia",
    "CZ": "czech republic, czechia, republique tcheque",
    "TR": "turkey, turkiye, turquie, turquia",
    "TZ": "tanzania, united republic of tanzania, tanzanie, zanzibar",
    "SY": "syria, syrian arab republic, syrie",
    "IR": "iran, islamic republic of iran, persia",
    "BO": "bolivia, plurinational state of bolivia, bolivie",
    "VE": "venezuela, bolivarian republic of venezuela",
    "MD": "moldova, republic of moldova, moldavia, moldavie, молдавия",
    "BY": "belarus, belorussia, white russia, bielorussie, белоруссия, беларусь",
    "PS": "palestine, state of palestine, west bank, gaza, west bank and gaza",
    "TW": "taiwan, chinese taipei, taiwan roc, 台湾, 臺灣",
    "HK": "hong kong, hongkong, hong kong sar, 香港",
    "MO": "macau, macao, macao sar, 澳门, 澳門",
    "CN": "china, prc, p r china, mainland china, 中华人民共和国, 中國, 大陆",
    "NL": "holland, the netherlands, netherlands, pays bas, hollande, holanda",
    "AE": "uae, u a e, emirates, emirats, emirats arabes unis, dubai",
    "SA": "saudi, ksa, saudi arabia, arabie saoudite",
    "DO": "dominican republic, republique dominicaine, rd dominicana",
    "PG": "png, papua, papua new guinea",
    "BA": "bosnia, bosnie, bosnia herzegovina, bih",
    "TT": "trinidad, trinidad tobago, trinidad and tobago",
    "ST": "sao tome, sao tome et principe, sao tome and principe,"
          " s tome e principe",
    "GN": "guinea, guinee, guinee conakry, guinea conakry, guine conacri",
    "GW": "guinea bissau, guinee bissau, guine bissau",
    "GQ": "equatorial guinea, guinee equatoriale",
    "GM": "gambia, the gambia, gambie",
    "BS": "bahamas, the bahamas",
    "PH": "philippines, the philippines, pilipinas, rp",
    "IN": "india, bharat, inde",
    "LK": "sri lanka, ceylon, ceylan",
    "VA": "vatican, holy see",
    "CH": "switzerland, suisse, schweiz, svizzera, suiza",
    "XK": "kosovo, kosova",
    "ZA": "south africa, rsa, afrique du sud, sudafrica, юар,"
          " republica da africa do sul",
    "SS": "south sudan, sud soudan, soudan du sud",
    "FM": "micronesia, federated states of micronesia",
    "MU": "mauricia, mauricias, ilha mauricia, ilhas mauricias, ilhas mauricio",
    "BF": "burkina, burkina faso, haute volta",
    "BJ": "benin, dahomey",
    "ET": "ethiopia, abyssinia, ethiopie",
    "KH": "cambodia, kampuchea, cambodge, camboya",
}  # fmt: skip
"""What people write besides what a country is officially called, as two names are compared."""

_FORMAL: Final = re.compile(
    r"^(the |la |le |les |l |el |al )*"
    r"((people s |islamic |arab |federal |federative |democratic |united |plurinational "
    r"|bolivarian )*"
    r"(republic|state|kingdom|commonwealth|union|federation|principality|sultanate) of( the)? "
    r"|republique( federale| islamique| togolaise)? (du|de la|de l|des|de|d) "
    r"|royaume (du|de la|de l|des|de|d) |republica (del|de la|de) |республика |ประเทศ)"
)


def country(written: str) -> str | None:
    """The ISO code of a country as somebody wrote it; None where no country is meant."""
    if key(written).upper() in CODES:
        return key(written).upper()
    names = _names()
    for name in map(key, (written, *parts(written))):
        informal = _FORMAL.sub("", f"{name} ").strip()
        found = names.get(name) or names.get(informal) or names.get(name.replace(" ", ""))
        if found:
            return found
    return None


@cache
def _names() -> dict[str, str]:
    """Every name, as two are compared, with its code. The first to claim a name keeps it."""
    found = coded(USUAL)
    for code, name in _listed():
        for one in (name, *parts(name)):
            found.setdefault(key(one), code)
    for name, code in list(found.items()):
        found.setdefault(name.replace(" ", ""), code)
    found.pop("", None)
    return found


def _listed() -> Iterable[tuple[str, str]]:
    from babel.core import get_global
    from babel.languages import get_official_languages

    called = cache(lambda language: unicode.names(language, "territories"))

    for alias, codes in get_global("territory_aliases").items():
        if len(codes) == 1 and codes[0] in CODES and len(alias) > 1:
            yield codes[0], alias
    for locale in LANGUAGES:
        for code, name in called(locale).items():
            if code in CODES:
                yield code, name
    for code in sorted(CODES):
        for language in get_official_languages(code, regional=True, de_facto=True):
            if own := called(language).get(code):
                yield code, own
