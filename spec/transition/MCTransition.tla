---------------------------- MODULE MCTransition ----------------------------
(* Graphs in which each rule of Transition decides something. *)
EXTENDS Transition

(* A step of the running code, for the validation of traces. *)
TraceStep(self, s, event) == N!Step(self, s, event)

Act(atOnce, migrates, node) == [atOnce |-> atOnce, migrates |-> migrates, node |-> node]
Work == Act(FALSE, FALSE, "n1")
Point == Act(TRUE, FALSE, "none")
Move == Act(FALSE, TRUE, "n1")
Synapse(a, inputs) == [action |-> a, inputs |-> inputs]

(* Two that lead to a point, and one after it. *)
Diamond ==
  [batch |-> 0, migration |-> -1,
   synapses |-> <<Synapse(1, {3}), Synapse(2, {}), Synapse(3, {2, 4}), Synapse(4, {})>>,
   actions |-> <<Work, Work, Point, Work>>]

(* One at a time, in the order of the synapses. *)
OneByOne ==
  [batch |-> 1, migration |-> -1,
   synapses |-> <<Synapse(2, {}), Synapse(1, {}), Synapse(3, {})>>,
   actions |-> <<Work, Work, Point>>]

(* One migration a node at a time; the other node and other work go on. *)
Migrations ==
  [batch |-> 0, migration |-> 1,
   synapses |-> <<Synapse(1, {}), Synapse(2, {}), Synapse(3, {}), Synapse(4, {})>>,
   actions |-> <<Move, Move, Act(FALSE, TRUE, "n2"), Work>>]

(* Two wait for each other, and a point waits for both. *)
Circle ==
  [batch |-> 0, migration |-> -1,
   synapses |-> <<Synapse(1, {}), Synapse(2, {3}), Synapse(3, {2})>>,
   actions |-> <<Work, Work, Point>>]

(* Nothing but points: over as soon as it is begun. *)
Points ==
  [batch |-> 1, migration |-> 0,
   synapses |-> <<Synapse(1, {2}), Synapse(2, {})>>,
   actions |-> <<Point, Point>>]

MCGraphs ==
  [Diamond |-> Diamond, OneByOne |-> OneByOne, Migrations |-> Migrations,
   Circle |-> Circle, Points |-> Points]

(* What is left of the first transition comes in during a short second one. *)
MCOffered == <<{"Diamond", "OneByOne", "Migrations", "Circle", "Points"}, {"OneByOne"}>>
=============================================================================
