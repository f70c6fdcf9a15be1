<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>zocalo::cli::Commands</name>
    <message numerus="yes">
        <source>%1 (and %n more: &quot;zocalo check&quot; lists all)</source>
        <translation>
            <numerusform>%1 (and %n more: &quot;zocalo check&quot; lists both)</numerusform>
            <numerusform>%1 (and %n more: &quot;zocalo check&quot; lists all)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The lesson &quot;%1&quot; is for at most %n clients.</source>
        <translation>
            <numerusform>The lesson &quot;%1&quot; is for at most %n client.</numerusform>
            <numerusform>The lesson &quot;%1&quot; is for at most %n clients.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>There are more differences: these are the first %n.</source>
        <translation>
            <numerusform>There are more differences: this is the first.</numerusform>
            <numerusform>There are more differences: these are the first %n.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zocalo::figure::BesideWords</name>
    <message numerus="yes">
        <source> (and %n more here)</source>
        <translation>
            <numerusform> (and %n more here)</numerusform>
            <numerusform> (and %n more here)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n clients</source>
        <translation>
            <numerusform>%n client</numerusform>
            <numerusform>%n clients</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>More than %n differences; %1</source>
        <translation>
            <numerusform>More than %n difference; %1</numerusform>
            <numerusform>More than %n differences; %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n differences; %1</source>
        <translation>
            <numerusform>%n difference; %1</numerusform>
            <numerusform>%n differences; %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zocalo::figure::DifferenceWords</name>
    <message numerus="yes">
        <source>made %n calls</source>
        <translation>
            <numerusform>made %n call</numerusform>
            <numerusform>made %n calls</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <extracomment>%1 names of processes, %n how many there are besides</extracomment>
        <translation>
            <numerusform>%1 and %n more</numerusform>
            <numerusform>%1 and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zocalo::figure::IdeaHalf</name>
    <message numerus="yes">
        <source>%n connection(s) waiting</source>
        <translation>
            <numerusform>%n connection waiting</numerusform>
            <numerusform>%n connections waiting</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n socket(s)</source>
        <translation>
            <numerusform>%n socket</numerusform>
            <numerusform>%n sockets</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n connected + 1 listening</source>
        <translation>
            <numerusform>%n connected + 1 listening</numerusform>
            <numerusform>%n connected + 1 listening</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n dropped</source>
        <translation>
            <numerusform>%n dropped</numerusform>
            <numerusform>%n dropped</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n other client(s)</source>
        <translation>
            <numerusform>%n other client</numerusform>
            <numerusform>%n other clients</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n client process(es)</source>
        <translation>
            <numerusform>%n client process</numerusform>
            <numerusform>%n client processes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>bytes wait at %n of them</source>
        <translation>
            <numerusform>bytes wait at %n of them</numerusform>
            <numerusform>bytes wait at %n of them</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>its queue: %n bytes</source>
        <translation>
            <numerusform>its queue: %n byte</numerusform>
            <numerusform>its queue: %n bytes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n bytes</source>
        <translation>
            <numerusform>%n byte</numerusform>
            <numerusform>%n bytes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>one for all senders, in %n process(es)</source>
        <translation>
            <numerusform>one for all senders, in %n process</numerusform>
            <numerusform>one for all senders, in %n processes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>deduced: the way through here
observed: calls, table, %n packets</source>
        <translation>
            <numerusform>deduced: the way through here
observed: calls, table, %n packet</numerusform>
            <numerusform>deduced: the way through here
observed: calls, table, %n packets</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of them without a connection</source>
        <translation>
            <numerusform>%n of them without a connection</numerusform>
            <numerusform>%n of them without a connection</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>only %1 of its %n bytes</source>
        <extracomment>of a datagram that did not fit: so many of its bytes were given</extracomment>
        <translation>
            <numerusform>only %1 of its %n byte</numerusform>
            <numerusform>only %1 of its %n bytes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zocalo::figure::KernelTable</name>
    <message numerus="yes">
        <source>%n datagrams dropped because the receive queue was full</source>
        <translation>
            <numerusform>%n datagram dropped because the receive queue was full</numerusform>
            <numerusform>%n datagrams dropped because the receive queue was full</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n connections wait for accept()</source>
        <translation>
            <numerusform>%n connection waits for accept()</numerusform>
            <numerusform>%n connections wait for accept()</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n bytes not read yet, and the end of the stream, which counts as one</source>
        <translation>
            <numerusform>%n byte not read yet, and the end of the stream, which counts as one</numerusform>
            <numerusform>%n bytes not read yet, and the end of the stream, which counts as one</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n bytes not read yet</source>
        <translation>
            <numerusform>%n byte not read yet</numerusform>
            <numerusform>%n bytes not read yet</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n bytes sent or to be sent, and not acknowledged</source>
        <translation>
            <numerusform>%n byte sent or to be sent, and not acknowledged</numerusform>
            <numerusform>%n bytes sent or to be sent, and not acknowledged</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n bytes not acknowledged, and the FIN, which counts as one</source>
        <translation>
            <numerusform>%n byte not acknowledged, and the FIN, which counts as one</numerusform>
            <numerusform>%n bytes not acknowledged, and the FIN, which counts as one</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zocalo::figure::LeftOut</name>
    <message numerus="yes">
        <source>not drawn: %n more socket(s)</source>
        <translation>
            <numerusform>not drawn: one more socket</numerusform>
            <numerusform>not drawn: %n more sockets</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zocalo::figure::MechanismWords</name>
    <message numerus="yes">
        <source>receive queue: %n bytes</source>
        <translation>
            <numerusform>receive queue: %n byte</numerusform>
            <numerusform>receive queue: %n bytes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n bytes</source>
        <translation>
            <numerusform>%n byte</numerusform>
            <numerusform>%n bytes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n datagrams dropped</source>
        <translation>
            <numerusform>%n datagram dropped</numerusform>
            <numerusform>%n datagrams dropped</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sockets share %1</source>
        <translation>
            <numerusform>%n socket uses %1</numerusform>
            <numerusform>%n sockets share %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sockets</source>
        <translation>
            <numerusform>%n socket</numerusform>
            <numerusform>%n sockets</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n datagrams in the queue</source>
        <translation>
            <numerusform>%n datagram in the queue</numerusform>
            <numerusform>%n datagrams in the queue</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n bytes in their queues</source>
        <translation>
            <numerusform>%n byte in their queues</numerusform>
            <numerusform>%n bytes in their queues</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n queues</source>
        <translation>
            <numerusform>%n queue</numerusform>
            <numerusform>%n queues</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n clients, each a process</source>
        <translation>
            <numerusform>%n client, a process</numerusform>
            <numerusform>%n clients, each a process</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more sockets</source>
        <translation>
            <numerusform>%n more socket</numerusform>
            <numerusform>%n more sockets</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>1 of %n sockets, at %1</source>
        <translation>
            <numerusform>its socket, at %1</numerusform>
            <numerusform>1 of %n sockets, at %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>read: %n bytes, unknown sends</source>
        <extracomment>of a socket: they were read, and nobody who is watched has sent them</extracomment>
        <translation>
            <numerusform>read: %n byte, unknown send</numerusform>
            <numerusform>read: %n bytes, unknown sends</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>one socket in %n process(es)</source>
        <extracomment>of one socket, of which several processes have a descriptor</extracomment>
        <translation>
            <numerusform>one socket in %n process</numerusform>
            <numerusform>one socket in %n processes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>in %n process(es)</source>
        <extracomment>of a listening socket, of which several processes have a descriptor</extracomment>
        <translation>
            <numerusform>in %n process</numerusform>
            <numerusform>in %n processes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of %1 clients have ended</source>
        <extracomment>%1 is how many there were in all: &quot;2 of 10 clients have ended&quot;</extracomment>
        <translation>
            <numerusform>%n of %1 clients has ended</numerusform>
            <numerusform>%n of %1 clients have ended</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zocalo::figure::Narrator</name>
    <message numerus="yes">
        <source>%n processes have started. None of them has a socket yet.</source>
        <translation>
            <numerusform>One process has started. It has no socket yet.</numerusform>
            <numerusform>%n processes have started. None of them has a socket yet.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 calls accept(): %n connections wait in the queue of its listening socket.</source>
        <translation>
            <numerusform>%1 calls accept(): one connection waits in the queue of its listening socket.</numerusform>
            <numerusform>%1 calls accept(): %n connections wait in the queue of its listening socket.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 calls %2: %n datagrams wait in its queue, and the oldest comes first.</source>
        <translation>
            <numerusform>%1 calls %2: one datagram waits in its queue.</numerusform>
            <numerusform>%1 calls %2: %n datagrams wait in its queue, and the oldest comes first.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 calls %2: %n bytes wait in its receive queue.</source>
        <translation>
            <numerusform>%1 calls %2: one byte waits in its receive queue.</numerusform>
            <numerusform>%1 calls %2: %n bytes wait in its receive queue.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 (%n bytes)</source>
        <translation>
            <numerusform>%1 (one byte)</numerusform>
            <numerusform>%1 (%n bytes)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 (%2): %n sockets.</source>
        <translation>
            <numerusform>%1 (%2): one socket.</numerusform>
            <numerusform>%1 (%2): %n sockets.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 waits in the one receive queue, at place %n. Nothing has read it yet.</source>
        <translation>
            <numerusform>%1 waits in the one receive queue, at its front. Nothing has read it yet.</numerusform>
            <numerusform>%1 waits in the one receive queue, at place %n. Nothing has read it yet.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n senders share one socket</source>
        <translation>
            <numerusform>%n sender has one socket</numerusform>
            <numerusform>%n senders share one socket</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>accept() gives each of %n connections its own socket</source>
        <translation>
            <numerusform>accept() gives %n connection its own socket</numerusform>
            <numerusform>accept() gives each of %n connections its own socket</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1: %n sockets.</source>
        <translation>
            <numerusform>%1: one socket.</numerusform>
            <numerusform>%1: %n sockets.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>the server has %n UDP sockets, each with its own queue</source>
        <translation>
            <numerusform>the server has one UDP socket, with its queue</numerusform>
            <numerusform>the server has %n UDP sockets, each with its own queue</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>UDP: %n sockets, %n queues</source>
        <translation>
            <numerusform>UDP: one socket, one queue</numerusform>
            <numerusform>UDP: %n sockets, %n queues</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sockets of the server have that port.</source>
        <translation>
            <numerusform>One socket of the server has that port.</numerusform>
            <numerusform>%n sockets of the server have that port.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 was seen in the receive queue of %2, at place %n. Nothing has read it yet.</source>
        <translation>
            <numerusform>%1 was seen in the receive queue of %2, at place %n. Nothing has read it yet.</numerusform>
            <numerusform>%1 was seen in the receive queue of %2, at place %n. Nothing has read it yet.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n bytes</source>
        <translation>
            <numerusform>%n byte</numerusform>
            <numerusform>%n bytes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>One %1 in %2 takes bytes of %n messages: TCP is a byte stream.</source>
        <translation>
            <numerusform>One %1 in %2 takes bytes of %n message: TCP is a byte stream.</numerusform>
            <numerusform>One %1 in %2 takes bytes of %n messages: TCP is a byte stream.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 gives %2 %3 of the %n bytes of %4.</source>
        <translation>
            <numerusform>%1 gives %2 %3 of the %n byte of %4.</numerusform>
            <numerusform>%1 gives %2 %3 of the %n bytes of %4.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n bytes of %1 wait in the receive queue at %2.</source>
        <translation>
            <numerusform>%n byte of %1 waits in the receive queue at %2.</numerusform>
            <numerusform>%n bytes of %1 wait in the receive queue at %2.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 has returned: the kernel took %2 of the %n bytes of %3.</source>
        <translation>
            <numerusform>%1 has returned: the kernel took %2 of the %n byte of %3.</numerusform>
            <numerusform>%1 has returned: the kernel took %2 of the %n bytes of %3.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 The send queue keeps %n bytes until they are acknowledged: some may be at the other end already.</source>
        <extracomment>%1 is a sentence</extracomment>
        <translation>
            <numerusform>%1 The send queue keeps %n byte until it is acknowledged: it may be at the other end already.</numerusform>
            <numerusform>%1 The send queue keeps %n bytes until they are acknowledged: some may be at the other end already.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n processes have started.</source>
        <translation>
            <numerusform>%n process has started.</numerusform>
            <numerusform>%n processes have started.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 calls accept(): as the calls tell, %n connections were made to its listening socket, and not accepted yet.</source>
        <translation>
            <numerusform>%1 calls accept(): as the calls tell, %n connection was made to its listening socket, and not accepted yet.</numerusform>
            <numerusform>%1 calls accept(): as the calls tell, %n connections were made to its listening socket, and not accepted yet.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 calls %2: as the calls tell, %n bytes were sent to its socket, and not read yet.</source>
        <translation>
            <numerusform>%1 calls %2: as the calls tell, %n byte was sent to its socket, and not read yet.</numerusform>
            <numerusform>%1 calls %2: as the calls tell, %n bytes were sent to its socket, and not read yet.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 calls %2: as the calls tell, %n datagrams were sent to its address, and not read yet.</source>
        <translation>
            <numerusform>%1 calls %2: as the calls tell, %n datagram was sent to its address, and not read yet.</numerusform>
            <numerusform>%1 calls %2: as the calls tell, %n datagrams were sent to its address, and not read yet.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 with MSG_PEEK shows %2 %n bytes, and leaves them in the queue.</source>
        <translation>
            <numerusform>%1 with MSG_PEEK shows %2 %n byte, and leaves it in the queue.</numerusform>
            <numerusform>%1 with MSG_PEEK shows %2 %n bytes, and leaves them in the queue.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 gives %2 %n bytes: no call that was observed has sent them.</source>
        <translation>
            <numerusform>%1 gives %2 %n byte: no call that was observed has sent it.</numerusform>
            <numerusform>%1 gives %2 %n bytes: no call that was observed has sent them.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 gives %2 the first %3 of the %n bytes of %4: the rest is lost.</source>
        <translation>
            <numerusform>%1 gives %2 the first %3 of the one byte of %4: the rest is lost.</numerusform>
            <numerusform>%1 gives %2 the first %3 of the %n bytes of %4: the rest is lost.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 with MSG_TRUNC throws %n bytes away: %2 does not get them.</source>
        <translation>
            <numerusform>%1 with MSG_TRUNC throws %n byte away: %2 does not get it.</numerusform>
            <numerusform>%1 with MSG_TRUNC throws %n bytes away: %2 does not get them.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 gives %2 %n bytes: of which message they are was not observed.</source>
        <translation>
            <numerusform>%1 gives %2 %n byte: of which message it is was not observed.</numerusform>
            <numerusform>%1 gives %2 %n bytes: of which message they are was not observed.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n UDP sockets share a port, each with its own queue</source>
        <translation>
            <numerusform>%n UDP socket has a port, with its own queue</numerusform>
            <numerusform>%n UDP sockets share a port, each with its own queue</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sockets have that port.</source>
        <translation>
            <numerusform>%n socket has that port.</numerusform>
            <numerusform>%n sockets have that port.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 gives %2 %n datagrams: which messages they are is not told apart.</source>
        <translation>
            <numerusform>%1 gives %2 %n datagram: which message it is is not told apart.</numerusform>
            <numerusform>%1 gives %2 %n datagrams: which messages they are is not told apart.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 gives %2 %n datagrams at once, which stay apart: %3.</source>
        <translation>
            <numerusform>%1 gives %2 %n datagram at once, which stays apart: %3.</numerusform>
            <numerusform>%1 gives %2 %n datagrams at once, which stay apart: %3.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 is another program now (exec): it has kept %n socket(s).</source>
        <translation>
            <numerusform>%1 is another program now (exec): it has kept %n socket.</numerusform>
            <numerusform>%1 is another program now (exec): it has kept %n sockets.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 is a new process, forked from %2: it has the same %n socket(s). None is copied; each has one more door.</source>
        <translation>
            <numerusform>%1 is a new process, forked from %2: it has the same socket. It is not copied: it has one more door now.</numerusform>
            <numerusform>%1 is a new process, forked from %2: it has the same %n sockets. None is copied; each has one more door now.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 is a new process, forked from %2: it has %n of its sockets. None is copied; each has one more door.</source>
        <translation>
            <numerusform>%1 is a new process, forked from %2: it has %n of its sockets. It is not copied: it has one more door now.</numerusform>
            <numerusform>%1 is a new process, forked from %2: it has %n of its sockets. None is copied; each has one more door now.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 closes its socket: %n datagrams were in its queue, and nobody will read them.</source>
        <translation>
            <numerusform>%1 closes its socket: one datagram was in its queue, and nobody will read it.</numerusform>
            <numerusform>%1 closes its socket: %n datagrams were in its queue, and nobody will read them.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 sends %2 through its socket for %3: it goes to the socket at %4, from which %n processes may read.</source>
        <translation>
            <numerusform>%1 sends %2 through its socket for %3: it goes to the socket at %4, from which %n process may read.</numerusform>
            <numerusform>%1 sends %2 through its socket for %3: it goes to the socket at %4, from which %n processes may read.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 calls %2 on its socket for %3: %n bytes wait there.</source>
        <translation>
            <numerusform>%1 calls %2 on its socket for %3: one byte waits there.</numerusform>
            <numerusform>%1 calls %2 on its socket for %3: %n bytes wait there.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 calls %2 on its socket for %3: as the calls tell, %n bytes were sent to it, and not read yet.</source>
        <translation>
            <numerusform>%1 calls %2 on its socket for %3: as the calls tell, %n byte was sent to it, and not read yet.</numerusform>
            <numerusform>%1 calls %2 on its socket for %3: as the calls tell, %n bytes were sent to it, and not read yet.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 gives %2 the last %n bytes of %3, which has %4.</source>
        <translation>
            <numerusform>%1 gives %2 the last byte of %3, which has %4.</numerusform>
            <numerusform>%1 gives %2 the last %n bytes of %3, which has %4.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 gives %2 the first %n bytes of %3, which has %4.</source>
        <translation>
            <numerusform>%1 gives %2 the first byte of %3, which has %4.</numerusform>
            <numerusform>%1 gives %2 the first %n bytes of %3, which has %4.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>setsockopt() asks for %n byte(s) as %1 of the socket of %2: the kernel doubles that, and has a least.</source>
        <translation>
            <numerusform>setsockopt() asks for %n byte as %1 of the socket of %2: the kernel doubles that, and has a least.</numerusform>
            <numerusform>setsockopt() asks for %n bytes as %1 of the socket of %2: the kernel doubles that, and has a least.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zocalo::figure::Newcomers</name>
    <message numerus="yes">
        <source>%n processes</source>
        <translation>
            <numerusform>%n process</numerusform>
            <numerusform>%n processes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more are not shown</source>
        <translation>
            <numerusform>%n more is not shown</numerusform>
            <numerusform>%n more are not shown</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zocalo::figure::OneProcessWords</name>
    <message numerus="yes">
        <source>%n more descriptors of this process are not shown</source>
        <translation>
            <numerusform>%n more descriptor of this process is not shown</numerusform>
            <numerusform>%n more descriptors of this process are not shown</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zocalo::figure::PairNarrator</name>
    <message numerus="yes">
        <source>%1 (%n bytes)</source>
        <translation>
            <numerusform>%1 (%n byte)</numerusform>
            <numerusform>%1 (%n bytes)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 calls %2: %n bytes of %3 still wait in the receive queue of its socket.</source>
        <translation>
            <numerusform>%1 calls %2: %n byte of %3 still waits in the receive queue of its socket.</numerusform>
            <numerusform>%1 calls %2: %n bytes of %3 still wait in the receive queue of its socket.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zocalo::figure::PairWords</name>
    <message numerus="yes">
        <source>%n more clients are not shown</source>
        <translation>
            <numerusform>%n more client is not shown</numerusform>
            <numerusform>%n more clients are not shown</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more sockets of the client are not shown</source>
        <translation>
            <numerusform>%n more socket of the client is not shown</numerusform>
            <numerusform>%n more sockets of the client are not shown</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zocalo::figure::SendQueue</name>
    <message numerus="yes">
        <source>send queue: %n bytes</source>
        <translation>
            <numerusform>send queue: %n byte</numerusform>
            <numerusform>send queue: %n bytes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n bytes</source>
        <translation>
            <numerusform>%n byte</numerusform>
            <numerusform>%n bytes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zocalo::figure::Turn</name>
    <message numerus="yes">
        <source>%n message(s) wait unread</source>
        <translation>
            <numerusform>%n message waits unread</numerusform>
            <numerusform>%n messages wait unread</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n socket(s) at its server</source>
        <translation>
            <numerusform>%n socket at its server</numerusform>
            <numerusform>%n sockets at its server</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zocalo::panels::ChangePanel</name>
    <message numerus="yes">
        <source>In what this run differs from the first one, so far: the first %n differences.</source>
        <translation>
            <numerusform>In what this run differs from the first one, so far: the first difference.</numerusform>
            <numerusform>In what this run differs from the first one, so far: the first %n differences.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zocalo::panels::CodePanel</name>
    <message numerus="yes">
        <source>Its text is not known: those of %n other files were kept before, and no more are.</source>
        <translation>
            <numerusform>Its text is not known: that of %n other file was kept before, and no more are.</numerusform>
            <numerusform>Its text is not known: those of %n other files were kept before, and no more are.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zocalo::panels::KernelPanel</name>
    <message numerus="yes">
        <source>%n open socket(s) without a port yet: neither bound nor connected, the kernel does not list them.</source>
        <translation>
            <numerusform>%n open socket has no port yet: neither bound nor connected, the kernel does not list it.</numerusform>
            <numerusform>%n open sockets have no port yet: neither bound nor connected, the kernel does not list them.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>… and %n more</source>
        <translation>
            <numerusform>… and %n more</numerusform>
            <numerusform>… and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zocalo::panels::SpokenText</name>
    <message numerus="yes">
        <source>Receive queue of %1: %2 (%n bytes)</source>
        <extracomment>%1 is whose (&quot;TCP server, fd 5&quot;), %2 the messages that wait (&quot;A1, B1&quot;)</extracomment>
        <translation>
            <numerusform>Receive queue of %1: %2 (%n byte)</numerusform>
            <numerusform>Receive queue of %1: %2 (%n bytes)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Accept queue of %1: %n connections wait</source>
        <translation>
            <numerusform>Accept queue of %1: %n connection waits</numerusform>
            <numerusform>Accept queue of %1: %n connections wait</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Accept queue of %1: not observed at this step; %n connections were seen before</source>
        <translation>
            <numerusform>Accept queue of %1: not observed at this step; %n connection was seen before</numerusform>
            <numerusform>Accept queue of %1: not observed at this step; %n connections were seen before</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zocalo::panels::TimelineWords</name>
    <message numerus="yes">
        <source>%2 has returned to %1: %n byte(s)</source>
        <translation>
            <numerusform>%2 has returned to %1: %n byte</numerusform>
            <numerusform>%2 has returned to %1: %n bytes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zocalo::panels::TruthText</name>
    <message numerus="yes">
        <source>%n bytes</source>
        <translation>
            <numerusform>%n byte</numerusform>
            <numerusform>%n bytes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zocalo::text::ActionText</name>
    <message numerus="yes">
        <source>the text has more than %n bytes</source>
        <translation>
            <numerusform>the text has more than %n byte</numerusform>
            <numerusform>the text has more than %n bytes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zocalo::text::DisagreementText</name>
    <message numerus="yes">
        <source>%n points in which calls and kernel disagree</source>
        <translation>
            <numerusform>%n point in which calls and kernel disagree</numerusform>
            <numerusform>%n points in which calls and kernel disagree</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Calls and kernel agree at this step; up to here they disagreed in %n points.</source>
        <translation>
            <numerusform>Calls and kernel agree at this step; up to here they disagreed in %n point.</numerusform>
            <numerusform>Calls and kernel agree at this step; up to here they disagreed in %n points.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Calls and kernel agree at this step; %n differences are explained.</source>
        <translation>
            <numerusform>Calls and kernel agree at this step; %n difference is explained.</numerusform>
            <numerusform>Calls and kernel agree at this step; %n differences are explained.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zocalo::text::FaultText</name>
    <message numerus="yes">
        <source>With %n client(s) there is no process &quot;%1&quot;.</source>
        <translation>
            <numerusform>With %n client there is no process &quot;%1&quot;.</numerusform>
            <numerusform>With %n clients there is no process &quot;%1&quot;.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zocalo::text::WatchText</name>
    <message numerus="yes">
        <source>%n packet(s) were not captured: they came faster than they could be taken.</source>
        <translation>
            <numerusform>%n packet was not captured: it came faster than it could be taken.</numerusform>
            <numerusform>%n packets were not captured: they came faster than they could be taken.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Not all calls were seen: by the kernel&apos;s counters %2 bytes went out and %3 were taken through %n socket(s) made by %1 that no recorded call has moved.</source>
        <translation>
            <numerusform>Not all calls were seen: by the kernel&apos;s counters %2 bytes went out and %3 were taken through %n socket made by %1 that no recorded call has moved.</numerusform>
            <numerusform>Not all calls were seen: by the kernel&apos;s counters %2 bytes went out and %3 were taken through %n sockets made by %1 that no recorded call has moved.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Not all calls were seen: by the kernel&apos;s counters %2 bytes went out and %3 were taken through %n socket(s) made by %1 that no recorded call has moved (the C library makes such calls inside itself, for fprintf() for instance). With --ptrace they are seen.</source>
        <translation>
            <numerusform>Not all calls were seen: by the kernel&apos;s counters %2 bytes went out and %3 were taken through %n socket made by %1 that no recorded call has moved (the C library makes such calls inside itself, for fprintf() for instance). With --ptrace they are seen.</numerusform>
            <numerusform>Not all calls were seen: by the kernel&apos;s counters %2 bytes went out and %3 were taken through %n sockets made by %1 that no recorded call has moved (the C library makes such calls inside itself, for fprintf() for instance). With --ptrace they are seen.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zocalo::view::HoldBar</name>
    <message numerus="yes">
        <source>%n held at the gate of its call.</source>
        <translation>
            <numerusform>%n held at the gate of its call.</numerusform>
            <numerusform>%n held at the gates of their calls.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zocalo::view::MainWindow</name>
    <message numerus="yes">
        <source>%n more faults: &quot;zocalo check&quot; tells all of them.</source>
        <translation>
            <numerusform>%n more fault: &quot;zocalo check&quot; tells all of them.</numerusform>
            <numerusform>%n more faults: &quot;zocalo check&quot; tells all of them.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Watched no more: %n programs go on as if nobody had looked. What was seen until now stays, and can be saved.</source>
        <translation>
            <numerusform>Watched no more: a program goes on as if nobody had looked. What was seen until now stays, and can be saved.</numerusform>
            <numerusform>Watched no more: %n programs go on as if nobody had looked. What was seen until now stays, and can be saved.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zocalo::view::ProgramDesk</name>
    <message numerus="yes">
        <source>%n programs run already</source>
        <translation>
            <numerusform>%n program runs already</numerusform>
            <numerusform>%n programs run already</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n programs that were started here still run, and end with this window. Close it?</source>
        <translation>
            <numerusform>%n program that was started here still runs, and ends with this window. Close it?</numerusform>
            <numerusform>%n programs that were started here still run, and end with this window. Close it?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zocalo::view::RunFiles</name>
    <message numerus="yes">
        <source>%n messages are too long, or no text, and are sent otherwise.</source>
        <translation>
            <numerusform>%n message is too long, or no text, and is sent otherwise.</numerusform>
            <numerusform>%n messages are too long, or no text, and are sent otherwise.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n calls were left out: a lesson cannot make them, or they have not returned.</source>
        <translation>
            <numerusform>%n call was left out: a lesson cannot make it, or it has not returned.</numerusform>
            <numerusform>%n calls were left out: a lesson cannot make them, or they have not returned.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n segment(s): %1</source>
        <translation>
            <numerusform>%n segment: %1</numerusform>
            <numerusform>%n segments: %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zocalo::view::WindowActions</name>
    <message numerus="yes">
        <source>%n clients</source>
        <translation>
            <numerusform>%n client</numerusform>
            <numerusform>%n clients</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>this lesson has up to %n clients</source>
        <translation>
            <numerusform>this lesson has %n client</numerusform>
            <numerusform>this lesson has up to %n clients</numerusform>
        </translation>
    </message>
</context>
</TS>
