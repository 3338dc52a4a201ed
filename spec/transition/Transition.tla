----------------------------- MODULE Transition -----------------------------
(***************************************************************************)
(* A DC that carries out transitions, and the world around it: what was    *)
(* asked for ends in any order, or never; a timer that was cancelled may   *)
(* have fired already; and what belonged to a transition that was dropped  *)
(* still comes in during the next one. Each action's parameter o is the    *)
(* outcome of the step.                                                    *)
(***************************************************************************)
EXTENDS Integers, Sequences, FiniteSets, Steps

CONSTANTS
  Graphs,   \* name -> graph
  Offered   \* for each transition, the names of the graphs that it may have

VARIABLES
  dc,          \* the machine
  asked,       \* all that was ever asked for: <<transition, action>>
  performing,  \* of that, what the world has not told the end of
  timers,      \* timers that run
  late,        \* timers that were cancelled and may have fired all the same
  outcomes     \* how each transition ended, in order

vars == <<dc, asked, performing, timers, late, outcomes>>

N == INSTANCE TransitionNode

Transitions == 1..Len(Offered)

ActionIds == UNION {DOMAIN Graphs[g].actions : g \in DOMAIN Graphs}

Init ==
  /\ dc = N!Started
  /\ asked = {}
  /\ performing = {}
  /\ timers = {}
  /\ late = {}
  /\ outcomes = <<>>

-----------------------------------------------------------------------------
(* Carrying out effects *)

Pair(effect) == <<effect.transition, effect.action>>

Effects(does, type) == {i \in DOMAIN does : does[i].type = type}
Pairs(does, type) == {Pair(does[i]) : i \in Effects(does, type)}

Awaited(does) ==
  {p \in Pairs(does, "PerformAction") : p \in Pairs(does, "StartActionTimer")}

(* The step is taken with outcome o; told is what the world has just told, *)
(* fired which timer has fired.                                            *)
Take(step, o, told, fired) ==
  LET does == step.does
      cancels == Pairs(does, "CancelActionTimer")
      Tell(sofar, effect) ==
        IF effect.type = "EndTransition" THEN Append(sofar, effect.outcome) ELSE sofar
  IN /\ step.outcome = o
     /\ dc' = step.to
     /\ asked' = asked \cup Pairs(does, "PerformAction")
     /\ performing' = (performing \ told) \cup Awaited(does)
     /\ timers' = (timers \ (fired \cup cancels)) \cup Pairs(does, "StartActionTimer")
     /\ late' = (late \cup cancels) \ fired
     /\ outcomes' = Fold(Tell, outcomes, does)

-----------------------------------------------------------------------------
(* What the DC hears *)

TransitionStarted(g, o) ==
  /\ dc.number < Len(Offered)
  /\ g \in Offered[dc.number + 1]
  /\ Take(N!TransitionStarted(dc, Graphs[g]), o, {}, {})

(* Once for each action that was asked for. *)
ActionEnded(t, a, succeeded, o) ==
  /\ <<t, a>> \in performing
  /\ Take(N!ActionEnded(dc, t, a, succeeded), o, {<<t, a>>}, {})

ActionOverdue(t, a, o) ==
  /\ <<t, a>> \in timers \cup late
  /\ Take(N!ActionOverdue(dc, t, a), o, {}, {<<t, a>>})

TransitionAborted(o) ==
  /\ o \in {"Taken", "NOT_RUNNING", "ALREADY_ENDING"}
  /\ Take(N!TransitionAborted(dc), o, {}, {})

TransitionDropped(o) ==
  /\ o \in {"Taken", "NOT_RUNNING"}
  /\ Take(N!TransitionDropped(dc), o, {}, {})

NotUnderWay == {"NOT_RUNNING", "OTHER_TRANSITION", "NOT_STARTED"}

Next ==
  \/ \E g \in DOMAIN Graphs, o \in {"Taken", "ALREADY_RUNNING"} : TransitionStarted(g, o)
  \/ \E t \in Transitions, a \in ActionIds, o \in {"Taken"} \cup NotUnderWay :
       \/ \E succeeded \in BOOLEAN : ActionEnded(t, a, succeeded, o)
       \/ ActionOverdue(t, a, o)
  \/ \E o \in {"Taken", "NOT_RUNNING", "ALREADY_ENDING"} : TransitionAborted(o)
  \/ \E o \in {"Taken", "NOT_RUNNING"} : TransitionDropped(o)

Spec == Init /\ [][Next]_vars

(* The world need not tell any end, but a timer that runs fires some day. *)
FairSpec ==
  /\ Spec
  /\ \A t \in Transitions, a \in ActionIds :
       WF_vars(<<t, a>> \in timers /\ ActionOverdue(t, a, "Taken"))

-----------------------------------------------------------------------------
(* Invariants of the machine, as in the code *)

BegunAfterInputs == N!BegunAfterInputs(dc)
BatchLimitHolds == N!BatchLimitHolds(dc)
MigrationLimitHolds == N!MigrationLimitHolds(dc)
OnlyActionsOfGraph == N!OnlyActionsOfGraph(dc)
RunMeansUnderWay == N!RunMeansUnderWay(dc)
FailureEndsIt == N!FailureEndsIt(dc)

(* Invariants of the whole *)

UnderWay == IF N!Running(dc) THEN N!In(dc.run.status, "STARTED") ELSE {}

(* What is under way was asked for, and its end or its timer will come. *)
UnderWayWasAsked ==
  \A a \in UnderWay : <<dc.number, a>> \in asked \cap performing \cap timers

(* No timer runs for what is over. *)
TimersAreOfWhatIsUnderWay == timers = {<<dc.number, a>> : a \in UnderWay}

(* Properties of steps *)

(* Nothing is asked for before all inputs of its synapse are confirmed. *)
NothingStartsBeforeItsInputs ==
  [][\A p \in performing' \ performing :
      N!Running(dc') /\ p[1] = dc'.number =>
        \A i \in DOMAIN dc'.run.graph.synapses :
          LET synapse == dc'.run.graph.synapses[i] IN
          synapse.action = p[2] => N!InputsConfirmed(dc'.run.status, synapse)]_vars

(* An abort stops new starts, and so does a failure. *)
EndingStartsNothing ==
  [][N!Running(dc) /\ dc.run.end # "NONE" /\ dc'.number = dc.number => asked' = asked]_vars

AbortStartsNothing ==
  [][N!Running(dc) /\ N!Running(dc') /\ dc'.run.end # "NONE" => asked' = asked]_vars

(* Every action is asked for once in a transition, and ends once. *)
AskedOnce == [][\A p \in performing' \ performing : p \notin asked]_vars

EndsOnce ==
  [][(N!Running(dc) /\ N!Running(dc') /\ dc'.number = dc.number) =>
       \A a \in DOMAIN dc.run.status :
         dc.run.status[a] # "STARTED" => dc'.run.status[a] = dc.run.status[a]]_vars

(* It is said to be complete only if all of it was done and told of. *)
CompleteMeansAll ==
  [][(Len(outcomes') > Len(outcomes) /\ outcomes'[Len(outcomes')] = "COMPLETE" /\ N!Running(dc)) =>
       /\ dc.run.end = "NONE"
       /\ \A a \in DOMAIN dc.run.graph.actions :
            <<dc.number, a>> \in asked' \ performing']_vars

(* One that was aborted or has failed is not said to have ended otherwise. *)
EndIsTold ==
  [][(Len(outcomes') > Len(outcomes) /\ N!Running(dc) /\ dc.run.end # "NONE") =>
       outcomes'[Len(outcomes')] \in {dc.run.end, "FAILED"}]_vars

FailureIsTold ==
  [][(Len(outcomes') > Len(outcomes) /\ N!Running(dc) /\ N!In(dc.run.status, "FAILED") # {}) =>
       outcomes'[Len(outcomes')] = "FAILED"]_vars

(* Every transition comes to its end. *)
EveryTransitionEnds == N!Running(dc) ~> ~N!Running(dc)

=============================================================================
