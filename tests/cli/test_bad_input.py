"""Bad input: each ends with its error, its hint and its exit code, and never with a traceback."""

import fcntl
import os
import random
import shutil
import signal
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest

from tests.cli.conftest import FEED, Rates, Run

TAKEN = "2024-04-25T01:10+03:00"


def ends(run: Run, code: int, error: str) -> None:
    assert "Traceback" not in run.err
    assert f"error: {error}" in run.err
    assert "hint: " in run.err
    assert (run.code, run.out) == (code, "")


def test_a_missing_file(rates: Rates) -> None:
    ends(rates("parse", "none.html"), 1, "none.html: no such file, folder or pattern")


def test_a_name_too_long_for_any_file_fails_alone(rates: Rates, feed: Path) -> None:
    run = rates("parse", "a" * 5000, feed, "--captured-at", TAKEN)
    assert (run.code, len(run.out.splitlines())) == (3, 3)
    assert "aaa: no such file, folder or pattern" in run.err


def test_an_empty_file(rates: Rates, tmp_path: Path) -> None:
    (tmp_path / "empty.html").touch()
    ends(rates("parse", "empty.html"), 1, "empty.html: ")


def test_a_picture(rates: Rates, tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + random.Random(1).randbytes(20_000))
    ends(rates("parse", "photo.jpg"), 1, "photo.jpg: ")


def test_fifty_megabytes_of_noise(rates: Rates, tmp_path: Path) -> None:
    (tmp_path / "noise.html").write_bytes(random.Random(2).randbytes(50_000_000))
    ends(rates("parse", "noise.html"), 1, "noise.html: ")


def test_a_page_cut_in_a_tag_and_in_a_character_still_gives_its_whole_quotes(rates: Rates, tmp_path: Path) -> None:
    page = f"<html><meta charset=utf-8><pre>{FEED}</pre><a class='".encode() + "Ж".encode()[:1]
    (tmp_path / "cut.html").write_bytes(page)
    run = rates("parse", "cut.html", "--captured-at", TAKEN, "-f", "csv")
    assert (run.code, len(run.out.splitlines()), run.err) == (0, 3, "")


def test_a_page_without_a_block(rates: Rates, tmp_path: Path) -> None:
    (tmp_path / "plain.html").write_text("<html><body><p>Доллар дорожает, пишут газеты.</p></body></html>", "utf-8")
    ends(rates("parse", "plain.html"), 4, "plain.html: ")


def test_some_inputs_failed(rates: Rates, feed: Path) -> None:
    run = rates("parse", feed, "none.html", "--captured-at", TAKEN, "-f", "jsonl")
    assert (run.code, len(run.out.splitlines())) == (3, 2)
    assert "error: none.html: no such file" in run.err


def test_a_store_that_is_not_a_store(rates: Rates, feed: Path, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder/letter.txt").write_text("Dear reader", "utf-8")
    ends(rates("show", "--store", "folder"), 1, "")
    ends(rates("ingest", feed, "--store", "folder"), 1, "")
    ends(rates("show", "--store", feed), 1, "")


def test_a_store_that_is_not_there(rates: Rates) -> None:
    ends(rates("show", "--store", "nowhere"), 1, "")


def test_words_that_are_no_command(rates: Rates) -> None:
    ends(rates("prase", "page.html"), 2, "No such command 'prase'")
    ends(rates("parse", "page.html", "--jsno"), 2, "No such option")
    ends(rates("parse", "page.html", "--captured-at", "yesterday"), 2, "--captured-at 'yesterday' is not a time")
    ends(rates("parse", "p.html", "--captured-at", "2924-04-25"), 2, "--captured-at '2924-04-25' lies in the future")
    ends(
        rates("parse", "p.html", "--captured-at", "2024-04-25T10:00"),
        2,
        "--captured-at '2024-04-25T10:00' does not say",
    )


def test_an_unreadable_folder(tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o000)
    words = [sys.executable, "-m", "rates.cli", "parse", str(locked)]
    if os.geteuid() == 0:  # root reads everything, unless it gives that up
        if not shutil.which("setpriv"):
            pytest.skip("root cannot give up reading everything without setpriv")
        os.chown(locked, 65534, 65534)
        words = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", *words]
    done = subprocess.run(words, capture_output=True, cwd=tmp_path, check=False)
    ends(Run(done.returncode, done.stdout.decode(), done.stderr.decode()), 1, f"{locked}: Permission denied")


def test_a_full_disk_is_told_and_leaves_the_store_as_it_was(rates: Rates, feed: Path, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)], check=False)
    if mounted.returncode:
        pytest.skip("a small disk cannot be mounted here")
    try:
        assert rates("ingest", feed, "--captured-at", TAKEN, "--store", disk / "store").code == 0
        before = rates("show", "--store", disk / "store", "-f", "csv").out
        (disk / "filler").write_bytes(bytes(os.statvfs(disk).f_bavail * os.statvfs(disk).f_bsize))
        other = tmp_path / "other.txt"
        other.write_text(FEED.replace("98,91", "99,91"), "utf-8")
        ends(rates("ingest", other, "--captured-at", TAKEN, "--store", disk / "store"), 1, "")
        assert rates("show", "--store", disk / "store", "-f", "csv").out == before
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_a_closed_pipe_is_silent(rates: Rates, feed: Path, tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    for number in range(300):
        (pages / f"{number}.txt").write_text(FEED, "utf-8")
    command = f"{sys.executable} -m rates.cli parse {pages} --captured-at {TAKEN} -f jsonl | head -n 1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, cwd=tmp_path, check=False)
    assert (done.stdout.count(b"\n"), done.stderr) == (1, b"")


def test_ctrl_c_ends_with_130_and_no_traceback(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "rates.cli", "parse", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
    )
    assert process.stdin
    process.stdin.write(b"x")
    process.stdin.flush()
    while int.from_bytes(fcntl.ioctl(process.stdin, termios.FIONREAD, bytes(4)), sys.byteorder):
        time.sleep(0.01)  # until it reads
    process.send_signal(signal.SIGINT)
    _, talk = process.communicate(timeout=20)
    assert (process.returncode, talk) == (130, b"")


def start_workers(folder: Path) -> subprocess.Popen[str]:
    """Ingest many pages with two workers, in a session of its own."""
    (folder / "pages").mkdir()
    for number in range(1500):
        (folder / f"pages/{number:04}.txt").write_text(f"{FEED}{number}\n", "utf-8")
    words = ["ingest", "pages", "--captured-at", TAKEN, "--jobs", "2", "--store", "store"]
    return subprocess.Popen(
        [sys.executable, "-m", "rates.cli", *words],
        cwd=folder,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def first_worker(process: subprocess.Popen[str]) -> int:
    """Its id, as soon as there is one."""
    while process.poll() is None:
        for each in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split():
            if b"spawn_main" in Path(f"/proc/{each}/cmdline").read_bytes():
                return int(each)
        time.sleep(0.01)
    raise AssertionError(process.communicate()[1])


def test_ctrl_c_on_a_terminal_ends_the_workers_without_a_word(tmp_path: Path) -> None:
    process = start_workers(tmp_path)
    first_worker(process)
    time.sleep(0.1)  # workers that are still importing would tell where they were
    os.killpg(process.pid, signal.SIGINT)
    assert process.communicate(timeout=60)[1] == ""
    assert process.returncode == 130


def test_a_worker_that_is_killed_is_told(tmp_path: Path) -> None:
    process = start_workers(tmp_path)
    os.kill(first_worker(process), signal.SIGKILL)
    told = process.communicate(timeout=60)[1]
    assert told.splitlines()[:1] == ["error: a worker process was ended from outside"]
    assert process.returncode == 1
