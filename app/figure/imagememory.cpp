// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/imagememory.h"

#include <algorithm>
#include <cstdlib>

#include <sys/mman.h>

namespace zocalo::figure {

namespace {

constexpr size_t HugePage = 2UL * 1024 * 1024; ///< on x86-64, and on ARM with pages of 4 KiB
constexpr size_t Line = 64;                    ///< of the processor's cache

size_t roundedUp(size_t value, size_t to) { return (value + to - 1) / to * to; }

void release(void *block) { delete static_cast<std::shared_ptr<std::byte> *>(block); }

} // namespace

QImage ImageMemory::image(const QSize &size, QImage::Format format)
{
    const size_t stride = size_t(size.width()) * sizeof(QRgb);
    const size_t bytes = roundedUp(stride * size_t(size.height()), Line);
    if (!m_block || m_size - m_used < bytes) {
        m_size = roundedUp(bytes, HugePage);
        m_used = 0;
        m_block.reset(static_cast<std::byte *>(std::aligned_alloc(HugePage, m_size)), std::free);
        if (!m_block)
            return {};
        // Refused: it works all the same, a little slower.
        madvise(m_block.get(), m_size, MADV_HUGEPAGE);
    }
    std::byte *const place = m_block.get() + m_used;
    m_used += bytes;
    return {reinterpret_cast<uchar *>(place),       size.width(), size.height(), qsizetype(stride), format, release,
            new std::shared_ptr<std::byte>(m_block)};
}

} // namespace zocalo::figure
