// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include <QList>
#include <QPainterPath>
#include <QRectF>
#include <QSizeF>
#include <QString>

#include <variant>

namespace zocalo::figure {

/// What a colour is for. A theme resolves it when the list is painted, so a display list has no colours of its own.
enum class Tone : quint8 {
    None,          ///< nothing is painted
    Background,    ///< the picture's ground
    Panel,         ///< cards, tables, the inside of doors and queues
    Lane,          ///< the kernel's column
    LaneDeep,      ///< the network layer; a shared queue
    Ink,           ///< text, the server's card
    Secondary,     ///< lesser text, the kernel's border, neutral senders (the server)
    Rule,          ///< decoration only: too faint to mean anything
    Wire,          ///< a line that means something
    Listening,     ///< the listening socket
    ListeningTint, ///< its pale fill
    Call,          ///< names of calls
    Match,         ///< the yellow focus
    MatchBorder,
    Danger, ///< errors, processes that died
    DangerTint,
    Paper,         ///< the label on an envelope
    PaperInk,      ///< what is written on it
    Sender,        ///< a sender's colour (Colour::sender says whose)
    SenderText,    ///< the same, dark enough for text and for lines on a tint
    SenderTint,    ///< its lane
    SenderPattern, ///< stripes or dots over its colour
    SenderEdge,    ///< outline of its envelopes
    Shut,          ///< the leaf of a door that is closed for good: never the brightest thing
};

/// The number that stands for the server among the senders: neutral colour, no pattern.
inline constexpr int ServerSender = -1;
/// Stands for a sender among many that the step is not about: grey, without glyph and pattern.
inline constexpr int QuietSender = -2;
/// How many senders have colour, glyph and pattern of their own; others repeat them.
inline constexpr int SenderCount = 8;

/// A colour by its purpose; `sender` counts only for the Sender tones (0 = A; ServerSender).
struct Colour
{
    Tone tone = Tone::None;
    int sender = ServerSender;
    constexpr Colour() = default;
    constexpr Colour(Tone toneOf, int senderOf = ServerSender) : tone(toneOf), sender(senderOf) {}
    bool operator==(const Colour &) const = default;
};

enum class LineStyle : quint8 {
    Solid,
    RoundDots, ///< "still to go", and nothing else
};

/// A path, filled and stroked. Lengths in logical units.
struct Shape
{
    QPainterPath path;
    Colour fill;
    Colour stroke;
    double width = 0; ///< of the stroke
    LineStyle line = LineStyle::Solid;
    Qt::PenCapStyle cap = Qt::FlatCap;
    bool operator==(const Shape &) const = default;
};

enum class Face : quint8 { Sans, Mono };

/// Some letters in one font, on one baseline.
struct TextRun
{
    QString text;
    QPointF baseline; ///< where the first letter starts
    double width = 0; ///< measured advance
    double size = 0;  ///< font size, in logical pixels
    int weight = 400;
    Face face = Face::Sans;
    Colour colour = Tone::Ink;
    bool operator==(const TextRun &) const = default;
};

/// A laid out text (textlayout.h makes them).
struct Text
{
    QList<TextRun> runs;
    QRectF bounds; ///< what it covers, measured
    QRectF slot;   ///< the space it was given: bounds must lie within
    bool operator==(const Text &) const = default;
    QString plain() const;
};

/// What a part of the picture stands for.
enum class NodeKind : quint8 {
    Headline,
    Caption,
    Legend,
    Process,     ///< id: ProcessId
    Socket,      ///< id: SocketId
    Listener,    ///< a listening socket; id: SocketId
    Child,       ///< a child without a descriptor, in an accept queue; id: SocketId
    Queue,       ///< receive queue; id: SocketId
    SendQueue,   ///< id: SocketId
    AcceptQueue, ///< id: SocketId of the listener
    Message,     ///< id: MessageId
    Lane,        ///< the way between two sockets; id: SocketId of the sender's
    Table,       ///< demultiplexing table
    Row,         ///< a row of it; id: SocketId
    Count,       ///< how many sockets there are
    State,       ///< a state of TCP; id: the number of the last passage into it, 0 if there was none
    Segment,     ///< seen on the network; id: its place among those of the step, from 1
    Label,
    GoOn, ///< on screen: lets a process that is held go on; id: ProcessId
};

/// A part of the picture that can be pointed at and read aloud.
struct Node
{
    NodeKind kind = NodeKind::Label;
    quint64 id = 0;
    QRectF rect;         ///< logical units
    QString name;        ///< "Client A", in the user's language
    QString description; ///< what there is to say of it: addresses, state
    bool operator==(const Node &) const = default;
};

enum class Layer : quint8 {
    Still,  ///< the same through a whole transition: may be cached
    Moving, ///< depends on the progress; painted over all that is still
};

struct Item
{
    std::variant<Shape, Text> data;
    int node = -1; ///< index into DisplayList::nodes(); -1: decoration
    Layer layer = Layer::Still;
    double opacity = 1;
    int sprite = -1; ///< index into DisplayList::sprites(); -1: part of none
    bool operator==(const Item &) const = default;
    QRectF bounds() const;
};

/// Some moving items, one after the other, that look the same wherever they are: who paints many frames may keep a
/// picture of them.
struct Sprite
{
    QString key;    ///< equal ones of one size and theme look equal
    QPointF origin; ///< where it is; its items are placed from here
    bool operator==(const Sprite &) const = default;
};

/// A picture as a list of plain items, first painted first; what is on the moving layer comes after all the rest. The
/// screen, every file, hit-testing and assistive technology use the same list. Lengths are in logical units: the
/// picture is 1920×1080 of them, or more in the direction in which there is space to spare.
class DisplayList
{
public:
    /// The logical units of a picture, at least.
    static constexpr QSizeF Base{1920, 1080};

    DisplayList() = default;
    /// `size` in device-independent pixels, as the picture will be painted.
    explicit DisplayList(const QSizeF &size);
    /// The same for a picture with more in it: `least` logical units at least in either direction.
    DisplayList(const QSizeF &size, const QSizeF &least);

    QSizeF size() const { return m_size; }   ///< as given
    double scale() const { return m_scale; } ///< pixels for a logical unit
    QSizeF logicalSize() const { return m_logicalSize; }
    QString title() const { return m_title; } ///< for the metadata of files
    QString description() const { return m_description; }
    void setTitle(const QString &title) { m_title = title; }
    void setDescription(const QString &description) { m_description = description; }

    const QList<Item> &items() const { return m_items; }
    const QList<Node> &nodes() const { return m_nodes; }
    const QList<Sprite> &sprites() const { return m_sprites; }
    /// How many of the items are still ones: they are the first.
    qsizetype stillCount() const { return m_stillCount; }
    /// The nodes under a point (logical units), uppermost first.
    QList<int> nodesAt(const QPointF &point) const;
    /// The first node of that kind and id; nullptr if there is none.
    const Node *node(NodeKind kind, quint64 id) const;
    /// What the still items look like: where it is equal, a picture of them may be used again.
    struct StillKey
    {
        QSizeF size;
        double scale = 0;
        qsizetype count = 0;
        quint64 fingerprint = 0;
        bool operator==(const StillKey &) const = default;
    };
    StillKey stillKey() const { return {m_size, m_scale, m_stillCount, m_stillFingerprint}; }
    bool sameStill(const DisplayList &other) const { return stillKey() == other.stillKey(); }

    /// What is added until endNode() belongs to this node. Nodes nest; an item belongs to the innermost.
    int beginNode(NodeKind kind, quint64 id, const QString &name, const QString &description = {});
    void endNode();
    /// What is added until endSprite() is one sprite, if it moves and is opaque. One within another is a part of it.
    void beginSprite(const QString &key, const QPointF &origin);
    void endSprite();
    void setLayer(Layer layer) { m_layer = layer; }
    Layer layer() const { return m_layer; }
    /// Opacity of what is added from now on, 0…1.
    void setOpacity(double opacity) { m_opacity = opacity; }

    void add(const Shape &shape);
    void add(const Text &text);
    void fill(const QPainterPath &path, Colour colour);
    void fillRect(const QRectF &rect, Colour colour);
    void stroke(const QPainterPath &path, Colour colour, double width, LineStyle line = LineStyle::Solid);
    void line(const QPointF &from, const QPointF &to, Colour colour, double width, LineStyle line = LineStyle::Solid);
    void box(const QRectF &rect, double radius, Colour fill, Colour stroke = Tone::None, double width = 0);
    /// Adds all of another list, shifted; its nodes come along.
    void append(const DisplayList &other, const QPointF &offset = {});

private:
    void addItem(std::variant<Shape, Text> data);
    void place(Item item);

    QSizeF m_size;
    QSizeF m_logicalSize;
    double m_scale = 1;
    QString m_title;
    QString m_description;
    QList<Item> m_items;
    QList<Node> m_nodes;
    QList<Sprite> m_sprites;
    QList<int> m_openNodes;
    int m_spriteDepth = 0;
    qsizetype m_stillCount = 0;
    quint64 m_stillFingerprint = 0;
    Layer m_layer = Layer::Still;
    double m_opacity = 1;
};

/// The same, shifted.
Shape translated(Shape shape, const QPointF &by);
Text translated(Text text, const QPointF &by);

} // namespace zocalo::figure
