package io.systole.cib;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.systole.cib.check.Structure;
import io.systole.xml.Element;

/** Finds what is wrong with a configuration, beyond its being a CIB at all. */
public final class CibCheck {

  /** Most faults that are told of one CIB. */
  public static final int MAX_FAULTS = 100;

  private CibCheck() {}

  /** The faults, at most {@link #MAX_FAULTS}. */
  public static ImmutableList<Finding> check(Cib cib) {
    return faults(cib).stream().limit(MAX_FAULTS).collect(ImmutableList.toImmutableList());
  }

  private static ImmutableList<Finding> faults(Cib cib) {
    return Structure.check(cib.withoutStatus().root());
  }

  /** Refuses a change that brings faults in; faults that were there before are let be. */
  static void refuseNewFaults(Cib before, Cib after) throws EditRefused {
    if (onlyValuesDiffer(before.configuration(), after.configuration())) {
      return;
    }
    ImmutableList<Finding> faults = faults(after);
    if (faults.isEmpty()) {
      return;
    }
    ImmutableSet<String> old =
        faults(before).stream().map(CibCheck::what).collect(ImmutableSet.toImmutableSet());
    for (Finding fault : faults) {
      if (!old.contains(what(fault))) {
        // A message is all on one line, which says nothing of where its author has to look.
        String place = fault.line() <= 1 ? "" : "line " + fault.line() + ": ";
        throw new EditRefused(
            EditFault.INVALID, place + fault.where() + ": " + fault.reason(), fault.remedy());
      }
    }
  }

  /**
   * Whether between two CIBs no more differs than values of pairs, the status, and the version.
   *
   * <p>The cost is that of what differs.
   */
  public static boolean onlyValuesDiffer(Cib before, Cib after) {
    return CibEdits.lasting(before).equals(CibEdits.lasting(after))
        && onlyValuesDiffer(before.configuration(), after.configuration());
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
  private static String what(Finding fault) {
    return fault.where() + ": " + fault.reason();
  }
}
