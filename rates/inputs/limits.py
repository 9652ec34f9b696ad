"""How large an input may be: a page beyond this is refused, an archive is read a record at a time."""

LARGEST_PAGE = 64 * 2**20
