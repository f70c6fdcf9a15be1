// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
const net = require('net');
const server = net.createServer((socket) => {
  socket.on('data', (data) => socket.write(data.toString().toUpperCase()));
});
server.listen(0, '127.0.0.1', () => {
  let left = 2;
  for (let i = 0; i < 2; ++i) {
    const client = net.connect(server.address().port, '127.0.0.1', () => client.write('hello'));
    client.on('data', () => client.end());
    client.on('close', () => --left || server.close());
  }
});
