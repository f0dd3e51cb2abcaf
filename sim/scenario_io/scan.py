"""A linear pass over a TOML text before parsing: enforces limits and records line numbers.

The standard library's parser takes seconds and a gigabyte for a long dotted key, and fails on deep
nesting. This pass may misread invalid TOML, which the parser then rejects.
"""

import re

from attrs import define, field, frozen

from sim.scenario_io.faults import Path, Refused

PARTS_MAX = 4
"""Most parts of a dotted key or table name."""
DEPTH_MAX = 6
"""Deepest nesting of brackets and braces."""
HEADERS_MAX = 5_000
"""Most `[table]` and `[[table]]` lines."""
TOKENS_MAX = 400_000
"""Most words, signs and line breaks."""
WORD_MAX = 1_000
"""Longest word outside quotation marks."""

# Possessive quantifiers: without backtracking, the time is always linear.
_TOKEN = re.compile(
    r'''
      (?P<text> """(?:[^"\\]++|\\.|"{1,2}(?!"))*+"{3,5}
              | \'\'\'(?:[^']++|'{1,2}(?!'))*+'{3,5}
              | "(?:[^"\\\n]++|\\.)*+"
              | '[^'\n]*+' )
    | (?P<skip> \#[^\n]*+ | [\ \t\r]++ )
    | (?P<word> [^\s"'\#\[\]{}=,.]++ )
    | (?P<sign> [\[\]{}=,.\n] )
    | (?P<other> . )
    ''',
    re.VERBOSE | re.DOTALL,
)


@frozen
class Lines:
    """The line where each key and table starts."""

    known: dict[Path, int]

    def of(self, path: Path) -> int:
        """The line of a path, or of its nearest known parent; 1 if nothing is known."""
        while path:
            if path in self.known:
                return self.known[path]
            path = path[:-1]
        return 1


@define
class _Frame:
    """A table or list that is open at this point of the text."""

    path: Path
    is_list: bool = False
    parts: list[str] = field(factory=list)
    """Table: the parts of the current or last key."""
    in_value: bool = False
    """Table: whether the `=` was read."""
    index: int = 0
    """List: the index of the element."""

    def here(self) -> Path:
        """The path of the current value."""
        return (*self.path, self.index) if self.is_list else (*self.path, *self.parts)


@define
class _Scanner:
    lines: dict[Path, int] = field(factory=dict)
    line: int = 1
    stack: list[_Frame] = field(factory=lambda: [_Frame(())])
    """The table of the last `[...]` line, and everything open inside it."""
    header: int = 0
    """Opening brackets in the current `[...]` line."""
    arrays: dict[Path, int] = field(factory=dict)
    """Number of tables so far by `[[...]]` name."""
    headers: int = 0
    depth: int = 0
    run: int = 1
    """Parts of the current dotted name."""

    def word(self, text: str) -> None:
        top = self.stack[-1]
        if top.is_list:
            self.lines.setdefault(top.here(), self.line)
        elif not top.in_value:
            top.parts.append(text)

    def sign(self, sign: str) -> None:
        self.limits(sign)
        top = self.stack[-1]
        if sign == "\n":
            self.line += 1
            if len(self.stack) == 1:
                self.header, top.in_value = 0, False
                top.parts.clear()
        elif sign == "=":
            if not top.is_list and not top.in_value:
                self.lines.setdefault(top.here(), self.line)
                top.in_value = True
        elif sign == ",":
            top.index += 1
            if not top.is_list and len(self.stack) > 1:
                top.in_value = False
                top.parts.clear()
        elif sign in "[{":
            self.opening(top, sign)
        elif sign in "]}":
            if self.header and len(self.stack) == 1:
                self.heading(top)
            elif len(self.stack) > 1:
                self.stack.pop()

    def opening(self, top: _Frame, sign: str) -> None:
        if len(self.stack) == 1 and not top.in_value:
            self.header += sign == "["
            return
        if top.is_list:
            self.lines.setdefault(top.here(), self.line)
        self.stack.append(_Frame(top.here(), is_list=sign == "["))

    def heading(self, top: _Frame) -> None:
        if not top.parts:
            return
        *outer, last = top.parts
        path: Path = ()
        for part in outer:
            path = (*path, part)
            if path in self.arrays:
                path = (*path, self.arrays[path] - 1)
        path = (*path, last)
        if self.header > 1:
            self.lines.setdefault(path, self.line)
            self.arrays[path] = self.arrays.get(path, 0) + 1
            path = (*path, self.arrays[path] - 1)
        self.lines.setdefault(path, self.line)
        self.stack = [_Frame(path)]
        self.header = 0
        self.stack[0].in_value = True  # ignore the rest of the line

    def limits(self, sign: str) -> None:
        if sign == ".":
            self.run += 1
            if self.run > PARTS_MAX:
                raise Refused(f"a dotted name has more than {PARTS_MAX} parts", self.line)
            return
        self.run = 1
        if sign in "[{":
            self.depth += 1
            if self.depth > DEPTH_MAX:
                raise Refused(f"more than {DEPTH_MAX} brackets are nested in each other", self.line)
            if len(self.stack) == 1 and not self.stack[0].in_value and not self.header:
                self.headers += 1
                if self.headers > HEADERS_MAX:
                    raise Refused(f"there are more than {HEADERS_MAX:,} tables", self.line)
        elif sign in "]}":
            self.depth = max(self.depth - 1, 0)


def scan(text: str) -> Lines:
    """The line numbers of a TOML text. Raises `Refused` if it exceeds a limit of the parser."""
    scanner = _Scanner()
    for count, match in enumerate(_TOKEN.finditer(text)):
        if count > TOKENS_MAX:
            raise Refused(f"has more than {TOKENS_MAX:,} words and signs", scanner.line)
        kind = match.lastgroup
        if kind == "sign":
            scanner.sign(match.group())
        elif kind == "word":
            word = match.group()
            if len(word) > WORD_MAX:
                raise Refused(f"a word has more than {WORD_MAX:,} characters", scanner.line)
            scanner.word(word)
        elif kind == "text":
            quoted = match.group()
            scanner.word(quoted[1:-1])
            scanner.line += quoted.count("\n")
    return Lines(scanner.lines)
