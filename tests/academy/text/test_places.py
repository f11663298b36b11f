"""A country is itself by any name that people usually give it, and what is none is none."""

import csv
import io

import pytest
from babel import Locale

from academy.languages import i18n
from academy.text import places

# What stands in lists of the networks: the code expected, and how it was written.
WRITTEN = """KE;Kenya,KEN,kenia,Republic of Kenya,404,Кения,肯尼亚,كينيا,ke,Ke
CI;Côte d'Ivoire,Cote d’Ivoire,COTE D'IVOIRE,Ivory Coast,CIV,RCI,Costa de Marfil,Кот-д'Ивуар
CD;República Democrática do Congo,Congo-Kinshasa
CD;RDC,DRC,D.R. Congo,DR Congo,Democratic Republic of the Congo,Congo - Kinshasa,Congo (DRC),COD
CG;Congo,Congo-Brazzaville,Republic of the Congo,République du Congo
MM;Myanmar,Burma,Myanmar (Burma),Birmanie,မြန်မာ
TH;Thailand,ประเทศไทย,ไทย,Kingdom of Thailand,Thaïlande
ET;Ethiopia,ኢትዮጵያ,Éthiopie
KH;Cambodia,កម្ពុជា,Cambodge
KG;Кыргызстан,Киргизия,Kyrgyzstan,Kyrgyz Republic,Kirghizistan
LA;Lao PDR,Laos,ລາວ
RU;Russian Federation,Russia,Россия,РФ,Российская Федерация,Russie
HK;Hong Kong,香港
TW;Taiwan,台灣,台湾
CN;China,中国,中國,P.R. China,Китай
MZ;Moçambique,República de Moçambique
ZA;África do Sul,República da África do Sul
ST;São Tomé e Príncipe,S. Tomé e Príncipe
MU;Maurícias,Ilha Maurícia
BJ;Benim
IR;Irão
CF;Centrafrique,République centrafricaine,Central African Republic
GW;Guinée Bissau,Guinea-Bissau,Guiné-Bissau
SZ;Suazilândia,Essuatíni,Swaziland,Eswatini
US;USA,EUA,U.S.A.,United States,Estados Unidos,США,états-unis
GB;UK,U.K.,United Kingdom,Great Britain,Royaume-Uni
VN;Vietname,Viet Nam,Vietnam,Việt Nam,越南
IN;India,भारत,Inde
KZ;Kazakhstan,Қазақстан
UZ;Uzbekistan,Oʻzbekiston,Ўзбекистон
TL;Timor-Leste,East Timor
SN;République du Sénégal,Sénégal,Senegal
GM;The Gambia,Gambia
MK;North Macedonia,Macedonia
TR;Turkey,Türkiye
PS;Palestine
BO;Bolivia,Bolivia (Plurinational State of)
TZ;Tanzania,TZA,United Republic of Tanzania
NG;Nigeria,NGA
NE;Niger
DO;República Dominicana,Dominican Republic
DM;Dominica
GR;Ελλάδα,Greece
GE;საქართველო,Georgia
"""
EXPECTED = [
    (code, name)
    for code, names in csv.reader(io.StringIO(WRITTEN), delimiter=";")
    for name in names.split(",")
]


@pytest.mark.parametrize(("code", "name"), EXPECTED)
def test_a_country_is_known_by_any_of_its_names(code, name):
    assert places.country(name) == code
    assert places.country(f"  {name.upper()}\u200b ") == code


@pytest.mark.parametrize(
    "written", ["", " ", "XX", "EU", "UN", "ZZ", "Mars", "Нет", "?", "Africa", "-"]
)
def test_what_is_no_country_is_none(written):
    assert places.country(written) is None


def test_every_country_that_has_a_name_is_one_and_by_its_name_in_every_language_of_the_pages():
    for locale in (*i18n.NAMES, "pt_PT"):
        names = Locale.parse(locale).territories
        wrong = {c: names[c] for c in places.CODES if places.country(str(names[c])) != c}
        assert wrong == {}
