"""One press for a class: sixty certificates in nine languages, beside sixty bare pages.

As in a program that has run for a while: the press is warm, and has printed in each language. The
first certificate in a language reads its words and months, and shows Pango the language: some 35 ms
more, and printed by itself.

The limit is WeasyPrint's own: each certificate is some thirty boxes that Python lays out and draws,
where a bare page is four. What can be shared is: a style is reckoned once for all that look alike,
a text that stands on all is measured once, fonts are loaded and cut once, no box is without a
purpose. What is not text is a picture, in which no style is looked for: the code to scan has one
pixel a module (drawn as SVG it took a fifth of all, and the search for its best mask a fifteenth),
and a string of beads is one line of dots. What is left is two fifths layout, a fifth drawing, and
styles, parsing and writing. On two busy cores sixty took 1.3 to 1.5 s of the processor before, the
languages being known, and take 0.9 to 1.1; 0.8 where nobody else is at work.

Where we stop: one page laid out with other words put in would be faster, and would break lines,
tags and fonts where a name is longer or in another script. The sentence beside the code, which
wraps, is a tenth of all: cut into lines beforehand it would take half, and be read out in pieces. A
second process takes as long to start as fifty certificates take, and two PDFs would have to be
joined.
"""

import time

from academy.printing import certificate, codes, pdf
from tests.academy.test_printing import NAMES, page

COPIES = 60


def main() -> None:
    certificate.warm()
    people = (list(NAMES.items()) * COPIES)[:COPIES]
    spent = time.process_time()
    for locale, name in NAMES.items():
        pdf.render(certificate.html([page(locale, name)]))
    read = time.process_time() - spent
    pages = [page(locale, name, code=codes.new()) for locale, name in people]
    started, spent = time.perf_counter(), time.process_time()
    made = pdf.render(certificate.html(pages))
    took, spent = time.perf_counter() - started, time.process_time() - spent
    started, alone = time.perf_counter(), time.process_time()
    pdf.render("<h1>A bare page</h1><p style='break-after:page'>" * COPIES)
    bare, alone = time.perf_counter() - started, time.process_time() - alone
    print(
        f"{'60 certificates in one PDF':42}{took:9.2f} s, {spent:.2f} of the processor"
        f"  (target 1.0; bare pages {bare:.2f} and {alone:.2f} s, ratio {spent / alone:.1f};"
        f" {len(made) / COPIES / 1000:.1f} kB each)"
    )
    print(f"{f'{len(NAMES)} languages, the first in each':42}{read:9.2f} s of the processor")


if __name__ == "__main__":
    main()
