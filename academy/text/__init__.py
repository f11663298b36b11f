"""Text as people write it: from every keyboard, phone, word processor and spreadsheet.

signs.py      what cannot be seen: dropped on the way in, kept where a script needs it
looks.py      whether two names are the same to whoever reads them
digits.py     numbers in the digits of any script
encodings.py  which letters the bytes of a list stand for
places.py     countries by any name that is usual
tongues.py    languages by any name that is usual
numbers.py    amounts with either decimal sign
han.py        Chinese, whichever of its two ways to write it was used

Nothing here refuses anything and nothing speaks to anybody: text in, text or a code out. What may
be recorded is decided by `academy.rules`.
"""
