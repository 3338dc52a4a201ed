------------------------------- MODULE CibWeak ------------------------------
(***************************************************************************)
(* The protocol where what a node said last may be lost for all, with its  *)
(* view: what the process groups really promise, see lib/Bus.              *)
(***************************************************************************)
EXTENDS MCCib

VARIABLE ending   \* the nodes whose last words are lost: their view ends before all else

allVars == <<vars, ending>>

WeakInit == Init /\ ending = {}

Unsaid(n) ==
  /\ CanUnsay(bus, n)
  /\ bus' = Unsay(bus, n)
  /\ ending' = {n}
  /\ UNCHANGED <<replica, disk, storing, retrying, views, requests, heard, world>>

ViewEnds(n) ==
  \/ \E members \in SUBSET Node : n \in members /\ ViewFormed(members)
  \/ \E kept \in BOOLEAN : Crashed(n, kept)

WeakNext ==
  \/ ending = {} /\ Next /\ UNCHANGED ending
  \/ ending = {} /\ \E n \in Node : Unsaid(n)
  \/ (\E n \in ending : ViewEnds(n)) /\ ending' = {}

WeakSpec == WeakInit /\ [][WeakNext]_allVars

(* An order that is lost with its view is waited for until that view ends, which is at once. *)
OrdersAreUnderWayOrEnd == ending = {} => OrdersAreUnderWay

=============================================================================
