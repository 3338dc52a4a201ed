---------------------------- MODULE MCLeadership ----------------------------
(* Two nodes that part, fence each other and come back; the configurations have the bounds. *)
EXTENDS Leadership

(* Node 1 has had node 2 fenced, has led without it, and has acknowledged a change. *)
LoserInit ==
  /\ node = <<[since |-> 1, lastMember |-> 1, fencing |-> 2, inStep |-> TRUE], Down>>
  /\ copy = <<[term |-> <<3, 1>>, seen |-> 3, holds |-> <<1>>, ledIn |-> 2],
              [term |-> <<1, 1>>, seen |-> 1, holds |-> <<>>, ledIn |-> 0]>>
  /\ view = <<2, 0>>
  /\ views = <<Node, {1}>>
  /\ rounds = <<[epoch |-> <<1, 1>>, both |-> TRUE, synchronised |-> TRUE, leads |-> TRUE],
                [epoch |-> <<3, 1>>, both |-> FALSE, synchronised |-> TRUE, leads |-> TRUE]>>
  /\ results = <<0, 0>>
  /\ changes = <<<<3, 1>>>>
  /\ faults = [fencings |-> 1, restarts |-> 0]

LoserSpec == LoserInit /\ [][Next]_vars
=============================================================================
