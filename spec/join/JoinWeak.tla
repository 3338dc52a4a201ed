------------------------------ MODULE JoinWeak ------------------------------
(***************************************************************************)
(* The protocol where what a node said last may be lost for all, with its  *)
(* view: what the process groups really promise, see lib/Bus.              *)
(***************************************************************************)
EXTENDS MCJoin

VARIABLE ending   \* the nodes whose last words are lost: their view ends before all else

allVars == <<vars, ending>>

WeakInit == Init /\ ending = {}

Unsaid(n) ==
  /\ CanUnsay(bus, n)
  /\ bus' = Unsay(bus, n)
  /\ ending' = {n}
  /\ UNCHANGED <<node, timers, wanted, elections, opened, cib, known, spent, replicas, told, orders,
       writing>>

ViewEnds(n) ==
  \/ \E members \in SUBSET Node : n \in members /\ ViewFormed(members)
  \/ Restarted(n)

WeakNext ==
  \/ ending = {} /\ Next /\ UNCHANGED ending
  \/ ending = {} /\ \E n \in Node : Unsaid(n)
  \/ (\E n \in ending : ViewEnds(n)) /\ ending' = {}

WeakSpec == WeakInit /\ [][WeakNext]_allVars

=============================================================================
