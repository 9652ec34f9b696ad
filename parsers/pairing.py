"""Which number belongs to which label of a flat list: each label has the numbers behind it, or each those before it.

A list that can be read both ways is read in none.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise, takewhile

from parsers.magnitudes import amount
from parsers.matrix import by_column
from parsers.rows import COUNTS, DATED, FACTS, FIGURES, FRACTION, LABELS, Element, Order, Row, is_value, same
from parsers.tokens import Token

CODE_LENGTH = 3
CODE_NUMBER = re.compile(r"\d{2,3}|(?:19|20)\d\d")  # the second: a year
THOUSANDS = re.compile(r"\d{3}(?!\d)")

MOST_BUTTONS, MOST_NAMES = 2, 4

MOST_SPREAD = Decimal("1.2")


def pair(tokens: list[Token], prefer: Order | None) -> list[Element]:
    """The rows of loose labels and figures that stand beside each other, and what no row takes."""
    kinds = {token.kind for token in tokens}
    if not kinds & FIGURES or not kinds & (LABELS | {"sign"}):
        return list(tokens)
    tokens = _idle(tokens)
    if "sign" in kinds and kinds & LABELS and (every := _each_labelled(tokens)):
        return every
    soft = kinds & LABELS  # a sign beside a number is its unit where another label stands
    settled = [_settle(token, unit=bool(soft)) for token in tokens]
    forward, backward = _label_first(settled, orphans=prefer == "label-first"), _value_first(settled)
    if not forward and not backward and _are_quoted(settled):
        forward = _label_first(settled, orphans=True)
    if not forward and not backward:
        return by_column(settled) or list(tokens)
    if forward and backward:
        return list(tokens)
    return forward or backward or []


def _each_labelled(tokens: list[Token]) -> list[Element] | None:
    """A list where signs and codes take turns, `€121.216 $97.9286 CHF 100.7698`: each has a number of its own."""
    labels = sum(token.kind in LABELS or token.kind == "sign" for token in tokens)
    settled = [_settle(token, unit=False) for token in tokens]
    found = _label_first(settled, orphans=False) or []
    rows = [element for element in found if isinstance(element, Row)]
    return found if len(rows) == labels and not any(row.aliases for row in rows) else None


def _idle(tokens: list[Token]) -> list[Token]:
    """Counts and number codes beside fractions are no values: `EUR 978 EMU 1 117,2433`."""
    figures = [token for token in tokens if token.kind == "number" and is_value(token)]
    if not any(FRACTION.search(token.name) for token in figures):
        return tokens
    split = {
        id(after) for before, after in pairwise(tokens) if before.kind in ("unit", "sign") and after.glued
    }  # `$10`
    split |= {id(token) for token, after in pairwise(tokens) if after.run == token.run and THOUSANDS.match(after.name)}
    split |= {id(token) for pair in pairwise(figures) if _are_alike(*pair) for token in pair}
    return [
        replace(token, kind="count" if token.text in COUNTS else "silent")
        if token in figures and id(token) not in split and (token.text in COUNTS or CODE_NUMBER.fullmatch(token.name))
        else token
        for token in tokens
    ]


def _are_alike(left: Token, right: Token) -> bool:
    """Whether two numbers side by side are as large: `394.5 398` are two prices, none of them a code."""
    one, two = amount(left.name, None), amount(right.name, None)
    return bool(one and two and two < one * MOST_SPREAD and one < two * MOST_SPREAD)


def _settle(token: Token, *, unit: bool) -> Token:
    if token.kind != "sign":
        return token
    return replace(token, kind="unit", code=token.quote) if unit else replace(token, kind="currency", soft=True)


def _label_first(tokens: list[Token], *, orphans: bool) -> list[Element] | None:
    """Each label has what stands behind it; None where the list isn't made so."""
    out: list[Element] = []
    row: Row | None = None
    listed = _is_listed(tokens)
    strange = 0  # words between the label and its number, or after the number: someone else's label
    for index, token in enumerate(tokens):
        if token.kind in LABELS:
            if row and not row.has_value and row.label.kind == "other":
                out.remove(row)  # another thing without a price says nothing of the currencies beside it
            elif row and not row.has_value:
                if _spells_out(token, row.label):
                    row.aliases.append(token)  # `원/엔(100엔)`
                    continue
                if not same(row.label, token) and not _spells_out(row.label, token) and not _codes(row.label, token):
                    return None
                row.aliases.append(row.label)
                strange = 0 if _is_code(token) else strange  # `Dolarul SUA | USD`
                row.label = token if token.kind != "currency" or _is_sharper(token, row.label) else row.label
                continue
            led = _leading(row.facts if row else out, tokens, index)
            row, strange = Row(token, "label-first", facts=led), 0
            row.named = _is_named(tokens, index)
            out.append(row)
        elif token.kind in FIGURES:
            if _is_count(tokens, index):
                out.append(token)
            elif not row and not orphans:
                return None
            elif not row:
                out.append(token)
            elif strange and not row.has_value and not listed:
                if row.label.kind != "other":
                    return None
            elif not strange or listed:
                row.figures.append(token)
        elif token.kind == "count" and row and not row.has_value and not row.count:
            row.count = token
        elif token.kind == "silent":
            continue
        elif token.kind == "count" or not row:
            out.append(token)
        elif token.kind == "word" and not row.has_value and _is_name(tokens[:index], token, row):
            row.aliases.append(token)
        elif token.kind in ("word", "prose"):
            strange += 1
            apart = row.has_value and token.run > row.figures[-1].run
            (out if apart else row.words).append(token)
        elif token.kind in DATED and isinstance(out[-1], Token) and out[-1].run != token.run:
            out.append(token)  # the date of what the words name
        elif strange > MOST_BUTTONS and row.has_value and not listed:
            out.append(token)
        else:
            (row.units if token.kind == "unit" else row.facts).append(token)
    if row and not row.has_value and row.label.kind == "other":
        out.remove(row)
    return _counted(out) if all(row.has_value for row in out if isinstance(row, Row)) else None


def _leading(before: list[Token] | list[Element], tokens: list[Token], index: int) -> list[Token]:
    """Take the market that shares a label's run with nothing else, `Нал. EUR`, from what stands before."""
    label = tokens[index]
    alone = [token for token in tokens[max(0, index - 2) : index + 2] if token.run == label.run]
    if len(alone) != 2 or alone[0].kind != "market" or not before or before[-1] is not alone[0]:
        return []
    before.pop()
    return [alone[0]]


def _are_quoted(tokens: Sequence[Token]) -> bool:
    """Whether what stands before all labels is a value with a name and a change: `PSI 6.830,21 0,35% EUR/USD 1,07`."""
    first = next((at for at, token in enumerate(tokens) if token.kind in LABELS), 0)
    kinds = {token.kind for token in tokens[:first]}
    return "word" in kinds and "unit" not in kinds and any(token.signed or token.percent for token in tokens[:first])


def _is_named(tokens: list[Token], index: int) -> bool:
    """Whether unknown words lead to a label in its own run, `Karte: EUR 117,00`."""
    own = takewhile(lambda token: token.run == tokens[index].run, reversed(tokens[:index]))
    return any(token.kind == "word" for token in takewhile(lambda token: token.kind not in LABELS, own))


def _is_name(before: Sequence[Token], word: Token, row: Row) -> bool:
    """Whether a word stands in a table's cell behind the cell of a code: `ZMW | Zambian Kwacha | 5.10`."""
    codes = [token for token in (row.label, *row.aliases) if _is_code(token)]
    if not word.column or not codes or any(token.kind in FIGURES for token in before if token.run == word.run):
        return False
    return any(code.column and code.column[1] == word.column[0] for code in codes)


def _is_listed(tokens: list[Token]) -> bool:
    """Whether a line is of an official list: one currency, its name or country, and a count or a number code."""
    codes = {token.code for token in tokens if token.kind == "currency"}
    words = sum(token.kind == "word" for token in tokens)
    if len(codes) != 1 or words > MOST_NAMES:
        return False
    label = next(at for at, token in enumerate(tokens) if token.kind == "currency")
    return any(
        token.kind in ("count", "silent") and (at >= label - 1 or token.run == tokens[label].run)
        for at, token in enumerate(tokens)
    )


def _value_first(tokens: list[Token]) -> list[Element] | None:
    """Each label has what stands before it; None where the list isn't made so."""
    out: list[Element] = []
    pending: list[Token] = []
    row: Row | None = None
    for index, token in enumerate(tokens):
        if token.kind in LABELS:
            if not any(is_value(waiting) for waiting in pending) or _is_count(tokens, index - 1):
                if row and same(row.label, token) and not pending:
                    continue
                return None
            words = [waiting for waiting in pending if waiting.kind in ("word", "prose")]
            if len(words) > (0 if token.kind == "currency" else MOST_BUTTONS) or _owned(pending, token):
                return None
            row = Row(token, "value-first")
            row.take(pending)
            out.append(row)
            pending = []
        elif token.kind in FIGURES and is_value(token) and pending and pending[0].kind == "word":
            return None  # a word before the number may be its label
        elif row and not pending and token.kind not in FIGURES and token.run == row.label.run:
            row.take([token])
        elif not row and not pending and token.kind in FACTS:
            out.append(token)
        else:
            pending.append(token)
    if any(is_value(token) for token in pending) or not row:
        return None
    return [*out, *pending]


def _owned(pending: Sequence[Token], label: Token) -> bool:
    """Whether a number right before a code in the same run is a price in that currency, `145.47 USD`."""
    last = pending[-1]
    return last.kind == "number" and last.run == label.run and (label.text.isupper() or not label.text[0].isalpha())


def _counted(out: list[Element]) -> list[Element]:
    """Give each row the count that stands before its label, `100 JPY`."""
    found: list[Element] = []
    for element in out:
        if isinstance(element, Row) and not element.count:
            at = len(found)
            while (
                at
                and isinstance(name := found[at - 1], Token)
                and name.kind == "word"
                and name.run == element.label.run
            ):
                at -= 1  # `10 АРМЯН ДРАМЫ AMD`
            count = found[at - 1] if at else None
            if isinstance(count, Token) and count.text in COUNTS:
                element.count = count
                del found[at - 1]
        found.append(element)
    return found


def _is_count(tokens: Sequence[Token], index: int) -> bool:
    token = tokens[index]
    if token.text not in COUNTS:
        return False
    following = (other for other in tokens[index + 1 : index + 5] if other.kind != "word" or other.run != token.run)
    label = next(following, None)
    return bool(label and label.kind in LABELS and (label.run == token.run or label.meets == token.meets))


def _codes(name: Token, code: Token) -> bool:
    """Whether a code or a pair says which currency a word before it means, `АВСТРАЛИЯ ДОЛЛАРЫ AUD`."""
    coded = code.kind == "pair" or _is_code(code)
    return name.run == code.run and name.kind == "currency" and coded and not name.text.isascii()


def _is_code(token: Token) -> bool:
    return token.kind == "currency" and token.text.isupper() and len(token.text) == CODE_LENGTH


def _spells_out(label: Token, pair: Token) -> bool:
    """Whether a pair says of a currency what it is priced in, `Euro (EUR/USD)`."""
    return pair.kind == "pair" and label.run == pair.run and label.code in (pair.code, pair.quote)


def _is_sharper(left: Token, right: Token) -> bool:
    return len(left.text) <= len(right.text)
