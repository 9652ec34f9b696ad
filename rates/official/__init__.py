"""The bank clients: official series live or from files, as observations whose site is the bank."""
