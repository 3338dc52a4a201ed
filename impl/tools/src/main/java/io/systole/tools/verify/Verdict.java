package io.systole.tools.verify;

import com.google.common.collect.ImmutableList;
import io.systole.cib.Finding;
import io.systole.cib.check.CibReview;
import io.systole.cib.schema.CibSchemas;
import io.systole.xml.Element;
import io.systole.xml.Xml;
import io.systole.xml.XmlException;
import io.systole.xml.XmlLimits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What is to be said of one file.
 *
 * @param file as it was named, or {@code -} for standard input
 * @param schema that the document asks for; empty if it is none that could be read
 * @param findings in the order of the document
 */
public record Verdict(String file, String schema, ImmutableList<Finding> findings) {

  /** Judges a file; what can't be read or parsed is an error like any other. */
  static Verdict of(String file, boolean schemaOnly) {
    try (InputStream in = file.equals("-") ? System.in : Files.newInputStream(Path.of(file))) {
      return of(file, Xml.parse(in, XmlLimits.FILE), schemaOnly);
    } catch (XmlException e) {
      return unreadable(file, e.line(), e.column(), e.reason(), "mend the XML first");
    } catch (IOException e) {
      return unreadable(file, 0, 0, "it can't be read: " + e, "name a file that is there");
    }
  }

  /** Judges a document. */
  public static Verdict of(String file, Element document, boolean schemaOnly) {
    String schema = document.attribute("validate-with", "");
    ImmutableList<Finding> byGrammar = CibSchemas.shared().judge(document);
    if (schemaOnly || byGrammar.stream().anyMatch(Finding::isError)) {
      // Of what is not a CIB no more can be said.
      return new Verdict(file, schema, byGrammar);
    }
    return new Verdict(
        file,
        schema,
        ImmutableList.<Finding>builder()
            .addAll(byGrammar)
            .addAll(CibReview.check(document))
            .build());
  }

  private static Verdict unreadable(
      String file, int line, int column, String reason, String remedy) {
    Finding finding =
        new Finding(Finding.Severity.ERROR, line, column, "the document", reason, remedy);
    return new Verdict(file, "", ImmutableList.of(finding));
  }

  public boolean hasErrors() {
    return findings.stream().anyMatch(Finding::isError);
  }

  long errors() {
    return findings.stream().filter(Finding::isError).count();
  }

  long warnings() {
    return findings.size() - errors();
  }
}
