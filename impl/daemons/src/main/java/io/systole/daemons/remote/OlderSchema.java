package io.systole.daemons.remote;

import io.systole.cib.schema.CibSchemas;
import io.systole.cib.schema.GrammarName;
import io.systole.xml.Digest;
import io.systole.xml.Element;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Shows a CIB of the newest schema as one of the schema before, where it is valid by that as well.
 * The field's tools on other machines are older than ours as a rule, and refuse a CIB whose schema
 * they do not know; what is valid by both means the same by both.
 */
final class OlderSchema {

  private static final String VALIDATE_WITH = "validate-with";
  private static final GrammarName NEWEST = GrammarName.newest();

  /** The last of the 2.1 series of the field's tools. */
  private static final GrammarName OLDER = GrammarName.V3_9;

  /** Whether a CIB with that digest is valid by the older schema as well. */
  private record Verdict(Digest cib, boolean valid) {}

  private final AtomicReference<Optional<Verdict>> last = new AtomicReference<>(Optional.empty());

  /** The CIB as it is shown; what is no whole CIB is shown as it is. */
  Element shown(Element cib) {
    return isOf(cib, NEWEST) && isValid(cib) ? cib.with(VALIDATE_WITH, OLDER.text()) : cib;
  }

  /** A CIB that takes the place of one that was shown: it is of the schema that that one had. */
  Element taken(Element cib) {
    boolean wasShown = last.get().filter(Verdict::valid).isPresent();
    return isOf(cib, OLDER) && wasShown ? cib.with(VALIDATE_WITH, NEWEST.text()) : cib;
  }

  /** A patchset for who has a CIB that was shown: it leaves the schema as that one has it. */
  Element shownChange(Element diff) {
    boolean wasShown = last.get().filter(Verdict::valid).isPresent();
    return wasShown ? relabelled(diff) : diff;
  }

  private static Element relabelled(Element element) {
    return isOf(element, NEWEST)
        ? element.with(VALIDATE_WITH, OLDER.text())
        : element.is("diff") || element.is("change") || element.is("change-result")
            ? element.withChildren(
                element.children().stream().map(OlderSchema::relabelled).toList())
            : element;
  }

  private static boolean isOf(Element cib, GrammarName schema) {
    return cib.is("cib") && cib.attribute(VALIDATE_WITH, "").equals(schema.text());
  }

  private boolean isValid(Element cib) {
    Digest digest = cib.digest();
    Optional<Verdict> known = last.get().filter(verdict -> verdict.cib().equals(digest));
    if (known.isPresent()) {
      return known.get().valid();
    }
    Element older = cib.with(VALIDATE_WITH, OLDER.text());
    boolean valid = CibSchemas.shared().accepts(older, OLDER);
    last.set(Optional.of(new Verdict(digest, valid)));
    return valid;
  }
}
