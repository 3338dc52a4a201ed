package io.systole.xml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What must not be accepted, and must do no harm. */
final class HostileDocumentTest {

  private static final XmlLimits SMALL = new XmlLimits(1000, 4, 3, 10);

  private static final String GOOD =
      "<?xml version=\"1.0\"?><cib a=\"1&amp;2\"><!-- x --><b>t\u00e9xt</b><c/></cib>";

  @Test
  void anEntityBombIsRefusedAtItsDocumentType() {
    String bomb =
        """
        <?xml version="1.0"?>
        <!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
        <lolz>&b;</lolz>
        """;
    XmlException refused = assertThrows(XmlException.class, () -> Xml.parse(bomb));
    assertTrue(refused.getMessage().contains("document type"), refused.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>",
        "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>",
        "<a>&undeclared;</a>",
        "<a b='&undeclared;'/>",
        "",
        "   ",
        "text",
        "<a>",
        "<a></b>",
        "<a/><b/>",
        "<a/>tail",
        "<a b='1' b='2'/>",
        "<a b=1/>",
        "<a b='<'/>",
        "<1/>",
        "<a>&#0;</a>",
        "<a>\u0000</a>",
        "<a b='&#x1F;'/>",
        "<a><![CDATA[x]></a>",
        "<xmlns:a/>",
        "<a><xmlns:b/></a>",
        "<?xml version='9.9'?><a/>",
        "<?xml version='1.0' encoding='no-such'?><a/>",
      })
  void whatIsNotWellFormedIsRefused(String document) {
    XmlException refused = assertThrows(XmlException.class, () -> Xml.parse(document));
    assertTrue(refused.line() >= 1 && refused.column() >= 0, refused.getMessage());
  }

  @Test
  void theLineOfTheFaultIsTold() {
    XmlException refused =
        assertThrows(XmlException.class, () -> Xml.parse("<a>\n  <b>\n  </c>\n</a>"));
    assertEquals(3, refused.line());
  }

  @ParameterizedTest
  @CsvSource({
    "<a><b><c><d><e/></d></c></b></a>, 4 deep",
    "<a b='' c='' d='' e=''/>, 3 attributes",
    "<a><b/><b/><b/><b/><b/><b/><b/><b/><b/><b/></a>, 10 elements",
  })
  void limitsAreKept(String document, String reason) {
    XmlException refused = assertThrows(XmlException.class, () -> parse(document));
    assertTrue(refused.getMessage().contains(reason), refused.getMessage());
  }

  @Test
  void theSizeIsLimitedBeforeAnythingIsParsed() {
    String document = "<a>" + "x".repeat(1000) + "</a>";
    XmlException refused = assertThrows(XmlException.class, () -> parse(document));
    assertTrue(refused.getMessage().contains("1000 bytes"), refused.getMessage());
  }

  @Test
  void aStreamThatIsTooLongIsRefusedWhereItIsAndNotReadToItsEnd() {
    byte[] start = "<a>".getBytes(StandardCharsets.UTF_8);
    InputStream endless =
        new InputStream() {
          private int count;

          @Override
          public int read() {
            return count < start.length ? start[count++] : ' ';
          }

          @Override
          public int read(byte[] buffer, int offset, int length) {
            for (int i = 0; i < length; i++) {
              buffer[offset + i] = (byte) read();
            }
            return length;
          }
        };
    XmlLimits limits = new XmlLimits(100_000, 10, 10, 10);
    XmlException refused = assertThrows(XmlException.class, () -> Xml.parse(endless, limits));
    assertTrue(refused.getMessage().contains("more than 100000 bytes"), refused::getMessage);
  }

  @Test
  void aStreamThatCannotBeReadSaysSoItself() {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("the disk is gone");
          }

          @Override
          public int read(byte[] buffer, int offset, int length) throws IOException {
            return read();
          }
        };
    IOException failure =
        assertThrows(IOException.class, () -> Xml.parse(broken, XmlLimits.MESSAGE));
    assertEquals("the disk is gone", failure.getMessage());
  }

  @Test
  void aHundredElementsDeepIsFine() throws XmlException {
    Element root = Xml.parse("<a>".repeat(100) + "</a>".repeat(100));
    assertEquals(100, root.size());
    assertEquals(root, Xml.parse(Xml.writeIndented(root)));
  }

  @Test
  void aMillionDeepIsRefusedWithoutExhaustingTheStack() {
    assertThrows(XmlException.class, () -> Xml.parse("<a>".repeat(1_000_000)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16", "UTF-16BE", "UTF-16LE", "ISO-8859-1", "US-ASCII"})
  void encodingsAreUnderstood(String encoding) throws XmlException {
    Charset charset = Charset.forName(encoding);
    String name = encoding.startsWith("UTF-16") ? "UTF-16" : encoding;
    String value = encoding.equals("US-ASCII") ? "e" : "\u00e9";
    String document = "<?xml version=\"1.0\" encoding=\"" + name + "\"?><a b=\"" + value + "\"/>";
    byte[] bytes = document.getBytes(charset);
    assertEquals(value, Xml.parse(bytes, XmlLimits.FILE).attribute("b", ""));
  }

  @Test
  void bytesThatAreNoUtf8AreRefused() {
    byte[] bytes = "<a b='?'/>".getBytes(StandardCharsets.UTF_8);
    bytes[6] = (byte) 0xC3;
    assertThrows(XmlException.class, () -> Xml.parse(bytes, XmlLimits.FILE));
  }

  @Test
  void everyBeginningOfADocumentIsRefused() {
    byte[] whole = GOOD.getBytes(StandardCharsets.UTF_8);
    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThrows(XmlException.class, () -> Xml.parse(part, XmlLimits.FILE), "at " + length);
    }
  }

  @Property(tries = 3000)
  void garbageIsParsedOrRefused(@ForAll byte[] bytes) {
    parsedOrRefused(bytes);
  }

  @Property(tries = 5000)
  void aDamagedDocumentIsParsedOrRefused(
      @ForAll @IntRange(max = 200) int position, @ForAll byte damage) {
    byte[] bytes = GOOD.getBytes(StandardCharsets.UTF_8);
    bytes[position % bytes.length] = damage;
    parsedOrRefused(bytes);
  }

  private static void parsedOrRefused(byte[] bytes) {
    try {
      Element element = Xml.parse(bytes, XmlLimits.MESSAGE);
      assertEquals(element, Xml.parse(Xml.write(element)));
    } catch (XmlException e) {
      assertTrue(e.line() >= 1, e.getMessage());
    }
  }

  private static Element parse(String document) throws XmlException {
    return Xml.parse(document.getBytes(StandardCharsets.UTF_8), SMALL);
  }
}
