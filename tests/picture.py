"""Makes the README's picture from the report of `rates demo`, in a real browser: python tests/picture.py [PNG]."""

import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

PICTURE = Path(__file__).parents[1] / "reports" / "picture.png"
WIDTH, HEIGHT = 1120, 1090
LOW_DAY = """chart => {
  const { x, y } = chart.data.find((trace) => trace.mode === "lines+markers");
  const third = Math.floor(y.length / 3);
  const lowest = y.indexOf(Math.min(...y.slice(third, 2 * third)), third);
  const { xaxis, yaxis, _size: size } = chart._fullLayout;
  return [size.l + xaxis.d2p(x[lowest]), size.t + yaxis.d2p(y[lowest])];
}"""


def draw(report: Path, picture: Path) -> None:
    """The top of the page with the pointer on a low day of the first chart, where its card hides no line."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light")
        page.goto(report.absolute().as_uri())
        page.wait_for_selector(".ranges:not([hidden])")
        box = page.locator(".chart").first.bounding_box()
        if box is None:
            raise SystemExit(f"no chart on {report}")
        across, down = page.locator(".chart").first.evaluate(LOW_DAY)
        for step in (4, 0):
            page.mouse.move(box["x"] + across + step, box["y"] + down)
        page.wait_for_selector(".hovertext")
        page.screenshot(path=picture)
        browser.close()


def main() -> None:
    """Run the demo, open its report, keep the picture."""
    picture = Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURE
    with TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "rates.cli", "demo", "--dir", folder], check=True)
        draw(Path(folder) / "report.html", picture)


if __name__ == "__main__":
    main()
