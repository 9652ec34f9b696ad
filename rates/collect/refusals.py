"""Why a page is not asked for: its site forbids it, or it is not yet time."""

from rates.errors import FetchError


class RobotsError(FetchError):
    """robots.txt forbids the page, or cannot be reached and so forbids everything."""


class Deferred(FetchError):  # noqa: N818  it is no failure
    """The page is left for a later pass: its host asked for patience, or the collector is ending."""


class PrivateAddress(FetchError):  # noqa: N818  as its siblings
    """The name leads to an address that is not out in the internet, and the settings don't allow it."""
