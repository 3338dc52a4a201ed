package io.systole.cib;

import static com.google.common.base.Strings.lenientFormat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.systole.xml.Element;

/** Finds what is wrong with a configuration, beyond its being a CIB at all. */
public final class CibCheck {

  /** Most faults that are told of one CIB. */
  public static final int MAX_FAULTS = 100;

  private CibCheck() {}

  /**
   * What is wrong.
   *
   * @param line where it was parsed, from 1; 0 if it was made in memory
   * @param where the element in words
   * @param reason what is wrong with it
   * @param remedy what to do
   */
  public record Fault(int line, String where, String reason, String remedy) {

    /** One line for a person. */
    @Override
    public String toString() {
      String place = line == 0 ? where : "line " + line + ": " + where;
      return lenientFormat("%s: %s; %s", place, reason, remedy);
    }
  }

  /** The faults in the order of the document, at most {@link #MAX_FAULTS}. */
  public static ImmutableList<Fault> check(Cib cib) {
    return CibFaults.of(cib).stream().limit(MAX_FAULTS).collect(ImmutableList.toImmutableList());
  }

  /** Refuses a change that brings faults in; faults that were there before are let be. */
  static void refuseNewFaults(Cib before, Cib after) throws EditRefused {
    if (onlyValuesDiffer(before.configuration(), after.configuration())) {
      return;
    }
    ImmutableList<Fault> faults = CibFaults.of(after);
    if (faults.isEmpty()) {
      return;
    }
    ImmutableSet<String> old =
        CibFaults.of(before).stream().map(CibCheck::what).collect(ImmutableSet.toImmutableSet());
    for (Fault fault : faults) {
      if (!old.contains(what(fault))) {
        // A message is all on one line, which says nothing of where its author has to look.
        String place = fault.line() <= 1 ? "" : "line " + fault.line() + ": ";
        throw new EditRefused(
            EditFault.INVALID, place + fault.where() + ": " + fault.reason(), fault.remedy());
      }
    }
  }

  /** Whether no more differs than values of pairs, in which no fault is looked for. */
  private static boolean onlyValuesDiffer(Element before, Element after) {
    if (before.equals(after)) {
      return true;
    }
    if (!before.is(after.name())
        || before.children().size() != after.children().size()
        || !before.text().equals(after.text())
        || !alike(before, after)) {
      return false;
    }
    for (int i : before.differingChildren(after)) {
      if (!onlyValuesDiffer(before.children().get(i), after.children().get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean alike(Element before, Element after) {
    return (before.is("nvpair") && before.has("value") && after.has("value"))
        ? before.with("value", "").attributes().equals(after.with("value", "").attributes())
        : before.attributes().equals(after.attributes());
  }

  /** A fault without its line, which differs between two writings of one document. */
  private static String what(Fault fault) {
    return fault.where() + ": " + fault.reason();
  }
}
