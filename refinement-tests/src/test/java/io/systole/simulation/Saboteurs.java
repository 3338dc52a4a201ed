package io.systole.simulation;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import io.systole.cib.CibChange;
import io.systole.cib.CibEdit;
import io.systole.kernel.Machine;
import io.systole.kernel.NodeName;
import io.systole.kernel.Step;
import io.systole.protocol.cib.CibEvent;
import io.systole.protocol.cib.CibMessage;
import io.systole.protocol.executor.ExecutorEvent;
import io.systole.protocol.executor.ExecutorState;
import io.systole.protocol.fencing.FencingEvent;
import io.systole.protocol.fencing.FencingHistory;
import io.systole.protocol.fencing.FencingRecord;
import io.systole.protocol.fencing.FencingState;
import io.systole.xml.Element;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Clusters that are broken on purpose, each in a way that a promise forbids. */
final class Saboteurs {

  private Saboteurs() {}

  /** Power switches say that they have cut the power, and have not. */
  static final Sabotage LYING_SWITCHES =
      new Sabotage() {
        @Override
        public boolean switchesLie() {
          return true;
        }
      };

  /** After a crash disks have nothing of the changes that they said they had stored. */
  static final Sabotage LYING_DISKS =
      new Sabotage() {
        @Override
        public boolean disksLie() {
          return true;
        }
      };

  /** The scheduler is told that fencing is not wanted, whatever the configuration says. */
  static final Sabotage NO_FENCING =
      scheduling(
          cib -> edited(cib, e -> e.id().equals("option-fencing") ? e.with("value", "false") : e));

  /** The scheduler is told that there are no resources. */
  static final Sabotage NO_RESOURCES =
      scheduling(
          cib -> edited(cib, e -> e.is("resources") ? e.withChildren(ImmutableList.of()) : e));

  /** One replica makes another change of a configuration's change. */
  static final Sabotage OTHER_CHANGES =
      remaking(
          "cib",
          "n2",
          new Remade() {
            @Override
            public Object event(Object state, Object event) {
              return event instanceof CibEvent.Delivered delivered
                      && delivered.message() instanceof CibMessage.Propose propose
                      && !propose.change().isAboutStatus()
                  ? new CibEvent.Delivered(
                      delivered.sender(),
                      new CibMessage.Propose(
                          propose.epoch(), propose.request(), CibChange.of(new CibEdit.Bump())))
                  : event;
            }
          });

  /** An executor takes every order for one of the newest coordinator. */
  static final Sabotage OBEDIENT_EXECUTOR =
      remaking(
          "executor",
          "n2",
          new Remade() {
            @Override
            public Object event(Object state, Object event) {
              return event instanceof ExecutorEvent.Ordered ordered
                  ? new ExecutorEvent.Ordered(
                      ((ExecutorState) state).epoch(), ordered.order(), ordered.atMillis())
                  : event;
            }
          });

  /** A fencer takes up finished operations again when a node comes or goes. */
  static final Sabotage FORGETFUL_FENCER =
      remaking(
          "fencer",
          "n2",
          new Remade() {
            @Override
            public Object state(Object event, Object state) {
              return event instanceof FencingEvent.ViewChanged
                  ? pendingAgain((FencingState) state)
                  : state;
            }
          });

  /** A controller dies of the scheduler's answer. */
  static final Sabotage FRAGILE_CONTROLLER =
      remaking(
          "controller",
          "n1",
          new Remade() {
            @Override
            public Object event(Object state, Object event) {
              if (event instanceof io.systole.protocol.controller.ControllerEvent.Scheduled) {
                throw new IllegalStateException("broken on purpose");
              }
              return event;
            }
          });

  /** How a machine's steps are made into others. */
  interface Remade {

    default Object event(Object state, Object event) {
      return event;
    }

    default Object state(Object event, Object state) {
      return state;
    }
  }

  private static Sabotage remaking(String name, String node, Remade remade) {
    return new Sabotage() {
      @Override
      public <S, E, F> Machine<S, E, F> machine(String of, NodeName on, Machine<S, E, F> machine) {
        return of.equals(name) && on.value().equals(node) ? remade(machine, remade) : machine;
      }
    };
  }

  /** The machine with its steps remade; what it is given and what it gives keep their types. */
  @SuppressWarnings("unchecked")
  private static <S, E, F> Machine<S, E, F> remade(Machine<S, E, F> machine, Remade remade) {
    return (state, event) -> {
      Step<S, F> step = machine.step(state, (E) remade.event(state, event));
      return new Step<>((S) remade.state(event, step.state()), step.effects(), step.refusal());
    };
  }

  private static Sabotage scheduling(UnaryOperator<Element> remade) {
    return new Sabotage() {
      @Override
      public Element scheduled(Element cib) {
        return remade.apply(cib);
      }
    };
  }

  private static Element edited(Element element, UnaryOperator<Element> edit) {
    Element here = edit.apply(element);
    return here.withChildren(
        here.children().stream()
            .map(child -> edited(child, edit))
            .collect(ImmutableList.toImmutableList()));
  }

  private static FencingState pendingAgain(FencingState state) {
    ImmutableSortedMap.Builder<io.systole.protocol.fencing.OperationId, FencingRecord> records =
        ImmutableSortedMap.naturalOrder();
    state
        .history()
        .records()
        .forEach((id, r) ->
            records.put(
                id,
                new FencingRecord(
                    r.id(), r.aim(), r.client(), r.startedMillis(), r.asOf(), Optional.empty())));
    return new FencingState(
        state.self(),
        state.incarnation(),
        state.surroundings(),
        state.configuration(),
        state.counter(),
        state.rounds(),
        state.calls(),
        state.inquiries(),
        state.leading(),
        new FencingHistory(records.buildOrThrow()));
  }
}
