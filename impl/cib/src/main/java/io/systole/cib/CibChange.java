package io.systole.cib;

import static com.google.common.base.Strings.lenientFormat;

import com.google.common.collect.ImmutableList;
import io.systole.cib.acl.Acl;
import io.systole.cib.acl.CibUser;
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
 * @param user whose rights count, by the lists of the CIB that is changed; empty for who may all
 */
public record CibChange(
    ImmutableList<CibEdit> edits,
    Optional<CibVersion> ifVersion,
    Optional<Epoch> epoch,
    boolean dryRun,
    Optional<CibUser> user) {

  public static CibChange of(CibEdit... edits) {
    return of(ImmutableList.copyOf(edits));
  }

  public static CibChange of(ImmutableList<CibEdit> edits) {
    return new CibChange(edits, Optional.empty(), Optional.empty(), false, Optional.empty());
  }

  /** This change, made by a coordinator in office. */
  public CibChange under(Epoch coordinator) {
    return new CibChange(edits, ifVersion, Optional.of(coordinator), dryRun, user);
  }

  /** This change, asked for by somebody. */
  public CibChange by(Optional<CibUser> newUser) {
    return new CibChange(edits, ifVersion, epoch, dryRun, newUser);
  }

  /** This change, only for a configuration that it was judged on, if it is for none yet. */
  public CibChange boundTo(CibVersion version) {
    return ifVersion.isPresent()
        ? this
        : new CibChange(edits, Optional.of(version), epoch, dryRun, user);
  }

  /** Makes the edits, unless the CIB is another than the client has seen. */
  public EditResult applyTo(Cib cib) {
    if (ifVersion.isPresent() && !seen(ifVersion.get(), cib.version())) {
      return new EditResult.Refused(
          EditFault.OUTDATED,
          lenientFormat(
              "the CIB has version %s, and the change is for %s", cib.version(), ifVersion.get()),
          "query the CIB again and repeat the change on it");
    }
    EditResult result = CibEdits.apply(cib, edits);
    Optional<Acl> acl = user.flatMap(known -> Acl.of(cib, known));
    return acl.isPresent() ? within(acl.get(), cib, result) : result;
  }

  private EditResult within(Acl acl, Cib cib, EditResult result) {
    return switch (result) {
      case EditResult.Applied applied ->
          acl.forbidden(cib.root(), applied.cib().root()).isPresent() ? denied(acl, cib) : applied;
      case EditResult.Refused _ -> denied(acl, cib);
    };
  }

  /** The refusal says nothing of what the user can't see: it is that of the CIB as he sees it. */
  private EditResult.Refused denied(Acl acl, Cib cib) {
    EditResult.Refused plain =
        new EditResult.Refused(
            EditFault.DENIED,
            "you may not change all that the change touches",
            "ask an administrator for the right (section acls)");
    return acl.seen(cib)
        .map(seen -> CibEdits.apply(seen, edits))
        .filter(EditResult.Refused.class::isInstance)
        .map(EditResult.Refused.class::cast)
        .orElse(plain);
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
