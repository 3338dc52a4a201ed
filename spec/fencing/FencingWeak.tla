----------------------------- MODULE FencingWeak ----------------------------
(***************************************************************************)
(* The protocol where what a node said last may be lost for all, with its  *)
(* view: what the process groups really promise, see lib/Bus.              *)
(***************************************************************************)
EXTENDS MCFencing

VARIABLE ending   \* the nodes whose last words are lost: their view ends before all else

allVars == <<vars, ending>>

WeakInit == Init /\ ending = {}

Unsaid(n) ==
  /\ CanUnsay(bus, n)
  /\ bus' = Unsay(bus, n)
  /\ ending' = {n}
  /\ UNCHANGED <<fencer, timers, agents, asks, draws, clients, world>>

ViewEnds(n) ==
  \/ \E members \in SUBSET Fencers : n \in members /\ ViewFormed(members)
  \/ Crashed(n)

WeakNext ==
  \/ ending = {} /\ Next /\ UNCHANGED ending
  \/ ending = {} /\ \E n \in Fencers : Unsaid(n)
  \/ (\E n \in ending : ViewEnds(n)) /\ ending' = {}

WeakSpec == WeakInit /\ [][WeakNext]_allVars

=============================================================================
