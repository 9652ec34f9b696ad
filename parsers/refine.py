"""The tokens of one run made ready: pairs joined, units told from labels, prose put aside.

A currency that is the page's own is never what is priced: it is the unit of a number. A currency after an equals sign
or in parentheses behind a label is one too.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from parsers.tokens import SIGNS, Token
from rates.currencies import currency_of, is_unit_of

MOST_WORDS = 4
EQUALS = ("=", "≈", "＝")
IDLE = frozenset(("word", "mark", "silent"))
MONEY = ("currency", "unit", "sign")
FIGURES = ("number", "range")
COUNTED = re.compile(r"(10{0,3}) (\d{3}[.,]\d{2,})")
COUNTS = ("1", "10", "100", "1000", "10000", "1 000", "10 000")
LABELS_FIRST = ("USD", "EUR", "GBP", "CHF", "JPY", "CNY")
FUTURES = frozenset(("F", "FUT"))


@dataclass(frozen=True, slots=True)
class Tongue:
    """What settles words that several currencies share: the page's home currency, its language, the site's signs."""

    home: str | None = None
    language: str | None = None
    signs: tuple[tuple[str, str], ...] = ()

    def code(self, word: str) -> str | None:
        """The currency that a label means here."""
        return dict(self.signs).get(word) or currency_of(word, home=self.home, language=self.language)


def refine(tokens: Sequence[Token], tongue: Tongue) -> list[Token]:
    """The tokens of a run without punctuation, or a single word where the run is a sentence."""
    tokens = _rate_names(tokens, tongue)
    kinds = {token.kind for token in tokens}
    joined = list(tokens) if kinds <= IDLE else _joined(tokens, tongue, money="currency" in kinds or "pair" in kinds)
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


def _joined(tokens: Sequence[Token], tongue: Tongue, *, money: bool) -> list[Token]:
    joined = _apart(tokens)
    if money:
        joined = _pairs(_phrases(joined, tongue), tongue)
    _lead(joined)
    _slashes(joined, tongue)
    if money:
        joined = _units(_counts(_equations(joined)), tongue)
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
                found.append(_pair(token, other))
                at += 3
                continue
        if token.kind == "pair" and not token.code:
            token.code = tongue.code(token.name) or token.name
            token.quote = tongue.code(token.quote) or token.quote
        if token.kind == "word" and tongue.home and at + 2 < len(tokens) and tokens[at + 1].text == "/":
            other = tokens[at + 2]
            if other.kind == "currency" and other.code and is_unit_of(token.text, tongue.home):
                found.append(_pair(replace(token, code=tongue.home), other))
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
    return mark.text in ("-", "–", "—") and mark.glued == right.glued and _is_code(left) and _is_code(right)


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


def _is_code(token: Token) -> bool:
    return len(token.text) == 3 and token.text.isupper()


def _is_priced(before: Token) -> bool:
    """Whether a number can be a price: before a code `1` and `100` are counts."""
    return before.kind in FIGURES and before.text not in COUNTS


def _is_short(token: Token) -> bool:
    return token.text[-1] in SIGNS or _is_code(token)


def _pair(base: Token, quote: Token) -> Token:
    text = f"{base.text}/{quote.text}"
    token = Token("pair", text, base.start, quote.end, base.run, base.meets, base.column)
    token.code, token.quote = base.code, quote.code
    return token


def _equations(tokens: list[Token]) -> list[Token]:
    """`1 USD = 41.25 UAH`, `EUR 1 = RSD 117,2`, `£1 = $1.25`: a pair, how many of its base, and a number."""
    found: list[Token] = []
    done = 0
    for at, token in enumerate(tokens):
        if token.text not in EQUALS or at < done:
            continue
        left, right = tokens[max(0, at - 2) : at], tokens[at + 1 : at + 3]
        bases = [one for one in left if one.kind in MONEY and one.code]
        quotes = [one for one in right if one.kind in MONEY and one.code]
        values = [one for one in right if one.kind == "number" and not one.percent]
        if len(bases) == len(quotes) == len(values) == 1 and bases[0].code != quotes[0].code:
            counts = [replace(one, kind="count") for one in left if one.kind == "number" and one.text in COUNTS]
            label = replace(_pair(bases[0], quotes[0]), end=bases[0].end)
            start = at - len(left) if counts else at - 1
            found += [*tokens[done:start], *counts[:1], label, *values]
            done = at + 3
    return [*found, *tokens[done:]]


def _counts(tokens: list[Token]) -> list[Token]:
    """`USD 1 - 2.6812`: the first number is how many."""
    for before, token, mark, after in zip(tokens, tokens[1:], tokens[2:], tokens[3:], strict=False):
        if token.text in COUNTS and before.kind == "currency" and mark.text in "-–—:" and after.kind in FIGURES:
            token.kind = "count"
    for label, left, token, right in zip(tokens, tokens[1:], tokens[2:], tokens[3:], strict=False):
        if token.text in COUNTS and label.kind == "currency" and left.text + right.text == "()":
            token.kind = "count"  # `JPY (100)`
    return tokens


def _units(tokens: list[Token], tongue: Tongue) -> list[Token]:
    for index, token in enumerate(tokens):
        if token.kind not in ("currency", "unit"):
            continue
        before = tokens[index - 1] if index else None
        after = tokens[index + 1] if index + 1 < len(tokens) else None
        if (
            token.kind == "currency"
            and tongue.home
            and _is_home_sign(token, tongue.home)
            and (_beside(before, after) or len(tokens) == 1)
        ):
            token.kind, token.code = "unit", tongue.home
        elif before and after and before.text == "(" and after.text == ")":
            _bracketed(tokens, index)
        elif after and after.kind == "number" and (equals := _equals(tokens, index)):
            token.kind = "unit" if equals else token.kind
        elif before and before.kind == "number" and (_equals(tokens, index - 1) or _is_of_price(tokens, index)):
            token.kind = "unit"
        elif token.kind == "currency" and (
            (after and after.kind in FIGURES and token.text[-1] in SIGNS)
            or (before and _is_priced(before) and _is_short(token) and not _has_own(tokens, index))
        ):
            token.kind = "sign"
            token.quote = tongue.home if tongue.home and is_unit_of(token.text, tongue.home) else token.code
    return tokens


def _bracketed(tokens: list[Token], index: int) -> None:
    """A code in brackets behind a name is its label, `Saudi Riyal (SAR)`; any other currency there is a unit."""
    token, name = tokens[index], tokens[index - 2] if index > 1 else None
    if name and name.kind == "currency" and name.code == token.code:
        token.kind = "silent"  # `Доллар США ($)`
        return
    if not name or not _is_code(token) or any(other.kind in (*FIGURES, "pair", "other") for other in tokens[:index]):
        token.kind = "unit"
        return
    for other in tokens[:index]:
        if other.kind in ("word", "currency", "unit"):
            other.kind = "silent"  # `Dollar (CAD)`: the code says which


def _is_home_sign(token: Token, home: str) -> bool:
    return token.text[-1] in SIGNS and is_unit_of(token.text, home)


def _beside(before: Token | None, after: Token | None) -> bool:
    return any(token is not None and token.kind in FIGURES for token in (before, after))


def _has_own(tokens: list[Token], index: int) -> bool:
    """Whether a code behind a number has a number of its own before the next label."""
    for token in tokens[index + 1 :]:
        if token.kind in (*MONEY, "pair", "other"):
            if token.code == tokens[index].code:
                continue  # `EUR Euro 0.9781`
            return False
        if token.kind == "range" or (token.kind == "number" and not token.signed and not token.percent):
            return True
    return False


def _is_of_price(tokens: list[Token], index: int) -> bool:
    """Whether a currency ends a run behind a label and its number, `Доллар — 26,12 грн`, and is no label itself."""
    labels = [token.code for token in tokens[: index - 1] if token.kind == "currency"]
    last = index + 1 == len(tokens) and tokens[index].code not in LABELS_FIRST
    return last and len(labels) == 1 and labels[0] != tokens[index].code


def _equals(tokens: list[Token], index: int) -> bool:
    """Whether an equals sign stands directly before a token, with a label before that."""
    if index < 2 or tokens[index - 1].text not in ("=", "≈"):
        return False
    return any(token.kind in ("currency", "other", "pair") for token in tokens[max(0, index - 4) : index - 1])
