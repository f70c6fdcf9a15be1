# SPDX-FileCopyrightText: The Zócalo developers
# SPDX-License-Identifier: MIT
# Asks a server for something, and waits for the answer no longer than it says.
import socket
import sys

with socket.create_connection(("127.0.0.1", int(sys.argv[1]))) as server:
    server.settimeout(float(sys.argv[2]))
    server.sendall(b"anybody there?")
    try:
        print(server.recv(1024).decode())
    except TimeoutError:
        print("timed out")
