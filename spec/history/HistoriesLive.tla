---------------------------- MODULE HistoriesLive ---------------------------
(***************************************************************************)
(* Histories converge: the last view that is formed is one of all fencers, *)
(* from then on nobody crashes and all hear what is said, and whoever can  *)
(* tell what it knows tells it in the end. Until then views, crashes and   *)
(* losses come as they like.                                               *)
(***************************************************************************)
EXTENDS Histories

Healed == Len(views) = MaxViews

Form ==
  IF Len(views) < MaxViews - 1
  THEN \E members \in SUBSET Node : ViewFormed(members)
  ELSE ViewFormed(Node)

Hearers(n) == IF Healed THEN {Peers(n)} ELSE SUBSET Node

Ask ==
  \E n \in Node : \E hearers \in Hearers(n) :
    \/ Begun(n, hearers)
    \/ \E id \in Ids, status \in {"FAILED", "SUCCEEDED"} : Decided(n, id, status, hearers)

Fail == ~Healed /\ \E n \in Node : Crashed(n)

Tell == \E from, to \in Node : HistoryTold(from, to)

LiveSpec ==
  /\ Init
  /\ [][Form \/ Ask \/ Fail \/ Tell \/ \E n \in Node : Restarted(n)]_vars
  /\ WF_vars(Form)
  /\ WF_vars(Tell)
  /\ \A n \in Node : WF_vars(Restarted(n))

AllAlike == \A n, m \in Node : known[n] = known[m]

(* Nothing is pending but what an originator still works at that is there. *)
NothingPends ==
  \A n \in Node : \A id \in PendingIn(known[n]) : id[3] = inc[id[2]]

HistoriesConverge == <>[](AllAlike /\ NothingPends)

=============================================================================
