// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/lesson/lessonparser.h"

#include "core/base/nearest.h"
#include "core/lesson/expander.h"
#include "core/lesson/limits.h"
#include "core/lesson/names.h"
#include "core/lesson/questionreader.h"
#include "core/lesson/switchreader.h"

#include <algorithm>
#include <array>

namespace zocalo::lesson {

using Need = FieldReader::Need;

namespace {

constexpr qint64 kFormat = 1;
constexpr std::array<Kind, 4> kKinds{Kind::Twin, Kind::Pair, Kind::Tcp, Kind::Udp};
constexpr std::array<Detail, 3> kDetails{Detail::Idea, Detail::Mechanism, Detail::Everything};

} // namespace

Lesson LessonParser::parse(const toml::table &root)
{
    FieldReader fields(root, m_faults);
    Lesson lesson;
    readHead(fields, lesson);
    const int before = m_faults.attempts();
    if (const toml::array *switches = fields.array("switches"))
        lesson.switches = SwitchReader(m_faults).read(*switches);
    lesson.choices = resolved(lesson.switches, m_choices);
    {
        // Of the head the kind alone may be that of a switch.
        FieldReader kind(root, m_faults);
        kind.setSwitches(lesson.switches, lesson.choices);
        lesson.kind = readKind(kind);
        fields.know("kind");
    }
    lesson.maxClients = static_cast<int>(fields.number("max-clients", 1, kMaxClients).value_or(lesson.maxClients));
    lesson.clients = static_cast<int>(
        fields.number("clients", 1, lesson.maxClients).value_or(std::min(lesson.clients, lesson.maxClients)));
    readHosts(fields, lesson);
    readProcesses(fields, lesson);
    checkHosts(fields, lesson);
    const ScriptReader::Texts texts = readTexts(fields);
    if (const toml::array *script = fields.array("script", Need::Required)) {
        m_places.script = placeOf(*script);
        lesson.nodes = ScriptReader(lesson, texts, m_faults).read(*script);
    }
    m_sound = m_faults.attempts() == before;
    readStable(fields, lesson);
    readTeaching(fields, lesson);
    fields.tellUnknown();
    return lesson;
}

Kind LessonParser::readKind(FieldReader &fields)
{
    static const QStringList kinds{QStringLiteral("twin"), QStringLiteral("pair"), QStringLiteral("tcp"),
                                   QStringLiteral("udp")};
    if (const auto kind = fields.choice("kind", kinds, Need::Required))
        return kKinds.at(static_cast<size_t>(*kind));
    // One wrong word shall not make the rest look wrong: what has halves was meant to be a twin.
    const toml::array *processes = fields.array("processes");
    const bool hasHalves = processes && std::any_of(processes->begin(), processes->end(), [](const toml::node &node) {
                               return node.is_table() && node.as_table()->contains("half");
                           });
    return hasHalves ? Kind::Twin : Kind::Tcp;
}

void LessonParser::readHead(FieldReader &fields, Lesson &lesson)
{
    const std::optional<qint64> format =
        fields.number("format", std::numeric_limits<qint64>::min(), std::numeric_limits<qint64>::max(), Need::Required);
    if (format && *format != kFormat)
        m_faults.add(FaultCode::FormatUnknown, fields.placeOf("format"),
                     {QString::number(*format), QString::number(kFormat)});
    lesson.id = fields.string("id", Need::Required).value_or(QString());
    if (fields.has("id") && !lesson.id.isNull() && !isLessonId(lesson.id))
        m_faults.add(FaultCode::BadName, fields.placeOf("id"), {QStringLiteral("id"), lesson.id});
    lesson.title = fields.text("title", kMaxTitle, Need::Required).value_or(Text{});
    lesson.summary = fields.text("summary", kMaxSummary, Need::Required).value_or(Text{});
    static const QStringList details{QStringLiteral("idea"), QStringLiteral("mechanism"), QStringLiteral("everything")};
    if (const auto detail = fields.choice("detail", details))
        lesson.detail = kDetails.at(static_cast<size_t>(*detail));
    readNames(fields, "builds-on", isLessonId, lesson.buildsOn);
    m_places.stills = readNames(fields, "still", isStepName, lesson.stills);
}

void LessonParser::readTeaching(FieldReader &fields, Lesson &lesson)
{
    constexpr int kLastStation = 999;
    lesson.station = static_cast<int>(fields.number("station", 1, kLastStation).value_or(0));
    lesson.belief = fields.text("belief", kMaxSummary).value_or(Text{});
    lesson.tryOut = fields.text("try", kMaxSummary).value_or(Text{});
    lesson.readings = readWords(fields, "read", kMaxReadings);
    lesson.terms = readWords(fields, "terms", kMaxTerms);
    if (const toml::array *questions = fields.array("questions")) {
        QuestionReader reader(m_faults);
        lesson.questions = reader.read(*questions);
        m_places.questions = reader.places();
    }
}

QStringList LessonParser::readWords(FieldReader &fields, const char *field, int most)
{
    QStringList words;
    const toml::array *array = fields.array(field);
    if (!array)
        return words;
    if (static_cast<int>(array->size()) > most) {
        m_faults.add(FaultCode::ListTooLong, placeOf(*array), {QLatin1String(field), QString::number(most)});
        return words;
    }
    for (const toml::node &node : *array) {
        const auto *string = node.as_string();
        const QString word = string ? QString::fromStdString(string->get()) : QString();
        if (!string)
            m_faults.add(FaultCode::WrongType, placeOf(node),
                         {QLatin1String(field), QStringLiteral("string"), typeName(node)});
        else if (isFitText(word, QLatin1String(field), placeOf(node), kMaxTitle, m_faults))
            words.append(word);
    }
    return words;
}

QHash<QString, Place> LessonParser::readNames(FieldReader &fields, const char *field, bool (*fits)(const QString &),
                                              QStringList &names)
{
    QHash<QString, Place> places;
    const toml::array *array = fields.array(field);
    if (!array)
        return places;
    for (const toml::node &node : *array) {
        const auto *string = node.as_string();
        if (!string) {
            m_faults.add(FaultCode::WrongType, placeOf(node),
                         {QLatin1String(field), QStringLiteral("string"), typeName(node)});
            continue;
        }
        const QString name = QString::fromStdString(string->get());
        if (!fits(name)) {
            m_faults.add(FaultCode::BadName, placeOf(node), {QLatin1String(field), name});
            continue;
        }
        names.append(name);
        places.insert(name, placeOf(node));
    }
    return places;
}

void LessonParser::readHosts(FieldReader &fields, Lesson &lesson)
{
    const toml::table *table = fields.table("hosts");
    if (!table)
        return;
    const int before = m_faults.attempts();
    // Two halves, and two processes that communicate, have figures without room for hosts.
    if (lesson.kind == Kind::Twin || lesson.kind == Kind::Pair)
        m_faults.add(FaultCode::FieldsExclude, fields.placeOf("hosts"),
                     {QStringLiteral("hosts"), lesson.kind == Kind::Twin ? QStringLiteral("kind = \"twin\"")
                                                                         : QStringLiteral("kind = \"pair\"")});
    if (table->size() > kMaxHosts)
        m_faults.add(FaultCode::ListTooLong, placeOf(*table), {QStringLiteral("hosts"), QString::number(kMaxHosts)});
    FieldReader hosts(*table, m_faults, QStringLiteral("hosts."));
    for (const auto &[key, value] : *table) {
        Host host;
        host.name = QString::fromUtf8(key.data(), static_cast<qsizetype>(key.length()));
        host.address = hosts.string(std::string(key.str()).c_str(), Need::Required).value_or(QString());
        const bool isTaken = std::any_of(lesson.hosts.cbegin(), lesson.hosts.cend(),
                                         [&](const Host &other) { return other.address == host.address; });
        if (host.name.size() != 1 || host.name.at(0) < u'A' || host.name.at(0).unicode() >= u'A' + kMaxLetters)
            m_faults.add(FaultCode::BadName, placeOf(value), {QStringLiteral("hosts"), host.name});
        else if (isTaken || !isHostAddress(host.address))
            m_faults.add(FaultCode::AddressInvalid, placeOf(value), {host.address});
        else if (lesson.hosts.size() < kMaxHosts)
            lesson.hosts.append(host);
    }
    m_hostsSound = m_faults.attempts() == before;
}

/// A server says which host it is on; each client has one of the others.
void LessonParser::checkHosts(const FieldReader &fields, const Lesson &lesson)
{
    if (lesson.hosts.isEmpty() || !m_hostsSound)
        return;
    QSet<QString> taken;
    for (const ProcessTemplate &process : lesson.processes)
        taken.insert(process.host);
    taken.remove({});
    const auto most = static_cast<int>(lesson.hosts.size() - taken.size());
    if (lesson.maxClients > most)
        m_faults.add(FaultCode::NumberOutOfRange, fields.placeOf("max-clients"),
                     {QStringLiteral("max-clients"), QString::number(lesson.maxClients), QStringLiteral("1"),
                      QString::number(most)});
}

void LessonParser::readProcesses(FieldReader &fields, Lesson &lesson)
{
    const toml::array *processes = fields.array("processes", Need::Required);
    if (!processes)
        return;
    if (processes->empty())
        m_faults.add(FaultCode::ListEmpty, placeOf(*processes), {QStringLiteral("processes")});
    if (processes->size() > kMaxProcessTemplates) {
        m_faults.add(FaultCode::ListTooLong, placeOf(*processes),
                     {QStringLiteral("processes"), QString::number(kMaxProcessTemplates)});
        return;
    }
    for (const toml::node &node : *processes) {
        if (const toml::table *table = node.as_table())
            readProcess(*table, lesson);
        else
            m_faults.add(FaultCode::WrongType, placeOf(node),
                         {QStringLiteral("processes"), QStringLiteral("table"), typeName(node)});
    }
}

void LessonParser::readProcess(const toml::table &table, Lesson &lesson)
{
    static const QStringList roles{QStringLiteral("client"), QStringLiteral("server")};
    static const QStringList halves{QStringLiteral("tcp"), QStringLiteral("udp")};
    FieldReader fields(table, m_faults);
    ProcessTemplate process;
    const auto role = fields.choice("role", roles, Need::Required);
    const bool isClient = role == 0;
    process.role = isClient ? history::Role::Client : history::Role::Server;
    if (lesson.kind == Kind::Twin) {
        if (const auto half = fields.choice("half", halves, Need::Required))
            process.half = halves.at(*half);
    }
    const QString name =
        fields.string("name").value_or(isClient ? QString(kClientPlaceholder) : QStringLiteral("server"));
    if (!m_hostsSound) {
        fields.know("host"); // what is wrong there was told
    } else if (!isClient && !lesson.hosts.isEmpty()) {
        const int before = m_faults.attempts();
        QStringList names;
        for (const Host &host : lesson.hosts)
            names.append(host.name);
        if (const auto host = fields.choice("host", names, Need::Required))
            process.host = names.at(*host);
        m_hostsSound = m_faults.attempts() == before;
    }
    const QString usualLetter = process.host.isEmpty() ? QStringLiteral("S") : process.host;
    process.letter = isClient ? QString() : fields.string("letter").value_or(usualLetter);
    fields.tellUnknown();
    if (!role)
        return;
    if (!isSocketName(name) || name.contains(kClientPlaceholder) != isClient)
        return m_faults.add(FaultCode::BadName, fields.placeOf("name"), {QStringLiteral("name"), name});
    if (!isClient && (process.letter.size() != 1 || process.letter.at(0) < u'A' || process.letter.at(0) > u'Z'))
        m_faults.add(FaultCode::BadName, fields.placeOf("letter"), {QStringLiteral("letter"), process.letter});
    process.name = process.half.isEmpty() ? name : process.half + u'.' + name;
    lesson.processes.append(process);
    checkNames(fields, lesson);
}

/// The process read last must differ from those before it, however many clients there are.
void LessonParser::checkNames(const FieldReader &fields, const Lesson &lesson)
{
    for (int clients : {lesson.maxClients, std::min(lesson.maxClients, kMaxLetters)}) {
        const QList<ProcessPlan> plans = Expander(lesson, clients, lesson.kind).script().processes;
        const ProcessPlan &last = plans.last();
        for (const ProcessPlan &other : plans.first(plans.size() - 1)) {
            if (other.name == last.name)
                m_faults.add(FaultCode::ProcessTwice, fields.placeOf("name"), {last.name});
            else if (other.group == last.group && other.letter == last.letter)
                m_faults.add(FaultCode::LetterTwice, fields.placeOf("letter"), {last.letter});
        }
    }
}

ScriptReader::Texts LessonParser::readTexts(FieldReader &fields)
{
    ScriptReader::Texts texts;
    const toml::table *table = fields.table("texts");
    if (!table)
        return texts;
    for (const auto &[key, value] : *table) {
        const QString name = QString::fromUtf8(key.data(), static_cast<qsizetype>(key.length()));
        if (const toml::table *each = value.as_table())
            texts.insert(name, readClientTexts(*each, name));
        else
            m_faults.add(FaultCode::WrongType, placeOf(value),
                         {QStringLiteral("texts.") + name, QStringLiteral("table"), typeName(value)});
    }
    return texts;
}

std::shared_ptr<const ClientTexts> LessonParser::readClientTexts(const toml::table &table, const QString &name)
{
    auto texts = std::make_shared<ClientTexts>();
    FieldReader fields(table, m_faults, QStringLiteral("texts.") + name + u'.');
    for (int client = 0; client < kMaxLetters; ++client) {
        const QString letter = clientName(client, 1);
        if (const auto text = fields.text(letter.toUtf8().constData(), kMaxPayload))
            texts->byClient.insert(letter, *text);
    }
    texts->others = fields.text("others", kMaxPayload);
    fields.tellUnknown();
    return texts;
}

void LessonParser::readStable(FieldReader &fields, Lesson &lesson)
{
    constexpr int kHighestPort = 65'535;
    const toml::table *table = fields.table("stable");
    if (!table)
        return;
    FieldReader ports(*table, m_faults, QStringLiteral("stable."));
    for (const auto &[key, value] : *table) {
        const QString name = QString::fromUtf8(key.data(), static_cast<qsizetype>(key.length()));
        const SocketReference reference = parseReference(u'@' + name);
        if (reference.process.isEmpty()) {
            m_faults.add(FaultCode::BadName, placeOf(value), {QStringLiteral("stable"), name});
            ports.know(std::string(key.str()).c_str());
            continue;
        }
        const bool isEach = name.contains(kClientPlaceholder);
        const int more = isEach ? lesson.maxClients - 1 : 0;
        const auto port = ports.number(std::string(key.str()).c_str(), 1, kHighestPort - more);
        if (!port)
            continue;
        m_places.stable.insert(name, placeOf(value));
        // Clients have letters in a small run and numbers in a big one: both names are kept.
        for (int client = 0; client <= more; ++client) {
            for (int clients : {1, kMaxClients}) {
                if (clients == 1 && client >= kMaxLetters)
                    continue;
                QString socket = name;
                socket.replace(kClientPlaceholder, lesson.clientName(client, clients));
                lesson.stablePorts.insert(socket, static_cast<int>(*port) + client);
            }
        }
    }
}

} // namespace zocalo::lesson
