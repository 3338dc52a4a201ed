------------------------------ MODULE History ------------------------------
(***************************************************************************)
(* What a fencer knows of all fencing operations: a map from operations,   *)
(* <<counter, originator, incarnation>>, to [aim, asOf, conclusion]. A     *)
(* conclusion is [status, executor]; the statuses, weakest first, are      *)
(* PENDING, LOST (the others' presumption), FAILED and SUCCEEDED.          *)
(***************************************************************************)
EXTENDS Integers, Sequences, FiniteSets, Maps

Nobody == 0
Concluded(status, executor) == [status |-> status, executor |-> executor]
NoConclusion == Concluded("PENDING", Nobody)
Presumed == Concluded("LOST", Nobody)

Rank(status) ==
  CASE status = "PENDING" -> 0
    [] status = "LOST" -> 1
    [] status = "FAILED" -> 2
    [] status = "SUCCEEDED" -> 3

(* The order of tuples of numbers of one length, first component first. *)
RECURSIVE TupleBefore(_, _)
TupleBefore(a, b) ==
  IF a = <<>> THEN FALSE
  ELSE IF a[1] # b[1] THEN a[1] < b[1]
  ELSE TupleBefore(Tail(a), Tail(b))

Weaker(c, d) ==
  \/ Rank(c.status) < Rank(d.status)
  \/ c.status = d.status /\ c.executor < d.executor

(* Whichever of the two says more. *)
Stronger(c, d) == IF Weaker(c, d) THEN d ELSE c

MergeRecord(r, s) == [r EXCEPT !.conclusion = Stronger(r.conclusion, s.conclusion)]

(* All that is known by both. (The code keeps the latest 500 of it.) *)
Merge(h, g) ==
  [id \in DOMAIN h \cup DOMAIN g |->
    IF id \notin DOMAIN g THEN h[id]
    ELSE IF id \notin DOMAIN h THEN g[id]
    ELSE MergeRecord(h[id], g[id])]

Plus(h, id, record) == Merge(h, [x \in {id} |-> record])

IsPending(h, id) == id \in DOMAIN h /\ h[id].conclusion = NoConclusion
HasEnded(h, id) == id \in DOMAIN h /\ h[id].conclusion # NoConclusion
IsDecided(h, id) == id \in DOMAIN h /\ h[id].conclusion.status \in {"FAILED", "SUCCEEDED"}
PendingIn(h) == {id \in DOMAIN h : h[id].conclusion = NoConclusion}

(* The history in which these are presumed lost. *)
LostIn(h, ids) ==
  Merge(h, [id \in ids |-> [h[id] EXCEPT !.conclusion = Presumed]])

=============================================================================
