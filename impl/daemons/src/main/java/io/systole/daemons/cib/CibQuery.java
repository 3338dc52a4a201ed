package io.systole.daemons.cib;

import io.systole.cib.Cib;
import io.systole.cib.CibException;
import io.systole.cib.CibPath;
import io.systole.cib.CibSection;
import io.systole.xml.Element;

/** Answers {@code <query section="" xpath="">}. */
final class CibQuery {

  private CibQuery() {}

  /** The section, or {@code <matches>} around what the path leads to in it. */
  static Element answer(Cib cib, Element query) throws CibException {
    String name = query.attribute("section", "");
    CibSection section =
        CibSection.of(name)
            .orElseThrow(() ->
                new CibException(
                    query.line(),
                    "a CIB has no section '" + name + "'; it has " + CibSection.known()));
    Element found = cib.section(section);
    return query.has("xpath")
        ? Element.of("matches").withChildren(CibPath.parse(query.attribute("xpath", "")).in(found))
        : found;
  }
}
