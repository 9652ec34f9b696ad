"""The configuration: layers, origins, and mistakes told with their line and the nearest key."""

import subprocess
import sys
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from rates.calendars import BANKS
from rates.config import load, store_folder
from rates.errors import ConfigError
from rates.settings import Settings, Site

GOOD = """\
store = "here"
contact = "desk@paper.test"

[limits]
pace = "10s"

[sites.rbc]
pages = [
    "https://www.rbc.ru/",
]
cadence = "30m"
hours = "08:00-22:30"
zone = "Europe/Moscow"
"""


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    return {"RATES_CONFIG": str(tmp_path / "rates.toml")}


def write(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "rates.toml"
    file.write_text(text, encoding="utf-8")
    return file


def mistakes(tmp_path: Path, text: str, environ: dict[str, str]) -> list[str]:
    file = write(tmp_path, text)
    with pytest.raises(ConfigError) as caught:
        load(environ=environ)
    return [line.replace(str(file), "rates.toml") for line in str(caught.value).splitlines()]


def test_values_are_read_with_their_types(tmp_path: Path, environ: dict[str, str]) -> None:
    write(tmp_path, GOOD)
    settings = load(environ=environ).settings
    assert settings.sites["rbc"] == Site(
        pages=("https://www.rbc.ru/",),
        cadence=timedelta(minutes=30),
        hours=(time(8, 0), time(22, 30)),
        zone="Europe/Moscow",
    )
    assert settings.limits.pace == timedelta(seconds=10)
    assert settings.agent.endswith("(+desk@paper.test)")


def test_variables_lie_over_the_file_and_flags_over_both(tmp_path: Path, environ: dict[str, str]) -> None:
    file = write(tmp_path, GOOD)
    environ |= {"RATES_STORE": "there", "RATES_LIMITS_PACE": "1m"}
    config = load(environ=environ, flags={("store",): "elsewhere"})
    assert (config.settings.store, str(config.origin(("store",)))) == (Path("elsewhere"), "--store")
    assert (config.settings.limits.pace, str(config.origin(("limits", "pace")))) == (
        timedelta(minutes=1),
        "RATES_LIMITS_PACE",
    )
    assert str(config.origin(("sites", "rbc", "cadence"))) == f"{file} line 11"
    assert str(config.origin(("limits", "size"))) == "default"


def test_the_local_file_lies_over_the_platforms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    (tmp_path / "home/rates").mkdir(parents=True)
    write(tmp_path / "home/rates", GOOD)
    (tmp_path / "work").mkdir()
    write(tmp_path / "work", 'contact = "me@paper.test"\n[sites.rbc]\ncadence = "1h"\n')
    monkeypatch.chdir(tmp_path / "work")
    config = load(environ={})
    assert config.settings.contact == "me@paper.test"
    assert config.settings.sites["rbc"].cadence == timedelta(hours=1)
    assert config.settings.sites["rbc"].zone == "Europe/Moscow"
    assert str(config.origin(("sites", "rbc", "cadence"))) == "rates.toml line 3"
    assert store_folder(environ={}) == Path("here")


def test_an_unknown_key_is_told_with_its_line_and_the_nearest_key(tmp_path: Path, environ: dict[str, str]) -> None:
    assert mistakes(tmp_path, GOOD.replace("cadence", "cadense"), environ) == [
        "rates.toml line 11: unknown key `cadense`: did you mean `cadence`?"
    ]


def test_all_mistakes_are_told_at_once(tmp_path: Path, environ: dict[str, str]) -> None:
    text = '[sites.a]\ncadence = "15"\nzone = "Europe/Moskow"\n\n[sites.b]\npages = ["ftp://b.test/"]\n'
    assert mistakes(tmp_path, text + 'hours = "8 to 9"\n[limits]\nattempts = 0\nsize = 8\n', environ) == [
        "rates.toml line 1: `sites.a.pages` is missing",
        "rates.toml line 2: `sites.a.cadence`: `15` is not a duration such as 15m, 90s, 1h30m or 2d",
        "rates.toml line 3: `sites.a.zone`: `Europe/Moskow` is not a zone of the IANA database, such as Europe/Moscow",
        "rates.toml line 6: `sites.b.pages`: `ftp://b.test/` is not an http or https address",
        'rates.toml line 7: `sites.b.hours`: `8 to 9` is not a span of hours such as "08:00-22:30"',
        "rates.toml line 9: `limits.attempts`: Input should be greater than or equal to 1",
        'rates.toml line 10: `limits.size`: a size is written with its unit, in quotes, such as "8MB"',
    ]


def test_broken_toml_names_its_line(tmp_path: Path, environ: dict[str, str]) -> None:
    assert mistakes(tmp_path, 'a = 1\nb = "\n', environ) == [
        "rates.toml: Illegal character '\\n' (at line 2, column 6)"
    ]


def test_a_variable_misspelt_is_not_passed_over(environ: dict[str, str], tmp_path: Path) -> None:
    assert mistakes(tmp_path, GOOD, environ | {"RATES_CONTACTS": "x"}) == [
        "unknown variable `RATES_CONTACTS`: did you mean `RATES_CONTACT`?"
    ]


def test_hours_are_the_sites_own_and_may_pass_midnight() -> None:
    day = Site.model_validate({"pages": ["http://a.test/"], "hours": "08:00-22:30", "zone": "Europe/Moscow"})
    night = day.model_copy(update={"hours": (time(22), time(2))})
    asked = [datetime(2024, 4, 24, hour, minute, tzinfo=UTC) for hour, minute in ((4, 59), (5, 0), (19, 30), (19, 31))]
    assert [day.open_at(moment) for moment in asked] == [False, True, True, False]
    assert [night.open_at(moment) for moment in asked] == [False, False, True, True]


def test_the_store_is_the_option_then_the_variable_then_the_file(tmp_path: Path, environ: dict[str, str]) -> None:
    write(tmp_path, GOOD)
    assert store_folder(Path("mine"), environ=environ | {"RATES_STORE": "there"}) == Path("mine")
    assert store_folder(environ=environ | {"RATES_STORE": "there"}) == Path("there")
    assert store_folder(environ=environ) == Path("here")


def test_reading_the_configuration_module_loads_no_pydantic() -> None:
    code = "import sys, rates.config; print('pydantic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


def test_a_site_is_known_by_its_page_before_its_host_and_by_its_host_with_or_without_www() -> None:
    pages = {"front": ["https://a.test/"], "money": ["https://a.test/money"], "other": ["https://www.b.test/"]}
    settings = Settings.model_validate({"sites": {name: {"pages": urls} for name, urls in pages.items()}})
    asked = ["https://a.test/money", "https://a.test/news", "http://b.test/x", "https://c.test/", None]
    assert [settings.site_at(url) for url in asked] == ["money", "front", "other", None, None]


@pytest.mark.parametrize(
    ("sites", "told"),
    [
        (
            '[sites.a]\npages = ["https://a.test/"]\nbank = "cbrr"\n',
            "rates.toml line 3: `sites.a.bank`: `cbrr` is no bank whose working days are known: " + ", ".join(BANKS),
        ),
        (
            '[sites.a]\npages = ["https://a.test/"]\n[sites.b]\npages = ["https://a.test/"]\n',
            "rates.toml line 1: `sites`: the page https://a.test/ is listed twice, by a and by b",
        ),
    ],
)
def test_what_would_silence_a_site_for_ever_is_a_mistake(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sites: str, told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    (tmp_path / "rates.toml").write_text(sites)
    with pytest.raises(ConfigError) as caught:
        load(environ={})
    assert str(caught.value) == told


def test_a_place_may_be_in_the_users_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    settings = Settings.model_validate({"raw": "~/raw", "notify": {"textfile": "~/rates.prom"}})
    assert (settings.raw, settings.notify.textfile) == (tmp_path / "raw", tmp_path / "rates.prom")
