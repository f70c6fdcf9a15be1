# SPDX-FileCopyrightText: The Zócalo developers
# SPDX-License-Identifier: MIT
# redis.sh FOLDER: redis-server is talked to by redis-cli over TCP and over a UNIX socket, and ends when asked to. In
# Debian one file is all of redis's programs; what it is called decides which.
set -eu
folder=$1/redis
mkdir -p "$folder"
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
server=$(command -v redis-server || command -v redis-check-rdb)
mkdir -p "$folder/bin"
ln -sf "$server" "$folder/bin/redis-server"
"$folder/bin/redis-server" --port "$port" --bind 127.0.0.1 --unixsocket "$folder/socket" --dir "$folder" --save '' \
    --daemonize no >/dev/null &
while [ ! -S "$folder/socket" ]; do sleep 0.05; done
redis-cli -p "$port" set word hello
redis-cli -s "$folder/socket" get word
printf 'incr n\nincr n\nget n\n' | redis-cli -p "$port"
redis-cli -p "$port" shutdown nosave
wait
rm -r "$folder"
