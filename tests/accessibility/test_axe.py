"""axe finds nothing on any kind of page, at the phones' door, the desk's and the organisers'."""


from tests.accessibility import axe
from tests.accessibility.doors import doors, sign_in, walk
from tests.journeys.machines import LAPTOP, PHONE



def test_axe_finds_nothing(browser, tmp_path):
    source = axe.script()
    found, kinds = [], {}
    with doors(tmp_path) as all_doors:
        for door in all_doors:
            size = PHONE if door.name == "phone" else LAPTOP
            page = browser.new_context(viewport=size, locale="en-GB").new_page()
            sign_in(page, door)
            kinds[door.name] = 0
            for kind in walk(page, door):
                kinds[door.name] += 1
                found += [f"{door.name} {kind}: {fault}" for fault in axe.faults(page, source)]
            page.context.close()
    assert found == []
    assert kinds["phone"] > 20
    assert kinds["laptop"] > 50
    assert kinds["central"] > 20
