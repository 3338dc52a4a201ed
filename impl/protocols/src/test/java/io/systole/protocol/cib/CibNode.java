package io.systole.protocol.cib;

import com.google.common.collect.ImmutableSortedSet;
import io.systole.cib.StoredCib;
import io.systole.kernel.Cause;
import io.systole.kernel.NodeName;
import io.systole.kernel.Runner;
import io.systole.kernel.Step;
import io.systole.kernel.View;
import io.systole.kernel.ViewId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** A machine with a disk, a replica and what is on its way to it. */
final class CibNode {

  final NodeName name;
  final List<CibEvent> inbox = new ArrayList<>();
  boolean up = true;
  StoredCib disk = StoredCib.NOTHING;
  Optional<StoredCib> storing = Optional.empty();

  /** The view that the engine has; the replica may not have heard of it yet. */
  View entered;

  private Runner<CibState, CibEvent, CibEffect> runner;
  private long incarnation;

  CibNode(NodeName name) {
    this.name = name;
    this.entered =
        new View(
            new ViewId(0, name),
            ImmutableSortedSet.of(name),
            ImmutableSortedSet.of(name),
            2,
            false);
    this.runner = start();
  }

  CibState state() {
    return runner.state();
  }

  Step<CibState, CibEffect> step(CibEvent event) {
    return runner.step(event, new Cause.Local("test")).step();
  }

  /** The view ends: some of what was still to be delivered never is. */
  void enter(View view, Random random) {
    entered = view;
    int kept = random.nextInt(inbox.size() + 1);
    List<CibEvent> rest = inbox.subList(kept, inbox.size());
    rest.removeIf(event -> event instanceof CibEvent.Delivered);
    inbox.add(new CibEvent.ViewChanged(view));
  }

  void crash() {
    up = false;
    inbox.clear();
    storing = Optional.empty();
  }

  void restart() {
    up = true;
    incarnation++;
    runner = start();
  }

  private Runner<CibState, CibEvent, CibEffect> start() {
    return new Runner<>(
        "cib",
        name,
        incarnation,
        new CibReplica(),
        CibState.initial(name, disk),
        CibInvariants.ALL,
        _ -> {});
  }
}
