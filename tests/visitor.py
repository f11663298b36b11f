"""Somebody at a running machine's pages, with a cookie jar and nothing else."""

import http.cookiejar
import re
import urllib.error
import urllib.parse
import urllib.request
from html import unescape

from tests.patience import PATIENCE


class Visitor:
    """Opens pages and sends forms over real HTTP; follows redirects as a browser does."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.jar = http.cookiejar.CookieJar()
        self._browser = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(self.jar), urllib.request.ProxyHandler({})
        )
        self.at = ""
        self.status = 0

    def get(self, path: str) -> str:
        return self._open(urllib.request.Request(self.address + path))

    def post(self, path: str, *, page: str | None = None, **form: str) -> str:
        """Open the page that has the form, then send it."""
        token = self.token(page or path)
        sent = urllib.parse.urlencode({"csrf_token": token, **form}).encode()
        return self._open(urllib.request.Request(self.address + path, sent))

    def upload(self, path: str, file: bytes, *, page: str | None = None, **form: str) -> str:
        """Send a form with a file in it."""
        fields = {"csrf_token": self.token(page or path), **form}
        parts = [
            f'--edge\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in fields.items()
        ]
        parts.append(
            b'--edge\r\nContent-Disposition: form-data; name="file"; filename="list.csv"\r\n'
            b"Content-Type: text/csv\r\n\r\n" + file + b"\r\n--edge--\r\n"
        )
        asked = urllib.request.Request(self.address + path, b"".join(parts))
        asked.add_header("Content-Type", "multipart/form-data; boundary=edge")
        return self._open(asked)

    def token(self, path: str) -> str:
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.get(path))
        return found[1] if found else ""

    def _open(self, asked: urllib.request.Request) -> str:
        try:
            with self._browser.open(asked, timeout=PATIENCE) as answer:
                self.at, self.status = answer.url.removeprefix(self.address), answer.status
                return unescape(answer.read().decode())
        except urllib.error.HTTPError as refused:
            with refused:
                self.at, self.status = refused.url.removeprefix(self.address), refused.code
                return unescape(refused.read().decode())
