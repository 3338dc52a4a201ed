package io.systole.protocol.cib;

import io.systole.cib.CibVersion;
import io.systole.cib.EditFault;
import io.systole.cib.EditResult;
import io.systole.cib.StoredCib;
import io.systole.kernel.Epoch;
import io.systole.kernel.NodeName;
import io.systole.kernel.Sends;

/** What a replica wants done. */
public sealed interface CibEffect {

  /** Send to all members of the group. */
  record Multicast(CibMessage message) implements CibEffect, Sends {}

  /**
   * Put this on stable storage and say so by {@link CibEvent.Stored} or {@link
   * CibEvent.StoringFailed}. One is under way at a time.
   *
   * <p>It does not carry the mark of a durable effect: nothing has to wait for it but what the
   * replica itself holds back until it hears of it. So many changes share one write.
   */
  record Store(StoredCib stored) implements CibEffect {}

  /** Storing failed; say {@link CibEvent.StoringRetried} after a while. */
  record RetryStoring() implements CibEffect {}

  /** The change is done: in the CIB of all, and if it is about the configuration, to stay. */
  record TellChanged(long request, CibVersion version) implements CibEffect {}

  /**
   * The change is not done and will not be.
   *
   * @param cause for programs; with {@link CibRefusal#EDIT_REFUSED} the rest says more
   */
  record TellRefused(long request, CibRefusal cause, EditResult.Refused why) implements CibEffect {

    static TellRefused because(long request, CibRefusal cause) {
      return new TellRefused(
          request,
          cause,
          new EditResult.Refused(EditFault.OUTDATED, cause.reason(), cause.remedy()));
    }

    public String reason() {
      return why.reason();
    }
  }

  /** Nobody knows whether the change is done: the view ended first. */
  record TellUnknown(long request) implements CibEffect {}

  /** All members have one CIB, and if a quorum is here, it is stored by a quorum. */
  record TellSynchronised(Epoch epoch, CibVersion version) implements CibEffect {}

  /** The round did not come to its end. */
  record TellNotSynchronised(Epoch epoch, CibRefusal reason) implements CibEffect {}

  /**
   * This replica does not take part in the round, since it has done so before or in a later one.
   * The round may wait for it, so its controller has to see to it that another is opened.
   */
  record TellRoundRefused(Epoch epoch) implements CibEffect {}

  /**
   * The node's configuration is not that of {@code other} although both have come equally far. This
   * replica takes part in nothing until the next round.
   */
  record ReportDivergence(NodeName other, CibVersion version) implements CibEffect {}
}
