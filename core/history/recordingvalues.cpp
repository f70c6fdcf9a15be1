// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/history/recordingvalues.h"

#include <QtEndian>

#include <sys/socket.h>

#include <algorithm>
#include <string>
#include <unordered_map>

namespace zocalo::history {
namespace {

constexpr int kMaxErrno = 4095;

/// Walks through the fields of a record in the order in which they are stored. `Archive` has operator()(number &) and
/// operator()(Endpoint &).
template <typename Archive, typename Record>
void visit(Archive &archive, Record &record)
{
    archive(record.timeNs);
    archive(record.serial);
    archive(record.socket);
    archive(record.newSocket);
    archive(record.result);
    archive(record.requested);
    archive(record.pid);
    archive(record.tid);
    archive(record.caller);
    archive(record.address);
    archive(record.local);
    archive(record.peer);
    archive(record.fd);
    archive(record.error);
    archive(record.payloadTotal);
    archive(record.payloadKept);
    archive(record.flags);
    archive(record.level);
    archive(record.option);
    archive(record.value);
    archive(record.call);
    archive(record.phase);
    archive(record.observedBy);
    archive(record.domain);
    archive(record.type);
    archive(record.protocol);
    archive(record.source);
    archive(record.line);
}

struct Packer
{
    QByteArray bytes;

    template <typename Number>
    void operator()(const Number &number)
    {
        if constexpr (std::is_enum_v<Number>) {
            (*this)(static_cast<std::underlying_type_t<Number>>(number));
        } else {
            const Number little = qToLittleEndian(number);
            bytes.append(reinterpret_cast<const char *>(&little), sizeof little);
        }
    }
    void operator()(const trace::Endpoint &endpoint)
    {
        (*this)(endpoint.family);
        (*this)(endpoint.port);
        (*this)(endpoint.scope);
        bytes.append(reinterpret_cast<const char *>(endpoint.address.data()), qsizetype(endpoint.address.size()));
    }
};

struct Unpacker
{
    const char *at;

    template <typename Number>
    void operator()(Number &number)
    {
        if constexpr (std::is_enum_v<Number>) {
            std::underlying_type_t<Number> value{};
            (*this)(value);
            number = static_cast<Number>(value);
        } else {
            number = qFromLittleEndian<Number>(at);
            at += sizeof number;
        }
    }
    void operator()(trace::Endpoint &endpoint)
    {
        (*this)(endpoint.family);
        (*this)(endpoint.port);
        (*this)(endpoint.scope);
        std::copy_n(at, endpoint.address.size(), reinterpret_cast<char *>(endpoint.address.data()));
        at += endpoint.address.size();
    }
};

constexpr std::pair<Role, std::string_view> kRoles[] = {
    {Role::Other, "other"}, {Role::Client, "client"}, {Role::Server, "server"}};
constexpr std::pair<kernel::Protocol, std::string_view> kProtocols[] = {
    {kernel::Protocol::Other, "other"}, {kernel::Protocol::Tcp, "tcp"}, {kernel::Protocol::Udp, "udp"}};
constexpr std::pair<Unseen::Why, std::string_view> kUnseen[] = {
    {Unseen::Why::Static, "static"},         {Unseen::Why::WithoutTap, "without_tap"},
    {Unseen::Why::Privileged, "privileged"}, {Unseen::Why::Foreign, "foreign"},
    {Unseen::Why::IoUring, "io_uring"},      {Unseen::Why::NeverJoined, "never_joined"}};
constexpr int kStates = 13;

template <typename Value, std::size_t Count>
std::string_view nameIn(const std::pair<Value, std::string_view> (&table)[Count], Value value)
{
    for (const auto &[known, name] : table) {
        if (known == value)
            return name;
    }
    return table[0].second;
}

template <typename Value, std::size_t Count>
std::optional<Value> valueIn(const std::pair<Value, std::string_view> (&table)[Count], std::string_view name)
{
    for (const auto &[value, known] : table) {
        if (known == name)
            return value;
    }
    return std::nullopt;
}

} // namespace

std::string_view roleName(Role role) { return nameIn(kRoles, role); }
std::optional<Role> roleFromName(std::string_view name) { return valueIn(kRoles, name); }
std::string_view protocolName(kernel::Protocol protocol) { return nameIn(kProtocols, protocol); }
std::optional<kernel::Protocol> protocolFromName(std::string_view name) { return valueIn(kProtocols, name); }

std::string_view unseenName(Unseen::Why why) { return nameIn(kUnseen, why); }
std::optional<Unseen::Why> unseenFromName(std::string_view name) { return valueIn(kUnseen, name); }

std::string_view stateColumn(kernel::State state)
{
    if (state == kernel::State::NewSynRecv)
        return "NEW-SYN-RECEIVED"; // RFC 9293 has one name for two states of Linux
    return state == kernel::State::Unknown ? std::string_view("UNKNOWN") : std::string_view(kernel::stateName(state));
}

std::optional<kernel::State> stateFromColumn(std::string_view name)
{
    for (int i = 0; i < kStates; ++i) {
        const auto state = static_cast<kernel::State>(i);
        if (!name.empty() && stateColumn(state) == name)
            return state;
    }
    return std::nullopt;
}

std::optional<int> errnoFromName(std::string_view name)
{
    static const std::unordered_map<std::string, int> numbers = [] {
        std::unordered_map<std::string, int> all;
        for (int number = 1; number <= kMaxErrno; ++number)
            all.emplace(std::string(trace::errnoName(number)), number);
        return all;
    }();
    const auto found = numbers.find(std::string(name));
    return found == numbers.end() ? std::nullopt : std::optional(found->second);
}

QByteArray endpointBytes(const trace::Endpoint &endpoint)
{
    const quint16 family = qToBigEndian(endpoint.family);
    const quint16 port = qToBigEndian(endpoint.port);
    const quint32 scope = qToBigEndian(endpoint.scope);
    QByteArray bytes(reinterpret_cast<const char *>(&family), sizeof family);
    bytes.append(reinterpret_cast<const char *>(&port), sizeof port);
    bytes.append(reinterpret_cast<const char *>(&scope), sizeof scope);
    bytes.append(reinterpret_cast<const char *>(endpoint.address.data()), qsizetype(endpoint.address.size()));
    return bytes;
}

std::optional<trace::Endpoint> endpointFromBytes(std::string_view bytes)
{
    trace::Endpoint endpoint;
    if (bytes.size() != sizeof endpoint)
        return std::nullopt;
    endpoint.family = qFromBigEndian<quint16>(bytes.data());
    endpoint.port = qFromBigEndian<quint16>(bytes.data() + 2);
    endpoint.scope = qFromBigEndian<quint32>(bytes.data() + 4);
    std::copy_n(bytes.data() + 8, endpoint.address.size(), reinterpret_cast<char *>(endpoint.address.data()));
    return endpoint;
}

std::optional<std::string> endpointText(const trace::Endpoint &endpoint)
{
    const bool isPlain =
        endpoint.scope == 0 &&
        (endpoint.family == AF_INET6 ||
         (endpoint.family == AF_INET && std::all_of(endpoint.address.begin() + 4, endpoint.address.end(),
                                                    [](std::uint8_t byte) { return byte == 0; })));
    return isPlain ? std::optional(endpoint.toString()) : std::nullopt;
}

QByteArray recordBytes(const trace::Record &record)
{
    Packer packer;
    packer.bytes.reserve(sizeof record);
    visit(packer, record);
    return packer.bytes;
}

std::optional<trace::Record> recordFromBytes(std::string_view bytes)
{
    trace::Record record;
    if (bytes.size() != sizeof record)
        return std::nullopt;
    Unpacker unpacker{bytes.data()};
    visit(unpacker, record);
    return record;
}

} // namespace zocalo::history
