"""`rates compact`: the same rows in fewer, sorted files."""

from rates.cli.common import StoreOption, emit, open_store

COLUMNS = ["table", "rows", "files_before", "files_after", "swept"]


def command(store: StoreOption = None) -> int:
    """Write the store's rows into fewer, sorted files; every reading stays."""
    from dataclasses import asdict

    emit([asdict(each) for each in open_store(store).compact()], COLUMNS)
    return 0
