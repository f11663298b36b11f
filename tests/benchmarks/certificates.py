"""One press for a class: sixty certificates in nine languages, beside sixty bare pages.

As in a program that has run for a while: the press is warm, and what the pages say in each language
has been read. The first press in a language reads that too, and it is printed by itself.

The limit is WeasyPrint's own: each certificate is some forty boxes that Python lays out and draws,
where a bare page is four. What can be shared is: a style is reckoned once for all that look alike,
fonts are loaded and cut once, no box is without a purpose, and a drawing has one path a colour.
What is left is a third layout, a third drawing (a fifth of all is the code to scan), and parsing,
matching and writing. One page laid out with other words put in would be faster, and would break
lines, tags and fonts where a name is longer or in another script.
"""

import time

from academy.printing import certificate, codes, pdf
from tests.academy.test_printing import NAMES, page

COPIES = 60


def main() -> None:
    pdf.warm()
    people = (list(NAMES.items()) * COPIES)[:COPIES]
    spent = time.process_time()
    pages = [page(locale, name, code=codes.new()) for locale, name in people]
    read = time.process_time() - spent
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
    print(f"{f'{len(NAMES)} languages, read the first time':42}{read:9.2f} s of the processor")


if __name__ == "__main__":
    main()
