#!/usr/bin/env python3
"""Measures ripple against a bare websocketpp echo, both in the same run, and prints the ratios.

    tests/bench/run.py --build build/release                       # the WebSocket layer alone
    tests/bench/run.py --build build/release --ripple manifests/linux   # and the whole platform

Each comparison alternates the two sides for several rounds and takes the median of each, so that
noise of the machine meets both. Needs nothing but Python's standard library.
"""

import argparse
import contextlib
import json
import pathlib
import re
import select
import signal
import statistics
import subprocess
import sys
import threading
import time

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


class Bench:
    def __init__(self, build, seconds, rounds):
        self.load = self._find(build, "ripple-bench-load")
        self.build = build
        self.seconds = seconds
        self.rounds = rounds

    @staticmethod
    def _find(build, name):
        for path in sorted(build.rglob(name)):
            if path.is_file():
                return str(path)
        raise SystemExit(f"expected {name} below {build}; build the target {name} first")

    def echo(self):
        return Server("echo", [self._find(self.build, "ripple-bench-echo")], r"^(\d+)$")

    def gateway_echo(self):
        return Server("server", [self._find(self.build, "ripple-bench-gateway-echo")], r"^(\d+)$")

    def ripple(self, manifest, path, template):
        command = [self._find(self.build, "ripple"), "run", manifest]
        return Server("ripple", command, r"gateway listening on \S*:(\d+)", path, template)

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


def compare_loads(bench, echo, other, title):
    rows = []
    for connections, depth in ((10, 10), (1, 1), (10, 1), (100, 1), (1000, 1)):
        yardstick, measured = bench.compare(echo, other, connections, depth)
        rate = measured["requests_per_second"] / yardstick["requests_per_second"]
        latency = measured["p50_us"] / yardstick["p50_us"]
        cpu = measured["cpu_us"] / yardstick["cpu_us"]
        rows.append((
            f"{connections} x {depth}",
            f"{yardstick['requests_per_second']:,.0f}", f"{measured['requests_per_second']:,.0f}",
            f"**{rate:.2f}**",
            f"{yardstick['p50_us']:.1f}", f"{measured['p50_us']:.1f}", f"**{latency:.2f}**",
            f"{yardstick['cpu_us']:.2f}", f"{measured['cpu_us']:.2f}", f"**{cpu:.2f}**"))
    print_table(title,
                ("connections x depth", "echo req/s", f"{other.name} req/s", "ratio",
                 "echo p50 us", f"{other.name} p50 us", "ratio",
                 "echo cpu us", f"{other.name} cpu us", "ratio"), rows)


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


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, required=True, help="the build directory")
    parser.add_argument("--ripple", metavar="MANIFEST", help="also measure `ripple run MANIFEST`")
    parser.add_argument("--path", default="/?appId=refui", help="request target for ripple")
    parser.add_argument("--method", default="device.name", help="method that ripple is asked")
    parser.add_argument("--seconds", type=float, default=1.0, help="length of one round")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args()

    bench = Bench(options.build, options.seconds, options.rounds)
    with contextlib.ExitStack() as started:
        def start(server):
            started.callback(server.stop)
            return server

        echo = start(bench.echo())
        others = [start(bench.gateway_echo())]
        if options.ripple:
            template = json.dumps({"jsonrpc": "2.0", "id": "%ID%", "method": options.method,
                                   "params": {}}, separators=(",", ":")).replace('"%ID%"', "%ID%")
            others.append(start(bench.ripple(options.ripple, options.path, template)))
        measure_idle(bench, [echo, *others])
        for other in others:
            compare_loads(bench, echo, other, f"{other.name} against a bare websocketpp echo")
    return 0


if __name__ == "__main__":
    sys.exit(main())
