"""What was given, opened: a workbook, a CSV file, or a folder of them."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from colonnade.records.intake.books import Limits, NotReadable, Table, given
from colonnade.records.intake.csvs import SUFFIXES, read_csv
from colonnade.records.intake.xlsx import read_xlsx


@dataclass
class Opened:
    """A file opened for reading, more than once if need be. ``sheets_named`` tells that sheets have names of their own."""

    name: str
    sha256: str
    tables: list[Table]
    sheets_named: bool = True


def open_book(
    source: Path | BinaryIO,
    headings: Collection[str],
    *,
    name: str = "",
    encoding: str = "",
    limits: Limits | None = None,
) -> Opened:
    """Open a path or an uploaded file; refused in one sentence where it cannot be read."""
    limits = limits or Limits()
    if isinstance(source, Path):
        if source.is_dir():
            return _folder(source, headings, encoding, limits)
        if not source.is_file():
            raise NotReadable(f"There is no file {source}.")
        _refuse_too_big(source.stat().st_size, limits)
        content, name = source.read_bytes(), name or given(source)
    else:
        content = source.read(limits.file_bytes + 1)
        _refuse_too_big(len(content), limits)
        name = name or Path(getattr(source, "name", "") or "file").name
    digest = hashlib.sha256(content).hexdigest()
    if not content.strip():
        raise NotReadable(f"{name} is empty.")
    if Path(name).suffix.lower() in SUFFIXES:
        return Opened(
            name, digest, [read_csv(Path(name).stem, content, headings, encoding)], sheets_named=False
        )
    return Opened(name, digest, read_xlsx(content, limits))


def _folder(folder: Path, headings: Collection[str], encoding: str, limits: Limits) -> Opened:
    files = sorted(path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES and path.is_file())
    if not files:
        raise NotReadable(f"There is no .csv file in {folder}.")
    _refuse_too_big(sum(path.stat().st_size for path in files), limits)
    digest = hashlib.sha256()
    tables: list[Table] = []
    for path in files:
        content = path.read_bytes()
        digest.update(path.name.encode() + b"\0" + content)
        if content.strip():
            tables.append(read_csv(path.stem, content, headings, encoding))
    return Opened(given(folder), digest.hexdigest(), tables)


def _refuse_too_big(size: int, limits: Limits) -> None:
    if size > limits.file_bytes:
        raise NotReadable(
            f"The file has {size // 1024**2:,} MB; at most {limits.file_bytes // 1024**2:,} MB are read."
        )
