#!/usr/bin/env python3
"""Puts the example at the top of each header of the SDK into its frame, and all of them into one source.

    header_examples.py --headers sdk/include/ripple --frames tests/unit/sdk/examples --output examples.cpp

A header's example is what is indented in its first comment. The frame of ripple/NAME.hpp is NAME.cpp.in:
whatever the example needs around it, with a line @EXAMPLE@. `#include` lines go to the top of the source.
The compiler's errors name the header by its namespace, NAME_hpp. internal.txt lists the headers without an
example and says of each why extension authors do not include it.
"""

import argparse
import itertools
import pathlib
import re
import sys

COMMENT = re.compile(r"^///(.*)$")
INDENT = "     "
INCLUDE = re.compile(r"#include\b")


def example_of(header):
    """The lines of the header's example; lines of prose between them are empty."""
    lines = []
    for line in header.read_text().splitlines():
        comment = COMMENT.match(line)
        if not comment:
            break
        text = comment.group(1)
        lines.append(text[len(INDENT):] if text.startswith(INDENT) else "")
    code = [number for number, line in enumerate(lines) if line]
    return lines[code[0]:code[-1] + 1] if code else []


def internal_headers(frames):
    """name: reason, of each line of internal.txt."""
    found = {}
    for line in (frames / "internal.txt").read_text().splitlines():
        name, _, reason = line.partition(": ")
        if name and not name.startswith("#"):
            found[name] = reason.strip()
    return found


def errors(examples, internal, frames):
    """What is missing, and what is left over."""
    for name, example in examples.items():
        if name in internal:
            if example:
                yield f"{name} has an example; take it off examples/internal.txt"
            elif not internal[name]:
                yield f"{name}: expected the reason after its name in examples/internal.txt, found none"
        elif not example:
            yield (f"{name}: expected an indented example in its first comment, found none; write one, or say in "
                   "examples/internal.txt why extension authors do not include the header")
        elif not (frames / f"{name}.cpp.in").exists():
            yield f"{name}: expected the frame of its example in examples/{name}.cpp.in, found no such file"
    for name in internal:
        if name not in examples:
            yield f"examples/internal.txt names {name}, which is no header of the SDK"
    for frame in frames.rglob("*.cpp.in"):
        if str(frame.relative_to(frames)).removesuffix(".cpp.in") not in examples:
            yield f"{frame.name} is the frame of no header"


def source_of(frames, examples):
    includes, body = [], []
    for name, example in examples.items():
        if not example:
            continue
        lines = (frames / f"{name}.cpp.in").read_text().splitlines()
        place = lines.index("@EXAMPLE@")
        lines[place:place + 1] = example
        includes.append(f'#include "ripple/{name}.hpp"')
        includes += filter(INCLUDE.match, lines)
        body.append(f"namespace ripple::examples::{name.replace('/', '_')}_hpp {{")
        body += itertools.filterfalse(INCLUDE.match, lines)
        body.append("}")
    return "\n".join(['#include "examples/prelude.hpp"', *dict.fromkeys(includes), *body, ""])


def main():
    parser = argparse.ArgumentParser()
    for option in ("--headers", "--frames", "--output"):
        parser.add_argument(option, type=pathlib.Path, required=True)
    arguments = parser.parse_args()
    names = sorted(str(path.relative_to(arguments.headers).with_suffix(""))
                   for path in arguments.headers.rglob("*.hpp"))
    examples = {name: example_of(arguments.headers / f"{name}.hpp") for name in names}
    found = list(errors(examples, internal_headers(arguments.frames), arguments.frames))
    if found:
        sys.exit("\n".join(found))
    arguments.output.write_text(source_of(arguments.frames, examples))


if __name__ == "__main__":
    main()
