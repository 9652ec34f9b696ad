"""What stops the work: one family of errors, each saying what, where, and the next command to run."""


class RatesError(Exception):
    """The work cannot go on. `hint` names the next thing to do; `exit_code` is what the command returns."""

    exit_code = 1

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint


class UsageError(RatesError):
    """The command was asked something it cannot do."""

    exit_code = 2


class InputError(RatesError):
    """An input cannot be read as a page: it is counted as `failed` or `not-a-page`, the others go on."""


class StoreError(RatesError):
    """The store cannot be opened, read or written."""


class ConfigError(RatesError):
    """The configuration is not valid."""

    exit_code = 2


class OfficialError(RatesError):
    """A bank's answer is missing, damaged, or not what the bank's interface gives."""


class FetchError(RatesError):
    """A page could not be fetched, or may not be."""
