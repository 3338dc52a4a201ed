package io.systole.cib;

import io.systole.cib.xpath.CibXPath;
import io.systole.xml.Element;

/** Answers {@code <query section="" xpath="" children="true|false">}. */
public final class CibQuery {

  /** What is around the elements that a path leads to. */
  public static final String MATCHES = "matches";

  private CibQuery() {}

  /**
   * The section, or {@code <matches>} around what the path leads to: {@code <match path="">} with
   * the place of each element in the whole CIB, around the element.
   *
   * @throws CibException if there is no such section, or the path is not understood
   */
  public static Element answer(Cib cib, Element query) throws CibException {
    boolean bare = query.attribute("children", "true").equals("false");
    if (query.has("xpath")) {
      Element.Builder matches = Element.builder(MATCHES);
      CibXPath path = CibXPath.parse(query.attribute("xpath", ""));
      for (CibXPath.Match match : path.matches(cib.root())) {
        matches.child(
            Element.of("match", "path", match.path().toString())
                .plus(bare ? childless(match.element()) : match.element()));
      }
      return matches.build();
    }
    String name = query.attribute("section", "");
    CibSection section =
        CibSection.of(name)
            .orElseThrow(() ->
                new CibException(
                    query.line(),
                    "a CIB has no section '" + name + "'; it has " + CibSection.known()));
    Element found = cib.section(section);
    return bare ? childless(found) : found;
  }

  private static Element childless(Element element) {
    return element.withoutChildren(_ -> true);
  }
}
