# SPDX-FileCopyrightText: The Zócalo developers
# SPDX-License-Identifier: MIT
# hosts.py serve ADDRESS: answers one client. hosts.py ask ADDRESS PORT WORD: asks, as soon as somebody listens.
import socket
import sys

if sys.argv[1] == "serve":
    with socket.create_server((sys.argv[2], 0)) as server:
        print(server.getsockname()[1], flush=True)
        connection, _address = server.accept()
        with connection:
            connection.sendall(connection.recv(1024).upper())
else:
    with socket.create_connection((sys.argv[2], int(sys.argv[3]))) as client:
        client.sendall(sys.argv[4].encode())
        print(client.recv(1024).decode(), flush=True)
