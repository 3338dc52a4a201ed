package io.systole.cib;

import static com.google.common.base.Strings.lenientFormat;

import com.google.common.collect.ImmutableList;
import io.systole.kernel.Epoch;
import java.util.Optional;

/**
 * What a client asks for: edits that are made all or not at all, perhaps only on the CIB that the
 * client has seen, perhaps only while a coordinator is in office.
 *
 * @param edits in the order in which they are made
 * @param ifVersion the version that the client has seen; if its num_updates is 0, changes of the
 *     status since then do not matter
 * @param epoch of the coordinator that asks; where a greater one is known the change is refused
 * @param dryRun whether to tell only what would come of it
 */
public record CibChange(
    ImmutableList<CibEdit> edits,
    Optional<CibVersion> ifVersion,
    Optional<Epoch> epoch,
    boolean dryRun) {

  public static CibChange of(CibEdit... edits) {
    return of(ImmutableList.copyOf(edits));
  }

  public static CibChange of(ImmutableList<CibEdit> edits) {
    return new CibChange(edits, Optional.empty(), Optional.empty(), false);
  }

  /** This change, made by a coordinator in office. */
  public CibChange under(Epoch coordinator) {
    return new CibChange(edits, ifVersion, Optional.of(coordinator), dryRun);
  }

  /** Makes the edits, unless the CIB is another than the client has seen. */
  public EditResult applyTo(Cib cib) {
    if (ifVersion.isPresent() && !seen(ifVersion.get(), cib.version())) {
      return new EditResult.Refused(
          lenientFormat(
              "the CIB has version %s, and the change is for %s", cib.version(), ifVersion.get()),
          "query the CIB again and repeat the change on it");
    }
    return CibEdits.apply(cib, edits);
  }

  /** Whether every edit is about the status, so that no configuration can hang on the change. */
  public boolean isAboutStatus() {
    return edits.stream().allMatch(edit -> edit.section().equals(CibSection.STATUS.tag()));
  }

  private static boolean seen(CibVersion wanted, CibVersion actual) {
    return wanted.numUpdates() == 0
        ? wanted.equals(actual.ofConfiguration())
        : wanted.equals(actual);
  }
}
