// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/world/model.h"

#include <QHash>
#include <QList>

#include <array>
#include <iterator>

namespace zocalo::world {

/// The events of a history in little memory: about 50 bytes a moment of a call, and the kept bytes of its payload.
///
/// Most of a call's record is the same each time that the process makes this call on this socket, so that part is
/// kept once. What does not fit the pattern is kept as it is.
class EventLog
{
public:
    /// What can be told of an event without reading all of it.
    struct Outline
    {
        enum class Kind : quint8 { Entered, Returned, ProcessStarted, ProcessEnded, Other };
        Kind kind = Kind::Other;
        /// What the event is as the moment of a step.
        MomentKind momentKind() const;
        bool failed = false; ///< returned with an error
        trace::Call call = trace::Call::Unknown;
        history::ProcessId process = 0;
        history::CallId id = 0;
        history::SocketId socket = 0; ///< the one the call is on; what socket() and accept() made is `newSocket`
        history::SocketId newSocket = 0;
        qint64 timeNs = 0;
    };

    /// Reads the events in order; each is made when it is asked for.
    class const_iterator
    {
    public:
        using iterator_category = std::input_iterator_tag;
        using value_type = history::Event;
        using difference_type = qsizetype;
        using pointer = void;
        using reference = history::Event;

        const_iterator(const EventLog *log, qsizetype index) : m_log(log), m_index(index) {}
        history::Event operator*() const { return m_log->at(m_index); }
        const_iterator &operator++()
        {
            ++m_index;
            return *this;
        }
        bool operator==(const const_iterator &other) const { return m_index == other.m_index; }
        bool operator!=(const const_iterator &other) const { return m_index != other.m_index; }

    private:
        const EventLog *m_log;
        qsizetype m_index;
    };

    EventLog();
    void append(const history::Event &event);
    qsizetype size() const { return m_size; }
    bool isEmpty() const { return m_size == 0; }
    /// 0 ≤ index < size().
    history::Event at(qsizetype index) const;
    Outline outline(qsizetype index) const;
    /// The kept bytes that the event carries, without copying them: valid until the log is changed.
    QByteArrayView payload(qsizetype index) const;
    /// Index of the event at which the call was entered; -1 if there is none.
    qsizetype entryOf(history::CallId call) const;
    const_iterator begin() const { return {this, 0}; }
    const_iterator end() const { return {this, m_size}; }

private:
    /// What is the same in many moments of calls: the record without times, numbers and sizes.
    struct Shape
    {
        trace::Record record;
        history::ProcessId process = 0;
        bool returned = false;
        bool operator==(const Shape &other) const;
    };
    friend size_t qHash(const Shape &shape, size_t seed) noexcept;
    struct Moment
    {
        qint64 timeNs = 0;
        quint64 place = 0; ///< of the payload: its block and where in it; or in m_whole
        quint32 call = 0;
        quint32 serial = 0;
        qint32 result = 0;
        qint32 sinceNs = 0; ///< the record's time from the event's
        quint32 shape = 0;
        quint32 kept = 0;
        quint32 total = 0;
        quint32 requested = 0;
    };

    template <typename CallMoment>
    bool pack(qint64 timeNs, bool returned, const CallMoment &data);
    quint32 shapeOf(const Shape &shape);
    void keep(const Moment &moment);
    const Moment &momentAt(qsizetype index) const;

    QList<QList<Moment>> m_moments; ///< in chunks
    QList<QByteArray> m_payloads;   ///< in blocks
    QList<Shape> m_shapes;
    QHash<Shape, quint32> m_shapeIndex;
    std::array<quint32, 1024> m_lately{}; ///< shapes that were met last, by what is likely to come again
    QList<history::Event> m_whole;
    qsizetype m_size = 0;
};

} // namespace zocalo::world
