"""A list is read in the letters it was written in, or somebody is asked."""

import pytest

from academy.text import encodings

ALIKE = {
    "cp1252": ["alias;pays\nÉtoile;Sénégal\nAïda;Côte d’Ivoire\n", "nombre\nNiña\nJosé\n"],
    "cp1251": [
        "alias;team\nНадя;Север\nАлёна;Юг\n", "ФИО\nНадя\nАня\n", "alias,country\nБермет,KG\n",
        "alias;organisation\nНадія;Надії світ\nЇжак;Ґанок\n", "alias;team\nА. К.;А\nБ. М.;Б\n",
        "alias;country\nАлёна;RU\nЁлка;RU\n",
    ],
    "gb18030": [
        "alias\n小雨\n晓梅\n", "姓名,单位\n彩虹,北京社\n", "化名,组织,国家\n小雨,彩虹社,中国\n",
    ],
    "big5hkscs": ["alias,team\n小雨,北方\n曉梅,南方\n", "別名\n小雨\n"],
    "cp1256": ["alias;team\nنجمة;الشمال\nوردة;الجنوب\n"],
    "cp874": ["alias\nน้ำผึ้ง\nดาว\n", "alias,country\nดาว,TH\n"],
    "cp1250": ["alias;team\nŻaneta;Północ\nŁucja;Wschód\n"],
    "cp1253": ["alias;x\nΝίκη;Βορράς\n"],
}  # fmt: skip
LISTS = [(encoding, text) for encoding, texts in ALIKE.items() for text in texts]


@pytest.mark.parametrize(("encoding", "text"), LISTS)
def test_a_list_is_read_as_it_was_written(encoding, text):
    assert encodings.read(text.encode(encoding)).text == text


@pytest.mark.parametrize(("encoding", "text"), LISTS)
def test_whatever_it_was_written_in_can_be_chosen(encoding, text):
    found = encodings.read(text.encode(encoding), encoding)
    assert found.text == text
    assert found.sure


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_what_says_what_it_is_is_believed(encoding):
    found = encodings.read("alias\nÉtoile\n小雨\n".encode(encoding))
    assert (found.text.removeprefix("\ufeff"), found.sure) == ("alias\nÉtoile\n小雨\n", True)


@pytest.mark.parametrize(
    ("encoding", "text"),
    [("cp1254", "alias\nYıldız\n"), ("cp949", "alias\n하늘\n바다\n"), ("cp1255", "alias\nנועה\n"),
     ("cp874", "alias,country\nดาว,TH\nฟ้า,TH\n")],
)  # fmt: skip
def test_where_three_words_read_well_in_two_ways_somebody_is_asked(encoding, text):
    found = encodings.read(text.encode(encoding))
    assert not found.sure
    assert encoding in found.others


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n\x01\xff", b"alias\n\x00\x01\x02", bytes(range(256))]
)
def test_bytes_of_no_letters_are_no_list(data):
    assert encodings.read(data) is None
