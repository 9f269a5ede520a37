#!/usr/bin/env python3
"""Writes the code block of README.md whose fence names a file (```cpp acme_lamp.cpp) to that file.

    tests/support/readme_block.py README.md DIRECTORY/acme_lamp.cpp

So that what the README shows is what the tests compile.
"""

import pathlib
import re
import sys


def main():
    readme, target = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    pattern = r"^```\w+ " + re.escape(target.name) + r"\n(.*?)^```$"
    found = re.findall(pattern, readme.read_text(), re.MULTILINE | re.DOTALL)
    if len(found) != 1:
        raise SystemExit(f"{readme}: expected one code block named {target.name}, found {len(found)}")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(found[0])


if __name__ == "__main__":
    main()
