package io.systole.daemons.controller;

import com.google.common.collect.ImmutableSet;
import io.systole.cib.Cib;
import io.systole.cib.CibChange;
import io.systole.cib.CibEditCodec;
import io.systole.cib.CibException;
import io.systole.cib.CibVersion;
import io.systole.cib.EpochCodec;
import io.systole.daemons.runtime.RoleContext;
import io.systole.kernel.ViewId;
import io.systole.protocol.cib.CibSummary;
import io.systole.protocol.controller.ControllerEffect;
import io.systole.protocol.controller.ControllerEvent;
import io.systole.protocol.controller.Service;
import io.systole.protocol.join.HeldCib;
import io.systole.xml.Digest;
import io.systole.xml.Element;
import java.util.Optional;

/** What the controller says to the CIB manager and hears from it. */
final class CibService implements ServiceLink.Course, AutoCloseable {

  /** Answers after which the same change would be refused again. */
  private static final ImmutableSet<String> FINAL =
      ImmutableSet.of("stale-epoch", "no-quorum", "bad-request");

  /** What codes begin with that say that the edit itself can't be made. */
  private static final String EDIT_FAULT = "edit-";

  private final ServiceLink link;

  CibService(RoleContext context, Heard heard) {
    this.link = new ServiceLink(context, heard, Service.CIB, this);
  }

  void open() {
    link.open();
  }

  @Override
  public void close() {
    link.close();
  }

  @Override
  public void connected() {
    link.ask(
        Element.of("subscribe"),
        cib -> {
          changed(cib);
          link.ask(
              Element.of("state"),
              state -> {
                stateChanged(state);
                link.ready();
              },
              reason -> link.warn("the CIB manager does not tell its state: " + reason.error()));
        },
        reason -> link.warn("the CIB manager does not tell its CIB: " + reason.error()));
  }

  @Override
  public void event(Element body) {
    switch (body.name()) {
      case "cib-changed" -> body.child("cib").ifPresent(this::changed);
      case "cib-state" -> stateChanged(body);
      case "round-refused" -> roundRefused(body);
      default -> link.log("the CIB manager told <" + body.name() + ">, which is not known here");
    }
  }

  private void changed(Element root) {
    try {
      link.tell(new ControllerEvent.CibChanged(Cib.of(root)));
    } catch (CibException e) {
      link.warn("the CIB manager told what is no CIB: " + e.getMessage());
    }
  }

  private void stateChanged(Element state) {
    Optional<ViewId> replicas = state.attribute("replicas").flatMap(CibService::view);
    if (replicas.isEmpty()) {
      // It is in no view yet; it will tell.
      return;
    }
    try {
      Optional<CibVersion> version = CibVersion.parse(state.attribute("version", ""));
      Optional<Digest> digest = Digest.parse(state.attribute("digest", ""));
      if (version.isEmpty() || digest.isEmpty()) {
        throw new CibException(state.line(), "version or digest is none: " + state);
      }
      CibSummary summary =
          new CibSummary(
              EpochCodec.read(state, "term", "coordinator"),
              version.get(),
              state.attribute("live", "").equals("true"),
              digest.get());
      link.tell(
          new ControllerEvent.CibStateChanged(
              new HeldCib(summary, replicas.get()),
              EpochCodec.read(state, "seen", "seen-coordinator"),
              state.attribute("synchronised", "").equals("true")));
    } catch (CibException e) {
      link.warn("the CIB manager told a state that is not understood: " + e.getMessage());
    }
  }

  private void roundRefused(Element refusal) {
    try {
      link.tell(
          new ControllerEvent.CibRoundRefused(EpochCodec.read(refusal, "epoch", "coordinator")));
    } catch (CibException e) {
      link.warn("the CIB manager refused a round that is not understood: " + e.getMessage());
    }
  }

  /** A view's id as {@link ViewId#toString} writes it. */
  private static Optional<ViewId> view(String text) {
    int at = text.indexOf('@');
    if (at < 0) {
      return Optional.empty();
    }
    Element parts =
        Element.of("view", "number", text.substring(0, at), "creator", text.substring(at + 1));
    try {
      return Optional.of(EpochCodec.readView(parts, "number", "creator"));
    } catch (CibException e) {
      return Optional.empty();
    }
  }

  void propose(ControllerEffect.ProposeEdits propose) {
    CibChange change =
        new CibChange(propose.edits(), Optional.empty(), propose.epoch(), false, Optional.empty());
    link.ask(
        CibEditCodec.write(change),
        answer ->
            link.tell(
                new ControllerEvent.EditsAccepted(
                    propose.number(),
                    CibVersion.parse(answer.attribute("version", ""))
                        .orElse(new CibVersion(0, 0, 0)))),
        reason -> {
          String code = reason.error().code();
          boolean again = !FINAL.contains(code) && !code.startsWith(EDIT_FAULT);
          link.log("a change of the CIB was refused: " + reason.error());
          link.tell(
              new ControllerEvent.EditsRefused(propose.number(), again, reason.error().reason()));
        });
  }

  void synchronise(ControllerEffect.SynchroniseCib wanted) {
    Element request =
        ServiceLink.under(wanted.epoch(), "synchronise")
            .attribute("source", wanted.source().value())
            .attribute("replicas", wanted.replicas().toString())
            .attribute("quorate", Boolean.toString(wanted.quorate()))
            .build();
    link.ask(
        request,
        _ -> link.tell(new ControllerEvent.CibSynchronised(wanted.epoch())),
        reason -> {
          link.log("the CIBs were not synchronised: " + reason.error());
          link.tell(
              new ControllerEvent.CibSynchroniseFailed(wanted.epoch(), reason.error().reason()));
        });
  }
}
