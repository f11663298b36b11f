"""The languages that pages and papers are read in, and whoever writes their sentences.

locales.py          which languages there are, and which of them a visitor reads
i18n.py             sentences, dates and numbers in it, while the program runs
speaking.py         a catalogue as the program speaks from it
wording.py          what makes a translated sentence sound
own_sentences.py    what a network says in its own words, or in a language of its own
catalogues.py       collecting the sentences, updating the files, saying what is missing
proofreading.py     a translator's file, line by line
"""
