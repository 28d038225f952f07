"""Every error that a person can meet: one class, and one exit code, per kind.

An error says where, what, and what to try. Errors are raised deep and printed in one place,
`openletter.cli`; a traceback that reaches a person is a bug.
"""

from __future__ import annotations

import errno

from openletter.model import Place


class OpenletterError(Exception):
    """Base of all errors meant for a person.

    `what` is one sentence; `hint` says what to try; `where` names the file and line, if there is one.
    """

    exit_code = 1

    def __init__(self, what: str, *, hint: str = "", where: Place | None = None, code: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.hint = hint
        self.where = where
        self.code = code

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        hint = f"\n  try: {self.hint}" if self.hint else ""
        return f"{place}{self.what}{hint}"


class SourceError(OpenletterError):
    """A letter cannot be read or published as it stands. Exit code 1."""


class SubmissionError(OpenletterError):
    """A submitted file cannot be read. Exit code 1."""


class UsageError(OpenletterError):
    """The command was called wrongly, or a setting is wrong. Exit code 2."""

    exit_code = 2


class PortError(UsageError):
    """Nothing can listen on this port. Exit code 2."""

    def __init__(self, port: int, error: OSError | OverflowError) -> None:
        hint = "name another with --port, such as --port 8001; --port 0 takes any that is free"
        if isinstance(error, PermissionError):
            what = f"port {port} cannot be used: it needs rights that you do not have"
        elif isinstance(error, OverflowError):
            what = f"{port} is no port: a port is a number from 0 to 65535"
        elif error.errno == errno.EADDRINUSE:
            what = f"port {port} cannot be used: another program listens there"
        else:
            what = f"port {port} cannot be used: {error.strerror}"
        super().__init__(what, hint=hint, code="port")


class MissingToolError(OpenletterError):
    """Something is missing on this machine; the hint names the command that brings it. Exit code 3."""

    exit_code = 3


class DamagedError(OpenletterError):
    """The project's own catalog or journal is damaged. Exit code 4."""

    exit_code = 4
