"""The command all others hang from: where the folder is, and how a refusal is told."""

import os
from importlib import import_module
from pathlib import Path

import click

from academy import __version__
from academy.errors import AcademyError
from academy.printing import brought
from sync import harmless
from sync.errors import SyncError

_COMMANDS = {
    "run": "serving", "demo": "serving", "central": "serving", "sync": "device", "card": "device",
    "report": "device", "verify": "device", "backup": "keeping", "restore": "keeping",
    "uninstall": "keeping", "courses": "packs", "translations": "upkeep", "doctor": "doctor",
    "fonts": "fonts", "unit": "service", "program": "program", "trial": "trial",
}  # fmt: skip
"""Each word and the module it lies in, which is loaded when it is said: a start waits for one."""


class _Group(click.Group):
    """The commands, with our two kinds of error turned into a sentence."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every word there is."""
        return sorted({*_COMMANDS, *super().list_commands(ctx)})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a word, or None."""
        if cmd_name not in _COMMANDS:
            return super().get_command(ctx, cmd_name)
        found: click.Command = getattr(
            import_module(f"academy.cli.{_COMMANDS[cmd_name]}"), cmd_name
        )
        return found

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except (AcademyError, SyncError) as error:
            raise click.ClickException(_sentence(error)) from error
        except Exception as error:
            # Not imported before it is needed: most commands never open a store.
            from academy.store import database

            if not isinstance(error, database.Error):
                raise
            raise click.ClickException(_sentence(database.refusal(error))) from error


def _sentence(error: AcademyError | SyncError) -> str:
    from academy.web.shared.sentences import SENTENCES, sentence

    said = sentence(error) if error.code in SENTENCES else str(error)
    return harmless.line(said, harmless.MAX_LINE)


def _default_folder() -> Path:
    """Return where this device keeps its things unless told otherwise."""
    return Path(os.environ.get("ACADEMY_FOLDER") or Path.home() / ".academy")


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="academy", message="%(prog)s %(version)s")
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=_default_folder,
    help="Where this device keeps its things (ACADEMY_FOLDER; else .academy at home).",
)
@click.pass_context
def main(context: click.Context, folder: Path) -> None:
    """Courses and workshops that work without the internet."""
    context.obj = folder
    brought.use(folder / brought.FOLDER)
