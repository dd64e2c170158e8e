"""The sample office: the public record of a real one, loaded by the same import as any office's workbook.

``unpog/`` holds one CSV a sheet; its ``README.md`` says where the facts are from and what is missing.
"""

from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent / "unpog"
"""The folder of CSVs, which the import reads as it stands."""
