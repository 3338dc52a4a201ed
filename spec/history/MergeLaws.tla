----------------------------- MODULE MergeLaws -----------------------------
(***************************************************************************)
(* The laws of the merge, of any three histories that there could be, and  *)
(* not only of those that fencers come to have: of some operations, with   *)
(* every conclusion, or unknown. The laws are what makes the order of      *)
(* messages, and their repetition, matter to nobody.                       *)
(***************************************************************************)
EXTENDS Integers, Sequences, FiniteSets, HistoryNode

CONSTANTS Operation, Executor

VARIABLE three

Conclusions ==
  {NoConclusion, Presumed}
    \cup {Concluded(status, executor) : status \in {"FAILED", "SUCCEEDED"}, executor \in Executor}

Histories == UNION {[known -> {Record(c) : c \in Conclusions}] : known \in SUBSET Operation}

Init == three \in Histories \X Histories \X Histories

Next == UNCHANGED three

Spec == Init /\ [][Next]_three

One == three[1]
Other == three[2]
Third == three[3]

IsCommutative == Merge(One, Other) = Merge(Other, One)

IsAssociative == Merge(Merge(One, Other), Third) = Merge(One, Merge(Other, Third))

IsIdempotent == Merge(One, One) = One

(* The merge says no less than either: what is known stays known, and what has ended has ended. *)
SaysNoLess ==
  \A id \in DOMAIN One :
    /\ id \in DOMAIN Merge(One, Other)
    /\ ~Weaker(Merge(One, Other)[id].conclusion, One[id].conclusion)
    /\ HasEnded(One, id) => HasEnded(Merge(One, Other), id)

(* And no more than both together. *)
SaysNoMore ==
  \A id \in DOMAIN Merge(One, Other) :
    \/ id \in DOMAIN One /\ Merge(One, Other)[id] = One[id]
    \/ id \in DOMAIN Other /\ Merge(One, Other)[id] = Other[id]

(* Whoever hears a weaker story after a stronger one is none the wiser. *)
StaysMerged == Merge(Merge(One, Other), Other) = Merge(One, Other)

=============================================================================
