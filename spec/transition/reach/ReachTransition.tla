--------------------------- MODULE ReachTransition ---------------------------
(***************************************************************************)
(* Goals that must be reachable, each said as the claim that it is not:    *)
(* TLC has to find the claim violated.                                     *)
(***************************************************************************)
EXTENDS MCTransition

Never(outcome) == \A i \in DOMAIN outcomes : outcomes[i] # outcome

(* All of a graph is done. *)
NeverComplete == Never("COMPLETE")

(* A graph waits for itself. *)
NeverStuck == Never("STUCK")

(* What was aborted goes on until the rest of it has ended. *)
AbortEndsAtOnce == ~(N!Running(dc) /\ dc.run.end = "ABORTED")

(* What was dropped is still being done while the next transition runs. *)
NothingIsLeftOver == ~(N!Running(dc) /\ dc.number = 2 /\ \E p \in performing : p[1] = 1)

(* A limit holds something back that could begin. *)
NothingIsHeldBack ==
  ~(N!Running(dc) /\ dc.run.end = "NONE"
      /\ \E i \in DOMAIN dc.run.graph.synapses :
           LET synapse == dc.run.graph.synapses[i] IN
           ~N!Has(dc.run.status, synapse.action)
             /\ N!InputsConfirmed(dc.run.status, synapse))

=============================================================================
