"""pip for an environment whose Python cannot bring its own (Debian and Ubuntu without python3-venv).

The wheel is pinned here by version and hash, so it does not matter which index or mirror hands it out.
"""

from __future__ import annotations

import configparser
import hashlib
import html
import os
import re
import ssl
import subprocess
import sys
import tempfile
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from tools.environment import SetupError

WHEEL = "pip-26.3-py3-none-any.whl"
SHA256 = "f3b60b20ffaadd4415ed7957212a38ac63fa4c5fa375bd0f4a797777940fad13"
INDEX = "https://pypi.org/simple"
HINT = "  try: install pip for this Python (on Debian and Ubuntu: apt install python3-venv)"


def bring_pip(python: Path) -> None:
    """Fetch the pinned pip and let it install itself for `python`."""
    try:
        wheel = fetch(link(index()))
    except (OSError, ValueError) as error:
        raise SetupError(f"{WHEEL} cannot be fetched from {bare(index())}: {error}\n{HINT}") from error
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / WHEEL
        path.write_bytes(wheel)
        command = [str(python), str(path / "pip"), "install", "--quiet", "--no-index", str(path)]
        if subprocess.run(command, stdout=sys.stderr).returncode:
            raise SetupError(f"pip could not be installed for {python}\n{HINT}")


def fetch(address: str) -> bytes:
    """The wheel's bytes. ValueError if they are not the pinned ones."""
    data = get(address)
    if hashlib.sha256(data).hexdigest() != SHA256:
        raise ValueError(f"{bare(address)} is not the expected file (its SHA-256 differs)")
    return data


def link(index: str) -> str:
    """The wheel's address on an index page of the simple repository API (PEP 503)."""
    page = f"{index.rstrip('/')}/pip/"
    for href in re.findall(r"""href\s*=\s*["']([^"']+)["']""", get(page).decode("utf-8", "replace")):
        address = urllib.parse.urljoin(page, html.unescape(href))
        if urllib.parse.urlsplit(address).path.endswith("/" + WHEEL):
            return urllib.parse.urldefrag(address).url
    raise ValueError(f"the index does not list {WHEEL}")


def get(address: str) -> bytes:
    """The body at an https (or, for a local index, http or file) address; proxies as usual."""
    name = os.environ.get("PIP_CERT") or setting("cert")
    context = ssl.create_default_context(cafile=name) if name else None
    request = urllib.request.Request(address, headers={"Accept": "text/html"})
    with urllib.request.urlopen(request, timeout=60, context=context) as response:
        data: bytes = response.read()
    return data


def index() -> str:
    """The package index that pip is set to: the environment, pip's own files, else PyPI."""
    return os.environ.get("PIP_INDEX_URL") or setting("index-url") or INDEX


def setting(key: str) -> str:
    """What pip's configuration files say, the nearest one first; empty if nothing."""
    for path in config_files():
        parser = configparser.RawConfigParser()
        try:
            parser.read(path, "utf-8")
        except (configparser.Error, OSError, UnicodeDecodeError):
            continue
        for section in ("install", "global"):
            if value := parser.get(section, key, fallback=""):
                return value
    return ""


def config_files() -> Iterator[Path]:
    """Where pip looks (pip's documentation, “Configuration”), for the three systems."""
    if named := os.environ.get("PIP_CONFIG_FILE"):
        yield Path(named)
    home = Path.home()
    if sys.platform == "win32":
        yield Path(os.environ.get("APPDATA", home)) / "pip" / "pip.ini"
        yield Path(os.environ.get("PROGRAMDATA", "C:/ProgramData")) / "pip" / "pip.ini"
        return
    if sys.platform == "darwin":
        yield home / "Library/Application Support/pip/pip.conf"
    yield Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config") / "pip" / "pip.conf"
    yield home / ".pip" / "pip.conf"
    yield Path("/etc/pip.conf")


def bare(address: str) -> str:
    """An address without the name and password that it may carry."""
    parts = urllib.parse.urlsplit(address)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
