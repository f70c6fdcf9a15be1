// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include <QList>

#include <iterator>

namespace zocalo::world {

/// A list that only grows, at its end, of which copies share what neither has changed since: changing one item copies
/// the page it is on, however long the list is. So many moments of a long run can be kept, and what did not change
/// between them is held once.
template <typename T>
class PagedList
{
public:
    /// Reads the items in order.
    class const_iterator
    {
    public:
        using iterator_category = std::random_access_iterator_tag;
        using value_type = T;
        using difference_type = qsizetype;
        using pointer = const T *;
        using reference = const T &;

        const_iterator() = default;
        const_iterator(const PagedList *list, qsizetype index) : m_list(list), m_index(index) {}
        reference operator*() const { return m_list->at(m_index); }
        pointer operator->() const { return &m_list->at(m_index); }
        reference operator[](qsizetype by) const { return m_list->at(m_index + by); }
        const_iterator &operator++() { return *this += 1; }
        const_iterator operator++(int) { return {m_list, m_index++}; }
        const_iterator &operator--() { return *this += -1; }
        const_iterator operator--(int) { return {m_list, m_index--}; }
        const_iterator &operator+=(qsizetype by)
        {
            m_index += by;
            return *this;
        }
        const_iterator &operator-=(qsizetype by) { return *this += -by; }
        const_iterator operator+(qsizetype by) const { return {m_list, m_index + by}; }
        const_iterator operator-(qsizetype by) const { return {m_list, m_index - by}; }
        qsizetype operator-(const const_iterator &other) const { return m_index - other.m_index; }
        bool operator==(const const_iterator &other) const { return m_index == other.m_index; }
        bool operator!=(const const_iterator &other) const { return m_index != other.m_index; }
        bool operator<(const const_iterator &other) const { return m_index < other.m_index; }
        bool operator>(const const_iterator &other) const { return m_index > other.m_index; }
        bool operator<=(const const_iterator &other) const { return m_index <= other.m_index; }
        bool operator>=(const const_iterator &other) const { return m_index >= other.m_index; }

    private:
        const PagedList *m_list = nullptr;
        qsizetype m_index = 0;
    };
    using value_type = T;

    qsizetype size() const { return m_size; }
    bool isEmpty() const { return m_size == 0; }
    /// 0 ≤ index < size().
    const T &at(qsizetype index) const
    {
        return m_books.at(index >> (2 * Bits)).at((index >> Bits) & Mask).at(index & Mask);
    }
    const T &operator[](qsizetype index) const { return at(index); }
    /// The item, to be changed: its page is no longer shared.
    T &edit(qsizetype index) { return m_books[index >> (2 * Bits)][(index >> Bits) & Mask][index & Mask]; }
    const T &first() const { return at(0); }
    const T &last() const { return at(m_size - 1); }
    void append(const T &item)
    {
        if ((m_size & (PageSize * PageSize - 1)) == 0)
            m_books.append(Book());
        Book &book = m_books.last();
        if ((m_size & Mask) == 0) {
            book.append(Page());
            book.last().reserve(PageSize);
        }
        book.last().append(item);
        ++m_size;
    }

    const_iterator begin() const { return {this, 0}; }
    const_iterator end() const { return {this, m_size}; }
    const_iterator cbegin() const { return begin(); }
    const_iterator cend() const { return end(); }

private:
    static constexpr int Bits = 5;
    static constexpr qsizetype PageSize = qsizetype(1) << Bits;
    static constexpr qsizetype Mask = PageSize - 1;
    using Page = QList<T>;
    using Book = QList<Page>;

    QList<Book> m_books;
    qsizetype m_size = 0;
};

} // namespace zocalo::world
