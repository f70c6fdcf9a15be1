# SPDX-FileCopyrightText: The Zócalo developers
# SPDX-License-Identifier: MIT
# Calls whose lines are known: each stands on a line with its name behind it. Main thread, another thread, a library
# between, a list and a function within a function, and asyncio.
import asyncio
import socket
import sys
import threading


def serve(listener):
    connection, _peer = listener.accept()  # accept4
    data = connection.recv(100)  # recv
    def reply():
        connection.sendall(  # sendto, over
            data.upper()  # several lines
        )
    reply()
    connection.close()  # close


def main_thread():
    listener = socket.socket()  # socket
    listener.bind(("127.0.0.1", 0))  # bind
    listener.listen()  # listen
    other = threading.Thread(target=serve, args=(listener,))
    other.start()
    client = socket.create_connection(listener.getsockname())  # connect
    [client.send(word) for word in (b"hola",)]  # send
    client.recv(100)
    other.join()
    client.close()
    listener.close()


async def answer(reader, writer):
    writer.write((await reader.read(100)).upper())  # asyncio send
    writer.close()


async def loop():
    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    writer.write(b"hola")
    await reader.read(100)
    writer.close()
    server.close()


if "asyncio" in sys.argv:
    asyncio.run(loop())
else:
    main_thread()
