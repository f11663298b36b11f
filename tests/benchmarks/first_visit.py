"""What a phone that has seen nothing loads to read its first lesson: requests and bytes."""

import re
from pathlib import Path
from tempfile import TemporaryDirectory

from academy.config import Config
from academy.data import data_folder
from academy.web.participant import create_app
from academy.web.shared.house import House


def main() -> None:
    with TemporaryDirectory() as folder:
        client = create_app(House(Config(Path(folder), data_folder("courses")))).test_client()
        for language in ("en", "fr", "zh-CN"):
            requests, size = visit(client, "/courses/advocacy/what-advocacy-is/", language)
            print(
                f"{'first lesson, ' + language:42}{requests:6} requests{size:8} bytes"
                "   (target 3 and 14,000)"
            )


def visit(client, page: str, language: str) -> tuple[int, int]:
    """Requests and bytes on the wire, headers included, for a page and all it asks for."""
    headers = {"Accept-Language": language, "Accept-Encoding": "gzip"}
    answer = client.get(page, headers=headers)
    html = answer.get_data()
    if answer.headers.get("Content-Encoding") == "gzip":
        import gzip

        html = gzip.decompress(html)
    total, requests = weight(answer), 1
    for asset in set(re.findall(rb'(?:href|src)="(/static/[^"]+)"', html)):
        total += weight(client.get(asset.decode(), headers=headers))
        requests += 1
    return requests, total


def weight(answer) -> int:
    """An answer's bytes as sent: status line, headers, body."""
    head = sum(len(name) + len(value) + 4 for name, value in answer.headers.items())
    return len(answer.get_data()) + head + 19


if __name__ == "__main__":
    main()
