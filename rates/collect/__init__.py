"""Collection that can be left alone: configured pages, fetched politely, kept raw, then read into the store."""
