package io.systole.daemons.cib;

import com.google.common.collect.ImmutableMap;
import io.systole.cib.Cib;
import io.systole.cib.CibChange;
import io.systole.cib.CibEditCodec;
import io.systole.cib.CibException;
import io.systole.cib.EditResult;
import io.systole.cib.StoredCib;
import io.systole.cib.acl.Acl;
import io.systole.cib.acl.CibUser;
import io.systole.cib.store.CibStore;
import io.systole.cib.store.DiskFiles;
import io.systole.cib.store.FileLayer;
import io.systole.cib.store.LoadResult;
import io.systole.cluster.EngineListener;
import io.systole.daemons.remote.RemoteAccess;
import io.systole.daemons.runtime.EngineLink;
import io.systole.daemons.runtime.MachineShell;
import io.systole.daemons.runtime.MessageLabels;
import io.systole.daemons.runtime.Role;
import io.systole.daemons.runtime.RoleContext;
import io.systole.daemons.runtime.RoleException;
import io.systole.ipc.IpcError;
import io.systole.ipc.IpcRequest;
import io.systole.ipc.Peer;
import io.systole.kernel.Cause;
import io.systole.kernel.MessageId;
import io.systole.kernel.NodeName;
import io.systole.kernel.Runner;
import io.systole.kernel.Step;
import io.systole.kernel.View;
import io.systole.protocol.cib.CibEffect;
import io.systole.protocol.cib.CibEvent;
import io.systole.protocol.cib.CibInvariants;
import io.systole.protocol.cib.CibMessage;
import io.systole.protocol.cib.CibMessageCodec;
import io.systole.protocol.cib.CibRefusal;
import io.systole.protocol.cib.CibReplica;
import io.systole.protocol.cib.CibState;
import io.systole.xml.Element;
import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalLong;

/** Keeps this node's replica of the CIB, and lets this node's clients read, change and watch it. */
public final class CibRole implements Role {

  public static final String NAME = "cib";

  /** The group of the replicas. */
  private static final String GROUP = "cib";

  /** How long a full disk is left alone before it is tried again. */
  private static final Duration STORE_RETRY = Duration.ofSeconds(1);

  /**
   * How long an engine that was lost is left alone; one that is lost again and again costs little.
   */
  private static final Duration REJOIN = Duration.ofMillis(200);

  private final FilesOpener opener;
  private final CibClients clients = new CibClients();
  private final Requesters requesters = new Requesters(System.getProperty("user.name"));
  private Optional<Running> running = Optional.empty();
  private Optional<RemoteAccess> remote = Optional.empty();
  private final ChangeDesk desk = new ChangeDesk(this::state, new FromDesk());

  /** Opens the folder of the stored CIB. */
  interface FilesOpener {

    FileLayer open(RoleContext context) throws IOException;
  }

  /** What there is while the role runs. */
  private record Running(
      RoleContext context,
      Runner<CibState, CibEvent, CibEffect> replica,
      CibWriter writer,
      CibHistory history,
      EngineLink engine) {

    CibState state() {
      return replica.state();
    }
  }

  /** Stores the CIB in the folder {@code cib} of the node's state. */
  public CibRole() {
    this(context -> DiskFiles.in(context.configuration().state().resolve("cib")));
  }

  CibRole(FilesOpener opener) {
    this.opener = opener;
  }

  private CibState state() {
    return running.orElseThrow().state();
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void start(RoleContext context) throws RoleException {
    CibStore store = new CibStore(open(context));
    CibState initial = CibState.initial(context.node(), load(context, store));
    Runner<CibState, CibEvent, CibEffect> replica =
        MachineShell.runner(
            context, new MachineShell.Parts<>("Cib", new CibReplica(), initial, CibInvariants.ALL));
    running =
        Optional.of(
            new Running(
                context,
                replica,
                new CibWriter(context, store),
                CibHistory.open(context, context.configuration().state().resolve("cib-history")),
                join(context)));
    RemoteAccess access = new RemoteAccess(context, new FromRemote(context));
    access.follow(initial.copy().cib().root());
    remote = Optional.of(access);
  }

  private FileLayer open(RoleContext context) throws RoleException {
    try {
      return opener.open(context);
    } catch (IOException e) {
      throw new RoleException(
          "the folder of the CIB can't be opened: " + e + "; check its owner and its disk", e);
    }
  }

  private static StoredCib load(RoleContext context, CibStore store) throws RoleException {
    return switch (store.load()) {
      case LoadResult.Failed failed ->
          throw new RoleException(failed.reason() + "; " + failed.remedy());
      case LoadResult.Loaded loaded -> {
        for (LoadResult.Damage damage : loaded.damaged()) {
          context
              .log()
              .severe(
                  "a stored CIB is damaged and is kept aside as "
                      + damage.keptAs()
                      + ": "
                      + damage.reason()
                      + "; an older one is used, and the other nodes' where theirs is newer");
        }
        yield loaded.stored().orElse(StoredCib.NOTHING);
      }
    };
  }

  private EngineLink join(RoleContext context) {
    return EngineLink.open(context, ImmutableMap.of(GROUP, new FromEngine(context)));
  }

  @Override
  public void requested(IpcRequest request) {
    if (running.isEmpty()) {
      request.fail(new IpcError("stopping", "the CIB manager is stopping", "try again"));
      return;
    }
    Running now = running.get();
    Cib cib = now.state().copy().cib();
    Optional<CibUser> user = requesters.of(request, cib);
    if (user.isEmpty()) {
      request.fail(CibWords.denied("ask with the rights of another user"));
      return;
    }
    Optional<Acl> acl = Acl.of(cib, user.get());
    try {
      switch (request.body().name()) {
        case "query" -> CibAnswers.query(request, cib, acl);
        case "change" -> desk.take(request, CibEditCodec.readChange(request.body()).by(user));
        case "subscribe" -> clients.subscribe(request, user.get(), now.state());
        case "synchronise" -> {
          if (acl.isPresent()) {
            request.fail(CibWords.denied("give orders to the replicas"));
          } else {
            synchronise(request);
          }
        }
        case "history" -> CibAnswers.history(request, now.history(), acl);
        case "state" -> request.reply(CibWords.state(now.state()));
        default -> request.fail(IpcError.unknownRequest(NAME, request.body().name()));
      }
    } catch (CibException e) {
      request.fail(IpcError.badRequest(e.getMessage()));
    }
  }

  @Override
  public void closed(Peer peer) {
    clients.closed(peer);
  }

  @Override
  public void stop() {
    running.ifPresent(now -> {
      now.engine().close();
      now.writer().close();
      now.history().close();
    });
    running = Optional.empty();
    remote.ifPresent(RemoteAccess::close);
    remote = Optional.empty();
  }

  private void synchronise(IpcRequest request) throws CibException {
    CibEvent.SynchroniseOrdered order = CibWords.readOrder(request.body());
    Step<CibState, CibEffect> step = step(order, new Cause.Local("request"));
    // The order is awaited only now: one that it supersedes is answered in the step itself.
    if (step.refusal().isPresent()) {
      request.fail(CibWords.error(step.refusal().get()));
    } else {
      clients.awaitRound(order.epoch(), request);
    }
  }

  private Step<CibState, CibEffect> step(CibEvent event, Cause cause) {
    Running now = running.orElseThrow();
    CibState before = now.state();
    Runner.Result<CibState, CibEffect> result = now.replica().step(event, cause);
    keep(now, before, event);
    // Clients see the CIB before they are told that their change is in it.
    clients.publish(before, result.step());
    remote.ifPresent(access -> access.follow(now.state().copy().cib().root()));
    Iterator<MessageId> sends = result.sends().iterator();
    result.step().effects().forEach(effect -> carryOut(now, effect, sends));
    desk.advance();
    return result.step();
  }

  /** Notes who has changed the configuration. */
  private static void keep(Running now, CibState before, CibEvent event) {
    Cib old = before.copy().cib();
    Cib cib = now.state().copy().cib();
    if (old.version().ofConfiguration().equals(cib.version().ofConfiguration())) {
      return;
    }
    if (event instanceof CibEvent.Delivered delivered
        && delivered.message() instanceof CibMessage.Propose propose) {
      String user = propose.change().user().map(CibUser::name).orElse("hacluster");
      now.history().add(user, delivered.sender().value(), old, cib);
    } else {
      // From another replica, which has the history of how it came to be.
      now.history().add("hacluster", "", old, cib);
    }
  }

  private void carryOut(Running now, CibEffect effect, Iterator<MessageId> sends) {
    switch (effect) {
      case CibEffect.Multicast multicast ->
          now.engine()
              .multicast(
                  GROUP,
                  MessageLabels.put(sends.next(), CibMessageCodec.write(multicast.message())));
      case CibEffect.Store store -> now.writer().write(store.stored(), this::feed);
      case CibEffect.RetryStoring _ ->
          now.context()
              .loop()
              .after(STORE_RETRY, "retry of storing", () -> feed(new CibEvent.StoringRetried()));
      case CibEffect.TellChanged changed ->
          clients.changeDone(changed.request(), CibWords.changed(changed.version()));
      case CibEffect.TellRefused refused -> {
        if (refused.cause() != CibRefusal.EDIT_REFUSED) {
          clients.changeFailed(refused.request(), CibWords.error(refused.cause()));
        } else if (desk.triesAgain(refused.request(), refused.why())) {
          clients.forgetChange(refused.request());
        } else {
          clients.changeFailed(refused.request(), CibWords.error(refused.why()));
        }
      }
      case CibEffect.TellUnknown unknown ->
          clients.changeFailed(unknown.request(), CibWords.UNKNOWN_OUTCOME);
      case CibEffect.TellSynchronised synchronised ->
          clients.roundDone(synchronised.epoch(), CibWords.synchronised(synchronised.version()));
      case CibEffect.TellNotSynchronised not ->
          clients.roundFailed(not.epoch(), CibWords.error(not.reason()));
      case CibEffect.TellRoundRefused refused ->
          clients.tell(CibWords.roundRefused(refused.epoch()));
      case CibEffect.ReportDivergence divergence ->
          now.context()
              .log()
              .severe(
                  "the CIB of this node differs from that of "
                      + divergence.other()
                      + " although both have version "
                      + divergence.version()
                      + "; it is taken from the others in the next round");
    }
  }

  /** Takes what happened on another thread or later, if the role still runs then. */
  private void feed(CibEvent event) {
    feed(event, new Cause.Local(event.getClass().getSimpleName()));
  }

  private void feed(CibEvent event, Cause cause) {
    if (running.isPresent()) {
      Step<CibState, CibEffect> _ = step(event, cause);
    }
  }

  /** Brings what peers on other machines ask to the loop. */
  private final class FromRemote implements RemoteAccess.Manager {

    private final RoleContext context;

    FromRemote(RoleContext context) {
      this.context = context;
    }

    @Override
    public void requested(IpcRequest request) {
      context.loop().post("remote", () -> CibRole.this.requested(request));
    }

    @Override
    public void closed(Peer peer) {
      context.loop().post("end of " + peer, () -> CibRole.this.closed(peer));
    }
  }

  /** Proposes what clients ask for. */
  private final class FromDesk implements ChangeDesk.Proposer {

    @Override
    public OptionalLong propose(IpcRequest request, CibChange change) {
      long number = clients.awaitChange(request);
      Step<CibState, CibEffect> step =
          step(new CibEvent.ChangeProposed(number, change), new Cause.Local("request"));
      step.refusal().ifPresent(refusal -> clients.changeFailed(number, CibWords.error(refusal)));
      return step.refusal().isPresent() ? OptionalLong.empty() : OptionalLong.of(number);
    }

    @Override
    public void answer(IpcRequest request, EditResult result) {
      switch (result) {
        case EditResult.Applied applied -> request.reply(CibWords.changed(applied.cib().version()));
        case EditResult.Refused refused -> request.fail(CibWords.error(refused));
      }
    }
  }

  /** Hears of the group. */
  private final class FromEngine implements EngineListener {

    private final RoleContext context;

    FromEngine(RoleContext context) {
      this.context = context;
    }

    @Override
    public void viewChanged(View view) {
      feed(new CibEvent.ViewChanged(view));
    }

    @Override
    public void delivered(NodeName sender, Element message) {
      try {
        feed(
            new CibEvent.Delivered(sender, CibMessageCodec.read(message)),
            MessageLabels.cause(sender, message));
      } catch (CibException e) {
        context
            .log()
            .warning(
                "a message of "
                    + sender
                    + " is passed over: "
                    + e.getMessage()
                    + "; check that all nodes run the same version");
      }
    }

    @Override
    public void disconnected(String reason) {
      context.log().warning("out of the group of CIB managers: " + reason + "; joining again");
      feed(new CibEvent.Disconnected());
      running.ifPresent(now -> now.engine().close());
      var _ = context.loop().after(REJOIN, "join " + GROUP, this::joinAgain);
    }

    private void joinAgain() {
      running =
          running.map(now ->
              new Running(
                  now.context(), now.replica(), now.writer(), now.history(), join(now.context())));
    }
  }
}
