// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/view/runfiles.h"

#include "app/play/liverun.h"
#include "app/play/playback.h"
#include "app/text/watchtext.h"
#include "app/view/filedates.h"
#include "core/history/pcapng.h"
#include "core/history/recordingwriter.h"
#include "core/lesson/lessonwriter.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>
#include <QPushButton>
#include <QSaveFile>
#include <QStandardPaths>

#include <cerrno>

namespace zocalo::view {

RunFiles::RunFiles(play::Playback &playback, QWidget *window) : QObject(window), m_playback(playback), m_window(window)
{
}

void RunFiles::setRun(play::LiveRun *run, const history::RecordingInfo &info)
{
    m_run = run;
    m_info = info;
    m_isSaved = run == nullptr;
    m_isWatch = false;
    if (run) {
        connect(run, &play::LiveRun::keepingFailed, this, [this](const Error &error) {
            m_isSaved = false;
            emit failed(error);
        });
    }
}

void RunFiles::setWatch(const history::RecordingInfo &info)
{
    setRun(nullptr, info);
    m_isWatch = true;
    m_savedSteps = 0;
}

Status RunFiles::keepAside(QString &path)
{
    const QString folder =
        QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + QLatin1String("/unsaved");
    if (!QDir().mkpath(folder)) {
        return Error{ErrorCode::FileUnwritable, folder, {}, EACCES};
    }
    const QString now = QDateTime::currentDateTime().toString(QStringLiteral("yyyy-MM-dd-HHmmss-zzz"));
    path = folder + QLatin1Char('/') + now + QLatin1String(".zocalo");
    return save(path);
}

/// Not if the writing has failed, or the file was taken away: then it has to be made anew.
bool RunFiles::isKeptThere(const QString &path) const
{
    const std::shared_ptr<history::RecordingWriter> writer = m_run ? m_run->keptIn() : nullptr;
    return writer && writer->status() && QFile::exists(path) && QFileInfo(writer->path()) == QFileInfo(path);
}

Status RunFiles::save(const QString &path)
{
    if (isKeptThere(path)) {
        m_isSaved = true;
        return {}; // it is there already, and grows
    }
    // A recording grows in place, so what was there before steps aside until the new one stands.
    const QString before = path + QLatin1Char('~');
    const bool hadOne = QFile::exists(path);
    if (hadOne) {
        QFile::remove(before);
        if (!QFile::rename(path, before)) {
            return Error{ErrorCode::FileUnwritable, path, {}, EACCES};
        }
    }
    const Status written = write(path);
    if (hadOne && written) {
        QFile::remove(before);
    } else if (hadOne) {
        QFile::remove(path);
        QFile::rename(before, path);
    }
    m_isSaved = m_isSaved || written;
    m_savedSteps = written ? m_playback.lastStep() : m_savedSteps;
    return written;
}

Status RunFiles::write(const QString &path)
{
    auto created = history::RecordingWriter::create(path, m_info);
    if (!created) {
        return created.error();
    }
    const std::shared_ptr<history::RecordingWriter> writer = std::move(created.value());
    if (m_run && !m_run->isFinished()) {
        QList<history::Event> soFar;
        for (const history::Event &event : m_playback.timeline().events()) {
            soFar.append(event);
        }
        m_run->keepIn(writer, soFar);
        return writer->flush();
    }
    for (const history::Event &event : m_playback.timeline().events()) {
        writer->append(event);
    }
    return writer->finish();
}

QString RunFiles::askWhere(const QString &title, const QString &filter, const QString &ending, const QString &name)
{
    m_playback.pause();
    QFileDialog dialog(m_window, title);
    FileDates::putInto(dialog);
    dialog.setAcceptMode(QFileDialog::AcceptSave);
    dialog.setNameFilter(filter);
    dialog.setDefaultSuffix(ending);
    const QString program = QFileInfo(m_info.command.value(0)).fileName();
    dialog.selectFile((name.isEmpty() ? program : name) + QLatin1Char('.') + ending);
    return dialog.exec() == QDialog::Accepted ? dialog.selectedFiles().value(0) : QString();
}

void RunFiles::askWhereToSave(const QString &name)
{
    const QString path = askWhere(tr("Save run"), tr("Recordings (*.zocalo)"), QStringLiteral("zocalo"), name);
    if (path.isEmpty()) {
        return;
    }
    if (const Status done = save(path); !done) {
        emit failed(done.error());
    }
}

Status RunFiles::saveLesson(const QString &path)
{
    const QString name = QFileInfo(path).completeBaseName();
    const Result<lesson::WrittenLesson> written =
        lesson::LessonWriter(m_playback.timeline(), name, {name, name}, m_info.isLaboratory).write();
    if (!written) {
        return written.error();
    }
    QSaveFile file(path);
    errno = 0;
    if (!file.open(QIODevice::WriteOnly) || file.write(written.value().text) < 0 || !file.commit()) {
        return Error{ErrorCode::FileUnwritable, path, {}, errno};
    }
    QStringList told{tr("The lesson is in %1").arg(QDir::toNativeSeparators(path))};
    if (const int leftOut = written.value().leftOut; leftOut > 0) {
        told << tr("%n calls were left out: a lesson cannot make them, or they have not returned.", nullptr, leftOut);
    }
    if (const int altered = written.value().altered; altered > 0) {
        told << tr("%n messages are too long, or no text, and are sent otherwise.", nullptr, altered);
    }
    emit saved(told.join(QStringLiteral(". ")));
    return {};
}

void RunFiles::askWhereToSaveLesson(const QString &name)
{
    const QString path = askWhere(tr("Save run as a lesson"), tr("Lessons (*.toml)"), QStringLiteral("toml"), name);
    if (path.isEmpty()) {
        return;
    }
    if (const Status done = saveLesson(path); !done) {
        emit failed(done.error());
    }
}

Status RunFiles::saveSegments(const QString &path)
{
    QList<history::SegmentSeen> segments;
    quint64 lost = 0;
    const world::EventLog &events = m_playback.timeline().events();
    for (const history::Event &event : events) {
        if (const auto *segment = std::get_if<history::SegmentSeen>(&event.data)) {
            segments.append(*segment);
        } else if (const auto *gone = std::get_if<history::SegmentsLost>(&event.data)) {
            lost += gone->packets;
        }
    }
    // The clock of another boot is known by the date of the recording.
    const QDateTime created = QDateTime::fromString(m_info.created, Qt::ISODate);
    const qint64 zero = !m_run && created.isValid() && !events.isEmpty()
                            ? created.toMSecsSinceEpoch() * 1'000'000 - events.at(0).timeNs
                            : history::timeOfDayAtZero();
    const QByteArray bytes = history::pcapng(segments, lost, zero);
    QSaveFile file(path);
    errno = 0;
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit()) {
        return Error{ErrorCode::FileUnwritable, path, {}, errno};
    }
    const QString told =
        tr("%n segment(s): %1", nullptr, static_cast<int>(segments.size())).arg(QDir::toNativeSeparators(path));
    emit saved(lost == 0 ? told : told + QLatin1Char(' ') + text::WatchText::packetsLost(lost));
    return {};
}

void RunFiles::askWhereToSaveSegments(const QString &name)
{
    const QString path = askWhere(tr("Save segments"), tr("Captures (*.pcapng)"), QStringLiteral("pcapng"), name);
    if (path.isEmpty()) {
        return;
    }
    if (const Status done = saveSegments(path); !done) {
        emit failed(done.error());
    }
}

// A lesson that was only watched can be run again at any time: nothing of the user's own is in it.
bool RunFiles::isUnsaved() const
{
    return m_isWatch ? m_playback.lastStep() > m_savedSteps : !m_isSaved && m_playback.isFreePlay();
}

bool RunFiles::mayLeave(const QString &name)
{
    if (!isUnsaved()) {
        return true;
    }
    m_playback.pause();
    QMessageBox box(QMessageBox::Question, tr("Save run"), tr("Save what was done in this run before it is closed?"),
                    QMessageBox::NoButton, m_window);
    QPushButton *save = box.addButton(tr("Save"), QMessageBox::AcceptRole);
    QPushButton *discard = box.addButton(tr("Do not save"), QMessageBox::DestructiveRole);
    box.addButton(tr("Cancel"), QMessageBox::RejectRole);
    box.setDefaultButton(save);
    box.exec();
    if (box.clickedButton() == save) {
        askWhereToSave(name);
        return !isUnsaved();
    }
    return box.clickedButton() == discard;
}

} // namespace zocalo::view
