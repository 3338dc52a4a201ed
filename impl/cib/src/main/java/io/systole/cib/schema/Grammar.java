package io.systole.cib.schema;

import com.google.common.collect.ImmutableList;
import com.thaiopensource.util.PropertyMapBuilder;
import com.thaiopensource.validate.IncorrectSchemaException;
import com.thaiopensource.validate.Schema;
import com.thaiopensource.validate.ValidateProperty;
import com.thaiopensource.validate.Validator;
import com.thaiopensource.validate.rng.CompactSchemaReader;
import io.systole.cib.Finding;
import io.systole.xml.Element;
import java.io.IOException;
import org.xml.sax.ErrorHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * One grammar, compiled. It is safe to use from any thread; what it needs for a document is made
 * for that document.
 */
public final class Grammar {

  /** Most findings that are told of one document. */
  public static final int MAX_FINDINGS = 100;

  private final String name;
  private final Schema schema;

  private Grammar(String name, Schema schema) {
    this.name = name;
    this.schema = schema;
  }

  /**
   * Compiles a grammar.
   *
   * @param file among the schemas, such as {@code ipc/cib.rnc}
   * @param name what findings call it
   * @throws IllegalStateException if its file is not there or is wrong: a defect of this build
   */
  static Grammar compile(String file, String name) {
    PropertyMapBuilder properties = new PropertyMapBuilder();
    StringBuilder faults = new StringBuilder();
    properties.put(ValidateProperty.RESOLVER, new SchemaFiles());
    properties.put(ValidateProperty.ERROR_HANDLER, new Faults(faults));
    try {
      InputSource source = new InputSource(SchemaFiles.address(file));
      Schema schema =
          CompactSchemaReader.getInstance().createSchema(source, properties.toPropertyMap());
      return new Grammar(name, schema);
    } catch (IncorrectSchemaException | SAXException | IOException e) {
      throw new IllegalStateException("the grammar " + file + " is wrong: " + faults, e);
    }
  }

  /**
   * What the grammar says against a document, in the order of the document, at most {@link
   * #MAX_FINDINGS}. What refers to ids is another matter, see {@link CibSchemas}.
   */
  public ImmutableList<Finding> judge(Element document) {
    return judge(document, Integer.MAX_VALUE);
  }

  /**
   * As {@link #judge(Element)}, but an element at that depth is judged as if it were empty. The
   * cost then does not grow with what lies deeper.
   *
   * @param depth of the deepest elements that are looked at; the document itself is at 1
   */
  public ImmutableList<Finding> judge(Element document, int depth) {
    PropertyMapBuilder properties = new PropertyMapBuilder();
    ElementEvents events = new ElementEvents(depth);
    GrammarFindings findings = new GrammarFindings(events, name);
    properties.put(ValidateProperty.ERROR_HANDLER, findings);
    Validator validator = schema.createValidator(properties.toPropertyMap());
    try {
      events.send(document, validator.getContentHandler());
    } catch (EnoughFindings e) {
      return findings.all();
    } catch (SAXException e) {
      throw new IllegalStateException("the validator gave up without a finding", e);
    }
    return findings.all();
  }

  /** Thrown through the validator when as much was found as is told. */
  static final class EnoughFindings extends SAXException {

    private static final long serialVersionUID = 1L;

    EnoughFindings() {
      super("enough was found");
    }
  }

  /** Collects what is wrong with a grammar itself. */
  private record Faults(StringBuilder told) implements ErrorHandler {

    @Override
    public void warning(SAXParseException e) {
      // A grammar that is odd still is one.
    }

    @Override
    public void error(SAXParseException e) {
      told.append(e.getSystemId()).append(':').append(e.getLineNumber());
      told.append(": ").append(e.getMessage()).append("; ");
    }

    @Override
    public void fatalError(SAXParseException e) {
      error(e);
    }
  }
}
