"""A thousand certificates in six scripts, and the sign-in sheet of five hundred people.

    python -m benchmarks.papers [--number 1000] [--rounds 3]

Each round is a process of its own that prints every certificate as a file (tagged PDF, PDF/UA-1), then all of them in
one file for the printer, then the sheet. In the first round every name is read back out of its file, outside the time.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import subprocess
import sys
from datetime import date
from itertools import islice, product
from typing import Any

from benchmarks.measuring import ROOT, keep, load, machine, median, peak_memory, spread, table, timed

SCRIPTS = {
    "en": ("Latin", "María-José Nguyễn Øystein Ayşe Zoë Thị Ángel Łukasz", "Ñúñez Guðmundsdóttir Şahin Ávila Nkurunziza Ng"),
    "ru": ("Cyrillic", "Фёдор Анна Сергій Йордан Ольга Нұрлан", "Достоевский Ємець Иванова Қасымов Щукина"),
    "ar": ("Arabic", "محمد فاطمة عبدالله علی‌رضا نورة", "الأنصاري الزهراء پهلوی الهاشمي بن‌سلمان"),
    "zh": ("Chinese", "明 建国 晓东 丽华 文", "王 李 张 欧阳 诸葛"),
    "ko": ("Korean", "민수 서연 지훈 하은 도윤", "김 이 박 최 남궁"),
    "hi": ("Devanagari", "राम कृष्ण सीता प्रिया अर्जुन", "श्रीवास्तव शर्मा मिश्र वर्मा"),
}  # fmt: skip
EVENT = {
    "en": "Regional Workshop on Innovative Government Services for Small Island Developing States",
    "ru": "Региональный семинар по инновационным государственным услугам",
    "ar": "حلقة العمل الإقليمية بشأن الخدمات الحكومية المبتكرة",
    "zh": "小岛屿发展中国家创新政府服务区域讲习班",
    "ko": "혁신적 정부 서비스 지역 워크숍",
}


def names(number: int) -> list[tuple[str, str]]:
    """So many different names, the scripts in turn: the language of the certificate, and the name."""
    each = -(-number // len(SCRIPTS))
    lists = []
    for language, (_, given, family) in SCRIPTS.items():
        space = "" if language in ("zh", "ko") else " "
        first, last = given.split(), family.split()
        pairs = (
            f"{b}{space}{a}{mark}" if language in ("zh", "ko") else f"{a}{space}{mark}{b}"
            for mark, a, b in product(_between(language), first, last)
        )
        lists.append([("en" if language == "hi" else language, name) for name in islice(pairs, each)])
    return [one for row in zip(*lists, strict=True) for one in row][:number]


def _between(language: str) -> list[str]:
    """What makes enough different names of a few: a middle part in the same script."""
    parts = {
        "en": "Ana Béla Çelik Dóra Emre Fã Güneş Hải Íñigo Jürgen",
        "ru": "Ивановна Петрович Юрьевна Ильич Олегович Ерланкызы Ждан Цезарь",
        "ar": "بن بنت أبو آل أم عبد ذو حسين علي",
        "zh": "一 二 三 四 五 六 七 八",
        "ko": "아 라 준 빈 솔 별 윤 원",
        "hi": "देव लाल कुमार देवी नाथ चंद्र सिंह प्रसाद दास",
    }[language].split()
    return ["", *(part if language in ("zh", "ko") else f"{part} " for part in parts)]


def one_round(number: int, read_back: bool) -> dict[str, Any]:
    """Everything once; runs in its own process."""
    from colonnade.renderers.document import Brand
    from colonnade.renderers.papers.certificates import Certificate, certificates, together
    from colonnade.renderers.papers.names import Name
    from colonnade.renderers.papers.press import Check, Signatory
    from colonnade.renderers.papers.sheets import Box, Row, SignInSheet, sign_in_sheet

    brand = Brand("Programme Office on Governance", "UNPOG")
    signatory = Signatory("Ms. Adélaïde Nkurunziza", "Head of Office")
    asked = [
        Certificate(
            Name(name), "participation", EVENT[language], "14–16 April 2026", f"UNPOG-2026-{at:05d}",
            date(2026, 4, 16), signatory, brand, "Incheon", "18 hours",
            check=Check(f"https://office.example.org/check/UNPOG-2026-{at:05d}"), language=language,
        )
        for at, (language, name) in enumerate(names(number))
    ]  # fmt: skip
    printed, files = timed(lambda: list(certificates(asked)))
    memory = peak_memory()
    in_one = [item for item in asked if item.language == "en"]
    whole, one_file = timed(lambda: together(in_one))
    boxes = tuple(Box(day, part) for day in ("14 April", "15 April", "16 April") for part in ("am", "pm"))
    rows = tuple(
        Row(f"{at:02d}-K3", Name(name), "Timor-Leste") for at, (_, name) in enumerate(names(min(number, 500)))
    )
    sheet, laid = timed(
        lambda: sign_in_sheet(
            SignInSheet(brand, EVENT["en"], "14–16 April 2026", date(2026, 4, 14), rows, boxes)
        )
    )
    return {
        "files": files.plain(),
        "bytes": sum(len(one.content) for one in printed),
        "one_file": one_file.plain(),
        "in_one": len(in_one),
        "one_bytes": len(whole.content),
        "sheet": laid.plain(),
        "sheet_bytes": len(sheet.content),
        "memory": memory,
        "replaced": sum(len(one.replaced) for one in printed),
        "read": _read(asked, printed) if read_back else {},
    }


def _read(asked: list[Any], printed: list[Any]) -> dict[str, list[int]]:
    """How many names come back whole, by script: from the title, from the letters of the page, or as read aloud."""
    import pypdf
    from tests.renderers.reading_papers import described, same

    found: dict[str, list[int]] = {}
    for at, (item, paper) in enumerate(zip(asked, printed, strict=True)):
        script = list(SCRIPTS.values())[at % len(SCRIPTS)][0]
        reader = pypdf.PdfReader(io.BytesIO(paper.content))
        text, name = reader.pages[0].extract_text(), same(item.name.text)
        there = found.setdefault(script, [0, 0, 0, 0])
        there[0] += 1
        there[1] += same(reader.metadata.title or "").endswith(f": {name}")
        there[2] += name in same(text)
        there[3] += name in same(text) or name in [same(one) for one in described(reader)]
    return found


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--number", type=int, default=1000, help="certificates (default: 1000)")
    asked.add_argument("--rounds", type=int, default=3, help="fresh processes (default: 3)")
    asked.add_argument("--no-save", action="store_true", help="print only, leave RESULTS.md as it is")
    asked.add_argument("--one-round", choices=("count", "read"), help=argparse.SUPPRESS)
    options = asked.parse_args()
    if options.one_round:
        print(json.dumps(one_round(options.number, options.one_round == "read")))
        return
    began = load()
    rounds = [_in_process(options.number, "count" if at else "read") for at in range(options.rounds)]
    text = _words(options.number, rounds, f"Load of the machine before and after: {began}; {load()}.")
    keep("A thousand certificates", text) if not options.no_save else print(text)


def _in_process(number: int, what: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.papers", "--number", str(number), "--one-round", what],
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _words(number: int, rounds: list[dict[str, Any]], loads: str) -> str:
    first = rounds[0]
    rows = [
        (what, *(spread([one[key][clock] for one in rounds]) for clock in (0, 1)), f"{first[size] / 1e6:.1f}")
        for what, key, size in (
            (f"{number} certificates, a file each", "files", "bytes"),
            (f"{first['in_one']} of them in one file", "one_file", "one_bytes"),
            (f"Sign-in sheet of {min(number, 500)} people", "sheet", "sheet_bytes"),
        )
    ]
    a_file = median([one["files"][0] for one in rounds]) / number * 1000
    read = [
        (script, str(all_), str(title), str(letters), str(aloud))
        for script, (all_, title, letters, aloud) in first["read"].items()
    ]
    return "\n\n".join(
        (
            f"{machine()} {loads} {len(rounds)} fresh processes; medians, least and most.",
            table(("", "Seconds", "of processor", "MB"), rows),
            f"A certificate takes {a_file:.1f} ms. Most memory a process held after the files: "
            f"{median([one['memory'] for one in rounds]):.0f} MB. Names replaced: {first['replaced']}.",
            "Names read back with pypdf (composed, without marks of direction): from the title of the file; from the "
            "letters of the page; from the letters, or as a reader aloud is told them.",
            table(("Script", "Names", "In the title", "In the letters", "As read aloud"), read),
        )
    )


if __name__ == "__main__":
    main()
