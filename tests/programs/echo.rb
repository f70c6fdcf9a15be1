# SPDX-FileCopyrightText: The Zócalo developers
# SPDX-License-Identifier: MIT
require 'socket'

server = TCPServer.new('127.0.0.1', 0)
child = fork do
  client = TCPSocket.new('127.0.0.1', server.addr[1])
  client.write('hello')
  exit!(client.readpartial(100) == 'HELLO' ? 0 : 1)
end
connection = server.accept
connection.write(connection.readpartial(100).upcase)
connection.close
Process.wait(child)
exit($?.exitstatus)
