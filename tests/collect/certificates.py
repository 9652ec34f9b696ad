"""Certificates for 127.0.0.1, made on the spot with openssl: one that has expired, and one that holds."""

import os
import subprocess
from pathlib import Path


def expired_certificate(folder: Path) -> Path:
    """A certificate that ended in 2020, with its key in one file."""
    return certificate(folder, "20190101000000Z", "20200101000000Z")


def certificate(folder: Path, first: str, last: str) -> Path:
    """A certificate for 127.0.0.1 that signs itself, with its key in one file."""
    folder.mkdir(exist_ok=True)
    (folder / "index").touch()
    (folder / "ca.cnf").write_text(
        f"[ca]\ndefault_ca=x\n[x]\ndatabase={folder}/index\nnew_certs_dir={folder}\nrand_serial=yes\ndefault_md=sha256\n"
        "policy=p\nunique_subject=no\n[p]\ncommonName=supplied\n[e]\nsubjectAltName=IP:127.0.0.1\n"
        "basicConstraints=critical,CA:TRUE\n"
    )
    key, request, out = folder / "key.pem", folder / "request.pem", folder / "both.pem"
    quiet = {"check": True, "capture_output": True, "cwd": folder, "env": {**os.environ, "HOME": str(folder)}}
    new = ["openssl", "req", "-new", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=127.0.0.1"]
    subprocess.run([*new, "-keyout", str(key), "-out", str(request)], **quiet)
    subprocess.run(
        [
            *("openssl", "ca", "-batch", "-selfsign", "-config", "ca.cnf", "-extensions", "e", "-notext"),
            *("-keyfile", str(key), "-in", str(request), "-out", str(folder / "cert.pem")),
            *("-startdate", first, "-enddate", last),
        ],
        **quiet,
    )
    out.write_bytes(key.read_bytes() + (folder / "cert.pem").read_bytes())
    return out
