# SPDX-FileCopyrightText: The Zócalo developers
# SPDX-License-Identifier: MIT
# Talks with itself over 127.0.0.1, by TCP and UDP: alone.py [LISTENER CLIENT DATAGRAM], the ports. Prints them, asks for
# one of its addresses for each line that it is told, and ends with its standard input.
import socket
import sys

listening, connecting, datagram = map(int, sys.argv[1:] or (0, 0, 0))
listener = socket.socket()
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("127.0.0.1", listening))
listener.listen()
client = socket.socket()
client.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
client.bind(("127.0.0.1", connecting))
client.connect(listener.getsockname())
accepted, _address = listener.accept()
receiver = socket.socket(type=socket.SOCK_DGRAM)
receiver.bind(("127.0.0.1", datagram))
sender = socket.socket(type=socket.SOCK_DGRAM)
sender.sendto(b"x", receiver.getsockname())
if datagram:
    receiver.close()  # the other's is the only one at that address, in whatever table
print(listener.getsockname()[1], client.getsockname()[1], receiver.getsockname()[1] if not datagram else datagram, flush=True)
for _line in sys.stdin:
    client.getsockname()
