"""Bytes to text: UTF-8 where the bytes are UTF-8, else what the header, the page or the site declares.

Bytes that are valid UTF-8 with anything beyond ASCII are UTF-8 whatever a `<meta>` says: saved pages often keep the
declaration of the bytes they once were. Everything else is w3lib's reading of header, BOM and `<meta charset>`.
"""

import codecs
import re

BOMS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
BINARY_HEADS = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"%PDF", b"PK\x03\x04", b"\x1f\x8b", b"\x7fELF", b"RIFF")
CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
HIGH = re.compile(rb"[\x80-\xff]")
HEAD = 4096
STATED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?([\w-]+)""")
# A page that was cut or patched has a few bad bytes; more of them, and it was never UTF-8.
BAD_SHARE = 0.02


def decode(content: bytes, *, declared: str | None = None, fallback: str | None = None) -> str:
    """The text of a page: `declared` is the HTTP header's charset, `fallback` the site's own for undeclared bytes.

    Never raises: what no charset explains becomes U+FFFD.
    """
    if content.startswith(BOMS):
        return content.decode("utf-8-sig" if content.startswith(BOMS[0]) else "utf-16", "replace")
    if b"\x1b" not in content or b"\x1b$" not in content:  # ISO-2022-JP is ASCII bytes throughout
        try:
            return content.decode("utf-8")
        except UnicodeDecodeError as error:
            if error.start >= len(content) - 3 and not content[: error.start].isascii():
                return content.decode("utf-8", "replace")  # cut in its last letter
        text = content.decode("utf-8", "replace")
        bad = text.count("\ufffd")
        other = declared or _stated(content) or "utf-8"
        if other.lower().startswith("utf") and bad <= 3 + BAD_SHARE * (len(content) - len(text)):
            return text
    return _declared(content, declared, fallback)


def _stated(content: bytes) -> str | None:
    found = STATED.search(content, 0, HEAD)
    return found[1].decode("ascii") if found else None


def is_binary(content: bytes) -> bool:
    """Whether the bytes are no page of text: a known file type, or control bytes that text never has."""
    head = content[:HEAD]
    if head.startswith(BINARY_HEADS):
        return True
    return not head.startswith(BOMS) and len(CONTROL.findall(head)) > len(head) // 100


def _declared(content: bytes, declared: str | None, fallback: str | None) -> str:
    # Imported here: most pages are UTF-8, and starting the command should not pay for the others.
    from w3lib.encoding import html_to_unicode

    header = f"text/html; charset={declared}" if declared else None
    charset, text = html_to_unicode(header, content, auto_detect_fun=lambda body: fallback or _guess(body))
    if charset == "utf-8":  # the bytes have shown that it is not, whatever header and page say
        return content.decode(fallback or _guess(content), "replace")
    return text


def _guess(content: bytes) -> str:
    # In Cyrillic text most bytes are above 0x7F, in Latin text few are; charset guessers fail on short cp1251.
    letters = content[:65536]
    return "cp1251" if len(HIGH.findall(letters)) * 8 > len(letters) else "cp1252"
