#!/usr/bin/env python3
"""Measures what Thunder costs, both sides of each comparison in the same run and in turns.

    tests/bench/thunder.py --build build/release               # all of it
    tests/bench/thunder.py --build build/release --library     # the library alone
    tests/bench/thunder.py --build build/release --gateway     # through gateway, rules and Thunder

The library is compared with a bare client on Boost.Beast, a call of the gateway that a rule carries
out with a call by the library alone; all of them ask the same kind of emulated server. What a call of
a bare websocketpp echo takes is measured as well: that much the app's own connection adds, whatever is
behind it. Needs nothing but Python's standard library.
"""

import argparse
import contextlib
import json
import pathlib
import statistics
import subprocess
import sys

from run import ROUNDS, Bench, Platform, Server, print_table

PROFILE = {"plugins": {"Bench": {"methods": {"echo": {"result": "${params}"}}}}}
ALIAS = "Bench.1.echo"
RULES = {
    "bench.plain": {"alias": ALIAS},
    "bench.transformed": {"alias": ALIAS, "transform": {
        "request": "{ n: .n }", "response": "{ n: .result.n }"}},
}
RULES_SYMBOL = {"id": "ripple:channel:gateway:rules", "uses": ["config", "rpc", "extn_provider"],
                "fulfills": ["rules"]}
# What the design asks for: time per call at depth 1, through everything over the library alone.
REACH = 1.5


class Emulator(Server):
    def __init__(self, bench, directory):
        profile = directory / "bench.json"
        profile.write_text(json.dumps(PROFILE))
        super().__init__("emulator",
                         [bench.find("thunder-emulator"), "--port", "0", "--profile", str(profile)],
                         r'"port":(\d+)', "/jsonrpc")


class RulesPlatform(Platform):
    """`ripple run` with rules that lead to an emulator."""

    def __init__(self, bench):
        self.bench = bench
        self.emulator = None
        try:
            super().__init__(bench, [])
        except BaseException:
            if self.emulator:
                self.emulator.stop()
            raise

    def prepare(self, root, manifest):
        self.emulator = Emulator(self.bench, root)
        rules = root / "rules.json"
        rules.write_text(json.dumps({
            "endpoints": {"thunder": {"protocol": "thunder", "jsonrpc": True,
                                      "url": f"ws://127.0.0.1:{self.emulator.port}/jsonrpc"}},
            "rules": RULES}))
        manifest["rules_path"] = [str(rules)]
        manifest["extns"].append({"path": self.bench.find("librules.so"), "symbols": [RULES_SYMBOL]})

    def stop(self):
        super().stop()
        self.emulator.stop()


def measure_library(bench, rounds):
    result = json.loads(subprocess.run(
        [bench.find("ripple-bench-thunder"), "--rounds", str(rounds)],
        check=True, capture_output=True, text=True).stdout)
    rows = []
    for depth, sides in result["calls"].items():
        bare, library = sides["bare"], sides["library"]
        rows.append((f"call, {depth} at a time",
                     f"{bare['per_second']:,.0f}", f"{library['per_second']:,.0f}",
                     f"**{library['per_second'] / bare['per_second']:.2f}**",
                     f"{bare['cpu_us']:.1f}", f"{library['cpu_us']:.1f}"))
    bare = result["events"]["bare"]
    for handlers, library in result["events"]["library"].items():
        rows.append((f"event to {handlers}",
                     f"{bare['per_second']:,.0f}", f"{library['per_second']:,.0f}",
                     f"**{library['per_second'] / bare['per_second']:.2f}**",
                     f"{bare['cpu_us']:.1f}", f"{library['cpu_us']:.1f}"))
    print_table("The Thunder library beside a bare client, against the same emulator",
                ("what", "bare /s", "library /s", "ratio", "bare cpu us", "library cpu us"), rows)
    print_table("Memory of the Thunder library", ("what", "bytes"),
                (("a subscription", f"{result['bytes_per_subscription']:,}"),
                 ("a further handler of the same event",
                  f"{result['bytes_per_further_handler']:,}")))


def call_directly(bench, port, seconds):
    return json.loads(subprocess.run(
        [bench.find("ripple-bench-thunder"), "--direct", str(port), "--method", ALIAS,
         "--seconds", str(seconds)],
        check=True, capture_output=True, text=True).stdout)


def measure_gateway(bench):
    with contextlib.ExitStack() as started:
        def start(server):
            started.callback(server.stop)
            return server

        echo = start(bench.echo())
        platform = start(RulesPlatform(bench))
        rows = [gateway_row(bench, echo, platform, method) for method in RULES]
        print_table("A call of the gateway through rules and Thunder, one at a time (p50)",
                    ("rule", "library alone us", "bare echo us", "gateway us", "ratio to library",
                     "ratio to library + echo", "ripple cpu us", "reach"), rows)


def gateway_row(bench, echo, platform, method):
    platform.template = ('{"jsonrpc":"2.0","id":%ID%,"method":"' + method + '","params":{"n":1}}')
    alone, hop, whole, cpu = [], [], [], []
    bench.run_load(platform, 1, 1)
    for _ in range(bench.rounds):
        alone.append(call_directly(bench, platform.emulator.port, bench.seconds)["p50_us"])
        hop.append(bench.run_load(echo, 1, 1)["p50_us"])
        load = bench.run_load(platform, 1, 1)
        whole.append(load["p50_us"])
        cpu.append(load["cpu_us"])
    alone, hop, whole, cpu = (statistics.median(times) for times in (alone, hop, whole, cpu))
    ratio = whole / alone
    return (method, f"{alone:.1f}", f"{hop:.1f}", f"{whole:.1f}", f"**{ratio:.2f}**",
            f"**{whole / (alone + hop):.2f}**", f"{cpu:.1f}",
            f"<= {REACH}: {'yes' if ratio <= REACH else 'NO'}")


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, required=True, help="the build directory")
    parser.add_argument("--seconds", type=float, default=1.0, help="length of one round")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--library", action="store_true", help="the library only")
    parser.add_argument("--gateway", action="store_true", help="the gateway only")
    options = parser.parse_args()

    bench = Bench(options.build, options.seconds, options.rounds)
    if options.library or not options.gateway:
        measure_library(bench, options.rounds)
    if options.gateway or not options.library:
        measure_gateway(bench)
    return 0


if __name__ == "__main__":
    sys.exit(main())
