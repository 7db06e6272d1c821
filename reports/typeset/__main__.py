"""Typst in a process of its own: JSON on stdin, a PDF on stdout.

What it takes (40 MB, and a cache that grows with each file) is given back when it ends, and a file that
takes too long is ended without its web process.
"""

import sys
from pathlib import Path

import typst

HERE = Path(__file__).parent


def main() -> None:
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(HERE.parent / "fonts")]
    )
    made = typst.compile(
        (HERE / "report.typ").read_bytes(),
        format="pdf",
        pdf_standards=["ua-1"],
        font_paths=fonts,
        sys_inputs={"sheet": sys.stdin.buffer.read().decode()},
    )
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    main()
