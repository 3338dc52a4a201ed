package io.systole.cib;

import static com.google.common.base.Strings.lenientFormat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Maps;
import io.systole.xml.Element;
import java.util.Map;

/** Applies edits to a CIB: all or none, and on equal CIBs with equal results. */
public final class CibEdits {

  /** Most edits in one change. */
  public static final int MAX_EDITS = 10_000;

  /**
   * What the cluster notes on {@code <cib>} about itself. It changes with the cluster's state, so
   * it counts as status.
   */
  private static final ImmutableSortedSet<String> NOTED =
      ImmutableSortedSet.of("cib-last-written", "dc-uuid", "execution-date", "have-quorum");

  private static final ImmutableSortedSet<String> VERSION =
      ImmutableSortedSet.of("admin_epoch", "epoch", "num_updates");

  /** A greater number in a document is taken for a slip, so that there is always room to count. */
  private static final long MAX_ASKED_FOR = CibVersion.MAX / 2;

  private CibEdits() {}

  /**
   * Applies {@code edits} in order. A change of the configuration raises the epoch by one and sets
   * num_updates to 0; one of the status alone raises num_updates by one; one that changes nothing
   * leaves the version as it is. A greater admin_epoch or epoch that an edit brings along is taken.
   *
   * <p>A change that would leave the configuration with a fault that it did not have before (see
   * {@link CibCheck}) is refused.
   */
  public static EditResult apply(Cib cib, ImmutableList<CibEdit> edits) {
    if (edits.size() > MAX_EDITS) {
      return new EditResult.Refused(
          EditFault.NONSENSE,
          lenientFormat(
              "the change has %s edits, and at most %s are allowed", edits.size(), MAX_EDITS),
          "make it in several changes");
    }
    try {
      Element root = cib.root();
      boolean bumped = false;
      for (CibEdit edit : edits) {
        root = CibEditor.apply(root, edit);
        bumped |= edit instanceof CibEdit.Bump;
      }
      return finish(cib, Cib.of(root), bumped);
    } catch (CibException e) {
      return new EditResult.Refused(
          EditFault.INVALID, "the result would be no CIB: " + e.getMessage(), "correct the change");
    } catch (EditRefused e) {
      return e.result();
    }
  }

  private static EditResult finish(Cib before, Cib after, boolean bumped) throws EditRefused {
    CibVersion asked = after.version().ofConfiguration();
    CibVersion current = before.version().ofConfiguration();
    int newer = asked.compareTo(current);
    if (newer < 0) {
      throw new EditRefused(
          EditFault.OUTDATED,
          lenientFormat("version %s is older than the CIB's, which is %s", asked, before.version()),
          "query the CIB again and repeat the change on it");
    }
    if (newer > 0 && Math.max(asked.adminEpoch(), asked.epoch()) > MAX_ASKED_FOR) {
      throw new EditRefused(
          EditFault.NONSENSE,
          lenientFormat("version %s has a number greater than %s", asked, MAX_ASKED_FOR),
          "choose a smaller one");
    }
    if (newer > 0 || bumped || !sameConfiguration(before, after)) {
      CibCheck.refuseNewFaults(before, after);
      CibVersion version = newer > 0 ? asked : current.afterConfigurationChange();
      return new EditResult.Applied(after.withVersion(version), EditResult.Kind.CONFIGURATION);
    }
    if (!sameStatus(before, after)) {
      return new EditResult.Applied(
          after.withVersion(before.version().afterStatusChange()), EditResult.Kind.STATUS);
    }
    return new EditResult.Applied(before, EditResult.Kind.NOTHING);
  }

  private static boolean sameConfiguration(Cib before, Cib after) {
    return before.configurationDigest().equals(after.configurationDigest())
        && lasting(before).equals(lasting(after));
  }

  private static boolean sameStatus(Cib before, Cib after) {
    return before.status().equals(after.status()) && noted(before).equals(noted(after));
  }

  /** The attributes of {@code <cib>} that belong to the configuration. */
  static Map<String, String> lasting(Cib cib) {
    return Maps.filterKeys(
        cib.root().attributes(), name -> !NOTED.contains(name) && !VERSION.contains(name));
  }

  private static Map<String, String> noted(Cib cib) {
    return Maps.filterKeys(cib.root().attributes(), NOTED::contains);
  }

  /** {@code newRoot} with what the cluster has noted on {@code root}. */
  static Element keepNotes(Element root, Element newRoot) {
    Element kept = newRoot;
    for (String name : NOTED) {
      kept =
          root.attribute(name).isPresent()
              ? kept.with(name, root.attribute(name, ""))
              : kept.without(name);
    }
    return kept;
  }
}
