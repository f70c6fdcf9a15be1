// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/history/recordingschema.h"

namespace zocalo::history {

// Comments stay in the file's schema: whoever opens it with sqlite3 and types .schema can read them.
QList<TableSpec> recordingTables(quint32 format)
{
    static const QList<TableSpec> tables = {
        {"recording", R"sql(CREATE TABLE recording (
  key TEXT PRIMARY KEY NOT NULL,
  value NOT NULL
) WITHOUT ROWID)sql"},
        {"process", R"sql(CREATE TABLE process (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL, pid INTEGER NOT NULL, half TEXT NOT NULL, letter TEXT NOT NULL, role TEXT NOT NULL,
  ordinal INTEGER NOT NULL,
  parent INTEGER, outside INTEGER NOT NULL,
  started INTEGER NOT NULL, started_ns INTEGER NOT NULL,
  ended INTEGER, ended_ns INTEGER, exit_code INTEGER, signal INTEGER
))sql"},
        {"became", R"sql(CREATE TABLE became (
  at INTEGER PRIMARY KEY,
  at_ns INTEGER NOT NULL, process INTEGER NOT NULL,
  name TEXT NOT NULL, pid INTEGER NOT NULL, half TEXT NOT NULL, letter TEXT NOT NULL, role TEXT NOT NULL,
  ordinal INTEGER NOT NULL,
  parent INTEGER, outside INTEGER NOT NULL
))sql"},
        {"sockets_held", R"sql(CREATE TABLE sockets_held (
  at INTEGER PRIMARY KEY,
  at_ns INTEGER NOT NULL, process INTEGER NOT NULL, complete INTEGER NOT NULL
))sql"},
        {"held_socket", R"sql(CREATE TABLE held_socket (
  at INTEGER NOT NULL, place INTEGER NOT NULL,
  fd INTEGER NOT NULL, socket INTEGER NOT NULL,
  domain INTEGER NOT NULL, type INTEGER NOT NULL, protocol INTEGER NOT NULL, listening INTEGER NOT NULL,
  local, peer,
  PRIMARY KEY (at, place)
) WITHOUT ROWID)sql"},
        {"call", R"sql(CREATE TABLE call (
  entered INTEGER PRIMARY KEY, -- position of the entry among all events
  returned INTEGER,            -- position of the return
  id INTEGER NOT NULL, process INTEGER NOT NULL, thread INTEGER NOT NULL,
  call TEXT NOT NULL, fd INTEGER NOT NULL, socket INTEGER NOT NULL,
  result INTEGER, error TEXT, new_socket INTEGER,
  address, address_back,       -- given to the call, given back by it
  enter_ns INTEGER NOT NULL, took_ns INTEGER,
  requested INTEGER NOT NULL, sent_total INTEGER NOT NULL, sent BLOB, received_total INTEGER, received BLOB,
  local, peer, local_back, peer_back,
  domain INTEGER NOT NULL, type INTEGER NOT NULL, protocol INTEGER NOT NULL,
  domain_back INTEGER, type_back INTEGER, protocol_back INTEGER,
  flags INTEGER NOT NULL, level INTEGER NOT NULL, option INTEGER NOT NULL, value INTEGER NOT NULL,
  value_back INTEGER,
  observed_by TEXT NOT NULL, serial INTEGER NOT NULL, caller INTEGER NOT NULL, pid INTEGER
))sql"},
        {"odd_record", R"sql(CREATE TABLE odd_record (
  at INTEGER PRIMARY KEY,
  record BLOB NOT NULL
))sql"},
        {"snapshot", R"sql(CREATE TABLE snapshot (
  at INTEGER PRIMARY KEY,
  at_ns INTEGER NOT NULL, begin_ns INTEGER NOT NULL, end_ns INTEGER NOT NULL,
  exact INTEGER NOT NULL,
  whole INTEGER NOT NULL       -- 1: all of its rows; 0: what changed since the snapshot before
))sql"},
        {"socket_row", R"sql(CREATE TABLE socket_row (
  snapshot INTEGER NOT NULL, place INTEGER NOT NULL,
  socket INTEGER NOT NULL,
  protocol TEXT,               -- NULL: the socket has left the table
  state TEXT, inode INTEGER, uid INTEGER, local, remote,
  receive_queue INTEGER, send_queue INTEGER, drops INTEGER,
  bytes_sent INTEGER, bytes_received INTEGER,
  PRIMARY KEY (snapshot, place)
) WITHOUT ROWID)sql"},
        {"destroyed", R"sql(CREATE TABLE destroyed (
  at INTEGER PRIMARY KEY,
  at_ns INTEGER NOT NULL,
  socket INTEGER NOT NULL,
  protocol TEXT NOT NULL,
  state TEXT, inode INTEGER, uid INTEGER, local, remote,
  receive_queue INTEGER, send_queue INTEGER, drops INTEGER,
  bytes_sent INTEGER, bytes_received INTEGER
))sql"},
        {"step", R"sql(CREATE TABLE step (
  at INTEGER PRIMARY KEY,
  at_ns INTEGER NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL
))sql"},
        {"next_call", R"sql(CREATE TABLE next_call (
  at INTEGER PRIMARY KEY,
  at_ns INTEGER NOT NULL, process INTEGER NOT NULL, call TEXT, socket INTEGER NOT NULL
))sql"},
        {"asleep", R"sql(CREATE TABLE asleep (
  at INTEGER PRIMARY KEY,
  at_ns INTEGER NOT NULL, process INTEGER NOT NULL, id INTEGER NOT NULL
))sql"},
    };
    static const TableSpec segments{"segment", R"sql(CREATE TABLE segment (
  at INTEGER PRIMARY KEY,
  at_ns INTEGER NOT NULL,
  seen_ns INTEGER NOT NULL,    -- by the kernel's time stamp
  length INTEGER NOT NULL,     -- of the packet
  bytes BLOB NOT NULL          -- from the IPv4 header on, the first 512
))sql"};
    static const QList<TableSpec> lines = {
        {"source", R"sql(CREATE TABLE source (
  at INTEGER PRIMARY KEY,
  at_ns INTEGER NOT NULL, id INTEGER NOT NULL, path TEXT NOT NULL,
  text TEXT                    -- NULL: not known to be what the program ran
))sql"},
        {"call_line", R"sql(CREATE TABLE call_line (
  entered INTEGER PRIMARY KEY, -- call.entered
  source INTEGER NOT NULL,     -- source.id
  line INTEGER NOT NULL
))sql"},
    };
    static const TableSpec unseen{"unseen", R"sql(CREATE TABLE unseen (
  at INTEGER PRIMARY KEY,
  at_ns INTEGER NOT NULL, pid INTEGER NOT NULL, name TEXT NOT NULL, why TEXT NOT NULL,
  program INTEGER NOT NULL     -- pid of what was started to be watched, and it comes from
))sql"};
    QList<TableSpec> all = tables;
    if (format >= kFormatWithSegments)
        all.append(segments);
    if (format >= kFormatWithLines)
        all.append(lines);
    if (format >= kFormatWithUnseen)
        all.append(unseen);
    return all;
}

} // namespace zocalo::history
