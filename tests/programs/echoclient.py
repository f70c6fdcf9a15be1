# SPDX-FileCopyrightText: The Zócalo developers
# SPDX-License-Identifier: MIT
# Sends words to a server and prints what comes back.
import socket
import sys

with socket.create_connection(("127.0.0.1", int(sys.argv[1]))) as server:
    for word in sys.argv[2:]:
        server.sendall(word.encode())
        print(server.recv(1024).decode())
