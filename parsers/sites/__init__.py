"""One module a site; it is found by being here."""
