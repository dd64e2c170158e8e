"""What the words about the house say, and what the house itself says, so that a test can compare the two.

    python -m tests.words

brings links to lines of code back to where the code now stands, after it has moved.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from urllib.parse import unquote

ROOT = Path(__file__).resolve().parent.parent
HOUSE = ROOT / "src" / "colonnade"
PAGES = sorted(
    [
        *ROOT.glob("*.md"),
        *(ROOT / "docs").rglob("*.md"),
        *HOUSE.rglob("README.md"),
        *ROOT.glob("benchmarks/*.md"),
    ]
)
CARDS = {path.parent.name: path for path in sorted(HOUSE.glob("*/README.md"))}

PICTURE = re.compile(r"!\[[^\]]*\]\(([^)\s]+)\)")
IN_HTML = re.compile(r'(?:src|href)="([^"]+)"')
LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`([^`\n]+)`")
TEST = re.compile(r"\btest_\w+")


@cache
def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def told(path: Path) -> str:
    """How a page is named in a failure."""
    return str(path.relative_to(ROOT))


def code_in(path: Path) -> list[str]:
    """Everything a page prints as code: lines of blocks, lines set in by four spaces, and words in backticks."""
    rest = FENCE.sub("", text(path))
    lines = [line for block in FENCE.findall(text(path)) for line in block.splitlines()]
    lines += re.findall(r"^ {4,}(.+)$", rest, re.MULTILINE)
    return [line.strip() for line in lines if line.strip()] + INLINE.findall(rest)


def links(path: Path) -> list[tuple[str, str]]:
    """The links of a page within the repository: their words and where they lead."""
    words = FENCE.sub("", text(path))
    found = [("", to) for to in PICTURE.findall(words) + IN_HTML.findall(words)] + LINK.findall(
        PICTURE.sub("picture", words)
    )
    return [(words, to) for words, to in found if not to.startswith(("http:", "https:", "mailto:"))]


def target(path: Path, to: str) -> Path:
    """The file that a link of a page leads to."""
    name = unquote(to.partition("#")[0])
    return (path.parent / name).resolve() if name else path


def line_links(path: Path) -> list[tuple[str, str, Path, int]]:
    """Links to a line of code: the name that should stand there, the link, its file and the number of the line."""
    found = []
    for words, to in links(path):
        if line := re.search(r"#L(\d+)$", to):
            found.append((words.strip("`"), to, target(path, to), int(line[1])))
    return found


def defined_at(file: Path, name: str) -> int:
    """The line on which a file defines a function or a class; 0 where it defines none of the name."""
    wanted = re.compile(rf"\s*(?:def|class) {re.escape(name.rpartition('.')[2])}\b")
    return next((number for number, line in enumerate(text(file).splitlines(), 1) if wanted.match(line)), 0)


def existing_tests() -> set[str]:
    """Every test, and every file of tests, by name."""
    files = sorted((ROOT / "tests").rglob("test_*.py"))
    names = {name for file in files for name in re.findall(r"^ *def (test_\w+)", text(file), re.MULTILINE)}
    return names | {file.stem for file in files}


def headings(path: Path) -> set[str]:
    """The anchors of a page's headings, as a reader's browser makes them."""
    lines = re.findall(r"^#+ (.+)$", FENCE.sub("", text(path)), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", line.lower()).replace(" ", "-") for line in lines}


def settle() -> list[str]:
    """Bring links to lines back to where the code stands; the links that were changed."""
    changed = []
    for path in PAGES:
        words = text(path)
        for name, to, file, line in line_links(path):
            now = defined_at(file, name)
            if now and now != line:
                words = words.replace(f"({to})", f"({to.partition('#')[0]}#L{now})")
                changed.append(f"{told(path)}: {name} is on line {now}")
        if words != text(path):
            path.write_text(words, encoding="utf-8")
    return changed


if __name__ == "__main__":
    print("\n".join(settle()) or "Every link to a line leads to what it names.")
