"""Where the data folders lie: `courses` and `translations`.

Beside the packages in the source tree, inside the package when installed. Nothing is looked for in
the working directory.
"""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def data_folder(name: str) -> Path:
    """Return the folder called `name`; raises `FileNotFoundError` when neither place has it."""
    for folder in (_PACKAGE / "_data" / name, _PACKAGE.parent / name):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(name)
