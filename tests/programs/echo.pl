# SPDX-FileCopyrightText: The Zócalo developers
# SPDX-License-Identifier: MIT
use strict;
use warnings;
use Socket;

socket(my $server, PF_INET, SOCK_STREAM, 0) or die;
bind($server, sockaddr_in(0, INADDR_LOOPBACK)) or die;
listen($server, 5) or die;
my $address = getsockname($server);
if (!fork) {
    socket(my $client, PF_INET, SOCK_STREAM, 0) or die;
    connect($client, $address) or die;
    send($client, "hello", 0);
    recv($client, my $answer, 100, 0);
    exit($answer eq "HELLO" ? 0 : 1);
}
accept(my $connection, $server) or die;
recv($connection, my $word, 100, 0);
send($connection, uc $word, 0);
close $connection;
wait;
exit($? >> 8);
