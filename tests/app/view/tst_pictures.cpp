// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/view/banner.h"
#include "app/view/pictureactions.h"
#include "app/view/picturedialog.h"
#include "tests/app/view/windowtest.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFile>
#include <QFileDialog>
#include <QImage>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QTimer>
#include <QUrl>

using namespace zocalo;

/// The ways of the picture out of the window.
class TestPictures : public QObject, private WindowTest
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY(prepare()); }
    void init()
    {
        openAfresh();
        QSettings().setValue(QStringLiteral("picture/folder"), folder().path());
        stepTo(8);
    }
    void cleanup() { window.reset(); }
    void chosenKind_isWhatIsWritten();
    void drawing_hasNoPixelsToChoose();
    void large_hasTwiceThePixels();
    void copied_isPictureDrawingAndWords();
    void dragged_isAFile();
    void click_selectsAndDragsNothing();

private:
    view::PictureDialog *ask();
    QString acceptInto(const QString &name);
    view::PictureActions *pictures() { return window->findChild<view::PictureActions *>(); }
};

view::PictureDialog *TestPictures::ask()
{
    action("savePicture")->trigger();
    return child<view::PictureDialog>("pictureDialog");
}

QString TestPictures::acceptInto(const QString &name)
{
    QTest::mouseClick(child<QDialogButtonBox>("pictureButtons")->button(QDialogButtonBox::Save), Qt::LeftButton);
    auto *files = child<QFileDialog>("pictureFile");
    const QString path = folder().filePath(name);
    files->selectFile(path);
    QMetaObject::invokeMethod(files, "accept");
    return path;
}

void TestPictures::chosenKind_isWhatIsWritten()
{
    ask();
    auto *format = child<QComboBox>("pictureFormat");
    format->setCurrentIndex(format->findData(QStringLiteral("svg+text")));
    child<QComboBox>("pictureColours")->setCurrentIndex(1);
    QFile file(acceptInto(QStringLiteral("editable.svg")));
    QTRY_VERIFY(file.exists());
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray svg = file.readAll();
    QVERIFY(svg.contains("<text"));
    QVERIFY(svg.contains("#ffffff"));
    // The choice is that of the next time.
    QTRY_VERIFY(!window->findChild<view::PictureDialog *>());
    auto *again = ask();
    QCOMPARE(again->choice(), (view::PictureChoice{QStringLiteral("svg"), true, 1, true}));
    format = child<QComboBox>("pictureFormat");
    format->setCurrentIndex(format->findData(QStringLiteral("svg")));
    QFile outlines(acceptInto(QStringLiteral("outlines.svg")));
    QTRY_VERIFY(outlines.exists());
    QVERIFY(outlines.open(QIODevice::ReadOnly));
    QVERIFY(!outlines.readAll().contains("<text"));
}

void TestPictures::drawing_hasNoPixelsToChoose()
{
    ask();
    auto *format = child<QComboBox>("pictureFormat");
    auto *scale = child<QComboBox>("pictureScale");
    QVERIFY(scale->isEnabled());
    format->setCurrentIndex(format->findData(QStringLiteral("pdf")));
    QVERIFY(!scale->isEnabled());
    QVERIFY(!scale->toolTip().isEmpty());
    QTest::keyClick(child<view::PictureDialog>("pictureDialog"), Qt::Key_Escape);
    QTRY_VERIFY(!window->findChild<view::PictureDialog *>());
}

void TestPictures::large_hasTwiceThePixels()
{
    ask();
    child<QComboBox>("pictureScale")->setCurrentIndex(1);
    const QString path = acceptInto(QStringLiteral("large.png"));
    QTRY_VERIFY(QFile::exists(path));
    const QImage image(path);
    QCOMPARE(image.size(), QSize(3840, 2160));
    QVERIFY(image.text(QStringLiteral("Description")).contains(QLatin1String("socket")));
}

void TestPictures::copied_isPictureDrawingAndWords()
{
    key(Qt::Key_C, Qt::ControlModifier);
    const QMimeData *data = QApplication::clipboard()->mimeData();
    QVERIFY(data->hasImage());
    QCOMPARE(qvariant_cast<QImage>(data->imageData()).size(), QSize(1920, 1080));
    const QByteArray svg = data->data(QStringLiteral("image/svg+xml"));
    QVERIFY(svg.contains("<title>") && svg.contains("xml:lang=\"en\""));
    const figure::DisplayList shown = window->view().figureAt({1920, 1080}, figure::Theme::Light);
    QVERIFY(!shown.description().isEmpty());
    QVERIFY(data->text().contains(shown.description()));
    QVERIFY(!data->hasUrls());
}

void TestPictures::dragged_isAFile()
{
    const std::unique_ptr<QMimeData> data(pictures()->data(folder().filePath(QStringLiteral("dragged.png"))));
    QVERIFY(!QFile::exists(folder().filePath(QStringLiteral("dragged.png")))); // nobody has asked for it yet
    QCOMPARE(data->urls().size(), 1);
    const QImage image(data->urls().first().toLocalFile());
    QCOMPARE(image.size(), QSize(1920, 1080));
    QCOMPARE(image.convertToFormat(QImage::Format_RGB32),
             qvariant_cast<QImage>(data->imageData()).convertToFormat(QImage::Format_RGB32));

    QSignalSpy drags(&window->view(), &view::FigureView::dragStarted);
    QTest::mousePress(&window->view(), Qt::LeftButton, {}, {300, 20});
    QTest::mouseMove(&window->view(), {302, 21});
    QCOMPARE(drags.count(), 0);
    QTimer::singleShot(0, this, [this] {
        QTest::mouseRelease(&window->view(), Qt::LeftButton, {}, {400, 120});
        QTest::keyClick(window.get(), Qt::Key_Escape);
    });
    QMouseEvent move(QEvent::MouseMove, QPointF(400, 120), window->view().mapToGlobal(QPointF(400, 120)), Qt::NoButton,
                     Qt::LeftButton, {});
    QApplication::sendEvent(&window->view(), &move);
    QCOMPARE(drags.count(), 1);
}

void TestPictures::click_selectsAndDragsNothing()
{
    QSignalSpy drags(&window->view(), &view::FigureView::dragStarted);
    const QRect place = window->view().placeOf(window->view().things().first());
    QTest::mouseClick(&window->view(), Qt::LeftButton, {}, place.center());
    QVERIFY(window->view().selection());
    QMouseEvent move(QEvent::MouseMove, QPointF(400, 120), window->view().mapToGlobal(QPointF(400, 120)), Qt::NoButton,
                     Qt::NoButton, {});
    QApplication::sendEvent(&window->view(), &move);
    QCOMPARE(drags.count(), 0);
}

QTEST_MAIN(TestPictures)
#include "tst_pictures.moc"
