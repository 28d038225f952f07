"""A voice that says nothing: Speech Dispatcher's protocol (SSIP), as much of it as Orca needs.

Speech Dispatcher itself wants a sound card. With one that is none, a text ends at once, before its Python
client has noted which text that was; Orca, which reads on when a text ends, then stays silent.
"""

from __future__ import annotations

import contextlib
import itertools
import socketserver
import threading
from pathlib import Path

_ANSWERS = (
    ("HISTORY GET CLIENT_ID", ("245-1", "245 OK CLIENT ID SENT")),
    ("LIST OUTPUT_MODULES", ("250-silent", "250 OK MODULE LIST SENT")),
    ("LIST SYNTHESIS_VOICES", ("249-silence\ten\tnone", "249 OK VOICE LIST SENT")),
    ("LIST VOICES", ("249-MALE1", "249 OK VOICE LIST SENT")),
    ("GET LANGUAGE", ("251-en", "251 OK GET RETURNED")),
    ("GET", ("251-0", "251 OK GET RETURNED")),
    ("QUIT", ("231 HAPPY HACKING",)),
)
"""What the first words of a command are answered; anything else: that it is done."""


ENDS = (0.06, 0.5, 2.0)
"""Seconds after which a text is said to have ended; more than once, since the client may not yet listen."""


class Talk(socketserver.StreamRequestHandler):
    """A connection with a client."""

    numbers = itertools.count(1)
    turn = threading.Lock()

    def handle(self) -> None:
        for line in self.rfile:
            command = line.decode().strip()
            if command == "SPEAK":
                self.say("230 OK RECEIVING DATA")
                while self.rfile.readline().strip() not in (b".", b""):
                    pass
                self.spoken()
            elif command.startswith(("CHAR ", "KEY ", "SOUND_ICON ")):
                self.spoken()
            else:
                self.say(*next((said for start, said in _ANSWERS if command.startswith(start)), ("200 OK",)))

    def spoken(self) -> None:
        """A text is taken, begun and ended."""
        number = next(self.numbers)
        self.say(f"225-{number}", "225 OK MESSAGE QUEUED")
        for after in ENDS:
            timer = threading.Timer(after, self.ended, [number])
            timer.daemon = True
            timer.start()

    def ended(self, number: int) -> None:
        with contextlib.suppress(OSError, ValueError):  # the client has gone
            self.say(f"701-{number}", "701-1", "701 BEGIN", f"702-{number}", "702-1", "702 END")

    def say(self, *lines: str) -> None:
        with self.turn:
            self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())


def server(socket: Path) -> socketserver.ThreadingUnixStreamServer:
    """A server at the place where clients look for Speech Dispatcher."""
    socket.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = socketserver.ThreadingUnixStreamServer(str(socket), Talk)
    made.daemon_threads = True
    return made
