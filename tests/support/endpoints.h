// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/trace/endpoint.h"

namespace zocalo::test {

/// Written again for the tests' own kernel: it does not judge the product by the product's comparison.
inline bool sameAddress(const trace::Endpoint &a, const trace::Endpoint &b)
{
    return a.unmapped().family == b.unmapped().family && a.unmapped().address == b.unmapped().address;
}

inline bool same(const trace::Endpoint &a, const trace::Endpoint &b) { return a.port == b.port && sameAddress(a, b); }

} // namespace zocalo::test
