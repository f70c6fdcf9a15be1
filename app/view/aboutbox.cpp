// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/view/aboutbox.h"

#include "app/figure/fonts.h"

#include <QCoreApplication>
#include <QGuiApplication>
#include <QIcon>
#include <QRawFont>
#include <QSysInfo>
#include <QtEndian>

namespace zocalo::view {

namespace {

constexpr int LogoSize = 96;
/// OpenType's table "head": the font's own version, a fixed-point number, follows the table's version.
constexpr qsizetype RevisionAt = 4;

} // namespace

AboutBox::AboutBox(QWidget *parent) : QMessageBox(parent)
{
    setObjectName(QStringLiteral("about"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("About Zócalo"));
    setIconPixmap(QIcon(QStringLiteral(":/icons/zocalo.svg")).pixmap(LogoSize));
    setTextFormat(Qt::RichText);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard | Qt::LinksAccessibleByMouse);
    setText(tr("<b>Zócalo %1</b><p>Which socket does a message land in, and why: genuine TCP and UDP sockets in "
               "genuine processes.</p>")
                .arg(QCoreApplication::applicationVersion()));
    const QList<QPair<QString, QString>> versions = {
        {QStringLiteral("zocalo"), QCoreApplication::applicationVersion()},
        {QStringLiteral("Qt"), QLatin1String(qVersion()) + QLatin1Char(' ') + QGuiApplication::platformName()},
        {tr("Kernel"), QSysInfo::kernelType() + QLatin1Char(' ') + QSysInfo::kernelVersion()},
        {tr("System"), QSysInfo::prettyProductName() + QLatin1Char(' ') + QSysInfo::currentCpuArchitecture()},
        {QStringLiteral("Inter"), fontVersion(figure::font(figure::Face::Sans, LogoSize, QFont::Normal).family())},
        {QStringLiteral("JetBrains Mono"),
         fontVersion(figure::font(figure::Face::Mono, LogoSize, QFont::Medium).family())},
    };
    QString table = QStringLiteral("<table cellpadding='2'>");
    for (const auto &[what, version] : versions) {
        table += QStringLiteral("<tr><td>%1&nbsp;&nbsp;</td><td>%2</td></tr>")
                     .arg(what.toHtmlEscaped(), version.toHtmlEscaped());
    }
    setInformativeText(table + QStringLiteral("</table><p>") +
                       tr("MIT licence; the fonts are under the SIL Open Font License.") + QStringLiteral("</p>"));
    setStandardButtons(QMessageBox::Ok);
}

QString AboutBox::fontVersion(const QString &family)
{
    const QByteArray head = QRawFont::fromFont(QFont(family)).fontTable("head");
    if (head.size() < RevisionAt + qsizetype(sizeof(quint32))) {
        return tr("not there");
    }
    const auto fixed = qFromBigEndian<quint32>(head.constData() + RevisionAt);
    return QString::number(fixed / 65536.0, 'f', 3);
}

} // namespace zocalo::view
