#!/usr/bin/env python3
"""Measures ripple against a bare websocketpp echo, both in the same run, and prints the ratios.

    tests/bench/run.py --build build/release

Each comparison alternates the two sides for several rounds and takes the median of each, so that
noise of the machine meets both. Needs nothing but Python's standard library.
"""

import argparse
import contextlib
import copy
import json
import pathlib
import re
import select
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time

MANIFESTS = pathlib.Path(__file__).resolve().parents[2] / "manifests" / "linux"
ROUNDS = 5
IDLE_SECONDS = 10
# Cancelled handshake timers leave one last expiry of the kernel's timer behind.
SETTLE_SECONDS = 6
START_DEADLINE_SECONDS = 30


class Server:
    """A process that prints where it listens."""

    def __init__(self, name, command, port_pattern, path="/", template=None):
        self.name = name
        self.path = path
        self.template = template
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                        text=True)
        self.lines = []
        self.port = self._wait_for_port(re.compile(port_pattern))
        # Later log lines must not fill the pipe.
        threading.Thread(target=self.process.stdout.read, daemon=True).start()

    def _wait_for_port(self, pattern):
        deadline = time.monotonic() + START_DEADLINE_SECONDS
        while time.monotonic() < deadline:
            ready, _, _ = select.select([self.process.stdout], [], [], 1)
            line = self.process.stdout.readline() if ready else ""
            if not line and self.process.poll() is not None:
                break
            self.lines.append(line)
            found = pattern.search(line)
            if found:
                return int(found.group(1))
        self.process.kill()
        raise SystemExit(f"{self.name} did not say where it listens:\n{''.join(self.lines)}")

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=START_DEADLINE_SECONDS)

    def _tasks(self):
        return pathlib.Path(f"/proc/{self.process.pid}/task").iterdir()

    def cpu_nanoseconds(self):
        return sum(int((task / "schedstat").read_text().split()[0]) for task in self._tasks())

    def wakeups(self):
        found = (re.search(r"^voluntary_ctxt_switches:\s+(\d+)", (task / "status").read_text(), re.M)
                 for task in self._tasks())
        return sum(int(match.group(1)) for match in found)

    def private_kib(self):
        rollup = pathlib.Path(f"/proc/{self.process.pid}/smaps_rollup").read_text()
        return sum(int(kib) for kib in re.findall(r"^Private_\w+:\s+(\d+) kB", rollup, re.M))


class Platform(Server):
    """`ripple run` on manifests/linux with extensions of constant answers, on ports of its own."""

    def __init__(self, bench, extensions):
        self.directory = tempfile.TemporaryDirectory(prefix="ripple-bench-")
        root = pathlib.Path(self.directory.name)
        shutil.copytree(MANIFESTS, root / "manifest")
        manifest_file = root / "manifest" / "firebolt-extn-manifest.json"
        manifest = json.loads(manifest_file.read_text())
        for name in extensions:
            library = root / f"libbench_{name}.so"
            shutil.copy(bench.find("libbench_constant.so"), library)
            manifest["extns"].append({"path": str(library), "symbols": [
                {"id": f"ripple:extn:jsonrpsee:bench.{name}", "uses": [],
                 "fulfills": ["json_rpsee"]}]})
        self.prepare(root, manifest)
        manifest_file.write_text(json.dumps(manifest))
        super().__init__(
            "ripple",
            [bench.find("ripple"), "run", str(root / "manifest"), "--json",
             "--extensions", str(pathlib.Path(bench.find("libdevice_linux.so")).parent),
             "--app-port", "0", "--internal-port", "0", "--log-level", "warning",
             "--saved-dir", str(root / "saved"), "--control-socket", str(root / "control.sock")],
            r'"internal_port":(\d+)', "/?appId=refui")
        self.started = json.loads(self.lines[-1])

    def prepare(self, root, manifest):
        """Adds to the extension manifest before the start; files go below root."""

    def asking(self, name):
        """The same server, asked for the constant answer of one extension."""
        asked = copy.copy(self)
        asked.name = name
        asked.template = '{"jsonrpc":"2.0","id":%ID%,"method":"bench.' + name + '"}'
        return asked

    def stop(self):
        super().stop()
        self.directory.cleanup()


class Bench:
    def __init__(self, build, seconds, rounds):
        self.build = build
        self.load = self.find("ripple-bench-load")
        self.seconds = seconds
        self.rounds = rounds

    def find(self, name):
        for path in sorted(self.build.rglob(name)):
            if path.is_file():
                return str(path.resolve())
        raise SystemExit(f"expected {name} below {self.build}; build it first")

    def echo(self):
        return Server("echo", [self.find("ripple-bench-echo")], r"^(\d+)$")

    def gateway_echo(self):
        return Server("server", [self.find("ripple-bench-gateway-echo")], r"^(\d+)$")

    def _load_command(self, server, *options):
        command = [self.load, "--port", str(server.port), "--path", server.path, *options]
        return command + (["--template", server.template] if server.template else [])

    def run_load(self, server, connections, depth):
        """One round; adds the processor time that the server spent on each request."""
        options = ["--connections", str(connections), "--depth", str(depth), "--json"]
        before = server.cpu_nanoseconds()
        output = subprocess.run(
            self._load_command(server, *options, "--seconds", str(self.seconds), "--warmup", "0"),
            check=True, capture_output=True, text=True).stdout
        result = json.loads(output)
        if result["errors"]:
            raise SystemExit(f"{server.name} answered with errors: {result}")
        result["cpu_us"] = (server.cpu_nanoseconds() - before) / result["requests"] / 1000
        return result

    def compare(self, left, right, connections, depth):
        """Medians of both sides over alternating rounds."""
        rounds = {left.name: [], right.name: []}
        for server in (left, right):
            self.run_load(server, connections, depth)
        for _ in range(self.rounds):
            for server in (left, right):
                rounds[server.name].append(self.run_load(server, connections, depth))
        return tuple({key: statistics.median(result[key] for result in rounds[server.name])
                      for key in ("requests_per_second", "p50_us", "p99_us", "cpu_us")}
                     for server in (left, right))

    @contextlib.contextmanager
    def held_connections(self, server, count):
        command = self._load_command(server, "--connections", str(count), "--hold")
        holder = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        if "holding" not in holder.stdout.readline():
            raise SystemExit(f"{server.name} does not take {count} connections")
        try:
            yield
        finally:
            holder.stdin.close()
            holder.wait()


def print_table(title, header, rows):
    print(f"\n### {title}\n")
    print("| " + " | ".join(header) + " |")
    print("|" + "---|" * len(header))
    for row in rows:
        print("| " + " | ".join(str(cell) for cell in row) + " |", flush=True)


LOADS = ((10, 10), (1, 1), (10, 1), (100, 1), (1000, 1))
# What the design asks for: throughput at 10 x 10, and the median round trip at 1 x 1.
REACH = {"inline": (0.75, 1.3), "threaded": (0.60, 2.0)}


def compare_loads(bench, echo, other, loads=LOADS):
    """One row for each load."""
    rows = []
    for connections, depth in loads:
        yardstick, measured = bench.compare(echo, other, connections, depth)
        rate = measured["requests_per_second"] / yardstick["requests_per_second"]
        latency = measured["p50_us"] / yardstick["p50_us"]
        cpu = measured["cpu_us"] / yardstick["cpu_us"]
        reach = REACH.get(other.name)
        asked = ""
        if reach and (connections, depth) == (10, 10):
            asked = f">= {reach[0]:.2f}: {'yes' if rate >= reach[0] else 'NO'}"
        if reach and (connections, depth) == (1, 1):
            asked = f"p50 <= {reach[1]:.1f}: {'yes' if latency <= reach[1] else 'NO'}"
        rows.append((
            other.name, f"{connections} x {depth}",
            f"{yardstick['requests_per_second']:,.0f}", f"{measured['requests_per_second']:,.0f}",
            f"**{rate:.2f}**",
            f"{yardstick['p50_us']:.1f}", f"{measured['p50_us']:.1f}", f"**{latency:.2f}**",
            f"{cpu:.2f}", asked))
    return rows


LOAD_HEADER = ("what", "connections x depth", "echo req/s", "req/s", "ratio", "echo p50 us",
               "p50 us", "ratio", "cpu ratio", "reach")


def measure_idle(bench, servers):
    rows = []
    for server in servers:
        time.sleep(SETTLE_SECONDS)
        before = server.wakeups()
        time.sleep(IDLE_SECONDS)
        wakeups = server.wakeups() - before
        alone = server.private_kib()
        with bench.held_connections(server, 1000):
            held = server.private_kib()
        rows.append((server.name, wakeups, f"{alone / 1024:.1f} MiB", f"{held / 1024:.1f} MiB"))
    print_table(f"Idle for {IDLE_SECONDS} s",
                ("process", "wake-ups", "private memory", "with 1,000 connections"), rows)


def measure_growth(bench, echo):
    rows = []
    for count in (1, 20, 200):
        names = ["threaded"] + [f"threaded.{index}" for index in range(1, count)]
        platform = Platform(bench, names)
        try:
            yardstick, measured = bench.compare(echo, platform.asking("threaded"), 10, 10)
            rows.append((count, f"{platform.started['milliseconds']:.0f} ms",
                         f"{platform.private_kib() / 1024:.1f} MiB",
                         f"{measured['requests_per_second']:,.0f}",
                         f"{measured['cpu_us']:.2f} us",
                         f"**{measured['requests_per_second'] / yardstick['requests_per_second']:.2f}**"))
        finally:
            platform.stop()
    print_table("Growth with loaded extensions, 10 x 10 to a threaded one",
                ("extensions", "exec to ready", "private memory", "req/s", "cpu per request",
                 "ratio to echo"), rows)


def print_start(started):
    steps = [(step, f"{took:.2f} ms") for step, took in started["steps"].items()]
    print_table(f"Exec to gateway ready: {started['milliseconds']:.0f} ms (reach: 50 ms)",
                ("step", "took"), steps)


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, required=True, help="the build directory")
    parser.add_argument("--seconds", type=float, default=1.0, help="length of one round")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--quick", action="store_true", help="only what the design sets a figure for")
    options = parser.parse_args()

    bench = Bench(options.build, options.seconds, options.rounds)
    with contextlib.ExitStack() as started:
        def start(server):
            started.callback(server.stop)
            return server

        echo = start(bench.echo())
        platform = start(Platform(bench, ["inline", "threaded"]))
        print_start(platform.started)
        measure_idle(bench, [echo, platform])
        loads = LOADS[:2] if options.quick else LOADS
        rows = [row for name in ("inline", "threaded")
                for row in compare_loads(bench, echo, platform.asking(name), loads)]
        print_table("Requests against a bare websocketpp echo", LOAD_HEADER, rows)
        if not options.quick:
            measure_growth(bench, echo)
    return 0


if __name__ == "__main__":
    sys.exit(main())
