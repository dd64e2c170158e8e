"""Make the two pictures of the first page from the demo: run by hand, after `make demo`.

    .venv/bin/python docs/pictures/make.py [out/committee-2014.pptx] [http://127.0.0.1:8000]

Needs LibreOffice, pdftoppm and pdftotext for the deck, and for the figure a Chromium and the demo being served.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

HERE = Path(__file__).resolve().parent
SHOWN = (
    "13th session", "Seoul Declaration", "KRW 500,000,000", "Studies begun", "phase of the study", "Countries covered by",
    "between 94 and 175", "Institutional promotion", "Visit of the UN Office",
)  # fmt: skip
"""Words by which each slide of the picture is found: the first that has them."""

QUESTION = "/figures/capacity.participations/?period=2006-2013&as_of=2014-04-09&by=kind"
WIDTH, GAP = 1200, 8


def run(*words: object) -> str:
    done = subprocess.run([str(word) for word in words], check=True, capture_output=True, text=True)  # noqa: S603
    return done.stdout


def deck(path: Path) -> None:
    """Nine slides in three rows."""
    with tempfile.TemporaryDirectory() as folder:
        run("soffice", "--headless", "--convert-to", "pdf", "--outdir", folder, path)
        pdf = Path(folder) / f"{path.stem}.pdf"
        pages = [" ".join(page.split()) for page in run("pdftotext", pdf, "-").split("\f")]
        numbers = [next(n for n, page in enumerate(pages) if words in page) for words in SHOWN]
        run("pdftoppm", "-r", "60", "-png", pdf, Path(folder) / "slide")
        files = sorted(Path(folder).glob("slide-*.png"))
        slides = [Image.open(files[number]).convert("RGB") for number in numbers]
    wide = (WIDTH - 4 * GAP) // 3
    high = round(wide * slides[0].height / slides[0].width)
    sheet = Image.new("RGB", (WIDTH, 3 * high + 4 * GAP), "#c9d1d3")
    for place, slide in enumerate(slides):
        at = (GAP + place % 3 * (wide + GAP), GAP + place // 3 * (high + GAP))
        sheet.paste(slide.resize((wide, high), Image.Resampling.LANCZOS), at)
    sheet.quantize(96).save(HERE / "deck.png", optimize=True)


def figure(address: str) -> None:
    """The page of a figure, down to its first rows."""
    path = HERE / "figure.png"
    with sync_playwright() as browsers:
        chromium = shutil.which("chromium") or shutil.which("google-chrome")
        browser = browsers.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1080, "height": 1800})
        page.goto(address + QUESTION)
        page.screenshot(path=path)
        browser.close()
    Image.open(path).convert("RGB").quantize(64).save(path, optimize=True)


if __name__ == "__main__":
    given = sys.argv[1:]
    deck(Path(given[0] if given else "out/committee-2014.pptx"))
    figure(given[1] if len(given) > 1 else "http://127.0.0.1:8000")
