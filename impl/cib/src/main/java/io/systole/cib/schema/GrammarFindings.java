package io.systole.cib.schema;

import com.google.common.collect.ImmutableList;
import io.systole.cib.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXParseException;

/** Turns what the validator says into findings with the element that it was at. */
final class GrammarFindings implements ErrorHandler {

  /** Between what is wrong and what would have been right, in the validator's messages. */
  private static final String EXPECTED = "; expected ";

  /** The same where it is a value that is wrong. */
  private static final String DEMANDED = "; must ";

  private final ElementEvents events;
  private final String grammar;
  private final List<Finding> findings = new ArrayList<>();

  GrammarFindings(ElementEvents events, String grammar) {
    this.events = events;
    this.grammar = grammar;
  }

  ImmutableList<Finding> all() {
    return ImmutableList.copyOf(findings);
  }

  @Override
  public void warning(SAXParseException e) {
    // The validator warns of nothing that a document could mend.
  }

  @Override
  public void error(SAXParseException e) throws Grammar.EnoughFindings {
    String message = Objects.requireNonNullElse(e.getMessage(), "it does not fit");
    int end = message.indexOf(EXPECTED);
    if (end >= 0) {
      add(
          message.substring(0, end),
          grammar + " allows here " + message.substring(end + EXPECTED.length()));
      return;
    }
    int demand = message.indexOf(DEMANDED);
    if (demand >= 0) {
      add(
          message.substring(0, demand),
          grammar + " says that it must " + message.substring(demand + DEMANDED.length()));
    } else {
      add(message, "");
    }
  }

  private void add(String reason, String remedy) throws Grammar.EnoughFindings {
    findings.add(Finding.error(events.path(), reason, remedy));
    if (findings.size() == Grammar.MAX_FINDINGS) {
      throw new Grammar.EnoughFindings();
    }
  }

  @Override
  public void fatalError(SAXParseException e) throws Grammar.EnoughFindings {
    error(e);
  }
}
