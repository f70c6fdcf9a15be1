// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include <QImage>
#include <QSize>

#include <cstddef>
#include <memory>

namespace zocalo::figure {

/// Memory for the pictures from which a frame is put together: blocks that the kernel may back with huge pages
/// (madvise(2), MADV_HUGEPAGE). A thousand small pictures in the ordinary heap are on three thousand pages, more than
/// a processor keeps the places of; to look them up, line after line, took a fourth of a frame (bench_frame).
class ImageMemory
{
public:
    /// A picture with undefined pixels, of 32 bits each; a null image if there is no memory for it. It may outlive this
    /// object; its block is freed with the last picture in it.
    QImage image(const QSize &size, QImage::Format format);

private:
    std::shared_ptr<std::byte> m_block; ///< the one that is being filled
    size_t m_size = 0;
    size_t m_used = 0;
};

} // namespace zocalo::figure
