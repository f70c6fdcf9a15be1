# SPDX-FileCopyrightText: The Zócalo developers
# SPDX-License-Identifier: MIT
# Servers as students write them, one kind a run, each with two clients of its own: servers.py KIND
import asyncio
import fcntl
import http.client
import http.server
import os
import select
import selectors
import socket
import socketserver
import struct
import subprocess
import sys
import threading

CLIENTS = 2
WORDS = [b"hello", b"again"]


def listener(family=socket.AF_INET, address=("127.0.0.1", 0)):
    server = socket.socket(family, socket.SOCK_STREAM)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind(address)
    server.listen()
    return server


def echo(connection):
    while data := connection.recv(1024):
        connection.sendall(data.upper())
    connection.close()


def talk(address, family=socket.AF_INET):
    """A client: what it says comes back."""
    with socket.socket(family, socket.SOCK_STREAM) as client:
        client.connect(address)
        for word in WORDS:
            client.sendall(word)
            assert client.recv(1024) == word.upper()


def clients(address, count=CLIENTS):
    """Clients in processes of their own; wait for them with finish()."""
    children = []
    for _ in range(count):
        port = str(address[1])
        children.append(subprocess.Popen([sys.executable, __file__, "client", address[0], port]))
    return children


def finish(children):
    for child in children:
        assert child.wait() == 0


def plain():
    with listener() as server:
        children = clients(server.getsockname())
        for _ in range(CLIENTS):
            echo(server.accept()[0])
        finish(children)


def ipv6():
    with listener(socket.AF_INET6, ("::1", 0)) as server:
        child = threading.Thread(target=talk, args=(server.getsockname(), socket.AF_INET6))
        child.start()
        echo(server.accept()[0])
        child.join()


def unix():
    path = f"/tmp/zocalo-servers-{os.getpid()}"
    with listener(socket.AF_UNIX, path) as server:
        child = threading.Thread(target=talk, args=(path, socket.AF_UNIX))
        child.start()
        echo(server.accept()[0])
        child.join()
    os.unlink(path)


def threads():
    with listener() as server:
        children = clients(server.getsockname())
        workers = []
        for _ in range(CLIENTS):
            workers.append(threading.Thread(target=echo, args=(server.accept()[0],)))
            workers[-1].start()
        for worker in workers:
            worker.join()
        finish(children)


def prefork():
    with listener() as server:
        for _ in range(CLIENTS):
            if os.fork() == 0:
                echo(server.accept()[0])
                os._exit(0)
        finish(clients(server.getsockname()))
        for _ in range(CLIENTS):
            os.wait()


def socket_server():
    class Handler(socketserver.BaseRequestHandler):
        def handle(self):
            while data := self.request.recv(1024):
                self.request.sendall(data.upper())

    with socketserver.TCPServer(("127.0.0.1", 0), Handler) as server:
        children = clients(server.server_address)
        for _ in range(CLIENTS):
            server.handle_request()
        finish(children)


def with_asyncio():
    async def serve(reader, writer):
        while data := await reader.read(1024):
            writer.write(data.upper())
            await writer.drain()
        writer.close()

    async def main():
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        address = server.sockets[0].getsockname()
        await asyncio.gather(*(asyncio.to_thread(talk, address) for _ in range(CLIENTS)))
        server.close()

    asyncio.run(main())


def http_server():
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Length", "5")
            self.end_headers()
            self.wfile.write(b"hello")

        def log_message(self, *_):
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        worker = threading.Thread(target=lambda: [server.handle_request() for _ in range(CLIENTS)])
        worker.start()
        for _ in range(CLIENTS):
            client = http.client.HTTPConnection(*server.server_address)
            client.request("GET", "/")
            assert client.getresponse().read() == b"hello"
            client.close()
        worker.join()


def with_select():
    with listener() as server:
        children = clients(server.getsockname())
        watched = [server]
        ended = 0
        while ended < CLIENTS:
            for ready in select.select(watched, [], [])[0]:
                if ready is server:
                    watched.append(server.accept()[0])
                elif data := ready.recv(1024):
                    ready.sendall(data.upper())
                else:
                    watched.remove(ready)
                    ready.close()
                    ended += 1
        finish(children)


def epoll():
    with listener() as server, selectors.EpollSelector() as selector:
        children = clients(server.getsockname())
        selector.register(server, selectors.EVENT_READ)
        ended = 0
        while ended < CLIENTS:
            for key, _ in selector.select():
                if key.fileobj is server:
                    connection = server.accept()[0]
                    connection.setblocking(False)
                    selector.register(connection, selectors.EVENT_READ)
                elif data := key.fileobj.recv(1024):
                    key.fileobj.sendall(data.upper())
                else:
                    selector.unregister(key.fileobj)
                    key.fileobj.close()
                    ended += 1
        finish(children)


def udp():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))

        def serve():
            for _ in range(CLIENTS * len(WORDS)):
                data, who = server.recvfrom(1024)
                server.sendto(data.upper(), who)

        worker = threading.Thread(target=serve)
        worker.start()
        for _ in range(CLIENTS):
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
                for word in WORDS:
                    client.sendto(word, server.getsockname())
                    assert client.recvfrom(1024)[0] == word.upper()
        worker.join()


def multicast():
    group = "239.255.71.7"
    membership = socket.inet_aton(group) + socket.inet_aton("127.0.0.1")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as member:
        member.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        member.bind(("", 0))
        member.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, membership)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
            sender.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton("127.0.0.1"))
            sender.sendto(b"to all", (group, member.getsockname()[1]))
        assert member.recv(1024) == b"to all"


def failures():
    """Calls that the kernel refuses."""
    with listener() as server:
        address = server.getsockname()
        with socket.socket() as second:
            for wrong in (lambda: second.bind(address), second.listen, lambda: second.send(b"x")):
                try:
                    wrong()
                except OSError:
                    pass
        server.setblocking(False)
        try:
            server.accept()
        except BlockingIOError:
            pass
    with socket.socket() as client:
        assert client.connect_ex(address) != 0


def pair():
    one, other = socket.socketpair()
    copy = one.dup()
    one.close()
    copy.sendmsg([b"a", b"b"])
    assert other.recvmsg(10)[0] == b"ab"
    copy.shutdown(socket.SHUT_WR)
    assert other.recv(1) == b""


def options():
    """A time to wait for, and a connection that is broken off."""
    server = listener()
    client = socket.socket()
    client.connect(server.getsockname())
    accepted, _ = server.accept()
    accepted.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", 0, 50000))
    try:
        accepted.recv(10)
    except BlockingIOError:
        pass
    accepted.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    accepted.close()
    try:
        client.recv(10)
    except ConnectionResetError:
        pass
    client.close()
    server.close()


def copies():
    """Connections of which now one descriptor is closed and now another; what is left goes on."""
    server = listener()
    client = socket.socket()
    client.connect(server.getsockname())
    accepted, _ = server.accept()
    copy = client.dup()
    client.close()
    copy.sendall(b"by a copy")
    assert accepted.recv(100) == b"by a copy"
    os.dup2(copy.fileno(), 60)
    copy.close()
    os.write(60, b"by dup2")
    assert accepted.recv(100) == b"by dup2"
    fcntl.fcntl(60, fcntl.F_DUPFD, 70)
    os.close(60)
    os.write(70, b"by F_DUPFD")
    os.dup2(accepted.fileno(), server.fileno())  # nobody listens any more
    accepted.close()
    assert os.read(server.fileno(), 100) == b"by F_DUPFD"
    os.dup(server.fileno())
    os.dup2(0, 70)  # the client's last descriptor is no socket any more
    assert os.read(server.fileno(), 100) == b""
    server.close()


def descriptors():
    """One socket under several numbers, some of which exec closes."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))
        for copy in (os.dup(server.fileno()), os.dup2(server.fileno(), 60), fcntl.fcntl(server, fcntl.F_DUPFD, 70)):
            os.write(1, b"%d\n" % copy)
        os.set_inheritable(60, True)
        server.connect(server.getsockname())
        os.write(70, b"through a copy")
        assert server.recv(100) == b"through a copy"
        os.execv(sys.executable, [sys.executable, __file__, "inherited", "60"])


def inherited(fd):
    """After exec: what was left open goes on (F_DUPFD leaves it open), the rest is gone."""
    with socket.socket(fileno=fd) as server:
        server.send(b"after exec")
        assert server.recv(100) == b"after exec"
    assert set(map(int, os.listdir("/proc/self/fd"))) == {0, 1, 2, 3, 70}


def spawn():
    """Children by vfork (subprocess), posix_spawn and a shell, with a socket of ours and without."""
    with listener() as server:
        server.set_inheritable(True)
        fd = str(server.fileno())
        me = [sys.executable, __file__]
        port = str(server.getsockname()[1])
        subprocess.run([*me, "client-of", port, fd], pass_fds=[server.fileno()], check=True)
        subprocess.run([*me, "client-of", port], check=True, close_fds=True)
        server.accept()[0].close()
        subprocess.run(" ".join([*me, "client-of", port, ";", "exit", "5"]), shell=True)
        server.accept()[0].close()
        child = os.posix_spawn(sys.executable, [*me, "client-of", port, fd], os.environ)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def client_of(port, fd=None):
    with socket.socket() as client:
        client.connect(("127.0.0.1", int(port)))
        if fd is None:
            return
        with socket.socket(fileno=int(fd)) as server:
            accepted, _ = server.accept()
            accepted.sendall(b"from the heir")
            assert client.recv(100) == b"from the heir"
            accepted.close()
            server.detach()


KINDS = {
    "plain": plain, "ipv6": ipv6, "unix": unix, "threads": threads, "prefork": prefork,
    "socketserver": socket_server, "asyncio": with_asyncio, "http": http_server, "select": with_select,
    "epoll": epoll, "udp": udp, "multicast": multicast, "failures": failures, "pair": pair,
    "copies": copies, "options": options, "descriptors": descriptors, "spawn": spawn,
}

if sys.argv[1] == "client":
    talk((sys.argv[2], int(sys.argv[3])))
elif sys.argv[1] == "inherited":
    inherited(int(sys.argv[2]))
elif sys.argv[1] == "client-of":
    client_of(*sys.argv[2:])
else:
    KINDS[sys.argv[1]]()
