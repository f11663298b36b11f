"""A class of phones: so many connections kept open, each asking as soon as it was answered.

Runs in a process of its own, so that making the load doesn't take the server's interpreter. Plain
sockets and one selector: a thread per phone would measure the threads.
"""

import json
import selectors
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field


@dataclass
class Phone:
    """One connection, what it asks over and over, and when it asked last."""

    requests: list[bytes]
    socket: socket.socket
    times: int
    done: int = 0
    asked: float = 0.0
    waited: list[float] = field(default_factory=list)
    answer: bytes = b""

    def ask(self) -> None:
        self.answer = b""
        self.asked = time.perf_counter()
        self.socket.sendall(self.requests[self.done % len(self.requests)])

    def hear(self) -> bool:
        """Take what came; True when the answer is complete."""
        self.answer += self.socket.recv(1 << 18)
        head, found, body = self.answer.partition(b"\r\n\r\n")
        if not found:
            return False
        low = head.lower()
        at = low.find(b"content-length:")
        length = int(low[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
        if len(body) < length:
            return False
        if int(head[9:12]) >= 400:
            raise SystemExit(f"answered {head[:80]!r} {body[:400]!r}")
        self.waited.append(time.perf_counter() - self.asked)
        self.done += 1
        return True


def run(port: int, plans: list[list[str]], times: int) -> dict[str, float]:
    """Have one phone per plan ask its requests in turn, `times` in all; figures in seconds."""
    chooser = selectors.DefaultSelector()
    phones = []
    for plan in plans:
        connection = socket.create_connection(("127.0.0.1", port))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        phone = Phone([request.encode() for request in plan], connection, times)
        chooser.register(connection, selectors.EVENT_READ, phone)
        phones.append(phone)
    started = time.perf_counter()
    for phone in phones:
        phone.ask()
    busy = len(phones)
    while busy:
        for key, _ in chooser.select():
            phone = key.data
            if phone.hear():
                if phone.done < phone.times:
                    phone.ask()
                else:
                    chooser.unregister(phone.socket)
                    busy -= 1
    took = time.perf_counter() - started
    waited = sorted(w for phone in phones for w in phone.waited)
    return {
        "per_second": len(waited) / took,
        "took": took,
        "p50": waited[len(waited) // 2],
        "p99": waited[len(waited) * 99 // 100],
    }


def apart(port: int, plans: list[list[str]], times: int) -> dict[str, float]:
    """`run`, in a process of its own."""
    asked = json.dumps({"port": port, "plans": plans, "times": times})
    told = subprocess.run(
        [sys.executable, __file__], input=asked, capture_output=True, text=True, check=False
    )
    if told.returncode:
        raise SystemExit(told.stderr)
    figures: dict[str, float] = json.loads(told.stdout)
    return figures


def get(path: str, *, cookie: str = "") -> str:
    """A request as a phone's browser sends it."""
    sent = f"Cookie: {cookie}\r\n" if cookie else ""
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\n{sent}\r\n"


def post(path: str, body: str, *, cookie: str) -> str:
    """A form as a phone's browser sends it."""
    return (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body.encode())}\r\n\r\n{body}"
    )


if __name__ == "__main__":
    print(json.dumps(run(**json.load(sys.stdin))))
