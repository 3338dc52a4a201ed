---------------------------- MODULE JoinElections ---------------------------
(***************************************************************************)
(* Another DC in every phase of the join: in one view any member may call  *)
(* an election at any time, and another one may win it, or the same again, *)
(* so that of two DCs of one view one is superseded. Messages of the first *)
(* one's round are under way then, to members that know it no more.        *)
(***************************************************************************)
EXTENDS MCJoin

Called(n) ==
  /\ node[n].dc # N!Nobody
  /\ bus.at[n] # NoView
  /\ wanted' = wanted \cup {bus.at[n]}
  /\ UNCHANGED
       <<node, timers, elections, opened, cib, known, spent, replicas, told, orders, writing, bus>>

ElectionsNext == Next \/ \E n \in Node : Called(n)

ElectionsSpec == Init /\ [][ElectionsNext]_vars

=============================================================================
