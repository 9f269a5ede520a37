#!/usr/bin/env python3
"""Receives what services tell a service manager: notify_socket.py PATH prints each datagram."""

import socket
import sys

with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as receiver:
    receiver.bind(sys.argv[1])
    print("bound", flush=True)
    while True:
        print(receiver.recv(65536).decode(), flush=True)
