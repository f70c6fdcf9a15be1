// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/fingerprint.h"

#include <bit>

namespace zocalo::figure {

namespace {

/// Mixes 64 bits at a time: a multiplication by an odd number and a shift, twice (as MurmurHash3's finaliser does).
class Mixer
{
public:
    void add(quint64 bits)
    {
        m_value ^= bits;
        m_value *= 0xff51afd7ed558ccdULL;
        m_value ^= m_value >> 33;
        m_value *= 0xc4ceb9fe1a85ec53ULL;
        m_value ^= m_value >> 29;
    }
    void add(double number) { add(std::bit_cast<quint64>(number)); }
    void add(const QPointF &point)
    {
        add(point.x());
        add(point.y());
    }
    void add(const QString &text)
    {
        add(quint64(text.size()));
        for (const QChar letter : text)
            add(quint64(letter.unicode()));
    }
    void add(const Colour &colour) { add(quint64(colour.tone) << 32 | quint32(colour.sender)); }
    void add(const QPainterPath &path)
    {
        const int count = path.elementCount();
        add(quint64(count) << 8 | quint64(path.fillRule()));
        for (int i = 0; i < count; ++i) {
            const QPainterPath::Element &element = path.elementAt(i);
            add(quint64(element.type));
            add(element.x);
            add(element.y);
        }
    }
    void add(const Shape &shape)
    {
        add(shape.path);
        add(shape.fill);
        add(shape.stroke);
        add(shape.width);
        add(quint64(shape.line) << 32 | quint64(shape.cap));
    }
    void add(const Text &text)
    {
        for (const TextRun &run : text.runs) {
            add(run.text);
            add(run.baseline);
            add(run.size);
            add(quint64(run.weight) << 32 | quint64(run.face));
            add(run.colour);
        }
    }
    quint64 value() const { return m_value; }

private:
    quint64 m_value = 0x9e3779b97f4a7c15ULL;
};

} // namespace

quint64 fingerprint(const Item &item)
{
    Mixer mixer;
    mixer.add(quint64(item.data.index()) << 32 | quint64(item.layer));
    mixer.add(item.opacity);
    std::visit([&mixer](const auto &data) { mixer.add(data); }, item.data);
    return mixer.value();
}

quint64 fingerprint(quint64 before, const Item &last)
{
    Mixer mixer;
    mixer.add(before);
    mixer.add(fingerprint(last));
    return mixer.value();
}

} // namespace zocalo::figure
