"""What a currency in a run is: a label, the unit of a number, or a sign that may be either.

A currency that is the page's own is never what is priced: it is the unit of a number. A currency after an equals sign
or in parentheses behind a label is one too.
"""

from dataclasses import replace

from parsers.rows import FIGURES
from parsers.tokens import SIGNS, Token
from parsers.tongue import Tongue
from rates.currencies import is_unit_of

EQUALS = ("=", "≈", "＝")
MONEY = ("currency", "unit", "sign")
COUNTS = ("1", "10", "100", "1000", "10000", "1 000", "10 000")
LABELS_FIRST = ("USD", "EUR", "GBP", "CHF", "JPY", "CNY")


def units(tokens: list[Token], tongue: Tongue) -> list[Token]:
    """The tokens of a run with its equations, its counts and its units told from its labels."""
    return _units(_counts(_equations(tokens)), tongue)


def pair(base: Token, quote: Token) -> Token:
    """Two currencies as the one pair that they name."""
    text = f"{base.text}/{quote.text}"
    token = Token("pair", text, base.start, quote.end, base.run, base.meets, base.column)
    token.code, token.quote = base.code, quote.code
    return token


def is_code(token: Token) -> bool:
    """Whether a currency is printed as its code."""
    return len(token.text) == 3 and token.text.isupper()


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
            label = replace(pair(bases[0], quotes[0]), end=bases[0].end)
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
    if not name or not is_code(token) or any(other.kind in (*FIGURES, "pair", "other") for other in tokens[:index]):
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


def _is_priced(before: Token) -> bool:
    """Whether a number can be a price: before a code `1` and `100` are counts."""
    return before.kind in FIGURES and before.text not in COUNTS


def _is_short(token: Token) -> bool:
    return token.text[-1] in SIGNS or is_code(token)
