"""A backup is made with the passphrase that opens it, and restored where nothing is set up yet."""

import re

from academy.store import backups, opening
from tests.academy.conftest import PASSPHRASE


def test_a_backup_goes_onto_a_stick_and_becomes_another_laptop(desk, new_desk, tmp_path):
    fresh_desk, stick = new_desk("another"), tmp_path / "stick"
    desk.refused("/backup", 404, place=str(stick), passphrase=PASSPHRASE)
    stick.mkdir()
    desk.refused("/backup", 403, place=str(stick), passphrase="five words that are wrong")
    desk.done("/backup", place=str(stick), passphrase=PASSPHRASE)
    (file,) = backups.on_a_stick(stick)

    (link,) = re.findall('<a href="([^"]*)">Restore a backup', fresh_desk.get("/setup"))
    assert "Look on the stick" in fresh_desk.get(link)
    page = fresh_desk.post("/restore/look", place=str(stick)).text
    assert file.name in page
    form = {"place": str(stick), "file": file.name}
    fresh_desk.refused("/restore", 403, **form, passphrase="five words that are wrong")
    fresh_desk.refused("/restore", 400, **form | {"file": "../x"}, passphrase=PASSPHRASE)
    answer = fresh_desk.post("/restore", **form, passphrase=PASSPHRASE)
    assert answer.location == "/unlock"
    said = fresh_desk.get("/unlock")
    assert "This is another device now" in said
    assert opening.exists(fresh_desk.house.config.folder)
    assert re.search("six words: [a-z]+ [a-z]+", said)


def test_a_folder_without_a_backup_is_told(fresh_desk, tmp_path):
    assert "no backup in this folder" in fresh_desk.post("/restore/look", place=str(tmp_path)).text
    fresh_desk.refused("/restore/look", 404, place=str(tmp_path / "none"))


def test_a_store_that_is_set_up_is_never_restored_over(desk, tmp_path):
    for path in ("/restore/look", "/restore"):
        assert desk.post(path, place=str(tmp_path)).location == "/unlock"
    assert desk.client.get("/restore").location == "/unlock"
