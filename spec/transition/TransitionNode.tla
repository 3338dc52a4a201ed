--------------------------- MODULE TransitionNode ---------------------------
(***************************************************************************)
(* How a DC carries out a transition graph: the machine Transition of the  *)
(* code, event by event. A state is a record of                            *)
(*   number   of the last transition that was begun                        *)
(*   run      NoRun, or a record of                                        *)
(*     graph    [batch, migration, synapses, actions]; batch 0 and a       *)
(*              negative migration limit mean any number                   *)
(*     status   of the actions that have begun: "STARTED", "CONFIRMED" or  *)
(*              "FAILED"                                                   *)
(*     end      how it will end, if that is known, else "NONE"             *)
(* A synapse is [action, inputs], an action [atOnce, migrates, node].      *)
(***************************************************************************)
EXTENDS Integers, Sequences, FiniteSets, Steps, Maps

NoRun == <<>>

Started == [number |-> 0, run |-> NoRun]

Running(s) == s.run # NoRun

(* Where nothing is under way there is nothing that a step could be about. *)
RunningOutcome(s) ==
  IF ~Running(s) THEN "NOT_RUNNING"
  ELSE "Taken"

IfRunning(s, step) == IF RunningOutcome(s) = "Taken" THEN step ELSE Refused(s, RunningOutcome(s))

-----------------------------------------------------------------------------
(* Effects *)

PerformAction(n, a) == [type |-> "PerformAction", transition |-> n, action |-> a]
StartActionTimer(n, a) == [type |-> "StartActionTimer", transition |-> n, action |-> a]
CancelActionTimer(n, a) == [type |-> "CancelActionTimer", transition |-> n, action |-> a]
EndTransition(n, outcome) == [type |-> "EndTransition", transition |-> n, outcome |-> outcome]

-----------------------------------------------------------------------------
(* What can begin *)

In(status, word) == {a \in DOMAIN status : status[a] = word}

InputsConfirmed(status, synapse) ==
  \A i \in synapse.inputs : At(status, i, "WAITING") = "CONFIRMED"

WithinBatchLimit(graph, status) ==
  graph.batch = 0 \/ Cardinality(In(status, "STARTED")) < graph.batch

Migrating(graph, status, where) ==
  {a \in In(status, "STARTED") :
     graph.actions[a].migrates /\ graph.actions[a].node = where}

WithinMigrationLimit(graph, status, action) ==
  \/ graph.migration < 0
  \/ ~action.migrates
  \/ Cardinality(Migrating(graph, status, action.node)) < graph.migration

CanFire(graph, status, synapse) ==
  LET action == graph.actions[synapse.action] IN
  /\ ~Has(status, synapse.action)
  /\ InputsConfirmed(status, synapse)
  /\ \/ action.atOnce
     \/ WithinBatchLimit(graph, status) /\ WithinMigrationLimit(graph, status, action)

(* One pass over the synapses in their order: [status, fired]. *)
Pass(graph, so) ==
  LET Try(sofar, synapse) ==
        IF ~CanFire(graph, sofar.status, synapse) THEN sofar
        ELSE [status |-> With(sofar.status, synapse.action,
                              IF graph.actions[synapse.action].atOnce
                              THEN "CONFIRMED" ELSE "STARTED"),
              fired |-> Append(sofar.fired, synapse.action)]
  IN Fold(Try, so, graph.synapses)

(* Points in the order of things are passed at once, which may let more begin. *)
RECURSIVE Fire(_, _)
Fire(graph, so) ==
  LET next == Pass(graph, so)
  IN IF next = so THEN so ELSE Fire(graph, next)

-----------------------------------------------------------------------------
(* Begins what can begin, and ends the transition if nothing is under way then. *)

Outcome(run) ==
  IF run.end # "NONE" THEN run.end
  ELSE IF In(run.status, "CONFIRMED") = DOMAIN run.graph.actions THEN "COMPLETE"
  ELSE "STUCK"

GoOn(number, run, before) ==
  LET so == IF run.end = "NONE"
            THEN Fire(run.graph, [status |-> run.status, fired |-> <<>>])
            ELSE [status |-> run.status, fired |-> <<>>]
      next == [run EXCEPT !.status = so.status]
      Begin(does, a) ==
        does \o <<PerformAction(number, a)>>
             \o (IF run.graph.actions[a].atOnce THEN <<>>
                 ELSE <<StartActionTimer(number, a)>>)
      does == before \o Fold(Begin, <<>>, so.fired)
  IN IF In(next.status, "STARTED") # {}
     THEN Taken([number |-> number, run |-> next], does)
     ELSE Taken([number |-> number, run |-> NoRun],
                Append(does, EndTransition(number, Outcome(next))))

-----------------------------------------------------------------------------
(* TransitionStarted: the scheduler wants a graph. *)

TransitionStartedOutcome(s) ==
  IF Running(s) THEN "ALREADY_RUNNING"
  ELSE "Taken"

TransitionStarted(s, graph) ==
  Guarded(TransitionStartedOutcome(s), s,
    GoOn(s.number + 1, [graph |-> graph, status |-> <<>>, end |-> "NONE"], <<>>))

-----------------------------------------------------------------------------
(* ActionEnded, ActionOverdue: an action ends as wanted or not, or not in time. *)

UnderWayOutcome(s, number, a) ==
  IF number # s.number THEN "OTHER_TRANSITION"
  ELSE IF At(s.run.status, a, "WAITING") # "STARTED" THEN "NOT_STARTED"
  ELSE "Taken"

(* The first reason to end counts, except that a failure says more than an abort. *)
Conclude(s, a, succeeded) ==
  GoOn(s.number,
       [s.run EXCEPT !.status[a] = IF succeeded THEN "CONFIRMED" ELSE "FAILED",
                     !.end = IF succeeded THEN @ ELSE "FAILED"],
       <<CancelActionTimer(s.number, a)>>)

ActionEnded(s, number, a, succeeded) ==
  IfRunning(s, Guarded(UnderWayOutcome(s, number, a), s, Conclude(s, a, succeeded)))

ActionOverdue(s, number, a) ==
  IfRunning(s, Guarded(UnderWayOutcome(s, number, a), s, Conclude(s, a, FALSE)))

-----------------------------------------------------------------------------
(* TransitionAborted: something else is wanted now. *)

TransitionAbortedOutcome(s) ==
  IF s.run.end # "NONE" THEN "ALREADY_ENDING"
  ELSE "Taken"

TransitionAborted(s) ==
  IfRunning(s, Guarded(TransitionAbortedOutcome(s), s,
    GoOn(s.number, [s.run EXCEPT !.end = "ABORTED"], <<>>)))

-----------------------------------------------------------------------------
(* TransitionDropped: this node may not decide any more. *)

RECURSIVE Cancels(_, _)
Cancels(number, actions) ==
  IF actions = {} THEN <<>>
  ELSE LET a == CHOOSE x \in actions : \A y \in actions : x <= y
       IN <<CancelActionTimer(number, a)>> \o Cancels(number, actions \ {a})

TransitionDropped(s) ==
  IfRunning(s,
    Taken([s EXCEPT !.run = NoRun], Cancels(s.number, In(s.run.status, "STARTED"))))

-----------------------------------------------------------------------------
(* Any event, as a trace tells it. *)

Step(self, s, event) ==
  CASE event.type = "TransitionStarted" -> TransitionStarted(s, event.graph)
    [] event.type = "ActionEnded" ->
         ActionEnded(s, event.transition, event.action, event.succeeded)
    [] event.type = "ActionOverdue" -> ActionOverdue(s, event.transition, event.action)
    [] event.type = "TransitionAborted" -> TransitionAborted(s)
    [] event.type = "TransitionDropped" -> TransitionDropped(s)

-----------------------------------------------------------------------------
(* What is true of every state; the code checks the same in production. *)

BegunAfterInputs(s) ==
  Running(s) =>
    \A i \in DOMAIN s.run.graph.synapses :
      LET synapse == s.run.graph.synapses[i] IN
      Has(s.run.status, synapse.action) => InputsConfirmed(s.run.status, synapse)

BatchLimitHolds(s) ==
  Running(s) => LET limit == s.run.graph.batch IN
    limit = 0 \/ Cardinality(In(s.run.status, "STARTED")) <= limit

MigrationLimitHolds(s) ==
  Running(s) /\ s.run.graph.migration >= 0 =>
    \A a \in In(s.run.status, "STARTED") :
      LET action == s.run.graph.actions[a] IN
      action.migrates =>
        Cardinality(Migrating(s.run.graph, s.run.status, action.node)) <= s.run.graph.migration

OnlyActionsOfGraph(s) ==
  Running(s) => DOMAIN s.run.status \subseteq DOMAIN s.run.graph.actions

RunMeansUnderWay(s) == Running(s) => In(s.run.status, "STARTED") # {}

FailureEndsIt(s) ==
  Running(s) /\ In(s.run.status, "FAILED") # {} => s.run.end = "FAILED"

=============================================================================
