"""A browser without a screen: cookies, forms and redirects, and every header as a test wants it."""

from __future__ import annotations

import html
import http.client
import re
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

FORM = "application/x-www-form-urlencoded"


@dataclass
class Answer:
    status: int
    headers: list[tuple[str, str]]
    text: str

    def header(self, name: str) -> str:
        return "".join(value for one, value in self.headers if one.lower() == name)

    @property
    def cookies(self) -> list[str]:
        return [value for name, value in self.headers if name.lower() == "set-cookie"]


@dataclass
class Client:
    home: str
    cookies: dict[str, str] = field(default_factory=dict)
    answer: Answer = field(default_factory=lambda: Answer(0, [], ""))
    path: str = ""
    """Where the last answer was found."""

    def request(
        self, method: str, path: str, body: bytes = b"", headers: list[tuple[str, str]] | None = None
    ) -> Answer:
        """One request with just these headers (None: those of a browser)."""
        parts = urlsplit(self.home)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=30)
        if headers is None:
            headers = [("Host", parts.netloc)]
            if self.cookies:
                headers.append(
                    ("Cookie", "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
                )
            if method == "POST":
                headers += [("Origin", self.home), ("Content-Type", FORM), ("Content-Length", str(len(body)))]
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in headers:
            connection.putheader(name, value)
        try:
            connection.endheaders()
            if body:
                connection.send(body)
        except (BrokenPipeError, ConnectionResetError):
            pass  # the answer came before all was sent
        found = connection.getresponse()
        text = found.read().decode("utf-8", "replace")
        self.answer = Answer(found.status, found.getheaders(), text)
        connection.close()
        for one in self.answer.cookies:
            name, _, value = one.split(";")[0].partition("=")
            self.cookies[name] = value.strip('"')
            if not self.cookies[name]:
                del self.cookies[name]
        self.path = path
        return self.answer

    def get(self, path: str) -> Answer:
        """A page, and where it leads to."""
        answer = self.request("GET", path)
        while answer.status == 303:
            answer = self.request("GET", answer.header("location").split("#")[0])
        return answer

    def post(self, path: str, **fields: str) -> Answer:
        """A form with the token that the last page had, unless another is given; without redirects."""
        if "csrf" not in fields and self.csrf:
            fields["csrf"] = self.csrf
        return self.request("POST", path, urlencode(fields).encode())

    @property
    def csrf(self) -> str:
        found = re.search(r'name="csrf" value="([^"]+)"', self.answer.text)
        return found[1] if found else ""

    def fields(self) -> dict[str, str]:
        """The fields of the form in which a text is written."""
        forms = self.answer.text.split("<form ")
        form = next(one for one in forms if re.search(r'<textarea[^>]*name="text"', one))
        form = form.split("</form>")[0]
        tags = re.findall(r"<input\b[^>]*type=\"hidden\"[^>]*>", form)
        found = {re.search(r'name="([^"]*)', tag)[1]: re.search(r'value="([^"]*)', tag)[1] for tag in tags}
        found["text"] = re.search(r'<textarea[^>]*name="text"[^>]*>\n?(.*?)</textarea>', form, re.DOTALL)[1]
        return {name: html.unescape(value) for name, value in found.items()}

    def open(self, lang: str, id_: str) -> dict[str, str]:
        """Opens a passage; its fields."""
        self.get(f"/review/{lang}/letter?at={id_}")
        return self.fields()

    def do(self, lang: str, id_: str, action: str, **changes: str) -> Answer:
        """Opens a passage and presses a button in it."""
        fields = {**self.open(lang, id_), "do": action, **changes}
        return self.post(f"/review/{lang}/letter?at={id_}", **fields)


def come_in(home: str, name: str) -> Client:
    """The publisher on this machine."""
    client = Client(home)
    client.get("/")
    assert client.post("/name", name=name).status == 303
    assert client.get("/").status == 200
    return client
