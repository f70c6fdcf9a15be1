// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/lesson/scriptreader.h"

#include "core/base/nearest.h"
#include "core/lesson/limits.h"
#include "core/lesson/names.h"

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace zocalo::lesson {

using Need = FieldReader::Need;

namespace {

constexpr int kDefaultReceive = 1024;

const QStringList &selectorNames()
{
    static const QStringList names{QStringLiteral("clients"), QStringLiteral("first"),  QStringLiteral("second"),
                                   QStringLiteral("last"),    QStringLiteral("others"), QStringLiteral("all-but-last")};
    return names;
}

constexpr std::array<Selector, 6> kSelectors{Selector::Clients, Selector::First,  Selector::Second,
                                             Selector::Last,    Selector::Others, Selector::AllButLast};

struct ArgumentField
{
    const char *field;
    CallSpec::Field argument;
};
constexpr std::array<ArgumentField, 16> kArguments{{{"on", CallSpec::On},
                                                    {"as", CallSpec::As},
                                                    {"protocol", CallSpec::Protocol},
                                                    {"address", CallSpec::Address},
                                                    {"payload", CallSpec::Payload},
                                                    {"text", CallSpec::Payload},
                                                    {"times", CallSpec::Payload},
                                                    {"backlog", CallSpec::Backlog},
                                                    {"bytes", CallSpec::Bytes},
                                                    {"how", CallSpec::How},
                                                    {"blocks", CallSpec::Blocks},
                                                    {"option", CallSpec::Option},
                                                    {"value", CallSpec::Option},
                                                    {"dont-wait", CallSpec::DontWait},
                                                    {"true-length", CallSpec::Truncation},
                                                    {"acknowledged", CallSpec::Acknowledged}}};

/// Every errno that has a name.
const QStringList &errnoNames()
{
    static const QStringList names = [] {
        QStringList all;
        constexpr int kMoreThanThereAre = 200;
        for (int error = 1; error < kMoreThanThereAre; ++error) {
            if (const char *name = strerrorname_np(error))
                all.append(QLatin1String(name));
        }
        return all;
    }();
    return names;
}

} // namespace

ScriptReader::ScriptReader(const Lesson &lesson, const Texts &texts, FaultList &faults)
    : m_lesson(lesson), m_texts(texts), m_faults(faults)
{
}

ScriptReader::Nodes ScriptReader::read(const toml::array &items)
{
    if (items.empty())
        m_faults.add(FaultCode::ListEmpty, placeOf(items), {QStringLiteral("script")});
    return readItems(items, 0, false);
}

ScriptReader::Nodes ScriptReader::readItems(const toml::array &items, int depth, bool inLoop)
{
    Nodes nodes;
    for (const toml::node &item : items) {
        const toml::table *table = item.as_table();
        if (!table) {
            m_faults.add(FaultCode::WrongType, placeOf(item),
                         {depth == 0 ? QStringLiteral("script") : QStringLiteral("do"), QStringLiteral("table"),
                          typeName(item)});
            continue;
        }
        if (auto node = readItem(*table, depth, inLoop))
            nodes.append(node);
    }
    return nodes;
}

std::shared_ptr<Lesson::Node> ScriptReader::readItem(const toml::table &table, int depth, bool inLoop)
{
    auto node = std::make_shared<Lesson::Node>();
    FieldReader fields(table, m_faults);
    fields.setSwitches(m_lesson.switches, m_lesson.choices);
    const bool leftOut = isLeftOut(fields);
    node->place = fields.place();
    for (const auto &[key, value] : table)
        node->values.insert(QByteArray(key.data(), static_cast<qsizetype>(key.length())), placeOf(value));
    node->atLeast = static_cast<int>(fields.number("at-least", 1, kMaxClients).value_or(node->atLeast));
    node->atMost = static_cast<int>(fields.number("at-most", 1, kMaxClients).value_or(node->atMost));
    if (fields.has("do") || fields.has("for") || fields.has("repeat"))
        readBlock(fields, *node, depth, inLoop);
    else if (fields.has("mark") || (fields.has("hold") && !fields.has("call")))
        readMark(fields, *node, inLoop);
    else
        readCall(fields, *node, inLoop);
    fields.tellUnknown();
    return leftOut ? nullptr : node;
}

/// By `when`: "closes-first=server", or several values with "|" between them.
bool ScriptReader::isLeftOut(FieldReader &fields)
{
    const std::optional<QString> when = fields.string("when");
    if (!when)
        return false;
    const QString id = when->section(u'=', 0, 0);
    QStringList ids;
    for (const Switch &each : m_lesson.switches) {
        ids.append(each.id);
        if (each.id != id)
            continue;
        const QStringList values = when->section(u'=', 1).split(u'|');
        QStringList known;
        for (const SwitchValue &value : each.values)
            known.append(value.is);
        for (const QString &value : values) {
            if (!each.value(value) && m_faults.wants(FaultCode::SwitchValueUnknown, fields.placeOf("when")))
                m_faults.add(FaultCode::SwitchValueUnknown, fields.placeOf("when"),
                             {id, value, nearest(value, known), known.join(QLatin1String(", "))});
        }
        return !values.contains(m_lesson.choices.value(id));
    }
    m_faults.add(FaultCode::SwitchUnknown, fields.placeOf("when"), {id, nearest(id, ids)});
    return false;
}

void ScriptReader::readBlock(FieldReader &fields, Lesson::Node &node, int depth, bool inLoop)
{
    node.type = Lesson::Node::Type::Block;
    if (const auto selector = fields.choice("for", selectorNames()))
        node.selector = kSelectors.at(static_cast<size_t>(*selector));
    node.repeat = static_cast<int>(fields.number("repeat", 1, kMaxRepeat).value_or(1));
    const toml::array *items = fields.array("do", Need::Required);
    if (!items)
        return;
    if (items->empty())
        m_faults.add(FaultCode::ListEmpty, placeOf(*items), {QStringLiteral("do")});
    if (depth >= kMaxBlockDepth) {
        m_faults.add(FaultCode::TooDeep, node.place);
        return;
    }
    node.children = readItems(*items, depth + 1, inLoop || fields.has("for"));
}

void ScriptReader::readMark(FieldReader &fields, Lesson::Node &node, bool inLoop)
{
    static const QStringList halves{QStringLiteral("tcp"), QStringLiteral("udp")};
    node.type = Lesson::Node::Type::Mark;
    node.call.returnName = readStepName(fields, "mark", inLoop);
    node.call.hold = fields.boolean("hold").value_or(false);
    if (m_lesson.kind != Kind::Twin)
        return;
    if (const auto half = fields.choice("half", halves))
        node.half = halves.at(*half);
}

void ScriptReader::readCall(FieldReader &fields, Lesson::Node &node, bool inLoop)
{
    readProcess(fields, node, inLoop);
    node.call.name = readStepName(fields, "name", inLoop);
    node.call.returnName = readStepName(fields, "return-name", inLoop);
    node.call.hold = fields.boolean("hold").value_or(false);
    readOutcome(fields, node);
    const std::optional<QString> call = fields.string("call", Need::Required);
    const CallSpec *spec = call ? callSpec(*call) : nullptr;
    if (spec) {
        node.call.call = spec->call;
        readArguments(fields, *spec, node, inLoop);
        return;
    }
    if (call)
        m_faults.add(FaultCode::CallUnknown, fields.placeOf("call"), {*call, nearest(*call, callNames())});
    // Which fields fit cannot be told without the call: none of them is called unknown.
    for (const ArgumentField &argument : kArguments)
        fields.know(argument.field);
}

void ScriptReader::readOutcome(FieldReader &fields, Lesson::Node &node)
{
    if (fields.has("expect") && fields.has("may-fail"))
        m_faults.add(FaultCode::FieldsExclude, fields.placeOf("may-fail"),
                     {QStringLiteral("may-fail"), QStringLiteral("expect")});
    node.call.mayFail = fields.boolean("may-fail").value_or(false);
    const std::optional<QString> expected = fields.string("expect");
    if (!expected)
        return;
    node.call.expected = *expected;
    if (errnoNames().contains(*expected) || !m_faults.wants(FaultCode::ValueUnknown, fields.placeOf("expect")))
        return;
    m_faults.add(FaultCode::ValueUnknown, fields.placeOf("expect"),
                 {QStringLiteral("expect"), *expected, nearest(*expected, errnoNames()),
                  QStringLiteral("EAGAIN, ECONNREFUSED, EPIPE…")});
}

void ScriptReader::readProcess(FieldReader &fields, Lesson::Node &node, bool inLoop)
{
    const std::optional<QString> process = fields.string("process", Need::Required);
    if (!process)
        return;
    node.call.process = *process;
    checkPlaceholder(fields, "process", *process, inLoop);
    if (m_lesson.kind == Kind::Twin)
        node.half = process->section(u'.', 0, 0);
}

void ScriptReader::readArguments(FieldReader &fields, const CallSpec &spec, Lesson::Node &node, bool inLoop)
{
    static const QStringList protocols{QStringLiteral("tcp"), QStringLiteral("udp")};
    static const QStringList directions{QStringLiteral("read"), QStringLiteral("write"), QStringLiteral("both")};
    for (const ArgumentField &argument : kArguments) {
        if (spec.takes(argument.argument))
            continue;
        if (fields.has(argument.field))
            m_faults.add(FaultCode::FieldNotHere, fields.placeOf(argument.field),
                         {QLatin1String(argument.field), QLatin1String(spec.name)});
        fields.know(argument.field);
    }
    const auto need = [&](CallSpec::Field field) { return spec.needs(field) ? Need::Required : Need::Optional; };
    if (spec.takes(CallSpec::On))
        node.call.on = readSocketName(fields, "on", spec.needs(CallSpec::On), inLoop);
    if (spec.takes(CallSpec::As))
        node.call.as = readSocketName(fields, "as", spec.needs(CallSpec::As), inLoop);
    if (spec.takes(CallSpec::Protocol)) {
        if (const auto protocol = fields.choice("protocol", protocols, need(CallSpec::Protocol)))
            node.call.protocol = protocols.at(*protocol);
    }
    if (spec.takes(CallSpec::Address))
        readAddress(fields, spec, node, inLoop);
    if (spec.takes(CallSpec::Payload))
        readPayload(fields, spec, node, inLoop);
    if (spec.takes(CallSpec::Backlog))
        node.call.number = static_cast<int>(fields.number("backlog", 0, kMaxBacklog, Need::Required).value_or(0));
    if (spec.takes(CallSpec::Bytes))
        node.call.number = static_cast<int>(fields.number("bytes", 1, kMaxReceive).value_or(kDefaultReceive));
    if (spec.takes(CallSpec::How)) {
        static constexpr std::array<int, 3> kHow{SHUT_RD, SHUT_WR, SHUT_RDWR};
        if (const auto how = fields.choice("how", directions, Need::Required))
            node.call.number = kHow.at(static_cast<size_t>(*how));
    }
    if (spec.takes(CallSpec::Option)) {
        if (const auto option = fields.choice("option", optionNames(), Need::Required))
            node.call.option = optionNames().at(*option);
        node.call.number = static_cast<int>(fields.number("value", 0, kMaxOption, Need::Required).value_or(0));
    }
    const bool isSocket = spec.call == trace::Call::Socket;
    if (spec.takes(CallSpec::DontWait) && fields.boolean("dont-wait").value_or(false))
        node.call.flags |= isSocket ? int(SOCK_NONBLOCK) : int(MSG_DONTWAIT);
    if (spec.takes(CallSpec::Truncation) && fields.boolean("true-length").value_or(false))
        node.call.flags |= MSG_TRUNC;
    if (spec.takes(CallSpec::Blocks))
        node.call.blocks = fields.boolean("blocks").value_or(false);
    if (spec.takes(CallSpec::Acknowledged))
        node.call.acknowledged = fields.boolean("acknowledged").value_or(false);
}

void ScriptReader::readPayload(FieldReader &fields, const CallSpec &spec, Lesson::Node &node, bool inLoop)
{
    if (fields.has("payload") && fields.has("text"))
        m_faults.add(FaultCode::FieldsExclude, fields.placeOf("text"),
                     {QStringLiteral("text"), QStringLiteral("payload")});
    const bool isNamed = fields.has("text");
    const Need need = spec.needs(CallSpec::Payload) && !isNamed ? Need::Required : Need::Optional;
    if (const auto payload = fields.text("payload", kMaxPayload, need)) {
        node.call.payload = *payload;
        checkPlaceholder(fields, "payload", payload->en + payload->es, inLoop);
    }
    const qsizetype longest = std::max({node.call.payload.en.size(), node.call.payload.es.size(), qsizetype(1)});
    node.call.times = static_cast<int>(fields.number("times", 1, kMaxMessage / longest).value_or(1));
    const std::optional<QString> name = fields.string("text");
    if (!name)
        return;
    if (fields.has("times"))
        m_faults.add(FaultCode::FieldsExclude, fields.placeOf("times"),
                     {QStringLiteral("times"), QStringLiteral("text")});
    node.texts = m_texts.value(*name);
    if (!node.texts && m_faults.wants(FaultCode::TextsUnknown, fields.placeOf("text")))
        m_faults.add(FaultCode::TextsUnknown, fields.placeOf("text"), {*name, nearest(*name, m_texts.keys())});
    // Which of the texts is meant is told by the client of the loop.
    checkPlaceholder(fields, "text", kClientPlaceholder, inLoop);
}

void ScriptReader::readAddress(FieldReader &fields, const CallSpec &spec, Lesson::Node &node, bool inLoop)
{
    const std::optional<QString> address = fields.string("address", Need::Required);
    if (!address)
        return;
    node.call.address = *address;
    QString filled = *address;
    if (!m_lesson.hosts.isEmpty())
        filled.replace(kHostPlaceholder, m_lesson.hosts.constFirst().address);
    checkPlaceholder(fields, "address", *address, inLoop);
    const bool isSender = *address == QLatin1String("@sender") && spec.call == trace::Call::Sendto;
    // Two sockets cannot have the same address and port by themselves: bind() has to say at which address.
    const SocketReference reference = parseReference(filled);
    // Which addresses a lesson may have says isLiteralAddress().
    const bool isReference = !reference.process.isEmpty() &&
                             (reference.host.isEmpty() || isLiteralAddress(reference.host + QLatin1String(":0"))) &&
                             (spec.call != trace::Call::Bind || !reference.host.isEmpty());
    if (!isSender && !isReference && !isLiteralAddress(filled))
        m_faults.add(FaultCode::AddressInvalid, fields.placeOf("address"), {*address});
    if (isReference && m_lesson.kind == Kind::Twin && !node.half.isEmpty() &&
        reference.process.section(u'.', 0, 0) != node.half && spec.call != trace::Call::Bind)
        m_faults.add(FaultCode::OtherHalf, fields.placeOf("address"), {*address});
}

QString ScriptReader::readSocketName(FieldReader &fields, const char *field, bool needed, bool inLoop)
{
    const std::optional<QString> name = fields.string(field, needed ? Need::Required : Need::Optional);
    if (!name)
        return {};
    if (!isSocketName(*name))
        m_faults.add(FaultCode::BadName, fields.placeOf(field), {QLatin1String(field), *name});
    checkPlaceholder(fields, field, *name, inLoop);
    return *name;
}

QString ScriptReader::readStepName(FieldReader &fields, const char *field, bool inLoop)
{
    const std::optional<QString> name = fields.string(field);
    if (!name)
        return {};
    if (!isStepName(*name))
        m_faults.add(FaultCode::BadName, fields.placeOf(field), {QLatin1String(field), *name});
    checkPlaceholder(fields, field, *name, inLoop);
    return *name;
}

void ScriptReader::checkPlaceholder(const FieldReader &fields, const char *field, const QString &value, bool inLoop)
{
    if (!inLoop && value.contains(kClientPlaceholder))
        m_faults.add(FaultCode::ClientOutsideLoop, fields.placeOf(field), {QLatin1String(field)});
}

} // namespace zocalo::lesson
