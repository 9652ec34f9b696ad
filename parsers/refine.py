"""The tokens of one run made ready: pairs joined, units told from labels, prose put aside."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from parsers.rows import FIGURES
from parsers.structure import DEEP
from parsers.tokens import Token
from parsers.tongue import Tongue
from parsers.units import is_code, pair, units
from rates.currencies import is_unit_of

MOST_WORDS = 4
BARS = ("|", "•", "·")
PARTED = DEEP - 1
IDLE = frozenset(("word", "mark", "silent"))
COUNTED = re.compile(r"(10{0,3}) (\d{3}[.,]\d{2,})")
FUTURES = frozenset(("F", "FUT"))


def refine(tokens: Sequence[Token], tongue: Tongue) -> list[Token]:
    """The tokens of a run without punctuation, or a single word where the run is a sentence."""
    tokens = _rate_names(tokens, tongue)
    kinds = {token.kind for token in tokens}
    joined = list(tokens) if kinds <= IDLE else _joined(tokens, tongue, money="currency" in kinds or "pair" in kinds)
    _part(joined)
    found = [token for token in joined if token.kind != "mark" and token.kind != "silent"]
    words = sum(token.kind == "word" for token in found)
    labels = sum(token.kind in ("currency", "pair", "other", "sign") for token in found)
    figures = sum(token.kind in FIGURES for token in found)
    if words > MOST_WORDS + min(labels, figures):
        whole = Token("prose", tokens[0].text, tokens[0].start, tokens[-1].end, tokens[0].run)
        found = [whole]
    if found:
        found[0].meets = tokens[0].meets
    return found


def _part(tokens: Sequence[Token]) -> None:
    """Let a bar part a run as an element's end would: `USD 57,11 | EUR 70,43 | Пробки: 5 баллов`."""
    for before, token in pairwise(tokens):
        if before.text in BARS:
            token.meets = PARTED


def _joined(tokens: Sequence[Token], tongue: Tongue, *, money: bool) -> list[Token]:
    joined = _apart(tokens)
    if money:
        joined = _pairs(_phrases(joined, tongue), tongue)
    _lead(joined)
    _slashes(joined, tongue)
    if money:
        joined = units(joined, tongue)
    return _moments(joined)


def _apart(tokens: Sequence[Token]) -> list[Token]:
    """`EMU 1 117,2433` is a count and a number, not eleven hundred."""
    found: list[Token] = []
    for token in tokens:
        counted = (
            COUNTED.fullmatch(token.name) if token.kind == "number" and found and found[-1].kind == "word" else None
        )
        if counted and token.name == token.text:
            middle = token.start + counted.start(2)
            found.append(
                replace(token, kind="count", text=counted[1], name=counted[1], end=token.start + counted.end(1))
            )
            token = replace(token, text=counted[2], name=counted[2], start=middle)
        found.append(token)
    return found


def _lead(tokens: Sequence[Token]) -> None:
    led = False
    for token in tokens:
        token.led = token.led or led
        if token.kind != "mark":
            led = token.kind == "silent" or (led and token.kind in ("date", "time"))


def _slashes(tokens: Sequence[Token], tongue: Tongue) -> None:
    for left, mark, sign, right in zip(tokens, tokens[1:], tokens[2:], tokens[3:], strict=False):
        if (
            left.kind == right.kind == "number"
            and mark.text == "/"
            and tongue.home
            and is_unit_of(sign.text, tongue.home)
        ):
            right.slashed = True  # `$1.025 / $1.055`
    for left, mark, right in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if left.kind == right.kind == "number" and mark.text == "/":
            right.slashed = True


def _phrases(tokens: Sequence[Token], tongue: Tongue) -> list[Token]:
    for token in tokens:
        if token.kind == "currency" and not token.code:
            code = tongue.code(token.name)
            token.code = code or ""
            if not code:
                own = tongue.home is not None and is_unit_of(token.name, tongue.home)
                token.kind, token.code = ("unit", tongue.home or "") if own else ("word", "")
            elif code == tongue.home:
                token.kind = "unit"
    return list(tokens)


def _rate_names(tokens: Sequence[Token], tongue: Tongue) -> Sequence[Token]:
    """`TRM $ 4.021,37`: the name of a fixing that says of what it is."""
    if tongue.home != "COP" or any(token.kind == "currency" and token.name != "$" for token in tokens):
        return tokens
    named = [
        [token, replace(token, kind="currency", text="USD", name="USD", code="USD")]
        if token.kind == "market" and token.text == "TRM"
        else [token]
        for token in tokens
    ]
    return [token for some in named for token in some]


def _pairs(tokens: list[Token], tongue: Tongue) -> list[Token]:
    found: list[Token] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.kind in ("currency", "unit") and token.code and at + 2 < len(tokens):
            mark, other = tokens[at + 1 : at + 3]
            if _joins(token, mark, other):
                found.append(pair(token, other))
                at += 3
                continue
        if token.kind == "pair" and not token.code:
            token.code = tongue.code(token.name) or token.name
            token.quote = tongue.code(token.quote) or token.quote
        if token.kind == "word" and tongue.home and at + 2 < len(tokens) and tokens[at + 1].text == "/":
            other = tokens[at + 2]
            if other.kind == "currency" and other.code and is_unit_of(token.text, tongue.home):
                found.append(pair(replace(token, code=tongue.home), other))
                at += 3
                continue
        if found and found[-1].kind == "pair" and token.kind == "word" and token.text in FUTURES:
            token.kind, token.name = "market", "futures"
        found.append(token)
        at += 1
    return found


def _joins(left: Token, mark: Token, right: Token) -> bool:
    if right.kind not in ("currency", "unit") or not right.code or left.code == right.code:
        return False
    if mark.text in ("/", "\\"):
        return True
    return mark.text in ("-", "–", "—") and mark.glued == right.glued and is_code(left) and is_code(right)


def _moments(tokens: list[Token]) -> list[Token]:
    """A date and a time side by side are one stamp, `14 фев, 12:43`."""
    found: list[Token] = []
    for token in tokens:
        last = next((other for other in reversed(found) if other.kind != "mark" or other.text not in ",|/–-"), None)
        if last and {last.kind, token.kind} == {"date", "time"} and found[-1].kind != "silent":
            at = found.index(last)
            between = "".join(other.text for other in found[at + 1 :])
            stamp = replace(last, kind="time", text=f"{last.text}{between} {token.text}", end=token.end)
            found[at:] = [stamp]
        else:
            found.append(token)
    return found
