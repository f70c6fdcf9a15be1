# SPDX-FileCopyrightText: The Zócalo developers
# SPDX-License-Identifier: MIT
# The server that a student writes first: one client after the other, each sent back what it says.
import socket
import sys

clients = int(sys.argv[1])
with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as server:
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind(("127.0.0.1", 0))
    server.listen()
    print(server.getsockname()[1], flush=True)
    for _ in range(clients):
        connection, _address = server.accept()
        with connection:
            while data := connection.recv(1024):
                connection.sendall(data.upper())
