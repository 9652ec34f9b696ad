"""How large an input may be: a page beyond this is refused, an archive is read a record at a time."""

from rates.errors import InputError

LARGEST_PAGE = 64 * 2**20


def too_large(name: str) -> InputError:
    """The error for a page beyond the limit."""
    hint = "an archive of many pages is read as .zip, WARC, WET or ARC, a record at a time"
    return InputError(f"{name}: larger than {LARGEST_PAGE >> 20} MB, too large for a page", hint=hint)
