# SPDX-FileCopyrightText: The Zócalo developers
# SPDX-License-Identifier: MIT
# nginx.sh FOLDER: nginx with a worker of its own serves a file to curl, over TCP and over a UNIX socket, and ends when
# asked to.
set -eu
PATH=$PATH:/usr/sbin
folder=$1/nginx
mkdir -p "$folder"
printf 'hello from nginx\n' >"$folder/hello.txt"
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
cat >"$folder/nginx.conf" <<END
pid $folder/pid;
error_log $folder/error.log;
worker_processes 1;
$([ "$(id -u)" -ne 0 ] || echo "user root;")
events { worker_connections 16; }
http {
    access_log off;
    sendfile on;
    client_body_temp_path $folder/body; proxy_temp_path $folder/proxy; fastcgi_temp_path $folder/fastcgi;
    uwsgi_temp_path $folder/uwsgi; scgi_temp_path $folder/scgi;
    server { listen 127.0.0.1:$port; listen unix:$folder/socket; root $folder; }
}
END
nginx -p "$folder" -c "$folder/nginx.conf" -g 'daemon off;' 2>/dev/null &
while [ ! -S "$folder/socket" ] || [ ! -s "$folder/pid" ]; do sleep 0.05; done
curl -s "http://127.0.0.1:$port/hello.txt"
curl -s -o /dev/null -w '%{http_code}\n' "http://127.0.0.1:$port/none"
curl -s --unix-socket "$folder/socket" http://localhost/hello.txt
nginx -p "$folder" -c "$folder/nginx.conf" -s quit 2>/dev/null
wait
rm -r "$folder"
