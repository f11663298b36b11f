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

from academy.cli.group import main

__all__ = ["main"]
