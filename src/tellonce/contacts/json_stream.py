"""JSON read value by value, so that a list of a million contacts needs the memory of one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import IO, Any

__all__ = ["Broken", "JsonStream"]

_SPACE = " \t\r\n"
_GOES_ON = frozenset(".eE+-")
"""What may stand after half a number: nothing yet, a point, or the beginning of an exponent."""
_CHUNK = 1 << 16
_LONGEST = 1 << 20
"""Characters of one value. A longer one is broken: most likely a quote or a bracket was never closed."""


class Broken(Exception):
    """What stands at `line` is not JSON."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(why)
        self.line, self.why = line, why


class JsonStream:
    """A place in a JSON text. begun: what was read of it already.  line: of the next sign, from 1."""

    def __init__(self, text: IO[str], begun: str, line: int) -> None:
        self._text, self._buffer, self._at, self._ended = text, begun, 0, False
        self._line = line
        self._decode = json.JSONDecoder().raw_decode

    @property
    def line(self) -> int:
        """Where the next sign stands, or the file ends."""
        self._next()
        return self._line

    def begins(self, sign: str) -> bool:
        """Whether `sign` comes next; then it is passed."""
        if self._next() != sign:
            return False
        self._at += 1
        return True

    def named(self) -> Iterator[str]:
        """The keys of an object whose brace was passed; read each value before going on. Raises Broken."""
        if self.begins("}"):
            return
        while True:
            key = self.value()
            if not isinstance(key, str) or not self.begins(":"):
                raise Broken(self._line, "a key and a colon should stand here")
            yield key
            if not self.begins(","):
                break
        self._close("}")

    def elements(self) -> Iterator[tuple[Any, int, int]]:
        """The values of a list whose bracket was passed, with the lines where each begins and ends. Raises Broken."""
        if self.begins("]"):
            return
        while True:
            line = self.line
            value = self.value()
            yield value, line, self._line
            if not self.begins(","):
                break
        self._close("]")

    def end(self) -> None:
        """Insist that nothing more stands here. Raises Broken."""
        if self._next():
            raise Broken(self._line, "more stands after the end")

    def value(self) -> Any:
        """The next value, whole. Raises Broken."""
        self._next()
        while True:
            try:
                found, end = self._decode(self._buffer, self._at)
            except RecursionError:
                raise Broken(self._line, "nested too deeply") from None
            except ValueError as error:
                if self._ended or len(self._buffer) - self._at > _LONGEST:
                    raise Broken(self._line, getattr(error, "msg", str(error))) from None
                self._read_on()
                continue
            if not self._ended and set(self._buffer[end : end + 4]) <= _GOES_ON:
                self._read_on()
                continue
            self._line += self._buffer.count("\n", self._at, end)
            self._at = end
            return found

    def _close(self, sign: str) -> None:
        if not self.begins(sign):
            raise Broken(self._line, f"',' or '{sign}' should stand here")

    def _next(self) -> str:
        """The next sign that is no white space, "" at the end."""
        while True:
            while self._at < len(self._buffer):
                sign = self._buffer[self._at]
                if sign not in _SPACE:
                    return sign
                self._line += sign == "\n"
                self._at += 1
            if self._ended:
                return ""
            self._read_on()

    def _read_on(self) -> None:
        # The longer the value, the more at once: each try begins at its beginning.
        chunk = self._text.read(max(_CHUNK, len(self._buffer) - self._at))
        self._ended = not chunk
        self._buffer = self._buffer[self._at :] + chunk
        self._at = 0
