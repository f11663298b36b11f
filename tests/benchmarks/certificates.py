"""One press for a class: sixty certificates in six languages, beside sixty bare pages."""

import time

from academy.printing import certificate, codes, pdf
from tests.academy.test_printing import NAMES, page

COPIES = 60


def main() -> None:
    pdf.warm()
    people = [(locale, name) for locale, name in NAMES.items()] * (COPIES // len(NAMES))
    started, spent = time.perf_counter(), time.process_time()
    html = certificate.html([page(l, n, code=codes.new()) for l, n in people])  # noqa: E741
    made = pdf.render(html)
    took, spent = time.perf_counter() - started, time.process_time() - spent
    started, alone = time.perf_counter(), time.process_time()
    pdf.render("<h1>A bare page</h1><p style='break-after:page'>" * COPIES)
    bare, alone = time.perf_counter() - started, time.process_time() - alone
    print(
        f"{'60 certificates in one PDF':42}{took:9.2f} s, {spent:.2f} of the processor"
        f"  (target 1.0; bare pages {bare:.2f} and {alone:.2f} s, ratio {spent / alone:.1f};"
        f" {len(made) / COPIES / 1000:.1f} kB each)"
    )


if __name__ == "__main__":
    main()
