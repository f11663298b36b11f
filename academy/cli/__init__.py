"""The `academy` command: one small function per word, and everything heavy loaded when it is used.

A refusal is one sentence on the standard error stream and exit code 1; only a fault of ours shows
a traceback.

    group.py    the command that all others hang from
    serving.py  run, demo, central
    device.py   sync, card, report, verify
    upkeep.py   courses, translations
    packs.py    more of courses: own, pack, along, came, take, back
    keeping.py  backup, restore, uninstall
    doctor.py   doctor
    fonts.py    fonts
    service.py  unit
    program.py  program: take, back, key, pack
    trial.py    trial, asked by the program that would be replaced
"""

from academy.cli import (
    device,
    doctor,
    fonts,
    keeping,
    packs,
    program,
    service,
    serving,
    trial,
    upkeep,
)
from academy.cli.group import main

__all__ = ["main"]

for _command in (
    serving.run,
    serving.demo,
    serving.central,
    device.sync,
    device.card,
    device.report,
    device.verify,
    keeping.backup,
    keeping.restore,
    keeping.uninstall,
    packs.group,
    upkeep.translations,
    doctor.doctor,
    fonts.fonts,
    service.unit,
    program.program,
    trial.trial,
):
    main.add_command(_command)
