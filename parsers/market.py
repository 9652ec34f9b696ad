"""What kind of price a row is: its own words say, else its column's or its list's heading, else the site."""

from parsers.grammar_words import BANK_HOMES, BANKS
from parsers.rows import Price, Row
from parsers.setting import Setting
from parsers.tokens import Token

# Words that qualify a label they stand at, `Dólar com.`, and elsewhere on a page say something else.
QUALIFIERS = frozenset(("parallel", "official", "mep", "ccl", "card", "tourist", "wholesale", "commercial"))


def is_marked(row: Row) -> bool:
    """Whether a market's name stands over a row, or at its label."""
    return any(token.kind == "market" and _qualifies(row, token) for token in row.facts) or any(
        token.kind == "market" and token.name not in QUALIFIERS for token in row.context
    )


def _qualifies(row: Row, token: Token) -> bool:
    return token.name not in QUALIFIERS or abs(token.run - row.label.run) <= 1


def market_of(row: Row, price: Price, setting: Setting) -> str:
    """The market of one price of a row; a bank that several countries have is the home currency's."""
    near = [token for token in row.facts if token.kind == "market" and _qualifies(row, token)]
    own = [price.market] if price.market else near
    over = [token for token in row.context if token.kind == "market" and token.name not in QUALIFIERS]
    found = own or [token for token in over if not (price.side and _is_another_column(token, price, row))]
    bank = BANKS.get(setting.tongue.home or "")
    names = [bank if token.name == "bank" else token.name for token in found]
    name = names[-1] if own or len(set(names)) == 1 else None  # `НБУ | Міжбанк | Готівка` are tabs, one of them open
    if (
        not own
        and row.label.kind == "pair"
        and name in BANK_HOMES
        and BANK_HOMES[name] not in (row.label.code, row.label.quote)
    ):
        name = None
    return name or (setting.market if row.label.kind != "pair" else None) or "unknown"


def _is_another_column(head: Token, price: Price, row: Row) -> bool:
    """Whether a market heads a column of values; over the labels it is the whole table's."""
    if not head.column or not price.token.column:
        return False
    return not row.label.column or not head.column[0] <= row.label.column[0] < head.column[1]
