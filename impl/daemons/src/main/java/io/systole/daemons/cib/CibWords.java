package io.systole.daemons.cib;

import com.google.common.base.Ascii;
import io.systole.cib.Cib;
import io.systole.cib.CibException;
import io.systole.cib.CibVersion;
import io.systole.cib.EditFault;
import io.systole.cib.EditResult;
import io.systole.cib.EpochCodec;
import io.systole.cib.FieldValues;
import io.systole.cib.PatchCodec;
import io.systole.cib.Patchset;
import io.systole.cib.acl.Acl;
import io.systole.cib.acl.CibUser;
import io.systole.ipc.IpcError;
import io.systole.kernel.Epoch;
import io.systole.kernel.Refusal;
import io.systole.kernel.ViewId;
import io.systole.protocol.cib.CibEvent;
import io.systole.protocol.cib.CibRefusal;
import io.systole.protocol.cib.CibState;
import io.systole.protocol.cib.CibSummary;
import io.systole.xml.Element;

/** What the CIB manager says to its clients, as in ARCHITECTURE.md. */
final class CibWords {

  /** What codes begin with that say that the edit itself can't be made. */
  static final String EDIT_FAULT = "edit-";

  static final IpcError UNKNOWN_OUTCOME =
      new IpcError(
          "unknown-outcome",
          "nodes came or went before the change was acknowledged, so it may be in the CIB or not",
          "query the CIB, and repeat the change if it is not there");

  private CibWords() {}

  static Element changed(CibVersion version) {
    return Element.of("changed", "version", version.toString());
  }

  static Element synchronised(CibVersion version) {
    return Element.of("synchronised", "version", version.toString());
  }

  static Element roundRefused(Epoch epoch) {
    Element.Builder said = Element.builder("round-refused");
    EpochCodec.write(epoch, "epoch", "coordinator", said);
    return said.build();
  }

  /** What a user sees of a CIB, which may be an empty one. */
  static Cib seen(CibUser user, Cib cib) {
    return Acl.of(cib, user)
        .map(acl -> acl.seen(cib).orElseGet(() -> Cib.empty().withVersion(cib.version())))
        .orElse(cib);
  }

  /** The whole CIB, as a user sees it. */
  static Element cibChanged(CibUser user, CibState state) {
    Cib cib = seen(user, state.copy().cib());
    return heading("cib-changed", state).child(cib.root()).build();
  }

  /** What makes the new CIB of the old one, as a user sees both. */
  static Element cibPatched(CibUser user, CibState before, CibState after) {
    Patchset patchset =
        Patchset.between(seen(user, before.copy().cib()), seen(user, after.copy().cib()));
    return heading("cib-patched", after).child(PatchCodec.write(patchset)).build();
  }

  private static Element.Builder heading(String name, CibState state) {
    Element.Builder changed =
        Element.builder(name).attribute("version", state.copy().cib().version().toString());
    EpochCodec.write(state.copy().term(), "term", "coordinator", changed);
    return changed;
  }

  static Element state(CibState state) {
    CibSummary summary = state.copy().summary();
    Element.Builder said =
        Element.builder("cib-state")
            .attribute("synchronised", Boolean.toString(state.synchronised()))
            .attribute("live", Boolean.toString(summary.live()));
    EpochCodec.write(summary.term(), "term", "coordinator", said);
    said.attribute("version", summary.version().toString())
        .attribute("digest", summary.digest().toString())
        .attribute("replicas", state.view().map(view -> view.id().toString()));
    EpochCodec.write(state.copy().seen(), "seen", "seen-coordinator", said);
    return said.build();
  }

  /** Reads {@code <synchronise>}. */
  static CibEvent.SynchroniseOrdered readOrder(Element order) throws CibException {
    return new CibEvent.SynchroniseOrdered(
        EpochCodec.read(order, "epoch", "coordinator"),
        EpochCodec.node(order, "source"),
        replicas(order),
        FieldValues.flag(order.attribute("quorate", ""))
            .orElseThrow(() -> new CibException(order.line(), "quorate is true or false")));
  }

  static IpcError error(Refusal refusal) {
    if (refusal instanceof CibRefusal known) {
      return error(known, known.reason(), known.remedy());
    }
    throw new IllegalArgumentException("no refusal of a replica: " + refusal.name());
  }

  static IpcError error(CibRefusal cause, String reason, String remedy) {
    return new IpcError(Ascii.toLowerCase(cause.name()).replace('_', '-'), reason, remedy);
  }

  /** The user may not do this, or nothing of what it is about. */
  static IpcError denied(String what) {
    return new IpcError(
        EDIT_FAULT + EditFault.DENIED.word(),
        "you may not " + what,
        "ask an administrator for the right (section acls)");
  }

  /** Why an edit was refused: each kind of fault has its own code. */
  static IpcError error(EditResult.Refused refused) {
    return new IpcError(EDIT_FAULT + refused.fault().word(), refused.reason(), refused.remedy());
  }

  /** A view's id as {@link ViewId#toString} writes it. */
  private static ViewId replicas(Element order) throws CibException {
    String text = order.attribute("replicas", "");
    int at = text.indexOf('@');
    if (at < 0) {
      throw new CibException(
          order.line(), "replicas is a view's id as in 3@node1, but this is '" + text + "'");
    }
    Element parts =
        Element.of("replicas", "number", text.substring(0, at), "creator", text.substring(at + 1));
    return EpochCodec.readView(parts, "number", "creator");
  }
}
