"""Makes the index of our courses that comes with the program: no laptop builds it then.

    python -m academy.search.shipping

For whoever packs the program for others; in a clone it saves the tests building it in each house.
The same courses and code make the same bytes.
"""

from academy.courses import load
from academy.data import data_folder
from academy.search.building import SHIPPED, build, folder_for, is_whole, tidy


def main() -> None:
    """Make it, unless it is there."""
    library = load(data_folder("courses"))
    path = folder_for(SHIPPED, library)
    if not is_whole(path):
        build(SHIPPED, library)
    tidy(SHIPPED, path)


if __name__ == "__main__":
    main()
