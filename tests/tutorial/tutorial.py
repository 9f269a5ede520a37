#!/usr/bin/env python3
"""Follows the section "Your first extension" of README.md and compares what its commands print.

    tests/tutorial/tutorial.py --readme README.md --build build/release

A code block whose fence names a file (```cpp acme_device.cpp) becomes that file in the current
directory. A ```console block has commands after "$ " and what they print after that; "..." stands
for anything in a line, and for any number of lines where it is a line of its own. Everything happens
in a temporary home directory.
"""

import argparse
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

SECTION = "## Your first extension"


def blocks(readme):
    """The section's code blocks: (language, file name or "", text)."""
    section = readme.split(SECTION + "\n", 1)[1].split("\n## ", 1)[0]
    return re.findall(r"^```(\w+) ?(.*?)\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)


def commands(text):
    """(command, expected lines) of a console block."""
    found = []
    for line in text.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        else:
            found[-1][1].append(line)
    return found


def fits(expected, printed):
    pattern = ""
    for line in expected:
        pattern += r"(?:.*\n)*" if line == "..." else (
            r"[^\n]*".join(re.escape(part) for part in line.split("...")) + r"\n")
    return re.fullmatch(pattern, printed) is not None


class Reader:
    """Who follows the tutorial: a home directory, a shell, and a platform that runs beside it."""

    def __init__(self, home, build):
        self.home = home
        self.directory = home / "ripple-source"
        (self.directory / "build").mkdir(parents=True)
        (self.directory / "build" / "release").symlink_to(build)
        self.environment = dict(os.environ, HOME=str(home))
        self.platform = None
        self.url = None

    def write(self, name, text):
        (self.directory / name).write_text(text)

    def type(self, command, expected):
        if command.startswith("ripple run "):
            printed = self.start(command)
        else:
            if command.startswith("ripple call "):
                command += " --url " + self.url
            printed = self.run(command, may_fail=any(": error " in line for line in expected))
        if not fits(expected, printed):
            raise SystemExit(f"$ {command}\nexpected:\n" + "\n".join(expected) +
                             f"\nfound:\n{printed}")

    def run(self, command, may_fail):
        # The directory and the variables that a command leaves behind hold for the next one.
        script = (f"{command}\nstatus=$?\n"
                  f"pwd >{self.home}/directory; env -0 >{self.home}/environment; exit $status")
        done = subprocess.run(["bash", "-c", script], cwd=self.directory, env=self.environment,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if done.returncode != 0 and not may_fail:
            raise SystemExit(f"$ {command}\nended with {done.returncode}:\n{done.stdout}")
        self.directory = pathlib.Path((self.home / "directory").read_text().strip())
        variables = (self.home / "environment").read_text().rstrip("\0").split("\0")
        self.environment = dict(variable.split("=", 1) for variable in variables)
        return done.stdout

    def start(self, command):
        """Starts the platform on free ports and with its state in this home."""
        command += (f" --app-port 0 --internal-port 0 --saved-dir {self.home}/state"
                    f" --control-socket {self.home}/control.sock --log-level off")
        self.platform = subprocess.Popen(["bash", "-c", "exec " + command], cwd=self.directory,
                                         env=self.environment, stdout=subprocess.PIPE, text=True)
        printed = ""
        for line in self.platform.stdout:
            printed += line
            internal = re.fullmatch(r"  internal  (ws://\S+)\n", line)
            if internal:
                self.url = shlex.quote(internal.group(1))
            if line.startswith("  try "):
                return printed
        raise SystemExit(f"$ {command}\nended with {self.platform.wait()}:\n{printed}")

    def stop(self):
        """Stops the platform; gives its exit code."""
        if self.platform is None:
            return 0
        self.platform.terminate()
        try:
            return self.platform.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.platform.kill()
            return self.platform.wait()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readme", type=pathlib.Path, required=True)
    parser.add_argument("--build", type=pathlib.Path, required=True)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="ripple-tutorial-") as home:
        reader = Reader(pathlib.Path(home), options.build.resolve())
        try:
            for language, name, text in blocks(options.readme.read_text()):
                if name:
                    reader.write(name, text)
                elif language == "console":
                    for command, expected in commands(text):
                        print("$", command, flush=True)
                        reader.type(command, expected)
        finally:
            status = reader.stop()
        if status != 0:
            raise SystemExit(f"the platform ended with {status}")


if __name__ == "__main__":
    sys.exit(main())
