// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>
#include <QTranslator>
#include <QXmlStreamReader>

namespace {

/// One text of a .ts file.
struct Message
{
    QString context;
    QString source;
    QString comment;
    bool numerus = false;
    QString state;            ///< "", "unfinished", "vanished", "obsolete"
    QStringList translations; ///< one, or one for each plural form

    QString key() const { return context + u'\x1f' + source + u'\x1f' + comment; }
    QString place() const { return context + QStringLiteral(": ") + source; }
};

Message readMessage(QXmlStreamReader &xml, const QString &context)
{
    Message message;
    message.context = context;
    message.numerus = xml.attributes().value(QLatin1String("numerus")) == QLatin1String("yes");
    while (xml.readNextStartElement()) {
        if (xml.name() == QLatin1String("source")) {
            message.source = xml.readElementText();
        } else if (xml.name() == QLatin1String("comment")) {
            message.comment = xml.readElementText();
        } else if (xml.name() == QLatin1String("translation")) {
            message.state = xml.attributes().value(QLatin1String("type")).toString();
            if (!message.numerus) {
                message.translations.append(xml.readElementText());
                continue;
            }
            while (xml.readNextStartElement())
                message.translations.append(xml.readElementText());
        } else {
            xml.skipCurrentElement();
        }
    }
    return message;
}

/// The texts of a .ts file; empty, with a warning, if it cannot be read.
QList<Message> readCatalogue(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        qWarning("%s: %s", qPrintable(path), qPrintable(file.errorString()));
        return {};
    }
    QList<Message> messages;
    QXmlStreamReader xml(&file);
    xml.readNextStartElement();
    while (xml.readNextStartElement()) {
        QString context;
        while (xml.readNextStartElement()) {
            if (xml.name() == QLatin1String("name"))
                context = xml.readElementText();
            else if (xml.name() == QLatin1String("message"))
                messages.append(readMessage(xml, context));
            else
                xml.skipCurrentElement();
        }
    }
    if (xml.hasError()) {
        qWarning("%s: %s", qPrintable(path), qPrintable(xml.errorString()));
        return {};
    }
    return messages;
}

QString cataloguePath(const QString &language)
{
    return QStringLiteral(ZOCALO_SOURCE_DIR "/translations/zocalo_%1.ts").arg(language);
}

/// Everything in `text` that matches, sorted; each one once if `once`.
QStringList found(const QString &text, const QString &pattern, bool once)
{
    QStringList all;
    const QRegularExpression expression(pattern);
    for (auto match = expression.globalMatch(text); match.hasNext();)
        all.append(match.next().captured());
    if (once)
        all.removeDuplicates();
    all.sort();
    return all;
}

QSet<QString> keys(const QList<Message> &messages)
{
    QSet<QString> all;
    for (const Message &message : messages)
        all.insert(message.key());
    return all;
}

/// What differs, one text a line, or nothing.
QString listed(const QSet<QString> &all)
{
    QStringList lines = all.values();
    lines.sort();
    return lines.join(u'\n').replace(u'\x1f', QLatin1String(" | "));
}

} // namespace

class tst_Catalogues : public QObject
{
    Q_OBJECT

private slots:
    void everyText_isTranslated_data() { languages(); }
    void everyText_isTranslated();
    void placeholders_areKept_data() { languages(); }
    void placeholders_areKept();
    void namesOfCallsErrorsAndStates_areKept();
    void plural_hasEveryForm_data() { languages(); }
    void plural_hasEveryForm();
    void spanish_addressesNobodyAndIsNeutral();
    void sources_andCatalogueAgree_data() { languages(); }
    void sources_andCatalogueAgree();
    void program_carriesTheCatalogue();

private:
    static void languages();
};

void tst_Catalogues::languages()
{
    QTest::addColumn<QString>("language");
    QTest::newRow("Spanish") << QStringLiteral("es");
    QTest::newRow("English") << QStringLiteral("en");
}

void tst_Catalogues::everyText_isTranslated()
{
    QFETCH(const QString, language);
    QStringList faults;
    for (const Message &message : readCatalogue(cataloguePath(language))) {
        if (!message.state.isEmpty())
            faults.append(message.state + QStringLiteral(" | ") + message.place());
        else if (message.translations.isEmpty() || message.translations.contains(QString()))
            faults.append(QStringLiteral("empty | ") + message.place());
    }
    QVERIFY2(faults.isEmpty(), qPrintable(faults.join(u'\n')));
}

void tst_Catalogues::placeholders_areKept()
{
    QFETCH(const QString, language);
    const QString pattern = QStringLiteral("%(?:L?\\d+|n)");
    for (const Message &message : readCatalogue(cataloguePath(language))) {
        // A plural form may leave out the number ("one datagram"), never anything else.
        const QString given = message.numerus ? QStringLiteral("%L?\\d+") : pattern;
        for (const QString &translation : message.translations)
            QVERIFY2(found(message.source, given, true) == found(translation, given, true),
                     qPrintable(message.place() + QStringLiteral(" → ") + translation));
    }
}

void tst_Catalogues::namesOfCallsErrorsAndStates_areKept()
{
    // accept(), SO_REUSEADDR, ECONNREFUSED, ESTABLISHED, --lang: the same words in every language.
    const QString pattern =
        QStringLiteral("\\b[a-z_]+[0-9]*\\(\\)|\\bE[A-Z]{3,}\\b|\\b[A-Z]+_[A-Z_]+\\b|\\b(LISTEN|CLOSED)\\b|--[a-z]+");
    for (const Message &message : readCatalogue(cataloguePath(QStringLiteral("es")))) {
        for (const QString &translation : message.translations)
            QVERIFY2(found(message.source, pattern, true) == found(translation, pattern, true),
                     qPrintable(message.place() + QStringLiteral(" → ") + translation));
    }
}

void tst_Catalogues::plural_hasEveryForm()
{
    QFETCH(const QString, language);
    for (const Message &message : readCatalogue(cataloguePath(language))) {
        if (!message.numerus)
            continue;
        QVERIFY2(message.translations.size() == 2, qPrintable(message.place()));
        QVERIFY2(message.translations.at(1).contains(QLatin1String("%n")), qPrintable(message.place()));
    }
}

void tst_Catalogues::spanish_addressesNobodyAndIsNeutral()
{
    const QRegularExpression expression(
        QStringLiteral("\\b(tú|vos|usted|ustedes|vosotros|tus?|ordenador\\w*|computador|ficheros?)\\b"),
        QRegularExpression::CaseInsensitiveOption | QRegularExpression::UseUnicodePropertiesOption);
    for (const Message &message : readCatalogue(cataloguePath(QStringLiteral("es")))) {
        for (const QString &translation : message.translations)
            QVERIFY2(!expression.match(translation).hasMatch(), qPrintable(translation));
    }
}

void tst_Catalogues::sources_andCatalogueAgree()
{
    QFETCH(const QString, language);
    const QTemporaryDir folder;
    QVERIFY(folder.isValid());
    const QString fresh = folder.filePath(QStringLiteral("zocalo_%1.ts").arg(language));
    QStringList arguments{QStringLiteral("-silent"), QStringLiteral("-source-language"), QStringLiteral("en"),
                          QStringLiteral("-target-language"), language};
    if (language == QLatin1String("en"))
        arguments.append(QStringLiteral("-pluralonly"));
    arguments << QStringLiteral("-I") << QStringLiteral(ZOCALO_SOURCE_DIR) << QStringLiteral(ZOCALO_SOURCE_DIR "/app")
              << QStringLiteral("-ts") << fresh;
    QProcess lupdate;
    lupdate.setProcessChannelMode(QProcess::MergedChannels);
    lupdate.start(QStringLiteral(ZOCALO_LUPDATE), arguments);
    QVERIFY2(lupdate.waitForFinished(), qPrintable(lupdate.errorString()));
    const QByteArray said = lupdate.readAll();
    QVERIFY2(lupdate.exitCode() == 0, said.constData());
    // Such a text would be looked for in another context than it was filed under, and stay English.
    QVERIFY2(!said.contains("unknown namespace") && !said.contains("Q_OBJECT"), said.constData());

    const QSet<QString> inSources = keys(readCatalogue(fresh));
    const QSet<QString> inCatalogue = keys(readCatalogue(cataloguePath(language)));
    QVERIFY(language != QLatin1String("es") || !inSources.isEmpty());
    QCOMPARE(listed(inSources - inCatalogue), QString()); // not in the catalogue: run script/translate
    QCOMPARE(listed(inCatalogue - inSources), QString()); // no longer in the sources: run script/translate
}

void tst_Catalogues::program_carriesTheCatalogue()
{
    QTranslator translator;
    QVERIFY(translator.load(QStringLiteral(":/i18n/zocalo_es.qm")));
    for (const Message &message : readCatalogue(cataloguePath(QStringLiteral("es")))) {
        const QString shown =
            translator.translate(message.context.toUtf8().constData(), message.source.toUtf8().constData(),
                                 message.comment.toUtf8().constData(), message.numerus ? 1 : -1);
        QCOMPARE(shown, message.translations.value(0));
    }
    QVERIFY(QTranslator().load(QStringLiteral(":/i18n/zocalo_en.qm")));
    // Also what Qt's own catalogue lacks of its dialogs.
    QCOMPARE(translator.translate("QAbstractFileIconProvider", "Folder", "All other platforms"),
             QStringLiteral("Carpeta"));
}

QTEST_GUILESS_MAIN(tst_Catalogues)
#include "tst_catalogues.moc"
